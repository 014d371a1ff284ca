//! Making a missing log: whole from the first instant that it can be seen, and once, whoever else tries.

use std::fs;
use std::io;
use std::path::Path;

use super::append::random;
use super::folder::{make_private, sync_folder, temporary, write_new};
use crate::host::env::Env;
use crate::host::log::lock::{Lock, PATIENCE};
use crate::model::record::header_line;

/// Makes the log with its header and seed. `false` where another process was first.
///
/// `locked` says that the caller holds the log's lock already.
pub fn create(env: &Env, path: &Path, locked: bool) -> io::Result<bool> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    make_private(folder)?;
    let no_chance = |_| io::Error::other("the system gives no random numbers");
    let header = format!("{}\n", header_line(&format!("{:016x}", random().map_err(no_chance)?), env.now));
    let temporary = temporary(folder, "history");
    let made = write_new(&temporary, header.as_bytes()).and_then(|()| link(&temporary, path, &header, locked));
    let _ = fs::remove_file(&temporary);
    made.and_then(|is_ours| sync_folder(folder).map(|()| is_ours))
}

fn link(temporary: &Path, path: &Path, header: &str, locked: bool) -> io::Result<bool> {
    match fs::hard_link(temporary, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => exists_or_dangles(path),
        Err(_) => without_links(path, header, locked),
    }
}

/// Some file systems have no hard links. A lock keeps a second process from reading half a header there.
fn without_links(path: &Path, header: &str, locked: bool) -> io::Result<bool> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let _lock = (!locked).then(|| Lock::take(folder, PATIENCE));
    match write_new(path, header.as_bytes()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => exists_or_dangles(path),
        Err(error) => Err(error),
    }
}

fn exists_or_dangles(path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|_| false).map_err(|_| io::Error::other("it is a link to nothing"))
}
