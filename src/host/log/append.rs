//! Appending to the log: one line, one write, under the lock where there is one.

use std::borrow::Cow;
use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rand::TryRng as _;

use super::create::create;
use super::folder::{make_private, refuse_to_trespass};
use super::lock::{Lock, PATIENCE};
use super::{Log, NAME};
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::model::history::History;
use crate::model::record::{NewEvent, NewShown};

/// A random number that no other machine will draw.
pub fn random() -> Result<u64, Error> {
    let drawn = rand::rngs::SysRng.try_next_u64();
    drawn.map_err(|_| Error::new(Kind::Io, "the system gives no random numbers"))
}

/// A random id: 128 bits in hexadecimal.
pub fn random_id() -> Result<String, Error> {
    Ok(format!("{:016x}{:016x}", random()?, random()?))
}

/// Records something the person said. When this returns without an error, it is on the disk.
pub fn said(env: &Env, log: &Log, history: &History<'_>, event: &NewEvent<'_>) -> Result<(), Error> {
    let path = writable(env, log, history, false)?;
    let lock = Lock::take(folder_of(&path), PATIENCE);
    let line = event.to_line(&random_id()?, history.time_to_append(env.now));
    append(&path, line.as_bytes(), lock.is_held(), true).map_err(|error| failed(env, &path, &error))
}

/// Records a prompt as shown, unless another process has just shown the same.
///
/// `lock` is passed by whoever holds it already.
pub fn shown(
    env: &Env,
    log: &Log,
    history: &History<'_>,
    day: NaiveDate,
    new: &NewShown<'_>,
    lock: Option<Lock>,
) -> Result<(), Error> {
    let held = lock.as_ref().is_some_and(Lock::is_held);
    let path = writable(env, log, history, held).map_err(Error::not_recorded)?;
    let lock = lock.unwrap_or_else(|| Lock::take(folder_of(&path), PATIENCE));
    let mut new = new.clone();
    let (mut number, mut at) = (history.next_number(day), history.time_to_append(env.now));
    if !log.is_current() || matches!(lock, Lock::Busy) {
        let log = Log::end(env);
        let since = log.of_day(day);
        let last = since
            .last_shown(day)
            .filter(|last| Some(&last.entry.id) != history.last_shown(day).map(|last| &last.entry.id));
        if let Some(last) = last {
            if last.shown.prompt == new.shown.prompt {
                return Ok(());
            }
            new.shown.replaces = Some(Cow::Owned(last.entry.id.to_string()));
        }
        number = number.max(since.next_number(day));
        at = at.max(since.time_to_append(env.now));
    }
    if matches!(lock, Lock::Busy) {
        let message = format!("{} is in use", env.paths.shorten(&path));
        return Err(Error::new(Kind::Io, message).not_recorded());
    }
    let line = new.to_line(day, number, at);
    append(&path, line.as_bytes(), lock.is_held(), false).map_err(|error| failed(env, &path, &error).not_recorded())
}

/// The path to append to, if anything may be appended.
fn writable(env: &Env, log: &Log, history: &History<'_>, locked: bool) -> Result<PathBuf, Error> {
    if let Some(trouble) = &log.trouble {
        return Err(trouble.clone());
    }
    let folder = log.folder.as_ref().ok_or_else(|| Error::new(Kind::Io, "there is no folder for a history"))?;
    let path = folder.join(NAME);
    refuse_newer(env, &path, history)?;
    refuse_to_trespass(folder).map_err(|error| failed(env, &path, &error))?;
    make_private(folder).map_err(|error| failed(env, &path, &error))?;
    if log.seen.is_none() && !log.created {
        // Whatever is said first, the log begins with its header, and so with its seed.
        create(env, &path, locked).map_err(|error| failed(env, &path, &error))?;
    }
    Ok(path)
}

/// What a newer version wrote may mean more than this one knows.
pub(super) fn refuse_newer(env: &Env, path: &Path, history: &History<'_>) -> Result<(), Error> {
    if !history.newer {
        return Ok(());
    }
    let message = format!("{} was written by a newer connect, so it is left as it is", env.paths.shorten(path));
    Err(Error::new(Kind::Io, message).hint("install the newer version here too"))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

pub(super) fn failed(env: &Env, path: &Path, error: &io::Error) -> Error {
    Error::io(&format!("can't write {}", env.paths.shorten(path)), error)
}

/// Appends a line. A sync tool may put another file in this one's place at any time; then it is appended to
/// that one too, which is harmless, for an event counts once.
pub(super) fn append(path: &Path, line: &[u8], locked: bool, durable: bool) -> io::Result<()> {
    for _ in 0..3 {
        let file = open(path)?;
        append_to(&file, line, locked)?;
        if durable {
            file.sync_data()?;
        }
        let here = fs::metadata(path).map(|about| about.ino()).ok();
        if here == Some(file.metadata()?.ino()) {
            return Ok(());
        }
    }
    Err(io::Error::other("another program keeps replacing it"))
}

fn open(path: &Path) -> io::Result<File> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => return Err(io::Error::other("it is no regular file")),
        _ => {}
    }
    let file = File::options().read(true).append(true).create(true).mode(0o600).open(path)?;
    let about = file.metadata()?;
    // Files made by other programs, or under another umask, are closed to others before anything is added.
    if about.permissions().mode() & 0o077 != 0 {
        // Where that is refused, the line is worth more than the mode.
        let _ = file.set_permissions(Permissions::from_mode(0o600));
    }
    Ok(file)
}

fn append_to(mut file: &File, line: &[u8], locked: bool) -> io::Result<()> {
    let length = file.metadata()?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.read_exact_at(&mut last, length - 1)?;
    }
    // Without a lock another line may be in the making, so begin a new one in any case.
    let lead: &[u8] = if last == *b"\n" && locked { b"" } else { b"\n" };
    let bytes = [lead, line, b"\n"].concat();
    let written = loop {
        match file.write(&bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            written => break written,
        }
    };
    match written {
        Ok(count) if count == bytes.len() => Ok(()),
        Ok(_) | Err(_) if locked => {
            // Take back whatever was written; if even that fails, the next line begins a new one.
            let _ = file.set_len(length);
            written.and_then(|_| Err(io::Error::from(io::ErrorKind::StorageFull)))
        }
        Ok(_) => Err(io::ErrorKind::StorageFull.into()),
        Err(error) => Err(error),
    }
}
