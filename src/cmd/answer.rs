//! What people say of a prompt in one word: done, love, skip, snooze, never.

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::{Args, value_parser};

use super::day::{
    Day, hint_until_known, library, nothing_shown, packs, print_object, readable, unknown_prompt, unless_unkept,
};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::log::append::said;
use crate::host::out::Out;
use crate::model::day::{day_of, shift};
use crate::model::event::What;
use crate::model::history::History;
use crate::model::offer::{Offer, State};
use crate::model::record::NewEvent;
use crate::model::view::card::indented;
use crate::model::view::dates;
use crate::model::view::paint::{Ink, Line, Mark, Page};
use crate::model::view::wrap::fill;

#[derive(Args)]
pub(super) struct DoneArgs {
    /// How it was, from 1 to 5; 5 makes it a favourite
    #[arg(long, value_parser = value_parser!(u8).range(1..=5))]
    rating: Option<u8>,
    #[command(flatten)]
    said: SaidArgs,
}

#[derive(Args)]
pub(super) struct LoveArgs {
    #[command(flatten)]
    said: SaidArgs,
}

#[derive(Args)]
struct SaidArgs {
    /// A few words to keep with it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    on: OnArgs,
}

#[derive(Args)]
pub(super) struct SkipArgs {
    #[command(flatten)]
    on: OnArgs,
}

#[derive(Args)]
struct OnArgs {
    /// A past day: yesterday, or a date such as 2026-11-24
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Print that day's object as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct SnoozeArgs {
    /// How many days
    #[arg(long, default_value_t = 7, value_parser = value_parser!(i64).range(1..=1000))]
    days: i64,
    /// Print today's object as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct NeverArgs {
    /// The prompt; today's if you name none
    id: Option<String>,
    /// Let it come again
    #[arg(long, requires = "id")]
    lift: bool,
    #[command(flatten)]
    on: OnArgs,
}

/// The verb's own view of things: everything read, nothing decided.
struct Answer<'v> {
    env: &'v Env,
    out: &'v Out,
    day: Day,
    log: &'v Log,
}

impl Answer<'_> {
    fn record(&self, history: &History<'_>, event: &NewEvent<'_>) -> Result<(), Error> {
        said(self.env, self.log, history, event)
    }

    /// The prompt that is meant; or what keeps it from being known.
    fn named<T>(&self, meant: Result<T, Error>) -> Result<T, Error> {
        meant.map_err(|error| unless_unkept(error, self.env, self.log))
    }

    /// Confirms in one line; or with the day's object.
    fn confirm(&self, json: bool, day: NaiveDate, mark: Mark, words: &[(Ink, &str)]) -> Result<(), Error> {
        if json {
            return print_object(self.env, self.out, day, self.day.today);
        }
        self.out.print(&confirmation(self.out, mark, words))
    }

    /// " at 19:05", or " on Wed 25 Nov" where that was another day.
    fn when(&self, at: DateTime<FixedOffset>, day: NaiveDate) -> String {
        let answered = day_of(at, self.day.settings.day_starts);
        if answered == day {
            format!(" at {}", dates::time(at))
        } else {
            format!(" on {}", dates::day(answered, self.day.today))
        }
    }

    /// ", from yesterday": said where another day than today is meant.
    fn naming_day(&self, day: NaiveDate) -> String {
        let today = self.day.today;
        if day == today {
            String::new()
        } else if day == shift(today, -1) {
            ", from yesterday".to_owned()
        } else {
            format!(", from {}", dates::day(day, today))
        }
    }
}

/// One line that says what was recorded.
fn confirmation(out: &Out, mark: Mark, words: &[(Ink, &str)]) -> Page {
    let text: String = words.iter().map(|(_, text)| *text).collect();
    let mut lines = fill(&text, out.look.measure());
    if lines.len() > 1 {
        let first = Line::marked(mark, out.look).and(Ink::Plain, lines.remove(0));
        return std::iter::once(first).chain(indented(lines, out.look)).collect();
    }
    let line = Line::marked(mark, out.look);
    vec![words.iter().fold(line, |line, (ink, text)| line.and(*ink, *text))]
}

