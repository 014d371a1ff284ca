//! Ink, pages, and the one place where text is made harmless.

use std::fmt::Write as _;

/// How output is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is switched by itself")]
pub struct Look {
    /// Select Graphic Rendition codes may be used.
    pub color: bool,
    /// Only ASCII may be used.
    pub ascii: bool,
    /// Linear and labelled, for screen readers.
    pub plain: bool,
    /// Blank lines set cards and tables apart.
    pub roomy: bool,
    /// Columns, before the gutter is taken off.
    pub width: usize,
}

impl Look {
    /// The columns in front of text: marks stand in the first. None where the screen is very narrow.
    pub fn gutter(self) -> usize {
        if self.width < 30 || self.plain { 0 } else { 2 }
    }

    /// The columns for text.
    pub fn measure(self) -> usize {
        self.width.saturating_sub(self.gutter()).max(1)
    }
}

/// How a stretch of text is set. One colour, the heart's; weight for names; a line under what matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    #[default]
    Plain,
    /// Titles, ids spoken of, keys.
    Name,
    /// Look here: today's ring, what was loved, the point of a fault.
    Accent,
    /// What matched a search.
    Hit,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Name => "1",
            Self::Accent => "1;91",
            Self::Hit => "4",
        }
    }
}

/// The marks, each with a word or a legend beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Open,
    Done,
    Loved,
    Skipped,
    Later,
    Dropped,
    None,
}

impl Mark {
    pub(super) fn glyph(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::Done => "●",
            Self::Loved => "♥",
            Self::Skipped => "–",
            Self::Later => "→",
            Self::Dropped => "×",
            Self::None => " ",
        }
    }

    fn ink(self) -> Ink {
        if self == Self::Loved { Ink::Accent } else { Ink::Plain }
    }
}

/// A line, as stretches of ink.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(Vec<(Ink, String)>);

impl Line {
    pub fn blank() -> Self {
        Self::default()
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![(Ink::Plain, text.into())])
    }

    /// A line that begins with a mark in the gutter.
    pub fn marked(mark: Mark, look: Look) -> Self {
        Self::inked_mark(mark, mark.ink(), look)
    }

    /// A line that begins with a mark in the gutter, in an ink of its own.
    pub fn inked_mark(mark: Mark, ink: Ink, look: Look) -> Self {
        if look.plain || (mark == Mark::None && look.gutter() == 0) {
            return Self::default();
        }
        Self(vec![(ink, mark.glyph().to_owned()), (Ink::Plain, " ".to_owned())])
    }

    /// The text without its ink.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// The ink of every character that is no blank, as it will be printed.
    pub(super) fn letters(&self) -> impl Iterator<Item = Ink> {
        self.0.iter().flat_map(|(ink, text)| {
            let printed = harmless(text).chars().filter(|c| !c.is_whitespace()).count();
            std::iter::repeat_n(*ink, printed)
        })
    }

    /// Underlines what matches one of these words, in whatever case.
    #[must_use]
    pub fn underlining(self, words: &[String]) -> Self {
        let mut out = Self::default();
        for (ink, text) in self.0 {
            let lower = text.to_ascii_lowercase();
            let mut at = 0;
            while let Some((start, end)) = next_match(&lower, at, words) {
                out = out.and(ink, &text[at..start]).and(Ink::Hit, &text[start..end]);
                at = end;
            }
            out = out.and(ink, &text[at..]);
        }
        out
    }

    /// Adds all of another line.
    #[must_use]
    pub fn followed_by(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Adds a stretch.
    #[must_use]
    pub fn and(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.0.push((ink, text.into()));
        self
    }
}

/// The first place from `at` on where one of the words stands.
fn next_match(text: &str, at: usize, words: &[String]) -> Option<(usize, usize)> {
    let found = |word: &String| Some((at + text[at..].find(word.as_str())?, word.len()));
    let first = words.iter().filter(|word| !word.is_empty()).filter_map(found).min()?;
    Some((first.0, first.0 + first.1))
}

/// Lines to print.
pub type Page = Vec<Line>;

/// A page as bytes for a terminal or a pipe.
pub fn render(page: &[Line], look: Look) -> String {
    let mut out = String::new();
    for line in page {
        let last = line.0.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (at, (ink, text)) in line.0.iter().enumerate().take_while(|(at, _)| last.is_some_and(|last| *at <= last)) {
            let text = if Some(at) == last { text.trim_end() } else { text };
            let text = legible(text, look.ascii);
            if look.color && *ink != Ink::Plain && !text.trim().is_empty() {
                let _ = write!(out, "\u{1b}[{}m{text}\u{1b}[0m", ink.code());
            } else {
                out.push_str(&text);
            }
        }
        out.push('\n');
    }
    out
}

