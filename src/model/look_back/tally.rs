//! How much was done of what was shown, by practice, kind, effort and weekday.

use chrono::Datelike as _;

use super::super::keyed::Keyed as _;
use super::super::pick::life::NP;
use super::super::pick::memory::effort_class;
use super::super::vocabulary::{Kind, Practice};
use super::days::{PastDay, Visit};

/// How many prompts there were, and how many of them were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub shown: usize,
    /// Those that were loved included.
    pub done: usize,
    pub loved: usize,
}

impl Tally {
    fn add(&mut self, visit: &Visit<'_, '_>) {
        self.shown += 1;
        self.done += usize::from(visit.is_done());
        self.loved += usize::from(visit.offer.is_loved());
    }
}

/// Tallies of the same prompts by everything that they are told apart by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    pub all: Tally,
    /// In the order of [`Practice`].
    pub practices: [Tally; NP],
    /// In the order of [`Kind`].
    pub kinds: [Tally; 4],
    /// By [`effort_class`].
    pub efforts: [Tally; 4],
    /// Monday first.
    pub weekdays: [Tally; 7],
}

impl Tallies {
    /// Counts the last so many prompts that count (see [`Visit::counts`]).
    pub fn of_last(days: &[PastDay<'_, '_>], prompts: usize) -> Self {
        let mut tallies = Self::default();
        let visits = days.iter().rev().flat_map(|day| day.visits.iter().rev());
        for visit in visits.filter(|visit| visit.counts()).take(prompts) {
            let traits = visit.offer.shown.traits;
            let weekday = visit.offer.entry.day.weekday().num_days_from_monday() as usize;
            tallies.all.add(visit);
            tallies.practices[traits.practice.index()].add(visit);
            tallies.kinds[traits.kind.index()].add(visit);
            tallies.efforts[effort_class(traits.effort)].add(visit);
            tallies.weekdays[weekday].add(visit);
        }
        tallies
    }

    pub fn practice(&self, practice: Practice) -> Tally {
        self.practices[practice.index()]
    }

    pub fn kind(&self, kind: Kind) -> Tally {
        self.kinds[kind.index()]
    }
}
