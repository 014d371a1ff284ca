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
    let text = edit(&words, &path, start);
    // Notes stay in the log alone, whatever the editor did.
    let _ = fs::remove_file(&path);
    text
}

fn edit(words: &[String], path: &Path, start: &str) -> Result<String, Error> {
    let failed = |error| Error::io("can't make a file for the note", &error);
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(start.as_bytes()).map_err(failed)?;
    drop(file);
    let status = Command::new(&words[0]).args(&words[1..]).arg(path).status();
    let status = status.map_err(|error| Error::io(&format!("can't run the editor \"{}\"", words[0]), &error))?;
    if !status.success() {
        return Err(Error::new(Kind::Io, format!("the editor \"{}\" failed; nothing was kept", words[0])));
    }
    let mut text = String::new();
    let file = File::open(path).map_err(|error| Error::io("can't read the note back", &error))?;
    file.take(LIMIT).read_to_string(&mut text).map_err(|error| Error::io("can't read the note back", &error))?;
    Ok(text)
}
