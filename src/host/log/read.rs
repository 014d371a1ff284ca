//! Reading the log: its end for what happened today, or all of it.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::NAME;
use super::create::create;
use crate::error::Error;
use crate::host::env::Env;
use crate::model::day;
use crate::model::history::{HORIZON, History};
use crate::model::lines::{Lines, Select, appended_at, scan};

/// No file is read that is longer than this, in bytes.
pub const LIMIT: u64 = 256 << 20;
/// At least so much of the end is read, in bytes.
const TAIL: u64 = 64 << 10;

/// The log as it was read.
#[derive(Default)]
pub struct Log {
    pub folder: Option<PathBuf>,
    /// The bytes of each file, in the order of their names.
    files: Vec<Vec<u8>>,
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
        Self::read(env, |path| end_of(path, old))
    }

    /// All of the log.
    pub fn whole(env: &Env) -> Self {
        Self::read(env, whole_file)
    }

    /// All of the log, which is made first if there is none: so that the seed exists before the first pick.
    ///
    /// `locked` says that the caller holds the log's lock already.
    pub fn ready(env: &Env, locked: bool) -> Self {
        let log = Self::whole(env);
        let is_missing = log.seen.is_none() && log.trouble.is_none();
        let Some(folder) = log.folder.as_ref().filter(|_| is_missing) else {
            return log;
        };
        match create(env, &folder.join(NAME), locked) {
            Ok(created) => Self { created, ..Self::whole(env) },
            Err(error) => {
                let what = format!("can't write {}", env.paths.shorten(&folder.join(NAME)));
                Self { trouble: Some(Error::io(&what, &error)), ..log }
            }
        }
    }

    fn read(env: &Env, read: impl Fn(&Path) -> io::Result<(Vec<u8>, (u64, u64))>) -> Self {
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
                Ok((bytes, seen)) => {
                    log.seen = if path.ends_with(NAME) { Some(seen) } else { log.seen };
                    log.files.push(bytes);
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

    /// The bytes of each file.
    pub fn files(&self) -> Vec<&[u8]> {
        self.files.iter().map(Vec::as_slice).collect()
    }

    /// What the end of the log says of one day.
    pub fn of_day(&self, day: NaiveDate) -> History<'_> {
        self.replay(Select::OfDay(day)).0
    }

    /// What the log says, as far back as the picker remembers; and the lines that are no events.
    pub fn recent(&self, day: NaiveDate) -> (History<'_>, Vec<&[u8]>) {
        self.replay(Select::Since(day::shift(day, -HORIZON)))
    }

    /// All that the log says; and the lines that are no events.
    pub fn everything(&self) -> (History<'_>, Vec<&[u8]>) {
        self.replay(Select::All)
    }

    fn replay(&self, select: Select<'_>) -> (History<'_>, Vec<&[u8]>) {
        let mut files: Vec<Lines<'_>> = self.files.iter().map(|bytes| scan(bytes, select)).collect();
        let bad = files.iter_mut().flat_map(|lines| std::mem::take(&mut lines.bad)).collect();
        (History::replay(files), bad)
    }

    /// Whether the file that is written to is still as it was when it was read.
    pub(super) fn is_current(&self) -> bool {
        let path = self.folder.as_ref().map(|folder| folder.join(NAME));
        path.and_then(|path| fs::metadata(path).ok()).map(|about| (about.ino(), about.len())) == self.seen
    }
}

/// Every `history*.jsonl`, conflict copies of sync tools included, in the order of their names.
pub(super) fn file_names(folder: &Path) -> io::Result<Vec<PathBuf>> {
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

/// Opens a file that is a file: a pipe or a device in its place could make us wait for ever.
fn open(path: &Path) -> io::Result<(File, fs::Metadata)> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    if about.len() > LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 256 MiB"));
    }
    Ok((File::open(path)?, about))
}

/// All of a regular file, with its inode and length.
pub fn whole_file(path: &Path) -> io::Result<(Vec<u8>, (u64, u64))> {
    let (mut file, about) = open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes)?;
    let seen = (about.ino(), bytes.len() as u64);
    Ok((bytes, seen))
}

/// The end of a file, from the beginning of a line that is old enough.
fn end_of(path: &Path, old: DateTime<FixedOffset>) -> io::Result<(Vec<u8>, (u64, u64))> {
    let (mut file, about) = open(path)?;
    let mut size = TAIL;
    loop {
        let start = about.len().saturating_sub(size);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::with_capacity(usize::try_from(about.len() - start).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes)?;
        let seen = (about.ino(), start + bytes.len() as u64);
        if start == 0 || begins_before(&bytes, old) {
            return Ok((bytes, seen));
        }
        size = size.saturating_mul(4);
    }
}

/// Whether the first lines of a block, the cut one aside, were appended before an instant.
fn begins_before(block: &[u8], old: DateTime<FixedOffset>) -> bool {
    let mut lines = block.split(|&byte| byte == b'\n').skip(1);
    lines.find_map(appended_at).is_some_and(|at| at < old)
}
