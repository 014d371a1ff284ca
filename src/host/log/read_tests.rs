//! What is read of a long log tells the same as all of it.

use std::fs;

use chrono::{DateTime, Days};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::host::env::Streams;
use crate::model::offer::Offer;

const NOW: &str = "2026-11-24T12:00:00+01:00";

fn today() -> NaiveDate {
    date(NOW)
}

fn date(text: &str) -> NaiveDate {
    text[..10].parse().expect("a date")
}

/// The surroundings of a log of these lines.
fn env(folder: &tempfile::TempDir, log: &str) -> Env {
    fs::write(folder.path().join(NAME), log).expect("a log");
    let variable = |name: &str| (name == "CONNECT_DATA_DIR").then(|| folder.path().as_os_str().to_owned());
    Env::resolve(&variable, None, Streams::default(), || DateTime::parse_from_rfc3339(NOW).expect("a time"))
}

/// A prompt shown on a day, in so long a line.
fn shown(day: NaiveDate, number: usize, prompt: &str, length: usize) -> String {
    format!(
        r#"{{"event":"shown","id":"{day}/shown/{number}","day":"{day}","at":"{day}T08:00:00.000+01:00","prompt":"{prompt}","practice":"time","facet":"f","kind":"do","text":"{}","effort":5,"depth":1,"love":null,"weekend":false,"because":"day","replaces":null,"asked":{{}}}}"#,
        "word ".repeat(length / 5)
    )
}

fn said(event: &str, id: usize, day: NaiveDate, more: &serde_json::Value) -> String {
    let mut line = json!({"event": event, "id": format!("{id:032x}"), "day": day.to_string(),
        "at": format!("{day}T09:00:00.000+01:00")});
    if let (Some(line), Some(more)) = (line.as_object_mut(), more.as_object()) {
        line.extend(more.clone());
    }
    line.to_string()
}

fn since(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

#[test]
fn old_lines_are_passed_over_unless_their_effect_lasts() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = |age: u64| match age % 500 {
        0 => said("never", usize::try_from(age).expect("small"), since(age), &json!({"prompt": format!("time.{age}")})),
        _ => shown(since(age), 0, "time.a", 1500),
    };
    let log: String = (1..=3000).rev().map(|age| line(age) + "\n").collect();
    let env = env(&folder, &log);
    let arena = Bump::new();
    let Recent { history, bad, .. } = Log::recent(&env, &arena);
    assert_eq!((history.nevers().count(), bad.len()), (6, 0), "what lasts, however old");
    let days: Vec<NaiveDate> = history.offers.iter().map(|offer| offer.entry.day).collect();
    assert!(days.is_sorted() && (1..=1100).all(|age| age % 500 == 0 || days.contains(&since(age))), "all of late");
    assert!(days.len() < 1300, "hardly any other: {}", days.len());
}

#[test]
fn one_wrong_clock_hides_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines: Vec<String> = (1..=1000).rev().map(|age| shown(since(age), 0, "time.a", 1500)).collect();
    // The clock was wrong for 30 days of every 75: about one probe of two falls among them, and never two in a row.
    for (_, line) in lines.iter_mut().enumerate().filter(|(number, _)| number % 75 < 30) {
        *line = line.replace(r#""at":"20"#, r#""at":"19"#);
    }
    let env = env(&folder, &(lines.join("\n") + "\n"));
    assert_eq!(Log::recent(&env, &Bump::new()).history.offers.len(), 1000);
}

#[test]
fn nor_does_any_single_line() {
    let lines: Vec<String> = (0..160).rev().map(|age| shown(since(10 * age), 0, "time.a", 3000)).collect();
    for wrong in 0..lines.len() {
        let mut lines = lines.clone();
        lines[wrong] = lines[wrong].replace(r#""at":"20"#, r#""at":"19"#);
        let folder = tempfile::tempdir().expect("a folder");
        let env = env(&folder, &(lines.join("\n") + "\n"));
        let arena = Bump::new();
        let Recent { log, history, .. } = Log::recent(&env, &arena);
        assert!(log.files[0].older.is_some(), "long enough to be read in part");
        let days: BTreeSet<_> = history.offers.iter().map(|offer| offer.entry.day).collect();
        assert!((0..=110).all(|age| days.contains(&since(10 * age))), "line {wrong}");
    }
}

#[test]
fn what_was_shown_beyond_memory_is_counted_unless_it_was_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let others = (1..=1800).rev().map(|age| shown(since(age), 0, "laughter.b", 900));
    let mut lines = vec![shown(since(2002), 0, "time.a", 0), shown(since(2001), 7, "time.a", 200_000)];
    lines.extend(others);
    let beyond = |lines: &[String]| {
        let arena = Bump::new();
        let Recent { log, history, .. } = Log::recent(&env(&folder, &lines.join("\n")), &arena);
        assert_eq!(history.days_shown("time.a", today()).len(), 0);
        log.days_shown_beyond("time.a", first_remembered(today())).len()
    };
    assert_eq!(beyond(&lines), 2, "one of them longer than a block");
    lines.push(said("undo", 0, since(2001), &json!({"target": format!("{}/shown/7", since(2001))})));
    assert_eq!(beyond(&lines), 1);
}

