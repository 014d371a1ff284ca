//! Every system call failing, one at a time, in every way it can.

use std::process::Output;
use std::sync::atomic::AtomicUsize;

use crate::home::{Verdict, check_aftermath, check_all, require};
use crate::sandbox::Sandbox;
use crate::strace::{self, Call, calls, with_fault};
use crate::verbs::{Effect, WRITING, Writing};

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
fn errors(name: &str) -> &'static [&'static str] {
    match name {
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
    for verb in WRITING {
        let home = verb.homes();
        let calls = calls(&home(), verb.line);
        // The standard library's own maps take their randomness for granted.
        let is_beyond = |call: &Call| BEYOND.contains(&call.name.as_str()) || call.text.contains("GRND_INSECURE");
        let relevant = calls.into_iter().filter(|call| !is_beyond(call));
        let cases: Vec<(Call, &str)> =
            relevant.flat_map(|call| errors(&call.name).iter().map(move |error| (call.clone(), *error))).collect();
        let name = |(call, error): &(Call, &str)| {
            format!("connect {}: {} {} fails with {error}: {}", verb.line, call.name, call.number, call.text)
        };
        let met = AtomicUsize::new(0);
        check_all(&cases, name, |(call, error)| {
            let home = home();
            let before = home.log_text();
            let output = with_fault(&home, verb.line, call, &format!("error={error}"), &met);
            survives(verb, &home, call, &output)?;
            check_aftermath(&home, &before)
        });
        assert!(met.into_inner() * 10 > cases.len() * 9, "the faults of connect {} miss it", verb.line);
    }
}

fn survives(verb: &Writing, home: &Sandbox, call: &Call, output: &Output) -> Verdict {
    let (printed, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let code = output.status.code().ok_or_else(|| format!("ended by {}: {told}", output.status))?;
    let outcome = || format!("exit code {code}\n{printed}{told}");
    // What stands in a pack or in settings that can't be read is not known; that is told beside it.
    let is_unknown = [2, 65, 78].contains(&code) && verb.effect == Effect::Says && told.contains("can't be read");
    require(([0, 74, 75].contains(&code) || is_unknown) && !told.contains("panicked"), outcome)?;
    require(code == 0 || !told.is_empty() || call.text.starts_with("write(2<"), outcome)?;
    let is_hook = verb.line.contains("--hook");
    require(!is_hook || (code == 0 && told.is_empty()), outcome)?;
    if verb.effect == Effect::Says {
        require(code != 0 || verb.is_kept(home), || format!("acknowledged and lost: {}", outcome()))?;
        require(code != 75, outcome)?;
    } else if !is_hook && !call.text.starts_with("write(1<") {
        require(!printed.is_empty(), || format!("no prompt: {}", outcome()))?;
        require(code != 0 || verb.is_kept(home), || format!("shown and not recorded, without a word: {}", outcome()))?;
        let again = home.run("today").stdout;
        require(code != 0 || again == printed, || format!("not what stays:\n{again}{}", outcome()))?;
    }
    Ok(())
}
