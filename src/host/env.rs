//! The process's surroundings, read once: clock, environment variables, folders, terminal.

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, TimeDelta, TimeZone as _};

use crate::model::view::paint::Look;

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
    /// `CONNECT_DISABLE`: the shell hook is to be silent.
    pub disabled: bool,
    /// `VISUAL` or `EDITOR`, as typed.
    pub editor: Option<String>,
    /// `PAGER`, as typed, and the rows of the terminal it is for. None where standard output is no terminal.
    pub pager: Option<(String, usize)>,
    /// Whether `LESS` says how that pager is to behave.
    pub less_is_set: bool,
    /// The address of the session's message bus, where one is given.
    pub bus: Option<String>,
    /// Where a login keeps its sockets.
    pub runtime: PathBuf,
    /// The name or the path by which the program was run.
    pub started_as: PathBuf,
    /// `PATH`: where programs are looked up.
    search: Option<OsString>,
    /// What is wrong with the environment itself.
    pub complaints: Vec<String>,
}

/// The three folders, and those of schedulers; none where there is no home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub config: Option<PathBuf>,
    /// The variable that moved the settings, if one did.
    pub config_origin: Option<&'static str>,
    pub data: Option<PathBuf>,
    pub state: Option<PathBuf>,
    /// Where systemd looks for units of this user.
    pub units: Option<PathBuf>,
    /// Where systemd remembers when a timer came last.
    pub timer_stamps: Option<PathBuf>,
    /// Where launchd looks for agents of this user.
    pub agents: Option<PathBuf>,
    home: Option<PathBuf>,
}

/// The variables that move each folder, and where below home it lies without them.
const FOLDERS: [(&str, &str, &str); 3] = [
    ("CONNECT_CONFIG_DIR", "XDG_CONFIG_HOME", ".config"),
    ("CONNECT_DATA_DIR", "XDG_DATA_HOME", ".local/share"),
    ("CONNECT_STATE_DIR", "XDG_STATE_HOME", ".local/state"),
];

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
            disabled: set("CONNECT_DISABLE").is_some(),
            bus: text("DBUS_SESSION_BUS_ADDRESS").filter(|address| !address.is_empty()),
            runtime: runtime(variable),
            started_as: PathBuf::new(),
            search: set("PATH"),
            editor: text("VISUAL").or_else(|| text("EDITOR")).filter(|editor| !editor.trim().is_empty()),
            pager: text("PAGER").filter(|pager| !pager.trim().is_empty()).zip(streams.size.map(|(_, rows)| rows)),
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

fn runtime(variable: &dyn Fn(&str) -> Option<OsString>) -> PathBuf {
    let given = variable("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    given.unwrap_or_else(|| format!("/run/user/{}", rustix::process::getuid().as_raw()).into())
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

impl Paths {
    fn resolve(variable: &dyn Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Self {
        let home = home.filter(|home| home.is_absolute());
        let own = |own: &str| variable(own).filter(|value| !value.is_empty()).map(PathBuf::from);
        let xdg = |xdg: &str| variable(xdg).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = |name: &str, default: &str| xdg(name).or_else(|| Some(home.as_ref()?.join(default)));
        let place = |(name, folder, default): (&str, &str, &str)| {
            own(name).or_else(|| Some(base(folder, default)?.join("connect")))
        };
        let [config, data, state] = FOLDERS;
        Self {
            config: place(config),
            config_origin: [own(config.0).map(|_| config.0), xdg(config.1).map(|_| config.1)]
                .into_iter()
                .flatten()
                .next(),
            data: place(data),
            state: place(state),
            units: base(config.1, config.2).map(|folder| folder.join("systemd/user")),
            timer_stamps: base(data.1, data.2).map(|folder| folder.join("systemd/timers")),
            agents: home.as_ref().map(|home| home.join("Library/LaunchAgents")),
            home,
        }
    }

    /// The folders that lie elsewhere than they would in a bare environment, by the variables that say so.
    pub fn moved(&self) -> Vec<(&'static str, PathBuf)> {
        let folders = FOLDERS.into_iter().zip([&self.config, &self.data, &self.state]);
        let moved = folders.filter_map(|((own, _, default), folder)| {
            let usual = self.home.as_ref().map(|home| home.join(default).join("connect"));
            let folder = folder.as_ref().filter(|folder| Some(*folder) != usual.as_ref())?;
            Some((own, std::path::absolute(folder).ok()?))
        });
        moved.collect()
    }

    /// A path as people read it: the home folder is `~`.
    pub fn shorten(&self, path: &Path) -> String {
        let inside = self.home.as_ref().and_then(|home| path.strip_prefix(home).ok());
        match inside {
            Some(inside) => Path::new("~").join(inside).display().to_string(),
            None => path.display().to_string(),
        }
    }
}

#[cfg(test)]
#[path = "env_tests.rs"]
mod tests;
