//! What must be true of a home in which a verb met a fault, whatever the fault was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::home::{Verdict, check_log, check_tomorrow, copy, files, require};
use crate::sandbox::Sandbox;
use crate::scenes::THEIRS;
use crate::strace::{Call, calls};
use crate::verbs::{Effect, Log, WRITING, Writing};

/// Files by their names from the home on, with the home's own path out of them.
type Files = BTreeMap<String, Vec<u8>>;

/// A verb, the home it is typed in, and what it makes of it where nothing fails.
pub(crate) struct Trial {
    pub(crate) verb: &'static Writing,
    home: Sandbox,
    /// What it may become, as it was before first of all.
    worlds: Vec<World>,
    /// What was checked already: the same files lead to the same days.
    seen: Mutex<BTreeSet<Files>>,
    /// How many runs came to their fault.
    pub(crate) met: AtomicUsize,
}

/// What is true in a home.
struct World {
    files: Files,
    /// What the log says.
    history: String,
    /// Lines of the person's own.
    theirs: BTreeSet<String>,
}

impl World {
    fn of(home: &Sandbox) -> Self {
        let files = found(home);
        let theirs = theirs(&files);
        Self { files: steady(files), history: home.run("history --json --notes").stdout, theirs }
    }
}

impl Trial {
    fn of(verb: &'static Writing) -> Self {
        let home = verb.home();
        let after = copy(&home);
        let run = after.run(&verb.typed(&after));
        assert!(run.code == 0 && verb.is_kept(&after), "connect {}: {run:?}", verb.line);
        let instead = verb.instead.map(|line| {
            let home = copy(&home);
            assert_eq!(home.run(line).code, 0, "connect {line}");
            World::of(&home)
        });
        let worlds: Vec<World> = [World::of(&home), World::of(&after)].into_iter().chain(instead).collect();
        assert!(worlds.iter().all(|world| world.theirs == worlds[0].theirs), "connect {} loses lines", verb.line);
        Self { verb, home, worlds, seen: Mutex::default(), met: AtomicUsize::default() }
    }

    /// Every verb that writes.
    pub(crate) fn all() -> Vec<Self> {
        WRITING.iter().map(Self::of).collect()
    }

    /// The home, untouched.
    pub(crate) fn home(&self) -> Sandbox {
        copy(&self.home)
    }

    /// The system calls that are to meet faults. What does the same to forty files does most of it to some.
    pub(crate) fn calls(&self) -> impl Iterator<Item = Call> + use<> {
        let calls = calls(&self.home(), self.verb);
        let step = if calls.len() > 1000 { 11 } else { 1 };
        calls.into_iter().step_by(step)
    }

    /// Fails where the faults miss the verb, as they would if it did something else each time.
    pub(crate) fn has_met(&self, cases: usize) {
        assert!(
            cases > 0 && self.met.load(Ordering::Relaxed) * 10 > cases * 9,
            "the faults of connect {} miss it",
            self.verb.line
        );
    }

    /// What is wrong once the fault is over: every file is the old or the new one, the log says the old or the new
    /// truth, a second run does what the first did not, and the days go on.
    ///
    /// `told` is what the run said on standard error: what it leaves for the person to remove is not its own any more.
    pub(crate) fn check(&self, home: &Sandbox, told: &str) -> Verdict {
        let now = found(home);
        let still = theirs(&now);
        let lost = self.worlds[0].theirs.iter().find(|line| !still.contains(*line));
        require(lost.is_none(), || format!("a line of the person's own is gone: {lost:?}"))?;
        for (name, bytes) in steady(now.clone()) {
            let is_known = self.worlds.iter().any(|world| world.files.get(&name) == Some(&bytes));
            require(is_known, || format!("{name} is neither old nor new:\n{}", String::from_utf8_lossy(&bytes)))?;
        }
        let stays = |name: &&String| self.worlds.iter().all(|world| world.files.contains_key(*name));
        let lost = self.worlds[0].files.keys().filter(stays).find(|name| !now.contains_key(*name));
        require(lost.is_none(), || format!("{lost:?} is gone"))?;
        let is_left = told.contains("remove that yourself");
        if !is_left && !self.seen.lock().unwrap().insert(now) {
            return Ok(());
        }
        if matches!(self.verb.log, Log::Rewrites | Log::Removes) {
            let history = home.run("history --json --notes").stdout;
            let is_known = self.worlds.iter().any(|world| world.history == history);
            require(is_known, || format!("the history says neither the old nor the new: {history}"))?;
        } else {
            let log = home.log_text();
            let before = self.home.log_text();
            require(log.starts_with(&before), || format!("what stood in the log is gone:\n{before}---\n{log}"))?;
        }
        check_log(home)?;
        if self.verb.effect == Effect::Says {
            let again = home.run(&self.verb.typed(home));
            // What is done already may be refused.
            require([0, 2].contains(&again.code), || format!("a second time: {again:?}"))?;
            require(self.verb.is_kept_but_for(home, told), || format!("a second time does not do it: {again:?}"))?;
        }
        check_tomorrow(home)
    }
}

/// What a home holds, whatever the names of files in the making and the numbers of events.
fn found(home: &Sandbox) -> Files {
    let at = home.home().to_str().unwrap();
    let read = |path: &String| {
        let link = fs::read_link(path).map(|target| target.into_os_string().into_encoded_bytes());
        let bytes = link.or_else(|_| fs::read(path)).unwrap();
        let text = String::from_utf8_lossy(&bytes).replace(at, "~");
        let parts = text.split("\"id\":\"").map(|part| part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
        parts.collect::<Vec<_>>().join("\"id\":\"").into_bytes()
    };
    files(home.home()).iter().map(|path| (named(path.strip_prefix(at).unwrap()), read(path))).collect()
}

/// The lines that the person wrote.
fn theirs(files: &Files) -> BTreeSet<String> {
    let texts = files.values().map(|bytes| String::from_utf8_lossy(bytes));
    texts
        .flat_map(|text| text.lines().filter(|line| line.ends_with(THEIRS)).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The name of a file; of one in the making, without its numbers.
fn named(path: &str) -> String {
    let name = Path::new(path).file_name().unwrap().to_str().unwrap();
    match name.strip_prefix('.').and_then(|name| name.split_once('.')) {
        Some((kind @ ("history" | "connect" | "quiet-until"), _)) => path.replace(name, &format!(".{kind}")),
        _ => path.to_owned(),
    }
}

/// Files that are one thing or the other: not the log, which lines come and go in, what is made again at any time,
/// and what the machine around notes.
fn steady(mut files: Files) -> Files {
    let passing = ["/.local/share/connect/", "/.local/state/", "/systemctl.log", "/notices"];
    files.retain(|name, _| !passing.iter().any(|start| name.starts_with(start)) && !is_in_the_making(name));
    files
}

fn is_in_the_making(name: &str) -> bool {
    [".history", ".connect", ".quiet-until"].iter().any(|ending| name.ends_with(&format!("/{ending}")))
}
