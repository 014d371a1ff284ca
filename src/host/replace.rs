//! Replacing a file: whoever reads it, and whatever fails, it is the old one or the new one, never half.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::log::append::random;
use super::log::folder::{make_private, refuse_to_trespass, sync};

/// Replaces a file, or makes it for the owner alone. A link stays one, and permissions stay as they are.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = target(path)?;
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    refuse_to_trespass(folder)?;
    let mode = fs::metadata(&path).map_or(0o600, |about| about.permissions().mode() & 0o7777);
    let random = random().map_err(|_| io::Error::other("the system gives no random numbers"))?;
    let temporary = folder.join(format!(".connect.{random:016x}"));
    let written = write_new(&temporary, text, mode).and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written?;
    sync(folder)
}

/// The file itself, behind any links; its folder is made.
fn target(path: &Path) -> io::Result<PathBuf> {
    if fs::symlink_metadata(path).is_ok() {
        return fs::canonicalize(path);
    }
    make_private(path.parent().ok_or(io::ErrorKind::NotFound)?)?;
    Ok(path.to_owned())
}

fn write_new(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()
}
