//! What is true now, as far as the log tells. Nothing here is stored: state lives nowhere but in the log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};

use super::day::shift;
use super::event::{Because, Entry, Event, Text, What};
use super::offer::{Offer, State, record};
use super::pick::Rec;
use super::vocabulary::Practice;

/// How far back the picker remembers, in days.
pub const HORIZON: i64 = 1100;

/// The first day that the picker remembers.
pub fn first_remembered(today: NaiveDate) -> NaiveDate {
    shift(today, -HORIZON)
}

/// Something that can be taken back.
#[derive(Clone, Debug)]
pub enum Act<'h, 'a> {
    Said(&'h Event<'a>),
    /// A prompt that took another's place because it was swapped or asked for.
    Replaced(&'h Offer<'a>),
}

impl<'h, 'a> Act<'h, 'a> {
    /// When it was said, and of what day.
    pub fn entry(&self) -> &'h Entry<'a> {
        match self {
            Self::Said(event) => &event.entry,
            Self::Replaced(offer) => &offer.entry,
        }
    }
}

/// Words that the person wrote.
#[derive(Clone, Copy, Debug)]
pub struct Written<'h> {
    /// The logical day they speak of.
    pub day: NaiveDate,
    /// The shown event they are about, if they are about one.
    pub of: Option<&'h str>,
    pub prompt: Option<&'h str>,
    pub text: &'h str,
}

/// The history, replayed.
#[derive(Debug, Default)]
pub struct History<'a> {
    /// The seed of the earliest header, if there is a header (rule 2).
    pub seed: Option<String>,
    /// Whether a newer version wrote it; then nothing may be appended (rule 3).
    pub newer: bool,
    /// Every prompt shown and not taken back, in the order of the log.
    pub offers: Vec<Offer<'a>>,
    pub(super) said: Vec<Event<'a>>,
    pub(super) never: BTreeSet<String>,
    /// The ids of everything ever shown, taken back or erased included: their numbers are used up.
    pub(super) used_ids: Vec<Text<'a>>,
}

