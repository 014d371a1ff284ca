//! Rewriting the log: the lines of several files in one, and none of what was erased.
//!
//! A line is copied byte for byte, or dropped because an `erased` event names it. Lines that can't be read are copied
//! too, unless they hold a piece of what was erased. What is true afterwards is what was true before: [`Files::agree`]
//! says so, of the bytes that were really written.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use memchr::memmem;

use super::event::{Event, Line, Text, What, parse};
use super::history::History;
use super::json::members;
use super::lines::{Select, appended_at, each_line, scan, trim};

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

    fn note_target(&mut self, line: &[u8]) {
        if let Some(Line::Event(Event { what: What::Erased { target, only_text }, .. })) = parse(line) {
            let targets = if only_text { &mut self.text } else { &mut self.whole };
            targets.insert(target.into_owned());
        }
    }

    fn note_remains(&mut self, line: &[u8]) {
        let Some((id, text)) = words(line) else { return };
        if self.whole.contains(&*id) || (self.text.contains(&*id) && text.is_some()) {
            self.lines.extend_from_slice(line);
            self.lines.push(b'\n');
            let Some((written, raw)) = text else { return };
            self.words.extend([written.trim().as_bytes(), raw.trim_matches('"').as_bytes()].map(<[u8]>::to_vec));
        }
    }

    /// What stays of a line; nothing, if it was erased.
    fn keep<'l>(&self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
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

/// A line, and the time it is put in order by.
type Placed<'l> = (Option<DateTime<FixedOffset>>, Cow<'l, [u8]>);

/// All lines of these files in the order of their times of appending, each once, without what was erased.
///
/// A line without a time of its own stays behind its predecessor, whose time it has when it is read.
pub fn unite(files: &[&[u8]], erasures: &Erasures) -> Vec<u8> {
    let mut lines: Vec<Placed<'_>> = Vec::new();
    for file in files {
        // An event without a time takes that of the event before it, as when it is read; any other line stays put.
        let (mut event_before, mut line_before) = (None, None);
        each_line(file, |line, _| {
            let body = trim(line);
            let at = match parse(body) {
                Some(Line::Event(event)) => {
                    event_before = event.at.or(event_before);
                    event_before
                }
                Some(Line::Header(header)) => header.at.or(line_before),
                Some(Line::Unknown(entry)) => entry.at.or(line_before),
                None => appended_at(body).or(line_before),
            };
            line_before = at;
            let kept = if body.is_empty() { None } else { erasures.keep(line) };
            lines.extend(kept.map(|line| (at, line)));
        });
    }
    lines.sort_by_key(|(at, _)| *at);
    let mut met = BTreeSet::new();
    let mut united = Vec::new();
    for (_, line) in &lines {
        if met.insert(trim(line)) {
            united.extend_from_slice(line);
            united.push(b'\n');
        }
    }
    united
}

/// The events and headers of a file that none of the others holds, and how many of its lines are neither.
pub fn new_to(others: &[&[u8]], file: &[u8]) -> (Vec<u8>, usize) {
    let mut known = BTreeSet::new();
    for other in others {
        each_line(other, |line, _| known.extend([trim(line)]));
    }
    let (mut new, mut unreadable) = (Vec::new(), 0);
    each_line(file, |line, _| {
        let body = trim(line);
        if !body.is_empty() && known.insert(body) {
            if parse(body).is_some() {
                new.extend_from_slice(body);
                new.push(b'\n');
            } else {
                unreadable += 1;
            }
        }
    });
    (new, unreadable)
}

/// What every file is to hold, so that the history says the same without what is erased.
pub struct Plan {
    /// The log itself.
    pub main: Vec<u8>,
    /// Each other file in the order given, if anything in it was erased.
    pub others: Vec<Option<Vec<u8>>>,
}

/// The files of a log as they were read.
#[derive(Clone, Copy)]
pub struct Files<'f> {
    /// All that are replayed, in the order of their names.
    pub log: &'f [&'f [u8]],
    /// Which of them is written to.
    pub main: usize,
    /// Files that are not replayed, but must not keep what was erased.
    pub aside: &'f [&'f [u8]],
}

impl Files<'_> {
    /// Plans to add lines to the log itself, and those of its conflict copies if they are to be folded in.
    pub fn plan(&self, added: &[u8], fold: bool) -> Plan {
        let log = self.with(added);
        let erasures = Erasures::named_in(&[&log, self.aside].concat());
        let main = if fold {
            unite(&log, &erasures)
        } else {
            unite(log.get(self.main..self.main + 2).unwrap_or(&log), &erasures)
        };
        let copies = self.log.iter().enumerate().filter(|(at, _)| *at != self.main).map(|(_, copy)| copy);
        Plan { main, others: copies.chain(self.aside).map(|file| erasures.scrub(file)).collect() }
    }

    /// Whether what was written of a plan says what the files and the lines added to them say.
    pub fn agree(&self, added: &[u8], plan: &Plan) -> bool {
        let mut others = plan.others.iter();
        let mut written: Vec<&[u8]> = Vec::new();
        for (at, file) in self.log.iter().enumerate() {
            let other = if at == self.main { Some(&plan.main) } else { others.next().and_then(Option::as_ref) };
            written.push(other.map_or(*file, Vec::as_slice));
        }
        agree(&replay(&self.with(added)), &replay(&written))
    }

    /// The files of the log with added lines behind the one that they are added to.
    fn with<'a>(&'a self, added: &'a [u8]) -> Vec<&'a [u8]> {
        let (before, behind) = self.log.split_at((self.main + 1).min(self.log.len()));
        [before, &[added], behind].concat()
    }
}

/// How many events a file holds.
pub fn count_events(file: &[u8]) -> usize {
    let mut count = 0;
    each_line(file, |line, _| {
        count += usize::from(matches!(parse(trim(line)), Some(Line::Event(_) | Line::Unknown(_))));
    });
    count
}

fn replay<'a>(files: &[&'a [u8]]) -> History<'a> {
    History::replay(files.iter().map(|file| scan(file, Select::All)).collect())
}

/// Whether two histories say the same, wherever their lines stand.
///
/// Times are left out: those of lines without one of their own come from lines that may have been erased.
fn agree(before: &History<'_>, after: &History<'_>) -> bool {
    let used = |history: &History<'_>| history.used_ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let offers = before.offers.len() == after.offers.len()
        && before.offers.iter().zip(&after.offers).all(|(before, after)| {
            before.entry.id == after.entry.id
                && before.shown == after.shown
                && (before.state, before.rating, before.until) == (after.state, after.rating, after.until)
                && (before.notes, before.dropped) == (after.notes, after.dropped)
        });
    let said = before.said.len() == after.said.len()
        && before.said.iter().zip(&after.said).all(|((_, before), (_, after))| {
            before.entry.id == after.entry.id && before.entry.day == after.entry.day && before.what == after.what
        });
    offers
        && said
        && before.seed == after.seed
        && before.newer == after.newer
        && before.never == after.never
        && used(before) == used(after)
}

#[cfg(test)]
#[path = "rewrite_tests.rs"]
mod tests;
