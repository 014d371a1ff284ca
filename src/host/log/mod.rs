//! The history file: made whole, appended to under a lock, read backward where that is enough.
//!
//! Nothing that is unreadable is ever deleted or overwritten; a lost lock or a race can cause a line too many,
//! never a second prompt.

pub mod append;
pub mod create;
pub mod folder;
pub mod lock;
pub mod part;
pub mod quarantine;
pub mod read;
pub mod rewrite;
pub mod traces;

use std::path::PathBuf;

pub use read::{Log, Recent};

use crate::host::env::Env;

/// The file that is written to. Other `history*.jsonl` beside it are read as well.
pub const NAME: &str = "history.jsonl";
/// The folder beside it for lines that can't be read, and for the originals of conflict copies that were folded in.
pub const QUARANTINE: &str = "quarantine";

/// Copies that sync tools left beside the history.
pub fn copies(env: &Env) -> Vec<PathBuf> {
    let names = env.paths.data.as_ref().and_then(|folder| read::file_names(folder).ok()).unwrap_or_default();
    names.into_iter().filter(|path| !path.ends_with(NAME) && path.is_file()).collect()
}