/// Text that cannot act on a terminal, in ASCII if need be.
pub fn legible(text: &str, ascii: bool) -> String {
    let clean = harmless(text);
    if !ascii || clean.is_ascii() {
        return clean;
    }
    let mut out = String::with_capacity(clean.len());
    for c in clean.chars() {
        match c {
            '○' => out.push('o'),
            '●' => out.push('+'),
            '♥' => out.push('*'),
            '→' => out.push('>'),
            '×' => out.push('x'),
            '–' | '—' | '·' | '‐' | '‑' | '−' => out.push('-'),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '‘' | '’' | '‚' => out.push('\''),
            '…' => out.push_str("..."),
            '\u{a0}' => out.push(' '),
            c if c.is_ascii() => out.push(c),
            _ => out.push('?'),
        }
    }
    out
}

/// Text that cannot act: control characters in caret notation, everything that reorders, hides or draws
/// over text as U+FFFD, and never more than four combining marks in a row.
pub fn harmless(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut in_flag, mut marks) = (false, 0);
    for c in text.chars() {
        marks = if is_combining(c) { marks + 1 } else { 0 };
        let is_tag = is_tag(c);
        match c {
            '\n' | '\t' => out.push(' '),
            '\0'..='\u{1f}' | '\u{7f}' => out.extend(['^', char::from(c as u8 ^ 0x40)]),
            _ if marks > 4 => {}
            _ if is_tag && in_flag => out.push(c),
            _ if is_tag || acts(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
        // A flag of tags begins with a black flag and goes on while tags do.
        in_flag = c == '\u{1f3f4}' || (in_flag && is_tag);
    }
    out
}

/// Characters that act on a terminal, or on the order and visibility of the text around them.
fn acts(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// JSON in which no character can act on a terminal: whatever [`harmless`] would replace is escaped.
pub fn harmless_json(json: &str) -> String {
    if json.bytes().all(|byte| matches!(byte, 0x20..=0x7e | b'\n')) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\u{7f}' || is_tag(c) || acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn controls_are_shown_and_reordering_is_replaced() {
        assert_eq!(harmless("a\u{1b}[31mb\u{7}\u{7f}"), "a^[[31mb^G^?");
        assert_eq!(harmless("a\u{9b}31m\u{202e}b\u{feff}"), "a\u{fffd}31m\u{fffd}b\u{fffd}");
        assert_eq!(harmless("one\ntwo\tthree\r"), "one two three^M");
    }

    #[test]
    fn joined_emoji_and_flags_survive_but_stray_tags_do_not() {
        let scotland = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
        assert_eq!(harmless(scotland), scotland);
        assert_eq!(harmless("a\u{e0067}"), "a\u{fffd}");
        assert_eq!(harmless("👩\u{200d}🚀"), "👩\u{200d}🚀");
        assert_eq!(harmless(&format!("e{}", "\u{301}".repeat(40))).chars().count(), 5);
    }

    #[test]
    fn colour_is_used_only_where_it_may_be() {
        let look = Look { color: true, ascii: false, plain: false, roomy: false, width: 72 };
        let page = vec![Line::inked_mark(Mark::Open, Ink::Accent, look).and(Ink::Name, "Be here")];
        assert_eq!(render(&page, look), "\u{1b}[1;91m○\u{1b}[0m \u{1b}[1mBe here\u{1b}[0m\n");
        assert_eq!(render(&page, Look { color: false, ascii: true, ..look }), "o Be here\n");
    }

    proptest! {
        #[test]
        fn no_text_can_act_on_a_terminal(text in any::<String>(), ascii in any::<bool>(), color in any::<bool>()) {
            let look = Look { color: false, ascii, plain: false, roomy: false, width: 72 };
            let page = vec![Line::plain(text.clone()).and(Ink::Name, text.clone())];
            let bytes = render(&page, look);
            prop_assert_eq!(bytes.matches('\n').count(), 1);
            prop_assert!(bytes.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert!(!bytes.chars().any(acts));
            prop_assert!(!ascii || bytes.is_ascii());
            // With colour on, the only escapes are ours.
            let inked = render(&page, Look { color, ..look });
            let ours = inked.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
            prop_assert_eq!(ours.find(char::from(0x1b)), None);
        }

        #[test]
        fn json_reads_back_as_it_was(text in any::<String>()) {
            let json = harmless_json(&serde_json::Value::from(text.clone()).to_string());
            prop_assert!(json.chars().all(|c| !c.is_control() && !acts(c) && !is_tag(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }
    }
}
