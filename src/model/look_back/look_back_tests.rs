//! What looking back says, over every small history there is, against what replaying and the picker say.

use chrono::NaiveDate;
use serde_json::json;

use super::days::{Glow, Outcome, PastDay, count, days, last_days};
use super::tally::Tallies;
use super::wanted::Wanted;
use crate::history::History;
use crate::lines::{Select, scan};
use crate::offer::State;
use crate::pick;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

const DAY: &str = "2026-11-23";
const TODAY: &str = "2026-11-24";

/// Runs a check on the history of these lines.
fn with<T>(lines: &[String], check: impl FnOnce(&History<'_>) -> T) -> T {
    let file = lines.join("\n");
    check(&History::replay(vec![scan(file.as_bytes(), Select::All)]))
}

/// Everything that can happen to the first prompt of a day or the second, beside its being shown.
const ACTS: [&str; 13] = [
    r#""event":"shown","id":"2026-11-23/shown/1","prompt":"time.b","practice":"time","kind":"do","effort":5,"because":"swap","replaces":"2026-11-23/shown/0""#,
    r#""event":"shown","id":"2026-11-23/shown/1","prompt":"time.b","practice":"time","kind":"do","effort":5,"because":"ask","replaces":"2026-11-23/shown/0""#,
    r#""event":"shown","id":"2026-11-23/shown/2","prompt":"laughter.c","practice":"laughter","kind":"ask","effort":30"#,
    r#""event":"done","of":"2026-11-23/shown/0","prompt":"time.a","rating":5,"text":"words""#,
    r#""event":"done","of":"2026-11-23/shown/1","prompt":"time.b""#,
    r#""event":"done","of":"2026-11-23/shown/0","prompt":"time.other","text":"of a prompt that lost""#,
    r#""event":"skip","of":"2026-11-23/shown/0","prompt":"time.a""#,
    r#""event":"snooze","of":"2026-11-23/shown/0","prompt":"time.a","until":"2026-12-01""#,
    r#""event":"never","of":"2026-11-23/shown/1","prompt":"time.b""#,
    r#""event":"note","of":"2026-11-23/shown/0","prompt":"time.a","text":"a note""#,
    r#""event":"note","text":"on the day""#,
    r#""event":"undo","target":"1""#,
    r#""event":"erased","target":"2","only":"text""#,
];

/// One line: the act, with a time and an id by its place where it has none.
fn line(place: usize, act: &str) -> String {
    let id = if act.contains("\"id\"") { String::new() } else { format!(r#""id":"{place}","#) };
    format!(r#"{{{id}"day":"{DAY}","at":"{DAY}T09:0{place}:00.000+01:00",{act}}}"#)
}

/// Every history of up to four lines that begins with a prompt.
fn worlds() -> Vec<Vec<String>> {
    let first =
        r#""event":"shown","id":"2026-11-23/shown/0","prompt":"time.a","practice":"time","kind":"do","effort":5"#;
    let mut worlds = vec![vec![line(0, first)]];
    let mut last = worlds.clone();
    for place in 1..=3 {
        let extend = |world: &Vec<String>| ACTS.map(|act| [&world[..], &[line(place, act)]].concat());
        last = last.iter().flat_map(extend).collect();
        worlds.extend(last.clone());
    }
    worlds
}

#[test]
fn every_small_history_is_told_whole_and_numbers_agree() {
    let mut met = [0; 8];
    for world in worlds() {
        with(&world, |history| {
            let past = days(history, date(TODAY));
            let visits: Vec<_> = past.iter().flat_map(|day| &day.visits).collect();
            assert_eq!(visits.len(), history.offers.len(), "{world:#?}");
            assert!(visits.iter().all(|visit| visit.notes.len() == visit.offer.notes), "{world:#?}");
            let told = past.iter().map(|day| day.notes.len()).sum::<usize>();
            let on_prompts = visits.iter().map(|visit| visit.notes.len()).sum::<usize>();
            assert_eq!(told + on_prompts, history.written().count(), "nothing written is lost: {world:#?}");

            let outcomes: Vec<Outcome> = visits.iter().map(|visit| visit.outcome(date(TODAY))).collect();
            for &outcome in &outcomes {
                met[outcome as usize] += 1;
            }
            let is = |wanted: &[Outcome]| outcomes.iter().filter(|outcome| wanted.contains(outcome)).count();
            let tallies = Tallies::of_last(&past, usize::MAX);
            assert_eq!(tallies.all.done, is(&[Outcome::Done, Outcome::Loved]), "{world:#?}");
            assert_eq!(tallies.all.loved, is(&[Outcome::Loved]), "{world:#?}");
            let stood = visits.iter().zip(&outcomes).filter(|(visit, outcome)| match outcome {
                Outcome::Done | Outcome::Loved | Outcome::Seen | Outcome::Open => true,
                Outcome::Skipped | Outcome::Dropped => !visit.offer.replaced,
                Outcome::Later | Outcome::Swapped => false,
            });
            assert_eq!(tallies.all.shown, stood.count(), "{world:#?}");

            let record = history.records(date(TODAY)).pop();
            let picker_says_done = record.is_some_and(|record| record.last.outcome == pick::Outcome::Done);
            assert_eq!(past[0].glow() >= Some(Glow::Done), picker_says_done, "{world:#?}");
        });
    }
    let never_on_a_past_day = Outcome::Open as usize;
    assert!(met.iter().enumerate().all(|(at, &times)| (times > 0) != (at == never_on_a_past_day)), "{met:?}");
}

#[test]
fn one_sum_holds_however_prompts_are_told_apart() {
    for world in worlds() {
        with(&world, |history| {
            let tallies = Tallies::of_last(&days(history, date(TODAY)), usize::MAX);
            let sums = [&tallies.practices[..], &tallies.kinds, &tallies.efforts, &tallies.weekdays];
            for tally in sums {
                assert_eq!(tally.iter().map(|tally| tally.shown).sum::<usize>(), tallies.all.shown);
                assert_eq!(tally.iter().map(|tally| tally.done).sum::<usize>(), tallies.all.done);
            }
            assert_eq!(tallies.weekdays[0], tallies.all, "23 November 2026 is a Monday");
        });
    }
}

fn shown(day: &str, prompt: &str) -> String {
    let event = json!({"event": "shown", "id": format!("{day}/shown/0"), "day": day, "at": format!("{day}T08:00:00Z"),
        "prompt": prompt, "practice": "time", "kind": "do", "text": "Sit on the BENCH.", "effort": 5});
    event.to_string()
}

fn said(event: &str, day: &str, rating: u8) -> String {
    let event = json!({"event": event, "id": format!("{event}{day}"), "day": day, "at": format!("{day}T09:00:00Z"),
        "of": format!("{day}/shown/0"), "prompt": "time.a", "rating": rating, "until": "2027-01-01"});
    event.to_string()
}

#[test]
fn the_last_days_are_counted_by_what_came_of_them() {
    let lines = [
        shown("2026-11-20", "time.a"),
        said("done", "2026-11-20", 4),
        shown("2026-11-21", "time.a"),
        said("snooze", "2026-11-21", 4),
        shown("2026-11-23", "time.a"),
        said("done", "2026-11-23", 5),
        shown("2026-11-25", "time.a"),
    ];
    with(&lines, |history| {
        let past = days(history, date(TODAY));
        assert_eq!(past.len(), 3, "days to come wait");
        let glows: Vec<_> = last_days(&past, date(TODAY), 5).into_iter().map(|(_, glow)| glow).collect();
        assert_eq!(glows, [Some(Glow::Done), Some(Glow::Seen), None, Some(Glow::Loved), None]);
        let counted = count(glows);
        assert_eq!((counted.days, counted.done, counted.loved, counted.seen, counted.not_opened()), (5, 2, 1, 1, 2));
        assert!(matches!(past[1].visits[0].offer.state, State::Snoozed));
    });
    assert_eq!(last_days(&[], date(TODAY), 30).first(), Some(&(date("2026-10-26"), None)));
    assert_eq!(last_days(&[], NaiveDate::MIN, 30).len(), 30, "the calendar may end");
}

#[test]
fn the_last_prompts_are_counted_from_the_newest_on() {
    let lines: Vec<String> = (1..=9).map(|day| shown(&format!("2026-11-0{day}"), "time.a")).collect();
    let lines = [&lines[..], &[said("done", "2026-11-01", 3), said("done", "2026-11-09", 3)]].concat();
    with(&lines, |history| {
        let tally = |prompts| Tallies::of_last(&days(history, date(TODAY)), prompts).all;
        assert_eq!((tally(8).shown, tally(8).done), (8, 1));
        assert_eq!((tally(90).shown, tally(90).done), (9, 2));
    });
}

#[test]
fn words_are_found_in_any_case_and_all_of_them_must_be() {
    with(&[shown("2026-11-20", "time.a")], |history| {
        let found = |words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            let picked: Vec<PastDay<'_, '_>> = Wanted { words, ..Wanted::default() }.pick(days(history, date(TODAY)));
            picked.len()
        };
        assert_eq!((found(&["bench"]), found(&["bench", "time."]), found(&["bench", "pond"])), (1, 1, 0));
    });
}
