//! A prompt that was shown, and what the person made of it.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::day;
use super::detail::Detail;
use super::event::{Entry, Event, Shown, What};
use super::keyed::keyed;
use super::pick::{Answered, Offered, Outcome, Rec};

keyed! {
    /// What came of a shown prompt, as JSON has it everywhere.
    State, "state":
    Open = "open",
    Done = "done",
    Skipped = "skipped",
    Snoozed = "snoozed",
}

/// A prompt that was shown, with all that was said of it.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    pub entry: Entry<'a>,
    /// In a box, as it was read: so it need not be moved.
    pub shown: Box<Shown<'a>>,
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
    /// Whether another took its place, for whatever reason.
    pub replaced: bool,
    pub(super) first_done: Option<DateTime<FixedOffset>>,
    /// When another took its place because it was swapped or dropped.
    pub(super) swapped: Option<DateTime<FixedOffset>>,
}

impl<'a> Offer<'a> {
    pub(super) fn new(entry: Entry<'a>, shown: Box<Shown<'a>>) -> Self {
        Self {
            entry,
            shown,
            state: State::Open,
            answered: None,
            rating: None,
            notes: 0,
            until: None,
            dropped: false,
            replaced: false,
            first_done: None,
            swapped: None,
        }
    }

    /// Rule 8: the last done, skip or snooze holds; a later done without rating keeps the earlier one's.
    pub(super) fn hear(&mut self, event: &Event<'a>) {
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

    /// Put off, whether or not its date has come.
    pub fn is_asleep(&self) -> bool {
        self.state == State::Snoozed
    }

    /// Put off until later than this day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        self.is_asleep() && self.until.is_some_and(|until| day < until)
    }

    /// What people read, and why.
    pub fn detail(&self) -> Detail {
        self.entry.detail()
    }

    /// Whether it counts as swapped away if another takes its place now: not once it was done or put off.
    pub fn counts_as_swapped_now(&self) -> bool {
        self.first_done.is_none() && self.state != State::Snoozed
    }

    pub(super) fn was_swapped(&self) -> bool {
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

/// Rule 10: one day as one record, with each prompt once.
pub(super) fn record<'h>(offers: &[&'h Offer<'_>]) -> Option<Rec<'h>> {
    let done = offers.iter().rfind(|offer| offer.state == State::Done);
    let last = *done.or(offers.last())?;
    let others = || offers.iter().copied().filter(|offer| offer.entry.place != last.entry.place);
    // Most days show one prompt, and the set of those met takes no memory until another is put in.
    let mut met = BTreeSet::new();
    let mut is_new =
        |offer: &'h Offer<'_>| *offer.shown.prompt != *last.shown.prompt && met.insert(&*offer.shown.prompt);
    let swapped = others().filter(|offer| offer.was_swapped() && is_new(offer));
    let swapped: Vec<_> = swapped.map(Offer::offered).collect();
    let also = others().filter(|offer| !offer.was_swapped() && is_new(offer));
    Some(Rec {
        day: day::number(last.entry.day),
        weekend: last.shown.weekend,
        also: also.map(Offer::as_answered).collect(),
        swapped,
        last: last.as_answered(),
    })
}
