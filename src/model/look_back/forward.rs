//! The picker run forward: each day shown and left unanswered, until something repeats that is no favourite.
//!
//! It is the picker itself that runs, day by day over a memory that is folded once; so what is foretold is what
//! comes, as long as nothing is said, swapped or changed.

use std::collections::{BTreeSet, VecDeque};

use chrono::NaiveDate;

use super::super::ask::Ask;
use super::super::day::{number, shift};
use super::super::history::{HORIZON, History};
use super::super::keyed::Keyed as _;
use super::super::library::Library;
use super::super::offer::{Offer, State};
use super::super::pick::choose::{Situation, Way, choose, favourites_rest};
use super::super::pick::limits::Limits;
use super::super::pick::{Answered, Memory, Offered, Outcome, Rec};
use super::super::prompt::Prompt;
use super::super::proposal::{limits, moment, occasions, plan};
use super::super::settings::Settings;
use super::super::vocabulary::Practice;

/// How far ahead is looked, in days.
const REACH: usize = 1_100;
/// How much is looked at on the way, in prompts weighed: enough for all of the built-in library. One many times its size,
/// or a memory that sheds its oldest day every day, would else take long.
const WORK: usize = 110_000;
/// What folding a remembered day again costs, in prompts weighed.
const FOLD: usize = 3;

/// What the run starts from.
#[derive(Clone, Copy)]
pub struct Outlook<'x> {
    pub settings: &'x Settings,
    pub history: &'x History<'x>,
    pub library: &'x Library<'x>,
    pub seed: &'x str,
    pub today: NaiveDate,
}

/// What comes, as long as nothing is said, swapped or changed.
#[derive(Clone, Debug)]
pub struct Foretold<'x> {
    pub favourites: Vec<Favourite<'x>>,
    /// None where nothing would come at all.
    pub fresh: Option<Fresh>,
}

/// For how long nothing but favourites repeats, at one prompt a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// Nothing does before this day.
    pub before: NaiveDate,
    /// Something does on this day; otherwise no further was looked.
    pub ends: bool,
}

/// A prompt that was loved, as the picker remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Favourite<'x> {
    pub prompt: &'x str,
    pub practice: Practice,
    /// When it last came.
    pub last: NaiveDate,
    /// When it comes again at the earliest, at one prompt a day; none while settings or its occasion keep it away.
    pub returns: Option<NaiveDate>,
}

impl<'x> Outlook<'x> {
    /// Runs the picker forward.
    pub fn foretell(&self) -> Foretold<'x> {
        let practices = Practice::ALL.iter();
        let mut prompts: Vec<Prompt<'_>> = practices.flat_map(|&practice| self.library.prompts(practice)).collect();
        prompts.sort_by(|a, b| a.id.cmp(&b.id));
        let mut run = Run::new(*self);
        Foretold { favourites: self.favourites(&mut run), fresh: run.first_repeat(&prompts) }
    }

    /// The prompts that were loved and not dropped since; the first to come again first.
    fn favourites(&self, run: &mut Run<'_>) -> Vec<Favourite<'x>> {
        let rests = run.favourites_rest();
        let mut met = BTreeSet::new();
        let mut favourites = Vec::new();
        for offer in self.history.offers.iter().rev().filter(|offer| offer.entry.day < run.day) {
            let (prompt, practice) = (&*offer.shown.prompt, offer.shown.traits.practice);
            if !run.loved.contains(prompt) || !met.insert(prompt) {
                continue;
            }
            let put_off = run.asleep.iter().find(|other| *other.shown.prompt == *prompt).map(|other| other.until);
            let rested = rests.iter().filter(|(id, _)| id == prompt).map(|(_, day)| *day).min();
            let returns = put_off.unwrap_or_else(|| rested.map(|day| shift(run.day, day)));
            favourites.push(Favourite { prompt, practice, last: offer.entry.day, returns });
        }
        favourites.sort_by_key(|favourite| (favourite.returns.is_none(), favourite.returns, favourite.prompt));
        favourites
    }
}

/// What a day of the run brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A prompt that is new, a favourite, or back from having been put off.
    Fresh,
    /// A prompt that was shown before, and is none of these.
    Repeat,
    Nothing,
}

/// The picker on its way through days to come.
struct Run<'r> {
    outlook: Outlook<'r>,
    situation: Situation<'r>,
    /// The days that the picker remembers, those of the run included.
    records: VecDeque<Rec<'r>>,
    asleep: Vec<&'r Offer<'r>>,
    /// The facets of the last seven days, and when they were shown.
    facets: Vec<(NaiveDate, Practice, &'r str)>,
    /// Everything ever shown.
    seen: BTreeSet<&'r str>,
    /// What of it was loved by the day the run began; that the picker may forget on the way.
    loved: BTreeSet<&'r str>,
    day: NaiveDate,
    work: usize,
}

