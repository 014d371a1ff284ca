//! No verb is left out: each meets every fault, or leaves no trace.

use std::fs;

use crate::home::{NOW, check_all, files, home, require};
use crate::sandbox::Sandbox;
use crate::verbs::WRITING;

/// Verbs that look and tell. `config edit` writes what a person types at a terminal, as `config set` does.
const LOOKING: &[&str] = &[
    "why",
    "history",
    "stats",
    "practices",
    "browse",
    "show time.ask-5",
    "check",
    "config get name",
    "config list",
    "config path",
    "config edit",
    "remind status",
    "remind test",
    "status",
    "data path",
    "schema settings",
    "doctor",
    "completions bash",
    "safety",
];

#[test]
fn every_verb_meets_every_fault_or_is_known_to_look() {
    let home = home(NOW);
    let lines: Vec<&str> = WRITING.iter().map(|verb| verb.line).chain(LOOKING.iter().copied()).collect();
    let verbs = verbs_in(&home.ok("help"));
    assert!(verbs.len() > 30, "{verbs:?}");
    for verb in verbs {
        let help = home.ok(&format!("help {verb}"));
        let below = help.split_once("Commands:\n").map_or("", |(_, rest)| rest.split("\n\n").next().unwrap());
        let below: Vec<String> = verbs_in(below).iter().map(|below| format!("{verb} {below}")).collect();
        for verb in if below.is_empty() { vec![verb] } else { below } {
            let is_it = |line: &&str| format!("{line} ").starts_with(&format!("{verb} "));
            assert!(lines.iter().any(is_it), "connect {verb} meets no fault");
        }
    }
}

/// The verbs that a help text lists.
fn verbs_in(help: &str) -> Vec<String> {
    let words = help.lines().filter_map(|line| Some(line.strip_prefix("  ")?.split_once("  ")?.0));
    words.filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())).map(str::to_owned).collect()
}

#[test]
fn verbs_that_look_leave_no_trace() {
    check_all(
        LOOKING,
        |line| format!("connect {line}"),
        |line| {
            let home = home(NOW);
            home.ok("");
            let before = contents(&home);
            home.run(line);
            let after = contents(&home);
            require(before == after, || format!("it leaves another home behind: {:?}", files(home.home())))
        },
    );
}

/// Every file and what is in it, but for what the stand-in of a desktop shows.
fn contents(home: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let ours = files(home.home()).into_iter().filter(|path| !path.ends_with("/notices"));
    ours.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}
