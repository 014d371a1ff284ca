//! The process's surroundings, read once: clock, environment variables, folders, terminal.

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, TimeDelta, TimeZone as _};

use super::paths::Paths;
use crate::model::view::paint::Look;

/// Variables that silence the shell hook: ours, and those by which builds and coding agents make themselves known.
const SILENCERS: [&str; 10] = [
    "CONNECT_DISABLE",
    "CI",
    "AI_AGENT",
    "AGENT",
    "CLAUDECODE",
    "CODEX_CI",
    "COPILOT_CLI",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "OPENCODE",
];

/// Where a run takes place, and when. A run happens at one instant.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the surroundings")]
pub struct Env {
    pub now: DateTime<FixedOffset>,
    /// Whether the instant came from `CONNECT_NOW`; then its offset is the local zone.
    now_is_given: bool,
    /// `CONNECT_SEED`, in place of the log's.
    pub seed: Option<String>,
    pub paths: Paths,
    pub look: Look,
    /// Standard error is a terminal: hints have a reader.
    pub has_reader: bool,
    /// Standard input is a terminal.
    pub has_typist: bool,
    /// The shell hook is to be silent: by `CONNECT_DISABLE`, or because it is no person who opens a shell.
    pub disabled: bool,
    /// `SHELL`: the person's own.
    pub shell: Option<String>,
    /// `VISUAL` or `EDITOR`, as typed.
    pub editor: Option<String>,
    /// `PAGER`, as typed, and the rows of the terminal it is for. None where standard output is no terminal.
    pub pager: Option<(String, usize)>,
    /// Whether `LESS` says how that pager is to behave.
    pub less_is_set: bool,
    /// The address of the session's message bus, where one is given.
    pub bus: Option<String>,
    /// The name or the path by which the program was run.
    pub started_as: PathBuf,
    /// `PATH`: where programs are looked up.
    search: Option<OsString>,
    /// What is wrong with the environment itself.
    pub complaints: Vec<String>,
}

/// What standard streams are.
#[derive(Clone, Copy, Default)]
pub struct Streams {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
    /// Columns and rows of the terminal, if standard output is one.
    pub size: Option<(usize, usize)>,
}

impl Env {
    /// Reads the process's own surroundings.
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment and the clock are read")]
    pub fn from_process() -> Self {
        let stdout = std::io::stdout();
        let streams = Streams {
            stdin: std::io::stdin().is_terminal(),
            stdout: stdout.is_terminal(),
            stderr: std::io::stderr().is_terminal(),
            size: terminal_size::terminal_size_of(&stdout)
                .map(|(width, height)| (usize::from(width.0), usize::from(height.0))),
        };
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let nanoseconds = since_epoch.as_ref().map_or(0, Duration::subsec_nanos);
        let seconds = match since_epoch {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
        };
        let started_as = std::env::args_os().next().unwrap_or_default().into();
        let variable = |name: &str| std::env::var_os(name);
        Self { started_as, ..Self::resolve(&variable, dirs::home_dir(), streams, || local(seconds, nanoseconds)) }
    }

