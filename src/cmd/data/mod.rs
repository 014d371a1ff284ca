//! `data`: where everything is, and how to move it, merge it, and be rid of it.

mod erase;
mod export;
mod import;
mod merge;
mod path;
mod wipe;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;

#[derive(Args)]
pub(super) struct DataArgs {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(Subcommand)]
enum DataCommand {
    /// Print where things are
    Path(path::PathArgs),
    /// Write everything out
    Export(export::ExportArgs),
    /// Read an export back
    Import(import::ImportArgs),
    /// Fold in conflict copies
    Merge(merge::MergeArgs),
    /// Remove words, everywhere
    Erase(erase::EraseArgs),
    /// Erase everything, after asking once
    Wipe(wipe::WipeArgs),
}

pub(super) fn data(env: &Env, out: &Out, args: &DataArgs) -> Result<(), Error> {
    match &args.command {
        DataCommand::Path(args) => path::path(env, out, args),
        DataCommand::Export(args) => export::export(env, out, args),
        DataCommand::Import(args) => import::import(env, out, args),
        DataCommand::Merge(args) => merge::merge(env, out, args),
        DataCommand::Erase(args) => erase::erase(env, out, args),
        DataCommand::Wipe(args) => wipe::wipe(env, out, args),
    }
}

/// Names files that hold some of what was erased still, and those that were not looked into.
fn tell_of_remains(env: &Env, out: &Out, elsewhere: &[PathBuf], unread: &[PathBuf]) {
    for path in elsewhere {
        out.warn(&format!("{} holds some of what was erased; remove that yourself", env.paths.shorten(path)));
    }
    for path in unread {
        out.warn(&format!("{} can't be read, so nothing was erased there", env.paths.shorten(path)));
    }
}
