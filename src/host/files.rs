//! Reading what people wrote: settings and packs. A fault never stops the day's prompt.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::env::Env;
use super::log::folder::{self, make_private, refuse_to_trespass, sync_folder};
use super::log::part::{LIMIT, whole_file};
use super::replace::{replace, replace_or_make};
use crate::error::{Error, Kind};
use crate::model::fault::{Fault, Source};
use crate::model::library::Pack;
use crate::model::schema::{PACK_SCHEMA, Schema};
use crate::model::settings::Settings;

/// No settings file is longer than this, in bytes.
pub(super) const SETTINGS_LIMIT: u64 = 1 << 20;
/// No pack is longer than this, in bytes: ten thousand prompts take three million.
const PACK_LIMIT: u64 = 16 << 20;

/// Where settings live.
pub fn settings_path(env: &Env) -> Option<PathBuf> {
    Some(env.paths.config.as_ref()?.join("settings.toml"))
}

/// Where packs live.
pub fn packs_path(env: &Env) -> Option<PathBuf> {
    Some(env.paths.config.as_ref()?.join("prompts"))
}

/// The person's settings, and what is wrong with them.
pub fn settings(env: &Env) -> (Settings, Vec<Fault>) {
    let Some(path) = settings_path(env) else {
        return (Settings::default(), Vec::new());
    };
    let name = env.paths.shorten(&path);
    match read(&path, &name, SETTINGS_LIMIT) {
        Ok(text) => Settings::read(Source { name: &name, text: text.as_deref().unwrap_or_default() }),
        Err(mut fault) => {
            fault.message.push_str("; using defaults for today");
            (Settings::default(), vec![fault])
        }
    }
}

/// The person's packs in the order of their names, and those that cannot be read.
pub fn packs(env: &Env) -> (Vec<Pack>, Vec<Fault>) {
    let (mut packs, mut faults) = (Vec::new(), Vec::new());
    let paths = match own_packs(env) {
        Ok(paths) => paths,
        Err(fault) => return (packs, vec![fault]),
    };
    for path in paths {
        let name = env.paths.shorten(&path);
        match read(&path, &name, PACK_LIMIT) {
            Ok(text) => packs.extend(text.map(|text| Pack { name, text })),
            Err(mut fault) => {
                fault.message.push_str("; this pack is skipped");
                faults.push(fault);
            }
        }
    }
    (packs, faults)
}

/// Settings and packs byte for byte.
#[derive(Default)]
pub struct AsTheyStand {
    pub settings: Option<Vec<u8>>,
    /// By the names of their files.
    pub packs: BTreeMap<String, Vec<u8>>,
    /// What cannot be read.
    pub faults: Vec<Fault>,
}

/// Settings and packs byte for byte, whatever they hold.
pub fn as_they_stand(env: &Env) -> AsTheyStand {
    let mut found = AsTheyStand::default();
    if let Some(path) = settings_path(env) {
        found.settings = read_bytes(&path, &env.paths.shorten(&path), SETTINGS_LIMIT).unwrap_or_else(|fault| {
            found.faults.push(fault);
            None
        });
    }
    let paths = own_packs(env).unwrap_or_else(|fault| {
        found.faults.push(fault);
        Vec::new()
    });
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match read_bytes(&path, &env.paths.shorten(&path), PACK_LIMIT) {
            Ok(bytes) => found.packs.extend(bytes.map(|bytes| (name, bytes))),
            Err(fault) => found.faults.push(fault),
        }
    }
    found
}

/// All of a file of the person's choosing; `-` is standard input.
pub fn whole(path: &Path) -> io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return whole_file(path).map(|(bytes, _)| bytes);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 256 MiB"));
    }
    Ok(bytes)
}

/// Whether anything has this name, a link to nothing included.
pub fn stands(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes a file of the person's choosing, whole, unless it exists.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), refuse_to_trespass)?;
    folder::publish(path, bytes)
}

/// Makes a settings file or a pack where there is none.
pub fn publish(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), make_private)?;
    folder::publish(path, bytes)
}

