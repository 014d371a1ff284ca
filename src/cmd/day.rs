//! What the daily verbs have in common: settings, the day spoken of, and the log around it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::files;
use crate::host::inspect::obstacle;
use crate::host::log::{Log, quarantine};
use crate::host::out::Out;
use crate::model::ask::Ask;
use crate::model::day::{day_of, next_start, shift};
use crate::model::event::{Because, What};
use crate::model::history::History;
use crate::model::history::first_remembered;
use crate::model::library::{Library, Pack};
use crate::model::offer::Offer;
use crate::model::pick::choose::Nothing;
use crate::model::proposal::{Request, propose};
use crate::model::record::NewShown;
use crate::model::settings::Settings;
use crate::model::view::card::{Card, object};
use crate::model::view::dates::count;
use crate::model::view::format::fill_in;

/// Today, and how the person wants it.
pub(super) struct Day {
    pub settings: Settings,
    pub today: NaiveDate,
}

impl Day {
    /// Reads the settings, and tells what is wrong with them.
    pub(super) fn begin(env: &Env, out: &Out) -> Self {
        let (settings, mut faults) = files::settings(env);
        env.complaints.iter().for_each(|complaint| out.warn(complaint));
        let today = day_of(env.now, settings.day_starts);
        faults.extend(settings.faults_on(today).cloned());
        out.faults(faults);
        Self { settings, today }
    }

    /// The same, for the shell: faults are not told there.
    pub(super) fn begin_quietly(env: &Env) -> Self {
        let (settings, _) = files::settings(env);
        Self { today: day_of(env.now, settings.day_starts), settings }
    }

    /// When the next logical day begins, as Unix time.
    pub(super) fn ends(&self, env: &Env) -> i64 {
        env.unix_time_of(next_start(self.today, self.settings.day_starts))
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.settings.name.as_deref()
    }

    /// The day that `--on` means.
    pub(super) fn on(&self, on: Option<&str>) -> Result<NaiveDate, Error> {
        let day = on.map_or(Ok(self.today), |on| self.date("--on", on))?;
        if day > self.today {
            return Err(Error::usage(format!("{day} is still to come")));
        }
        Ok(day)
    }

    /// The date that a flag means.
    pub(super) fn date(&self, flag: &str, typed: &str) -> Result<NaiveDate, Error> {
        match typed {
            "today" => Ok(self.today),
            "yesterday" => Ok(shift(self.today, -1)),
            date => date
                .parse()
                .map_err(|_| Error::usage(format!("{flag} can't be \"{date}\"; write 2026-11-24, or yesterday"))),
        }
    }

    /// The prompt that an answer means: that of the day, or yesterday's if today has shown none and
    /// yesterday's is still open.
    pub(super) fn meant<'h, 'a>(&self, history: &'h History<'a>, on: Option<&str>) -> Result<&'h Offer<'a>, Error> {
        use crate::model::offer::State;
        let day = self.on(on)?;
        if let Some(offer) = history.last_shown(day) {
            // What was dropped for good is today's prompt no more, but still what a past day showed.
            return if day == self.today { self.current(history) } else { Ok(offer) };
        }
        let yesterday = || history.current(shift(self.today, -1)).filter(|offer| offer.state == State::Open);
        let offer = if on.is_none() { yesterday() } else { None };
        offer.ok_or_else(|| nothing_shown_on(day, on))
    }

    /// The last prompt that the day of `--on` showed, dropped or not.
    pub(super) fn shown_on<'h, 'a>(&self, history: &'h History<'a>, on: Option<&str>) -> Result<&'h Offer<'a>, Error> {
        let day = self.on(on)?;
        history.last_shown(day).ok_or_else(|| nothing_shown_on(day, on))
    }
}

