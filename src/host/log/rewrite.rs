//! Rewriting the log, the only time that a line of it moves or goes: under the lock, into a new file that is read back
//! before it takes the old one's place.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::append::{append, failed, refuse_newer};
use super::create::create;
use super::folder::{make_private, refuse_to_trespass, sync_folder, temporary, write_new};
use super::lock::Lock;
use super::part::{LIMIT, whole_file};
use super::read::{file_names, is_no_file};
use super::traces::{elsewhere, remove_drafts};
use super::{NAME, QUARANTINE, quarantine};
use crate::error::{Error, Kind};
use crate::host::editor::drafts;
use crate::host::env::Env;
use crate::model::erasures::Erasures;
use crate::model::history::History;
use crate::model::lines::{Select, scan};
use crate::model::rewrite::{Files, Plan};

/// How long a rewrite waits for the lock: what holds it is done in a moment, or hangs.
const PATIENCE: Duration = Duration::from_secs(2);

/// The log, read whole and locked against other writers.
pub struct Held<'e> {
    env: &'e Env,
    folder: PathBuf,
    /// The files of the log in the order of their names, none where there is no log.
    log: Vec<Found>,
    /// Originals and unreadable lines that were put aside.
    aside: Vec<Found>,
    /// Files that can't be read, and so can't be rewritten.
    pub unread: Vec<PathBuf>,
    lock: Lock,
}

/// A file as it was read.
struct Found {
    path: PathBuf,
    bytes: Vec<u8>,
    /// Inode and length.
    seen: (u64, u64),
    /// The log itself stays open, whatever takes its place.
    handle: Option<File>,
}

impl Found {
    fn read(path: PathBuf) -> io::Result<Self> {
        // Looked at first: opening a pipe could take for ever.
        let (bytes, seen) = whole_file(&path)?;
        let handle = if path.ends_with(NAME) { Some(File::open(&path)?) } else { None };
        let is_same = handle.as_ref().is_none_or(|file| file.metadata().is_ok_and(|about| about.ino() == seen.0));
        is_same.then_some(Self { path, bytes, seen, handle }).ok_or_else(changed)
    }

    fn is_main(&self) -> bool {
        self.path.ends_with(NAME)
    }
}

impl<'e> Held<'e> {
    /// Locks the log and reads it. `make` says to make it where there is none.
    pub fn take(env: &'e Env, make: bool) -> Result<Self, Error> {
        let folder = env.paths.data.clone();
        let folder = folder.ok_or_else(|| Error::new(Kind::Io, "there is no home folder to keep a history in"))?;
        let main = folder.join(NAME);
        let told = |error: io::Error| failed(env, &main, &error);
        refuse_to_trespass(&folder).map_err(told)?;
        if make {
            make_private(&folder).map_err(told)?;
        }
        let lock = Lock::take(&folder, PATIENCE);
        if matches!(lock, Lock::Busy) {
            return Err(Error::new(Kind::Io, format!("{} is in use; try again", env.paths.shorten(&main))));
        }
        let mut held = Self { env, folder, log: Vec::new(), aside: Vec::new(), unread: Vec::new(), lock };
        let names = held.names()?;
        if !names.contains(&main) && (make || !names.is_empty()) {
            create(env, &main, true).map_err(told)?;
        }
        held.clear_leftovers();
        held.read()?;
        refuse_newer(env, &main, &held.history())?;
        Ok(held)
    }

    fn names(&self) -> Result<Vec<PathBuf>, Error> {
        match file_names(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            names => names.map_err(|error| self.cannot("read", &self.folder, &error)),
        }
    }