/// The packs at these paths, files and folders of files, and those that cannot be read.
pub fn packs_at(env: &Env, paths: &[PathBuf]) -> (Vec<Pack>, Vec<Fault>) {
    let (mut packs, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        let files = if path.is_dir() { pack_names(path) } else { Ok(vec![path.clone()]) };
        let name = env.paths.shorten(path);
        let files = files.unwrap_or_else(|error| {
            faults.push(Fault::of_file(&name, Error::io("can't be read", &error).message));
            Vec::new()
        });
        for file in files {
            let name = env.paths.shorten(&file);
            match read(&file, &name, PACK_LIMIT) {
                Ok(Some(text)) => packs.push(Pack { name, text }),
                Ok(None) => faults.push(Fault::of_file(&name, "can't be read: it does not exist")),
                Err(fault) => faults.push(fault),
            }
        }
    }
    (packs, faults)
}

/// Where a pack of this name lives.
pub fn pack_path(env: &Env, name: &str) -> Result<PathBuf, Error> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > 64 || name.starts_with(['-', '_']) || !name.chars().all(plain) {
        return Err(Error::usage("a pack's name is of lower-case letters, digits, - and _"));
    }
    let folder = packs_path(env).ok_or_else(|| Error::new(Kind::Io, "there is no home folder to keep packs in"))?;
    Ok(folder.join(format!("{name}.toml")))
}

/// Appends to a pack, making it if there is none. What stands there is never rewritten.
pub fn append(path: &Path, text: &str) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::NotFound)?;
    make_private(parent)?;
    if fs::symlink_metadata(path).is_err() {
        match folder::publish(path, text.as_bytes()) {
            // Another has made it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            published => return published,
        }
    }
    let mut file = fs::File::options().append(true).create(true).mode(0o600).open(path)?;
    let length = file.metadata()?.len();
    if length == 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_data());
    let written = written.and_then(|()| if length == 0 { sync_folder(parent) } else { Ok(()) });
    if written.is_err() {
        let _ = file.set_len(length);
    }
    written
}

/// The person's packs in the order of their names; none where there is no folder for them.
fn own_packs(env: &Env) -> Result<Vec<PathBuf>, Fault> {
    let Some(folder) = packs_path(env) else { return Ok(Vec::new()) };
    match pack_names(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => {
            let message = Error::io("can't be read", &error).message;
            Err(Fault::of_file(&env.paths.shorten(&folder), message))
        }
        names => Ok(names.unwrap_or_default()),
    }
}

/// Writes a file that anybody may read, over one that is there, and makes the folder that it is in.
pub fn write_shared(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| refuse_to_trespass(folder).and_then(|()| fs::create_dir_all(folder)))?;
    replace_or_make(path, text.as_bytes(), 0o644)
}

/// Keeps the schema of packs beside them, for editors. Nothing else needs it, so a failure is not worth a word.
pub fn keep_pack_schema(env: &Env) {
    let Some(path) = packs_path(env).map(|folder| folder.join(PACK_SCHEMA)) else {
        return;
    };
    let text = Schema::Packs.text();
    if fs::read_to_string(&path).is_ok_and(|kept| kept == text) {
        return;
    }
    let _ = replace(&path, text.as_bytes());
}

fn pack_names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.ends_with(b".toml") && !bytes.starts_with(b".") {
            paths.push(folder.join(name));
        }
    }
    paths.sort();
    Ok(paths)
}

/// The text of a file; none where there is no file.
pub(super) fn read(path: &Path, name: &str, limit: u64) -> Result<Option<String>, Fault> {
    read_bytes(path, name, limit)?.map(|bytes| text(bytes, name)).transpose()
}

fn read_bytes(path: &Path, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
    let whole = |message: &str| Fault::of_file(name, message);
    let failed = |error: io::Error| whole(&Error::io("can't be read", &error).message);
    // Opening a pipe or a device could wait for ever, so look first.
    let length = match fs::metadata(path) {
        Ok(about) if !about.is_file() => return Err(whole("is no regular file")),
        Ok(about) if about.len() > limit => {
            return Err(whole(&format!("is larger than {} MiB", limit >> 20)));
        }
        Ok(about) => about.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
            return Ok(None);
        }
        Err(error) => return Err(failed(error)),
    };
    // One byte more than there is, so that its end is seen by the first read.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    let file = fs::File::open(path).map_err(failed)?;
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    Ok(Some(bytes))
}

fn text(bytes: Vec<u8>, name: &str) -> Result<String, Fault> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Fault::of_file(name, "is UTF-16; save it as UTF-8"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let shown = String::from_utf8_lossy(error.as_bytes());
        Source { name, text: &shown }.fault(good..good + 1, "is not UTF-8 from here on; save it as UTF-8")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
