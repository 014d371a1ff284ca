//! Past days as people read them: a list, sentences, Markdown.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use textwrap::core::display_width;

use super::super::look_back::days::{Outcome, PastDay, Visit};
use super::card::{indented, named, spaced};
use super::dates::{self, count};
use super::paint::{Ink, Line, Look, Mark, Page, harmless};
use super::wrap::fill;

/// No column of ids is set wider than this; one longer pushes what came of it aside.
const WIDEST_ID: usize = 44;
/// "Tue 24" and the space after it.
const DATE: usize = 8;

/// Past days, and how to tell of them.
pub struct Past<'p, 'h, 'a> {
    /// The days to tell of, the earliest first.
    pub days: &'p [PastDay<'h, 'a>],
    pub today: NaiveDate,
    /// Replaces "your partner".
    pub name: Option<&'p str>,
    /// Whether texts are told, too.
    pub more: bool,
    /// Whether notes are.
    pub notes: bool,
    /// Words to underline.
    pub words: &'p [String],
}

impl Outcome {
    fn mark(self) -> Mark {
        match self {
            Self::Open | Self::Seen | Self::Swapped => Mark::Open,
            Self::Done => Mark::Done,
            Self::Loved => Mark::Loved,
            Self::Skipped => Mark::Skipped,
            Self::Later => Mark::Later,
            Self::Dropped => Mark::Dropped,
        }
    }

    fn ink(self) -> Ink {
        if matches!(self, Self::Open | Self::Loved) { Ink::Accent } else { Ink::Plain }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Seen => "seen",
            Self::Done => "done",
            Self::Loved => "loved",
            Self::Skipped => "skipped",
            Self::Later => "later",
            Self::Dropped => "dropped",
            Self::Swapped => "swapped",
        }
    }
}

/// "1 note" as "note".
fn note_word(notes: usize) -> Option<String> {
    match notes {
        0 => None,
        1 => Some("note".to_owned()),
        notes => Some(count(notes, "note")),
    }
}

