//! Every system call failing, one at a time, in every way it can.

use std::process::Output;

use crate::aftermath::Trial;
use crate::home::{Verdict, check_all, require};
use crate::sandbox::Sandbox;
use crate::strace::{self, Call, with_fault};
use crate::verbs::{Effect, Writing};

/// What concerns memory, threads and signals, and what no kernel fails: without these nothing runs at all. Closing
/// counts among them, for the standard library takes it for granted.
const BEYOND: [&str; 26] = [
    "brk",
    "clock_nanosleep",
    "clone3",
    "close",
    "exit",
    "exit_group",
    "futex",
    "geteuid",
    "getegid",
    "getgid",
    "getpid",
    "gettid",
    "getuid",
    "madvise",
    "mmap",
    "mprotect",
    "munmap",
    "poll",
    "prctl",
    "prlimit64",
    "rseq",
    "rt_sigaction",
    "rt_sigprocmask",
    "sched_getaffinity",
    "set_robust_list",
    "sigaltstack",
];

/// The ways in which a call can fail.
fn errors(call: &Call) -> &'static [&'static str] {
    match call.name.as_str() {
        "openat" if !call.text.contains("O_WRONLY") && !call.text.contains("O_RDWR") => &["EIO", "EACCES", "EINTR"],
        "openat" => &["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT", "EINTR"],
        "write" | "fsync" | "fdatasync" | "ftruncate" => &["EIO", "ENOSPC", "EDQUOT", "EINTR"],
        "mkdir" | "linkat" | "rename" | "renameat" => &["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT"],
        "unlink" | "chmod" | "fchmod" | "utimensat" => &["EIO", "EROFS", "EACCES"],
        "flock" => &["ENOLCK", "EINTR", "EIO"],
        "read" | "pread64" => &["EIO", "EINTR"],
        "statx" => &["EIO", "EACCES"],
        _ => &["EIO"],
    }
}

#[test]
fn whatever_call_fails_the_prompt_appears_and_what_is_acknowledged_is_kept() {
    if !strace::works() {
        return;
    }
    let trials = Trial::all();
    let cases: Vec<(&Trial, Call, &str)> = trials.iter().flat_map(cases).collect();
    let name = |(trial, call, error): &(&Trial, Call, &str)| {
        format!("connect {}: {} {} fails with {error}: {}", trial.verb.line, call.name, call.number, call.text)
    };
    check_all(&cases, name, |(trial, call, error)| {
        let home = trial.home();
        let output = with_fault(&home, trial.verb, call, &format!("error={error}"), &trial.met);
        survives(trial.verb, &home, call, &output)?;
        trial.check(&home, &String::from_utf8_lossy(&output.stderr))
    });
    for trial in &trials {
        trial.has_met(cases.iter().filter(|(of, ..)| std::ptr::eq(*of, trial)).count());
    }
}

/// Every call of a verb that can fail, with each way of failing.
fn cases(trial: &Trial) -> impl Iterator<Item = (&Trial, Call, &'static str)> {
    // The standard library's own maps take their randomness for granted.
    let is_beyond = |call: &Call| BEYOND.contains(&call.name.as_str()) || call.text.contains("GRND_INSECURE");
    // A notifier that cannot be looked at is passed over for the next on the search path, as a shell does.
    let is_beyond = move |call: &Call| is_beyond(call) || call.text.contains("/notify-send");
    let relevant = trial.calls().filter(move |call| !is_beyond(call));
    relevant.flat_map(move |call| errors(&call).iter().map(move |error| (trial, call.clone(), *error)))
}

fn survives(verb: &Writing, home: &Sandbox, call: &Call, output: &Output) -> Verdict {
    let (printed, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let code = output.status.code().ok_or_else(|| format!("ended by {}: {told}", output.status))?;
    let outcome = || format!("exit code {code}\n{printed}{told}");
    // What stands in a pack or in settings that can't be read is not known; that is told beside it.
    let is_unknown = [2, 65, 78].contains(&code) && verb.effect == Effect::Says && told.contains("can't be read");
    require(([0, 74, 75].contains(&code) || is_unknown) && !told.contains("panicked"), outcome)?;
    require(code == 0 || !told.is_empty() || call.text.starts_with("write(2<"), outcome)?;
    require(!verb.is_unattended() || code == 0, outcome)?;
    require(!verb.line.contains("--hook") || told.is_empty(), outcome)?;
    if verb.effect == Effect::Says {
        require(code != 0 || verb.is_kept_but_for(home, &told), || format!("acknowledged and lost: {}", outcome()))?;
        require(code != 75, outcome)?;
    } else if !verb.is_unattended() && !call.text.starts_with("write(1<") {
        require(!printed.is_empty(), || format!("no prompt: {}", outcome()))?;
        require(code != 0 || verb.is_kept(home), || format!("shown and not recorded, without a word: {}", outcome()))?;
        let again = home.run("today").stdout;
        require(code != 0 || again == printed, || format!("not what stays:\n{again}{}", outcome()))?;
    }
    Ok(())
}
