//! The day and the shell's quiet time around every change of the clocks in twenty zones, as the C library tells them.

use std::collections::BTreeMap;
use std::process::Command;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use crate::home::{Verdict, check_all, home, require};
use crate::shim::{compiled, with};

const ZONES: [&str; 20] = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Moscow",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Havana",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Amman",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Antarctica/Troll",
];

/// The clocks of a zone around one change: the wall clock every ten minutes.
struct Change {
    zone: &'static str,
    at: i64,
    wall: BTreeMap<i64, NaiveDateTime>,
}

impl Change {
    /// The logical day of an instant: four hours are taken from the wall clock, whatever it does.
    fn day(&self, at: i64) -> NaiveDate {
        (self.wall[&at] - TimeDelta::hours(4)).date()
    }
}

#[test]
fn days_begin_at_four_by_the_wall_clock_around_every_change_of_twenty_zones() {
    let Some(oracle) = compiled("zones.c", &[]) else { return };
    let mut changes = Vec::new();
    for zone in ZONES {
        let output = Command::new(&oracle).env("TZ", zone).output().unwrap();
        let mut found: BTreeMap<i64, BTreeMap<i64, NaiveDateTime>> = BTreeMap::new();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let numbers: Vec<i64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
            let part = |at: usize| u32::try_from(numbers[at]).unwrap();
            let date = NaiveDate::from_ymd_opt(i32::try_from(numbers[2]).unwrap(), part(3), part(4)).unwrap();
            found.entry(numbers[0]).or_default().insert(numbers[1], date.and_hms_opt(part(5), part(6), 0).unwrap());
        }
        changes.extend(found.into_iter().map(|(at, wall)| Change { zone, at, wall }));
    }
    // From the forties on each year's rules are those of the year before: every eighth change stands for the rest.
    let mut number = 0;
    changes.retain(|change| {
        number += 1;
        change.at < 2_208_988_800 || number % 8 == 0
    });
    assert!(changes.len() > 1500, "{} changes: are the zones' rules installed?", changes.len());
    check_all(&changes, |change| format!("{} at {}", change.zone, change.at), is_right);
}

fn is_right(change: &Change) -> Verdict {
    // The hours before the change, its own, and the hours after it, turn by turn.
    let turn = (change.at / 3600).rem_euclid(13) - 6;
    let at = *change.wall.range(change.at + turn * 3600..).next().unwrap().0;
    let Some(mut home) = with(home(""), &[("SHIM_CLOCK", &at.to_string()), ("TZ", change.zone)]) else { return Ok(()) };
    home.unset("CONNECT_NOW");
    let run = home.run("today --hook");
    require(run.code == 0 && !run.stdout.is_empty() && run.stderr.is_empty(), || format!("{run:?}"))?;
    let (day, shown) = (change.day(at), home.events()[0]["day"].clone());
    require(shown == day.to_string(), || format!("{shown} was shown on {day}"))?;
    let stamp: i64 = std::fs::read_to_string(home.stamp_path()).unwrap().trim().parse().unwrap();
    let next = change.wall.keys().copied().find(|&later| later > at && change.day(later) > day).unwrap();
    let is_exact = stamp == next;
    // Where four o'clock comes twice it has come already, and the shell asks again; where a whole day is left out,
    // it asks when that day would have ended.
    let passed = stamp <= at && change.wall.range(..at).any(|(_, wall)| *wall >= next_start(day));
    let skips = change.wall.values().all(|wall| *wall != next_start(day));
    require(is_exact || passed || skips, || format!("at {at}, quiet until {stamp} and not {next}"))
}

fn next_start(day: NaiveDate) -> NaiveDateTime {
    (day + Days::new(1)).and_hms_opt(4, 0, 0).unwrap()
}
