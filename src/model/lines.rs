//! Splitting a history file into lines, and choosing which of them are worth parsing.

use std::num::NonZeroU32;

use chrono::{DateTime, FixedOffset, NaiveDate};
use memchr::{memchr, memmem, memrchr};

use super::day::parse_instant;
use super::event::{Event, Header, Line, Text, parse};

/// Which lines to parse.
#[derive(Clone, Copy)]
pub enum Select {
    All,
    /// Those that name this day. What was said since of other days is not among them.
    OfDay(NaiveDate),
}

/// The lines of a file that were parsed.
#[derive(Default)]
pub struct Lines<'a> {
    pub headers: Vec<Header>,
    pub events: Vec<Event<'a>>,
    /// The ids of events that only a newer version knows.
    pub unknown: Vec<Text<'a>>,
    /// Whole lines that are no events. An unfinished last line is not among them: it may still be in the making.
    pub bad: Vec<&'a [u8]>,
}

/// Parses the selected lines of one file.
pub fn scan(bytes: &[u8], select: Select) -> Lines<'_> {
    let mut lines = Lines::default();
    match select {
        Select::All => {
            // Memory that is never touched costs nothing, and lines are hardly ever shorter by half than this.
            lines.events.reserve_exact(bytes.len() / 256);
            each_line(bytes, |line, whole| lines.add(line, whole));
        }
        Select::OfDay(day) => each_naming(bytes, day.to_string().as_bytes(), |line, whole| lines.add(line, whole)),
    }
    lines
}

/// A line that was passed over, and which prompt it may name.
#[derive(Clone, Copy)]
pub struct Passed {
    /// Where it begins in the file.
    pub at: u64,
    /// In bytes. No file that is read is longer than fits.
    pub length: u32,
    /// The mark of its prompt; none where it was not found at once, so that it may be any.
    mark: Option<NonZeroU32>,
}

impl Passed {
    /// Whether it must be looked at by whoever asks for this prompt.
    pub fn may_name(&self, prompt: &str) -> bool {
        self.mark.is_none_or(|mark| mark == mark_of(prompt.as_bytes()))
    }
}

/// Copies those lines of a block whose effect may last for ever: all but those that plainly begin as our own lines of
/// another kind do.
pub fn keep_lasting(block: &[u8], kept: &mut Vec<u8>) {
    each_line(block, |line, _| {
        if !is_passing(line) {
            keep(line, kept);
        }
    });
}

/// The same for a block that begins at a byte of its file; and notes which lines it passes over.
pub fn sift(block: &[u8], mut at: u64, kept: &mut Vec<u8>, passed: &mut Vec<Passed>) {
    each_line(block, |line, _| {
        if is_passing(line) {
            let length = u32::try_from(line.len()).unwrap_or(u32::MAX);
            passed.push(Passed { at, length, mark: prompt_mark(line) });
        } else {
            keep(line, kept);
        }
        at += line.len() as u64 + 1;
    });
}

