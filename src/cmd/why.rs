//! `why`: whose turn it was, why this prompt, and what research says.

use clap::Args;

use super::day::{Day, library, packs, print_object, readable};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::view::card::Card;
use crate::model::view::reasons::reasons;

#[derive(Args)]
pub(super) struct WhyArgs {
    /// A past day: yesterday, or a date such as 2026-11-24
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Print that day's object as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn why(env: &Env, out: &Out, args: &WhyArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = readable(env, out, &log)?;
    let offer = day.shown_on(&history, args.on.as_deref())?;
    if args.json {
        return print_object(env, out, offer.entry.day, day.today);
    }
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let key = library.find(&offer.shown.prompt).and_then(|prompt| prompt.why);
    out.print(&reasons(&Card::of(offer), key.as_deref(), out.look, day.name()))
}
