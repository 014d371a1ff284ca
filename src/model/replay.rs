//! From events to what is true now. The rules are numbered as in the description of the log.
//!
//! Nothing here is stored: state lives nowhere but in the log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::day::{self, shift};
use super::event::{Because, Detail, Event, FORMAT, Shown, Text, What, parse_shown_id, shown_id};
use super::lines::Lines;
use super::pick::{Answered, Offered, Outcome, Rec};
use super::vocabulary::Practice;

/// How far back the picker remembers, in days.
pub const HORIZON: i64 = 1100;

/// What came of a shown prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Done,
    Skipped,
    Snoozed,
}

/// A prompt that was shown, with all that was said of it.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    pub event: Event<'a>,
    pub shown: Shown<'a>,
    pub state: State,
    /// When the answer that holds was given.
    pub answered: Option<DateTime<FixedOffset>>,
    /// 1 to 5, while it is done.
    pub rating: Option<u8>,
    /// How many notes there are on it, one given with `done` included.
    pub notes: usize,
    /// While it is snoozed, until when.
    pub until: Option<NaiveDate>,
    /// Whether it was dropped for good on the spot.
    pub dropped: bool,
    first_done: Option<DateTime<FixedOffset>>,
    /// When another took its place because it was swapped or dropped.
    swapped: Option<DateTime<FixedOffset>>,
    /// Its position in the log.
    place: usize,
}

/// Something that can be taken back.
#[derive(Clone, Debug)]
pub enum Act<'h, 'a> {
    Said(&'h Event<'a>),
    /// A prompt that took another's place because it was swapped or asked for.
    Replaced(&'h Offer<'a>),
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
    said: Vec<(usize, Event<'a>)>,
    never: BTreeSet<String>,
    numbers: Vec<(NaiveDate, u32)>,
}

impl<'a> History<'a> {
    /// Replays the lines of all files, given in the order of their names.
    pub fn replay(files: Vec<Lines<'a>>) -> Self {
        let mut history = Self::default();
        let mut headers = Vec::new();
        let mut events = Vec::new();
        for lines in files {
            headers.extend(lines.headers);
            events.extend(lines.events);
        }
        history.newer = headers.iter().any(|header| header.min_reader > FORMAT);
        let seeds = headers.into_iter().filter_map(|header| Some((header.at.is_none(), header.at, header.seed?)));
        history.seed = seeds.min().map(|(_, _, seed)| seed);
        history.note_numbers(&events);
        let mut events = unite(events);
        events.sort_by_key(Event::appended);
        let events = take_back(events);
        history.settle(events);
        history
    }

    /// Rule N of `shown` ids: numbers are used up by whatever was ever shown, erased or undone included.
    fn note_numbers(&mut self, events: &[Event<'_>]) {
        let id = |event: &Event<'_>| match &event.what {
            What::Shown(_) => parse_shown_id(&event.id),
            What::Erased { target, .. } => parse_shown_id(target),
            _ => None,
        };
        self.numbers = events.iter().filter_map(id).collect();
    }

    /// Rules 8 and 9: what holds of each shown prompt, and what is dropped for good.
    fn settle(&mut self, events: Vec<Event<'a>>) {
        for (place, mut event) in events.into_iter().enumerate() {
            match std::mem::replace(&mut event.what, What::Pause { until: NaiveDate::MIN }) {
                What::Shown(shown) => self.offers.push(Offer::new(event, *shown, place)),
                what => self.said.push((place, Event { what, ..event })),
            }
        }
        let index: BTreeMap<String, usize> =
            self.offers.iter().enumerate().map(|(at, offer)| (offer.event.id.to_string(), at)).collect();
        for (_, event) in &self.said {
            match &event.what {
                What::Never { prompt, .. } => drop(self.never.insert(prompt.to_string())),
                What::Allow { prompt } => drop(self.never.remove(&**prompt)),
                _ => {}
            }
            if let Some(&at) = subject(event).and_then(|of| index.get(of)) {
                self.offers[at].hear(event);
            }
        }
        for at in 0..self.offers.len() {
            let (shown, when) = (&self.offers[at].shown, self.offers[at].event.appended());
            let by_choice = matches!(shown.because, Because::Swap | Because::Never);
            let replaced = shown.replaces.as_deref().filter(|_| by_choice).and_then(|of| index.get(of));
            if let Some(&replaced) = replaced {
                self.offers[replaced].swapped = Some(when);
            }
        }
    }

