//! Three machines and a sync tool that brings files late, in any order, and keeps both of two versions.

use std::collections::BTreeMap;
use std::fs;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::home::{Dice, Verdict, check_all, copy, home, require};
use crate::sandbox::Sandbox;

const SCHEDULES: usize = 500;
const STEPS: usize = 9;
const FOLDER: &str = ".local/share/connect";

/// What may be typed on any machine at any time, whether or not it makes sense there.
const LINES: [&str; 12] = [
    "today",
    "today",
    "another",
    "done --rating 4",
    "love",
    "skip",
    "snooze --days 1",
    "never",
    "note 'a few words'",
    "pause",
    "undo",
    "today --mood tired",
];

/// A sync tool's view: the version it holds of every file, and which of them each machine had last.
struct Sync {
    files: BTreeMap<String, String>,
    seen: [BTreeMap<String, String>; 3],
    conflicts: usize,
}

#[test]
fn three_machines_agree_whatever_order_their_files_arrive_in() {
    let first = home("2026-11-23T08:00:00+01:00");
    first.ok("today");
    let schedules: Vec<usize> = (0..SCHEDULES).collect();
    check_all(
        &schedules,
        |number| format!("schedule {number}"),
        |&number| plays_out(&first, &mut Dice::new(&format!("schedule {number}"))),
    );
}

fn plays_out(first: &Sandbox, dice: &mut Dice) -> Verdict {
    let mut machines = [copy(first), copy(first), copy(first)];
    let start = files(first);
    let mut sync = Sync { files: start.clone(), seen: [start.clone(), start.clone(), start], conflicts: 0 };
    let mut now: DateTime<FixedOffset> = "2026-11-24T07:00:00+01:00".parse().unwrap();
    let mut said = 0;
    for _ in 0..STEPS {
        now += TimeDelta::minutes(7 + i64::try_from(dice.below(400)).unwrap());
        let number = dice.below(3);
        if dice.below(3) == 0 {
            sync.meet(number, &machines[number]);
            continue;
        }
        let machine = &mut machines[number];
        machine.set("CONNECT_NOW", &now.to_rfc3339());
        let before = machine.log_text();
        let line = LINES[dice.below(LINES.len())];
        let run = machine.run(line);
        require([0, 2].contains(&run.code), || format!("connect {line}: {run:?}"))?;
        require(machine.log_text().starts_with(&before), || format!("connect {line} changed the log"))?;
        said += usize::from(machine.log_text() != before);
    }
    let lines = agree(&mut sync, &mut machines, now)?;
    let expected = first.log_text().lines().count() + said;
    require(lines == expected, || format!("{expected} lines were written, and {lines} arrived"))
}

/// After everything has arrived everywhere, all machines say the same of the days; whatever file they call their own.
fn agree(sync: &mut Sync, machines: &mut [Sandbox; 3], now: DateTime<FixedOffset>) -> Result<usize, String> {
    for number in [0, 1, 2, 0, 1, 2] {
        sync.meet(number, &machines[number]);
    }
    let names: Vec<&String> = sync.files.keys().collect();
    let mut told = Vec::new();
    for (number, machine) in machines.iter_mut().enumerate() {
        // Another file in the place of the log, and all of them in another order.
        for (at, name) in names.iter().enumerate() {
            let content = &sync.files[&names[(at + number) % names.len()].clone()];
            fs::write(machine.path(FOLDER).join(name), content).unwrap();
        }
        let later = now + TimeDelta::minutes(1);
        machine.set("CONNECT_NOW", &later.to_rfc3339());
        let shown = ["today --json", "history --json"].map(|line| machine.run(line));
        require(shown.iter().all(|run| run.stderr.is_empty()), || format!("{shown:?}"))?;
        told.push(shown.map(|run| (run.code, run.stdout)));
    }
    require(told[0] == told[1] && told[1] == told[2], || format!("they disagree: {told:#?}\n{:#?}", sync.files))?;
    Ok(sync.files.values().flat_map(|file| file.lines()).collect::<std::collections::BTreeSet<_>>().len())
}

fn files(machine: &Sandbox) -> BTreeMap<String, String> {
    let entries = fs::read_dir(machine.path(FOLDER)).unwrap().map(|entry| entry.unwrap().path());
    let logs = entries.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    logs.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

impl Sync {
    /// A machine meets the others' files: what only one side changed is taken over, of two changes both are kept.
    fn meet(&mut self, number: usize, machine: &Sandbox) {
        for (name, content) in files(machine) {
            let held = self.files.get(&name).cloned();
            let last = self.seen[number].get(&name);
            if held.as_ref() == last || held.is_none() {
                self.files.insert(name, content);
            } else if Some(&content) != last && Some(&content) != held.as_ref() {
                self.conflicts += 1;
                self.files
                    .insert(format!("history.sync-conflict-20261124-070000-{:03}.jsonl", self.conflicts), content);
            }
        }
        for (name, content) in &self.files {
            fs::write(machine.path(FOLDER).join(name), content).unwrap();
        }
        self.seen[number] = self.files.clone();
    }
}
