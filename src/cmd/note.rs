//! `note`: words to keep with a prompt, kept out of the shell's own history if wanted.

use std::io::Read as _;

use chrono::NaiveDate;
use clap::Args;

use super::day::{Day, everything, hint_until_known, print_object};
use crate::error::{Error, Kind};
use crate::host::editor;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::log::append::said;
use crate::host::out::Out;
use crate::model::event::What;
use crate::model::prompt::slug;
use crate::model::record::NewEvent;
use crate::model::view::dates;
use crate::model::view::paint::{Ink, Line, Mark};

#[derive(Args)]
pub(super) struct NoteArgs {
    /// The words; without them an editor opens, or standard input is read
    text: Option<String>,
    /// A past day: yesterday, or a date such as 2026-11-24
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Print that day's object as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn note(env: &Env, out: &Out, args: &NoteArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = everything(env, out, &log);
    let on = day.on(args.on.as_deref())?;
    // A note is kept even for a day on which nothing was shown.
    let offer = history.prompt_of(on, day.today);
    let (of, prompt) = (offer.map(|offer| &*offer.entry.id), offer.map(|offer| &*offer.shown.prompt));
    let subject = prompt.map_or_else(|| on.to_string(), |prompt| slug(prompt).to_owned());
    let text = match &args.text {
        Some(text) => text.trim().to_owned(),
        None => written(env, out, &log, &subject)?,
    };
    if text.is_empty() {
        return confirm(env, out, args, (on, day.today), "Nothing written, nothing kept.");
    }
    let event = NewEvent { event: "note", day: on, of, prompt, text: Some(&text), ..NewEvent::default() };
    said(env, &log, &history, &event).map_err(|error| {
        // Words typed once must not have to be found again.
        out.say(&text.lines().map(Line::plain).collect::<Vec<_>>());
        Error { message: format!("{}; your note stands above", error.message), ..error }
    })?;
    let words = dates::count(text.split_whitespace().count(), "word");
    let from = if on == day.today { String::new() } else { format!(" on {}", dates::day(on, day.today)) };
    confirm(env, out, args, (on, day.today), &format!("Noted{from}: {words}."))?;
    hint_until_known(out, &history, |what| matches!(what, What::Note { .. }), "`connect undo` takes it back");
    Ok(())
}

fn confirm(
    env: &Env,
    out: &Out,
    args: &NoteArgs,
    (on, today): (NaiveDate, NaiveDate),
    words: &str,
) -> Result<(), Error> {
    if args.json {
        return print_object(env, out, on, today);
    }
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, words)])
}

/// What the person writes now: piped in, in their editor, or at the terminal.
fn written(env: &Env, out: &Out, log: &Log, subject: &str) -> Result<String, Error> {
    match (&env.editor, &log.folder) {
        (Some(editor), Some(folder)) if env.has_typist => {
            let start = format!("\n# Note on {subject}. Lines with # are dropped; empty cancels.\n");
            let text = editor::write(editor, folder, &start)?;
            let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
            Ok(kept.join("\n").trim().to_owned())
        }
        _ => {
            if env.has_typist {
                out.say(&[Line::plain(format!("Note on {subject}; Ctrl-D ends it. It stays on this machine."))]);
            }
            typed()
        }
    }
}

fn typed() -> Result<String, Error> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(editor::LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::io("can't read standard input", &error))?;
    if bytes.len() as u64 > editor::LIMIT {
        return Err(Error::new(Kind::Data, "a note is at most 1 MiB; nothing was kept"));
    }
    let text =
        String::from_utf8(bytes).map_err(|_| Error::new(Kind::Data, "a note is text in UTF-8; nothing was kept"))?;
    Ok(text.trim().to_owned())
}