    /// The prompt of a day: the last one shown, unless it was dropped for good (rule 9).
    pub fn current(&self, day: NaiveDate) -> Option<&Offer<'a>> {
        self.last_shown(day).filter(|offer| !self.is_never(&offer.shown.prompt))
    }

    /// The last prompt shown on a day, dropped or not.
    pub fn last_shown(&self, day: NaiveDate) -> Option<&Offer<'a>> {
        self.offers.iter().rfind(|offer| offer.event.day == day)
    }

    /// Every prompt shown on a day.
    pub fn shown_on(&self, day: NaiveDate) -> impl Iterator<Item = &Offer<'a>> {
        self.offers.iter().filter(move |offer| offer.event.day == day)
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
        let last = self.said.iter().rev().find_map(|(_, event)| match event.what {
            What::Pause { until } => Some(until),
            _ => None,
        });
        last.filter(|until| day < *until)
    }

    /// The number for the next prompt shown on a day.
    pub fn next_number(&self, day: NaiveDate) -> u32 {
        let used = self.numbers.iter().filter(|(of, _)| *of == day).map(|(_, number)| *number);
        used.max().map_or(0, |largest| largest.saturating_add(1))
    }

    /// How often the person has said this kind of thing.
    pub fn count(&self, is: impl Fn(&What<'a>) -> bool) -> usize {
        self.said.iter().filter(|(_, event)| is(&event.what)).count()
    }

    /// Notes on a prompt, with those given with `done`; oldest first.
    pub fn notes_on<'h>(&'h self, prompt: &'h str) -> impl Iterator<Item = (&'h Event<'a>, &'h str)> {
        self.said.iter().filter_map(move |(_, event)| match &event.what {
            What::Note { prompt: Some(of), text, .. } if **of == *prompt => Some((event, &**text)),
            What::Done { prompt: of, text: Some(text), .. } if **of == *prompt => Some((event, &**text)),
            _ => None,
        })
    }

    /// What the verb `undo` takes back: the last thing said, of any day (rule 7).
    pub fn last_act(&self) -> Option<Act<'_, 'a>> {
        let replaced = self.offers.iter().rfind(|offer| {
            offer.shown.replaces.is_some() && matches!(offer.shown.because, Because::Swap | Because::Ask)
        });
        let said = self.said.iter().rfind(|(_, event)| !matches!(event.what, What::Undo { .. } | What::Erased { .. }));
        match (said, replaced) {
            (Some((place, _)), Some(offer)) if offer.place > *place => Some(Act::Replaced(offer)),
            (Some((_, event)), _) => Some(Act::Said(event)),
            (None, replaced) => replaced.map(Act::Replaced),
        }
    }

    /// The offer with this id.
    pub fn offer(&self, id: &str) -> Option<&Offer<'a>> {
        self.offers.iter().rfind(|offer| *offer.event.id == *id)
    }

    /// On how many days before this one a prompt was shown.
    pub fn days_shown(&self, prompt: &str, before: NaiveDate) -> BTreeSet<NaiveDate> {
        let shown = self.offers.iter().filter(|offer| *offer.shown.prompt == *prompt && offer.event.day < before);
        shown.map(|offer| offer.event.day).collect()
    }

    /// Facets that rest: those of every prompt shown in the seven days before this one.
    pub fn resting_facets(&self, day: NaiveDate) -> BTreeSet<(Practice, &str)> {
        let recent = self.offers.iter().filter(|offer| (shift(day, -7)..day).contains(&offer.event.day));
        recent.filter_map(|offer| Some((offer.shown.traits.practice, offer.shown.facet.as_deref()?))).collect()
    }

    /// Snoozed prompts: those still away on this day, and those whose date has come, longest due first.
    pub fn snoozed(&self, day: NaiveDate) -> (BTreeSet<&str>, Vec<&Offer<'a>>) {
        let mut latest: BTreeMap<&str, &Offer<'a>> = BTreeMap::new();
        for offer in self.offers.iter().filter(|offer| offer.event.day <= day) {
            latest.insert(&offer.shown.prompt, offer);
        }
        let asleep = latest.into_values().filter(|offer| offer.state == State::Snoozed);
        let (away, mut due): (Vec<_>, Vec<_>) = asleep.partition(|offer| offer.until.is_some_and(|until| day < until));
        due.sort_by_key(|offer| (offer.until, offer.answered));
        (away.into_iter().map(|offer| &*offer.shown.prompt).collect(), due)
    }

    /// What was swapped away on a day, in the order shown (rules 10 and 14).
    pub fn swapped_on(&self, day: NaiveDate) -> impl Iterator<Item = &Offer<'a>> {
        self.shown_on(day).filter(|offer| offer.state != State::Snoozed && offer.was_swapped())
    }

    /// The days before this one as the picker learns from them (rules 10 to 12).
    pub fn records(&self, today: NaiveDate) -> Vec<Rec<'_>> {
        let mut offers: Vec<&Offer<'a>> = self.offers.iter().filter(|offer| offer.state != State::Snoozed).collect();
        offers.retain(|offer| (shift(today, -HORIZON)..today).contains(&offer.event.day));
        offers.sort_by_key(|offer| offer.event.day);
        offers.chunk_by(|a, b| a.event.day == b.event.day).filter_map(record).collect()
    }
}

