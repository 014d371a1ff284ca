//! Reading what people wrote: settings and packs. A fault never stops the day's prompt.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::env::Env;
use crate::model::fault::{Fault, Source};
use crate::model::library::Pack;
use crate::model::settings::Settings;

/// No settings file is longer than this, in bytes.
const SETTINGS_LIMIT: u64 = 1 << 20;
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
    let Some(folder) = packs_path(env) else {
        return (packs, faults);
    };
    let names = match pack_names(&folder) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (packs, faults),
        Err(error) => {
            let message = crate::error::Error::io("can't be read", &error).message;
            return (packs, vec![Fault::of_file(&env.paths.shorten(&folder), message)]);
        }
    };
    for path in names {
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
fn read(path: &Path, name: &str, limit: u64) -> Result<Option<String>, Fault> {
    let whole = |message: &str| Fault::of_file(name, message);
    let failed = |error: io::Error| whole(&crate::error::Error::io("can't be read", &error).message);
    // Opening a pipe or a device could wait for ever, so look first.
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => return Err(whole("is no regular file")),
        Ok(about) if about.len() > limit => {
            return Err(whole(&format!("is larger than {} MiB", limit >> 20)));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
            return Ok(None);
        }
        Err(error) => return Err(failed(error)),
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(failed)?;
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    text(bytes, name).map(Some)
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