pub(super) fn done(env: &Env, out: &Out, args: &DoneArgs) -> Result<(), Error> {
    mark_done(env, out, args.rating, &args.said)
}

pub(super) fn love(env: &Env, out: &Out, args: &LoveArgs) -> Result<(), Error> {
    mark_done(env, out, Some(5), &args.said)
}

fn mark_done(env: &Env, out: &Out, rating: Option<u8>, args: &SaidArgs) -> Result<(), Error> {
    let log = Log::whole(env);
    let answer = Answer { env, out, day: Day::begin(env, out), log: &log };
    let note = args.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let history = readable(env, out, &log).map_err(|error| keep_words(error, note))?;
    let offer = answer.named(answer.day.meant(&history, args.on.on.as_deref()))?;
    let (id, day) = (&*offer.shown.prompt, offer.entry.day);
    let from = answer.naming_day(day);
    if offer.state == State::Done && note.is_none() && (rating.is_none() || rating == offer.rating) {
        let at = offer.answered.map(|at| answer.when(at, day)).unwrap_or_default();
        let word = if rating == Some(5) { "Already loved" } else { "Already done" };
        let words = [(Ink::Plain, &*format!("{word}{at}: ")), (Ink::Name, id), (Ink::Plain, &*format!("{from}."))];
        let mark = if offer.is_loved() { Mark::Loved } else { Mark::Done };
        return answer.confirm(args.on.json, day, mark, &words);
    }
    let of = Some(&*offer.entry.id);
    let event = NewEvent { event: "done", day, of, prompt: Some(id), rating, text: note, ..NewEvent::default() };
    answer.record(&history, &event).map_err(|error| keep_words(error, note))?;
    let loved = rating == Some(5);
    let mut told = Vec::new();
    if let Some(rating) = rating.filter(|_| !loved) {
        told.push(format!("{rating} of 5"));
    }
    if note.is_some() {
        told.push("1 note".to_owned());
    }
    let told = if told.is_empty() { String::new() } else { format!(" {}.", told.join(", ")) };
    let rests = if loved { " It may come back one day." } else { "" };
    let stays_loved = rating.is_none() && offer.is_loved();
    let mark = if loved || stays_loved { Mark::Loved } else { Mark::Done };
    let word = if loved { "Loved: " } else { "Done: " };
    let rest = format!("{from}.{told}{rests}");
    answer.confirm(args.on.json, day, mark, &[(Ink::Plain, word), (Ink::Name, id), (Ink::Plain, &rest)])?;
    let hint = if loved { "`connect undo` takes it back" } else { "`connect love` if it may come back one day" };
    hint_until_known(out, &history, |what| matches!(what, What::Done { .. }), hint);
    Ok(())
}

pub(super) fn skip(env: &Env, out: &Out, args: &SkipArgs) -> Result<(), Error> {
    let log = Log::whole(env);
    let answer = Answer { env, out, day: Day::begin(env, out), log: &log };
    let history = readable(env, out, &log)?;
    let offer = answer.named(answer.day.meant(&history, args.on.on.as_deref()))?;
    let (id, day) = (&*offer.shown.prompt, offer.entry.day);
    let event = NewEvent { event: "skip", day, of: Some(&offer.entry.id), prompt: Some(id), ..NewEvent::default() };
    if offer.state != State::Skipped {
        answer.record(&history, &event)?;
    }
    let rest = format!("{}.", answer.naming_day(day));
    answer.confirm(
        args.on.json,
        day,
        Mark::Skipped,
        &[(Ink::Plain, "Skipped: "), (Ink::Name, id), (Ink::Plain, &rest)],
    )?;
    if day == answer.day.today {
        let hint = "`connect another` draws a different one";
        hint_until_known(out, &history, |what| matches!(what, What::Skip { .. }), hint);
    }
    Ok(())
}

