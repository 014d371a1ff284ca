//! A fault in a file that a person wrote, with the place to look at.

use std::ops::Range;

/// A named text, as read from a file.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The path to print in front of a fault.
    pub name: &'a str,
    pub text: &'a str,
}

/// One thing wrong in a [`Source`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    /// Where, unless it concerns the file as a whole.
    pub place: Option<Place>,
    /// What is wrong, what happens instead, in lower case without a full stop.
    pub message: String,
}

/// A stretch of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// In characters, at least 1; never beyond the end of the line.
    pub width: usize,
    /// The line itself.
    pub excerpt: String,
}

impl Source<'_> {
    /// A fault at these bytes of the text.
    pub fn fault(self, span: Range<usize>, message: impl Into<String>) -> Fault {
        let place = Place::find(self.text, span);
        Fault { file: self.name.to_owned(), place: Some(place), message: message.into() }
    }
}

impl Fault {
    /// A fault of the file as a whole.
    pub fn of_file(name: &str, message: impl Into<String>) -> Self {
        Self { file: name.to_owned(), place: None, message: message.into() }
    }

    /// What to sort faults by: as they stand in their files.
    pub fn order(&self) -> (String, usize, usize) {
        let (line, column) = self.place.as_ref().map_or((0, 0), |place| (place.line, place.column));
        (self.file.clone(), line, column)
    }
}

impl Place {
    pub(super) fn find(text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let before = &text[..start];
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let line_text = text[from..].split('\n').next().unwrap_or_default();
        let line_text = line_text.strip_suffix('\r').unwrap_or(line_text);
        let to = floor(text, span.end).clamp(start, (from + line_text.len()).max(start));
        Self {
            line: before.matches('\n').count() + 1,
            column: text[from..start].chars().count() + 1,
            width: text[start..to].chars().count().max(1),
            excerpt: line_text.to_owned(),
        }
    }
}

/// The last character boundary at or before a byte offset.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_stay_on_their_line() {
        let text = "a = 1\nnäme = \"ü\"\r\nc = 3";
        let source = Source { name: "settings.toml", text };
        let span = text.find("\"ü\"").map(|at| at..at + 100).expect("it is there");
        let place = source.fault(span, "odd").place.expect("a place");
        assert_eq!((place.line, place.column, place.width), (2, 8, 3));
        assert_eq!(place.excerpt, "näme = \"ü\"");
    }

    #[test]
    fn a_place_among_carriage_returns_lies_on_the_line_that_is_shown() {
        let source = Source { name: "settings.toml", text: "a\r\r\r\r\n" };
        let place = source.fault(3..4, "odd").place.expect("a place");
        assert_eq!((place.column, &*place.excerpt), (4, "a\r\r\r"));
    }

    #[test]
    fn any_span_is_survived() {
        let source = Source { name: "x", text: "é\n" };
        for start in 0..5 {
            for end in 0..5 {
                let place = source.fault(start..end, "odd").place.expect("a place");
                assert!(place.line >= 1 && place.column >= 1 && place.width >= 1);
            }
        }
    }
}
