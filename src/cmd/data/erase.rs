//! `data erase`: takes words, days or single events out of the history and of every copy that is kept of it.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cmd::data::tell_of_remains;
use crate::cmd::day::Day;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::append::random_id;
use crate::host::log::rewrite::Held;
use crate::host::out::Out;
use crate::host::typist::Typist;
use crate::model::erase::{Selection, Wanted};
use crate::model::erasures::Erasures;
use crate::model::record::NewEvent;
use crate::model::view::dates::count;
use crate::model::view::kept::listed;
use crate::model::view::paint::{Ink, Line, Mark};

#[derive(Args)]
pub(super) struct EraseArgs {
    /// The id of an event, or how it begins; `connect data export` has them all
    #[arg(conflicts_with_all = ["on", "before"])]
    event: Option<String>,
    /// Only what you wrote: notes, and words said with `done`
    #[arg(long)]
    notes: bool,
    /// Of one day: yesterday, or a date such as 2026-11-24
    #[arg(long, value_name = "DAY", conflicts_with = "before")]
    on: Option<String>,
    /// Of all days before this date
    #[arg(long, value_name = "DATE")]
    before: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct EraseObject {
    schema: u32,
    prompts: usize,
    answers: usize,
    notes: usize,
    /// Files of other programs that still hold some of it.
    elsewhere: Vec<PathBuf>,
    /// Files that can't be read, and so were not looked into.
    unread: Vec<PathBuf>,
}

const NOT_REACHED: &str = "Not reached: exports and backups, versions that git and sync tools keep, other machines until \
                           they have this history and run `connect data merge`. A disk can keep what was erased until \
                           it is written over.";

pub(super) fn erase(env: &Env, out: &Out, args: &EraseArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let wanted = wanted(&day, args)?;
    let everything = matches!(wanted, Wanted::Everything);
    // Nobody else waits while the person thinks: the lock is taken again to erase.
    let held = Held::take(env, false)?;
    let left = if everything { held.drafts()?.len() } else { 0 };
    let what = amounts(&choose(&held, wanted, args.notes)?, left);
    drop(held);
    if what.is_empty() {
        return nothing(out, args);
    }
    if !args.yes {
        out.aside(&format!("This erases {what}, here and in every copy that connect keeps. It can't be taken back."));
        Typist::new(env, "nothing was changed").confirm("Go on?", "--yes")?;
    }
    let held = Held::take(env, false)?;
    let selection = choose(&held, wanted, args.notes)?;
    let files = [held.log(), held.aside()].concat();
    let lines = lines(env, &day, &held, &selection, &Erasures::named_in(&files))?;
    let plan = held.plan(lines.as_bytes(), false);
    let elsewhere = held.carry_out(lines.as_bytes(), &plan, everything)?;
    let Selection { prompts, answers, notes, .. } = selection;
    if args.json {
        let unread = held.unread.clone();
        return out.print_json(&EraseObject { schema: 1, prompts, answers, notes, elsewhere, unread });
    }
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, format!("Erased: {what}."))])?;
    tell_of_remains(env, out, &elsewhere, &held.unread);
    out.aside(NOT_REACHED);
    Ok(())
}

fn wanted<'a>(day: &Day, args: &'a EraseArgs) -> Result<Wanted<'a>, Error> {
    if let Some(id) = &args.event {
        return Ok(Wanted::Event(id));
    }
    if let Some(date) = &args.on {
        // A clock that was wrong once leaves days that are still to come.
        return day.date("--on", date).map(Wanted::Day);
    }
    match &args.before {
        Some(date) => day.date("--before", date).map(Wanted::Before),
        None if args.notes => Ok(Wanted::Everything),
        None => Err(Error::usage("say what to erase: an event, --notes, --on DAY or --before DATE")
            .hint("`connect data wipe` removes everything")),
    }
}

fn choose(held: &Held<'_>, wanted: Wanted<'_>, notes_only: bool) -> Result<Selection, Error> {
    let files = [held.log(), held.aside()].concat();
    let chosen = Selection::choose(&files, wanted, notes_only);
    match (wanted, chosen) {
        (Wanted::Event(id), Ok(selection)) if selection.is_empty() => {
            let words = if notes_only { " with words of yours" } else { "" };
            Err(Error::usage(format!("no event \"{id}\"{words}"))
                .hint("`connect data erase --notes --on DAY` needs no id"))
        }
        (_, Ok(selection)) => Ok(selection),
        (_, Err(ids)) => {
            let ids: Vec<String> = ids.into_iter().collect();
            Err(Error::usage(format!("several events begin so: {}", listed(&ids))))
        }
    }
}

/// A line for every event that is to go.
fn lines(env: &Env, day: &Day, held: &Held<'_>, selection: &Selection, erased: &Erasures) -> Result<String, Error> {
    let at = held.history().time_to_append(env.now);
    let mut lines = String::new();
    for (id, only_text) in selection.new_to(erased) {
        let (target, only) = (Some(id), only_text.then_some("text"));
        let event = NewEvent { event: "erased", day: day.today, target, only, ..NewEvent::default() };
        lines.push_str(&event.to_line(&random_id()?, at));
        lines.push('\n');
    }
    Ok(lines)
}

fn amounts(selection: &Selection, drafts: usize) -> String {
    let parts = [
        (selection.prompts, "prompt"),
        (selection.answers, "answer"),
        (selection.notes, "note"),
        (drafts, "unfinished note"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| count(number, noun)).collect();
    listed(&parts)
}

fn nothing(out: &Out, args: &EraseArgs) -> Result<(), Error> {
    if args.json {
        let (elsewhere, unread) = (Vec::new(), Vec::new());
        return out.print_json(&EraseObject { schema: 1, prompts: 0, answers: 0, notes: 0, elsewhere, unread });
    }
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, "Nothing there to erase.")])
}
