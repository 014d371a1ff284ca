//! Words that were erased from the history, in other files of its folder: drafts, which are removed, and files of other
//! programs, which are named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::QUARANTINE;
use super::part::whole_file;
use super::read::file_names;
use crate::host::editor::drafts;
use crate::model::erasures::Erasures;

/// So many files are looked into.
const MOST: usize = 10_000;

/// Removes notes in the making that were left behind: all of them, or those that hold what was erased.
///
/// Says which can't be removed.
pub fn remove_drafts(folder: &Path, erasures: &Erasures, all: bool) -> io::Result<Vec<PathBuf>> {
    let goes = |draft: &PathBuf| all || !holding(&files_below(draft), erasures).is_empty();
    Ok(drafts(folder)?.into_iter().filter(goes).filter(|draft| fs::remove_dir_all(draft).is_err()).collect())
}

/// Files of other programs that hold some of what was erased: versions that sync tools keep, editors' backups.
pub fn elsewhere(folder: &Path, erasures: &Erasures) -> Vec<PathBuf> {
    let ours = file_names(folder).unwrap_or_default();
    let strange = files_below(folder).into_iter().filter(|path| !ours.contains(path));
    let strange: Vec<PathBuf> = strange.filter(|path| !path.starts_with(folder.join(QUARANTINE))).collect();
    holding(&strange, erasures)
}

fn holding(files: &[PathBuf], erasures: &Erasures) -> Vec<PathBuf> {
    let holds = |path: &&PathBuf| whole_file(path).is_ok_and(|(bytes, _)| erasures.touches(&bytes));
    files.iter().filter(holds).cloned().collect()
}

/// Every regular file below a folder; links are not followed.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop().filter(|_| files.len() < MOST) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    files
}
