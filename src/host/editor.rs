//! Notes typed in the person's own editor, in a private file that is removed again.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::Command;

use super::log::append::random_id;
use super::log::folder::make_private;
use crate::error::{Error, Kind};

/// No note is longer than this, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// Lets the person write in their editor, beginning with `start`.
pub fn write(editor: &str, folder: &Path, start: &str) -> Result<String, Error> {
    let words = shell_words::split(editor).ok().filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| Error::usage(format!("can't make sense of the editor \"{editor}\"")))?;
    let failed = |error| Error::io("can't make a file for the note", &error);
    make_private(folder).map_err(failed)?;
    let path = folder.join(format!(".note-{}.txt", random_id()?));
    edit(&words, &path, start)?;
    let text = read_back(&path)?;
    // Notes stay in the log alone.
    let _ = fs::remove_file(&path);
    Ok(text)
}

fn edit(words: &[String], path: &Path, start: &str) -> Result<(), Error> {
    let failed = |error| Error::io("can't make a file for the note", &error);
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(start.as_bytes()).map_err(failed)?;
    drop(file);
    let ended = Command::new(&words[0]).args(&words[1..]).arg(path).status();
    let message = match ended {
        Ok(status) if status.success() => return Ok(()),
        Ok(_) => Error::new(Kind::Io, format!("the editor \"{}\" failed; nothing was kept", words[0])),
        Err(error) => Error::io(&format!("can't run the editor \"{}\"", words[0]), &error),
    };
    let _ = fs::remove_file(path);
    Err(message)
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
