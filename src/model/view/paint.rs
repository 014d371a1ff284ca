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
        let mut stream = Stream::default();
        let last = line.0.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (at, (ink, text)) in line.0.iter().enumerate().take_while(|(at, _)| last.is_some_and(|last| *at <= last)) {
            let text = if Some(at) == last { text.trim_end() } else { text };
            let text = stream.legible(text, look.ascii);
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
    Stream::default().legible(text, ascii)
}

/// Text that cannot act: control characters in caret notation, everything that reorders, hides or draws
/// over text as U+FFFD, and never more than [`MARKS`] combining marks in a row.
pub fn harmless(text: &str) -> String {
    Stream::default().harmless(text)
}

/// So many combining marks may stand on one letter; more would be drawn over the lines above and below.
const MARKS: usize = 4;

/// Texts that will stand one after the other on a line: what ends one matters at the beginning of the next.
#[derive(Default)]
pub struct Stream {
    in_flag: bool,
    marks: usize,
}

impl Stream {
    /// The next text as [`legible`] has it.
    pub fn legible(&mut self, text: &str, ascii: bool) -> String {
        let clean = self.harmless(text);
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

    /// The next text as [`harmless`] has it.
    fn harmless(&mut self, text: &str) -> String {
        if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
            if !text.is_empty() {
                *self = Self::default();
            }
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            self.marks = if is_combining(c) { self.marks + 1 } else { 0 };
            let is_tag = is_tag(c);
            match c {
                '\n' | '\t' => out.push(' '),
                '\0'..='\u{1f}' | '\u{7f}' => out.extend(['^', char::from(c as u8 ^ 0x40)]),
                _ if self.marks > MARKS => {}
                _ if is_tag && self.in_flag => out.push(c),
                _ if is_tag || acts(c) => out.push('\u{fffd}'),
                _ => out.push(c),
            }
            // A flag of tags begins with a black flag and goes on while tags do.
            self.in_flag = c == '\u{1f3f4}' || (self.in_flag && is_tag);
        }
        out
    }
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
    let mut marks = 0;
    for c in json.chars() {
        marks = if is_combining(c) { marks + 1 } else { 0 };
        if c == '\u{7f}' || is_tag(c) || acts(c) || marks > MARKS {
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
#[path = "paint_tests.rs"]
mod tests;
