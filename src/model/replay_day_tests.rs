//! The rules by which past days become what the picker learns from, and today what it may choose.

use super::*;

/// The record of 23 November that these lines make: also, swapped, last, outcome.
fn record(lines: &[String]) -> Option<(Vec<String>, Vec<String>, String, Outcome, Option<u8>)> {
    let mut found = None;
    check(lines, |history| {
        let records = history.records(day(TODAY));
        assert!(records.len() < 2);
        found = records.first().map(|record: &Rec<'_>| {
            let also = record.also.iter().map(|also| also.offered.prompt.to_owned()).collect();
            let swapped = record.swapped.iter().map(|swapped| swapped.prompt.to_owned()).collect();
            let last = &record.last;
            (also, swapped, last.offered.prompt.to_owned(), last.outcome, last.rating)
        });
    });
    found
}

fn list(prompts: &[&str]) -> Vec<String> {
    prompts.iter().map(|&prompt| prompt.to_owned()).collect()
}

#[test]
fn rule_10_a_day_becomes_one_record() {
    let first = shown(23, 0, 0, "time.a", json!({}));
    let swap = |number: u32| {
        let replaces = shown_id(day("2026-11-23"), number - 1);
        shown(23, number, number, &format!("time.{number}"), json!({"because": "swap", "replaces": replaces}))
    };
    let silent = Outcome::Silent;
    let swapped = record(&[first.clone(), swap(1), swap(2)]);
    assert_eq!(swapped, Some((list(&[]), list(&["time.a", "time.1"]), "time.2".into(), silent, None)));
    let ask = shown(23, 1, 1, "time.b", json!({"because": "ask", "replaces": "2026-11-23/shown/0"}));
    let asked = record(&[first.clone(), ask]);
    assert_eq!(
        asked,
        Some((list(&["time.a"]), list(&[]), "time.b".into(), silent, None)),
        "an ask counts against nothing"
    );
    let done = said("done", "d", 23, 0, with(of(23, 0, "time.a"), json!({"rating": 4})).parse().expect("JSON"));
    let late = shown(23, 1, 50, "time.b", json!({"because": "swap", "replaces": "2026-11-23/shown/0"}));
    let late = late.replace("T08:50", "T10:00");
    let more = record(&[first.clone(), done, late]);
    assert_eq!(
        more,
        Some((list(&["time.b"]), list(&[]), "time.a".into(), Outcome::Done, Some(4))),
        "the last one done"
    );
    let snooze =
        said("snooze", "z", 23, 0, with(of(23, 0, "time.a"), json!({"until": "2026-12-01"})).parse().expect("JSON"));
    assert_eq!(record(&[first.clone(), snooze.clone()]), None, "put off is no day");
    let after = record(&[first.clone(), snooze, swap(1)]);
    assert_eq!(after, Some((list(&[]), list(&[]), "time.1".into(), silent, None)));
    let twice = record(&[
        first,
        swap(1),
        shown(23, 2, 2, "time.a", json!({"because": "swap", "replaces": "2026-11-23/shown/1"})),
    ]);
    assert_eq!(
        twice,
        Some((list(&[]), list(&["time.1"]), "time.a".into(), silent, None)),
        "a prompt counts once a day"
    );
}

#[test]
fn rule_11_skipping_and_dropping_are_alike() {
    let first = shown(23, 0, 0, "time.a", json!({}));
    let skip = said("skip", "s", 23, 0, of(23, 0, "time.a"));
    let never = said("never", "n", 23, 0, of(23, 0, "time.a"));
    for answer in [skip, never] {
        let (.., outcome, _) = record(&[first.clone(), answer]).expect("a day");
        assert_eq!(outcome, Outcome::Skipped);
    }
}

#[test]
fn rule_12_only_the_days_before_today_and_within_memory_count() {
    let lines = [
        shown(24, 0, 0, "time.today", json!({})),
        shown(25, 0, 0, "time.future", json!({})),
        shown(22, 0, 0, "time.b", json!({})),
        shown(21, 0, 0, "time.a", json!({})),
        shown(1, 0, 0, "time.old", json!({"day": "2023-11-19", "id": "2023-11-19/shown/0"})),
    ];
    check(&lines, |history| {
        let records = history.records(day(TODAY));
        let prompts: Vec<_> = records.iter().map(|record| record.last.offered.prompt).collect();
        assert_eq!(prompts, ["time.a", "time.b"]);
    });
}

#[test]
fn rule_13_learning_goes_by_what_was_shown() {
    let event = json!({"practice": "laughter", "kind": "ask", "effort": 45, "love": "words", "weekend": true});
    check(&[shown(23, 0, 0, "gone.from-library", event)], |history| {
        let records = history.records(day(TODAY));
        let traits = records[0].last.offered.traits;
        assert_eq!((traits.practice.key(), traits.kind.key(), traits.effort), ("laughter", "ask", 45));
        assert_eq!((traits.love.map(Keyed::key), records[0].weekend), (Some("words"), true));
    });
}

#[test]
fn rule_14_what_was_put_off_waits_and_then_goes_first() {
    let put_off = |date: u32, prompt: &str, until: &str| {
        let id = format!("z{date}");
        let snooze = with(of(date, 0, prompt), json!({"until": until}));
        [shown(date, 0, 0, prompt, json!({})), said("snooze", &id, date, 0, snooze.parse().expect("JSON"))]
    };
    let mut lines = Vec::new();
    lines.extend(put_off(20, "time.b", "2026-11-24"));
    lines.extend(put_off(21, "time.a", "2026-11-23"));
    lines.extend(put_off(22, "time.c", "2026-11-25"));
    check(&lines, |history| {
        let (away, due) = history.snoozed(day(TODAY));
        assert_eq!(away.into_iter().collect::<Vec<_>>(), ["time.c"]);
        assert_eq!(due.iter().map(|offer| &*offer.shown.prompt).collect::<Vec<_>>(), ["time.a", "time.b"]);
    });
    lines.push(shown(23, 0, 0, "time.a", json!({})));
    check(&lines, |history| assert_eq!(history.snoozed(day(TODAY)).1.len(), 1, "not once it was shown again"));
}
