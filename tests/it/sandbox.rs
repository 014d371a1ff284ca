//! A home of its own for each test, and the real program in it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// An empty home at one instant, with a seed.
pub(crate) struct Sandbox {
    home: TempDir,
    env: Vec<(String, String)>,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_connect");

/// Where `crontab`, `systemctl`, `launchctl` and `notify-send` stand that know nothing but the home they run in: no
/// test reaches those of the machine.
pub(crate) const DESKTOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/desktop");

/// A small library whose picks stay as they are when the built-in one grows.
pub(crate) const PACK: &str = include_str!("fixture.toml");

/// Whether all tests have to be done.
#[expect(clippy::disallowed_methods, reason = "the variable by which a continuous build makes itself known")]
pub(crate) fn is_continuous_build() -> bool {
    std::env::var_os("CI").is_some()
}

/// Says that a test can't be done here; where all have to be done, that is a failure.
pub(crate) fn skip(missing: &str) {
    assert!(!is_continuous_build(), "{missing} is missing");
    // Past the harness, which keeps what a passing test prints to itself.
    let _ = std::io::stderr().write_all(format!("SKIPPED, for want of {missing}\n").as_bytes());
}

impl Sandbox {
    /// A home at this instant, with the fixture library alone.
    pub(crate) fn at(now: &str) -> Self {
        Self::bare(now).settings("library = false\n").pack("fixture.toml", PACK)
    }

    /// A home at this instant, as it is on the first day.
    pub(crate) fn bare(now: &str) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let env = [
            ("LANG", "C.UTF-8"),
            ("TERM", "xterm-256color"),
            ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/the/bus"),
            ("CONNECT_SEED", "s7"),
            ("CONNECT_NOW", now),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { home, env }
    }

    /// The same home at another instant.
    #[must_use]
    pub(crate) fn later(mut self, now: &str) -> Self {
        self.set("CONNECT_NOW", now);
        self
    }

    #[must_use]
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.env.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn unset(&mut self, name: &str) {
        self.env.retain(|(known, _)| known != name);
    }

    #[must_use]
    pub(crate) fn settings(self, text: &str) -> Self {
        self.write(".config/connect/settings.toml", text.as_bytes());
        self
    }

    #[must_use]
    pub(crate) fn pack(self, name: &str, text: &str) -> Self {
        self.write(&format!(".config/connect/prompts/{name}"), text.as_bytes());
        self
    }

    #[must_use]
    pub(crate) fn log(self, lines: &str) -> Self {
        self.write(".local/share/connect/history.jsonl", lines.as_bytes());
        self
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    pub(crate) fn log_path(&self) -> PathBuf {
        self.path(".local/share/connect/history.jsonl")
    }

    pub(crate) fn stamp_path(&self) -> PathBuf {
        self.path(".local/state/connect/quiet-until")
    }

    /// The log as it stands.
    pub(crate) fn log_text(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// The events of the log, header aside.
    pub(crate) fn events(&self) -> Vec<Value> {
        let text = self.log_text();
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let values = lines.map(|line| serde_json::from_str(line).expect("an event"));
        values.filter(|value: &Value| value["connect_log"].is_null()).collect()
    }

    /// The program with this home, not yet run.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(shell_words::split(line).expect("words"));
        self.furnish(&mut command);
        command
    }

    /// Gives another program this home.
    pub(crate) fn furnish(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("PATH", format!("{DESKTOP}:/usr/bin:/bin"))
            .stdin(Stdio::null());
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
    }

    /// Runs one command line.
    pub(crate) fn run(&self, line: &str) -> Run {
        Run::of(self.command(line).output().expect("the program runs"), self.home.path())
    }

    /// Runs one command line that must succeed without a word on standard error.
    pub(crate) fn ok(&self, line: &str) -> String {
        let run = self.run(line);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "connect {line}\n{}", run.stdout);
        run.stdout
    }

    /// What the hook says in the first shell in which it is in time: it gives up after 0.3 seconds, which a busy
    /// machine can take, and the next shell asks again.
    pub(crate) fn greeted(&self) -> String {
        let spoken = (0..20).map(|_| self.ok("today --hook"));
        spoken.into_iter().find(|said| !said.is_empty()).unwrap_or_default()
    }

    /// The JSON that one command line prints.
    pub(crate) fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(line)).expect("JSON")
    }

    /// The id of today's prompt.
    pub(crate) fn id(&self) -> String {
        self.json("today --json")["id"].as_str().expect("an id").to_owned()
    }
}

impl Run {
    pub(crate) fn of(output: Output, home: &Path) -> Self {
        let text =
            |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace(&*home.to_string_lossy(), "[HOME]");
        let code = output.status.code().unwrap_or_else(|| panic!("ended by {}", output.status));
        Self { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}
