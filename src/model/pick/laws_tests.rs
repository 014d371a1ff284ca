//! What must hold of every pick, whatever the settings, the history and the person: the invariants of the
//! picker's specification, by their numbers there, over simulated years.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::too_many_lines,
    clippy::needless_range_loop,
    reason = "a simulation in small whole numbers"
)]

#[path = "laws_of_one_tests.rs"]
mod of_one;

use proptest::prelude::*;

use super::golden_tests::{Item, formula, minutes, pick};
use super::hash::{fnv1a, h3, unit};
use super::life::{Answered, NP, Offered, Outcome, Plan, Rec};
use super::memory::Memory;
use super::turn::Moment;
use crate::keyed::Keyed;
use crate::vocabulary::{Love, Practice};

/// A person with settings of their own, who answers by chance.
#[derive(Clone, Debug)]
struct Person {
    seed: u64,
    weight: [f64; NP],
    tilt: f64,
    learn: bool,
    max_depth: u8,
    minutes: u32,
    /// How many prompts are swapped away each day, at most.
    swaps: u32,
    /// Says nothing at all.
    silent: bool,
    /// A place in the library that this person dropped for good.
    never: usize,
}

impl Person {
    /// Nine even weights, and a person who does half of what comes.
    fn even(seed: u64) -> Self {
        let weight = [1.0; NP];
        Self { seed, weight, tilt: 0.0, learn: true, max_depth: 3, minutes: 15, swaps: 0, silent: false, never: 0 }
    }

    fn plan(&self) -> Plan {
        Plan {
            weight: self.weight,
            active: std::array::from_fn(|k| self.weight[k] > 0.0),
            languages: [Love::ALL.get(usize::from(self.max_depth)).copied(), None],
            tilt: self.tilt,
            learn: self.learn,
        }
    }

    fn chance(&self, day: i32, what: u64) -> f64 {
        unit(h3(self.seed, u64::try_from(day).unwrap_or(0), what))
    }

    fn fits(&self, item: &Item, items: &[Item], memory: &Memory<'_>, weekend: bool) -> bool {
        let limit = if weekend { minutes(true) } else { self.minutes };
        item.id != items[self.never].id && item.traits.effort <= limit && item.depth <= memory.depth_cap(self.max_depth)
    }
}

fn person() -> impl Strategy<Value = Person> {
    let weight = prop_oneof![Just(0.0), Just(1.0), Just(1.0), Just(1.0), Just(2.0), Just(4.0)];
    let weights = prop::array::uniform9(weight)
        .prop_filter("two practices at least", |weights| weights.iter().filter(|&&weight| weight > 0.0).count() >= 2);
    let tilt = prop_oneof![Just(0.0), Just(0.25), Just(0.5)];
    (any::<u64>(), weights, tilt, any::<bool>(), 1_u8..=3, 5_u32..=30, 0_u32..=2, any::<bool>(), 0_usize..360).prop_map(
        |(seed, weight, tilt, learn, max_depth, minutes, swaps, silent, never)| Person {
            seed,
            weight,
            tilt,
            learn,
            max_depth,
            minutes,
            swaps,
            silent,
            never,
        },
    )
}

/// One day of a life, with everything needed to judge its pick.
struct DayOfLife<'i> {
    day: i32,
    weekend: bool,
    /// The first prompt offered, before any swap.
    first: &'i Item,
    offered: Vec<&'i Item>,
    /// Which practices had anything to offer.
    servable: [bool; NP],
    memory: Memory<'i>,
}

