//! Those of the laws that are told best of one person at a time.

use super::*;

#[test]
fn seven_without_tilt_shares_are_exact() {
    let items = formula();
    for seed in 0..4 {
        let mut person = Person::even(seed);
        person.weight = [1.0, 2.0, 1.0, 0.5, 1.0, 1.0, 3.0, 1.0, 1.0];
        person.minutes = 60;
        let sum: f64 = person.weight.iter().sum();
        let mut offered = [0.0; NP];
        live(&person, &items, 600, |day| offered[day.first.traits.practice.index()] += 1.0);
        for (k, offered) in offered.iter().enumerate() {
            let expected = 600.0 * person.weight[k] / sum;
            assert!((offered - expected).abs() <= 0.005 * 600.0, "7: practice {k}: {offered} of {expected}");
        }
    }
}

#[test]
fn eight_a_change_of_weight_is_felt_but_does_not_flood() {
    let items = formula();
    let person = Person { minutes: 60, ..Person::even(5) };
    let before = live(&person, &items, 200, |_| {});
    let mut heavy = person.clone();
    heavy.weight[3] = 4.0;
    let mut memory = before;
    let plan = heavy.plan();
    let mut count = 0;
    for day in 200..227 {
        let moment = Moment { key: 5, day, weekend: false };
        let item = pick(&memory, &plan, moment, &items, |item| item.depth == 1, &[]).expect("a pick");
        count += u32::from(item.traits.practice == Practice::Gratitude);
        let offered = Offered { prompt: &item.id, traits: item.traits };
        let last = Answered { offered, outcome: Outcome::Silent, rating: None };
        memory.apply(&Rec { day, weekend: false, also: Vec::new(), swapped: Vec::new(), last }, &plan);
    }
    assert!((6..=12).contains(&count), "8: {count} of the next 27");
}

#[test]
fn nine_who_never_says_a_word_gets_no_repeat_within_a_year() {
    let items = formula();
    for seed in 0..3 {
        let person = Person { silent: true, minutes: 60, max_depth: 1, ..Person::even(seed) };
        let mut seen: std::collections::BTreeMap<String, i32> = std::collections::BTreeMap::new();
        let mut last = [0; NP];
        live(&person, &items, 730, |day| {
            // Forty prompts a practice stand for a hundred and ten: a year of ours is 130 days of these.
            if let Some(before) = seen.insert(day.first.id.clone(), day.day) {
                assert!(day.day - before >= 70, "9: {} after {} days", day.first.id, day.day - before);
            }
            let k = day.first.traits.practice.index();
            assert!(day.day - last[k] <= 14, "9: practice {k} waited {}", day.day - last[k]);
            last[k] = day.day;
        });
        assert!(seen.len() > 100);
    }
}

#[test]
fn nine_swapping_all_day_keeps_every_practice_in_turn() {
    let items = formula();
    let person = Person { swaps: 3, ..Person::even(11) };
    let mut last = [0; NP];
    live(&person, &items, 400, |day| {
        for item in &day.offered {
            let k = item.traits.practice.index();
            assert!(day.day - last[k] <= 14, "9: practice {k} waited {}", day.day - last[k]);
            last[k] = day.day;
        }
    });
}

#[test]
fn eleven_nothing_here_depends_on_the_last_bit_of_a_platform() {
    let sources = [
        include_str!("choose.rs"),
        include_str!("fit.rs"),
        include_str!("hash.rs"),
        include_str!("limits.rs"),
        include_str!("memory.rs"),
        include_str!("turn.rs"),
    ];
    for source in sources {
        for function in [".ln(", ".log", ".exp", ".pow", ".sqrt(", ".mul_add(", ".sin(", ".cos(", ".cbrt("] {
            assert!(!source.contains(function), "11: {function}");
        }
    }
}

#[test]
fn depth_comes_slowly() {
    let items = formula();
    let person = Person { minutes: 60, ..Person::even(fnv1a("depth")) };
    let (mut second, mut third) = (None, None);
    live(&person, &items, 200, |day| match day.first.depth {
        2 => second = second.or(Some(day.day)),
        3 => third = third.or(Some(day.day)),
        _ => {}
    });
    let (second, third) = (second.expect("depth 2"), third.expect("depth 3"));
    assert!((11..=26).contains(&second) && (46..=80).contains(&third), "{second} {third}");
}
