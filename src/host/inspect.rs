//! What there is to know of files beside what is in them: who can read them, room on the disk, copies, work trees.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access, statvfs};

use super::log::read::file_names;
use super::log::{NAME, folder::refuse_to_trespass};

/// The bytes that are free where a file is or would be.
pub fn free_space(path: &Path) -> Option<u64> {
    let about = statvfs(nearest(path)?).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// Why nothing can be written in a folder, if nothing can; one that is not there is looked for above.
pub fn obstacle(folder: &Path) -> Option<io::Error> {
    let there = nearest(folder)?;
    let writable = access(there, Access::WRITE_OK | Access::EXEC_OK).map_err(io::Error::from);
    let is_folder = if there.is_dir() { Ok(()) } else { Err(io::ErrorKind::NotADirectory.into()) };
    refuse_to_trespass(folder).and(is_folder).and(writable).err()
}

/// The path itself, or what there is above it.
fn nearest(path: &Path) -> Option<&Path> {
    path.ancestors().find(|path| path.exists())
}

/// What others may do with a file or a folder, as three bits: read, write, enter. Nothing where there is none.
pub fn rights_of_others(path: &Path) -> u32 {
    fs::metadata(path).map_or(0, |about| (about.mode() | about.mode() >> 3) & 7)
}

/// The names of the copies of the history that sync tools left beside it.
pub fn copies_of_history(folder: &Path) -> Vec<String> {
    let names = file_names(folder).unwrap_or_default();
    names.iter().filter(|path| !path.ends_with(NAME) && path.is_file()).filter_map(|path| name(path)).collect()
}

/// The names of the copies of the settings, which nothing reads.
pub fn copies_of_settings(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| name(&entry.path())).collect();
    names.retain(|name| is_copy_of_settings(name));
    names.sort();
    names
}

fn is_copy_of_settings(name: &str) -> bool {
    name != "settings.toml" && name.starts_with("settings") && name.strip_suffix(".toml").is_some()
}

fn name(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// The git work tree with a remote that a file lies in, if it lies in one.
pub fn shared_work_tree(path: &Path) -> Option<PathBuf> {
    let path = fs::canonicalize(path).ok()?;
    let tree = path.ancestors().skip(1).find(|folder| folder.join(".git").exists())?;
    let config = fs::read_to_string(git_folder(tree)?.join("config")).ok()?;
    config.lines().any(|line| line.trim_start().starts_with("[remote ")).then(|| tree.to_owned())
}

/// Where git keeps what it knows of a work tree: beside it, or where a file says.
fn git_folder(tree: &Path) -> Option<PathBuf> {
    let git = tree.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(git).ok()?;
    let folder = tree.join(text.trim().strip_prefix("gitdir: ")?);
    // A second work tree has a folder of its own, and the remotes of the first.
    match fs::read_to_string(folder.join("commondir")) {
        Ok(common) => Some(folder.join(common.trim())),
        Err(_) => Some(folder),
    }
}
