//! A reminder as a launchd agent.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Scheduled, attempt, remove, run, write};
use crate::error::{Error, Kind};
use crate::host::child::Child;
use crate::host::env::Env;
use crate::model::reminder::launchd::{LABEL, plist, read};
use crate::model::reminder::{Job, Via};

fn path(env: &Env) -> Option<PathBuf> {
    Some(env.paths.agents()?.join(format!("{LABEL}.plist")))
}

/// The domain of the person's own desktop.
fn domain() -> String {
    format!("gui/{}", rustix::process::getuid().as_raw())
}

/// The property list, by its path.
pub(super) fn files(env: &Env, job: &Job) -> Vec<(String, String)> {
    let name = path(env).map_or_else(|| format!("{LABEL}.plist"), |path| env.paths.shorten(&path));
    vec![(name, plist(job))]
}

pub(super) fn turn_on(env: &Env, job: &Job) -> Result<(), Error> {
    let path = path(env).ok_or_else(|| Error::new(Kind::Io, "there is no home folder to keep an agent in"))?;
    if env.find(Path::new("launchctl")).is_none() {
        return Err(Error::new(Kind::Io, "there is no launchd here: launchctl is not installed"));
    }
    // launchd takes no second agent of one name.
    turn_off(env)?;
    write(env, &path, &plist(job))?;
    let started = run(Child::new("launchctl", &["bootstrap", &domain(), &path.to_string_lossy()]));
    started.map(|_| ()).inspect_err(|_| {
        let _ = turn_off(env);
    })
}

pub(super) fn turn_off(env: &Env) -> Result<bool, Error> {
    let Some(path) = path(env).filter(|path| fs::symlink_metadata(path).is_ok()) else { return Ok(false) };
    attempt("launchctl", &["bootout", &format!("{}/{LABEL}", domain())]);
    remove(env, &path)?;
    Ok(true)
}

pub(super) fn found(env: &Env) -> Option<Scheduled> {
    let text = fs::read_to_string(path(env)?).ok()?;
    let is_loaded = attempt("launchctl", &["print", &format!("{}/{LABEL}", domain())]);
    let trouble = (!is_loaded).then(|| "launchd has not loaded it".to_owned());
    Some(Scheduled { via: Via::Launchd, job: read(&text), trouble, mend: None })
}