    /// The surroundings that these variables and streams mean.
    pub fn resolve(
        variable: &dyn Fn(&str) -> Option<OsString>,
        home: Option<PathBuf>,
        streams: Streams,
        clock: impl FnOnce() -> DateTime<FixedOffset>,
    ) -> Self {
        let text = |name: &str| variable(name).and_then(|value| value.into_string().ok());
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let said = |name: &str| text(name).filter(|value| !value.trim().is_empty());
        let mut complaints = Vec::new();
        let given = text("CONNECT_NOW").filter(|now| !now.is_empty()).and_then(|now| {
            let parsed = DateTime::parse_from_rfc3339(&now).ok();
            if parsed.is_none() {
                complaints.push("CONNECT_NOW is no time such as 2026-11-24T08:00:00+01:00; using the clock".to_owned());
            }
            parsed
        });
        let ascii = text("TERM").as_deref() == Some("linux") || !is_utf8(&text);
        Self {
            now: given.unwrap_or_else(clock),
            now_is_given: given.is_some(),
            seed: text("CONNECT_SEED").filter(|seed| !seed.is_empty()),
            paths: Paths::resolve(variable, home),
            look: Look {
                color: uses_color(&set, streams.stdout && text("TERM").is_none_or(|term| term != "dumb")),
                ascii,
                plain: text("TERM").as_deref() == Some("dumb"),
                roomy: streams.stdout,
                width: width(text("COLUMNS"), streams.size.map(|(columns, _)| columns)),
            },
            has_reader: streams.stderr,
            has_typist: streams.stdin,
            disabled: SILENCERS.iter().any(|name| set(name).is_some()),
            shell: said("SHELL"),
            bus: said("DBUS_SESSION_BUS_ADDRESS"),
            started_as: PathBuf::new(),
            search: set("PATH"),
            editor: said("VISUAL").or_else(|| said("EDITOR")),
            pager: said("PAGER").zip(streams.size.map(|(_, rows)| rows)),
            less_is_set: set("LESS").is_some(),
            complaints,
        }
    }

    /// Lets time pass. Where the instant was given, the clock stands still and nobody waits.
    pub fn wait(&self, duration: Duration) {
        if !self.now_is_given {
            std::thread::sleep(duration);
        }
    }

    /// The absolute path of a program, by its name or by the path it was run by. Links are kept, since they stay
    /// where they are when what they point to is replaced by a newer version.
    pub fn find(&self, program: &Path) -> Option<PathBuf> {
        if program.components().count() > 1 {
            return std::path::absolute(program).ok();
        }
        let folders = std::env::split_paths(self.search.as_ref()?).map(|folder| folder.join(program));
        folders.filter_map(|path| std::path::absolute(path).ok()).find(|path| is_executable(path))
    }

    /// The Unix time at which a wall clock reading comes, by the zone that is in force then.
    pub fn unix_time_of(&self, wall: NaiveDateTime) -> i64 {
        let fixed = || (wall - TimeDelta::seconds(self.now.offset().local_minus_utc().into())).and_utc().timestamp();
        if self.now_is_given {
            return fixed();
        }
        // A reading that a clock change leaves out comes when the clock has jumped over it.
        let read = |wall: NaiveDateTime| Local.from_local_datetime(&wall).earliest();
        let later = || read(wall.checked_add_signed(TimeDelta::hours(1))?);
        read(wall).or_else(later).map_or_else(fixed, |at| at.timestamp())
    }
}

/// An instant in the local zone; the zone is UTC where none is known.
fn local(seconds: i64, nanoseconds: u32) -> DateTime<FixedOffset> {
    // Local time of the outermost years cannot be represented; no clock means them.
    let far = 8_000_000_000_000;
    let utc = DateTime::from_timestamp(seconds.clamp(-far, far), nanoseconds).unwrap_or_default();
    utc.with_timezone(&Local).fixed_offset()
}

fn is_executable(path: &Path) -> bool {
    let anybody_may_run = 0o111;
    std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & anybody_may_run != 0)
}

fn is_utf8(text: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| text(name).filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// `NO_COLOR`, then `CLICOLOR_FORCE`, then `CLICOLOR=0`, then the terminal.
fn uses_color(set: &dyn Fn(&str) -> Option<OsString>, terminal: bool) -> bool {
    let is = |name: &str, value: &str| set(name).is_some_and(|found| found == value);
    if set("NO_COLOR").is_some() {
        return false;
    }
    if set("CLICOLOR_FORCE").is_some() && !is("CLICOLOR_FORCE", "0") {
        return true;
    }
    terminal && !is("CLICOLOR", "0")
}

/// At most 72 columns, which is also what a pipe gets.
fn width(columns: Option<String>, terminal: Option<usize>) -> usize {
    let asked = columns.and_then(|columns| columns.trim().parse().ok()).filter(|&columns| columns > 0);
    asked.or(terminal.filter(|&columns| columns > 0)).unwrap_or(72).min(72)
}

#[cfg(test)]
#[path = "env_tests.rs"]
mod tests;
