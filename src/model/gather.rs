//! What a pick needs of a long log, gathered while it is read in blocks.
//!
//! A page of memory that is touched first costs as much as reading three; so of most lines no more is kept than a few
//! short texts, and the block itself is overwritten by the next.

use std::borrow::Cow;
use std::num::NonZeroU32;

use bumpalo::Bump;
use chrono::NaiveDate;
use memchr::{memchr, memmem};

use super::event::{Entry, Event, Line, Shown, Text, What, parse};
use super::lines::{Lines, each_line, trim};
use super::pick::hash::quick;

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

/// What a pick needs of a file, with its texts in an arena.
pub struct Gathering<'a> {
    arena: &'a Bump,
    /// Where the part begins of which every line is parsed; before it only those whose effect may last for ever are.
    recent: u64,
    /// Words and reasons of prompts that were shown before this day are not kept.
    whole_from: NaiveDate,
    pub lines: Lines<'a>,
    /// The lines whose effect may last for ever, as they are.
    pub lasting: Vec<u8>,
    /// The lines of the older part that were not parsed.
    pub passed: Vec<Passed>,
}

impl<'a> Gathering<'a> {
    /// Of a file so long, in bytes.
    pub fn new(arena: &'a Bump, length: u64, recent: u64, whole_from: NaiveDate) -> Self {
        let mut lines = Lines::default();
        lines.reserve(usize::try_from(length.saturating_sub(recent)).unwrap_or(0));
        Self { arena, recent, whole_from, lines, lasting: Vec::new(), passed: Vec::new() }
    }

    /// Adds a block that begins at a byte of the file.
    pub fn add(&mut self, block: &[u8], mut at: u64) {
        each_line(block, |line, whole| {
            let is_passing = is_passing(line);
            if !is_passing {
                self.lasting.extend_from_slice(line);
                self.lasting.push(b'\n');
            }
            if is_passing && at < self.recent {
                let length = u32::try_from(line.len()).unwrap_or(u32::MAX);
                self.passed.push(Passed { at, length, mark: prompt_mark(line) });
            } else {
                self.keep(trim(line), whole);
            }
            at += line.len() as u64 + 1;
        });
    }

    fn keep(&mut self, line: &[u8], whole: bool) {
        match parse(line) {
            Some(line) => self.lines.push(line.kept(self.arena, self.whole_from)),
            None if whole && !line.is_empty() => self.lines.bad.push(self.arena.alloc_slice_copy(line)),
            None => {}
        }
    }
}

/// Whether the effect of a line passes: it plainly begins as our own lines of such a kind do.
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

/// A number that hardly any two prompts share.
fn mark_of(prompt: &[u8]) -> NonZeroU32 {
    NonZeroU32::MIN | (quick(prompt) >> 32) as u32
}

impl Line<'_> {
    /// The same with its texts in an arena; and with the line itself, if it speaks of this day or a later one.
    fn kept(self, arena: &Bump, whole_from: NaiveDate) -> Line<'_> {
        let line = |entry: &Entry<'_>| -> &[u8] {
            if entry.day < whole_from { &[] } else { arena.alloc_slice_copy(entry.line) }
        };
        let kept = |entry: Entry<'_>| Entry { line: line(&entry), id: text_in(&entry.id, arena), ..entry };
        match self {
            Self::Header(header) => Line::Header(header),
            Self::Event(Event { entry, what }) => Line::Event(Event { entry: kept(entry), what: what.kept(arena) }),
            Self::Unknown(entry) => Line::Unknown(kept(entry)),
        }
    }
}

fn text_in<'a>(text: &str, arena: &'a Bump) -> Text<'a> {
    Cow::Borrowed(arena.alloc_str(text))
}

impl What<'_> {
    fn kept(self, arena: &Bump) -> What<'_> {
        let put = |text: Text<'_>| text_in(&text, arena);
        match self {
            Self::Shown(shown) => What::Shown(Box::new(shown.kept(arena))),
            Self::Done { of, prompt, rating, text } => {
                What::Done { of: put(of), prompt: put(prompt), rating, text: text.map(put) }
            }
            Self::Skip { of, prompt } => What::Skip { of: put(of), prompt: put(prompt) },
            Self::Snooze { of, prompt, until } => What::Snooze { of: put(of), prompt: put(prompt), until },
            Self::Never { prompt, of } => What::Never { prompt: put(prompt), of: of.map(put) },
            Self::Allow { prompt } => What::Allow { prompt: put(prompt) },
            Self::Note { of, prompt, text } => What::Note { of: of.map(put), prompt: prompt.map(put), text: put(text) },
            Self::Pause { until } => What::Pause { until },
            Self::Undo { target } => What::Undo { target: put(target) },
            Self::Erased { target, only_text } => What::Erased { target: put(target), only_text },
        }
    }
}

