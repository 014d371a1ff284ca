//! Writing a file that the person named: for their eyes alone, and over nothing but a file that they said may go.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::env::Env;
use super::replace::replace;
use crate::error::Error;

/// Writes a text to a new file; with `over`, to one that exists as well.
///
/// # Errors
///
/// Where something else stands in its place, its folder is missing, or it cannot be written. The text that stood there
/// is then still there.
pub fn save(env: &Env, path: &Path, text: &str, over: bool) -> Result<(), Error> {
    let name = env.paths.shorten(path);
    let failed = |error: io::Error| Error::io(&format!("can't write {name}"), &error);
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => return Err(Error::usage(format!("{name} is no regular file"))),
        Ok(_) if !over => {
            return Err(Error::usage(format!("{name} exists already")).hint("`--force` writes over it"));
        }
        // What is replaced keeps its permissions.
        Ok(_) => fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(failed)?,
        // A folder that is not there was mistyped more likely than meant.
        Err(_) => fs::metadata(folder_of(path)).map(|_| ()).map_err(failed)?,
    }
    replace(path, text.as_bytes()).map_err(failed)
}

/// The folder that a path is in: this one, where only a name is given.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
