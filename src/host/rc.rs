//! The file that a shell reads when it starts. It is somebody else's: it is changed only as long as it is what was
//! shown, and whole.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::env::Env;
use super::log::folder::refuse_to_trespass;
use super::replace::{replace, target};
use crate::error::{Error, Kind};
use crate::model::shell::Shell;
use crate::model::shell::rc::{Unpaired, insert, remove};

/// No such file is longer than this, in bytes.
const LIMIT: u64 = 4 << 20;

/// A shell's file, as it is and as it is to be; none is no file.
pub struct Change {
    pub path: PathBuf,
    pub name: String,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Change {
    /// What puts a shell's block into its file, once.
    pub fn to_install(env: &Env, shell: Shell) -> Result<Self, Error> {
        Self::plan(env, shell, |text| insert(text, shell.block()).map(Some))
    }

    /// What takes every block out of a shell's file.
    pub fn to_remove(env: &Env, shell: Shell) -> Result<Self, Error> {
        Self::plan(env, shell, |text| text.map_or(Ok(None), remove))
    }

    fn plan(
        env: &Env,
        shell: Shell,
        edit: impl FnOnce(Option<&[u8]>) -> Result<Option<Vec<u8>>, Unpaired>,
    ) -> Result<Self, Error> {
        let path = env.paths.rc(shell);
        let path = path.ok_or_else(|| Error::new(Kind::Io, "there is no home folder to look for its file in"))?;
        let name = env.paths.shorten(&path);
        let before = read(&path).map_err(|error| Error::io(&format!("can't read {name}"), &error))?;
        let after = edit(before.as_deref()).map_err(|Unpaired { line }| {
            let message = format!("{name}:{line}: this marker of a block has no counterpart; nothing was changed");
            Error::new(Kind::Data, message).hint("take the lines of the block out by hand, then try again")
        })?;
        Ok(Self { path, name, before, after })
    }

    /// Whether the file would be another than it is.
    pub fn is_needed(&self) -> bool {
        self.before != self.after
    }

    /// The text before and after.
    pub fn sides(&self) -> (&[u8], &[u8]) {
        (self.before.as_deref().unwrap_or_default(), self.after.as_deref().unwrap_or_default())
    }

    /// Changes the file. Where others have changed it since, it fails.
    pub fn make(&self) -> Result<(), Error> {
        write(&self.path, self.before.as_deref(), self.after.as_deref())
            .map_err(|error| Error::io(&format!("can't change {}", self.name), &error))
    }
}

/// The file's text; none where there is no file.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    // Opening a pipe or a device could wait for ever, so look first.
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => return Err(io::Error::other("it is no regular file")),
        Ok(about) if about.len() > LIMIT => return Err(io::Error::other("it is larger than 4 MiB")),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut text = Vec::new();
    File::open(path)?.take(LIMIT).read_to_end(&mut text)?;
    Ok(Some(text))
}

/// Puts `after` in the place of `before`; none is no file. Where others have changed it since, it fails.
fn write(path: &Path, before: Option<&[u8]>, after: Option<&[u8]>) -> io::Result<()> {
    let path = target(path)?;
    refuse_to_trespass(&path)?;
    if before.is_some() {
        // What its owner made read-only stays as it is, though a new file could take its place.
        File::options().append(true).open(&path)?;
    }
    if read(&path)?.as_deref() != before {
        return Err(io::Error::other("it was changed meanwhile"));
    }
    match after {
        Some(after) => replace(&path, after),
        None => fs::remove_file(&path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_meanwhile_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rc");
        fs::write(&path, "theirs").unwrap();
        for (before, after) in [(Some(&b"old"[..]), Some(&b"new"[..])), (None, Some(b"new")), (Some(b"old"), None)] {
            let error = write(&path, before, after).unwrap_err();
            assert_eq!(error.to_string(), "it was changed meanwhile");
            assert_eq!(fs::read(&path).unwrap(), b"theirs");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
