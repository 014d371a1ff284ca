//! What the history teaches: credit owed to practices, effects learned, rest of prompts.
//!
//! Folded from records of past days, oldest first; the figures and their origin are in the constants.

use std::collections::BTreeMap;

use super::super::keyed::Keyed;
use super::super::prompt::Traits;
use super::super::vocabulary::{Kind, Love, Practice};
use super::hash::quick;
use super::life::{Answered, NP, Outcome, Plan, Rec};
use super::mean::Mean;

/// What is learned of kinds may not set two of them further apart than yesterday's kind is set back ([`VARY`]): then
/// none, however well it goes, comes more often than every other day for that alone. In a pool of many prompts the
/// smallest difference between kinds decides every time, since each has some prompt that chance favours.
///
/// [`VARY`]: super::fit::VARY
const KIND_CAP: f64 = 0.02;
/// Learned effort may not push long prompts out (nor pull short ones in) by more than this.
const EFFORT_CAP: f64 = 0.06;
/// Prior effect of effort: up to 5, 15, 45 minutes, and more.
const EFFORT_PRIOR: [f64; 4] = [0.04, 0.0, -0.04, -0.08];
/// Prior effect of the partner's first love language; the second has half.
const FIRST_LANGUAGE: f64 = 0.06;
/// The bounds of what is known of a single prompt.
const MINE: f64 = 0.3;
/// Done so often gives depth 2, then depth 3; a shown day that was not done counts a quarter.
const RAMP: [f64; 2] = [10.0, 40.0];

/// What is known of a single prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// The position of its last showing among all showings, from 1; 0 where it was never shown.
    pub sequence: u32,
    /// The day of its last showing.
    pub day: i32,
    /// How often it stood for its day.
    pub times: u32,
    /// Its own effect, beyond that of its kind.
    pub mine: f64,
    /// Last rated 5.
    pub loved: bool,
}

/// The state that days are folded into.
#[derive(Clone, Debug)]
pub struct Memory<'h> {
    base: Mean,
    by_practice: [Mean; NP],
    by_practice_weekend: [[Mean; 2]; NP],
    by_kind: [Mean; 4],
    by_effort: [Mean; 4],
    by_effort_weekend: [[Mean; 2]; 4],
    by_language: [Mean; 6],
    /// What each practice is owed, in shown days.
    pub credit: [f64; NP],
    /// Shown days since each practice was last offered.
    pub since: [u32; NP],
    /// Picks of each practice since one of its favourites came back.
    pub since_favourite: [u32; NP],
    sequence: u32,
    /// By the hash of the id before the id itself, which takes far less comparing.
    prompts: BTreeMap<(u64, &'h str), Standing>,
    pub last_practice: Option<Practice>,
    pub last_kind: Option<Kind>,
    progress: f64,
}

/// The class of an effort: up to 5, 15, 45 minutes, and more.
pub fn effort_class(minutes: u32) -> usize {
    match minutes {
        0..=5 => 0,
        6..=15 => 1,
        16..=45 => 2,
        _ => 3,
    }
}

/// The place of a language in a table that has one more for "none".
fn language_index(love: Option<Love>) -> usize {
    love.map_or(5, Keyed::index)
}

impl Default for Memory<'_> {
    fn default() -> Self {
        Self {
            base: Mean { sum: 4.0, weight: 10.0 },
            by_practice: Default::default(),
            by_practice_weekend: Default::default(),
            by_kind: Default::default(),
            by_effort: Default::default(),
            by_effort_weekend: Default::default(),
            by_language: Default::default(),
            credit: [0.0; NP],
            since: [0; NP],
            since_favourite: [0; NP],
            sequence: 0,
            prompts: BTreeMap::new(),
            last_practice: None,
            last_kind: None,
            progress: 0.0,
        }
    }
}

impl<'h> Memory<'h> {
    /// Folds finished days, oldest first.
    pub fn fold<'r>(records: impl IntoIterator<Item = &'r Rec<'h>>, plan: &Plan) -> Self
    where
        'h: 'r,
    {
        let mut memory = Self::default();
        for record in records {
            memory.apply(record, plan);
        }
        memory
    }

