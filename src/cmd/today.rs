//! `today`, `another`, and what the shell hook runs.

use std::time::Duration;

use clap::{Args, value_parser};
use serde::Serialize;

use super::day::{Day, library, packs, tell_of_bad_lines};
use super::word;
use crate::error::{Error, Kind};
use crate::host::deadline::give_up_after;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::log::append::shown;
use crate::host::log::folder::make_private;
use crate::host::log::lock::Lock;
use crate::host::out::Out;
use crate::host::stamp;
use crate::model::ask::Ask;
use crate::model::day::shift;
use crate::model::event::Because;
use crate::model::history::History;
use crate::model::keyed::Keyed;
use crate::model::library::Library;
use crate::model::offer::Offer;
use crate::model::pick::choose::Nothing;
use crate::model::proposal::{Request, may_stay, propose};
use crate::model::record::NewShown;
use crate::model::view::card::{Card, object, page, spaced};
use crate::model::view::dates;
use crate::model::view::format::fill_in;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::vocabulary::{HookStyle, Mood, Place, Practice};

/// The hook gives up after so many milliseconds.
const HOOK_DEADLINE: u64 = 300;

#[derive(Args, Default)]
pub(super) struct TodayArgs {
    /// Something for when things are like this
    #[arg(long, value_parser = word(&Mood::ALL[..6]))]
    mood: Option<Mood>,
    /// At most so many minutes
    #[arg(long, value_parser = value_parser!(u32).range(1..=600))]
    minutes: Option<u32>,
    /// Something for being together, apart, or on a call
    #[arg(long = "where", value_name = "PLACE", value_parser = word(Place::ALL))]
    place: Option<Place>,
    /// Something from this practice
    #[arg(long, value_parser = word(Practice::ALL))]
    practice: Option<Practice>,
    /// Look without recording anything
    #[arg(long)]
    peek: bool,
    #[command(flatten)]
    print: PrintArgs,
    /// Speak once a day, for a shell's start-up file
    #[arg(long, conflicts_with_all = ["mood", "minutes", "place", "practice", "peek", "more", "json", "format"])]
    hook: bool,
}

/// How a prompt is to be printed.
#[derive(Args, Default)]
struct PrintArgs {
    /// Show a follow-up and a tip as well
    #[arg(long)]
    more: bool,
    /// Print today's object as JSON
    #[arg(long)]
    json: bool,
    /// Print a line of your own, such as '{practice}: {text}'
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["json", "more"])]
    format: Option<String>,
}

#[derive(Args)]
pub(super) struct AnotherArgs {
    #[command(flatten)]
    print: PrintArgs,
}

impl TodayArgs {
    fn ask(&self) -> Ask {
        Ask { mood: self.mood, minutes: self.minutes, place: self.place, practice: self.practice }
    }
}

/// Shows the day's prompt, and records it when it is shown first.
pub(super) fn today(env: &Env, out: &Out, args: &TodayArgs) -> Result<(), Error> {
    if args.hook {
        return hook(env, out);
    }
    let day = Day::begin(env, out);
    if args.ask().is_empty() {
        let log = Log::end(env);
        let shown = log.of_day(day.today);
        if let Some(offer) = shown.current(day.today).filter(|_| log.trouble.is_none()) {
            count_down(out, &day);
            return args.print.card(out, &Card::of(offer), day.name());
        }
    }
    let log = Log::ready(env);
    let (history, bad) = log.recent(day.today);
    tell_of_bad_lines(env, out, &log, &bad);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let current = history.current(day.today);
    if let Some(offer) = current.filter(|offer| may_stay(offer, args.ask(), &library)) {
        return args.print.card(out, &Card::of(offer), day.name());
    }
    // What was dropped for good leaves its place, and its ask, to another.
    let replacing = match (current, history.last_shown(day.today)) {
        (Some(offer), _) => Some((offer, Because::Ask)),
        (None, dropped) => dropped.map(|offer| (offer, Because::Never)),
    };
    let ask = match replacing {
        Some((offer, Because::Never)) if args.ask().is_empty() => offer.shown.asked,
        _ => args.ask(),
    };
    let moment = Moment { env, day: &day, log: &log, history: &history };
    let new = moment.propose(&library, ask, replacing).or_else(|nothing| {
        args.print.nothing(out, &day)?;
        Err(nothing_left(&nothing, "nothing is left for today"))
    })?;
    count_down(out, &day);
    args.print.card(out, &Card::new(&new, day.today), day.name())?;
    if log.created && env.has_reader {
        introduce(out);
    }
    if args.peek {
        return log.trouble.as_ref().map_or(Ok(()), |trouble| {
            out.warn(&trouble.message);
            Ok(())
        });
    }
    shown(env, &log, &history, day.today, &new, None)?;
    stamp::write(env, day.ends(env));
    Ok(())
}

/// Puts another prompt in the place of today's.
pub(super) fn another(env: &Env, out: &Out, args: &AnotherArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::ready(env);
    let (history, bad) = log.recent(day.today);
    let Some(offer) = history.current(day.today) else {
        let print = PrintArgs { format: args.print.format.clone(), ..args.print };
        return today(env, out, &TodayArgs { print, ..TodayArgs::default() });
    };
    tell_of_bad_lines(env, out, &log, &bad);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let moment = Moment { env, day: &day, log: &log, history: &history };
    let new = moment.propose(&library, offer.shown.asked, Some((offer, Because::Swap)));
    let new =
        new.map_err(|nothing| nothing_left(&nothing, "nothing else is left for today, so today's prompt stays"))?;
    args.print.card(out, &Card::new(&new, day.today), day.name())?;
    shown(env, &log, &history, day.today, &new, None)
}

