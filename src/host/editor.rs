//! The person's own editor, and notes written in it in a private file that is removed again.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::Command;

use super::log::append::random_id;
use super::log::folder::make_private;
use crate::error::{Error, Kind};

/// No note is longer than this, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// Lets the person write a note in their editor, beginning with `start`.
pub fn write(editor: &str, folder: &Path, start: &str) -> Result<String, Error> {
    let path = folder.join(format!(".note-{}.txt", random_id()?));
    create(&path, start.as_bytes()).map_err(|error| Error::io("can't make a file for the note", &error))?;
    let opened = open(editor, &path).map_err(|error| {
        let _ = fs::remove_file(&path);
        Error { message: format!("{}; nothing was kept", error.message), ..error }
    });
    opened?;
    let text = read_back(&path)?;
    // Notes stay in the log alone.
    let _ = fs::remove_file(&path);
    Ok(text)
}

/// Makes a new file for the owner alone, and the folder that it is in.
pub fn create(path: &Path, start: &[u8]) -> io::Result<()> {
    make_private(path.parent().ok_or(io::ErrorKind::NotFound)?)?;
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(start)
}

/// Opens a file in the person's editor, and waits until that ends.
pub fn open(editor: &str, path: &Path) -> Result<(), Error> {
    let words = shell_words::split(editor).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return Err(Error::usage(format!("can't make sense of the editor \"{editor}\"")));
    };
    match Command::new(program).args(arguments).arg(path).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::new(Kind::Io, format!("the editor \"{program}\" failed"))),
        Err(error) => Err(Error::io(&format!("can't run the editor \"{program}\""), &error)),
    }
}

/// What was written. Where that cannot be read, the file stays, so that the words do.
fn read_back(path: &Path) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes));
    let kept = |reason: &str| Error::new(Kind::Data, format!("{reason}; it is kept in {}", path.display()));
    read.map_err(|_| kept("can't read the note back"))?;
    if bytes.len() as u64 > LIMIT {
        return Err(kept("a note is at most 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|_| kept("a note is text in UTF-8"))
}
