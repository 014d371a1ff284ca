//! `why`: whose turn it was, why this prompt, and what research says.

use clap::Args;

use super::day::{Day, library, looking_back, packs, unless_unkept};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::library::{evidence_for, volume};
use crate::model::view::card::Card;
use crate::model::view::reasons::{ReasonsObject, reasons};

#[derive(Args)]
pub(super) struct WhyArgs {
    /// A past day: yesterday, or a date such as 2026-11-24
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Print every term of the choice, too
    #[arg(long)]
    all: bool,
    /// Print that day's object as JSON, with all that led to it
    #[arg(long, conflicts_with = "all")]
    json: bool,
}

pub(super) fn why(env: &Env, out: &Out, args: &WhyArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    // A history that can't be read is not an empty one.
    log.trouble.clone().map_or(Ok(()), Err)?;
    let history = looking_back(env, out, &log);
    let shown = day.shown_on(&history, args.on.as_deref());
    let card = Card::of(shown.map_err(|error| unless_unkept(error, env, &log))?);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let key = library.find(&card.id).and_then(|prompt| prompt.why);
    let volume = volume(card.practice);
    let evidence = evidence_for(&volume, key.as_deref());
    if args.json {
        return out.print_json(&ReasonsObject::new(&card, evidence));
    }
    out.print(&reasons(&card, evidence, args.all, out.look, day.name()))
}