fn is_passing(line: &[u8]) -> bool {
    const PASSING: [&[u8]; 6] = [b"shown\"", b"done\"", b"skip\"", b"snooze\"", b"note\"", b"pause\""];
    let event = line.strip_prefix(br#"{"event":""#);
    event.is_some_and(|event| PASSING.iter().any(|passing| event.starts_with(passing)))
}

/// The mark of the prompt that a line names, unless that may be a member of a member.
fn prompt_mark(line: &[u8]) -> Option<NonZeroU32> {
    const KEY: &[u8] = br#","prompt":""#;
    // In nearly all lines members of fixed width stand before it, so that it need not be searched for.
    const SHOWN: &str =
        r#"{"event":"shown","id":"2026-11-24/shown/0","day":"2026-11-24","at":"2026-11-24T08:01:12.420+01:00""#;
    const ANSWERED: &str = r#"{"event":"done","id":"9f2c4e1a7b3d5c6e9f2c4e1a7b3d5c6e","day":"2026-11-24","at":"2026-11-24T21:40:03.007+01:00","of":"2026-11-24/shown/0""#;
    let stands = |at: &usize| line.get(*at..).is_some_and(|rest| rest.starts_with(KEY));
    let found = [SHOWN.len(), ANSWERED.len()].into_iter().find(stands).or_else(|| memmem::find(line, KEY))?;
    let prompt = &line[found + KEY.len()..];
    let is_nested = memchr(b'{', &line[1..found]).is_some();
    (!is_nested).then(|| memchr(b'"', prompt).map(|end| mark_of(&prompt[..end])))?
}

/// A number that hardly any two prompts share: their ids differ towards the end.
fn mark_of(prompt: &[u8]) -> NonZeroU32 {
    let last = prompt.iter().rev().take(8);
    NonZeroU32::MIN | last.fold(0, |mark: u32, &byte| mark.wrapping_mul(31).wrapping_add(byte.into()))
}

/// Copies a line that names this prompt.
pub fn keep_naming(line: &[u8], prompt: &str, kept: &mut Vec<u8>) {
    if memmem::find(line, prompt.as_bytes()).is_some() {
        keep(line, kept);
    }
}

fn keep(line: &[u8], kept: &mut Vec<u8>) {
    kept.extend_from_slice(line);
    kept.push(b'\n');
}

impl<'a> Lines<'a> {
    fn add(&mut self, line: &'a [u8], whole: bool) {
        let line = trim(line);
        if line.is_empty() {
            return;
        }
        match parse(line) {
            Some(Line::Header(header)) => self.headers.push(header),
            Some(Line::Event(mut event)) => {
                event.entry.at = event.at.or_else(|| self.events.last().and_then(|before| before.at));
                self.events.push(event);
            }
            None if whole => self.bad.push(line),
            Some(Line::Unknown(entry)) => self.unknown.push(entry.id),
            None => {}
        }
    }
}

/// Calls `each` with every line, and whether it ended in a newline.
pub(super) fn each_line<'a>(mut bytes: &'a [u8], mut each: impl FnMut(&'a [u8], bool)) {
    while !bytes.is_empty() {
        let (line, rest) = match memchr(b'\n', bytes) {
            Some(end) => (&bytes[..end], Some(&bytes[end + 1..])),
            None => (bytes, None),
        };
        each(line, rest.is_some());
        bytes = rest.unwrap_or_default();
    }
}

/// Calls `each` with every line that contains the text, and whether it ended in a newline.
fn each_naming<'a>(bytes: &'a [u8], text: &[u8], mut each: impl FnMut(&'a [u8], bool)) {
    let finder = memmem::Finder::new(text);
    let mut rest = bytes;
    while let Some(found) = finder.find(rest) {
        let start = memrchr(b'\n', &rest[..found]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &rest[found..]).map(|at| found + at);
        each(&rest[start..end.unwrap_or(rest.len())], end.is_some());
        rest = end.map_or(&[][..], |end| &rest[end + 1..]);
    }
}

/// Removes what disks and editors leave around a line: BOM, NUL, CR and blanks.
pub(super) fn trim(mut line: &[u8]) -> &[u8] {
    let stray = |byte: &u8| matches!(byte, 0 | b'\r' | b' ' | b'\t');
    loop {
        if let Some(rest) = line.strip_prefix(b"\xEF\xBB\xBF") {
            line = rest;
        } else if line.first().is_some_and(stray) {
            line = &line[1..];
        } else if line.last().is_some_and(stray) {
            line = &line[..line.len() - 1];
        } else {
            return line;
        }
    }
}

/// When a line was appended, as far as can be told without parsing it.
///
/// A quotation mark inside a JSON text is always escaped, so `"at":"` cannot stand in one.
pub fn appended_at(line: &[u8]) -> Option<DateTime<FixedOffset>> {
    parse_instant(std::str::from_utf8(value_of(line, b"\"at\"")?).ok()?)
}

/// The text after a key, up to its closing quotation mark.
fn value_of<'a>(line: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let rest = &line[memmem::find(line, key)? + key.len()..];
    let open = rest.iter().position(|byte| !matches!(byte, b' ' | b':'))?;
    let value = rest[open..].strip_prefix(b"\"")?;
    Some(&value[..memchr(b'"', value)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    const SKIP: &str =
        r#"{"event":"skip","id":"a","day":"2026-11-24","at":"2026-11-24T09:00:00.000+01:00","of":"x","prompt":"p"}"#;

    #[test]
    fn strays_around_a_line_are_trimmed() {
        let file = format!("\u{feff}{SKIP}\r\n\0\0\0\n\0\0{SKIP}\n");
        let lines = scan(file.as_bytes(), Select::All);
        assert_eq!((lines.events.len(), lines.bad.len()), (2, 0));
    }

    #[test]
    fn every_cut_of_a_file_costs_at_most_the_unfinished_line() {
        let file = format!("{SKIP}\n{SKIP}\n");
        for cut in 0..=file.len() {
            let lines = scan(&file.as_bytes()[..cut], Select::All);
            let finished = cut / (SKIP.len() + 1);
            let complete = usize::from(cut % (SKIP.len() + 1) == SKIP.len());
            assert_eq!((lines.events.len(), lines.bad.len()), (finished + complete, 0), "cut at {cut}");
        }
    }

    #[test]
    fn a_bad_line_in_the_middle_is_told_apart() {
        let file = format!("{SKIP}\n<<<<<<< ours\n{{\"event\":\"skip\"}}\n{SKIP}\n");
        let lines = scan(file.as_bytes(), Select::All);
        assert_eq!((lines.events.len(), lines.bad.len()), (2, 2));
    }

    #[test]
    fn what_may_last_is_kept_and_what_plainly_passes_is_not() {
        let passing = ["shown", "done", "skip", "snooze", "note", "pause"].map(|event| SKIP.replace("skip", event));
        let lasting = ["never", "allow", "undo", "erased", "sung"].map(|event| SKIP.replace("skip", event));
        let strange = [SKIP.replace(':', ": "), SKIP.replace(r#""event":"skip","#, ""), "<<<<<<< ours".to_owned()];
        let lasting = [&lasting[..], &strange].concat().join("\n");
        let mut kept = Vec::new();
        let mut passed = Vec::new();
        let block = format!("{}\n{lasting}", passing.join("\n"));
        sift(block.as_bytes(), 0, &mut kept, &mut passed);
        assert_eq!(String::from_utf8(kept), Ok(lasting + "\n"));
        let lines: Vec<_> = passed
            .iter()
            .map(|line| &block[usize::try_from(line.at).expect("small")..][..line.length as usize])
            .collect();
        assert_eq!(lines, passing);
    }

    #[test]
    fn a_line_may_name_what_it_names_and_anything_where_that_is_not_plain() {
        let nested = SKIP.replace(r#""id":"a""#, r#""of":{"a":1,"prompt":"q"}"#);
        let lines = [SKIP, &SKIP.replace(r#""prompt":"p""#, r#""prompt": "p""#), &nested].join("\n");
        let mut passed = Vec::new();
        sift(lines.as_bytes(), 7, &mut Vec::new(), &mut passed);
        assert_eq!(passed.iter().map(|line| line.may_name("p")).collect::<Vec<_>>(), [true; 3]);
        assert_eq!(passed.iter().map(|line| line.may_name("time.bench")).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(passed[1].at, 7 + SKIP.len() as u64 + 1);
    }

    #[test]
    fn only_lines_that_name_the_day_are_parsed() {
        let other = SKIP.replace("2026-11-24", "2026-11-23");
        let file = format!("{other}\n{SKIP}\n{other}\n{SKIP}");
        let lines = scan(file.as_bytes(), Select::OfDay(day("2026-11-24")));
        assert_eq!(lines.events.len(), 2);
        assert!(scan(b"", Select::OfDay(day("2026-11-24"))).events.is_empty());
    }

    #[test]
    fn a_line_without_a_time_takes_its_predecessors() {
        let bare = SKIP.replace("2026-11-24T09:00:00.000+01:00", "soon");
        let file = format!("{SKIP}\n{bare}\n");
        let lines = scan(file.as_bytes(), Select::All);
        assert_eq!(lines.events[1].at, lines.events[0].at);
    }
}
