//! The person's own editor, and notes written in it in a private file that is removed again.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::log::append::random_id;
use super::log::folder::make_private;
use super::log::lock::Lock;
use crate::error::{Error, Kind};

/// No note is longer than this, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// What the name of a folder for a note in the making begins with.
const DRAFT: &str = ".note-";

/// The folders of notes that were never taken over: too long, or their run was ended.
pub fn drafts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut drafts = Vec::new();
    for entry in entries {
        let entry = entry?;
        let is_draft =
            entry.file_name().as_encoded_bytes().starts_with(DRAFT.as_bytes()) && entry.file_type()?.is_dir();
        let path = entry.path();
        // One that somebody is writing is no draft that was left.
        if is_draft && !matches!(Lock::take(&path, Duration::ZERO), Lock::Busy) {
            drafts.push(path);
        }
    }
    Ok(drafts)
}

/// Lets the person write a note in their editor, beginning with `start`.
pub fn write(editor: &str, folder: &Path, start: &str) -> Result<String, Error> {
    // A folder of its own, so that whatever else the editor leaves there goes with it.
    let folder = folder.join(format!("{DRAFT}{}", random_id()?));
    let path = folder.join("note.txt");
    create(&path, start.as_bytes()).map_err(|error| Error::io("can't make a file for the note", &error))?;
    // While this is held, nobody takes it for one that was left behind.
    let _lock = Lock::take(&folder, Duration::ZERO);
    open(editor, &path).map_err(|error| {
        let _ = fs::remove_dir_all(&folder);
        Error { message: format!("{}; nothing was kept", error.message), ..error }
    })?;
    let text = read_back(&path)?;
    // Notes stay in the log alone.
    let _ = fs::remove_dir_all(&folder);
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
