//! The program killed: before every one of its system calls, and a thousand times at any moment.

use std::io::Read as _;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::aftermath::Trial;
use crate::home::{Dice, NOW, Verdict, check_all, home, require};
use crate::strace::{self, Call, with_fault};
use crate::verbs::Effect;

#[test]
fn killed_before_any_system_call_a_verb_loses_nothing_it_acknowledged() {
    if !strace::works() {
        return;
    }
    let trials = Trial::all();
    let cases: Vec<(&Trial, Call)> =
        trials.iter().flat_map(|trial| trial.calls().map(move |call| (trial, call))).collect();
    let name = |(trial, call): &(&Trial, Call)| {
        format!("connect {} killed before {} {}: {}", trial.verb.line, call.name, call.number, call.text)
    };
    check_all(&cases, name, |(trial, call)| survives(trial, call));
    for trial in &trials {
        trial.has_met(cases.iter().filter(|(of, _)| std::ptr::eq(*of, trial)).count());
    }
}

fn survives(trial: &Trial, call: &Call) -> Verdict {
    let (verb, home) = (trial.verb, trial.home());
    let output = with_fault(&home, verb, call, "signal=SIGKILL", &trial.met);
    let (printed, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    require(output.status.code().is_none_or(|code| code == 0), || format!("{told}"))?;
    let is_told = if verb.shows_first() { output.status.success() } else { !printed.is_empty() };
    let is_kept = || verb.is_kept_but_for(&home, &told);
    require(verb.effect != Effect::Says || !is_told || is_kept(), || format!("acknowledged and lost: {printed}"))?;
    if verb.effect == Effect::Shows && !printed.is_empty() {
        let again = home.run("today").stdout;
        require(again == printed, || format!("another prompt than was shown:\n{printed}{again}"))?;
    }
    trial.check(&home, &told)
}

/// So many runs are killed, or just not.
const KILLS: usize = 1000;

#[test]
fn of_a_thousand_notes_killed_at_random_every_acknowledged_one_is_there() {
    let home = home(NOW);
    let shown = home.ok("today");
    let mut dice = Dice::new("kill");
    // The moment wanders to where about half of the runs are just fast enough, for there the danger is.
    let mut patience = 4000.0_f64;
    let mut acknowledged = Vec::new();
    for number in 0..KILLS {
        let mut command = home.command(&format!("note 'n{number}.'"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        #[expect(clippy::cast_precision_loss, reason = "a thousandth is exact enough")]
        std::thread::sleep(Duration::from_micros(1).mul_f64(patience * (0.5 + dice.below(1000) as f64 / 1000.0)));
        child.kill().unwrap();
        let mut printed = String::new();
        child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
        child.wait().unwrap();
        let was_in_time = printed.contains("Noted");
        if was_in_time {
            acknowledged.push(format!("\"n{number}.\""));
        }
        patience *= if was_in_time { 0.95 } else { 1.05 };
    }
    let log = home.log_text();
    // A kill can cut a line where a page of the file ends. Nobody was told that such a one was kept; those who were
    // must find theirs whole.
    let whole: Vec<&str> = log.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).collect();
    let lost: Vec<&String> =
        acknowledged.iter().filter(|text| !whole.iter().any(|line| line.contains(text.as_str()))).collect();
    assert!(lost.is_empty(), "{lost:?} of {} acknowledged notes are lost", acknowledged.len());
    assert!((100..900).contains(&acknowledged.len()), "{} were in time: too few or too many", acknowledged.len());
    assert_eq!(home.run("today").stdout, shown);
}
