//! Which past days and prompts somebody asks for.

use chrono::{Datelike as _, NaiveDate};

use super::super::day;
use super::super::vocabulary::Practice;
use super::days::{PastDay, Visit};

/// What somebody asks for; everything where nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words that must all stand in the id or the text, in lower case.
    pub words: Vec<String>,
    /// Whether words are looked for in notes, too.
    pub notes: bool,
    pub practice: Option<Practice>,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// Only days that fall on this date of an earlier year.
    pub anniversary_of: Option<NaiveDate>,
}

impl Wanted {
    /// Keeps what is wanted of these days; days of which nothing is left go.
    pub fn pick<'h, 'a>(&self, mut days: Vec<PastDay<'h, 'a>>) -> Vec<PastDay<'h, 'a>> {
        days.retain(|past| self.wants_day(past.day));
        for past in &mut days {
            past.visits.retain(|visit| self.wants(visit));
            past.notes.retain(|note| self.wants_note(note));
        }
        days.retain(|past| !past.visits.is_empty() || !past.notes.is_empty());
        days
    }

    fn wants_day(&self, day: NaiveDate) -> bool {
        let falls = |today: NaiveDate| day < today && day::falls_on(day.month(), day.day(), today);
        self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day <= until)
            && self.anniversary_of.is_none_or(falls)
    }

    fn wants(&self, visit: &Visit<'_, '_>) -> bool {
        let shown = &visit.offer.shown;
        if self.practice.is_some_and(|practice| practice != shown.traits.practice) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let text = visit.offer.entry.text().unwrap_or_default();
        let notes = visit.notes.iter().copied().filter(|_| self.notes);
        let texts: Vec<String> = [&*shown.prompt, &*text].into_iter().chain(notes).map(str::to_lowercase).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// A note on no prompt is of no practice.
    fn wants_note(&self, note: &str) -> bool {
        let note = || note.to_lowercase();
        let found = self.words.is_empty() || (self.notes && self.words.iter().all(|word| note().contains(word)));
        found && self.practice.is_none()
    }
}