/// What a shell runs when it starts: at most one prompt a day, no faults, no failure, no waiting.
pub(super) fn hook(env: &Env, out: &Out) -> Result<(), Error> {
    if env.disabled || stamp::is_quiet(env) {
        return Ok(());
    }
    give_up_after(HOOK_DEADLINE);
    let day = Day::begin_quietly(env);
    if speak(env, out, &day).is_ok_and(|reached| reached) {
        stamp::write(env, day.ends(env));
    }
    Ok(())
}

/// Prints today's prompt unless that was done. Whether an answer was reached that holds for the day.
fn speak(env: &Env, out: &Out, day: &Day) -> Result<bool, Error> {
    let lock = env.paths.data.as_ref().map(|folder| {
        // Where the folder cannot be made there is no lock, and no history to guard.
        let _ = make_private(folder);
        Lock::take(folder, Duration::ZERO)
    });
    if matches!(lock, Some(Lock::Busy)) {
        return Ok(false);
    }
    if Log::end(env).of_day(day.today).last_shown(day.today).is_some() {
        return Ok(true);
    }
    let nudges = day.settings.hook == HookStyle::Nudge;
    let log = if nudges { Log::whole(env) } else { Log::ready(env) };
    let (history, _) = log.recent(day.today);
    if history.last_shown(day.today).is_some() || history.paused_until(day.today).is_some() {
        return Ok(true);
    }
    if nudges {
        let line =
            Line::inked_mark(Mark::Open, Ink::Accent, out.look).and(Ink::Plain, "Today's prompt is ready: `connect`");
        return out.print(&spaced(vec![line], out.look)).map(|()| true);
    }
    let packs = packs(env, None);
    let library = library(&day.settings, &packs, None);
    let Ok(new) = (Moment { env, day, log: &log, history: &history }).propose(&library, Ask::default(), None) else {
        return Ok(true);
    };
    out.print(&page(&Card::new(&new, day.today), out.look, day.name(), false))?;
    // Shown is shown; that it could not be recorded is told by the next `connect`.
    let _ = shown(env, &log, &history, day.today, &new, lock);
    Ok(true)
}

/// What a pick is made from.
struct Moment<'m> {
    env: &'m Env,
    day: &'m Day,
    log: &'m Log,
    history: &'m History<'m>,
}

impl Moment<'_> {
    fn propose(
        &self,
        library: &Library<'_>,
        ask: Ask,
        replacing: Option<(&Offer<'_>, Because)>,
    ) -> Result<NewShown<'static>, Nothing> {
        let seed = self.env.seed.as_deref().or(self.history.seed.as_deref()).unwrap_or("connect");
        let files = self.log.files();
        let request = Request {
            settings: &self.day.settings,
            history: self.history,
            files: &files,
            seed,
            day: self.day.today,
            ask,
            replacing,
        };
        propose(&request, library)
    }
}

impl PrintArgs {
    fn card(&self, out: &Out, card: &Card, name: Option<&str>) -> Result<(), Error> {
        let object = object(Some(card), card.day);
        match &self.format {
            Some(format) => print_format(out, format, &object),
            None if self.json => out.print_json(&object),
            None => out.print(&page(card, out.look, name, self.more)),
        }
    }

    /// For programs that read the answer, that there is none is an answer too.
    fn nothing(&self, out: &Out, day: &Day) -> Result<(), Error> {
        if self.json { out.print_json(&object(None, day.today)) } else { Ok(()) }
    }
}

fn print_format(out: &Out, format: &str, object: &impl Serialize) -> Result<(), Error> {
    let object = serde_json::to_value(object).unwrap_or_default();
    let line = fill_in(format, &object).map_err(|message| Error::usage(format!("--format: {message}")))?;
    out.print_text(&line)
}

/// What to say when every prompt is ruled out: the rule that took most, and what to do about it.
fn nothing_left(nothing: &Nothing, what: &str) -> Error {
    let total = nothing.total;
    let Some((rule, count)) = nothing.most else {
        let message = format!("{what}: there are no prompts; set library = true, or add a pack");
        return Error::new(Kind::Data, message);
    };
    let why = match rule {
        "never" => "were dropped for good (`connect never ID --lift` brings one back)",
        "today" => "came today already",
        "snoozed" => "are put off until later",
        "where" => "don't fit `where`",
        "have" => "need something that `have` doesn't list",
        "cost" => "cost something, and cost is \"free\"",
        "max_depth" => "go deeper than max_depth",
        "mood_gate" => "are too much for this mood",
        "occasion" => "are for another day",
        "not_neutral" => "are for a mood (`connect today --mood tired`)",
        "weight" => "belong to practices with weight 0",
        _ => "are ruled out",
    };
    Error::new(Kind::Data, format!("{what}: {count} of {total} prompts {why}"))
}

/// Said once in the life of a history, where somebody reads it.
fn introduce(out: &Out) {
    out.say(&[
        Line::plain("Then: `connect done`. All there is: `connect help`."),
        Line::plain("Afraid of your partner? This is not for that: `connect safety`."),
    ]);
}

/// A quiet line a week, three days and one day before an occasion.
fn count_down(out: &Out, day: &Day) {
    for days in [1, 3, 7] {
        let date = shift(day.today, days);
        for occasion in day.settings.occasions.iter().filter(|occasion| occasion.falls_on(date)) {
            let when = if days == 1 { "tomorrow".to_owned() } else { format!("in {days} days") };
            let line = format!("{} {when}, on {}.", occasion.name, dates::day(date, day.today));
            out.say(&[Line::plain(line)]);
        }
    }
}