pub(super) fn snooze(env: &Env, out: &Out, args: &SnoozeArgs) -> Result<(), Error> {
    let log = Log::whole(env);
    let answer = Answer { env, out, day: Day::begin(env, out), log: &log };
    let history = readable(env, out, &log)?;
    let today = answer.day.today;
    let offer = answer.named(answer.day.current(&history))?;
    let id = &*offer.shown.prompt;
    let until = shift(today, args.days);
    let (of, until_day) = (Some(&*offer.entry.id), Some(until));
    let event = NewEvent { event: "snooze", day: today, of, prompt: Some(id), until: until_day, ..NewEvent::default() };
    answer.record(&history, &event)?;
    let rest = format!(". Back on {}.", dates::day(until, today));
    answer.confirm(args.json, today, Mark::Later, &[(Ink::Plain, "Later: "), (Ink::Name, id), (Ink::Plain, &rest)])?;
    let hint = "`connect another` draws one for today";
    hint_until_known(out, &history, |what| matches!(what, What::Snooze { .. }), hint);
    Ok(())
}

pub(super) fn never(env: &Env, out: &Out, args: &NeverArgs) -> Result<(), Error> {
    let log = Log::whole(env);
    let answer = Answer { env, out, day: Day::begin(env, out), log: &log };
    let history = readable(env, out, &log)?;
    if args.lift {
        return lift(&answer, &history, args);
    }
    let offer = dropped(&answer, &history, args)?;
    let (id, day) = match (offer, &args.id) {
        (Some(offer), _) => (&*offer.shown.prompt, offer.entry.day),
        (None, Some(id)) => (id.as_str(), answer.day.today),
        (None, None) => return Err(nothing_shown()),
    };
    let of = offer.map(|offer| &*offer.entry.id);
    if !history.is_never(id) {
        answer.record(&history, &NewEvent { event: "never", day, of, prompt: Some(id), ..NewEvent::default() })?;
    }
    let words = [(Ink::Plain, "Dropped for good: "), (Ink::Name, id), (Ink::Plain, ".")];
    answer.confirm(args.on.json, day, Mark::Dropped, &words)?;
    hint_until_known(out, &history, |what| matches!(what, What::Never { .. }), "`connect undo` brings it back");
    Ok(())
}

/// The prompt that was shown and is now dropped: the day's, if it is named or none is.
fn dropped<'h, 'a>(
    answer: &Answer<'_>,
    history: &'h History<'a>,
    args: &NeverArgs,
) -> Result<Option<&'h Offer<'a>>, Error> {
    let on = args.on.on.as_deref();
    let Some(id) = &args.id else {
        return answer.named(answer.day.shown_on(history, on)).map(Some);
    };
    is_known(answer, history, id)?;
    let shown = match on {
        Some(_) => Some(answer.day.shown_on(history, on)?),
        None => history.last_shown(answer.day.today),
    };
    Ok(shown.filter(|offer| *offer.shown.prompt == **id))
}

/// Fails where neither the library nor the history has a prompt of this id.
fn is_known(answer: &Answer<'_>, history: &History<'_>, id: &str) -> Result<(), Error> {
    if history.is_never(id) || history.offers.iter().any(|offer| *offer.shown.prompt == *id) {
        return Ok(());
    }
    let packs = packs(answer.env, Some(answer.out));
    let library = library(&answer.day.settings, &packs, Some(answer.out));
    match library.find(id) {
        Some(_) => Ok(()),
        None => Err(unknown_prompt(id, &library, history)),
    }
}

fn lift(answer: &Answer<'_>, history: &History<'_>, args: &NeverArgs) -> Result<(), Error> {
    let id = args.id.as_deref().unwrap_or_default();
    is_known(answer, history, id)?;
    let day = answer.day.today;
    if !history.is_never(id) {
        let words = [(Ink::Name, id), (Ink::Plain, " was not dropped; it may come as it is.")];
        return answer.confirm(args.on.json, day, Mark::Open, &words);
    }
    answer.record(history, &NewEvent { event: "allow", day, prompt: Some(id), ..NewEvent::default() })?;
    let words = [(Ink::Plain, "Welcome back: "), (Ink::Name, id), (Ink::Plain, ".")];
    answer.confirm(args.on.json, day, Mark::Open, &words)
}

/// A failure to record, with the words given back so that they are not lost.
pub(super) fn keep_words(error: Error, words: Option<&str>) -> Error {
    match words {
        Some(words) => Error { message: format!("{}; your note: {words}", error.message), ..error },
        None => error,
    }
}
