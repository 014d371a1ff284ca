//! Lines of the log that are no events: copied aside once, so that whoever can mend them finds them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::QUARANTINE;
use super::folder::make_private;
use crate::model::pick::hash::fnv1a_bytes;

/// No run copies more lines than this.
const MOST: usize = 1000;

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
