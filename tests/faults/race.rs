//! Many processes at once, with locks that work and with locks that do not: one prompt, nothing lost.

use std::collections::BTreeSet;
use std::process::{Child, Command, Output, Stdio};

use crate::home::{NOW, home, is_sound};
use crate::sandbox::{PROGRAM, Sandbox};
use crate::shim::with_and_without_locks;

/// First runs at once.
const SHELLS: usize = 64;
const ROUNDS: usize = 20;

fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// So many shells at once, each running the same.
fn at_once(home: &Sandbox, line: &str) -> Vec<Output> {
    let children: Vec<Child> = (0..SHELLS).map(|_| start(&mut home.command(line))).collect();
    children.into_iter().map(|child| child.wait_with_output().unwrap()).collect()
}

/// The different things that were printed.
fn printed(outputs: &[Output]) -> BTreeSet<&[u8]> {
    outputs.iter().map(|output| &*output.stdout).filter(|text| !text.is_empty()).collect()
}

#[test]
fn sixty_four_first_runs_agree_on_one_prompt() {
    for round in 0..ROUNDS {
        for (number, home) in with_and_without_locks(|| home(NOW)).iter().enumerate() {
            let outputs = at_once(home, "today");
            assert_eq!(printed(&outputs).len(), 1, "round {round}");
            let failed = outputs.iter().find(|output| !output.status.success() || !output.stderr.is_empty());
            assert!(failed.is_none(), "round {round}: {failed:?}");
            assert_eq!(is_sound(&home.log_text()), Ok(()), "round {round}");
            let ids: BTreeSet<String> = home.events().iter().map(|event| event["id"].to_string()).collect();
            assert_eq!(ids.len(), 1, "round {round}: {}", home.log_text());
            if number == 0 {
                assert_eq!(home.log_text().lines().count(), 2, "one header, one event");
            }
            let left = std::fs::read_dir(home.log_path().parent().unwrap()).unwrap().count();
            assert_eq!(left, 1, "no temporary file stays");
        }
    }
}

#[test]
fn of_sixty_four_shells_one_speaks() {
    for (number, home) in with_and_without_locks(|| home(NOW)).iter().enumerate() {
        let outputs = at_once(home, "today --hook");
        assert!(outputs.iter().all(|output| output.status.success() && output.stderr.is_empty()));
        let spoke = outputs.iter().filter(|output| !output.stdout.is_empty()).count();
        assert!(spoke == 1 || (spoke > 0 && number == 1), "{spoke} spoke");
        assert_eq!(printed(&outputs).len(), 1);
        assert_eq!(home.ok("today --hook"), "", "and then no more");
    }
}

#[test]
fn three_hundred_and_twenty_notes_survive_eight_writers_and_their_readers() {
    for home in with_and_without_locks(|| home(NOW)) {
        let shown = home.ok("today");
        let loops = |script: String| {
            let mut command = Command::new("sh");
            home.furnish(&mut command);
            start(command.args(["-c", &script]))
        };
        let writers = (0..8).map(|number| {
            loops(format!("i=0; while [ $i -lt 40 ]; do {PROGRAM} note \"w$i-{number}\" || exit 1; i=$((i+1)); done"))
        });
        let writers: Vec<Child> = writers.collect();
        // Whoever reads meanwhile sees a sound log, however much of it there is.
        let readers = ["today", "practices", "history", "why"]
            .map(|verb| loops(format!("until [ -e \"$HOME/done\" ]; do {PROGRAM} {verb} || exit 1; done")));
        for child in writers {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        }
        std::fs::write(home.path("done"), "").unwrap();
        for child in readers {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        }
        let notes: BTreeSet<String> =
            home.events().iter().filter_map(|event| Some(event["text"].as_str()?.to_owned())).collect();
        assert_eq!(notes.iter().filter(|text| text.starts_with('w')).count(), 320);
        assert_eq!((home.ok("today"), is_sound(&home.log_text())), (shown, Ok(())));
    }
}