impl Day {
    /// Today's prompt.
    pub(super) fn current<'h, 'a>(&self, history: &'h History<'a>) -> Result<&'h Offer<'a>, Error> {
        history.current(self.today).ok_or_else(|| match history.last_shown(self.today) {
            Some(_) => Error::usage("today's prompt was dropped for good: `connect` shows another"),
            None => nothing_shown(),
        })
    }
}

pub(super) fn nothing_shown() -> Error {
    Error::usage("nothing shown yet: `connect`")
}

fn nothing_shown_on(day: NaiveDate, on: Option<&str>) -> Error {
    on.map_or_else(nothing_shown, |_| Error::usage(format!("nothing was shown on {day}")))
}

/// The same failure, unless nothing can be kept here: then nobody knows what was shown, and that is what is wrong.
pub(super) fn unless_unkept(error: Error, env: &Env, log: &Log) -> Error {
    let folder = log.folder.as_deref();
    let why = folder.and_then(|folder| Some((env.paths.shorten(folder), obstacle(folder)?)));
    match why {
        Some((folder, why)) => Error::io(&format!("what was shown isn't saved: can't write in {folder}"), &why)
            .hint("`connect doctor` looks for what else is wrong"),
        None => error,
    }
}

/// All of the history, telling of lines that can't be read.
pub(super) fn everything<'l>(env: &Env, out: &Out, log: &'l Log) -> History<'l> {
    let (history, bad) = log.everything();
    tell_of_bad_lines(env, out, log, &bad);
    history
}

/// All of the history, for verbs that only look back: what keeps it from being whole is told every time, so that no
/// number is taken for more than it is.
pub(super) fn looking_back<'l>(env: &Env, out: &Out, log: &'l Log) -> History<'l> {
    let (history, bad) = log.everything();
    let folder = log.folder.as_ref().filter(|_| !bad.is_empty());
    let unread = folder.map(|folder| {
        quarantine::keep(folder, &bad);
        format!("{} of the history in {} can't be read", count(bad.len(), "line"), env.paths.shorten(folder))
    });
    let newer = || history.newer.then(|| "a newer version wrote some of this history".to_owned());
    let missing = log.trouble.as_ref().map(|trouble| trouble.message.clone()).or_else(newer).or(unread);
    if let Some(missing) = missing {
        out.warn(&format!("{missing}; this is what the rest says"));
    }
    history
}

/// All of the history, for a verb that speaks of what stands there: one that can't be read is not an empty one.
pub(super) fn readable<'l>(env: &Env, out: &Out, log: &'l Log) -> Result<History<'l>, Error> {
    log.trouble.clone().map_or_else(|| Ok(everything(env, out, log)), Err)
}

/// Copies lines that are no events aside; tells of those that are new.
pub(super) fn tell_of_bad_lines(env: &Env, out: &Out, log: &Log, bad: &[&[u8]]) {
    let Some(folder) = log.folder.as_ref().filter(|_| !bad.is_empty()) else {
        return;
    };
    let kept = quarantine::keep(folder, bad);
    if kept > 0 {
        let lines = count(kept, "line");
        let folder = env.paths.shorten(folder);
        out.warn(&format!("{lines} of the history in {folder} can't be read; copied to quarantine/, and passed over"));
    }
}

/// The person's packs, and whether every one of them could be read.
pub(super) struct Packs {
    pub(super) read: Vec<Pack>,
    are_complete: bool,
}

/// The person's packs, with what is wrong with them told.
pub(super) fn packs(env: &Env, out: Option<&Out>) -> Packs {
    let (read, faults) = files::packs(env);
    let are_complete = faults.is_empty();
    if let Some(out) = out {
        out.faults(faults);
    }
    Packs { read, are_complete }
}

/// The library, with what is wrong with packs told. Where packs alone are wanted and none can be read, it is the
/// built-in one: broken files withhold no prompt.
pub(super) fn library<'p>(settings: &Settings, packs: &'p Packs, out: Option<&Out>) -> Library<'p> {
    let (library, faults) = Library::new(settings.library, &packs.read);
    let in_need = library.is_empty() && !(packs.are_complete && faults.is_empty());
    if let Some(out) = out {
        out.faults(faults);
        if in_need {
            out.warn("no prompt of your own can be read; using the built-in ones until that is mended");
        }
    }
    if in_need { Library::new(true, &packs.read).0 } else { library }
}

