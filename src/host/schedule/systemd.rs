//! A reminder as a systemd user timer.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Scheduled, attempt, remove, remove_empty, run, write};
use crate::error::{Error, Kind};
use crate::host::child::Child;
use crate::host::env::Env;
use crate::model::reminder::systemd::{SERVICE, TIMER, read, service, timer};
use crate::model::reminder::{Job, Via};

/// Whether a systemd user session can be reached.
pub(super) fn is_there() -> bool {
    attempt("systemctl", &["--user", "show-environment"])
}

/// Where the two units lie.
fn units(env: &Env) -> Option<[PathBuf; 2]> {
    let folder = env.paths.units()?;
    Some([SERVICE, TIMER].map(|name| folder.join(name)))
}

/// The two units, by their paths.
pub(super) fn files(env: &Env, job: &Job) -> Vec<(String, String)> {
    let names =
        units(env).map_or([SERVICE, TIMER].map(str::to_owned), |paths| paths.map(|path| env.paths.shorten(&path)));
    names.into_iter().zip([service(job), timer(&job.schedule)]).collect()
}

pub(super) fn turn_on(env: &Env, job: &Job) -> Result<(), Error> {
    if !is_there() {
        let error = Error::new(Kind::Io, "no systemd user session is in reach");
        return Err(error.hint("`connect remind on --via cron` does without"));
    }
    let paths = units(env).ok_or_else(|| Error::new(Kind::Io, "there is no home folder to keep a timer in"))?;
    // A timer that ran before would make up for times that have passed under its new schedule.
    turn_off(env)?;
    let start = || {
        write(env, &paths[0], &service(job))?;
        write(env, &paths[1], &timer(&job.schedule))?;
        run(Child::new("systemctl", &["--user", "daemon-reload"]))?;
        run(Child::new("systemctl", &["--user", "enable", "--now", TIMER]))
    };
    start().map(|_| ()).inspect_err(|_| {
        // What could not be started is not left lying about.
        let _ = turn_off(env);
    })
}

pub(super) fn turn_off(env: &Env) -> Result<bool, Error> {
    let Some([service, timer]) = units(env) else { return Ok(false) };
    let folder = timer.parent().unwrap_or(Path::new("/"));
    let wanted = folder.join("timers.target.wants");
    let stamps = env.paths.timer_stamps();
    let stamp = stamps.as_ref().map(|stamps| stamps.join(format!("stamp-{TIMER}")));
    let files: Vec<PathBuf> = [wanted.join(TIMER), service, timer.clone()].into_iter().chain(stamp).collect();
    let is_gone = |error: io::Error| error.kind() == io::ErrorKind::NotFound;
    if files.iter().all(|path| fs::symlink_metadata(path).is_err_and(is_gone)) {
        return Ok(false);
    }
    // Where no session can be reached, nothing runs, and taking the files away is all there is to do.
    attempt("systemctl", &["--user", "disable", "--now", TIMER]);
    for path in &files {
        remove(env, path)?;
    }
    if let Some(stamps) = stamps {
        remove_empty(&[&stamps, stamps.parent().unwrap_or(&stamps)]);
    }
    remove_empty(&[&wanted, folder, folder.parent().unwrap_or(folder)]);
    attempt("systemctl", &["--user", "daemon-reload"]);
    Ok(true)
}

pub(super) fn found(env: &Env) -> Option<Scheduled> {
    let [service, timer] = units(env)?.map(|path| fs::read_to_string(path).ok());
    if service.is_none() && timer.is_none() {
        return None;
    }
    let job = read(&service.unwrap_or_default(), &timer.unwrap_or_default());
    Some(Scheduled { via: Via::Systemd, job, trouble: trouble(), mend: None })
}

fn trouble() -> Option<String> {
    let asked = |question: &str| attempt("systemctl", &["--user", question, TIMER]);
    if !is_there() {
        return Some("no systemd user session is in reach".to_owned());
    }
    if !asked("is-enabled") {
        return Some("its timer is not enabled".to_owned());
    }
    (!asked("is-active")).then(|| "its timer is not running".to_owned())
}
