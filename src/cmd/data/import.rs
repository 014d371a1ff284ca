//! `data import`: takes over whatever of an export is not here yet. Nothing that is here is written over.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::cmd::data::tell_of_remains;
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::files;
use crate::host::log::Log;
use crate::host::log::rewrite::Held;
use crate::host::out::Out;
use crate::host::typist::Typist;
use crate::model::erasures::Erasures;
use crate::model::export::{Kept, Refusal, is_pack_name, read};
use crate::model::rewrite::{count_new, new_to};
use crate::model::view::dates::count;
use crate::model::view::kept::amounts;
use crate::model::view::paint::{Ink, Line, Mark};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// An export, or a history.jsonl; - reads standard input
    file: PathBuf,
    /// Say what would come, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask, if it erases something here
    #[arg(long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What an import brings.
#[derive(Default, Serialize)]
struct Brought {
    schema: u32,
    dry_run: bool,
    /// Events that were not here.
    events: usize,
    /// Events here that were erased where the export was made.
    erased: usize,
    settings: bool,
    packs: Vec<String>,
    /// Files that stand here with other content, and stay.
    kept: Vec<String>,
    /// Packs whose names are no file names.
    refused: Vec<String>,
    /// Lines that are no events.
    unreadable: usize,
    /// Files of other programs that hold some of what was erased.
    elsewhere: Vec<PathBuf>,
    /// Files that can't be read, and so were not looked into.
    unread: Vec<PathBuf>,
}

pub(super) fn import(env: &Env, out: &Out, args: &ImportArgs) -> Result<(), Error> {
    let name = env.paths.shorten(&args.file);
    let bytes = files::whole(&args.file).map_err(|error| Error::io(&format!("can't read {name}"), &error))?;
    let kept = read(&bytes).map_err(|refusal| refused(&name, &refusal))?;
    drop(bytes);
    let log = Log::whole(env);
    if let Some(trouble) = &log.trouble {
        return Err(trouble.clone());
    }
    let (new, mut brought) = news(&log.files(), &[], &kept.history);
    (brought.schema, brought.dry_run) = (1, args.dry_run);
    if brought.erased > 0 && !args.dry_run && !args.yes {
        out.aside(&format!(
            "{name} erases {} here, as it was erased where the export was made. That can't be taken back.",
            count(brought.erased, "event")
        ));
        Typist::new(env, "nothing was changed").confirm("Go on?", "--yes")?;
    }
    if !args.dry_run && (!new.is_empty() || brought.erased > 0) {
        let held = Held::take(env, true)?;
        let (new, _) = news(&held.log(), &held.aside(), &kept.history);
        brought.elsewhere = held.carry_out(&new, &held.plan(&new, false), false)?;
        brought.unread = if brought.erased > 0 { held.unread.clone() } else { Vec::new() };
    }
    take_files(env, &kept, &mut brought)?;
    if args.json {
        return out.print_json(&brought);
    }
    tell(out, &name, &brought)?;
    tell_of_remains(env, out, &brought.elsewhere, &brought.unread);
    Ok(())
}

/// The lines of a history that are not here yet, and what they bring.
fn news(log: &[&[u8]], aside: &[&[u8]], history: &[u8]) -> (Vec<u8>, Brought) {
    let erasures = Erasures::named_in(&[log, aside, &[history]].concat());
    let scrubbed = erasures.scrub(history);
    let (new, unreadable) = new_to(log, scrubbed.as_deref().unwrap_or(history));
    let (events, erased) = (count_new(log, &new), erasures.count_in(log));
    (new, Brought { events, erased, unreadable, ..Brought::default() })
}

/// Takes over settings and packs where there are none of their names.
fn take_files(env: &Env, kept: &Kept, brought: &mut Brought) -> Result<(), Error> {
    let here = files::as_they_stand(env);
    if let (Some(bytes), Some(path)) = (&kept.settings, files::settings_path(env)) {
        brought.settings = take_file(env, &path, bytes, here.settings.as_ref(), brought)?;
    }
    let Some(folder) = files::packs_path(env) else { return Ok(()) };
    for (name, bytes) in &kept.packs {
        if !is_pack_name(name) {
            brought.refused.push(name.clone());
        } else if take_file(env, &folder.join(name), bytes, here.packs.get(name), brought)? {
            brought.packs.push(name.clone());
        }
    }
    Ok(())
}

/// Whether a file was taken over, or would be.
fn take_file(
    env: &Env,
    path: &Path,
    bytes: &[u8],
    here: Option<&Vec<u8>>,
    brought: &mut Brought,
) -> Result<bool, Error> {
    let name = env.paths.shorten(path);
    let is_here = here.is_some() || files::stands(path);
    let made = match is_here {
        true => Err(io::ErrorKind::AlreadyExists.into()),
        false if brought.dry_run => Ok(()),
        false => files::publish(path, bytes),
    };
    match made {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            brought.kept.extend((here.map(Vec::as_slice) != Some(bytes)).then_some(name));
            Ok(false)
        }
        Err(error) => Err(Error::io(&format!("can't write {name}"), &error)),
    }
}

fn refused(name: &str, refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Newer => Error::new(Kind::Data, format!("{name} was made by a newer connect; nothing was imported"))
            .hint("install the newer version here too"),
        Refusal::Nothing { line, column } => {
            let message = format!("{name}:{line}:{column}: this is neither an export nor a history");
            Error::new(Kind::Data, message).hint("`connect data export` writes one")
        }
    }
}

fn tell(out: &Out, name: &str, brought: &Brought) -> Result<(), Error> {
    let what = amounts(brought.events, brought.settings, brought.packs.len());
    let erased =
        if brought.erased > 0 { format!(" Erased here: {}.", count(brought.erased, "event")) } else { String::new() };
    let words = match (what.as_str(), brought.dry_run) {
        ("", _) if erased.is_empty() => "Nothing new: all of it is here already.".to_owned(),
        ("", false) => erased.trim_start().to_owned(),
        ("", true) => format!("Nothing new to import.{}", erased.replace("Erased", "It would be erased")),
        (what, false) => format!("Imported: {what}.{erased}"),
        (what, true) => format!("To import: {what}. Nothing was written.{erased}"),
    };
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, words)])?;
    for kept in &brought.kept {
        out.warn(&format!("{kept} differs from the one in {name}, and stays as it is"));
    }
    for refused in &brought.refused {
        out.warn(&format!("\"{refused}\" is no name for a pack; it was left out"));
    }
    if brought.unreadable > 0 {
        out.warn(&format!("{} of {name} left out: no events", count(brought.unreadable, "line")));
    }
    Ok(())
}
