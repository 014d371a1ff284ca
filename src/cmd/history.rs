//! `history`: what came, what was done, what was written.

use clap::Args;
use serde::Serialize;

use super::day::{Day, looking_back};
use super::word;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::host::pager;
use crate::model::keyed::Keyed as _;
use crate::model::look_back::days::{PastDay, Visit, days};
use crate::model::look_back::wanted::Wanted;
use crate::model::view::dates::count;
use crate::model::view::past::Past;
use crate::model::vocabulary::Practice;

/// So many days are listed where nothing else is asked for.
const RECENT: usize = 14;

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(super) struct HistoryArgs {
    /// Words that a prompt must hold, all of them (with --notes, it or its notes)
    words: Vec<String>,
    /// One day: yesterday, or a date such as 2026-11-24
    #[arg(long, value_name = "DAY", conflicts_with_all = ["since", "until", "on_this_day"])]
    on: Option<String>,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Only this date in earlier years
    #[arg(long)]
    on_this_day: bool,
    /// Only this practice
    #[arg(long, value_parser = word(Practice::ALL))]
    practice: Option<Practice>,
    /// Show what you wrote, too
    #[arg(long)]
    notes: bool,
    /// Show the prompts' texts, too
    #[arg(long)]
    more: bool,
    /// List every day, not only the last fourteen
    #[arg(long)]
    all: bool,
    /// Print JSON, of every day that matches
    #[arg(long)]
    json: bool,
    /// Print Markdown, of every day that matches
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
}

impl HistoryArgs {
    fn wanted(&self, day: &Day) -> Result<Wanted, Error> {
        let date = |flag, typed: &Option<String>| typed.as_ref().map(|typed| day.date(flag, typed)).transpose();
        let on = self.on.as_deref().map(|on| day.on(Some(on))).transpose()?;
        Ok(Wanted {
            words: self.words.iter().map(|word| word.to_lowercase()).collect(),
            notes: self.notes,
            practice: self.practice,
            since: on.or(date("--since", &self.since)?),
            until: on.or(date("--until", &self.until)?),
            anniversary_of: self.on_this_day.then_some(day.today),
        })
    }

    /// Whether fewer days are asked for than there are.
    fn narrows(&self) -> bool {
        let dates = [&self.on, &self.since, &self.until].into_iter().any(Option::is_some);
        !self.words.is_empty() || dates || self.on_this_day || self.practice.is_some()
    }
}

/// What is said below the list.
fn foot(shown: usize, found: usize, total: usize) -> String {
    let all = count(total, "day");
    match (found, total) {
        (_, 0) => "Nothing yet: `connect` shows the first prompt.".to_owned(),
        (0, _) => format!("Nothing of {all} matches."),
        _ if shown < found => format!("{shown} of {all}. All of them: `connect history --all`"),
        _ if shown < total => format!("{shown} of {all} match."),
        _ => format!("{all}."),
    }
}

pub(super) fn history(env: &Env, out: &Out, args: &HistoryArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = looking_back(env, out, &log);
    let wanted = args.wanted(&day)?;
    let all = days(&history, day.today);
    let total = all.len();
    let found = wanted.pick(all);
    if args.json {
        let days = found.iter().map(|past| DayObject::new(past, args.notes)).collect();
        return out.print_json(&HistoryObject { schema: 1, total, days });
    }
    let everything = args.all || args.markdown || args.narrows();
    let hidden = if everything { 0 } else { found.len().saturating_sub(RECENT) };
    let past = Past {
        days: &found[hidden..],
        today: day.today,
        name: day.name(),
        more: args.more,
        notes: args.notes,
        words: &wanted.words,
    };
    if args.markdown {
        return out.print_markdown(&past.markdown());
    }
    let foot = foot(past.days.len(), found.len(), total);
    pager::print(env, out, &past.page(&foot, out.look))
}

#[derive(Serialize)]
struct HistoryObject<'h> {
    schema: u32,
    /// Days there are in all, whatever was asked for.
    total: usize,
    /// The earliest first.
    days: Vec<DayObject<'h>>,
}

#[derive(Serialize)]
struct DayObject<'h> {
    day: String,
    prompts: Vec<VisitObject<'h>>,
    /// How many notes there are on the day itself.
    notes: usize,
    /// Those notes, where they were asked for.
    written: Option<&'h [&'h str]>,
}

#[derive(Serialize)]
struct VisitObject<'h> {
    id: &'h str,
    practice: &'static str,
    practice_title: &'static str,
    kind: &'static str,
    text: String,
    effort: u32,
    depth: u8,
    state: &'static str,
    rating: Option<u8>,
    loved: bool,
    until: Option<String>,
    /// When the answer that holds was given.
    answered: Option<String>,
    dropped: bool,
    replaced: bool,
    notes: usize,
    written: Option<&'h [&'h str]>,
}

impl<'h> DayObject<'h> {
    fn new(past: &'h PastDay<'_, '_>, notes: bool) -> Self {
        Self {
            day: past.day.to_string(),
            prompts: past.visits.iter().map(|visit| VisitObject::new(visit, notes)).collect(),
            notes: past.notes.len(),
            written: notes.then_some(&past.notes),
        }
    }
}

impl<'h> VisitObject<'h> {
    fn new(visit: &'h Visit<'_, '_>, notes: bool) -> Self {
        let Visit { offer, .. } = visit;
        let shown = &offer.shown;
        Self {
            id: &shown.prompt,
            practice: shown.traits.practice.key(),
            practice_title: shown.traits.practice.title(),
            kind: shown.traits.kind.key(),
            text: offer.entry.text().unwrap_or_default().into_owned(),
            effort: shown.traits.effort,
            depth: shown.depth,
            state: offer.state.key(),
            rating: offer.rating.filter(|_| visit.is_done()),
            loved: offer.is_loved(),
            until: offer.until.filter(|_| offer.is_asleep()).map(|until| until.to_string()),
            answered: offer.answered.map(|at| at.to_rfc3339()),
            dropped: offer.dropped,
            replaced: offer.replaced,
            notes: visit.notes.len(),
            written: notes.then_some(&visit.notes),
        }
    }
}