    /// Removes files that a rewrite left behind when it was ended: under the lock, nobody else is making one.
    fn clear_leftovers(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let left = entries.filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b".history."));
        // What can't be removed now will be next time.
        left.filter(|_| self.lock.is_held()).for_each(|entry| drop(fs::remove_file(entry.path())));
    }

    fn read(&mut self) -> Result<(), Error> {
        for path in self.names()? {
            match Found::read(path.clone()) {
                Ok(found) => self.log.push(found),
                Err(error) if !path.ends_with(NAME) && is_no_file(&error) => self.unread.push(path),
                Err(error) => return Err(self.cannot("read", &path, &error)),
            }
        }
        let quarantine = self.folder.join(QUARANTINE);
        for path in quarantine::files(&quarantine).map_err(|error| self.cannot("read", &quarantine, &error))? {
            match Found::read(path.clone()) {
                Ok(found) => self.aside.push(found),
                Err(error) if is_no_file(&error) => self.unread.push(path),
                Err(error) => return Err(self.cannot("read", &path, &error)),
            }
        }
        Ok(())
    }

    /// Notes in the making that were left behind beside it.
    pub fn drafts(&self) -> Result<Vec<PathBuf>, Error> {
        drafts(&self.folder).map_err(|error| self.cannot("read", &self.folder, &error))
    }

    /// What the log says.
    pub fn history(&self) -> History<'_> {
        History::replay(self.log.iter().map(|found| scan(&found.bytes, Select::All)).collect())
    }

    /// The bytes of each file of the log.
    pub fn log(&self) -> Vec<&[u8]> {
        self.log.iter().map(|found| &*found.bytes).collect()
    }

    /// The bytes of each file that was put aside.
    pub fn aside(&self) -> Vec<&[u8]> {
        self.aside.iter().map(|found| &*found.bytes).collect()
    }

    /// The log itself, where there is one.
    fn main(&self) -> Option<(usize, &Found)> {
        self.log.iter().enumerate().find(|(_, found)| found.is_main())
    }

    /// The bytes of the log itself.
    pub fn main_bytes(&self) -> &[u8] {
        self.main().map_or(&[], |(_, main)| &main.bytes)
    }

    /// The conflict copies beside the log.
    pub fn copies(&self) -> impl Iterator<Item = &Path> {
        self.log.iter().filter(|found| !found.is_main()).map(|found| &*found.path)
    }

    /// What every file would hold, with these lines added and conflict copies folded in if that is wanted.
    pub fn plan(&self, added: &[u8], fold: bool) -> Plan {
        self.with_files(|files| files.plan(added, fold))
    }

    fn with_files<T>(&self, use_them: impl FnOnce(&Files<'_>) -> T) -> T {
        let main = self.main().map_or(0, |(at, _)| at);
        use_them(&Files { log: &self.log(), main, aside: &self.aside() })
    }

    /// Writes a plan, and removes drafts that hold what is erased, or all of them. When this returns without an error,
    /// it is on the disk, and files that hold some of it still are named; with one, nothing else was lost.
    pub fn carry_out(&self, added: &[u8], plan: &Plan, every_draft: bool) -> Result<Vec<PathBuf>, Error> {
        if plan.main.len() as u64 > LIMIT {
            return Err(Error::new(Kind::Data, "the history would be larger than 256 MiB; nothing was changed"));
        }
        let erasures = Erasures::named_in(&[&self.log()[..], &self.aside(), &[added]].concat());
        let removed = remove_drafts(&self.folder, &erasures, every_draft);
        let mut holding = removed.map_err(|error| self.cannot("read", &self.folder, &error))?;
        self.write(added, plan)?;
        sync_folder(&self.folder).map_err(|error| failed(self.env, &self.folder, &error))?;
        holding.extend(elsewhere(&self.folder, &erasures));
        Ok(holding)
    }

    /// The log itself comes last, and what was put aside first: only a whole line tells which pieces of it are to go
    /// elsewhere, so a run that was ended can be done again as long as one is left.
    fn write(&self, added: &[u8], plan: &Plan) -> Result<(), Error> {
        let Some((_, main)) = self.main() else { return Ok(()) };
        let others: Vec<_> = self.others().zip(&plan.others).collect();
        for (found, bytes) in others.into_iter().rev() {
            if let Some(bytes) = bytes {
                let written = if bytes.is_empty() { remove(found) } else { replace(found, bytes, |_| true) };
                written.map_err(|error| failed(self.env, &found.path, &error))?;
            }
        }
        if plan.main != main.bytes {
            // Together with what was added, the old lines must say what the new ones say.
            let agrees = |written: Vec<u8>| {
                let written = Plan { main: written, others: plan.others.clone() };
                self.with_files(|files| files.agree(added, &written))
            };
            replace(main, &plan.main, agrees).map_err(|error| failed(self.env, &main.path, &error))?;
        }
        Ok(())
    }

    /// Every file but the log itself, in the order of a plan.
    fn others(&self) -> impl Iterator<Item = &Found> {
        self.log.iter().filter(|found| !found.is_main()).chain(&self.aside)
    }

    /// Moves conflict copies that were folded in to the quarantine, and says where they are now.
    pub fn set_aside(&self, plan: &Plan) -> Result<Vec<PathBuf>, Error> {
        let quarantine = self.folder.join(QUARANTINE);
        make_private(&quarantine).map_err(|error| failed(self.env, &quarantine, &error))?;
        let mut moved = Vec::new();
        for (found, scrubbed) in self.log.iter().filter(|found| !found.is_main()).zip(&plan.others) {
            let expected = scrubbed.as_deref().unwrap_or(&found.bytes);
            if expected.is_empty() && scrubbed.is_some() {
                continue;
            }
            let place = quarantine::move_there(&quarantine, &found.path, expected);
            moved.push(place.map_err(|error| self.cannot("set aside", &found.path, &error))?);
        }
        sync_folder(&quarantine)
            .and_then(|()| sync_folder(&self.folder))
            .map_err(|error| failed(self.env, &quarantine, &error))?;
        Ok(moved)
    }

    fn cannot(&self, verb: &str, path: &Path, error: &io::Error) -> Error {
        Error::io(&format!("can't {verb} {}", self.env.paths.shorten(path)), error)
    }
}

