//! What `erased` events name, and every line, word and piece of a line that goes with it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::memmem;

use super::event::{Event, Line, Text, What, parse};
use super::json::members;
use super::lines::{each_line, trim};

/// No shorter piece of an unreadable line, in bytes, is taken for a piece of what was erased.
const PIECE: usize = 6;

/// What `erased` events name, and what is still there of it.
#[derive(Default)]
pub struct Erasures {
    /// The ids of events that are to go.
    whole: BTreeSet<String>,
    /// The ids of those whose text is to go.
    text: BTreeSet<String>,
    /// Every line that goes or loses its text, one after the other.
    lines: Vec<u8>,
    /// The words that go: as the person wrote them, and as a line has them.
    words: BTreeSet<Vec<u8>>,
}

impl Erasures {
    /// What the `erased` events in these files name.
    pub fn named_in(files: &[&[u8]]) -> Self {
        let mut erasures = Self::default();
        for file in files.iter().filter(|file| memmem::find(file, b"\"erased\"").is_some()) {
            each_line(file, |line, _| erasures.note_target(trim(line)));
        }
        if !erasures.is_empty() {
            for file in files {
                each_line(file, |line, _| erasures.note_remains(trim(line)));
            }
        }
        erasures
    }

    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.text.is_empty()
    }

    /// Whether an `erased` event names this id, or its text if that is what is asked.
    pub fn names(&self, id: &str, text: bool) -> bool {
        self.whole.contains(id) || (text && self.text.contains(id))
    }

    fn note_target(&mut self, line: &[u8]) {
        if let Some(Line::Event(Event { what: What::Erased { target, only_text }, .. })) = parse(line) {
            let targets = if only_text { &mut self.text } else { &mut self.whole };
            targets.insert(target.into_owned());
        }
    }

    fn note_remains(&mut self, line: &[u8]) {
        let Some((id, text)) = words(line) else { return };
        if self.names(&id, text.is_some()) && !matches!(self.keep(line), Some(Cow::Borrowed(_))) {
            self.lines.extend_from_slice(line);
            self.lines.push(b'\n');
            let Some((written, raw)) = text else { return };
            self.words.extend([written.trim().as_bytes(), raw.trim_matches('"').as_bytes()].map(<[u8]>::to_vec));
        }
    }

    /// What stays of a line; nothing, if it was erased.
    pub(super) fn keep<'l>(&self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
        let whole = Some(Cow::Borrowed(line));
        if self.is_empty() {
            return whole;
        }
        let body = trim(line);
        match parse(body) {
            Some(Line::Header(_) | Line::Event(Event { what: What::Erased { .. }, .. })) => whole,
            Some(Line::Event(Event { entry, .. }) | Line::Unknown(entry)) if self.whole.contains(&*entry.id) => None,
            Some(Line::Event(Event { entry, what: What::Done { text: Some(_), .. } }))
                if self.text.contains(&*entry.id) =>
            {
                without_text(body).map(Cow::Owned)
            }
            Some(_) => whole,
            None => whole.filter(|_| !self.touches(body)),
        }
    }

    /// Whether bytes that are no event hold a piece of what was erased: its id, its words, or a part of its line.
    pub fn touches(&self, bytes: &[u8]) -> bool {
        let is_part_of_id = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/');
        let mut names = bytes.split(|byte| !is_part_of_id(byte)).filter_map(|name| std::str::from_utf8(name).ok());
        names.any(|name| self.whole.contains(name))
            || self.words.iter().any(|words| words.len() >= PIECE && memmem::find(bytes, words).is_some())
            || (bytes.len() >= PIECE && memmem::find(&self.lines, bytes).is_some())
    }

    /// How many events in these files go, or lose their words.
    pub fn count_in(&self, files: &[&[u8]]) -> usize {
        let mut ids = BTreeSet::new();
        for file in files {
            each_line(file, |line, _| {
                let goes = !matches!(self.keep(line), Some(Cow::Borrowed(_)));
                ids.extend(words(trim(line)).filter(|_| goes).map(|(id, _)| id.into_owned()));
            });
        }
        ids.len()
    }

    /// A file without what was erased, in its own order; nothing, where nothing in it was.
    pub fn scrub(&self, file: &[u8]) -> Option<Vec<u8>> {
        let mut kept = Vec::with_capacity(file.len());
        let mut is_changed = false;
        each_line(file, |line, whole| {
            let stays = self.keep(line);
            is_changed |= !matches!(stays, Some(Cow::Borrowed(_)));
            if let Some(line) = stays {
                kept.extend_from_slice(&line);
                kept.extend(whole.then_some(b'\n'));
            }
        });
        is_changed.then_some(kept)
    }
}

/// The id of an event and its text, read and as it stands in the line.
fn words(line: &[u8]) -> Option<(Text<'_>, Option<(Text<'_>, &str)>)> {
    let (mut id, mut text) = (None, None);
    members(
        std::str::from_utf8(line).ok()?,
        |_| false,
        |key, value| match key {
            "id" => id = value.text(),
            "text" => text = value.text().map(|words| (words, value.json())),
            _ => {}
        },
    )?;
    Some((id?, text))
}

/// A line without the member `text`: every other member as it stands.
fn without_text(line: &[u8]) -> Option<Vec<u8>> {
    let mut rest: Vec<String> = Vec::new();
    members(
        std::str::from_utf8(line).ok()?,
        |_| false,
        |key, value| {
            rest.extend((key != "text").then(|| format!("\"{key}\":{}", value.json())));
        },
    )?;
    Some(format!("{{{}}}", rest.join(",")).into_bytes())
}
