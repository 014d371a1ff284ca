//! Writing HTML in which no text can act: markup comes from this program alone, and everything else is escaped.

use std::fmt::{Display, Write as _};

use super::super::paint::harmless;

/// A document, or a part of one, as it is written.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// Adds markup, which only the program itself can name.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text, or the value of an attribute in double quotes.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for (number, line) in text.lines().enumerate() {
            if number > 0 {
                self.0.push('\n');
            }
            for c in harmless(line).chars() {
                match c {
                    '&' => self.0.push_str("&amp;"),
                    '<' => self.0.push_str("&lt;"),
                    '>' => self.0.push_str("&gt;"),
                    '"' => self.0.push_str("&quot;"),
                    '\'' => self.0.push_str("&#39;"),
                    _ => self.0.push(c),
                }
            }
        }
        self
    }

    /// Adds a number, or whatever else has a form of its own.
    pub(super) fn put(&mut self, value: impl Display) -> &mut Self {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = write!(text, "{value}");
        self.text(&text)
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_text_wherever_it_stands() {
        let mut html = Html::default();
        html.raw("<p title=\"").text("\" onclick=\"x").raw("\">").text("</p><script>&amp;\u{1b}[31m\u{202e}\ntwo's");
        let expected = "<p title=\"&quot; onclick=&quot;x\">\
                        &lt;/p&gt;&lt;script&gt;&amp;amp;^[[31m\u{fffd}\ntwo&#39;s";
        assert_eq!(html.into_string(), expected);
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in any::<String>()) {
            let mut html = Html::default();
            html.text(&text);
            let html = html.into_string();
            prop_assert!(!html.contains(['<', '>', '"', '\'']));
            prop_assert!(html.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
