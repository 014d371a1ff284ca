//! A log cut, or filled with NULs, at every one of its bytes.

use std::fs;

use connect::host::env::{Env, Streams};
use connect::host::log::Log;
use connect::host::log::append::said;
use connect::model::lines::{Select, scan};
use connect::model::record::NewEvent;

use crate::home::{NOW, home};
use crate::sandbox::Sandbox;

/// Three days of a life: shown, swapped, done, noted.
fn lived() -> Sandbox {
    let mut home = home("2026-11-22T08:00:00+01:00");
    for (now, lines) in [
        ("2026-11-22T08:00:00+01:00", &["", "done --note 'say \"so\"'"][..]),
        ("2026-11-23T08:00:00+01:00", &["today", "skip", "undo"]),
        (NOW, &["note 'öäü 👩‍🚀'", "pause"]),
    ] {
        home.set("CONNECT_NOW", now);
        for line in lines {
            home.ok(line);
        }
    }
    home
}

#[test]
fn every_cut_and_every_fill_costs_at_most_the_line_it_falls_into() {
    let home = lived();
    let whole = home.log_text().into_bytes();
    // In memory where that can be had: thousands of syncs of a disk would take minutes.
    let data = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let variable = |name: &str| match name {
        "CONNECT_NOW" => Some(NOW.into()),
        "CONNECT_DATA_DIR" => Some(data.path().into()),
        _ => None,
    };
    let env = Env::resolve(&variable, None, Streams::default(), || unreachable!("the time is given"));
    let path = data.path().join("history.jsonl");
    let count = |bytes: &[u8]| {
        let lines = scan(bytes, Select::All);
        (lines.headers.len() + lines.events.len(), lines.bad.len())
    };
    for cut in 0..=whole.len() {
        for fill in [0, 1, whole.len() - cut] {
            let bytes = [&whole[..cut], &vec![0; fill]].concat();
            fs::write(&path, &bytes).unwrap();
            let log = Log::whole(&env);
            let day = env.now.date_naive();
            let event = NewEvent { event: "note", day, text: Some("after"), ..NewEvent::default() };
            said(&env, &log, &log.everything().0, &event).unwrap();
            let now = fs::read(&path).unwrap();
            assert!(now.starts_with(&bytes), "cut at {cut}: what stood there is changed");
            let ended = whole[..cut].split(|&byte| byte == b'\n').count() - 1;
            let is_whole = whole.get(cut) == Some(&b'\n');
            let (read, bad) = count(&now);
            assert_eq!(read, ended + usize::from(is_whole) + 1, "cut at {cut}, {fill} NULs");
            assert!(bad <= 1, "cut at {cut}, {fill} NULs: {bad} bad lines");
        }
    }
}
