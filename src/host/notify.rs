//! Notifications, by the program that shows them on this system.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::Path;
use std::time::Duration;

use super::child::Child;
use super::env::Env;
use crate::model::reminder::notice::{Notice, arguments, notifier};

/// Whether this is a Mac, which has ways of its own.
pub const ON_A_MAC: bool = cfg!(target_os = "macos");

/// Right after login, what shows notifications may not be there yet: so often it is tried.
const ATTEMPTS: u32 = 3;
const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(10);

/// Why a notification was not shown.
#[derive(Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// There is no program that shows notifications.
    NoProgram,
    /// There is no desktop session to be reached.
    NoSession,
    /// What the program said.
    Refused(String),
}

/// Shows a notification.
pub fn send(env: &Env, notice: &Notice) -> Result<(), Undelivered> {
    let arguments = arguments(notice, ON_A_MAC);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let variables = if ON_A_MAC { Vec::new() } else { vec![("DBUS_SESSION_BUS_ADDRESS", bus(env)?)] };
    let child = Child { variables: &variables, ..Child::new(notifier(ON_A_MAC), &arguments) };
    match child.run() {
        Ok(ended) if ended.is_success => Ok(()),
        Ok(ended) => Err(Undelivered::Refused(ended.reason())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Undelivered::NoProgram),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => {
            Err(Undelivered::Refused("it took too long".to_owned()))
        }
        Err(error) => Err(Undelivered::Refused(error.to_string())),
    }
}

/// Shows a notification, and tries again where a session is there that cannot show it yet.
pub fn send_patiently(env: &Env, notice: &Notice) -> Result<(), Undelivered> {
    for _ in 1..ATTEMPTS {
        match send(env, notice) {
            Err(Undelivered::Refused(_)) if env.bus.is_some() => env.wait(BETWEEN_ATTEMPTS),
            sent => return sent,
        }
    }
    send(env, notice)
}

/// The address of the session's message bus: as given, or where logins put it if a socket of ours is there.
fn bus(env: &Env) -> Result<String, Undelivered> {
    if let Some(address) = &env.bus {
        return Ok(address.clone());
    }
    let socket = env.paths.sockets().join("bus");
    if is_our_socket(&socket) { Ok(format!("unix:path={}", socket.display())) } else { Err(Undelivered::NoSession) }
}

fn is_our_socket(path: &Path) -> bool {
    let ours = rustix::process::getuid().as_raw();
    fs::metadata(path).is_ok_and(|about| about.file_type().is_socket() && about.uid() == ours)
}
