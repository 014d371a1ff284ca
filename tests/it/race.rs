//! Many processes at once: one prompt, nothing lost.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};

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

#[test]
fn another_prompt_shown_meanwhile_is_replaced_not_doubled() {
    let home = Sandbox::at(NOW);
    let other = Sandbox::at(NOW).env("CONNECT_SEED", "elsewhere");
    other.ok("today --practice time");
    home.write(".local/share/connect/history.jsonl", other.log_text().as_bytes());
    home.ok("another");
    let events = home.events();
    assert_eq!(events[1]["id"], "2026-11-24/shown/1");
    assert_eq!(events[1]["replaces"], "2026-11-24/shown/0");
}