/// Prints today's object after something was said, from the log as it is now.
pub(super) fn print_object(env: &Env, out: &Out, day: NaiveDate, today: NaiveDate) -> Result<(), Error> {
    let log = Log::whole(env);
    let (history, _) = log.everything();
    let card = history.prompt_of(day, today).map(Card::of);
    out.print_json(&object(card.as_ref(), day))
}

/// Gives a verb's own hint, until it has been used three times.
pub(super) fn hint_until_known<'a>(out: &Out, history: &History<'a>, is: impl Fn(&What<'a>) -> bool, hint: &str) {
    if history.count(is) < 3 {
        out.hint(hint);
    }
}

/// The message for a prompt id that is not known, with the one probably meant.
pub(super) fn unknown_prompt(id: &str, library: &Library<'_>, history: &History<'_>) -> Error {
    let ids = library.ids();
    let shown = history.offers.iter().map(|offer| &*offer.shown.prompt);
    let near = crate::model::keyed::nearest(id, ids.iter().map(AsRef::as_ref).chain(shown));
    let message = match near {
        Some(near) => format!("no prompt \"{id}\"; did you mean \"{near}\"?"),
        None => format!("no prompt \"{id}\""),
    };
    Error::new(Kind::Usage, message).hint("`connect practices` lists the practices")
}

/// The seed of every pick: given, or the log's, or the word that stands for none.
pub(super) fn seed<'s>(env: &'s Env, history: &'s History<'_>) -> &'s str {
    env.seed.as_deref().or(history.seed.as_deref()).unwrap_or("connect")
}

/// What a pick is made from.
pub(super) struct Picker<'m> {
    pub(super) env: &'m Env,
    pub(super) day: &'m Day,
    pub(super) log: &'m Log,
    pub(super) history: &'m History<'m>,
}

impl Picker<'_> {
    /// The prompt that would be shown.
    pub(super) fn propose(
        &self,
        library: &Library<'_>,
        ask: Ask,
        replacing: Option<(&Offer<'_>, Because)>,
    ) -> Result<NewShown<'static>, Nothing> {
        let seed = seed(self.env, self.history);
        let request =
            Request { settings: &self.day.settings, history: self.history, seed, day: self.day.today, ask, replacing };
        let proposal = propose(&request, library)?;
        let beyond = self.log.days_shown_beyond(proposal.prompt(), first_remembered(self.day.today));
        Ok(proposal.shown(&beyond))
    }
}

/// Today's prompt without recording it; if it was not shown yet, with what there is to record. None where nothing
/// is left.
pub(super) fn peek(
    env: &Env,
    day: &Day,
    log: &Log,
    history: &History<'_>,
) -> Option<(Card, Option<NewShown<'static>>)> {
    if let Some(offer) = history.current(day.today) {
        return Some((Card::of(offer), None));
    }
    let packs = packs(env, None);
    let library = library(&day.settings, &packs, None);
    let dropped = history.last_shown(day.today);
    let ask = dropped.map(|offer| offer.shown.asked).unwrap_or_default();
    let picker = Picker { env, day, log, history };
    let new = picker.propose(&library, ask, dropped.map(|offer| (offer, Because::Never))).ok()?;
    Some((Card::new(&new, day.today), Some(new)))
}

/// Prints a line of the person's own, by the names of the JSON fields.
pub(super) fn print_format(out: &Out, format: &str, object: &impl Serialize) -> Result<(), Error> {
    let object = serde_json::to_value(object).unwrap_or_default();
    let line =
        fill_in(format, &object, out.look.ascii).map_err(|message| Error::usage(format!("--format: {message}")))?;
    out.print_text(&line)
}
