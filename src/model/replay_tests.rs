//! The rules of replaying, by their numbers in the description of the log.

#![allow(
    clippy::type_complexity,
    clippy::cloned_ref_to_slice_refs,
    clippy::semicolon_if_nothing_returned,
    reason = "a test reads best in one piece"
)]

#[path = "replay_day_tests.rs"]
mod days;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::history::Act;
use crate::keyed::Keyed;
use crate::lines::{Select, scan};
use crate::offer::State;
use crate::pick::{Outcome, Rec};
use crate::record::shown_id;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn with(mut event: Value, more: Value) -> String {
    if let (Value::Object(event), Value::Object(more)) = (&mut event, more) {
        event.extend(more);
    }
    event.to_string()
}

/// A prompt shown on a day of November 2026, so many minutes after eight.
fn shown(date: u32, number: u32, minute: u32, prompt: &str, more: Value) -> String {
    let day = format!("2026-11-{date:02}");
    let event = json!({"event": "shown", "id": format!("{day}/shown/{number}"), "day": day,
        "at": format!("{day}T08:{minute:02}:00.000+01:00"), "prompt": prompt,
        "practice": prompt.split('.').next(), "facet": null, "kind": "do", "text": "Do it.", "effort": 5, "depth": 1,
        "where": ["together"], "love": null, "weekend": false, "because": "day", "replaces": null, "asked": {}});
    with(event, more)
}

/// Something said of the prompt shown first on a day, so many minutes after nine.
fn said(event: &str, id: &str, date: u32, minute: u32, more: Value) -> String {
    let day = format!("2026-11-{date:02}");
    let base = json!({"event": event, "id": id, "day": day, "at": format!("{day}T09:{minute:02}:00.000+01:00")});
    with(base, more)
}

fn of(date: u32, number: u32, prompt: &str) -> Value {
    json!({"of": format!("2026-11-{date:02}/shown/{number}"), "prompt": prompt})
}

fn replay_files(files: &[String]) -> History<'_> {
    History::replay(files.iter().map(|file| scan(file.as_bytes(), Select::All)).collect())
}