impl Past<'_, '_, '_> {
    /// A list, the newest first, under the names of the months.
    pub fn page(&self, foot: &str, look: Look) -> Page {
        if look.plain {
            return self.aloud(foot);
        }
        let mut page = Page::new();
        let ids = self.days.iter().flat_map(|past| &past.visits).map(|visit| display_width(&visit.offer.shown.prompt));
        let width = ids.max().unwrap_or(0).min(WIDEST_ID);
        let mut month = None;
        for past in self.days.iter().rev() {
            let this_month = (past.day.year(), past.day.month());
            if month.replace(this_month) != Some(this_month) {
                if !page.is_empty() {
                    page.push(Line::blank());
                }
                let heading = past.day.format("%B %Y").to_string();
                page.push(Line::plain(" ".repeat(look.gutter())).and(Ink::Name, heading));
            }
            self.rows(past, width, look, &mut page);
        }
        if !page.is_empty() {
            page.push(Line::blank());
        }
        page.extend(indented(fill(foot, look.measure()), look));
        spaced(page, look)
    }

    /// A day's rows, the last shown first.
    fn rows(&self, past: &PastDay<'_, '_>, width: usize, look: Look, page: &mut Page) {
        let mut date = past.day.format("%a %e").to_string();
        let mut dated = || format!("{:<DATE$}", std::mem::take(&mut date));
        for visit in past.visits.iter().rev() {
            let outcome = visit.outcome(self.today);
            let id = &*visit.offer.shown.prompt;
            let told = self.told(visit, outcome);
            let row = Line::inked_mark(outcome.mark(), outcome.ink(), look).and(Ink::Plain, dated());
            let row = row.followed_by(Line::plain(id).underlining(self.words));
            if look.measure() >= DATE + width + 2 + told.len() {
                let pad = " ".repeat(width.saturating_sub(display_width(id)) + 2);
                page.push(row.and(Ink::Plain, pad).and(Ink::Plain, told));
            } else {
                page.push(row);
                page.push(beneath(&told, look));
            }
            if self.more {
                let text = visit.offer.entry.text().unwrap_or_default();
                page.extend(self.paragraphs(&named(&text, self.name), look));
            }
            if self.notes {
                page.extend(visit.notes.iter().flat_map(|note| self.paragraphs(&quoted(note), look)));
            }
        }
        if !past.notes.is_empty() {
            let told = note_word(past.notes.len()).unwrap_or_default();
            page.push(Line::marked(Mark::None, look).and(Ink::Plain, dated()).and(Ink::Plain, told));
            if self.notes {
                page.extend(past.notes.iter().flat_map(|note| self.paragraphs(&quoted(note), look)));
            }
        }
    }

    /// What came of a prompt, with its rating and its notes: "done, 4 of 5, note".
    fn told(&self, visit: &Visit<'_, '_>, outcome: Outcome) -> String {
        let offer = visit.offer;
        let detail = match outcome {
            Outcome::Done => offer.rating.map(|rating| format!("{rating} of 5")),
            Outcome::Later => offer.until.map(|until| short(until, self.today)),
            _ => None,
        };
        let parts = [Some(outcome.word().to_owned()), detail, note_word(visit.notes.len())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Text in the column of ids, its own line breaks kept.
    fn paragraphs(&self, text: &str, look: Look) -> Page {
        let measure = look.measure().saturating_sub(DATE).max(12);
        let lines = text.lines().flat_map(|line| fill(line, measure));
        lines.map(|line| beneath(&line, look).underlining(self.words)).collect()
    }

    /// Sentences, the newest first.
    fn aloud(&self, foot: &str) -> Page {
        let mut page = Page::new();
        for past in self.days.iter().rev() {
            let date = past.day.format("%a %-d %b %Y");
            for visit in past.visits.iter().rev() {
                let shown = &visit.offer.shown;
                let told = self.told(visit, visit.outcome(self.today));
                page.push(Line::plain(format!("{date}: {}, {}: {told}.", shown.traits.practice.title(), shown.prompt)));
                if self.more {
                    let text = visit.offer.entry.text().unwrap_or_default();
                    page.push(Line::plain(format!("{}: {}", shown.traits.kind.label(), named(&text, self.name))));
                }
                page.extend(visit.notes.iter().filter(|_| self.notes).map(|note| Line::plain(format!("Note: {note}"))));
            }
            match note_word(past.notes.len()) {
                Some(_) if self.notes => {
                    page.extend(past.notes.iter().map(|note| Line::plain(format!("{date}: Note: {note}"))));
                }
                Some(told) => page.push(Line::plain(format!("{date}: {told}."))),
                None => {}
            }
        }
        page.push(Line::plain(foot));
        page
    }

    /// Markdown, the earliest first, as one reads a diary. Whatever was written is text there and nothing else.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for past in self.days {
            let heading = past.day.format("## %A, %-d %B %Y\n\n").to_string();
            out.push_str(&heading);
            for visit in &past.visits {
                let title = visit.offer.shown.traits.practice.title();
                let told = self.told(visit, visit.outcome(self.today));
                let text = visit.offer.entry.text().unwrap_or_default();
                let text = inert(&named(&text, self.name));
                let _ = write!(out, "**{title}** ({told}): {text}\n\n");
                out.extend(visit.notes.iter().filter(|_| self.notes).map(|note| quotation(note)));
            }
            out.extend(past.notes.iter().filter(|_| self.notes).map(|note| quotation(note)));
        }
        out.trim_end().to_owned()
    }
}

/// A line in the column of ids.
fn beneath(text: &str, look: Look) -> Line {
    Line::plain(" ".repeat(look.gutter() + DATE)).and(Ink::Plain, text)
}

fn quoted(note: &str) -> String {
    format!("“{}”", note.trim())
}

/// "25 Nov", with its year if that is another.
fn short(date: NaiveDate, today: NaiveDate) -> String {
    let whole = dates::day(date, today);
    whole.split_once(' ').filter(|_| date.year() == today.year()).map_or(whole.clone(), |(_, rest)| rest.to_owned())
}

/// A block quotation.
fn quotation(note: &str) -> String {
    let lines: Vec<String> =
        note.trim().lines().map(|line| format!("> {}", inert(line)).trim_end().to_owned()).collect();
    lines.join("\n") + "\n\n"
}

/// Text in which Markdown finds nothing to interpret, HTML included: a letter is a letter.
fn inert(text: &str) -> String {
    let text = harmless(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    // At the beginning of a line more would act: headings, lists, rules.
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            '#' | '+' | '-' | '=' if at == 0 => out.extend(['\\', c]),
            '.' | ')' if at == number && at > 0 => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
