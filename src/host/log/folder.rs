//! Private folders and files: made for the owner alone, whatever the umask, and never in somebody else's home.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::append::random;

/// Makes a folder and whatever is missing above it, for the owner alone.
pub fn make_private(folder: &Path) -> io::Result<()> {
    refuse_to_trespass(folder)?;
    match fs::metadata(folder) {
        Ok(about) if about.is_dir() => {
            // Settings and packs lie a folder deeper than the one that keeps others out.
            folder.ancestors().take(2).for_each(close);
            return Ok(());
        }
        _ if folder.as_os_str().is_empty() => return Ok(()),
        _ => {}
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

/// Closes a folder of ours that others could look into. One that the person has named otherwise is theirs to close.
fn close(folder: &Path) {
    let is_open = || fs::metadata(folder).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
    if folder.ends_with("connect") && is_open() {
        // Where that is refused, what is to be written is worth more than the mode.
        let _ = fs::set_permissions(folder, Permissions::from_mode(0o700));
    }
}

/// Under `sudo`, HOME may still be another person's. Files of root's there could not be written by them again.
pub fn refuse_to_trespass(folder: &Path) -> io::Result<()> {
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let nearest = folder.ancestors().find_map(|path| fs::metadata(path).ok());
    match nearest {
        Some(about) if about.uid() != 0 => Err(io::Error::other("it belongs to another user")),
        _ => Ok(()),
    }
}

/// A name for a file in the making that nobody else uses: `.NAME.…` in this folder.
pub fn temporary(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}.{}.{:08x}", std::process::id(), random().unwrap_or(0) >> 32))
}

/// Writes a file that does not exist yet, for the owner alone, and waits until it is on the disk.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file
        .set_permissions(Permissions::from_mode(0o600))
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a file would be worse than none.
        let _ = fs::remove_file(path);
    }
    written
}

/// Makes a file that is whole from the first instant it can be seen. What stands there already is left alone.
pub fn publish(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let temporary = temporary(folder, "connect");
    write_new(&temporary, bytes)?;
    let published = fs::hard_link(&temporary, path).or_else(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Err(error),
        // Some file systems have no hard links.
        _ => write_new(path, bytes),
    });
    let _ = fs::remove_file(&temporary);
    published.and_then(|()| sync_folder(folder))
}

/// Makes the names in a folder outlast a failing power: a file that is on the disk under no name is lost.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match File::open(folder)?.sync_all() {
        // Some file systems know no such thing, and need none.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}
