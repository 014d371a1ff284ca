//! Private folders: made for the owner alone, whatever the umask, and never in somebody else's home.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;

/// Makes a folder and whatever is missing above it, for the owner alone.
pub fn make_private(folder: &Path) -> io::Result<()> {
    refuse_to_trespass(folder)?;
    if folder.is_dir() || folder.as_os_str().is_empty() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_private(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        // An umask may have taken rights from the owner too.
        Ok(()) => fs::set_permissions(folder, Permissions::from_mode(0o700)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes the names in a folder outlast a failing power: a file that is on the disk under no name is lost.
pub fn sync(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems know no such thing, and need none.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

/// Under `sudo`, HOME may still be another person's. Files of root's there could not be written by them again.
pub fn refuse_to_trespass(folder: &Path) -> io::Result<()> {
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let nearest = folder.ancestors().find_map(|path| fs::metadata(path).ok());
    match nearest {
        Some(about) if about.uid() != 0 => {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to another user"))
        }
        _ => Ok(()),
    }
}