impl<'r> Run<'r> {
    /// Stands before the first day that has shown nothing yet.
    fn new(outlook: Outlook<'r>) -> Self {
        let Outlook { settings, history, library, seed, today } = outlook;
        let day = shift(today, i64::from(history.last_shown(today).is_some()));
        let records = VecDeque::from(history.records(day));
        let plan = plan(settings, library);
        let memory = Memory::fold(&records, &plan);
        let never = history.nevers().collect();
        let shown = history.offers.iter().filter(|offer| offer.entry.day < day && offer.state != State::Snoozed);
        let answered = records.iter().flat_map(|record| record.also.iter().chain([&record.last]));
        let prompts = answered.map(|answered| answered.offered.prompt);
        let mut run = Self {
            outlook,
            loved: prompts.filter(|prompt| memory.standing(prompt).loved && !history.is_never(prompt)).collect(),
            situation: Situation {
                limits: Limits { never, ..limits(settings, day, Ask::default(), &memory) },
                memory,
                plan,
                moment: moment(settings, day, seed),
                ask: Ask::default(),
                swapped: Vec::new(),
                occasions: Vec::new(),
                due: Vec::new(),
                resting: BTreeSet::new(),
            },
            records,
            asleep: history.asleep(day),
            facets: history.facets_shown(shift(day, -7), day).collect(),
            seen: shown.map(|offer| &*offer.shown.prompt).collect(),
            day,
            work: 0,
        };
        run.turn_to(day);
        run
    }

    /// Puts the picker before a day.
    fn turn_to(&mut self, day: NaiveDate) {
        let Outlook { settings, seed, .. } = self.outlook;
        let (away, due): (Vec<_>, Vec<_>) = self.asleep.iter().partition(|offer| offer.is_away(day));
        let ids = |offers: Vec<&'r Offer<'r>>| offers.into_iter().map(|offer| &*offer.shown.prompt);
        self.situation.limits = Limits {
            never: std::mem::take(&mut self.situation.limits.never),
            snoozed: ids(away).collect(),
            ..limits(settings, day, Ask::default(), &self.situation.memory)
        };
        self.situation.moment = moment(settings, day, seed);
        self.situation.occasions = occasions(settings, day);
        self.situation.due = ids(due).collect();
        self.situation.resting = self.facets.iter().map(|&(_, practice, facet)| (practice, facet)).collect();
    }

    /// How long nothing but favourites repeats. What was put off comes back as it was asked to, and counts as no
    /// repeat. None where nothing would come at all.
    fn first_repeat<'p: 'r>(&mut self, prompts: &'p [Prompt<'p>]) -> Option<Fresh> {
        let mut came = false;
        for _ in 0..REACH {
            match self.next(prompts) {
                Next::Repeat => return Some(Fresh { before: self.day, ends: true }),
                next => came |= next == Next::Fresh,
            }
            let tomorrow = shift(self.day, 1);
            if self.work > WORK || tomorrow == self.day {
                break;
            }
            self.day = tomorrow;
        }
        came.then_some(Fresh { before: self.day, ends: false })
    }

    /// What the day brings; it is then shown, and left unanswered.
    fn next<'p: 'r>(&mut self, prompts: &'p [Prompt<'p>]) -> Next {
        self.forget();
        self.turn_to(self.day);
        let choice = choose(&self.situation, self.outlook.library).ok();
        let found = choice.and_then(|choice| {
            let at = prompts.binary_search_by(|prompt| prompt.id.cmp(&choice.prompt.id)).ok()?;
            Some((choice.way, prompts.get(at)?))
        });
        let Some((way, prompt)) = found else {
            self.work += prompts.len();
            return Next::Nothing;
        };
        let id = &*prompt.id;
        if way != Way::Snooze && self.seen.contains(id) && !self.loved.contains(id) {
            return Next::Repeat;
        }
        self.work += prompts.iter().filter(|other| other.practice == prompt.practice).count();
        self.show(prompt);
        Next::Fresh
    }

    fn show(&mut self, prompt: &'r Prompt<'r>) {
        let offered = Offered { prompt: &prompt.id, traits: prompt.traits() };
        let record = Rec {
            day: number(self.day),
            weekend: self.situation.moment.weekend,
            also: Vec::new(),
            swapped: Vec::new(),
            last: Answered { offered, outcome: Outcome::Silent, rating: None },
        };
        self.situation.memory.apply(&record, &self.situation.plan);
        self.records.push_back(record);
        self.asleep.retain(|offer| *offer.shown.prompt != *prompt.id);
        self.facets.extend(prompt.facet.as_deref().map(|facet| (self.day, prompt.practice, facet)));
        self.seen.insert(&prompt.id);
    }

    /// Lets go of what the picker no longer remembers on this day.
    fn forget(&mut self) {
        let (week, horizon) = (shift(self.day, -7), number(shift(self.day, -HORIZON)));
        self.facets.retain(|(shown, ..)| *shown >= week);
        if self.records.front().is_some_and(|record| record.day < horizon) {
            self.records.retain(|record| record.day >= horizon);
            self.situation.memory = Memory::fold(&self.records, &self.situation.plan);
            self.work += FOLD * self.records.len();
        }
    }

    /// In how many days each favourite has rested enough, at the earliest, by what workdays and weekends allow.
    fn favourites_rest(&mut self) -> Vec<(String, i64)> {
        let start = number(self.day);
        let moment = self.situation.moment;
        let mut found = Vec::new();
        let week = || (0..7).map(|days| shift(self.day, days));
        let settings = self.outlook.settings;
        let kinds = [true, false].map(|weekend| week().find(|&day| settings.is_weekend(day) == weekend));
        for day in kinds.into_iter().flatten() {
            self.turn_to(day);
            self.situation.moment = moment;
            let rests = favourites_rest(&self.situation, self.outlook.library);
            found.extend(rests.into_iter().map(|(id, day)| (id, i64::from(day - start))));
        }
        self.turn_to(self.day);
        found
    }
}

#[cfg(test)]
#[path = "forward_tests.rs"]
mod tests;