/// Rule 10: one day as one record, with each prompt once.
fn record<'h>(offers: &[&'h Offer<'_>]) -> Option<Rec<'h>> {
    let done = offers.iter().rfind(|offer| offer.state == State::Done);
    let last = *done.or(offers.last())?;
    let mut met = BTreeSet::from([&*last.shown.prompt]);
    let others = || offers.iter().copied().filter(|offer| offer.place != last.place);
    let swapped = others().filter(|offer| offer.was_swapped() && met.insert(&offer.shown.prompt));
    let swapped: Vec<_> = swapped.map(Offer::offered).collect();
    let also = others().filter(|offer| !offer.was_swapped() && met.insert(&offer.shown.prompt));
    Some(Rec {
        day: day::number(last.event.day),
        weekend: last.shown.weekend,
        also: also.map(Offer::as_answered).collect(),
        swapped,
        last: last.as_answered(),
    })
}

impl<'a> Offer<'a> {
    fn new(event: Event<'a>, shown: Shown<'a>, place: usize) -> Self {
        Self {
            event,
            shown,
            state: State::Open,
            answered: None,
            rating: None,
            notes: 0,
            until: None,
            dropped: false,
            first_done: None,
            swapped: None,
            place,
        }
    }

    /// Rule 8: the last done, skip or snooze holds; a later done without rating keeps the earlier one's.
    fn hear(&mut self, event: &Event<'a>) {
        let (of_this, state) = match &event.what {
            What::Done { prompt, rating, text, .. } if *prompt == self.shown.prompt => {
                self.first_done = self.first_done.or(Some(event.appended()));
                self.rating = rating.or(self.rating);
                self.notes += usize::from(text.is_some());
                (true, Some(State::Done))
            }
            What::Skip { prompt, .. } => (*prompt == self.shown.prompt, Some(State::Skipped)),
            What::Snooze { prompt, until, .. } if *prompt == self.shown.prompt => {
                self.until = Some(*until);
                (true, Some(State::Snoozed))
            }
            What::Never { prompt, .. } if *prompt == self.shown.prompt => {
                self.dropped = true;
                (true, None)
            }
            What::Note { .. } => {
                self.notes += 1;
                (true, None)
            }
            _ => (false, None),
        };
        if !of_this {
            return;
        }
        if let Some(state) = state {
            self.state = state;
            self.answered = Some(event.appended());
        }
    }

    /// Done, with the highest rating.
    pub fn is_loved(&self) -> bool {
        self.state == State::Done && self.rating == Some(5)
    }

    /// What people read, and why.
    pub fn detail(&self) -> Detail {
        self.event.detail()
    }

    /// Whether it counts as swapped away if another takes its place now: not once it was done or put off.
    pub fn counts_as_swapped_now(&self) -> bool {
        self.first_done.is_none() && self.state != State::Snoozed
    }

    fn was_swapped(&self) -> bool {
        self.swapped.is_some_and(|when| self.first_done.is_none_or(|done| done >= when))
    }

    fn offered(&self) -> Offered<'_> {
        Offered { prompt: &self.shown.prompt, traits: self.shown.traits }
    }

    /// Rule 11.
    fn as_answered(&self) -> Answered<'_> {
        let outcome = match self.state {
            State::Done => Outcome::Done,
            State::Skipped => Outcome::Skipped,
            _ if self.dropped => Outcome::Skipped,
            State::Open | State::Snoozed => Outcome::Silent,
        };
        let rating = self.rating.filter(|_| outcome == Outcome::Done);
        Answered { offered: self.offered(), outcome, rating }
    }
}

/// The shown event that something was said of.
fn subject<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match &event.what {
        What::Done { of, .. } | What::Skip { of, .. } | What::Snooze { of, .. } => Some(of),
        What::Never { of, .. } | What::Note { of, .. } => of.as_deref(),
        _ => None,
    }
}

