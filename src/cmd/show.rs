//! `show`: one prompt in full, with what is known of it.

use clap::Args;

use super::day::{Day, everything, library, packs, unknown_prompt};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::view::dates::count;
use crate::model::view::prompt::{Known, PromptObject, prompt_page, showings};

#[derive(Args)]
pub(super) struct ShowArgs {
    /// The id of a prompt, such as gratitude.six-word-note
    id: String,
    /// Show what you wrote about it, too
    #[arg(long)]
    notes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn show(env: &Env, out: &Out, args: &ShowArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = everything(env, out, &log);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let prompt = library.find(&args.id).ok_or_else(|| unknown_prompt(&args.id, &library, &history))?;
    let showings = showings(&history, &prompt.id);
    if args.json {
        return out.print_json(&PromptObject::new(&prompt, &showings, history.is_never(&prompt.id)));
    }
    // Somebody may be looking over a shoulder: notes are shown where they are asked for.
    let written: Vec<&str> = history.notes_on(&args.id).collect();
    let hidden = format!("{}; --notes shows what you wrote", count(written.len(), "note"));
    let notes = if args.notes || written.is_empty() { written } else { vec![&*hidden] };
    let dropped = history.is_never(&prompt.id);
    let known = Known { showings: &showings, notes: &notes, dropped, today: day.today };
    out.print(&prompt_page(&prompt, &known, out.look, day.name()))
}
