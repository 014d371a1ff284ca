//! Replacing a file: whoever reads it, and whatever fails, it is the old one or the new one, never half.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::log::folder::{make_private, refuse_to_trespass, sync_folder, temporary, write_new};

/// Replaces a file, or makes it for the owner alone. A link stays one, and permissions stay as they are.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    replace_or_make(path, text, 0o600)
}

/// The same, but a file that is made gets this mode.
pub fn replace_or_make(path: &Path, text: &[u8], mode: u32) -> io::Result<()> {
    let path = target(path)?;
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    refuse_to_trespass(folder)?;
    let mode = fs::metadata(&path).map_or(mode, |about| about.permissions().mode() & 0o7777);
    let temporary = temporary(folder, "connect");
    let written = write_new(&temporary, text)
        .and_then(|()| fs::set_permissions(&temporary, Permissions::from_mode(mode)))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written?;
    sync_folder(folder)
}

/// The file itself, behind any links, though it may be still to come; its folder is made.
pub fn target(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        found => return found,
    }
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    match fs::read_link(path) {
        Ok(next) => target(&folder.join(next)),
        Err(_) => make_private(folder).map(|()| path.to_owned()),
    }
}
