//! `data export`: everything that is kept, in one file.

use std::io;
use std::path::{self, Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::files;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::erasures::Erasures;
use crate::model::export::{Kept, write};
use crate::model::record::stamp;
use crate::model::rewrite::{count_new, unite};
use crate::model::view::kept::amounts;
use crate::model::view::paint::{Ink, Line, Mark, harmless_json};

#[derive(Args)]
pub(super) struct ExportArgs {
    /// A file that does not exist yet; standard output if you name none
    file: Option<PathBuf>,
    /// Print what was written as JSON
    #[arg(long, requires = "file")]
    json: bool,
}

#[derive(Serialize)]
struct ExportObject<'a> {
    schema: u32,
    file: &'a Path,
    events: usize,
    settings: bool,
    packs: usize,
}

pub(super) fn export(env: &Env, out: &Out, args: &ExportArgs) -> Result<(), Error> {
    let log = Log::whole(env);
    if let Some(trouble) = &log.trouble {
        // An export that lacks something would be found out on the day it is needed.
        return Err(trouble.clone());
    }
    let beside = files::as_they_stand(env);
    if !beside.faults.is_empty() {
        out.faults(beside.faults);
        return Err(Error::new(Kind::Data, "nothing was exported; what can't be read would be missing"));
    }
    let files = log.files();
    let history = unite(&files, &Erasures::named_in(&files));
    let kept = Kept { history, settings: beside.settings, packs: beside.packs };
    let document = harmless_json(&write(&kept, stamp(env.now)));
    let Some(file) = &args.file else {
        return out.print_text(&document);
    };
    let name = env.paths.shorten(file);
    files::write_new(file, format!("{document}\n").as_bytes()).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Error::usage(format!("{name} exists; name a file that doesn't, or move that one away"))
        }
        _ => Error::io(&format!("can't write {name}"), &error),
    })?;
    let events = count_new(&[], &kept.history);
    if args.json {
        let file = path::absolute(file).unwrap_or_else(|_| file.clone());
        let (settings, packs) = (kept.settings.is_some(), kept.packs.len());
        return out.print_json(&ExportObject { schema: 1, file: &file, events, settings, packs });
    }
    let what = amounts(events, kept.settings.is_some(), kept.packs.len());
    let words = if what.is_empty() {
        format!("Nothing is kept yet; {name} says so.")
    } else {
        format!("Exported: {what}, to {name}.")
    };
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, words)])?;
    out.hint("your notes are in it, readable by whoever gets the file");
    Ok(())
}
