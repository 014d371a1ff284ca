//! `undo`: takes back the last thing said, of whatever day.

use clap::Args;

use super::day::{Day, print_object, readable};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::log::append::said;
use crate::host::out::Out;
use crate::model::event::{Because, What};
use crate::model::history::{Act, History};
use crate::model::record::NewEvent;
use crate::model::view::card::Card;
use crate::model::view::dates;
use crate::model::view::paint::{Ink, Line, Mark};

#[derive(Args)]
pub(super) struct UndoArgs {
    /// Print today's object as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn undo(env: &Env, out: &Out, args: &UndoArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = readable(env, out, &log)?;
    let Some(act) = history.last_act() else {
        if args.json {
            return print_object(env, out, day.today, day.today);
        }
        return out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, "Nothing left to take back.")]);
    };
    let entry = act.entry();
    let target = Some(&*entry.id);
    said(env, &log, &history, &NewEvent { event: "undo", day: entry.day, target, ..NewEvent::default() })?;
    if args.json {
        return print_object(env, out, day.today, day.today);
    }
    let log = Log::whole(env);
    let (now, _) = log.everything();
    out.print(&[told(out, &day, &act, &now)])
}

/// What holds again, and what was taken back.
fn told(out: &Out, day: &Day, act: &Act<'_, '_>, now: &History<'_>) -> Line {
    let (of, said, name) = match act {
        Act::Replaced(offer) => {
            let name = if offer.shown.because == Because::Ask { "what you asked for" } else { "another" };
            (offer.shown.replaces.as_deref(), None, name.to_owned())
        }
        Act::Said(event) => (event.what.subject(), Some(&event.what), name(&event.what)),
    };
    let (of_day, today) = (act.entry().day, day.today);
    let from = if of_day == today { String::new() } else { format!(" of {}", dates::day(of_day, today)) };
    let back = format!("Took back: {name}{from}.");
    let Some(offer) = of.and_then(|of| now.offer(of)) else {
        let prompt = match said {
            Some(What::Never { prompt, .. }) => Some(("Welcome back: ", prompt)),
            Some(What::Allow { prompt }) => Some(("Dropped again: ", prompt)),
            _ => None,
        };
        let line = Line::marked(Mark::None, out.look);
        return match prompt {
            Some((word, prompt)) => {
                line.and(Ink::Plain, word).and(Ink::Name, prompt.as_ref()).and(Ink::Plain, format!(". {back}"))
            }
            None => match now.paused_until(today).filter(|_| matches!(said, Some(What::Pause { .. }))) {
                Some(until) => line.and(Ink::Plain, format!("Quiet again until {}. {back}", dates::day(until, today))),
                None => line.and(Ink::Plain, back),
            },
        };
    };
    let mark = Card::of(offer).mark();
    let state = match mark {
        Mark::Done => "Done again: ",
        Mark::Loved => "Loved again: ",
        Mark::Skipped => "Skipped again: ",
        Mark::Later => "Later again: ",
        Mark::Open | Mark::Dropped | Mark::None => "Open again: ",
    };
    // A note taken back changes nothing about the prompt itself.
    let state = if matches!(said, Some(What::Note { .. })) { "" } else { state };
    Line::marked(mark, out.look)
        .and(Ink::Plain, state)
        .and(Ink::Name, &*offer.shown.prompt)
        .and(Ink::Plain, format!(". {back}"))
}

/// What was said, in a word or two.
fn name(said: &What<'_>) -> String {
    match said {
        What::Done { rating: Some(5), .. } => "love".to_owned(),
        What::Done { rating: Some(rating), .. } => format!("done, {rating} of 5"),
        What::Done { .. } => "done".to_owned(),
        What::Skip { .. } => "skip".to_owned(),
        What::Snooze { .. } => "snooze".to_owned(),
        What::Never { .. } => "never".to_owned(),
        What::Allow { .. } => "never --lift".to_owned(),
        What::Note { text, .. } => format!("note, {}", dates::count(text.split_whitespace().count(), "word")),
        What::Pause { .. } => "pause".to_owned(),
        What::Shown(_) | What::Undo { .. } | What::Erased { .. } => "another".to_owned(),
    }
}
