//! Past days: what was shown, what came of it, and what was written.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use super::super::day::shift;
use super::super::history::{History, Written};
use super::super::offer::{Offer, State};

/// A prompt that was shown, with what was written of it.
#[derive(Debug)]
pub struct Visit<'h, 'a> {
    pub offer: &'h Offer<'a>,
    /// Oldest first, what was said with `done` included.
    pub notes: Vec<&'h str>,
}

/// What came of a prompt, as people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is today's, and nothing was said of it yet.
    Open,
    /// It was shown, and nothing more is known.
    Seen,
    Done,
    /// Done, with the highest rating.
    Loved,
    Skipped,
    /// Put off.
    Later,
    /// Dropped for good.
    Dropped,
    /// Another took its place before anything came of it.
    Swapped,
}

impl Visit<'_, '_> {
    /// What came of it by this day.
    pub fn outcome(&self, today: NaiveDate) -> Outcome {
        let offer = self.offer;
        match offer.state {
            State::Done if offer.is_loved() => Outcome::Loved,
            State::Done => Outcome::Done,
            State::Snoozed => Outcome::Later,
            _ if offer.dropped => Outcome::Dropped,
            State::Skipped => Outcome::Skipped,
            State::Open if offer.replaced => Outcome::Swapped,
            State::Open if offer.entry.day == today => Outcome::Open,
            State::Open => Outcome::Seen,
        }
    }

    /// Whether it is counted: it was done, or it was neither put off nor replaced.
    pub fn counts(&self) -> bool {
        self.is_done() || (self.offer.state != State::Snoozed && !self.offer.replaced)
    }

    pub fn is_done(&self) -> bool {
        self.offer.state == State::Done
    }
}

/// A day on which something was shown or written.
#[derive(Debug)]
pub struct PastDay<'h, 'a> {
    pub day: NaiveDate,
    /// In the order shown.
    pub visits: Vec<Visit<'h, 'a>>,
    /// What was written of the day itself, or of a prompt whose showing is not in the history.
    pub notes: Vec<&'h str>,
}

impl<'h, 'a> PastDay<'h, 'a> {
    fn of(day: NaiveDate) -> Self {
        Self { day, visits: Vec::new(), notes: Vec::new() }
    }

    /// The visit that says what came of the day: one that was loved, else one that was done, else the last.
    pub fn best(&self) -> Option<&Visit<'h, 'a>> {
        self.visits.iter().max_by_key(|visit| (visit.offer.is_loved(), visit.is_done()))
    }

    /// What came of the day at its best; nothing was shown where there is none.
    pub fn glow(&self) -> Option<Glow> {
        let best = self.best()?;
        Some(match (best.offer.is_loved(), best.is_done()) {
            (true, _) => Glow::Loved,
            (false, true) => Glow::Done,
            (false, false) => Glow::Seen,
        })
    }

    fn take(&mut self, written: &Written<'h>) -> bool {
        let is_of = |visit: &&mut Visit<'h, 'a>| {
            let same_prompt = written.prompt.is_none_or(|prompt| prompt == visit.offer.shown.prompt);
            written.of == Some(&*visit.offer.entry.id) && same_prompt
        };
        let visit = self.visits.iter_mut().find(is_of);
        visit.map(|visit| visit.notes.push(written.text)).is_some()
    }
}

/// What came of a day at its best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Glow {
    Seen,
    Done,
    Loved,
}

/// Every day up to this one on which something was shown or written, the earliest first.
///
/// Days to come are left out: they were written by a clock that was wrong, and wait.
pub fn days<'h, 'a>(history: &'h History<'a>, today: NaiveDate) -> Vec<PastDay<'h, 'a>> {
    let mut days: BTreeMap<NaiveDate, PastDay<'h, 'a>> = BTreeMap::new();
    for offer in history.offers.iter().filter(|offer| offer.entry.day <= today) {
        let day = offer.entry.day;
        days.entry(day).or_insert_with(|| PastDay::of(day)).visits.push(Visit { offer, notes: Vec::new() });
    }
    for written in history.written() {
        // A note speaks of the day of its prompt, whatever day stands beside it.
        let shown_on = |of: &str| history.offer(of).map(|offer| offer.entry.day);
        let taken = days.get_mut(&written.day).is_some_and(|day| day.take(&written))
            || written.of.and_then(shown_on).and_then(|day| days.get_mut(&day)).is_some_and(|day| day.take(&written));
        if !taken && written.day <= today {
            days.entry(written.day).or_insert_with(|| PastDay::of(written.day)).notes.push(written.text);
        }
    }
    days.into_values().collect()
}

/// How many days there were of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// All days, shown or not.
    pub days: usize,
    /// Days on which a prompt was done, those with a loved one included.
    pub done: usize,
    pub loved: usize,
    /// Days on which prompts were shown and none was done.
    pub seen: usize,
}

impl DayCount {
    /// Days on which nothing was shown.
    pub fn not_opened(self) -> usize {
        self.days - self.done - self.seen
    }
}

/// What came of each of the last days, today last; none where nothing was shown.
pub fn last_days(days: &[PastDay<'_, '_>], today: NaiveDate, count: u16) -> Vec<(NaiveDate, Option<Glow>)> {
    let glow_of = |date: NaiveDate| {
        let at = days.binary_search_by_key(&date, |day| day.day).ok()?;
        days.get(at)?.glow()
    };
    let dates = (0..i64::from(count)).rev().map(|ago| shift(today, -ago));
    dates.map(|date| (date, glow_of(date))).collect()
}

/// The days of this month and the eleven before it, up to today; from the first day on which a prompt was shown.
pub fn year_of_days(days: &[PastDay<'_, '_>], today: NaiveDate) -> Vec<(NaiveDate, Option<Glow>)> {
    let first = days.iter().find(|past| !past.visits.is_empty()).map_or(today, |past| past.day);
    let eleven_months_ago = today.with_day(1).and_then(|first| first.checked_sub_months(Months::new(11)));
    let start = eleven_months_ago.map_or(first, |start| start.max(first));
    let count = today.signed_duration_since(start).num_days() + 1;
    last_days(days, today, u16::try_from(count).unwrap_or(0))
}

/// Counts days by what came of them.
pub fn count(glows: impl IntoIterator<Item = Option<Glow>>) -> DayCount {
    let mut counted = DayCount::default();
    for glow in glows {
        counted.days += 1;
        counted.loved += usize::from(glow == Some(Glow::Loved));
        counted.done += usize::from(glow >= Some(Glow::Done));
        counted.seen += usize::from(glow == Some(Glow::Seen));
    }
    counted
}
