//! Splitting a history file into lines, and choosing which of them are worth parsing.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::day::shift;
use super::event::{Event, Header, Line, Text, parse};

/// Which lines to parse.
#[derive(Clone, Copy)]
pub enum Select<'s> {
    All,
    /// Those of this day and later, and of older ones those whose effect has no end.
    Since(NaiveDate),
    /// Those that name this day. What was said since of other days is not among them.
    OfDay(NaiveDate),
    /// What is needed to tell when a prompt was shown before this day: the lines that name it, and those whose effect
    /// has no end, for an undo names no prompt. Nothing, where the log begins later.
    ShownBefore(NaiveDate, &'s str),
}

/// What marks the lines that may matter however old they are, and whatever else they name.
const LASTING: [&[u8]; 5] = [b"\"never\"", b"\"allow\"", b"\"undo\"", b"\"erased\"", b"\"connect_log\""];

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
pub fn scan<'a>(bytes: &'a [u8], select: Select<'_>) -> Lines<'a> {
    let mut lines = Lines::default();
    match select {
        Select::All => lines.add_all(bytes),
        Select::Since(day) => {
            let (older, recent) = bytes.split_at(recent_start(bytes, day));
            lines.add_naming(older, &LASTING);
            lines.add_all(recent);
        }
        Select::OfDay(day) => lines.add_naming(bytes, &[day.to_string().as_bytes()]),
        Select::ShownBefore(day, _) if recent_start(bytes, day) == 0 => {}
        Select::ShownBefore(_, prompt) => lines.add_naming(bytes, &[&LASTING[..], &[prompt.as_bytes()]].concat()),
    }
    lines
}

impl<'a> Lines<'a> {
    fn add_all(&mut self, bytes: &'a [u8]) {
        self.events.reserve(memchr_iter(b'\n', bytes).count());
        each_line(bytes, |line, whole| self.add(line, whole));
    }

    /// Of all lines, those that contain one of these texts.
    fn add_naming(&mut self, bytes: &'a [u8], texts: &[&[u8]]) {
        let mut found = BTreeSet::new();
        for text in texts {
            each_naming(bytes, text, |start, end, whole| {
                found.insert((start, end, whole));
            });
        }
        for (start, end, whole) in found {
            self.add(&bytes[start..end], whole);
        }
    }

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

/// Calls `each` with the bounds of every line that contains the text, and whether it ended in a newline.
fn each_naming(bytes: &[u8], text: &[u8], mut each: impl FnMut(usize, usize, bool)) {
    let finder = memmem::Finder::new(text);
    let mut from = 0;
    while let Some(found) = finder.find(&bytes[from..]) {
        let start = memrchr(b'\n', &bytes[..from + found]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &bytes[from + found..]).map(|at| from + found + at);
        each(start, end.unwrap_or(bytes.len()), end.is_some());
        match end {
            Some(end) => from = end + 1,
            None => return,
        }
    }
}

/// Where the lines begin that may speak of this day or later.
///
/// A log is in order of the time of appending, so it is probed from its end, a step at a time, until two probes in
/// a row were appended well before the day: one alone may come from a clock that was wrong.
fn recent_start(bytes: &[u8], day: NaiveDate) -> usize {
    const STEP: usize = 64 << 10;
    let old = shift(day, -2);
    let mut before = None;
    let mut at = bytes.len();
    while at > STEP {
        at -= STEP;
        let start = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
        let appended = bytes[start..].split(|&byte| byte == b'\n').find_map(appended_at);
        let is_old = appended.is_some_and(|appended| appended.date_naive() < old);
        match before {
            Some(boundary) if is_old => return boundary,
            _ => before = is_old.then_some(start),
        }
    }
    0
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
    let text = std::str::from_utf8(value_of(line, b"\"at\"")?).ok()?;
    DateTime::parse_from_rfc3339(text).ok()
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

    /// A line of this day, long enough for a hundred to fill several probes.
    fn long(day: NaiveDate, event: &str) -> String {
        let words = "word ".repeat(600);
        format!(
            r#"{{"event":"{event}","id":"{day}{event}","day":"{day}","at":"{day}T09:00:00.000Z","prompt":"p","text":"{words}"}}"#
        )
    }

    #[test]
    fn old_lines_are_passed_over_unless_their_effect_lasts() {
        let first = day("2020-01-01");
        let file: String = (0..400)
            .map(|number| long(shift(first, number), if number % 50 == 0 { "never" } else { "note" }) + "\n")
            .collect();
        let kept = |since: NaiveDate| {
            let lines = scan(file.as_bytes(), Select::Since(since));
            let days: Vec<NaiveDate> = lines.events.iter().map(|event| event.day).collect();
            assert!(days.is_sorted(), "in the order of the file");
            days
        };
        let since = shift(first, 300);
        let days = kept(since);
        assert!((300..400).all(|number| days.contains(&shift(first, number))), "nothing of late is missing");
        assert_eq!(days.iter().filter(|&&day| day < shift(first, 200)).count(), 4, "only what lasts");
        assert_eq!(kept(shift(first, -1)).len(), 400);
        assert!(kept(shift(first, 9_999)).len() < 80);
    }

    #[test]
    fn one_wrong_clock_hides_nothing() {
        let first = day("2020-01-01");
        let mut file: Vec<String> = (0..200).map(|number| long(shift(first, number), "note") + "\n").collect();
        for wrong in [60, 100, 140, 180] {
            file[wrong] = long(day("1970-01-01"), "note") + "\n";
        }
        let file = file.concat();
        let lines = scan(file.as_bytes(), Select::Since(shift(first, 20)));
        let recent = lines.events.iter().filter(|event| event.day >= shift(first, 20)).count();
        assert_eq!(recent, 176);
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
