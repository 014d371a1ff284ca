//! Changing the settings file: read, edited, checked, and replaced at once. What makes no sense is never overwritten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use super::editor;
use super::env::Env;
use super::files::{SETTINGS_LIMIT, read, settings_path};
use super::log::append::random_id;
use super::log::folder::make_private;
use super::log::lock::{Lock, PATIENCE};
use super::replace::replace;
use crate::error::{Error, Kind};
use crate::model::fault::{Fault, Source};
use crate::model::settings_edit::new_fault;
use crate::model::settings_list::{Setting, list};

/// Changes the settings by what `edit` does to them; its error is a reason not to, and nothing is written then.
///
/// # Errors
///
/// [`Kind::Settings`] where the file can't be read or is not TOML; [`Kind::Usage`] for a reason not to, or where the
/// change would make a fault that was not there before; [`Kind::Io`] where nothing can be written.
pub fn change(env: &Env, edit: impl FnOnce(&mut DocumentMut) -> Result<(), String>) -> Result<(), Error> {
    let path = path(env)?;
    let _lock = lock(env, &path)?;
    let before = text(env)?;
    let mut document = parse(env, &before)?;
    edit(&mut document).map_err(Error::usage)?;
    let after = document.to_string();
    let after = if before.contains("\r\n") { after.replace('\n', "\r\n") } else { after };
    if let Some(fault) = new_fault(&before, &after) {
        return Err(Error::usage(format!("{fault}; nothing was changed")));
    }
    if after == before { Ok(()) } else { put(env, &path, &after) }
}

/// Where settings live.
pub fn path(env: &Env) -> Result<PathBuf, Error> {
    settings_path(env).ok_or_else(|| Error::new(Kind::Io, "there is no home folder to keep settings in"))
}

/// The settings as they are written; empty where there is no file.
pub fn text(env: &Env) -> Result<String, Error> {
    let path = path(env)?;
    let text = read(&path, &env.paths.shorten(&path), SETTINGS_LIMIT);
    text.map(Option::unwrap_or_default).map_err(|fault| unusable(&fault))
}

/// The document that a text is, under the name of the settings file.
pub fn parse(env: &Env, text: &str) -> Result<DocumentMut, Error> {
    let name = env.paths.shorten(&path(env)?);
    text.parse().map_err(|error: toml_edit::TomlError| {
        unusable(&Source { name: &name, text }.fault(error.span().unwrap_or(0..0), error.message()))
    })
}

/// Every setting in force, and what is wrong in the file. Where that is not TOML, there is nothing to say but that.
pub fn listed(env: &Env) -> Result<(Vec<Setting>, Vec<Fault>), Error> {
    let text = text(env)?;
    parse(env, &text)?;
    Ok(list(Source { name: &env.paths.shorten(&path(env)?), text: &text }))
}

fn unusable(fault: &Fault) -> Error {
    let place = fault.place.as_ref().map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
    Error::new(Kind::Settings, format!("{}{place}: {}", fault.file, fault.message)).hint("`connect config edit`")
}

/// Keeps two changes from undoing each other.
fn lock(env: &Env, path: &Path) -> Result<Lock, Error> {
    let folder = path.parent().unwrap_or(path);
    make_private(folder).map_err(|error| cannot_write(env, path, &error))?;
    match Lock::take(folder, PATIENCE) {
        Lock::Busy => Err(Error::new(Kind::Io, "the settings are being changed by another process; try again")),
        lock => Ok(lock),
    }
}

fn put(env: &Env, path: &Path, text: &str) -> Result<(), Error> {
    replace(path, text.as_bytes()).map_err(|error| cannot_write(env, path, &error))
}

fn cannot_write(env: &Env, path: &Path, error: &io::Error) -> Error {
    Error::io(&format!("can't write {}", env.paths.shorten(path)), error)
}

/// A copy of the settings for the person's editor, whatever state they are in.
pub struct Copy {
    path: PathBuf,
    /// The settings file when the copy was made; none where there was none.
    before: Option<Vec<u8>>,
    start: String,
}

impl Copy {
    /// Copies the settings; `start` stands in for a file that is not there.
    pub fn make(env: &Env, start: &str) -> Result<Self, Error> {
        let file = path(env)?;
        let before = bytes(env, &file)?;
        let start = before.as_ref().map_or_else(|| start.into(), |bytes| String::from_utf8_lossy(bytes));
        let start = start.trim_start_matches('\u{feff}').to_owned();
        let folder = file.parent().unwrap_or(&file);
        let path = folder.join(format!(".settings-{}.toml", random_id()?));
        editor::create(&path, before.as_deref().unwrap_or(start.as_bytes()))
            .map_err(|error| Error::io("can't make a copy of the settings", &error))?;
        Ok(Self { path, before, start })
    }

    /// What the person makes of it; none where they left it as it was.
    pub fn edit(&self, env: &Env, editor: &str) -> Result<Option<String>, Error> {
        let opened = editor::open(editor, &self.path);
        let text = match read(&self.path, &env.paths.shorten(&self.path), SETTINGS_LIMIT) {
            Ok(text) => text.unwrap_or_default(),
            Err(fault) => return Err(self.kept(env, unusable(&fault))),
        };
        let is_changed = text != self.start;
        match opened {
            Ok(()) => Ok(is_changed.then_some(text)),
            Err(error) if is_changed => Err(self.kept(env, error)),
            Err(error) => {
                let _ = fs::remove_file(&self.path);
                Err(Error { message: format!("{}; nothing was changed", error.message), ..error })
            }
        }
    }

    /// Puts the text in the place of the settings, unless those were changed meanwhile.
    pub fn put(self, env: &Env, text: &str) -> Result<(), Error> {
        let file = path(env)?;
        let _lock = lock(env, &file)?;
        if bytes(env, &file)? != self.before {
            return Err(self.kept(env, Error::new(Kind::Data, "the settings were changed meanwhile")));
        }
        put(env, &file, text)?;
        self.discard();
        Ok(())
    }

    /// Takes the copy away.
    pub fn discard(self) {
        let _ = fs::remove_file(&self.path);
    }

    /// The same failure, with where the person's words are.
    pub fn kept(&self, env: &Env, error: Error) -> Error {
        let place = env.paths.shorten(&self.path);
        Error { message: format!("{}; nothing was changed, and what you wrote is in {place}", error.message), ..error }
    }
}

/// The bytes of the settings file, in whatever encoding; none where there is none.
fn bytes(env: &Env, path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let read = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
            return Ok(None);
        }
        Ok(about) if !about.is_file() || about.len() > SETTINGS_LIMIT => {
            Err(io::Error::other("it is no file of at most 1 MiB"))
        }
        found => found.and_then(|_| fs::read(path)),
    };
    read.map(Some).map_err(|error| Error::io(&format!("can't read {}", env.paths.shorten(path)), &error))
}
