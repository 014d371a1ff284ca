//! Splitting a history file into lines, and choosing which of them are worth parsing.

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
            lines.reserve(bytes.len());
            each_line(bytes, |line, whole| lines.add(line, whole));
        }
        Select::OfDay(day) => each_naming(bytes, day.to_string().as_bytes(), |line, whole| lines.add(line, whole)),
    }
    lines
}

impl<'a> Lines<'a> {
    /// Makes room for the events of so many bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        // Memory that is never touched costs nothing, and lines are hardly ever shorter by half than this.
        self.events.reserve_exact(bytes / 256);
    }

    fn add(&mut self, line: &'a [u8], whole: bool) {
        let line = trim(line);
        match parse(line) {
            Some(line) => self.push(line),
            None if whole && !line.is_empty() => self.bad.push(line),
            None => {}
        }
    }

    pub(super) fn push(&mut self, line: Line<'a>) {
        match line {
            Line::Header(header) => self.headers.push(header),
            Line::Event(mut event) => {
                event.entry.at = event.at.or_else(|| self.events.last().and_then(|before| before.at));
                self.events.push(event);
            }
            Line::Unknown(entry) => self.unknown.push(entry.id),
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
