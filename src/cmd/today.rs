//! `today` and `another`.

use bumpalo::Bump;
use clap::{Args, value_parser};

use super::day::{Day, Picker, library, packs, print_format, tell_of_bad_lines};
use super::word;
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::log::append::shown;
use crate::host::log::{Log, Recent};
use crate::host::out::Out;
use crate::host::settings_file;
use crate::host::stamp;
use crate::model::ask::Ask;
use crate::model::day::shift;
use crate::model::event::Because;
use crate::model::keyed::Keyed;
use crate::model::offer::Offer;
use crate::model::pick::choose::Nothing;
use crate::model::proposal::{may_stay, may_stay_in_need};
use crate::model::view::card::{Card, object, page};
use crate::model::view::dates;
use crate::model::view::paint::Line;
use crate::model::vocabulary::{Mood, Place, Practice};

#[derive(Args, Default, PartialEq)]
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
    pub(super) hook: bool,
}

/// How a prompt is to be printed.
#[derive(Args, Default, PartialEq)]
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
    /// Whether no flag was given.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What is asked for, and whose place the new prompt takes. What was dropped for good leaves its place, and
    /// its ask, to another.
    fn wish<'h, 'a>(
        &self,
        current: Option<&'h Offer<'a>>,
        last: Option<&'h Offer<'a>>,
    ) -> (Ask, Option<(&'h Offer<'a>, Because)>) {
        match (current, last) {
            (None, Some(dropped)) if self.ask().is_empty() => (dropped.shown.asked, Some((dropped, Because::Never))),
            (None, dropped) => (self.ask(), dropped.map(|offer| (offer, Because::Never))),
            (Some(offer), _) => (self.ask(), Some((offer, Because::Ask))),
        }
    }

    fn ask(&self) -> Ask {
        Ask { mood: self.mood, minutes: self.minutes, place: self.place, practice: self.practice }
    }
}

/// Shows the day's prompt, and records it when it is shown first.
pub(super) fn today(env: &Env, out: &Out, args: &TodayArgs) -> Result<(), Error> {
    show(env, out, args, &Day::begin(env, out))
}

fn show(env: &Env, out: &Out, args: &TodayArgs, day: &Day) -> Result<(), Error> {
    if args.ask().is_empty() && show_again(env, out, args, day)? {
        return Ok(());
    }
    let arena = Bump::new();
    let Recent { log, history, bad } = Log::ready_to_pick(env, &arena, false);
    tell_of_bad_lines(env, out, &log, &bad);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let current = history.current(day.today);
    if let Some(offer) = current.filter(|offer| may_stay(offer, args.ask(), &library)) {
        return args.print.card(out, &Card::of(offer), day.name());
    }
    let (ask, replacing) = args.wish(current, history.last_shown(day.today));
    let picker = Picker { env, day, log: &log, history: &history };
    let new = match picker.propose(&library, ask, replacing) {
        Ok(new) => new,
        Err(nothing) => {
            if let Some(offer) = current.filter(|offer| may_stay_in_need(offer, ask, &library)) {
                return args.print.card(out, &Card::of(offer), day.name());
            }
            args.print.nothing(out, day)?;
            return Err(nothing_left(&nothing, "nothing is left for today"));
        }
    };
    count_down(out, day);
    args.print.card(out, &Card::new(&new, day.today), day.name())?;
    if log.created && env.has_reader {
        introduce(env, out);
    }
    if args.peek {
        log.trouble.iter().for_each(|trouble| out.warn(&trouble.message));
        return Ok(());
    }
    shown(env, &log, &history, day.today, &new, None)?;
    stamp::write(env, day.ends(env));
    Ok(())
}

/// Shows what was shown today already, if the end of the log tells; no library is parsed for that.
fn show_again(env: &Env, out: &Out, args: &TodayArgs, day: &Day) -> Result<bool, Error> {
    let log = Log::end(env);
    let shown = log.of_day(day.today);
    let Some(offer) = shown.current(day.today).filter(|_| log.trouble.is_none()) else { return Ok(false) };
    count_down(out, day);
    args.print.card(out, &Card::of(offer), day.name())?;
    Ok(true)
}

/// Puts another prompt in the place of today's.
pub(super) fn another(env: &Env, out: &Out, args: &AnotherArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let arena = Bump::new();
    let Recent { log, history, bad } = Log::ready_to_pick(env, &arena, false);
    let Some(offer) = history.current(day.today) else {
        let print = PrintArgs { format: args.print.format.clone(), ..args.print };
        return show(env, out, &TodayArgs { print, ..TodayArgs::default() }, &day);
    };
    tell_of_bad_lines(env, out, &log, &bad);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let picker = Picker { env, day: &day, log: &log, history: &history };
    let new = picker.propose(&library, offer.shown.asked, Some((offer, Because::Swap)));
    let new = match new {
        Ok(new) => new,
        Err(nothing) => {
            if args.print.json {
                args.print.card(out, &Card::of(offer), day.name())?;
            }
            return Err(nothing_left(&nothing, "nothing else is left for today, so today's prompt stays"));
        }
    };
    args.print.card(out, &Card::new(&new, day.today), day.name())?;
    shown(env, &log, &history, day.today, &new, None)
}

impl PrintArgs {
    fn card(&self, out: &Out, card: &Card, name: Option<&str>) -> Result<(), Error> {
        let object = object(Some(card), card.day);
        match &self.format {
            Some(format) => print_format(out, format, &object),
            None if self.json => out.print_json(&object),
            None => {
                out.print(&page(card, out.look, name, self.more))?;
                if self.more && card.follow.is_none() && card.tip.is_none() {
                    out.hint("this one comes without a follow-up or a tip");
                }
                Ok(())
            }
        }
    }

    /// For programs that read the answer, that there is none is an answer too.
    fn nothing(&self, out: &Out, day: &Day) -> Result<(), Error> {
        if self.json { out.print_json(&object(None, day.today)) } else { Ok(()) }
    }
}

/// What to say when every prompt is ruled out: the rule that took most, and what to do about it.
fn nothing_left(nothing: &Nothing, what: &str) -> Error {
    let total = nothing.total;
    let Some((rule, count)) = nothing.most else {
        let message = format!("{what}: there are no prompts; set library = true, or add a pack");
        return Error::new(Kind::Data, message);
    };
    let why = match rule {
        "never" => "dropped for good (`connect never ID --lift` brings one back)",
        "today" => "shown today already",
        "snoozed" => "put off until later",
        "where" => "not for `where`",
        "have" => "needing something that `have` doesn't list",
        "cost" => "not free, and cost is \"free\"",
        "max_depth" => "deeper than max_depth",
        "mood_gate" => "too much for this mood",
        "occasion" => "for another day",
        "not_neutral" => "for a mood (`connect today --mood tired`)",
        "weight" => "of practices with weight 0 in the settings",
        _ => "against the settings",
    };
    let noun = if total == 1 { "prompt" } else { "prompts" };
    Error::new(Kind::Data, format!("{what}; ruled out: {count} of {total} {noun}, {why}"))
}

/// Said once in the life of a history, where somebody reads it.
fn introduce(env: &Env, out: &Out) {
    let is_new = settings_file::text(env).is_ok_and(|text| text.is_empty());
    let next = if is_new { "To make it yours: `connect setup`." } else { "All there is: `connect help`." };
    out.aside(&format!("Then: `connect done`. {next}"));
    out.aside("Afraid of your partner? This is not for that: `connect safety`.");
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
