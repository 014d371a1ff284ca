//! The program killed: before every one of its system calls, and a thousand times at any moment.

use std::io::Read as _;
use std::process::Stdio;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use serde_json::Value;

use crate::home::{Dice, NOW, Verdict, check_aftermath, check_all, home, require};
use crate::sandbox::Sandbox;
use crate::strace::{self, Call, calls, with_fault};
use crate::verbs::{Effect, WRITING, Writing};

#[test]
fn killed_before_any_system_call_a_verb_loses_nothing_it_acknowledged() {
    if !strace::works() {
        return;
    }
    for verb in WRITING {
        let home = verb.homes();
        let cases = calls(&home(), verb.line);
        let name =
            |call: &Call| format!("connect {} killed before {} {}: {}", verb.line, call.name, call.number, call.text);
        let met = AtomicUsize::new(0);
        check_all(&cases, name, |call| survives(verb, &home(), call, &met));
        assert!(met.into_inner() * 10 > cases.len() * 9, "the kills of connect {} miss it", verb.line);
    }
}

fn survives(verb: &Writing, home: &Sandbox, call: &Call, met: &AtomicUsize) -> Verdict {
    let before = home.log_text();
    let output = with_fault(home, verb.line, call, "signal=SIGKILL", met);
    let (printed, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    require(output.status.code().is_none_or(|code| code == 0), || format!("{told}"))?;
    let acknowledged = verb.effect == Effect::Says && !printed.is_empty();
    require(!acknowledged || verb.is_kept(home), || format!("acknowledged and lost: {printed}"))?;
    if verb.effect == Effect::Shows && !printed.is_empty() {
        let again = home.run("today").stdout;
        require(again == printed, || format!("another prompt than was shown:\n{printed}{again}"))?;
    }
    check_aftermath(home, &before)
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
