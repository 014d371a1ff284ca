//! `data merge`: folds the conflict copies of sync tools into the history, and keeps the originals.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cmd::data::tell_of_remains;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::rewrite::Held;
use crate::host::out::Out;
use crate::model::rewrite::count_new;
use crate::model::view::dates::count;
use crate::model::view::kept::copies;
use crate::model::view::paint::{Ink, Line, Mark};

#[derive(Args)]
pub(super) struct MergeArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Default, Serialize)]
struct MergeObject {
    schema: u32,
    /// The copies that were folded in.
    copies: Vec<PathBuf>,
    /// How many events of theirs the history did not have.
    events: usize,
    /// Where the copies are now.
    quarantine: Vec<PathBuf>,
    /// Files of other programs that hold some of what was erased.
    elsewhere: Vec<PathBuf>,
}

pub(super) fn merge(env: &Env, out: &Out, args: &MergeArgs) -> Result<(), Error> {
    let held = Held::take(env, false)?;
    let mut merged = MergeObject { schema: 1, ..MergeObject::default() };
    merged.copies = held.copies().map(PathBuf::from).collect();
    if !merged.copies.is_empty() {
        let plan = held.plan(&[], true);
        merged.events = count_new(&[held.main_bytes()], &plan.main);
        merged.elsewhere = held.carry_out(&[], &plan, false)?;
        merged.quarantine = held.set_aside(&plan)?;
    }
    if args.json {
        return out.print_json(&merged);
    }
    let words = match merged.copies.len() {
        0 => "No conflict copies, nothing to merge.".to_owned(),
        number => format!("Merged: {}, {} new here.", copies(number), count(merged.events, "event")),
    };
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, words)])?;
    if let Some(folder) = merged.quarantine.first().and_then(|path| path.parent()) {
        out.hint(&format!("the originals are in {}", env.paths.shorten(folder)));
    }
    tell_of_remains(env, out, &merged.elsewhere, &[]);
    for path in &held.unread {
        out.warn(&format!("{} can't be read, and stays where it is", env.paths.shorten(path)));
    }
    Ok(())
}
