//! `stats`: the last month and year, the balance of the nine, what gets done, and when things come again.

use clap::Args;
use serde::Serialize;

use super::day::{Day, library, looking_back, packs, seed};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::keyed::Keyed;
use crate::model::look_back::days::{DayCount, Glow, count, days, last_days, year_of_days};
use crate::model::look_back::forward::{Favourite, Fresh, Outlook};
use crate::model::look_back::tally::{Tallies, Tally};
use crate::model::pick::Plan;
use crate::model::proposal::plan;
use crate::model::view::stats::Stats;
use crate::model::view::year::year_page;
use crate::model::vocabulary::{Kind, Practice, Weekday};

/// So many prompts are counted.
const PROMPTS: usize = 90;
/// The classes of effort, by their longest, in minutes.
const EFFORTS: [Option<u32>; 4] = [Some(5), Some(15), Some(45), None];

#[derive(Args)]
pub(super) struct StatsArgs {
    /// Show the year instead, a month a row
    #[arg(long, conflicts_with = "json")]
    year: bool,
    /// Print JSON, the days of the year included
    #[arg(long)]
    json: bool,
}

pub(super) fn stats(env: &Env, out: &Out, args: &StatsArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = looking_back(env, out, &log);
    let past = days(&history, day.today);
    let counted = |days: u16| count(last_days(&past, day.today, days).into_iter().map(|(_, glow)| glow));
    if args.year {
        return out.print(&year_page(&year_of_days(&past, day.today), counted(365), out.look));
    }
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let tallies = Tallies::of_last(&past, PROMPTS);
    let outlook = Outlook {
        settings: &day.settings,
        history: &history,
        library: &library,
        seed: seed(env, &history),
        today: day.today,
    };
    let foretold = outlook.foretell();
    let stats = Stats {
        today: day.today,
        month: &last_days(&past, day.today, 30),
        month_count: counted(30),
        tallies: &tallies,
        shares: shares(&plan(&day.settings, &library)),
        favourites: &foretold.favourites,
        fresh: foretold.fresh,
    };
    if args.json {
        let year = year_of_days(&past, day.today);
        let year = year.into_iter().filter_map(|(day, glow)| Some(DayObject::new(day.to_string(), glow?)));
        return out.print_json(&StatsObject::new(&stats, counted(365), year.collect()));
    }
    out.print(&stats.page(out.look))
}

/// The share that the person asked for, by practice; none of those that never come.
fn shares(plan: &Plan) -> [Option<f64>; 9] {
    let own = plan.shares();
    std::array::from_fn(|k| plan.active[k].then_some(own[k]))
}

#[derive(Serialize)]
struct StatsObject<'s> {
    schema: u32,
    day: String,
    last_30_days: DayCountObject,
    last_365_days: DayCountObject,
    /// The days of this month and the eleven before on which a prompt was shown, the earliest first.
    days: Vec<DayObject>,
    /// How many prompts the tallies below are of: the last that were left standing or done.
    prompts: usize,
    practices: Vec<PracticeObject>,
    kinds: Vec<KeyObject>,
    efforts: Vec<EffortObject>,
    weekdays: Vec<KeyObject>,
    favourites: Vec<FavouriteObject<'s>>,
    /// Nothing but favourites repeats before this day, at one prompt a day; null where nothing is left to show.
    no_repeat_before: Option<String>,
    /// Whether something does on that day; otherwise no further was looked.
    repeats_then: Option<bool>,
}

#[derive(Serialize)]
struct DayCountObject {
    done: usize,
    loved: usize,
    seen: usize,
    not_opened: usize,
}

#[derive(Serialize)]
struct DayObject {
    day: String,
    done: bool,
    loved: bool,
}

#[derive(Serialize)]
struct TallyObject {
    shown: usize,
    done: usize,
    loved: usize,
}

#[derive(Serialize)]
struct PracticeObject {
    key: &'static str,
    title: &'static str,
    /// The share of all prompts that the settings ask for, 0 to 1.
    share: f64,
    #[serde(flatten)]
    tally: TallyObject,
}

#[derive(Serialize)]
struct KeyObject {
    key: &'static str,
    #[serde(flatten)]
    tally: TallyObject,
}

#[derive(Serialize)]
struct EffortObject {
    /// In minutes; null for anything longer.
    up_to: Option<u32>,
    #[serde(flatten)]
    tally: TallyObject,
}

#[derive(Serialize)]
struct FavouriteObject<'s> {
    id: &'s str,
    practice: &'static str,
    last: String,
    /// Not before this day; null while settings keep it away, or it belongs to a day of its own.
    returns: Option<String>,
}

impl<'s> StatsObject<'s> {
    fn new(stats: &'s Stats<'s>, year: DayCount, days: Vec<DayObject>) -> Self {
        let tallies = stats.tallies;
        let share = |practice: Practice| stats.shares[practice.index()].unwrap_or(0.0);
        let practices = Practice::ALL.iter().map(|&practice| PracticeObject {
            key: practice.key(),
            title: practice.title(),
            share: (share(practice) * 10_000.0).round() / 10_000.0,
            tally: tallies.practice(practice).into(),
        });
        let efforts = EFFORTS.into_iter().zip(tallies.efforts);
        Self {
            schema: 1,
            day: stats.today.to_string(),
            last_30_days: stats.month_count.into(),
            last_365_days: year.into(),
            days,
            prompts: tallies.all.shown,
            practices: practices.collect(),
            kinds: keyed(Kind::ALL, &tallies.kinds),
            efforts: efforts.map(|(up_to, tally)| EffortObject { up_to, tally: tally.into() }).collect(),
            weekdays: keyed(Weekday::ALL, &tallies.weekdays),
            favourites: stats.favourites.iter().map(FavouriteObject::from).collect(),
            no_repeat_before: stats.fresh.map(|Fresh { before, .. }| before.to_string()),
            repeats_then: stats.fresh.map(|fresh| fresh.ends),
        }
    }
}

fn keyed<K: Keyed>(words: &[K], tallies: &[Tally]) -> Vec<KeyObject> {
    words.iter().zip(tallies).map(|(word, &tally)| KeyObject { key: word.key(), tally: tally.into() }).collect()
}

impl From<DayCount> for DayCountObject {
    fn from(count: DayCount) -> Self {
        Self { done: count.done, loved: count.loved, seen: count.seen, not_opened: count.not_opened() }
    }
}

impl DayObject {
    fn new(day: String, glow: Glow) -> Self {
        Self { day, done: glow >= Glow::Done, loved: glow == Glow::Loved }
    }
}

impl From<Tally> for TallyObject {
    fn from(Tally { shown, done, loved }: Tally) -> Self {
        Self { shown, done, loved }
    }
}

impl<'s> From<&Favourite<'s>> for FavouriteObject<'s> {
    fn from(favourite: &Favourite<'s>) -> Self {
        Self {
            id: favourite.prompt,
            practice: favourite.practice.key(),
            last: favourite.last.to_string(),
            returns: favourite.returns.map(|day| day.to_string()),
        }
    }
}
