//! Reading the log: its end for what happened today, as far back as the picker remembers, or all of it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use chrono::NaiveDate;

use super::NAME;
use super::create::create;
use super::part::Part;
use crate::error::Error;
use crate::host::env::Env;
use crate::model::day;
use crate::model::history::{History, first_remembered};
use crate::model::lines::{Lines, Select, scan};

/// What a pick needs of the log.
pub struct Recent<'a> {
    pub log: Log,
    pub history: History<'a>,
    /// The lines that are no events.
    pub bad: Vec<&'a [u8]>,
}

/// The log as it was read.
#[derive(Default)]
pub struct Log {
    pub folder: Option<PathBuf>,
    /// Each file as far as it was read, in the order of their names.
    files: Vec<Part>,
    /// What the file that is written to was like: inode and length.
    pub(super) seen: Option<(u64, u64)>,
    /// Whether this run made the log.
    pub created: bool,
    /// Why the log cannot be used in full, if it cannot.
    pub trouble: Option<Error>,
}

impl Log {
    /// The end of the log: at least 64 KiB of each file, and whatever is younger than 48 hours.
    pub fn end(env: &Env) -> Self {
        let old = day::hours_before(env.now, 48);
        Self::read(env, &mut |path| Part::end(path, old))
    }

    /// What a pick needs: all lines as far back as the picker remembers, and of older ones those whose effect lasts.
    pub fn recent<'a>(env: &Env, arena: &'a Bump) -> Recent<'a> {
        let mut files = Vec::new();
        let log = Self::gather(env, arena, &mut files);
        Recent::of(log, files)
    }

    /// All of the log.
    pub fn whole(env: &Env) -> Self {
        Self::read(env, &mut Part::whole)
    }

    /// All of the log, which is made first if there is none: so that the seed exists before the first pick.
    ///
    /// `locked` says that the caller holds the log's lock already.
    pub fn ready(env: &Env, locked: bool) -> Self {
        Self::whole(env).or_made(env, locked, Self::whole)
    }

    /// What a pick needs of the log, which is made first if there is none.
    pub fn ready_to_pick<'a>(env: &Env, arena: &'a Bump, locked: bool) -> Recent<'a> {
        let mut files = Vec::new();
        let log = Self::gather(env, arena, &mut files);
        let log = log.or_made(env, locked, |env| Self::gather(env, arena, &mut files));
        Recent::of(log, files)
    }

    fn gather<'a>(env: &Env, arena: &'a Bump, files: &mut Vec<Lines<'a>>) -> Self {
        // The logical day may be the one before the calendar's.
        let today = day::shift(env.now.date_naive(), -1);
        files.clear();
        Self::read(env, &mut |path| {
            let (part, lines) = Part::since(path, first_remembered(today), today, arena)?;
            files.push(lines);
            Ok(part)
        })
    }

    fn or_made(self, env: &Env, locked: bool, read: impl FnOnce(&Env) -> Self) -> Self {
        let is_missing = self.seen.is_none() && self.trouble.is_none();
        let Some(folder) = self.folder.as_ref().filter(|_| is_missing) else {
            return self;
        };
        match create(env, &folder.join(NAME), locked) {
            Ok(created) => Self { created, ..read(env) },
            Err(error) => {
                let what = format!("can't write {}", env.paths.shorten(&folder.join(NAME)));
                Self { trouble: Some(Error::io(&what, &error)), ..self }
            }
        }
    }

    fn read(env: &Env, read: &mut dyn FnMut(&Path) -> io::Result<Part>) -> Self {
        let Some(folder) = env.paths.data.clone() else {
            let trouble = Error::new(crate::error::Kind::Io, "there is no home folder to keep a history in");
            return Self { trouble: Some(trouble.hint("set HOME, or CONNECT_DATA_DIR")), ..Self::default() };
        };
        let mut log = Self { folder: Some(folder.clone()), ..Self::default() };
        let paths = match file_names(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return log,
            Err(error) => {
                let what = format!("can't read {}", env.paths.shorten(&folder));
                return Self { trouble: Some(Error::io(&what, &error)), ..log };
            }
        };
        for path in paths {
            match read(&path) {
                Ok(part) => {
                    log.seen = if path.ends_with(NAME) { Some(part.seen) } else { log.seen };
                    log.files.push(part);
                }
                // A copy beside it that is no file, or is gone again, is nobody's history.
                Err(error) if !path.ends_with(NAME) && is_no_file(&error) => {}
                Err(error) => {
                    let what = format!("can't read {}", env.paths.shorten(&path));
                    log.trouble = Some(Error::io(&what, &error));
                }
            }
        }
        log
    }

    /// What the end of the log says of one day.
    pub fn of_day(&self, day: NaiveDate) -> History<'_> {
        self.replay_lines(Select::OfDay(day)).0
    }

    /// All that the log says; and the lines that are no events.
    pub fn everything(&self) -> (History<'_>, Vec<&[u8]>) {
        debug_assert!(self.files.iter().all(|part| part.older.is_none()), "only a part was read");
        self.replay_lines(Select::All)
    }

    /// The bytes of each file, as far as it was read.
    pub fn files(&self) -> Vec<&[u8]> {
        self.files.iter().map(|part| &*part.bytes).collect()
    }

    fn replay_lines(&self, select: Select) -> (History<'_>, Vec<&[u8]>) {
        replay(self.files.iter().map(|part| scan(&part.bytes, select)).collect())
    }

    /// The days before this one on which a prompt was shown, as far as they lie beyond what was read.
    pub fn days_shown_beyond(&self, prompt: &str, before: NaiveDate) -> BTreeSet<NaiveDate> {
        // What cannot be read a second time is as if it had never been.
        let beyond: Vec<_> = self.files.iter().map(|part| part.beyond(prompt).unwrap_or_default()).collect();
        History::replay(beyond.iter().map(|bytes| scan(bytes, Select::All)).collect()).days_shown(prompt, before)
    }

    /// Whether the file that is written to is still as it was when it was read.
    pub(super) fn is_current(&self) -> bool {
        let path = self.folder.as_ref().map(|folder| folder.join(NAME));
        path.and_then(|path| fs::metadata(path).ok()).map(|about| (about.ino(), about.len())) == self.seen
    }
}

impl<'a> Recent<'a> {
    fn of(log: Log, files: Vec<Lines<'a>>) -> Self {
        let (history, bad) = replay(files);
        Self { log, history, bad }
    }
}

/// What lines of all files say; and those that are no events.
fn replay(mut files: Vec<Lines<'_>>) -> (History<'_>, Vec<&[u8]>) {
    let bad = files.iter_mut().flat_map(|lines| std::mem::take(&mut lines.bad)).collect();
    (History::replay(files), bad)
}

/// Every `history*.jsonl`, conflict copies of sync tools included, in the order of their names.
pub fn file_names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.starts_with(b"history") && bytes.ends_with(b".jsonl") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

pub(super) fn is_no_file(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::FileTooLarge | io::ErrorKind::NotFound)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
