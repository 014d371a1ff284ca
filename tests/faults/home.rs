//! Homes to break things in, and what must be true in them afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use connect::model::pick::hash::{fnv1a, mix};
use serde_json::Value;

use crate::sandbox::Sandbox;

/// The morning on which everything breaks.
pub(crate) const NOW: &str = "2026-11-24T08:01:12+01:00";

/// What is wrong, if anything is.
pub(crate) type Verdict = Result<(), String>;

/// A home whose seed is its log's own.
pub(crate) fn home(now: &str) -> Sandbox {
    let mut home = Sandbox::at(now);
    home.unset("CONNECT_SEED");
    home
}

/// The same files in another home. A link within the one is a link within the other.
pub(crate) fn copy(from: &Sandbox) -> Sandbox {
    let home = home(NOW);
    let mut folders = vec![from.home().to_owned()];
    let there = |path: &Path| path.strip_prefix(from.home()).map_or(path.to_owned(), |rest| home.home().join(rest));
    while let Some(folder) = folders.pop() {
        fs::create_dir_all(there(&folder)).unwrap();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (kind, path) = (entry.file_type().unwrap(), entry.path());
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() {
                symlink(there(&fs::read_link(&path).unwrap()), there(&path)).unwrap();
            } else {
                fs::copy(&path, there(&path)).unwrap();
            }
        }
    }
    home
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(files(&path));
        } else {
            found.extend(path.to_str().map(str::to_owned));
        }
    }
    found
}

/// What is wrong with a log that is half made.
pub(crate) fn check_log(home: &Sandbox) -> Verdict {
    let log = home.log_text();
    require(log.is_empty() || is_header(log.lines().next().unwrap_or_default()), || format!("no header:\n{log}"))
}

/// What is wrong with the days after a fault: the day's prompt appears and stays, what is said next is kept, and the
/// log is sound.
pub(crate) fn check_tomorrow(home: &Sandbox) -> Verdict {
    let first = home.run("today");
    require(first.code == 0 && first.stderr.is_empty(), || format!("today afterwards: {first:?}"))?;
    require(home.run("today").stdout == first.stdout, || "today changes its mind".to_owned())?;
    let said = home.run("note 'said afterwards'");
    require(said.code == 0 && said.stderr.is_empty(), || format!("note afterwards: {said:?}"))?;
    let log = home.log_text();
    require(log.contains("said afterwards"), || format!("what was said afterwards is lost:\n{log}"))?;
    is_sound(&log)
}

/// What is wrong with a log: every line is whole, one id means one prompt, and there is a header.
pub(crate) fn is_sound(log: &str) -> Verdict {
    let mut prompts = BTreeMap::new();
    require(is_header(log.lines().next().unwrap_or_default()), || format!("no header:\n{log}"))?;
    for line in log.lines().filter(|line| !line.is_empty()) {
        let event: Value = serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
        if event["event"] == "shown" {
            let prompt = prompts.entry(event["id"].to_string()).or_insert_with(|| event["prompt"].clone());
            require(*prompt == event["prompt"], || format!("two prompts of one id:\n{log}"))?;
        }
    }
    Ok(())
}

fn is_header(line: &str) -> bool {
    serde_json::from_str::<Value>(line).is_ok_and(|line| line["seed"].as_str().is_some_and(|seed| seed.len() == 16))
}

/// Nothing wrong where this is true.
pub(crate) fn require(is: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if is { Ok(()) } else { Err(otherwise()) }
}

/// Checks every case, on all processors, and fails with all that is wrong.
pub(crate) fn check_all<T: Sync>(
    cases: &[T],
    name: impl Fn(&T) -> String + Sync,
    check: impl Fn(&T) -> Verdict + Sync,
) {
    assert!(!cases.is_empty());
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(what) = check(case) {
                wrong.lock().unwrap().push(format!("{}: {what}", name(case)));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(
        wrong.is_empty(),
        "{} of {} cases fail, such as\n{}",
        wrong.len(),
        cases.len(),
        wrong[..wrong.len().min(12)].join("\n\n")
    );
}

/// A program that the campaign cannot do without: where it is missing, the test says so, and fails in CI.
#[expect(clippy::print_stderr, reason = "nobody may take a skipped test for one that passed")]
pub(crate) fn has(program: &str, probe: &[&str]) -> bool {
    let works = std::process::Command::new(program).args(probe).output().is_ok_and(|output| output.status.success());
    #[expect(clippy::disallowed_methods, reason = "whether this is a laptop or CI, only the environment tells")]
    let is_ci = std::env::var_os("CI").is_some();
    assert!(
        works || !is_ci,
        "`{program} {}` does not work here, and these faults cannot be made without it",
        probe.join(" ")
    );
    if !works {
        eprintln!("SKIPPED, AND SO NOT SHOWN TO HOLD: `{program} {}` does not work here", probe.join(" "));
    }
    works
}

/// Chance that falls the same way every time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(name: &str) -> Self {
        Self(fnv1a(name))
    }

    /// A number from 0 up to, not including, `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = mix(self.0);
        usize::try_from(self.0 >> 32).unwrap() % bound
    }
}