impl<'a> History<'a> {
    /// The prompt of a day: the last one shown, unless it was dropped for good (rule 9).
    pub fn current(&self, day: NaiveDate) -> Option<&Offer<'a>> {
        self.last_shown(day).filter(|offer| !self.is_never(&offer.shown.prompt))
    }

    /// The last prompt shown on a day, dropped or not.
    pub fn last_shown(&self, day: NaiveDate) -> Option<&Offer<'a>> {
        self.offers.iter().rfind(|offer| offer.entry.day == day)
    }

    /// The prompt of a day: what was dropped for good is today's prompt no more, but still what a past day showed.
    pub fn prompt_of(&self, day: NaiveDate, today: NaiveDate) -> Option<&Offer<'a>> {
        if day == today { self.current(day) } else { self.last_shown(day) }
    }

    /// When each event was appended.
    pub fn appended(&self) -> impl Iterator<Item = DateTime<FixedOffset>> {
        let said = self.said.iter().map(|event| &event.entry);
        self.offers.iter().map(|offer| &offer.entry).chain(said).filter_map(|entry| entry.at)
    }

    /// The time to append at: now, or the time of the last line where the clock has gone back since.
    ///
    /// Otherwise what is said last would not be last in the log, and would not hold. A line from far in the future
    /// is left alone: it comes from a clock that was wrong then.
    pub fn time_to_append(&self, now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        let far = now.checked_add_signed(Duration::hours(48));
        let near = self.appended().filter(|at| far.is_none_or(|far| *at < far));
        near.max().map_or(now, |latest| latest.with_timezone(now.offset()).max(now))
    }

    /// Every prompt shown on a day.
    pub fn shown_on(&self, day: NaiveDate) -> impl Iterator<Item = &Offer<'a>> {
        self.offers.iter().filter(move |offer| offer.entry.day == day)
    }

    pub fn is_never(&self, prompt: &str) -> bool {
        self.never.contains(prompt)
    }

    /// The prompts dropped for good.
    pub fn nevers(&self) -> impl Iterator<Item = &str> {
        self.never.iter().map(String::as_str)
    }

    /// Until when shell and reminder are to be quiet, if they are on this day.
    pub fn paused_until(&self, day: NaiveDate) -> Option<NaiveDate> {
        let last = self.said.iter().rev().find_map(|event| match event.what {
            What::Pause { until } => Some(until),
            _ => None,
        });
        last.filter(|until| day < *until)
    }

    /// The number for the next prompt shown on a day: the one after the largest, unless none can follow that.
    pub fn next_number(&self, day: NaiveDate) -> u32 {
        let of_day = format!("{day}/shown/");
        let number = |id: &Text<'a>| id.strip_prefix(&of_day)?.parse::<u32>().ok();
        let used: BTreeSet<u32> = self.used_ids.iter().filter_map(number).collect();
        // Numbers so large that they leave no room were never given by a program, but are used up like any other.
        used.iter().rev().filter_map(|number| number.checked_add(1)).find(|next| !used.contains(next)).unwrap_or(0)
    }

    /// How often the person has said this kind of thing.
    pub fn count(&self, is: impl Fn(&What<'a>) -> bool) -> usize {
        self.said.iter().filter(|event| is(&event.what)).count()
    }

    /// Everything written, what was said with `done` included; oldest first.
    pub fn written(&self) -> impl Iterator<Item = Written<'_>> {
        self.said.iter().filter_map(|event| {
            let (prompt, text) = match &event.what {
                What::Note { prompt, text, .. } => (prompt.as_deref(), text),
                What::Done { prompt, text: Some(text), .. } => (Some(&**prompt), text),
                _ => return None,
            };
            Some(Written { day: event.day, of: event.what.subject(), prompt, text })
        })
    }

    /// What was written on a prompt; oldest first.
    pub fn notes_on(&self, prompt: &str) -> impl Iterator<Item = &str> {
        self.written().filter(move |written| written.prompt == Some(prompt)).map(|written| written.text)
    }

    /// What the verb `undo` takes back: the last thing said, of any day (rule 7).
    pub fn last_act(&self) -> Option<Act<'_, 'a>> {
        let replaced = self.offers.iter().rfind(|offer| {
            offer.shown.replaces.is_some() && matches!(offer.shown.because, Because::Swap | Because::Ask)
        });
        let said = self.said.iter().rfind(|event| !matches!(event.what, What::Undo { .. } | What::Erased { .. }));
        match (said, replaced) {
            (Some(event), Some(offer)) if offer.entry.place > event.place => Some(Act::Replaced(offer)),
            (Some(event), _) => Some(Act::Said(event)),
            (None, replaced) => replaced.map(Act::Replaced),
        }
    }

    /// The offer with this id.
    pub fn offer(&self, id: &str) -> Option<&Offer<'a>> {
        self.offers.iter().rfind(|offer| *offer.entry.id == *id)
    }

    /// On how many days before this one a prompt was shown.
    pub fn days_shown(&self, prompt: &str, before: NaiveDate) -> BTreeSet<NaiveDate> {
        let shown = self.offers.iter().filter(|offer| *offer.shown.prompt == *prompt && offer.entry.day < before);
        shown.map(|offer| offer.entry.day).collect()
    }

    /// Facets that rest: those of every prompt shown in the seven days before this one.
    pub fn resting_facets(&self, day: NaiveDate) -> BTreeSet<(Practice, &str)> {
        self.facets_shown(shift(day, -7), day).map(|(_, practice, facet)| (practice, facet)).collect()
    }

    /// The facets shown from one day on and before another, and when.
    pub fn facets_shown(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, Practice, &str)> {
        self.offers
            .iter()
            .filter(move |offer| (from..to).contains(&offer.entry.day))
            .filter_map(|offer| Some((offer.entry.day, offer.shown.traits.practice, offer.shown.facet.as_deref()?)))
    }

    /// Snoozed prompts: those still away on this day, and those whose date has come, longest due first.
    pub fn snoozed(&self, day: NaiveDate) -> (BTreeSet<&str>, Vec<&Offer<'a>>) {
        let (away, due): (Vec<_>, Vec<_>) = self.asleep(day).into_iter().partition(|offer| offer.is_away(day));
        (away.into_iter().map(|offer| &*offer.shown.prompt).collect(), due)
    }

    /// The prompts last put off, and not shown since, by this day; the first to come back first.
    pub fn asleep(&self, day: NaiveDate) -> Vec<&Offer<'a>> {
        if self.offers.iter().all(|offer| offer.state != State::Snoozed) {
            return Vec::new();
        }
        let mut latest: BTreeMap<&str, &Offer<'a>> = BTreeMap::new();
        for offer in self.offers.iter().filter(|offer| offer.entry.day <= day) {
            latest.insert(&offer.shown.prompt, offer);
        }
        let mut asleep: Vec<_> = latest.into_values().filter(|offer| offer.state == State::Snoozed).collect();
        asleep.sort_by_key(|offer| (offer.until, offer.answered));
        asleep
    }

    /// What was swapped away on a day, in the order shown (rules 10 and 14).
    pub fn swapped_on(&self, day: NaiveDate) -> impl Iterator<Item = &Offer<'a>> {
        self.shown_on(day).filter(|offer| offer.state != State::Snoozed && offer.was_swapped())
    }

    /// The days before this one as the picker learns from them (rules 10 to 12).
    pub fn records(&self, today: NaiveDate) -> Vec<Rec<'_>> {
        let mut offers: Vec<&Offer<'a>> = self.offers.iter().filter(|offer| offer.state != State::Snoozed).collect();
        offers.retain(|offer| (first_remembered(today)..today).contains(&offer.entry.day));
        offers.sort_by_key(|offer| offer.entry.day);
        let mut records = Vec::with_capacity(offers.len());
        records.extend(offers.chunk_by(|a, b| a.entry.day == b.entry.day).filter_map(record));
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_given_twice_where_the_largest_are_used_up() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let next = |numbers: &[u32]| {
            let used_ids = numbers.iter().map(|number| format!("2026-11-24/shown/{number}").into()).collect();
            History { used_ids, ..History::default() }.next_number(day)
        };
        assert_eq!([next(&[]), next(&[0, 1]), next(&[7, 2])], [0, 2, 8]);
        assert_eq!([next(&[u32::MAX]), next(&[u32::MAX, u32::MAX - 1]), next(&[u32::MAX - 1, u32::MAX, 3])], [0, 0, 4]);
        assert_eq!(next(&[u32::MAX - 1]), u32::MAX);
    }
}