    /// How deep a prompt may go by now, never above the person's own limit.
    pub fn depth_cap(&self, limit: u8) -> u8 {
        let reached = RAMP.iter().filter(|&&needed| self.progress >= needed).count();
        limit.min(if reached == 2 {
            3
        } else if reached == 1 {
            2
        } else {
            1
        })
    }

    pub fn standing(&self, prompt: &str) -> Standing {
        self.prompts.get(&hashed(prompt)).copied().unwrap_or_default()
    }

    /// Target shares of the practices: the person's own, tilted by what was learned.
    pub fn target_shares(&self, plan: &Plan) -> [f64; NP] {
        plan.parted(|k| {
            let effect = if plan.learn { self.by_practice[k].estimate(0.0) } else { 0.0 };
            plan.weight[k] * (1.0 + plan.tilt * clamp(effect / 0.2, 1.0))
        })
    }

    /// Learned fit of a practice with this kind of day, beyond its effect on any day.
    pub fn weekday_fit(&self, k: usize, weekend: bool, plan: &Plan) -> f64 {
        let effect = self.by_practice[k].estimate(0.0);
        if plan.learn { self.by_practice_weekend[k][usize::from(weekend)].estimate(effect) - effect } else { 0.0 }
    }

    /// How far what was seen lay above or below what was expected, whatever it was.
    ///
    /// Someone who does everything does more than anybody expects at first. That speaks for the person, and not for the
    /// kind, the effort or the language that happened to come first; each of these is held against it.
    fn usual(&self) -> f64 {
        let (sum, weight) =
            self.by_kind.iter().fold((0.0, 0.0), |(sum, weight), kind| (sum + kind.sum, weight + kind.weight));
        if weight > 0.0 { sum / weight } else { 0.0 }
    }

    /// Learned effect of a kind of prompt, capped.
    pub fn kind_effect(&self, kind: Kind) -> f64 {
        clamp(self.by_kind[kind.index()].beyond(self.usual(), 0.0), KIND_CAP)
    }

    /// Learned effect of an effort on this kind of day, capped.
    pub fn effort_effect(&self, minutes: u32, weekend: bool) -> f64 {
        let class = effort_class(minutes);
        let usual = self.usual();
        let prior = self.by_effort[class].beyond(usual, EFFORT_PRIOR[class]);
        clamp(self.by_effort_weekend[class][usize::from(weekend)].beyond(usual, prior), EFFORT_CAP)
    }

    /// Learned effect of a love language, starting from the partner's mix.
    pub fn language_effect(&self, love: Option<Love>, plan: &Plan) -> f64 {
        let prior = match love {
            Some(_) if love == plan.languages[0] => FIRST_LANGUAGE,
            Some(_) if love == plan.languages[1] => FIRST_LANGUAGE * 0.5,
            _ => 0.0,
        };
        self.by_language[language_index(love)].beyond(self.usual(), prior)
    }

    /// Folds one more day, later than all before.
    pub fn apply(&mut self, record: &Rec<'h>, plan: &Plan) {
        self.pay(record, plan);
        self.fade();
        let (value, weight) = lesson(&record.last);
        self.learn(record.last.offered.traits, record.weekend, value, weight);
        for swapped in &record.swapped {
            self.learn(swapped.traits, record.weekend, 0.0, 0.5);
        }
        self.rest(record);
        for also in &record.also {
            self.remember(also, true);
        }
        let last = &record.last;
        let practice = last.offered.traits.practice;
        let before = self.remember(last, false);
        let gap = &mut self.since_favourite[practice.index()];
        *gap = if before.times > 0 && before.loved { 0 } else { *gap + 1 };
        for swapped in &record.swapped {
            let standing = self.prompts.entry(hashed(swapped.prompt)).or_default();
            standing.mine = clamp(standing.mine - 0.15, MINE);
        }
        self.last_practice = Some(practice);
        self.last_kind = Some(last.offered.traits.kind);
        self.progress += if last.outcome == Outcome::Done { 1.0 } else { 0.25 };
    }

