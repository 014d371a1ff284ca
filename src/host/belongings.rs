//! Everything that this program has made or reads, so that it can be shown, and removed without a trace.
//!
//! No link is followed and nothing unknown is touched: what is found there is another's, and is named.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::env::Env;
use super::log::folder::{refuse_to_trespass, sync_folder};
use super::log::{NAME, QUARANTINE};
use super::stamp;
use crate::model::schema::PACK_SCHEMA;

/// What is there.
#[derive(Debug, Default)]
pub struct Belongings {
    /// Files and links of ours.
    pub files: Vec<PathBuf>,
    /// Folders that may go if nothing is left in them, the innermost first.
    folders: Vec<PathBuf>,
    /// What stands among them and is not ours.
    pub strange: Vec<PathBuf>,
}

/// Looks at the folders of settings, history and state, and at the stamp that lies in memory.
pub fn find(env: &Env) -> io::Result<Belongings> {
    let mut found = Belongings::default();
    found.look_into(env.paths.config.as_deref(), |name| is_temporary(name) || name == b"settings.toml", &[PACKS])?;
    let is_log = |name: &[u8]| name.starts_with(b"history") && name.ends_with(b".jsonl");
    found.look_into(env.paths.data.as_deref(), |name| is_temporary(name) || is_log(name), &[ASIDE, DRAFTS])?;
    let is_stamp = |name: &[u8]| is_temporary(name) || name == b"quiet-until";
    found.look_into(env.paths.state.as_deref(), is_stamp, &[])?;
    let spare = stamp::spare(env).filter(|folder| Some(folder) != env.paths.state.as_ref());
    found.look_into(spare.as_deref(), is_stamp, &[])?;
    // Two of the folders may be one.
    found.strange.retain(|path| !found.files.contains(path));
    Ok(found)
}

/// Folders within, by their names, and which of their files are ours.
struct Within {
    is_named: fn(&[u8]) -> bool,
    is_ours: fn(&[u8]) -> bool,
}

const PACKS: &Within = &Within {
    is_named: |name| name == b"prompts",
    is_ours: |name| is_temporary(name) || name.ends_with(b".toml") || name == PACK_SCHEMA.as_bytes(),
};
const ASIDE: &Within = &Within {
    is_named: |name| name == QUARANTINE.as_bytes(),
    is_ours: |name| is_temporary(name) || name.ends_with(b".jsonl"),
};
const DRAFTS: &Within = &Within { is_named: |name| name.starts_with(b".note-"), is_ours: |_| true };

/// Whether a file was being written when its run was ended.
fn is_temporary(name: &[u8]) -> bool {
    [&b".history."[..], b".connect.", b".quiet-until."].iter().any(|start| name.starts_with(start))
}

impl Belongings {
    fn look_into(
        &mut self,
        folder: Option<&Path>,
        is_ours: impl Fn(&[u8]) -> bool,
        within: &[&Within],
    ) -> io::Result<()> {
        let Some(folder) = folder else { return Ok(()) };
        for (path, kind) in entries(folder)? {
            let name = path.file_name().unwrap_or_default().as_encoded_bytes().to_vec();
            match within.iter().find(|within| (within.is_named)(&name)) {
                Some(within) if kind.is_dir() => self.look_within(&path, within)?,
                _ if is_ours(&name) && (kind.is_file() || kind.is_symlink()) => self.files.push(path),
                _ => self.strange.push(path),
            }
        }
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn look_within(&mut self, folder: &Path, within: &Within) -> io::Result<()> {
        for (path, kind) in entries(folder)? {
            let is_ours = (within.is_ours)(path.file_name().unwrap_or_default().as_encoded_bytes());
            let is_ours = is_ours && (kind.is_file() || kind.is_symlink());
            if is_ours { &mut self.files } else { &mut self.strange }.push(path);
        }
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// Where links of ours lead: what is there stays.
    pub fn behind_links(&self) -> Vec<PathBuf> {
        let links = self.files.iter().filter(|path| path.is_symlink());
        links.filter_map(|link| fs::canonicalize(link).ok()).collect()
    }

    /// Removes the files, and the folders that are empty then. The history goes last: while it stands, whoever reads
    /// it sees all of it.
    pub fn remove(&self) -> Result<(), (PathBuf, io::Error)> {
        let (history, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.files.iter().partition(|path| path.ends_with(NAME));
        for path in others.into_iter().chain(history) {
            let removed = path.parent().map_or(Ok(()), refuse_to_trespass).and_then(|()| fs::remove_file(path));
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((path.clone(), error)),
                _ => {}
            }
        }
        for folder in &self.folders {
            match sync_folder(folder) {
                Err(error) if !is_missing(&error) => return Err((folder.clone(), error)),
                _ => {}
            }
            // A folder with something in it stays.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }
}

/// Whether there is no such folder: where a file stands in its place, nothing is in it.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if is_missing(&error) => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        found.push((entry.path(), entry.file_type()?));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