pub(super) fn changed() -> io::Error {
    io::Error::other("another program has just changed it; try again")
}

/// Puts new bytes in the place of a file, if nobody has changed it since and they are what they should be.
fn replace(found: &Found, bytes: &[u8], is_right: impl FnOnce(Vec<u8>) -> bool) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(&found.path)?;
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    refuse_to_trespass(folder)?;
    let temporary = temporary(folder, "history");
    let replaced = write_new(&temporary, bytes)
        .and_then(|()| whole_file(&temporary))
        .and_then(|(read, _)| {
            let is_right = read == bytes && is_right(read);
            is_right.then_some(()).ok_or_else(|| io::Error::other("it does not read back as it should"))
        })
        .and_then(|()| {
            let about = fs::metadata(&path)?;
            ((about.ino(), about.len()) == found.seen).then_some(()).ok_or_else(changed)
        })
        .and_then(|()| fs::rename(&temporary, &path));
    if replaced.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    replaced.and_then(|()| sync_folder(folder)).and_then(|()| take_over(found, &path))
}

/// Lines that a writer without the lock has put into the old file meanwhile go into the new one too. If that writer
/// comes later still, it finds that the file is another, and appends once more.
fn take_over(found: &Found, path: &Path) -> io::Result<()> {
    let Some(old) = &found.handle else { return Ok(()) };
    let more = old.metadata()?.len().saturating_sub(found.seen.1);
    let mut since = vec![0; usize::try_from(more).unwrap_or(0)];
    old.read_exact_at(&mut since, found.seen.1)?;
    let lines = since.trim_ascii();
    if lines.is_empty() { Ok(()) } else { append(path, lines, true, true) }
}

/// Removes a file in which nothing is left, if nobody has changed it since.
fn remove(found: &Found) -> io::Result<()> {
    let about = fs::symlink_metadata(&found.path)?;
    if (about.ino(), about.len()) != found.seen {
        return Err(changed());
    }
    fs::remove_file(&found.path)?;
    found.path.parent().map_or(Ok(()), sync_folder)
}

#[cfg(test)]
#[path = "rewrite_tests.rs"]
mod tests;
