//! Days, in every zone and at every edge of the calendar.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};

use crate::sandbox::Sandbox;

#[test]
fn no_year_makes_it_stumble() {
    for now in [
        "1969-12-31T23:59:59+00:00",
        "1970-01-01T00:00:00+00:00",
        "2038-01-19T03:14:08+00:00",
        "2100-02-28T12:00:00+00:00",
        "2100-03-01T12:00:00+00:00",
        "9999-12-31T23:59:59+00:00",
        "0000-01-01T00:00:00+00:00",
        "2024-02-29T12:00:00+14:00",
        "2024-02-29T03:59:59-12:00",
    ] {
        let home = Sandbox::at(now);
        let first = home.ok("");
        assert_eq!(home.ok("today"), first, "{now}");
        for verb in [
            "done",
            "snooze --days 1000",
            "pause --days 1000",
            "undo",
            "undo",
            "undo",
            "another",
            "why",
            "practices",
            "today --hook",
        ] {
            home.ok(verb);
        }
        assert_eq!(home.events().iter().filter(|event| event["event"] == "shown").count(), 2, "{now}");
    }
}

#[test]
fn a_clock_that_goes_back_changes_no_day() {
    let home = Sandbox::at("2026-11-24T08:00:00+01:00");
    let tuesday = home.id();
    let home = home.later("2026-11-25T08:00:00+01:00");
    let wednesday = home.id();
    let home = home.later("2026-11-24T20:00:00+01:00");
    assert_eq!(home.id(), tuesday, "Tuesday is what it was");
    let home = home.later("2026-11-20T08:00:00+01:00");
    home.greeted();
    let home = home.later("2026-11-25T20:00:00+01:00");
    assert_eq!(home.id(), wednesday, "future days wait, and are still there");
    assert_eq!(home.events().iter().filter(|event| event["event"] == "shown").count(), 3);
}

#[test]
fn travel_neither_skips_nor_doubles_a_day_that_was_shown() {
    let home = Sandbox::at("2026-11-24T22:00:00+13:00");
    let first = home.id();
    let home = home.later("2026-11-24T06:00:00-08:00");
    assert_eq!(home.id(), first, "westward, the same day again");
    let home = home.later("2026-11-26T06:00:00+13:00");
    home.ok("");
    let days: Vec<String> = home.events().iter().map(|event| event["day"].as_str().unwrap().to_owned()).collect();
    assert_eq!(days, ["2026-11-24", "2026-11-26"]);
}

/// The real clock's zone rules, at every change of a year in zones that change in odd ways.
#[test]
fn the_stamp_ends_when_the_next_day_begins_in_every_zone() {
    let zones = [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "UTC",
        "Bad/Zone",
        "",
    ];
    for zone in zones {
        let mut home = Sandbox::at("");
        home.unset("CONNECT_NOW");
        let home = home.env("TZ", zone);
        home.ok("");
        let until: i64 = std::fs::read_to_string(home.stamp_path()).unwrap().trim_end().parse().unwrap();
        let event = &home.events()[0];
        let at = chrono::DateTime::parse_from_rfc3339(event["at"].as_str().unwrap()).unwrap();
        let left = until - at.timestamp();
        assert!((1..=25 * 3600).contains(&left), "{zone}: {left}");
        assert_eq!(home.ok("today --hook"), "", "{zone}: the stamp holds now");
    }
}

#[test]
fn a_day_begins_where_the_settings_say() {
    let home = Sandbox::at("2026-11-24T23:30:00+01:00").settings("library = false\nday_starts = \"23:00\"\n");
    home.ok("");
    assert_eq!(home.events()[0]["day"], "2026-11-24");
    let midnight = Sandbox::at("2026-11-24T00:00:00+01:00").settings("library = false\nday_starts = \"00:00\"\n");
    midnight.ok("");
    assert_eq!(midnight.events()[0]["day"], "2026-11-24");
}

#[test]
fn weekends_are_what_the_settings_say() {
    let friday = Sandbox::at("2026-11-27T08:00:00+01:00").settings("library = false\nweekend = [\"fri\"]\n");
    friday.ok("");
    assert_eq!(friday.events()[0]["weekend"], true);
    assert_eq!("2026-11-27".parse::<NaiveDate>().unwrap().weekday().number_from_monday(), 5);
}

/// A hundred days with the built-in library, lived through the program itself.
#[test]
fn a_hundred_days_are_fair() {
    let mut home = Sandbox::bare("");
    let first: NaiveDate = "2026-01-05".parse().unwrap();
    let mut last_seen: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..100 {
        let day = first + Days::new(number as u64);
        home.set("CONNECT_NOW", &format!("{day}T08:00:00Z"));
        let object = home.json("--json");
        let practice = object["practice"].as_str().unwrap().to_owned();
        if let Some(before) = last_seen.insert(practice.clone(), number) {
            assert!((2..=14).contains(&(number - before)), "{practice} on {day} after {before}");
        }
    }
    assert_eq!(last_seen.len(), 9);
    let events = home.events();
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    for (at, event) in events.iter().enumerate() {
        let id = event["prompt"].as_str().unwrap().to_owned();
        if let Some(before) = shown.insert(id.clone(), at) {
            assert!(at - before >= 60, "{id} after {} days", at - before);
        }
    }
}
