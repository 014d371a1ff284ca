//! `data wipe`: removes everything that this program keeps, after saying what that is.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Kind};
use crate::host::belongings::{self, Belongings};
use crate::host::env::Env;
use crate::host::log::lock::{Lock, PATIENCE};
use crate::host::out::Out;
use crate::host::rc::Change;
use crate::host::schedule;
use crate::host::typist::Typist;
use crate::model::keyed::Keyed as _;
use crate::model::shell::Shell;
use crate::model::view::dates::count;
use crate::model::view::kept::listed;
use crate::model::view::paint::{Ink, Line, Mark, Page};

#[derive(Args)]
pub(super) struct WipeArgs {
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct WipeObject {
    schema: u32,
    removed: Vec<PathBuf>,
    /// The files of shells that the block was taken out of.
    shells: Vec<PathBuf>,
    /// Whether there was a daily reminder, which is off now.
    reminder: bool,
    /// What stands in the folders and is not ours, and where links of ours led.
    left: Vec<PathBuf>,
}

const NOT_REACHED: &str = "Not reached: completions and manual pages that you saved, exports and backups, versions that git and \
                           sync tools keep, other machines, the history of your shell. A disk can keep what was removed until it is written over.";

pub(super) fn wipe(env: &Env, out: &Out, args: &WipeArgs) -> Result<(), Error> {
    let found = look(env)?;
    let is_reminded = reminders(env, out) > 0;
    let blocks = blocks(env, out);
    let is_empty = found.files.is_empty() && blocks.is_empty() && !is_reminded;
    if is_empty && !args.json {
        // A run that was ended may have left empty folders.
        remove(env, &found)?;
        tell_of_left(env, out, &left(&found));
        return out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, "Nothing is kept, nothing to remove.")]);
    }
    if !args.yes && !is_empty {
        out.say(&listing(env, &found, &blocks, is_reminded));
        Typist::new(env, "nothing was changed").confirm("Go on?", "--yes")?;
    }
    let lock = env.paths.data.as_deref().map(|folder| Lock::take(folder, PATIENCE));
    if matches!(lock, Some(Lock::Busy)) {
        return Err(Error::new(Kind::Io, "the history is in use; try again"));
    }
    // First of all, so that nothing makes a history anew.
    let reminder = is_reminded && schedule::turn_off(env)?;
    let shells = take_out(out, blocks);
    // What came while the person was asked goes too.
    let found = look(env)?;
    let left = left(&found);
    remove(env, &found)?;
    if args.json {
        return out.print_json(&WipeObject { schema: 1, removed: found.files, shells, reminder, left });
    }
    let words = removed(found.files.len(), shells.len(), reminder);
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, words)])?;
    tell_of_left(env, out, &left);
    out.aside(NOT_REACHED);
    Ok(())
}

/// How many reminders there are. Where a scheduler cannot tell, its own are not reached, which is said.
fn reminders(env: &Env, out: &Out) -> usize {
    schedule::found(env).map_or_else(
        |error| {
            out.warn(&format!("{}; a reminder there is left as it is", error.message));
            0
        },
        |found| found.len(),
    )
}

/// What takes out the blocks of all shells. A file that cannot be read, or made sense of, is left as it is.
fn blocks(env: &Env, out: &Out) -> Vec<Change> {
    let shells = Shell::ALL.iter().filter(|shell| env.paths.rc(**shell).is_some());
    let changes = shells.filter_map(|shell| Change::to_remove(env, *shell).map_err(|error| spare(out, &error)).ok());
    changes.filter(Change::is_needed).collect()
}

/// Takes the blocks out, and says where that fails, which nothing else has to wait for.
fn take_out(out: &Out, blocks: Vec<Change>) -> Vec<PathBuf> {
    let made = blocks.into_iter().filter_map(|block| match block.make() {
        Ok(()) => Some(block.path),
        Err(error) => {
            spare(out, &error);
            None
        }
    });
    made.collect()
}

fn spare(out: &Out, error: &Error) {
    out.warn(&format!("{} (take lines of connect out by hand)", error.message));
}

fn removed(files: usize, blocks: usize, reminder: bool) -> String {
    let mut parts = Vec::new();
    parts.extend((files > 0).then(|| count(files, "file")));
    parts.extend((blocks > 0).then(|| count(blocks, "shell block")));
    parts.extend(reminder.then(|| "the daily reminder".to_owned()));
    if parts.is_empty() { "Nothing was removed.".to_owned() } else { format!("Removed: {}.", listed(&parts)) }
}

fn listing(env: &Env, found: &Belongings, blocks: &[Change], is_reminded: bool) -> Page {
    let files = found.files.iter().map(|path| env.paths.shorten(path));
    let blocks = blocks.iter().map(|block| format!("the shell block in {}", block.name));
    let all = is_reminded.then(|| "the daily reminder".to_owned()).into_iter().chain(blocks).chain(files);
    let opening = Line::plain("This removes, for good:");
    std::iter::once(opening).chain(all.map(|what| Line::plain(format!("  {what}")))).collect()
}

fn look(env: &Env) -> Result<Belongings, Error> {
    belongings::find(env).map_err(|error| Error::io("can't look into the folders", &error))
}

fn remove(env: &Env, found: &Belongings) -> Result<(), Error> {
    found.remove().map_err(|(path, error)| Error::io(&format!("can't remove {}", env.paths.shorten(&path)), &error))
}

/// What stays: another's files, and what links of ours lead to.
fn left(found: &Belongings) -> Vec<PathBuf> {
    found.strange.iter().cloned().chain(found.behind_links()).collect()
}

fn tell_of_left(env: &Env, out: &Out, left: &[PathBuf]) {
    for path in left {
        out.warn(&format!("{} is left as it is", env.paths.shorten(path)));
    }
}
