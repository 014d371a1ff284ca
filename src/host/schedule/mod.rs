//! The reminder in whatever runs it: a systemd user timer, cron, or launchd.

mod cron;
mod launchd;
mod systemd;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::child::{Child, Ended};
use super::env::Env;
use super::notify::ON_A_MAC;
use super::replace::replace;
use crate::error::{Error, Kind};
use crate::model::keyed::Keyed as _;
use crate::model::reminder::notice::notifier;
use crate::model::reminder::{Job, Schedule, Via};

/// A reminder that was found.
pub struct Scheduled {
    pub via: Via,
    /// What it runs and when; none where it was changed by hand.
    pub job: Option<Job>,
    /// Why it will not come all the same.
    pub trouble: Option<String>,
    /// The command that mends that, where setting the reminder anew does not.
    pub mend: Option<&'static str>,
}

/// The folders in which cron looks for programs.
const CRON_SEARCH: &str = "/usr/bin:/bin";

/// What is to be run, and what it needs of this environment that a scheduler would not have.
pub fn job(env: &Env, schedule: Schedule) -> Result<Job, Error> {
    let program = env.find(&env.started_as);
    let program = program.ok_or_else(|| Error::new(Kind::Io, "can't tell where `connect` is installed"))?;
    let mut variables: Vec<_> = env.paths.moved().into_iter().map(|(name, path)| (name.to_owned(), path)).collect();
    variables.extend(search_path(env).map(|path| ("PATH".to_owned(), path)));
    let text = |path: PathBuf| {
        path.into_os_string().into_string().map_err(|_| Error::usage("a path that is not UTF-8 can't be scheduled"))
    };
    let variables = variables.into_iter().map(|(name, path)| Ok((name, text(path)?))).collect::<Result<_, Error>>()?;
    let job = Job { schedule, program: text(program)?, variables, show_prompt: false, mail: false };
    match job.obstacle() {
        Some(c) => Err(Error::usage(format!("a path with \"{}\" in it can't be scheduled", c.escape_default()))),
        None => Ok(job),
    }
}

/// The search path that a job needs to find the notifier, where that lies in an unusual place.
fn search_path(env: &Env) -> Option<PathBuf> {
    let notifier = env.find(Path::new(notifier(ON_A_MAC)))?;
    let folder = notifier.parent()?;
    let is_usual = CRON_SEARCH.split(':').any(|usual| folder == Path::new(usual));
    (!is_usual).then(|| format!("{}:{CRON_SEARCH}", folder.display()).into())
}

/// What is to run the reminder: as asked for, or the first that works here.
pub fn choose(env: &Env, asked: Option<Via>) -> Result<Via, Error> {
    if let Some(via) = asked {
        return match (ON_A_MAC, via) {
            (true, Via::Cron) => Err(Error::usage("macOS keeps cron from its files; --via launchd works there")),
            _ => Ok(via),
        };
    }
    if ON_A_MAC {
        return Ok(Via::Launchd);
    }
    if systemd::is_there() {
        return Ok(Via::Systemd);
    }
    if env.find(Path::new("crontab")).is_some() {
        return Ok(Via::Cron);
    }
    let message = "there is no systemd user session and no cron here to run a reminder";
    Err(Error::new(Kind::Io, message).hint("install cron, or let anything you like run `connect remind now`"))
}

/// What would be written, and where to.
pub fn preview(env: &Env, via: Via, job: &Job) -> Vec<(String, String)> {
    match via {
        Via::Systemd => systemd::files(env, job),
        Via::Cron => cron::files(job),
        Via::Launchd => launchd::files(env, job),
    }
}

/// Starts a reminder, in the place of any other.
pub fn turn_on(env: &Env, via: Via, job: &Job) -> Result<(), Error> {
    match via {
        Via::Systemd => systemd::turn_on(env, job),
        Via::Cron => cron::turn_on(env, job),
        Via::Launchd => launchd::turn_on(env, job),
    }?;
    for other in Via::ALL.iter().filter(|other| **other != via) {
        turn_off_one(env, *other)?;
    }
    Ok(())
}

/// Stops every reminder and takes away all that was written for it. Whether there was one.
pub fn turn_off(env: &Env) -> Result<bool, Error> {
    let mut was_on = false;
    for via in Via::ALL {
        was_on |= turn_off_one(env, *via)?;
    }
    Ok(was_on)
}

fn turn_off_one(env: &Env, via: Via) -> Result<bool, Error> {
    match via {
        Via::Systemd => systemd::turn_off(env),
        Via::Cron => cron::turn_off(env),
        Via::Launchd => launchd::turn_off(env),
    }
}

/// Every reminder that is there.
pub fn found(env: &Env) -> Result<Vec<Scheduled>, Error> {
    let found = [systemd::found(env), cron::found(env)?, launchd::found(env)];
    let gone = |job: &Job| !Path::new(&job.program).exists();
    let checked = found.into_iter().flatten().map(|scheduled| match &scheduled.job {
        Some(job) if gone(job) => {
            Scheduled { trouble: Some(format!("{} is gone", job.program)), mend: None, ..scheduled }
        }
        _ => scheduled,
    });
    Ok(checked.collect())
}

/// Runs a scheduler's own tool, which must succeed.
fn run(child: Child<'_>) -> Result<Ended, Error> {
    let program = child.program.to_owned();
    let ended = child.run().map_err(|error| cannot_run(&program, &error))?;
    if ended.is_success {
        return Ok(ended);
    }
    Err(Error::new(Kind::Io, format!("{program} refused: {}", ended.reason())))
}

fn cannot_run(program: &str, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => return Error::new(Kind::Io, format!("{program} is not installed")),
        io::ErrorKind::TimedOut => "it took too long".to_owned(),
        _ => error.to_string(),
    };
    Error::new(Kind::Io, format!("can't run {program}: {reason}"))
}

/// Runs a scheduler's own tool where it does no harm that it fails. Whether it did well.
fn attempt(program: &str, arguments: &[&str]) -> bool {
    Child::new(program, arguments).run().is_ok_and(|ended| ended.is_success)
}

/// Writes a file that a scheduler reads, and the folders above it.
fn write(env: &Env, path: &Path, text: &str) -> Result<(), Error> {
    replace(path, text.as_bytes())
        .map_err(|error| Error::io(&format!("can't write {}", env.paths.shorten(path)), &error))
}

/// Removes a file, if it is there.
fn remove(env: &Env, path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io(&format!("can't remove {}", env.paths.shorten(path)), &error))
        }
        _ => Ok(()),
    }
}

/// Removes folders that are left empty, innermost first.
fn remove_empty(folders: &[&Path]) {
    for folder in folders {
        // A folder that holds anything stays.
        let _ = fs::remove_dir(folder);
    }
}
