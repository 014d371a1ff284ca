//! Golden values: a library made by formula, a scripted person, and the exact picks that must come out of
//! every version on every machine.

#![allow(clippy::too_many_lines, reason = "a simulation in small whole numbers")]

use super::fit::{Pool, best};
use super::hash::fnv1a;
use super::life::{Answered, NP, Offered, Outcome, Plan, Rec};
use super::memory::Memory;
use super::turn::{Moment, standing_turn, turn};
use crate::keyed::Keyed;
use crate::prompt::Traits;
use crate::vocabulary::{Kind, Love, Practice};

pub(super) struct Item {
    pub(super) id: String,
    pub(super) traits: Traits,
    pub(super) depth: u8,
}

/// Nine practices with forty prompts each.
pub(super) fn formula() -> Vec<Item> {
    let mut items = Vec::new();
    for k in 0..9 {
        for j in 0..40 {
            items.push(Item {
                id: format!("t{k}-{j:02}"),
                traits: Traits {
                    practice: Practice::ALL[k],
                    kind: Kind::ALL[(j + k) % 4],
                    love: Love::ALL.get((j / 4 + k) % 6).copied(),
                    effort: [2, 5, 10, 15, 30, 60][(j + 2 * k) % 6],
                },
                depth: u8::try_from(1 + (j / 7 + k) % 3).expect("small"),
            });
        }
    }
    items
}

/// The two stages over pools given whole, as the specification of the picker has them.
pub(super) fn pick<'i>(
    memory: &Memory<'_>,
    plan: &Plan,
    moment: Moment,
    items: &'i [Item],
    fits: impl Fn(&Item) -> bool,
    swapped: &[&Item],
) -> Option<&'i Item> {
    let open = |item: &Item| fits(item) && swapped.iter().all(|away| away.id != item.id);
    let has = |practice: Practice| items.iter().any(|item| item.traits.practice == practice && open(item));
    let empty: [bool; NP] = std::array::from_fn(|k| !has(Practice::ALL[k]));
    let turn = match swapped {
        [only] if has(only.traits.practice) => standing_turn(memory, plan, moment, only.traits.practice),
        _ => {
            let mut spared = empty;
            for item in swapped {
                spared[item.traits.practice.index()] = true;
            }
            turn(memory, plan, moment, spared).or_else(|| turn(memory, plan, moment, empty))?
        }
    };
    let pool: Vec<&Item> = items.iter().filter(|item| item.traits.practice == turn.practice && open(item)).collect();
    let stage = Pool::new(memory, pool.iter().map(|item| (item.id.as_str(), item.traits)));
    let may = |at| stage.rested(memory, moment.day, at);
    let (at, _) = best(memory, plan, moment, swapped.len(), &stage, may)?;
    Some(pool[at])
}

pub(super) fn minutes(weekend: bool) -> u32 {
    if weekend { 60 } else { 15 }
}

fn joined(ids: &[&str]) -> u64 {
    fnv1a(&ids.join(","))
}

#[test]
fn a_scripted_person_gets_the_golden_picks() {
    let items = formula();
    let plan = Plan {
        weight: [1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        active: [true; NP],
        languages: [Some(Love::Words), Some(Love::Touch)],
        tilt: 0.25,
        learn: true,
    };
    let key = fnv1a("connect/pick/1|golden");
    let mut records: Vec<Rec<'_>> = Vec::new();
    let mut ids = Vec::new();
    for day in 0..400 {
        let memory = Memory::fold(&records, &plan);
        let weekend = day % 7 >= 5;
        let moment = Moment { key, day, weekend };
        let cap = memory.depth_cap(3);
        let fits = |item: &Item| item.traits.effort <= minutes(weekend) && item.depth <= cap;
        let mut item = pick(&memory, &plan, moment, &items, fits, &[]).expect("a pick");
        let mut swapped = Vec::new();
        if day % 11 == 10 {
            swapped.push(item);
            item = pick(&memory, &plan, moment, &items, fits, &swapped).expect("a pick");
        }
        // This person likes to ask and to say, and gratitude, and dislikes laughter.
        let (k, kind) = (item.traits.practice.index(), item.traits.kind.index());
        let done = (kind % 2 == 0 && k != 7) || k == 3;
        let rating = (done && day % 3 == 0).then_some(if kind == 0 { 5 } else { 3 });
        let outcome = match (done, day % 2) {
            (true, _) => Outcome::Done,
            (false, 0) => Outcome::Skipped,
            (false, _) => Outcome::Silent,
        };
        records.push(Rec {
            day,
            weekend,
            also: Vec::new(),
            swapped: swapped.iter().map(|item| Offered { prompt: &item.id, traits: item.traits }).collect(),
            last: Answered { offered: Offered { prompt: &item.id, traits: item.traits }, outcome, rating },
        });
        ids.push(item.id.as_str());
    }
    assert_eq!(ids[..9].join(" "), "t3-00 t0-24 t7-36 t5-32 t8-32 t1-35 t4-35 t2-08 t3-01");
    assert_eq!(joined(&ids), 0x4163_9aa2_20a9_70ee);
}

#[test]
fn silence_without_learning_gets_the_golden_picks() {
    let items = formula();
    let plan = Plan { weight: [1.0; NP], active: [true; NP], languages: [None, None], tilt: 0.0, learn: false };
    let key = fnv1a("connect/couple/1|golden");
    let mut records: Vec<Rec<'_>> = Vec::new();
    let mut ids = Vec::new();
    for day in 0..365 {
        let memory = Memory::fold(&records, &plan);
        let weekend = day % 7 >= 5;
        let cap = memory.depth_cap(3);
        let fits = |item: &Item| item.traits.effort <= minutes(weekend) && item.depth <= cap;
        let item = pick(&memory, &plan, Moment { key, day, weekend }, &items, fits, &[]).expect("a pick");
        let offered = Offered { prompt: &item.id, traits: item.traits };
        let last = Answered { offered, outcome: Outcome::Silent, rating: None };
        records.push(Rec { day, weekend, also: Vec::new(), swapped: Vec::new(), last });
        ids.push(item.id.as_str());
    }
    assert_eq!(joined(&ids), 0x9695_ff26_0e6a_fea0);
}
