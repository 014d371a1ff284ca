//! Many processes at once: one prompt, nothing lost.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};

use connect::host::env::{Env, Streams};
use connect::host::log::Log;
use connect::host::log::append::shown;
use connect::model::ask::Ask;
use connect::model::event::{Because, Detail, Shown};
use connect::model::prompt::Traits;
use connect::model::record::NewShown;
use connect::model::vocabulary::{Kind, Practice};
use serde_json::json;

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn sixty_four_first_runs_agree_on_one_prompt() {
    for round in 0..5 {
        let mut home = Sandbox::bare(NOW);
        home.unset("CONNECT_SEED");
        let children: Vec<Child> = (0..64).map(|_| start(&mut home.command("today"))).collect();
        let outputs: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        let prompts: BTreeSet<_> = outputs.iter().map(|output| output.stdout.clone()).collect();
        assert_eq!(prompts.len(), 1, "round {round}");
        assert!(outputs.iter().all(|output| output.status.success()), "round {round}");
        assert_eq!(home.events().len(), 1, "round {round}: {}", home.log_text());
        assert_eq!(home.log_text().lines().count(), 2, "one header, one event");
        let left = std::fs::read_dir(home.log_path().parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "no temporary file stays");
    }
}

#[test]
fn three_hundred_and_twenty_notes_survive_eight_writers_and_their_readers() {
    let home = Sandbox::at(NOW);
    home.ok("");
    let writer = |number: usize| {
        let mut command = Command::new("sh");
        home.furnish(&mut command);
        let script = format!(
            "i=0; while [ $i -lt 40 ]; do {p} note \"w{number}-$i\" >/dev/null || exit 1; {p} today >/dev/null || exit 1; i=$((i+1)); done",
            p = crate::sandbox::PROGRAM
        );
        start(command.args(["-c", &script]))
    };
    let writers: Vec<Child> = (0..8).map(writer).collect();
    for child in writers {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let notes: BTreeSet<String> = home
        .events()
        .iter()
        .filter_map(|event| Some(event["text"].as_str()?.to_owned()))
        .filter(|text| text.starts_with('w'))
        .collect();
    assert_eq!(notes.len(), 320);
}

/// A prompt as the picker hands it over.
fn picked(prompt: &str) -> NewShown<'_> {
    let traits = Traits { practice: Practice::Gratitude, kind: Kind::Ask, effort: 5, love: None };
    let shown = Shown {
        prompt: prompt.into(),
        facet: None,
        traits,
        depth: 1,
        weekend: false,
        because: Because::Day,
        replaces: None,
        asked: Ask::default(),
    };
    NewShown { shown, detail: Detail::default() }
}

#[test]
fn another_prompt_shown_meanwhile_is_replaced_not_doubled() {
    let home = Sandbox::at(NOW);
    let variable = |name: &str| (name == "CONNECT_NOW").then(|| NOW.into());
    let clock = || unreachable!("the time is given");
    let env = Env::resolve(&variable, Some(home.home().to_owned()), Streams::default(), clock);
    let stale = Log::whole(&env);
    let (nothing, _) = stale.everything();
    let day = env.now.date_naive();
    // Between reading the log and appending to it, another shell shows its prompt.
    home.ok("today --practice time");
    let other = home.events()[0]["prompt"].as_str().unwrap().to_owned();
    shown(&env, &stale, &nothing, day, &picked(&other), None).unwrap();
    assert_eq!(home.events().len(), 1, "the same prompt is shown once");
    shown(&env, &stale, &nothing, day, &picked("gratitude.ask-4"), None).unwrap();
    let events = home.events();
    assert_eq!((&events[1]["id"], &events[1]["prompt"]), (&json!("2026-11-24/shown/1"), &json!("gratitude.ask-4")));
    assert_eq!(events[1]["replaces"], "2026-11-24/shown/0");
    assert!(home.ok("done").contains("gratitude.ask-4"), "what was read last is meant");
}
