//! `quiet-until`: when the next logical day begins, so that shells need start no process until then.
//!
//! Derived and safe to delete. Failing to write it is never worth a word: the next shell looks again.

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use super::env::Env;
use super::log::folder::make_private;

/// No stamp holds longer than this, in seconds: a day of 25 hours, and an hour for a clock that was set.
const LONGEST: i64 = 93_600;

/// Where the stamp is.
pub fn path(env: &Env) -> Option<PathBuf> {
    Some(env.paths.state.as_ref()?.join("quiet-until"))
}

/// Whether a stamp says that there is nothing more to show for now.
pub fn is_quiet(env: &Env) -> bool {
    let now = env.now.timestamp();
    let until = path(env).and_then(|path| read(&path));
    until.is_some_and(|until| now < until && until < now.saturating_add(LONGEST))
}

fn read(path: &Path) -> Option<i64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut text = String::new();
    File::open(path).ok()?.take(32).read_to_string(&mut text).ok()?;
    text.trim_end_matches('\n').parse().ok()
}

/// Writes the stamp; its time of modification is the same instant, for shells that can read only that.
pub fn write(env: &Env, until: i64) {
    // Nothing depends on it: without a stamp the next shell asks again.
    let _ = path(env).map(|path| replace(&path, until));
}

fn replace(path: &Path, until: i64) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    make_private(folder)?;
    let temporary = folder.join(format!(".quiet-until.{}", std::process::id()));
    // Some file systems write data out before a rename replaces a file, which takes longer than everything else
    // here. Between the two a shell finds no stamp, and looks for itself.
    let _ = fs::remove_file(path);
    let written = write_at(&temporary, until).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write_at(path: &Path, until: i64) -> io::Result<()> {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.write_all(format!("{until}\n").as_bytes())?;
    let instant = UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(until).unwrap_or(0)));
    file.set_modified(instant.unwrap_or(UNIX_EPOCH))
}
