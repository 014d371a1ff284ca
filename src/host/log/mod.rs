//! The history file: made whole, appended to under a lock, read backward where that is enough.
//!
//! Nothing that is unreadable is ever deleted or overwritten; a lost lock or a race can cause a line too many,
//! never a second prompt.

pub mod append;
pub mod create;
pub mod folder;
pub mod lock;
mod part;
pub mod quarantine;
pub mod read;

pub use read::Log;

/// The file that is written to. Other `history*.jsonl` beside it are read as well.
pub const NAME: &str = "history.jsonl";
