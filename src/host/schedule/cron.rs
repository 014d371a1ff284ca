//! A reminder as a line of the person's crontab, by way of crontab(1).

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{Scheduled, cannot_run, remove_empty, run};
use crate::error::{Error, Kind};
use crate::host::child::Child;
use crate::host::env::Env;
use crate::host::log::folder::{make_private, temporary, write_new};
use crate::host::notify::ON_A_MAC;
use crate::model::reminder::cron::{holds_ours, line, read, with, without};
use crate::model::reminder::{Job, Via};

/// Starts cron wherever it goes by that name, with systemd or without.
const START: &str = "sudo service cron start";

/// The line, as it would be added.
pub(super) fn files(job: &Job) -> Vec<(String, String)> {
    vec![("a line of your crontab".to_owned(), line(job) + "\n")]
}

pub(super) fn turn_on(env: &Env, job: &Job) -> Result<(), Error> {
    let table = table()?.unwrap_or_default();
    install(env, &with(&table, job))
}

pub(super) fn turn_off(env: &Env) -> Result<bool, Error> {
    let Some(table) = own_table(env)? else { return Ok(false) };
    let rest = without(&table);
    // An empty table and none at all are the same to cron.
    if rest.is_empty() {
        run(Child::new("crontab", &["-r"]))?;
    } else {
        install(env, &rest)?;
    }
    Ok(true)
}

pub(super) fn found(env: &Env) -> Result<Option<Scheduled>, Error> {
    let Some(table) = own_table(env)? else { return Ok(None) };
    let is_idle = is_running().is_some_and(|runs| !runs);
    let trouble = is_idle.then(|| "cron does not seem to be running".to_owned());
    Ok(Some(Scheduled { via: Via::Cron, job: read(&table), trouble, mend: is_idle.then_some(START) }))
}

/// The person's crontab, where it holds a line of ours.
fn own_table(env: &Env) -> Result<Option<Vec<u8>>, Error> {
    if ON_A_MAC || env.find(Path::new("crontab")).is_none() {
        return Ok(None);
    }
    Ok(table()?.filter(|table| holds_ours(table)))
}

/// The person's crontab, if there is one. A table that cannot be read must not be taken for none: it would be lost.
fn table() -> Result<Option<Vec<u8>>, Error> {
    let ended = Child::new("crontab", &["-l"]).run().map_err(|error| cannot_run("crontab", &error))?;
    if ended.is_success {
        return Ok(Some(ended.stdout));
    }
    let said = ended.stderr.to_lowercase();
    let none = ["no crontab", "not allowed", "no such file"].iter().any(|words| said.contains(words));
    if none { Ok(None) } else { Err(Error::new(Kind::Io, format!("can't read your crontab: {}", ended.reason()))) }
}

fn install(env: &Env, table: &[u8]) -> Result<(), Error> {
    let input = input(env, table).map_err(|error| Error::io("can't write out your crontab", &error))?;
    run(Child { input: Some(input), ..Child::new("crontab", &["-"]) })?;
    Ok(())
}

/// A file that holds a table, and that only who has it open can see.
fn input(env: &Env, table: &[u8]) -> io::Result<File> {
    let folder = env.paths.state.as_deref().ok_or(io::ErrorKind::NotFound)?;
    make_private(folder)?;
    let path = temporary(folder, "connect");
    let opened = write_new(&path, table).and_then(|()| File::open(&path));
    let _ = fs::remove_file(&path);
    remove_empty(&folder.ancestors().take(3).collect::<Vec<_>>());
    opened
}

/// Whether a daemon seems to run that reads crontabs; none where that cannot be seen.
fn is_running() -> Option<bool> {
    Child::new("pgrep", &["-x", "cron|crond|fcron"]).run().map(|ended| ended.is_success).ok()
}