impl Shown<'_> {
    fn kept(self, arena: &Bump) -> Shown<'_> {
        let put = |text: Text<'_>| text_in(&text, arena);
        Shown {
            prompt: put(self.prompt),
            facet: self.facet.map(put),
            replaces: self.replaces.map(put),
            reason: put(self.reason),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::{Select, scan};

    const SKIP: &str =
        r#"{"event":"skip","id":"a","day":"2026-11-24","at":"2026-11-24T09:00:00.000+01:00","of":"x","prompt":"p"}"#;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn what_is_kept_means_what_was_read() {
        let head = r#","id":"\u0061","day":"2026-11-24","at":"2026-11-24T09:00:00.000+01:00""#;
        let said = |event: &str, more: &str| format!(r#"{{"event":"{event}"{head}{more}}}"#);
        let shown = r#","prompt":"time.\u0061","practice":"time","facet":"f","kind":"do","text":"x","effort":5,"replaces":"r\"","why":{"line":"l","key":"k\n","terms":{}}"#;
        let lines = [
            r#"{"connect_log":1,"seed":"s"}"#.to_owned(),
            SKIP.to_owned(),
            said("shown", shown),
            said("done", r#","of":"o","prompt":"p","rating":4,"text":"\"t\"""#),
            said("snooze", r#","of":"o","prompt":"p","until":"2026-12-01""#),
            said("never", r#","of":"o","prompt":"p""#),
            said("allow", r#","prompt":"p\t""#),
            said("note", r#","of":"o","prompt":"p","text":"t""#),
            said("pause", r#","until":"2026-12-01""#),
            said("undo", r#","target":"t""#),
            said("erased", r#","target":"t","only":"text""#),
            said("sung", ""),
            "<<<<<<< ours".to_owned(),
        ];
        let file = lines.join("\n") + "\n";
        let read = scan(file.as_bytes(), Select::All);
        assert_eq!((read.headers.len(), read.events.len(), read.unknown.len(), read.bad.len()), (1, 10, 1, 1));
        let arena = Bump::new();
        for (whole_from, lines_are_kept) in [("2026-11-24", true), ("2026-11-25", false)] {
            let mut gathering = Gathering::new(&arena, file.len() as u64, 0, day(whole_from));
            gathering.add(file.as_bytes(), 0);
            let mut expected = read.events.clone();
            for event in expected.iter_mut().filter(|_| !lines_are_kept) {
                event.entry.line = &[];
            }
            let Lines { headers, events, unknown, bad } = gathering.lines;
            assert_eq!((headers, unknown, bad), (read.headers.clone(), read.unknown.clone(), read.bad.clone()));
            assert_eq!(format!("{events:?}"), format!("{expected:?}"));
        }
        let What::Shown(shown) = &read.events[1].what else { panic!("shown second") };
        assert_eq!((&*shown.prompt, &*shown.reason), ("time.a", "k\n"));
    }

    #[test]
    fn what_may_last_is_kept_and_what_plainly_passes_is_not() {
        let passing = ["shown", "done", "skip", "snooze", "note", "pause"].map(|event| SKIP.replace("skip", event));
        let lasting = ["never", "allow", "undo", "erased", "sung"].map(|event| SKIP.replace("skip", event));
        let strange = [SKIP.replace(':', ": "), SKIP.replace(r#""event":"skip","#, ""), "<<<<<<< ours".to_owned()];
        let lasting = [&lasting[..], &strange].concat().join("\n");
        let block = format!("{}\n{lasting}", passing.join("\n"));
        let arena = Bump::new();
        let mut gathering = Gathering::new(&arena, block.len() as u64, block.len() as u64, day("2026-11-24"));
        gathering.add(block.as_bytes(), 0);
        assert_eq!(String::from_utf8(gathering.lasting), Ok(lasting + "\n"));
        let lines: Vec<_> = gathering
            .passed
            .iter()
            .map(|line| &block[usize::try_from(line.at).expect("small")..][..line.length as usize])
            .collect();
        assert_eq!(lines, passing);
    }

    #[test]
    fn a_line_may_name_what_it_names_and_anything_where_that_is_not_plain() {
        let nested = SKIP.replace(r#""id":"a""#, r#""of":{"a":1,"prompt":"q"}"#);
        let lines = [SKIP, &SKIP.replace(r#""prompt":"p""#, r#""prompt": "p""#), &nested].join("\n");
        let arena = Bump::new();
        let mut gathering = Gathering::new(&arena, 0, u64::MAX, day("2026-11-24"));
        gathering.add(lines.as_bytes(), 7);
        let passed = gathering.passed;
        assert_eq!(passed.iter().map(|line| line.may_name("p")).collect::<Vec<_>>(), [true; 3]);
        assert_eq!(passed.iter().map(|line| line.may_name("time.bench")).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(passed[1].at, 7 + SKIP.len() as u64 + 1);
    }
}
