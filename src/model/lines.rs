//! Splitting a history file into lines, and choosing which of them are worth parsing.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::day::parse as parse_day;
use super::event::{Event, Header, Line, parse};

/// Which lines to parse.
#[derive(Clone, Copy)]
pub enum Select<'s> {
    All,
    /// Those of this day and later, and of older ones those whose effect has no end.
    Since(NaiveDate),
    /// Those that contain this text: a date, or an id.
    Naming(&'s str),
}

/// The lines of a file that were parsed.
#[derive(Default)]
pub struct Lines<'a> {
    pub headers: Vec<Header>,
    pub events: Vec<Event<'a>>,
    /// Whole lines that are no events. An unfinished last line is not among them: it may still be in the making.
    pub bad: Vec<&'a [u8]>,
}

/// Parses the selected lines of one file.
pub fn scan<'a>(bytes: &'a [u8], select: Select<'_>) -> Lines<'a> {
    let mut lines = Lines::default();
    if !matches!(select, Select::Naming(_)) {
        lines.events.reserve(memchr_iter(b'\n', bytes).count());
    }
    match select {
        Select::All => each_line(bytes, |line, whole| lines.add(line, whole)),
        // A log is in order, so where its first day is near enough, all are.
        Select::Since(day) if !begins_before(bytes, day) => each_line(bytes, |line, whole| lines.add(line, whole)),
        Select::Since(day) => each_line(bytes, |line, whole| {
            if !is_older(line, day) || has_lasting_effect(line) {
                lines.add(line, whole);
            }
        }),
        Select::Naming(text) => {
            each_naming(bytes, text.as_bytes(), |line, whole| lines.add(line, whole));
        }
    }
    lines
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
                event.at = event.at.or_else(|| self.events.last().and_then(|before| before.at));
                self.events.push(event);
            }
            None if whole => self.bad.push(line),
            Some(Line::Unknown) | None => {}
        }
    }
}

impl Event<'_> {
    /// When it was appended; the beginning of time where nobody can tell.
    pub fn appended(&self) -> DateTime<FixedOffset> {
        self.at.unwrap_or_else(|| DateTime::<Utc>::MIN_UTC.fixed_offset())
    }
}

/// Calls `each` with every line, and whether it ended in a newline.
fn each_line<'a>(mut bytes: &'a [u8], mut each: impl FnMut(&'a [u8], bool)) {
    while !bytes.is_empty() {
        let (line, rest) = match memchr(b'\n', bytes) {
            Some(end) => (&bytes[..end], Some(&bytes[end + 1..])),
            None => (bytes, None),
        };
        each(line, rest.is_some());
        bytes = rest.unwrap_or_default();
    }
}

/// Calls `each` with every line that contains the text.
fn each_naming<'a>(bytes: &'a [u8], text: &[u8], mut each: impl FnMut(&'a [u8], bool)) {
    let finder = memmem::Finder::new(text);
    let mut from = 0;
    while let Some(found) = finder.find(&bytes[from..]) {
        let start = memrchr(b'\n', &bytes[..from + found]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &bytes[from + found..]).map(|at| from + found + at);
        each(&bytes[start..end.unwrap_or(bytes.len())], end.is_some());
        match end {
            Some(end) => from = end + 1,
            None => return,
        }
    }
}

/// Removes what disks and editors leave around a line: BOM, NUL, CR and blanks.
fn trim(mut line: &[u8]) -> &[u8] {
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

/// Whether the first line that names a day speaks of one before this.
fn begins_before(bytes: &[u8], day: NaiveDate) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    lines.find(|line| value_of(line, b"\"day\"").is_some()).is_some_and(|line| is_older(line, day))
}

/// Whether a line speaks of a day before this one, as far as can be told without parsing it.
///
/// A quotation mark inside a JSON text is always escaped, so `"day":"` cannot stand in one.
fn is_older(line: &[u8], day: NaiveDate) -> bool {
    let Some(found) = value_of(line, b"\"day\"") else {
        return false;
    };
    std::str::from_utf8(found).ok().and_then(parse_day).is_some_and(|found| found < day)
}

/// When a line was appended, as far as can be told without parsing it.
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

/// Whether a line may matter however old it is.
fn has_lasting_effect(line: &[u8]) -> bool {
    let kinds: [&[u8]; 5] = [b"\"never\"", b"\"allow\"", b"\"undo\"", b"\"erased\"", b"\"connect_log\""];
    kinds.iter().any(|kind| memmem::find(line, kind).is_some())
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
    fn old_lines_are_passed_over_unless_their_effect_lasts() {
        let never = r#"{"event": "never", "id": "b", "day": "2019-01-01", "prompt": "p"}"#;
        let sly = r#"{"event":"note","id":"c","day":"2019-01-01","text":"\"day\":\"2030-01-01\""}"#;
        let file = format!("{sly}\n{never}\n{SKIP}\n");
        let kept = |since: &str| scan(file.as_bytes(), Select::Since(day(since))).events.len();
        assert_eq!((kept("2010-01-01"), kept("2020-01-01"), kept("2027-01-01")), (3, 2, 1));
    }

    #[test]
    fn only_lines_that_name_the_text_are_parsed() {
        let other = SKIP.replace("2026-11-24", "2026-11-23");
        let file = format!("{other}\n{SKIP}\n{other}\n{SKIP}");
        let lines = scan(file.as_bytes(), Select::Naming("2026-11-24"));
        assert_eq!(lines.events.len(), 2);
        assert!(scan(b"", Select::Naming("x")).events.is_empty());
    }

    #[test]
    fn a_line_without_a_time_takes_its_predecessors() {
        let bare = SKIP.replace("2026-11-24T09:00:00.000+01:00", "soon");
        let file = format!("{SKIP}\n{bare}\n");
        let lines = scan(file.as_bytes(), Select::All);
        assert_eq!(lines.events[1].at, lines.events[0].at);
    }
}
