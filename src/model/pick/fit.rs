//! Stage 2: which prompt of the practice?

use super::super::keyed::Keyed as _;
use super::super::prompt::Traits;
use super::hash::{day_bits, fnv1a, h3, unit};
use super::life::Plan;
use super::memory::{Memory, Standing};
use super::turn::Moment;

/// Rest: this share of the pool must have been shown since.
const REST: f64 = 2.0 / 3.0;
/// Rest of a favourite, doubling each time it was shown.
const REST_LOVED: f64 = 0.15;
/// A favourite rests at least so many days, doubling each time it was shown.
pub const LOVED_DAYS: f64 = 90.0;
/// At most one early favourite in so many picks of a practice.
const LOVED_EVERY: u32 = 4;
/// For a prompt never shown.
const FRESH: f64 = 0.05;
/// Against yesterday's kind.
pub const VARY: f64 = 0.05;
/// Chance, in the unit of the other terms (1 is certainty that it gets done).
const JITTER: f64 = 0.15;

/// The prompts of a practice that today allows, with what is known of each.
pub struct Pool<'p> {
    candidates: Vec<Candidate<'p>>,
    /// The last showing of each, ascending; 0 for never.
    sequences: Vec<u32>,
}

struct Candidate<'p> {
    id: &'p str,
    traits: Traits,
    standing: Standing,
}

impl<'p> Pool<'p> {
    /// Whether the prompt at this position is a favourite.
    pub fn is_loved(&self, at: usize) -> bool {
        self.candidates[at].standing.loved
    }

    pub fn new(memory: &Memory<'_>, prompts: impl IntoIterator<Item = (&'p str, Traits)>) -> Self {
        let known = |(id, traits)| Candidate { id, traits, standing: memory.standing(id) };
        let candidates: Vec<_> = prompts.into_iter().map(known).collect();
        let mut sequences: Vec<u32> = candidates.iter().map(|candidate| candidate.standing.sequence).collect();
        sequences.sort_unstable();
        Self { candidates, sequences }
    }

    /// Whether the prompt at this position may come again. The least recent of a pool always may.
    pub fn rested(&self, memory: &Memory<'_>, day: i32, at: usize) -> bool {
        self.rested_in(memory, day, at, 0, 0)
    }

    /// The first day, from this one on, on which a prompt may come again if another of the pool is shown every so many
    /// days until then. They may come more seldom, and then it rests longer.
    pub fn rests_until(&self, memory: &Memory<'_>, day: i32, at: usize, every: i32) -> i32 {
        let longest = i32::try_from(self.sequences.len()).unwrap_or(i32::MAX).saturating_mul(every);
        let rested = |days: &i32| self.rested_in(memory, day, at, *days, (*days + every - 1) / every);
        day.saturating_add((0..longest).find(rested).unwrap_or(longest))
    }

    /// Whether a prompt will have rested in so many days, with so many others of the pool shown meanwhile.
    fn rested_in(&self, memory: &Memory<'_>, day: i32, at: usize, days: i32, shown: i32) -> bool {
        let Candidate { traits, standing, .. } = &self.candidates[at];
        if standing.sequence == 0 {
            return true;
        }
        let older = self.sequences.partition_point(|&sequence| sequence <= standing.sequence);
        let newer = float(self.sequences.len() - older) + f64::from(shown);
        let others = float(self.sequences.len()) - 1.0;
        if newer >= REST * others {
            return true;
        }
        let doublings = f64::from(1_u32 << (standing.times.clamp(1, 6) - 1));
        let picks = f64::from(memory.since_favourite[traits.practice.index()]) + f64::from(shown);
        let spaced = picks + 1.0 >= f64::from(LOVED_EVERY);
        let away = f64::from(day) + f64::from(days) - f64::from(standing.day);
        standing.loved && spaced && newer >= REST_LOVED * doublings * others && away >= LOVED_DAYS * doublings
    }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What spoke for a prompt, in the unit of certainty that it gets done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Terms {
    pub kind: f64,
    pub effort: f64,
    pub language: f64,
    pub mine: f64,
    pub new: f64,
    pub vary: f64,
    pub jitter: f64,
}

/// The terms of a prompt, without chance.
fn terms(memory: &Memory<'_>, plan: &Plan, prompt: &Candidate<'_>, weekend: bool) -> Terms {
    let Candidate { traits, standing, .. } = prompt;
    let new = if standing.sequence == 0 { FRESH } else { 0.0 };
    if !plan.learn {
        return Terms { new, ..Terms::default() };
    }
    Terms {
        kind: memory.kind_effect(traits.kind),
        effort: memory.effort_effect(traits.effort, weekend),
        language: memory.language_effect(traits.love, plan),
        mine: standing.mine,
        new,
        vary: if memory.last_kind == Some(traits.kind) { -VARY } else { 0.0 },
        jitter: 0.0,
    }
}

/// The best of the pool's prompts that `may` be chosen (by position), with its terms.
///
/// `swaps` counts the prompts swapped away on the day, so that each swap draws anew.
pub fn best(
    memory: &Memory<'_>,
    plan: &Plan,
    moment: Moment,
    swaps: usize,
    pool: &Pool<'_>,
    may: impl Fn(usize) -> bool,
) -> Option<(usize, Terms)> {
    let draw = day_bits(moment.day) ^ ((swaps as u64) << 32);
    let mut best: Option<((f64, u64), usize, Terms)> = None;
    for (at, prompt) in pool.candidates.iter().enumerate().filter(|(at, _)| may(*at)) {
        let hash = h3(moment.key, draw, fnv1a(prompt.id));
        let mut terms = terms(memory, plan, prompt, moment.weekend);
        terms.jitter = JITTER * unit(hash);
        // The order of the sum is part of the result.
        let sum = terms.kind + terms.effort + terms.language + terms.mine + terms.new + terms.vary + terms.jitter;
        if best.is_none_or(|(most, _, _)| (sum, hash) > most) {
            best = Some(((sum, hash), at, terms));
        }
    }
    best.map(|(_, at, terms)| (at, terms))
}
