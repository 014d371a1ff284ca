//! System calls, listed and made to fail.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::home::has;
use crate::sandbox::{PROGRAM, Sandbox};
use crate::verbs::Writing;

/// A system call of a run, by name and count: the fault can be put there again.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// Counted from 1, by name.
    pub(crate) number: usize,
    /// As strace writes it, with the paths behind descriptors.
    pub(crate) text: String,
}

/// Whether calls can be traced on this machine.
pub(crate) fn works() -> bool {
    has("strace", &["-f", "-o", "/dev/null", "true"])
}

/// Every system call that a command line makes once the program itself has begun.
pub(crate) fn calls(home: &Sandbox, verb: &Writing) -> Vec<Call> {
    let trace = home.path("trace");
    strace(home, verb, &["-y", "-o", trace.to_str().unwrap()]);
    let text = fs::read_to_string(&trace).unwrap();
    fs::remove_file(trace).unwrap();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        // Only where threads are followed are they told apart.
        let (process, text) = if verb.runs_tools() { ("", line) } else { line.split_once(' ').unwrap_or(("", line)) };
        let text = text.trim_start();
        let Some((name, _)) = text.split_once('(').filter(|(name, _)| !name.contains([' ', '<', '-', '+'])) else {
            continue;
        };
        let number = counts.entry((process, name)).or_default();
        *number += 1;
        // Until here it was the loader's: as good as not begun.
        if name == "poll" && *number == 1 {
            calls.clear();
        }
        calls.push(Call { name: name.to_owned(), number: *number, text: text.to_owned() });
    }
    assert!(calls.len() > 20, "{text}");
    calls
}

/// Runs a command line with one call changed: `signal=SIGKILL`, `error=EIO`. `met` counts the runs that came to it.
pub(crate) fn with_fault(home: &Sandbox, verb: &Writing, call: &Call, fault: &str, met: &AtomicUsize) -> Output {
    let (name, trace) = (&call.name, home.path("trace"));
    let inject = format!("inject={name}:{fault}:when={}", call.number);
    // The quick way of tracing delivers no signal.
    let quick: &[&str] = if fault.starts_with("error") && !verb.runs_tools() { &["--seccomp-bpf"] } else { &[] };
    let only = format!("trace={name}");
    let output = strace(home, verb, &[quick, &["-e", &only, "-e", &inject, "-o", trace.to_str().unwrap()]].concat());
    let text = fs::read_to_string(&trace).unwrap();
    fs::remove_file(trace).unwrap();
    if text.contains("(INJECTED)") || text.contains("killed by SIGKILL") {
        met.fetch_add(1, Ordering::Relaxed);
    }
    output
}

/// Other programs that a verb runs are left alone, and go on whatever becomes of it: they are waited for, as they hold
/// on to its output.
fn strace(home: &Sandbox, verb: &Writing, flags: &[&str]) -> Output {
    let mut command = if verb.runs_tools() { Command::new("sh") } else { Command::new("strace") };
    home.furnish(&mut command);
    command.args(if verb.runs_tools() { &["-c", "exec strace \"$@\" 9>&1", "sh"][..] } else { &["-f"] });
    command.args(flags).arg("--").arg(PROGRAM).args(shell_words::split(&verb.typed(home)).unwrap());
    command.output().unwrap()
}