    /// Every active practice earns its share; those offered pay for the day between them.
    fn pay(&mut self, record: &Rec<'h>, plan: &Plan) {
        let target = self.target_shares(plan);
        let mut paid = [false; NP];
        for offered in record.swapped.iter().chain([&record.last.offered]) {
            paid[offered.traits.practice.index()] = true;
        }
        let price = 1.0 / f64::from(paid.iter().map(|&paid| u32::from(paid)).sum::<u32>());
        let (mut sum, mut active) = (0.0, 0.0);
        for k in 0..NP {
            if target[k] > 0.0 {
                self.credit[k] += target[k];
                self.since[k] += 1;
            }
            if paid[k] {
                self.credit[k] -= price;
                self.since[k] = 0;
            }
            self.credit[k] = clamp(self.credit[k], 2.0);
            if plan.active[k] {
                sum += self.credit[k];
                active += 1.0;
            }
        }
        for k in 0..NP {
            self.credit[k] = if plan.active[k] { self.credit[k] - sum / active } else { 0.0 };
        }
    }

    fn fade(&mut self) {
        self.base.fade();
        let single = [&mut self.by_practice[..], &mut self.by_kind, &mut self.by_effort, &mut self.by_language];
        single.into_iter().flatten().for_each(Mean::fade);
        self.by_practice_weekend.iter_mut().chain(&mut self.by_effort_weekend).flatten().for_each(Mean::fade);
    }

    fn learn(&mut self, traits: Traits, weekend: bool, value: f64, weight: f64) {
        let surprise = value - self.base.sum / self.base.weight;
        let (practice, class) = (traits.practice.index(), effort_class(traits.effort));
        let weekend = usize::from(weekend);
        self.by_practice[practice].add(surprise, weight);
        self.by_practice_weekend[practice][weekend].add(surprise, weight);
        self.by_kind[traits.kind.index()].add(surprise, weight);
        self.by_effort[class].add(surprise, weight);
        self.by_effort_weekend[class][weekend].add(surprise, weight);
        self.by_language[language_index(traits.love)].add(surprise, weight);
        self.base.add(value, weight);
    }

    /// Everything shown that day rests from now on.
    fn rest(&mut self, record: &Rec<'h>) {
        let also = record.also.iter().map(|also| also.offered.prompt);
        let swapped = record.swapped.iter().map(|swapped| swapped.prompt);
        for prompt in also.chain(swapped).chain([record.last.offered.prompt]) {
            self.sequence += 1;
            let standing = self.prompts.entry(hashed(prompt)).or_default();
            standing.sequence = self.sequence;
            standing.day = record.day;
        }
    }

    /// What an answer says of the prompt itself, and how that stood before. Silence on a prompt shown beside another
    /// says nothing.
    fn remember(&mut self, answered: &Answered<'h>, beside: bool) -> Standing {
        let standing = self.prompts.entry(hashed(answered.offered.prompt)).or_default();
        let before = *standing;
        standing.times += 1;
        match (answered.rating, answered.outcome) {
            (Some(5..), _) => {
                standing.mine = 0.25;
                standing.loved = true;
            }
            (Some(4), _) => standing.mine = 0.15,
            (Some(3), _) => standing.mine = 0.05,
            (Some(_), _) => {
                standing.mine = -0.25;
                standing.loved = false;
            }
            (None, Outcome::Done) if standing.mine == 0.0 => standing.mine = 0.08,
            (None, Outcome::Done) => {}
            (None, Outcome::Skipped) => standing.mine = clamp(standing.mine - 0.15, MINE),
            (None, Outcome::Silent) if beside => {}
            (None, Outcome::Silent) => standing.mine = clamp(standing.mine - 0.05, MINE),
        }
        before
    }
}

fn hashed(prompt: &str) -> (u64, &str) {
    (quick(prompt.as_bytes()), prompt)
}

/// What a day teaches: a value from 0 (no) to 1 (yes), and how much it weighs.
fn lesson(last: &Answered<'_>) -> (f64, f64) {
    match (last.outcome, last.rating) {
        (Outcome::Done, Some(1)) => (0.2, 1.0),
        (Outcome::Done, Some(2)) => (0.4, 1.0),
        (Outcome::Done, Some(3)) => (0.8, 1.0),
        (Outcome::Done, _) => (1.0, 1.0),
        (Outcome::Skipped, _) => (0.0, 1.0),
        (Outcome::Silent, _) => (0.0, 0.5),
    }
}

/// A value kept within a bound on either side of zero.
pub fn clamp(value: f64, bound: f64) -> f64 {
    value.clamp(-bound, bound)
}
