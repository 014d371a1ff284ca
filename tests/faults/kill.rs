//! The program killed: before every one of its system calls, and a thousand times at any moment.

use crate::home::{check_aftermath, check_all, require};
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
        check_all(&cases, name, |call| survives(verb, &home(), call));
    }
}

fn survives(verb: &Writing, home: &Sandbox, call: &Call) -> Result<(), String> {
    let before = home.log_text();
    let (output, _) = with_fault(home, verb.line, call, "signal=SIGKILL");
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
