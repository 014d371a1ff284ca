//! What is around the program: clock, shell, reminder, disk.

use std::path::Path;

use crate::cmd::day::Day;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::inspect::free_space;
use crate::host::log::Log;
use crate::host::notify::ON_A_MAC;
use crate::host::{rc, schedule};
use crate::model::diagnosis::Diagnosis;
use crate::model::keyed::Keyed as _;
use crate::model::reminder::notice::notifier;
use crate::model::shell::Shell;
use crate::model::shell::rc::{Unpaired, blocks};
use crate::model::view::dates::day;
use crate::model::view::reminder::{schedule as schedule_text, scheduler};

/// Less room than this, in bytes, deserves a look.
const LITTLE_SPACE: u64 = 16 << 20;
/// Less room than this, in bytes, is none: the history could not grow.
const NO_SPACE: u64 = 64 << 10;

pub(super) fn clock(env: &Env, today: &Day, log: &Log) -> Diagnosis {
    let subject = "clock";
    let starts = today.settings.day_starts.format("%H:%M");
    let told = format!("UTC{}; the day starts at {starts}", env.now.offset());
    if let Some(complaint) = env.complaints.first() {
        return Diagnosis::look(subject, complaint.as_str(), None);
    }
    let (history, _) = log.everything();
    let latest = history.appended().max().map(|at| at.with_timezone(env.now.offset()).date_naive());
    match latest.filter(|latest| *latest > env.now.date_naive()) {
        Some(latest) => {
            let told = format!("the history goes on to {}, which is still to come", day(latest, today.today));
            Diagnosis::look(subject, told, "date".to_owned())
        }
        None => Diagnosis::ok(subject, told),
    }
}

pub(super) fn shell(env: &Env) -> Diagnosis {
    let subject = "shell";
    let Some(shell) = env.shell.as_deref().and_then(Shell::of_path) else {
        return Diagnosis::ok(subject, "$SHELL names none that has a block");
    };
    let Some(path) = env.paths.rc(shell) else {
        return Diagnosis::look(subject, "there is no home folder to look for its file in", None);
    };
    let name = env.paths.shorten(&path);
    let text = match rc::read(&path) {
        Ok(text) => text.unwrap_or_default(),
        Err(error) => return Diagnosis::look(subject, Error::io(&format!("can't read {name}"), &error).message, None),
    };
    let again = || format!("connect init {} --install", shell.key());
    let found = match blocks(&text) {
        Ok(found) => found,
        Err(Unpaired { line }) => {
            let told = format!("{name}:{line}: this marker of a block has no counterpart");
            return Diagnosis::look(subject, told, None);
        }
    };
    let calls = |text: &[u8]| {
        let text = String::from_utf8_lossy(text);
        text.contains("connect init") || text.contains("today --hook")
    };
    match found.first().map(|range| text.get(range.clone()).unwrap_or_default()) {
        None if !calls(&text) => Diagnosis::look(subject, format!("no block in {name}"), again()),
        Some(block) if !is_current(block, shell) => {
            Diagnosis::look(subject, format!("the block in {name} is another version's"), again())
        }
        // A shell finds a program by its name alone.
        _ if env.find(Path::new("connect")).is_none() => {
            Diagnosis::look(subject, format!("{name} greets you, but `connect` is in no folder of $PATH"), None)
        }
        _ => Diagnosis::ok(subject, name),
    }
}

/// Whether a block is the one that this version writes, whatever ends its lines.
fn is_current(block: &[u8], shell: Shell) -> bool {
    let lines = |text: &[u8]| String::from_utf8_lossy(text).trim().replace("\r\n", "\n");
    lines(block) == lines(shell.block().as_bytes())
}

pub(super) fn reminder(env: &Env) -> Diagnosis {
    let subject = "reminder";
    let found = match schedule::found(env) {
        Ok(found) => found,
        Err(error) => return Diagnosis::look(subject, error.message, None),
    };
    let Some(first) = found.first() else {
        return Diagnosis::ok(subject, "off");
    };
    let again = || "connect remind on".to_owned();
    let Some(job) = &first.job else {
        return Diagnosis::look(subject, format!("changed by hand ({})", scheduler(first.via)), again());
    };
    let told = schedule_text(&job.schedule, first.via);
    if let Some(trouble) = &first.trouble {
        let mend = first.mend.map_or_else(again, str::to_owned);
        return Diagnosis::wrong(subject, format!("{told}, but it will not come: {trouble}"), mend);
    }
    if found.len() > 1 {
        return Diagnosis::look(subject, format!("{told}, and {} more", found.len() - 1), again());
    }
    if !job.mail && env.find(Path::new(notifier(ON_A_MAC))).is_none() {
        let told = format!("{told}, but nothing can be shown without {}", notifier(ON_A_MAC));
        return Diagnosis::wrong(subject, told, "connect remind test".to_owned());
    }
    Diagnosis::ok(subject, told)
}

pub(super) fn disk(env: &Env) -> Diagnosis {
    let subject = "disk";
    let Some(free) = env.paths.data.as_deref().and_then(free_space) else {
        return Diagnosis::look(subject, "how much is free can't be told", None);
    };
    let told = match free >> 20 {
        0 => format!("{} KiB free", free >> 10),
        mib @ 1..=9999 => format!("{mib} MiB free"),
        mib => format!("{} GiB free", mib >> 10),
    };
    match free {
        ..NO_SPACE => Diagnosis::wrong(subject, told, None),
        NO_SPACE..LITTLE_SPACE => Diagnosis::look(subject, told, None),
        _ => Diagnosis::ok(subject, told),
    }
}
