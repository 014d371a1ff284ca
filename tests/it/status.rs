//! Today in one word, for status bars.

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

#[test]
fn a_bar_is_told_what_came_of_today_and_never_the_prompt() {
    let home = Sandbox::at(NOW);
    assert_eq!(home.ok("status"), "○ ready\n");
    assert!(!home.log_path().exists(), "nothing is picked for a bar");
    home.ok("today");
    assert_eq!(home.ok("status"), "○ ready\n");
    for (verb, expected) in [("done", "● done"), ("love", "● done"), ("skip", "– skipped"), ("snooze", "→ later")]
    {
        home.ok(verb);
        assert_eq!(home.ok("status"), format!("{expected}\n"));
    }
    assert_eq!(home.ok("status --ascii"), "> later\n");
    assert_eq!(home.ok("status --plain"), "Today's prompt: later.\n");
    let home = home.later("2026-11-25T08:00:00+01:00");
    assert_eq!(home.ok("status"), "○ ready\n", "tomorrow is another day");
}

#[test]
fn a_pause_is_quiet_whenever_it_began() {
    let home = Sandbox::at(NOW);
    home.ok("pause --days 3");
    assert_eq!(home.ok("status"), "→ quiet\n");
    let home = home.later("2026-11-26T08:00:00+01:00");
    assert_eq!(home.ok("status"), "→ quiet\n");
    let home = home.later("2026-11-27T08:00:00+01:00");
    assert_eq!(home.ok("status"), "○ ready\n");
    home.ok("today");
    home.ok("pause");
    assert_eq!(home.ok("status"), "→ quiet\n");
    home.ok("done");
    assert_eq!(home.ok("status"), "● done\n", "what was done is done, paused or not");
}

#[test]
fn waybar_gets_one_line_of_json() {
    let home = Sandbox::at(NOW);
    let waybar = |home: &Sandbox| -> Value {
        let line = home.ok("status --waybar");
        assert_eq!(line.matches('\n').count(), 1);
        serde_json::from_str(&line).unwrap()
    };
    let ready =
        json!({"text": "○ ready", "tooltip": "Today's prompt is ready: connect", "class": "ready", "percentage": 0});
    assert_eq!(waybar(&home), ready);
    home.ok("today");
    home.ok("done");
    let done = json!({"text": "● done", "tooltip": "Done for today", "class": "done", "percentage": 100});
    assert_eq!(waybar(&home), done);
}

#[test]
fn a_format_that_needs_no_prompt_makes_no_pick() {
    let home = Sandbox::at(NOW);
    assert_eq!(home.ok("status --format '{day}: {state}'"), "2026-11-24: none\n");
    assert_eq!(home.json("status --json")["state"], "none");
    assert!(!home.log_path().exists());
    let told = home.ok("status --format '{id}|{state}'");
    assert!(home.log_path().exists() && home.events().is_empty(), "the log is made, so that the seed stays");
    assert_eq!(told, format!("{}|open\n", home.id()), "and today shows the same");
    assert_eq!(home.ok("status --format '{day}: {state}'"), "2026-11-24: open\n");
    assert_eq!(home.json("status --json"), home.json("today --json"));
    let run = home.run("status --format '{txt}'");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: --format: no field \"txt\"; did you mean \"text\"?\n"));
}

#[test]
fn every_recipe_of_the_readme_runs() {
    let text = include_str!("../../README.md");
    let section = text.split("## In a status bar").nth(1).unwrap().split("\n## ").next().unwrap();
    let home = Sandbox::at(NOW);
    let mut recipes = 0;
    for rest in section.split("connect status").skip(1) {
        recipes += 1;
        let flags = rest.split(['\n', '"', ')']).next().unwrap();
        assert!(home.ok(&format!("status{flags}")).contains("○ ready"), "{flags}");
    }
    assert!(recipes >= 6, "{recipes} recipes");
}

#[test]
fn a_bar_hears_of_no_faults() {
    let home = Sandbox::at(NOW).settings("minutes = \"many\"\n").pack("bad.toml", "[[prompt]]\n");
    assert_eq!(home.ok("status"), "○ ready\n");
    home.write(".local/share/connect/history.jsonl", b"\xff no line of ours\n");
    assert_eq!(home.ok("status"), "○ ready\n");
    let nothing = Sandbox::at(NOW).settings("library = false\nwhere = [\"distance\"]\n");
    assert_eq!(nothing.ok("status --format '{id}|{state}'"), "|none\n");
}