/// Rule 4: one event for each id.
fn unite(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by(|&a, &b| events[a].id.cmp(&events[b].id));
    let mut beaten = vec![false; events.len()];
    let twins = order.chunk_by(|&a, &b| events[a].id == events[b].id).filter(|twins| twins.len() > 1);
    let mut answers: Option<BTreeSet<(&str, &str)>> = None;
    for twins in twins {
        let answers = answers.get_or_insert_with(|| events.iter().filter_map(answer_names).collect());
        let winner = twins.iter().copied().min_by_key(|&at| precedence(&events[at], answers));
        for &at in twins {
            beaten[at] = Some(at) != winner;
        }
    }
    let mut beaten = beaten.into_iter();
    events.retain(|_| !beaten.next().unwrap_or(false));
    events
}

/// The shown event and the prompt that an answer names.
fn answer_names<'e>(event: &'e Event<'_>) -> Option<(&'e str, &'e str)> {
    let prompt = match &event.what {
        What::Done { prompt, .. } | What::Skip { prompt, .. } | What::Snooze { prompt, .. } | What::Never { prompt, .. } => prompt,
        What::Note { prompt, .. } => prompt.as_ref()?,
        _ => return None,
    };
    Some((subject(event)?, prompt))
}

/// Of two events with one id the smaller wins: a shown prompt that was answered, else the earlier, else the
/// smaller prompt; of anything else the one without text, for its text was erased.
fn precedence<'e>(event: &'e Event<'_>, answers: &BTreeSet<(&str, &str)>) -> (bool, DateTime<FixedOffset>, &'e str) {
    match &event.what {
        What::Shown(shown) => (!answers.contains(&(&*event.id, &*shown.prompt)), event.appended(), &shown.prompt),
        What::Done { text, .. } => (text.is_some(), event.appended(), ""),
        What::Note { .. } => (true, event.appended(), ""),
        _ => (false, event.appended(), ""),
    }
}

/// Rules 6 and 7: removes what was erased or taken back.
fn take_back(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let (mut erased, mut textless, mut undone) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for event in &events {
        match &event.what {
            What::Erased { target, only_text: true } => textless.insert(target.to_string()),
            What::Erased { target, .. } => erased.insert(target.to_string()),
            What::Undo { target } => undone.insert(target.to_string()),
            _ => false,
        };
    }
    let mut allowed_again = BTreeSet::new();
    events.retain_mut(|event| {
        if let What::Done { text, .. } = &mut event.what
            && textless.contains(&*event.id)
        {
            *text = None;
        }
        let is_undo = matches!(event.what, What::Undo { .. });
        let taken_back = !is_undo && undone.contains(&*event.id);
        if let (true, What::Never { prompt, .. }) = (taken_back, &event.what) {
            allowed_again.insert(prompt.to_string());
        }
        !taken_back && !erased.contains(&*event.id)
    });
    if !allowed_again.is_empty() {
        drop_substitutes(&mut events, &allowed_again);
    }
    events
}

/// Undoing a `never` also drops the unanswered prompt that took the place of the one dropped.
fn drop_substitutes(events: &mut Vec<Event<'_>>, allowed_again: &BTreeSet<String>) {
    let still_never = |prompt: &str| {
        let last = events.iter().rev().find_map(|event| match &event.what {
            What::Never { prompt: of, .. } if **of == *prompt => Some(true),
            What::Allow { prompt: of } if **of == *prompt => Some(false),
            _ => None,
        });
        last == Some(true)
    };
    let free: BTreeSet<&str> = allowed_again.iter().map(String::as_str).filter(|prompt| !still_never(prompt)).collect();
    let restored: BTreeSet<String> = events
        .iter()
        .filter(|event| matches!(&event.what, What::Shown(shown) if free.contains(&*shown.prompt)))
        .map(|event| event.id.to_string())
        .collect();
    let answered: BTreeSet<String> = events.iter().filter_map(|event| Some(subject(event)?.to_owned())).collect();
    events.retain(|event| match &event.what {
        What::Shown(shown) if shown.because == Because::Never => {
            let restores = shown.replaces.as_deref().is_some_and(|replaced| restored.contains(replaced));
            !restores || answered.contains(&*event.id)
        }
        _ => true,
    });
}

/// The id of the next prompt to be shown on a day.
pub fn next_id(history: &History<'_>, day: NaiveDate) -> String {
    shown_id(day, history.next_number(day))
}

/// An empty borrowed text, for events about to be made.
pub fn text(owned: impl Into<String>) -> Text<'static> {
    Text(std::borrow::Cow::Owned(owned.into()))
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