/// Lives so many days and hands each to a judge before it is over.
fn live<'i>(person: &Person, items: &'i [Item], days: i32, mut judge: impl FnMut(&DayOfLife<'i>)) -> Memory<'i> {
    let plan = person.plan();
    let mut memory = Memory::default();
    for day in 0..days {
        let weekend = day % 7 >= 5;
        let moment = Moment { key: person.seed, day, weekend };
        let fits = |item: &Item| person.fits(item, items, &memory, weekend);
        let servable = std::array::from_fn(|k| {
            person.weight[k] > 0.0 && items.iter().any(|item| item.traits.practice.index() == k && fits(item))
        });
        let mut offered: Vec<&Item> = Vec::new();
        let swaps = (person.chance(day, 1) * f64::from(person.swaps + 1)) as u32;
        while let Some(item) = pick(&memory, &plan, moment, items, fits, &offered) {
            assert!(offered.iter().all(|earlier| earlier.id != item.id), "2: offered twice in a day");
            offered.push(item);
            if offered.len() > swaps as usize {
                break;
            }
        }
        let Some(&last) = offered.last() else {
            assert!(servable.iter().all(|&servable| !servable), "2: a servable day yields a pick");
            continue;
        };
        judge(&DayOfLife {
            day,
            weekend,
            first: offered[0],
            offered: offered.clone(),
            servable,
            memory: memory.clone(),
        });
        let outcome = match (person.silent, person.chance(day, 2)) {
            (true, _) => Outcome::Silent,
            (_, chance) if chance < 0.5 => Outcome::Done,
            (_, chance) if chance < 0.6 => Outcome::Skipped,
            _ => Outcome::Silent,
        };
        let rated = outcome == Outcome::Done && person.chance(day, 3) < 0.4;
        let rating = rated.then(|| 1 + (person.chance(day, 4) * 5.0) as u8);
        let as_offered = |item: &'i Item| Offered { prompt: &item.id, traits: item.traits };
        let swapped = offered[..offered.len() - 1].iter().map(|item| as_offered(item)).collect();
        let last = Answered { offered: as_offered(last), outcome, rating };
        memory.apply(&Rec { day, weekend, also: Vec::new(), swapped, last }, &plan);
    }
    memory
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn one_and_two_picks_are_pure_and_within_limits(person in person()) {
        let items = formula();
        let mut again = Vec::new();
        live(&person, &items, 120, |day| {
            for item in &day.offered {
                assert!(person.fits(item, &items, &day.memory, day.weekend), "2: {} breaks a limit", item.id);
                assert!(person.weight[item.traits.practice.index()] > 0.0, "2: weight 0");
            }
            again.push(day.offered.iter().map(|item| item.id.clone()).collect::<Vec<_>>());
        });
        let mut days = again.into_iter();
        live(&person, &items, 120, |day| {
            let ids: Vec<_> = day.offered.iter().map(|item| item.id.clone()).collect();
            assert_eq!(Some(ids), days.next(), "1: the same again");
        });
    }

    #[test]
    fn three_every_practice_comes_round_in_time(person in person()) {
        let items = formula();
        let active = person.weight.iter().filter(|&&weight| weight > 0.0).count();
        let sum: f64 = person.weight.iter().sum();
        let mut waited = [0_usize; NP];
        live(&person, &items, 400, |day| {
            for k in 0..NP {
                waited[k] += usize::from(day.servable[k]);
                if day.offered.iter().any(|item| item.traits.practice.index() == k) {
                    waited[k] = 0;
                }
                if person.weight[k] > 0.0 {
                    let share = person.weight[k] / sum;
                    let bound = (1.5 / share).ceil() as usize + active - 1;
                    assert!(waited[k] <= bound, "3: practice {k} waited {} days of {bound}", waited[k]);
                }
            }
        });
    }

    #[test]
    fn four_no_practice_comes_twice_running(person in person()) {
        let items = formula();
        let sum: f64 = person.weight.iter().sum();
        live(&person, &items, 200, |day| {
            let practice = day.first.traits.practice;
            let others = (0..NP).filter(|&k| day.servable[k]).count() > 1;
            let bound = others && person.weight[practice.index()] / sum <= 0.5;
            assert!(!(bound && day.memory.last_practice == Some(practice)), "4: day {}", day.day);
        });
    }

    #[test]
    fn five_prompts_rest_and_favourites_rest_too(person in person()) {
        let items = formula();
        live(&person, &items, 400, |day| {
            let standing = |item: &Item| day.memory.standing(&item.id);
            let chosen = standing(day.first);
            if chosen.sequence == 0 {
                return;
            }
            let practice = day.first.traits.practice;
            let fits = |item: &&Item| {
                item.traits.practice == practice && person.fits(item, &items, &day.memory, day.weekend)
            };
            let others: Vec<&Item> = items.iter().filter(fits).filter(|item| item.id != day.first.id).collect();
            let newer = others.iter().filter(|item| standing(item).sequence > chosen.sequence).count();
            let share = newer as f64 / others.len().max(1) as f64;
            let long_rest = share >= 2.0 / 3.0 || others.is_empty();
            let favourite = chosen.loved
                && share >= 0.15
                && day.day - chosen.day >= 90
                && day.memory.since_favourite[practice.index()] + 1 >= 4;
            assert!(long_rest || favourite, "5: {} came back after {newer} of {}", day.first.id, others.len());
        });
    }

    #[test]
    fn six_credit_is_neither_made_nor_lost(person in person()) {
        let items = formula();
        let active = person.plan().active;
        live(&person, &items, 200, |day| {
            let credit = day.memory.credit;
            let sum: f64 = (0..NP).filter(|&k| active[k]).map(|k| credit[k]).sum();
            assert!(sum.abs() < 1e-9, "6: sum {sum}");
            assert!(credit.iter().all(|credit| credit.abs() <= 4.0), "6: {credit:?}");
        });
    }

    #[test]
    fn ten_dropping_a_prompt_that_was_not_picked_hardly_ever_moves_the_pick(seed in any::<u64>()) {
        let items = formula();
        let person = Person { never: usize::MAX, ..Person::even(seed) };
        let (mut moved, mut asked) = (0, 0);
        let unbound = Person { never: 0, ..person };
        let plan = unbound.plan();
        live(&unbound, &items, 120, |day| {
            let moment = Moment { key: unbound.seed, day: day.day, weekend: day.weekend };
            for dropped in (0..items.len()).step_by(37).filter(|&at| items[at].id != day.first.id) {
                let fits = |item: &Item| {
                    item.id != items[dropped].id && unbound.fits(item, &items, &day.memory, day.weekend)
                };
                let now = pick(&day.memory, &plan, moment, &items, fits, &[]).expect("a pick");
                asked += 1;
                moved += usize::from(now.id != day.first.id);
            }
        });
        prop_assert!(moved * 100 <= asked, "10: {moved} of {asked}");
    }
}
