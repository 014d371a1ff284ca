//! `data path`: where things are.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::host::{files, log, stamp};
use crate::model::view::kept::copies;
use crate::model::view::tables::table;

#[derive(Args)]
pub(super) struct PathArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Absolute paths; null where there is no home to keep something in.
#[derive(Serialize)]
struct PathObject {
    schema: u32,
    settings: Option<PathBuf>,
    packs: Option<PathBuf>,
    history: Option<PathBuf>,
    /// Copies of the history that sync tools left beside it.
    copies: Vec<PathBuf>,
    quarantine: Option<PathBuf>,
    stamp: Option<PathBuf>,
}

pub(super) fn path(env: &Env, out: &Out, args: &PathArgs) -> Result<(), Error> {
    let data = env.paths.data.as_ref();
    let places = PathObject {
        schema: 1,
        settings: files::settings_path(env),
        packs: files::packs_path(env),
        quarantine: data.map(|folder| folder.join(log::QUARANTINE)),
        stamp: stamp::path(env),
        history: data.map(|folder| folder.join(log::NAME)),
        copies: log::copies(env),
    };
    if args.json {
        return out.print_json(&places);
    }
    let shown = |path: &Option<PathBuf>| {
        path.as_ref().map_or_else(|| "no home folder".to_owned(), |path| env.paths.shorten(path))
    };
    let beside = match places.copies.len() {
        0 => String::new(),
        number => format!("{} from sync conflicts", copies(number)),
    };
    out.print(&table(
        &[
            ("Settings", shown(&places.settings)),
            ("Packs", shown(&places.packs)),
            ("History", shown(&places.history)),
            ("Beside it", beside),
            ("Shell mark", shown(&places.stamp)),
        ],
        out.look,
    ))?;
    if !places.copies.is_empty() {
        out.hint("`connect data merge` folds conflict copies in");
    }
    Ok(())
}