/// What a pick goes by.
fn facts(history: &History<'_>, beyond: impl Fn(&str) -> BTreeSet<NaiveDate>) -> Vec<String> {
    let asleep = history.snoozed(today());
    let id = |offer: &Offer<'_>| offer.entry.id.to_string();
    let days = |prompt: &String| {
        let mut days = beyond(prompt);
        days.extend(history.days_shown(prompt, today()));
        days
    };
    vec![
        format!("{:?} {} {:?}", history.seed, history.newer, history.current(today()).map(id)),
        format!("{:?}", history.nevers().collect::<Vec<_>>()),
        format!("{} {:?}", history.next_number(today()), history.paused_until(today())),
        format!("{:?} {:?}", asleep.0, asleep.1.into_iter().map(id).collect::<Vec<_>>()),
        format!("{:?}", history.resting_facets(today())),
        format!("{:?}", history.time_to_append(DateTime::parse_from_rfc3339(NOW).expect("a time"))),
        format!("{:?}", (0..5).map(|slug| days(&format!("time.{slug}"))).collect::<Vec<_>>()),
        format!("{:#?}", history.records(today())),
    ]
}

proptest! {
    // A smaller log is no smaller failure, and shrinking a megabyte takes long.
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_a_pick_needs_tells_what_reading_everything_tells(
        events in prop::collection::vec((0..20_u8, 0..5_usize, 0..300_usize, 500..3000_usize), 400..500),
        wrong_clock in 0..400_usize,
        unfinished in any::<bool>(),
    ) {
        let header = json!({"connect_log": 1, "min_reader": 1, "seed": "s", "at": "2019-01-01T00:00:00+01:00"});
        let mut lines = vec![header.to_string()];
        for (number, (kind, slug, back, length)) in events.iter().enumerate() {
            let day = |number: usize| since(10 * (events.len() - 1 - number) as u64);
            let (prompt, other) = (format!("time.{slug}"), number.saturating_sub(*back));
            let of = json!({"of": format!("{}/shown/{other}", day(other)), "prompt": prompt});
            let target = if back % 2 == 0 { of["of"].clone() } else { json!(format!("{other:032x}")) };
            lines.push(match kind {
                0 => said("done", number, day(number), &of),
                1 => said("skip", number, day(number), &of).replace(':', " : ").replace("09 : 00 : 00.000+01 : 00", "09:00:00Z"),
                2 => said("never", number, day(number), &json!({"prompt": prompt})),
                3 => said("allow", number, day(number), &json!({"prompt": prompt})),
                4 => said("undo", number, day(number), &json!({"target": target})),
                5 => said("erased", number, day(number), &json!({"target": target})),
                6 => said("note", number, day(number), &json!({"prompt": prompt, "text": "\"never\" \u{e9}".repeat(*length / 10)})),
                7 => said("sung", number, day(number), &json!({})),
                _ => shown(day(number), number, &prompt, *length),
            });
        }
        lines[wrong_clock] = lines[wrong_clock].replace(r#""at":"20"#, r#""at":"19"#);
        let log = lines.join("\n") + if unfinished { "\n{\"event\":\"sk" } else { "\n" };
        let folder = tempfile::tempdir().expect("a folder");
        let env = env(&folder, &log);
        let arena = Bump::new();
        let (Recent { log, history, .. }, whole) = (Log::recent(&env, &arena), Log::whole(&env));
        let beyond = |prompt: &str| log.days_shown_beyond(prompt, first_remembered(today()));
        prop_assert!(log.files[0].older.is_some(), "long enough to be read in part");
        prop_assert_eq!(log.seen, whole.seen);
        prop_assert_eq!(facts(&history, beyond), facts(&whole.everything().0, |_| BTreeSet::new()));
    }
}
