//! What an earlier release wrote is read by every later one: `tests/golden` has a folder for each release, for ever.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

#[test]
fn every_release_s_history_is_read_for_ever() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let releases: Vec<_> = fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!releases.is_empty());
    for release in releases {
        let read = |name: &str| fs::read_to_string(release.join(name)).unwrap();
        let home = Sandbox::bare("2027-02-01T09:00:00+01:00")
            .settings(&read("settings.toml"))
            .pack("ours.toml", &read("ours.toml"))
            .log(&read("history.jsonl"));
        let expected: Value = serde_json::from_str(&read("expected.json")).unwrap();
        let found = home.json("history --all --notes --json");
        assert!(holds(&found, &expected), "{}: {found}", release.display());
        assert_eq!(home.run("").stderr, "");
        // Reading it together anew changes no line.
        home.write(".local/share/connect/history (1).jsonl", read("history.jsonl").as_bytes());
        home.ok("data merge");
        assert!(home.log_text().starts_with(&read("history.jsonl")), "{}", release.display());
        let other = Sandbox::bare("2027-02-01T09:00:00+01:00");
        other.ok(&format!("data import {}", release.join("export.json").display()));
        assert!(holds(&other.json("history --all --notes --json"), &expected), "{}", release.display());
    }
}

/// Whether a value holds all that another does. Fields are only ever added.
fn holds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| found.get(key).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| holds(found, expected))
        }
        _ => found == expected,
    }
}
