//! `quiet-until`: when the next logical day begins, so that shells need start no process until then.
//!
//! Derived and safe to delete. Failing to write it is never worth a word: the next shell looks again.

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use super::env::Env;
use super::log::folder::make_private;

/// No stamp holds longer than this, in seconds: a day of 25 hours, and an hour for a clock that was set.
const LONGEST: i64 = 93_600;

const NAME: &str = "quiet-until";

/// Where the stamp is, unless that cannot be written.
pub fn path(env: &Env) -> Option<PathBuf> {
    Some(env.paths.state.as_ref()?.join(NAME))
}

/// The folder for a stamp that cannot be written to its own: in memory, and ours alone whoever may write beside it.
pub fn spare(env: &Env) -> Option<PathBuf> {
    let folder = env.paths.spare_state()?;
    let about = fs::symlink_metadata(&folder).ok()?;
    let is_ours = about.uid() == rustix::process::geteuid().as_raw() && about.mode() & 0o777 == 0o700;
    (about.is_dir() && is_ours).then_some(folder)
}

/// Whether a stamp says that there is nothing more to show for now.
pub fn is_quiet(env: &Env) -> bool {
    let now = env.now.timestamp();
    let holds = |path: &Path| read(path).is_some_and(|until| now < until && until < now.saturating_add(LONGEST));
    path(env).is_some_and(|path| holds(&path)) || spare(env).is_some_and(|folder| holds(&folder.join(NAME)))
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
    if path(env).is_some_and(|path| replace(&path, until).is_ok()) {
        return;
    }
    // What the session made for its own is used, and never made.
    if let Some(folder) = env.paths.spare_state().filter(|folder| folder.parent().is_some_and(Path::is_dir)) {
        let _ = make_private(&folder);
    }
    let _ = spare(env).map(|folder| replace(&folder.join(NAME), until));
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
