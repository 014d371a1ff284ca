//! Rewriting the log: the lines of several files in one, and none of what was erased.
//!
//! A line is copied byte for byte, or dropped because an `erased` event names it. Lines that can't be read are copied
//! too, unless they hold a piece of what was erased. What is true afterwards is what was true before: [`Files::agree`]
//! says so, of the bytes that were really written.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::erasures::Erasures;
use super::event::{Event, Line, parse};
use super::history::History;
use super::lines::{Select, appended_at, each_line, scan, trim};

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

/// How many events a file holds whose ids are in none of the others.
pub fn count_new(others: &[&[u8]], file: &[u8]) -> usize {
    let mut known = BTreeSet::new();
    let mut note = |line: &[u8]| match parse(trim(line)) {
        Some(Line::Event(Event { entry, .. }) | Line::Unknown(entry)) => known.insert(entry.id.into_owned()),
        _ => false,
    };
    for other in others {
        each_line(other, |line, _| {
            note(line);
        });
    }
    let mut count = 0;
    each_line(file, |line, _| count += usize::from(note(line)));
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
        && before.said.iter().zip(&after.said).all(|(before, after)| {
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
