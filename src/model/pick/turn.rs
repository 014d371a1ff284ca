//! Stage 1: whose turn is it?

use super::super::keyed::Keyed;
use super::super::vocabulary::Practice;
use super::hash::{day_bits, h3, unit};
use super::life::{NP, Plan};
use super::memory::Memory;

/// A practice waits at most this many of its shares, in shown days.
pub const OVERDUE: f64 = 1.5;
/// Credits per unit of learned weekday fit.
const WEEKDAY: f64 = 4.0;
/// Chance, in credits.
const JITTER: f64 = 0.25;

/// A practice whose turn it is, and the terms that made it so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    pub practice: Practice,
    /// It had waited so long that it went first.
    pub due: bool,
    /// Its share by the person's own weights.
    pub share: f64,
    pub credit: f64,
    /// Shown days since it was last offered.
    pub since: u32,
    /// Its learned fit with this kind of day.
    pub weekday: f64,
}

/// The moment a pick is made for.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// From the seed of the installation.
    pub key: u64,
    /// Days since 1970-01-01.
    pub day: i32,
    pub weekend: bool,
}

/// The practice whose turn it is, among those not banned.
pub fn turn(memory: &Memory<'_>, plan: &Plan, moment: Moment, banned: [bool; NP]) -> Option<Turn> {
    let (target, own) = (memory.target_shares(plan), plan.shares());
    let open = |k: usize| target[k] > 0.0 && !banned[k];
    let others = (0..NP).filter(|&k| open(k)).count() > 1;
    let mut best: Option<((bool, f64), Turn)> = None;
    for practice in Practice::ALL.iter().copied().filter(|practice| open(practice.index())) {
        let k = practice.index();
        if others && memory.last_practice == Some(practice) && own[k] <= 0.5 {
            continue;
        }
        let waited = f64::from(memory.since[k] + 1) * own[k];
        let due = waited >= OVERDUE;
        let weekday = memory.weekday_fit(k, moment.weekend, plan);
        let chance = JITTER * unit(h3(moment.key, day_bits(moment.day), k as u64));
        let value = if due {
            f64::from(memory.since[k]) * own[k]
        } else {
            memory.credit[k] + target[k] + WEEKDAY * weekday + chance
        };
        if best.is_none_or(|(least, _)| (due, value) > least) {
            let (share, credit, since) = (own[k], memory.credit[k], memory.since[k]);
            best = Some(((due, value), Turn { practice, due, share, credit, since, weekday }));
        }
    }
    best.map(|(_, turn)| turn)
}

/// How things stand for a practice that was asked for, or that kept its turn.
pub fn standing_turn(memory: &Memory<'_>, plan: &Plan, moment: Moment, practice: Practice) -> Turn {
    let k = practice.index();
    Turn {
        practice,
        due: false,
        share: plan.shares()[k],
        credit: memory.credit[k],
        since: memory.since[k],
        weekday: memory.weekday_fit(k, moment.weekend, plan),
    }
}
