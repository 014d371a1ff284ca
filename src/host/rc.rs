//! The file that a shell reads when it starts. It is somebody else's: it is changed only as long as it is what was
//! shown, and whole.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::log::folder::refuse_to_trespass;
use super::replace::{replace, target};

/// No such file is longer than this, in bytes.
const LIMIT: u64 = 4 << 20;

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
pub fn change(path: &Path, before: Option<&[u8]>, after: Option<&[u8]>) -> io::Result<()> {
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
            let error = change(&path, before, after).unwrap_err();
            assert_eq!(error.to_string(), "it was changed meanwhile");
            assert_eq!(fs::read(&path).unwrap(), b"theirs");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