/// Replays lines and hands the history to a check.
fn check(lines: &[String], check: impl FnOnce(History<'_>)) {
    let file = lines.join("\n");
    check(replay_files(std::slice::from_ref(&file)));
}

fn states(history: &History<'_>) -> Vec<(String, State)> {
    history.offers.iter().map(|offer| (offer.shown.prompt.to_string(), offer.state)).collect()
}

const TODAY: &str = "2026-11-24";

#[test]
fn rule_1_bad_lines_are_passed_over() {
    let good = shown(24, 0, 0, "time.a", json!({}));
    let lines = ["<<<<<<< ours".to_owned(), good.clone(), good[..40].to_owned(), "{}".to_owned()];
    check(&lines, |history| assert_eq!(history.offers.len(), 1));
}

#[test]
fn rule_2_the_seed_is_that_of_the_earliest_header() {
    let header = |seed: &str, at: &str| json!({"connect_log": 1, "min_reader": 1, "seed": seed, "at": at}).to_string();
    let early = header("early", "2026-01-01T00:00:00Z");
    let late = header("late", "2026-01-01T00:00:00+00:30");
    check(&[early.clone(), late.clone()], |history| assert_eq!(history.seed.as_deref(), Some("late")));
    check(&[shown(24, 0, 0, "time.a", json!({})), early], |history| assert_eq!(history.seed.as_deref(), Some("early")));
    let twins = [header("b", "2026-01-01T00:00:00Z"), header("a", "2026-01-01T00:00:00Z")];
    check(&twins, |history| assert_eq!(history.seed.as_deref(), Some("a")));
    check(&[], |history| assert_eq!(history.seed, None));
}

#[test]
fn rule_3_a_newer_log_is_used_as_far_as_it_is_known() {
    let header = json!({"connect_log": 2, "min_reader": 2, "seed": "s", "at": "2026-01-01T00:00:00Z"}).to_string();
    let strange = said("sung", "x", 24, 0, json!({}));
    check(&[header, shown(24, 0, 0, "time.a", json!({})), strange], |history| {
        assert!(history.newer);
        assert_eq!(history.offers.len(), 1);
    });
}

#[test]
fn rule_4_one_event_for_each_id() {
    let (first, second) = (shown(24, 0, 0, "time.b", json!({})), shown(24, 0, 5, "time.a", json!({})));
    let done = said("done", "d", 24, 0, of(24, 0, "time.a"));
    check(&[first.clone(), first.clone()], |history| assert_eq!(history.offers.len(), 1));
    check(&[second.clone(), first.clone()], |history| assert_eq!(states(&history)[0].0, "time.b", "the earlier"));
    check(&[first.clone(), second.clone(), done], |history| {
        assert_eq!(states(&history), [("time.a".to_owned(), State::Done)], "the one that was answered");
    });
    let tied = shown(24, 0, 0, "time.a", json!({}));
    check(&[first, tied], |history| assert_eq!(states(&history)[0].0, "time.a", "the smaller prompt"));
    let with_text = said("done", "d", 24, 0, with_of(24, json!({"text": "words"})));
    let without = said("done", "d", 24, 9, with_of(24, json!({})));
    check(&[shown(24, 0, 0, "time.a", json!({})), with_text, without], |history| {
        assert_eq!(history.notes_on("time.a").count(), 0, "the one without text");
    });
}

fn with_of(date: u32, more: Value) -> Value {
    serde_json::from_str(&with(of(date, 0, "time.a"), more)).expect("JSON")
}

#[test]
fn rule_5_files_are_united_in_order_of_time() {
    let here = [shown(24, 0, 0, "time.a", json!({})), said("skip", "s", 24, 30, of(24, 0, "time.a"))].join("\n");
    let there = said("done", "d", 24, 10, of(24, 0, "time.a"));
    let files = [there, here];
    assert_eq!(states(&replay_files(&files))[0].1, State::Skipped);
    let tied = [said("skip", "s", 24, 0, of(24, 0, "time.a")), said("done", "d", 24, 0, of(24, 0, "time.a"))];
    let files = [shown(24, 0, 0, "time.a", json!({})), tied.join("\n")];
    assert_eq!(states(&replay_files(&files))[0].1, State::Done, "ties keep file, then line order");
}

#[test]
fn rule_6_what_is_erased_or_taken_back_is_gone() {
    let base = [
        shown(24, 0, 0, "time.a", json!({})),
        said("done", "d", 24, 0, with_of(24, json!({"text": "words", "rating": 4}))),
    ];
    let and = |line: String| [base.to_vec(), vec![line]].concat();
    check(&and(said("undo", "u", 24, 1, json!({"target": "d"}))), |history| {
        assert_eq!(states(&history)[0].1, State::Open);
    });
    check(&and(said("erased", "e", 24, 1, json!({"target": "d"}))), |history| {
        assert_eq!((states(&history)[0].1, history.notes_on("time.a").count()), (State::Open, 0));
    });
    check(&and(said("erased", "e", 24, 1, json!({"target": "d", "only": "text"}))), |history| {
        assert_eq!((states(&history)[0].1, history.notes_on("time.a").count()), (State::Done, 0));
        assert_eq!(history.offers[0].rating, Some(4));
    });
    let twice =
        [and(said("undo", "u", 24, 1, json!({"target": "d"}))), vec![said("undo", "v", 24, 2, json!({"target": "u"}))]];
    check(&twice.concat(), |history| assert_eq!(states(&history)[0].1, State::Open, "there is no redo"));
}

#[test]
fn rule_7_undo_goes_back_through_everything_said() {
    let swap = json!({"because": "swap", "replaces": "2026-11-24/shown/0"});
    let mut lines = vec![
        shown(23, 0, 0, "time.z", json!({})),
        said("done", "d1", 23, 0, of(23, 0, "time.z")),
        shown(24, 0, 0, "time.a", json!({})),
        shown(24, 1, 1, "time.b", swap),
        said("note", "n", 24, 2, json!({"text": "words"})),
        said("pause", "p", 24, 3, json!({"until": "2026-12-01"})),
    ];
    let mut taken = Vec::new();
    loop {
        let mut target = None;
        check(&lines, |history| {
            target = history.last_act().map(|act| match act {
                Act::Said(event) => event.id.to_string(),
                Act::Replaced(offer) => offer.entry.id.to_string(),
            });
        });
        let Some(id) = target else { break };
        lines.push(said("undo", &format!("u{id}"), 24, 30, json!({"target": id})));
        taken.push(id);
    }
    assert_eq!(taken, ["p", "n", "2026-11-24/shown/1", "d1"]);
    check(&lines, |history| {
        assert_eq!(&*history.current(day(TODAY)).expect("restored").shown.prompt, "time.a");
    });
}

#[test]
fn rule_7_undoing_a_never_drops_the_prompt_that_came_instead() {
    let never = |id: &str, minute: u32| said("never", id, 24, minute, of(24, 0, "time.a"));
    let instead = |number: u32, hour: u32| {
        let id = format!("2026-11-24/shown/{number}");
        let at = format!("2026-11-24T{hour:02}:00:00.000+01:00");
        let more = json!({"id": id, "at": at, "because": "never", "replaces": "2026-11-24/shown/0"});
        shown(24, number, 0, &format!("time.b{number}"), more)
    };
    let late = |line: String, hour: u32| line.replace("T09:", &format!("T{hour:02}:"));
    let undo = |id: &str, target: &str, hour: u32| late(said("undo", id, 24, 5, json!({"target": target})), hour);
    let prompt = |lines: &[String]| {
        let mut prompt = String::new();
        check(lines, |history| {
            prompt = history.last_shown(day(TODAY)).expect("a prompt").shown.prompt.to_string();
        });
        prompt
    };
    let lines = [shown(24, 0, 0, "time.a", json!({})), never("n", 0), instead(1, 10)];
    let and = |more: &[String]| [&lines[..], more].concat();
    assert_eq!(prompt(&lines), "time.b1");
    assert_eq!(prompt(&and(&[undo("u", "n", 11)])), "time.a");
    let done = late(said("done", "d", 24, 2, of(24, 1, "time.b1")), 10);
    assert_eq!(prompt(&and(&[done, undo("u", "n", 11)])), "time.b1", "not once it was answered");
    let dropped_later = and(&[undo("u", "n", 11), late(never("m", 0), 12)]);
    assert_eq!(prompt(&dropped_later), "time.a", "what was taken back stays so, whatever is dropped later");
    let older = and(&[
        late(said("allow", "l", 24, 0, json!({"prompt": "time.a"})), 11),
        late(never("m", 0), 12),
        undo("v", "m", 13),
    ]);
    assert_eq!(prompt(&older), "time.b1", "it came because of another never, which holds");
}

#[test]
fn rule_8_the_last_answer_holds_and_a_rating_stays() {
    let shown = shown(24, 0, 0, "time.a", json!({}));
    let rated = said("done", "d", 24, 0, with_of(24, json!({"rating": 5, "text": "words"})));
    let (skip, plain) = (said("skip", "s", 24, 1, of(24, 0, "time.a")), said("done", "e", 24, 2, of(24, 0, "time.a")));
    check(&[shown.clone(), rated.clone(), skip.clone()], |history| assert_eq!(states(&history)[0].1, State::Skipped));
    check(&[shown.clone(), rated, skip, plain], |history| {
        let offer = &history.offers[0];
        assert_eq!((offer.state, offer.rating, offer.is_loved()), (State::Done, Some(5), true));
        assert_eq!(history.notes_on("time.a").collect::<Vec<_>>(), ["words"]);
    });
    let snooze = said("snooze", "z", 24, 3, with_of(24, json!({"until": "2026-11-30"})));
    check(&[shown.clone(), snooze], |history| assert_eq!(history.offers[0].until, Some(day("2026-11-30"))));
    let other = said("done", "d", 24, 0, of(24, 0, "time.other"));
    check(&[shown, other], |history| assert_eq!(states(&history)[0].1, State::Open, "an answer names its prompt"));
}

#[test]
fn rule_9_todays_prompt_is_the_last_shown_unless_dropped() {
    let lines = [shown(24, 0, 0, "time.a", json!({})), shown(24, 1, 1, "time.b", json!({"because": "ask"}))];
    check(&lines, |history| assert_eq!(&*history.current(day(TODAY)).expect("one").shown.prompt, "time.b"));
    let never = said("never", "n", 24, 0, json!({"prompt": "time.b"}));
    let allow = said("allow", "l", 24, 1, json!({"prompt": "time.b"}));
    check(&[lines[0].clone(), lines[1].clone(), never.clone()], |history| {
        assert!(history.current(day(TODAY)).is_none() && history.is_never("time.b"));
    });
    check(&[lines[0].clone(), lines[1].clone(), never, allow], |history| {
        assert!(history.current(day(TODAY)).is_some() && history.nevers().next().is_none());
    });
}

#[test]
fn numbers_are_used_up_by_all_that_was_ever_shown() {
    let lines = [
        shown(24, 0, 0, "time.a", json!({})),
        shown(24, 1, 1, "time.b", json!({"because": "swap", "replaces": "2026-11-24/shown/0"})),
        said("undo", "u", 24, 0, json!({"target": "2026-11-24/shown/1"})),
        said("erased", "e", 24, 1, json!({"target": "2026-11-24/shown/4"})),
    ];
    check(&lines[..1], |history| assert_eq!(history.next_number(day(TODAY)), 1));
    check(&lines[..3], |history| assert_eq!(history.next_number(day(TODAY)), 2));
    check(&lines, |history| {
        assert_eq!((history.next_number(day(TODAY)), history.next_number(day("2026-11-25"))), (5, 0))
    });
    // What is left of a damaged log must not take back what is shown next, nor stand in its place.
    let orphans = [
        said("undo", "u", 24, 0, json!({"target": "2026-11-24/shown/2"})),
        said("note", "2026-11-24/shown/6", 24, 1, json!({"text": "words"})),
        said("undo", "v", 24, 2, json!({"target": format!("2026-11-24/shown/{}", u32::MAX)})),
    ];
    check(&orphans[..1], |history| assert_eq!(history.next_number(day(TODAY)), 3));
    check(&orphans, |history| assert_eq!(history.next_number(day(TODAY)), 7));
}

#[test]
fn a_pause_lasts_until_its_day_and_the_last_one_holds() {
    let pause = |id: &str, minute: u32, until: &str| said("pause", id, 24, minute, json!({"until": until}));
    let lines = [pause("a", 0, "2026-12-24"), pause("b", 1, "2026-11-26")];
    check(&lines, |history| {
        let paused = |text: &str| history.paused_until(day(text)).is_some();
        assert!(paused("2026-11-25") && !paused("2026-11-26") && !paused("2026-12-01"));
    });
}

#[test]
fn facets_rest_for_seven_days_whatever_became_of_their_prompt() {
    let lines = [
        shown(16, 0, 0, "time.a", json!({"facet": "old"})),
        shown(17, 0, 0, "time.b", json!({"facet": "week"})),
        shown(23, 0, 0, "time.c", json!({"facet": "new"})),
        shown(24, 0, 0, "time.d", json!({"facet": "today"})),
    ];
    check(&lines, |history| {
        let facets: Vec<_> =
            history.resting_facets(day(TODAY)).into_iter().map(|(_, facet)| facet.to_owned()).collect();
        assert_eq!(facets, ["new", "week"]);
    });
}
