//! Lines of the log that are no events: copied aside once, so that whoever can mend them finds them.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::QUARANTINE;
use super::folder::make_private;
use super::part::whole_file;
use super::rewrite::changed;
use crate::model::pick::hash::fnv1a_bytes;

/// No run copies more lines than this.
const MOST: usize = 1000;

/// Every file that was put aside; none where there is no folder for them.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(about) if about.is_dir() => fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect(),
        // A link could lead anywhere; what lies there is not ours.
        _ => Ok(Vec::new()),
    }
}

/// Copies lines that were not copied before, and counts them.
pub fn keep(folder: &Path, lines: &[&[u8]]) -> usize {
    let folder = folder.join(QUARANTINE);
    if lines.is_empty() || make_private(&folder).is_err() {
        return 0;
    }
    lines.iter().take(MOST).filter(|line| copy(&folder, line).is_ok()).count()
}

/// A copy is named after its content, so a line is copied once however often it is read.
fn copy(folder: &Path, line: &[u8]) -> io::Result<()> {
    let path = folder.join(format!("{:016x}.jsonl", fnv1a_bytes(line)));
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&path)?;
    let written = file.write_all(line).and_then(|()| file.write_all(b"\n"));
    if written.is_err() {
        let _ = fs::remove_file(&path);
    }
    written
}

/// Moves a file that must still hold these bytes under a name that is not taken. A sync tool may have put another in
/// its place.
pub(super) fn move_there(quarantine: &Path, path: &Path, expected: &[u8]) -> io::Result<PathBuf> {
    let place = free_name(quarantine, path);
    fs::rename(path, &place)?;
    if whole_file(&place).is_ok_and(|(bytes, _)| bytes == expected) {
        return Ok(place);
    }
    fs::rename(&place, path)?;
    Err(changed())
}

/// A name in the quarantine that is not taken.
fn free_name(quarantine: &Path, path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default();
    let mut place = quarantine.join(name);
    for number in 2.. {
        if fs::symlink_metadata(&place).is_err() {
            break;
        }
        let mut numbered = OsString::from(format!("{number}."));
        numbered.push(name);
        place = quarantine.join(numbered);
    }
    place
}
