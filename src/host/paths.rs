//! Folders and files: which variables move them, and where they lie without.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::model::shell::{Places, Shell};

/// Where things lie; none where there is no home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub config: Option<PathBuf>,
    /// The variable that moved the settings, if one did.
    pub config_origin: Option<&'static str>,
    pub data: Option<PathBuf>,
    pub state: Option<PathBuf>,
    home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and `XDG_RUNTIME_DIR`, as far as they are absolute.
    xdg_config: Option<PathBuf>,
    xdg_data: Option<PathBuf>,
    xdg_runtime: Option<PathBuf>,
    zdotdir: Option<PathBuf>,
}

/// The variables that move each folder, and where below home it lies without them.
const FOLDERS: [(&str, &str, &str); 3] = [
    ("CONNECT_CONFIG_DIR", "XDG_CONFIG_HOME", ".config"),
    ("CONNECT_DATA_DIR", "XDG_DATA_HOME", ".local/share"),
    ("CONNECT_STATE_DIR", "XDG_STATE_HOME", ".local/state"),
];

impl Paths {
    /// The folders that these variables mean. One that is relative, home included, means nothing; only those of
    /// `connect` itself may be.
    pub fn resolve(variable: &dyn Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Self {
        let home = home.filter(|home| home.is_absolute());
        let own = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let place = |(name, base, default): (&str, &str, &str)| {
            own(name).or_else(|| Some(below(absolute(base), home.as_deref(), default)?.join("connect")))
        };
        let [config, data, state] = FOLDERS;
        let (xdg_config, xdg_data) = (absolute(config.1), absolute(data.1));
        let moved = own(config.0).map(|_| config.0);
        Self {
            config: place(config),
            config_origin: moved.or_else(|| xdg_config.as_ref().map(|_| config.1)),
            data: place(data),
            state: place(state),
            home: home.clone(),
            xdg_config,
            xdg_data,
            xdg_runtime: absolute("XDG_RUNTIME_DIR"),
            zdotdir: absolute("ZDOTDIR"),
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

    /// The file that a shell reads when it starts.
    pub fn rc(&self, shell: Shell) -> Option<PathBuf> {
        let (home, config) = (self.home.as_deref()?, self.config_home()?);
        Some(shell.file(Places { home, zdotdir: self.zdotdir.as_deref(), config: &config }))
    }

    /// Where a stamp goes that cannot be written to `state`: forgotten when the person logs out.
    pub fn spare_state(&self) -> Option<PathBuf> {
        Some(self.xdg_runtime.as_ref()?.join("connect"))
    }

    /// Where a login keeps its sockets, whether or not it says so.
    pub fn sockets(&self) -> PathBuf {
        let usual = || format!("/run/user/{}", rustix::process::getuid().as_raw()).into();
        self.xdg_runtime.clone().unwrap_or_else(usual)
    }

    /// Where systemd looks for units of this user.
    pub fn units(&self) -> Option<PathBuf> {
        Some(self.config_home()?.join("systemd/user"))
    }

    /// Where systemd remembers when a timer came last.
    pub fn timer_stamps(&self) -> Option<PathBuf> {
        let [_, data, _] = FOLDERS;
        Some(below(self.xdg_data.clone(), self.home.as_deref(), data.2)?.join("systemd/timers"))
    }

    /// Where launchd looks for agents of this user.
    pub fn agents(&self) -> Option<PathBuf> {
        Some(self.home.as_ref()?.join("Library/LaunchAgents"))
    }

    /// A path as people read it: the home folder is `~`.
    pub fn shorten(&self, path: &Path) -> String {
        let inside = self.home.as_ref().and_then(|home| path.strip_prefix(home).ok());
        match inside {
            Some(inside) if inside.as_os_str().is_empty() => "~".to_owned(),
            Some(inside) => Path::new("~").join(inside).display().to_string(),
            None => path.display().to_string(),
        }
    }

    fn config_home(&self) -> Option<PathBuf> {
        let [config, ..] = FOLDERS;
        below(self.xdg_config.clone(), self.home.as_deref(), config.2)
    }
}

/// What a variable says, else the usual place below home.
fn below(said: Option<PathBuf>, home: Option<&Path>, usual: &str) -> Option<PathBuf> {
    said.or_else(|| Some(home?.join(usual)))
}
