//! `practices`: the nine, and one of them in full.

use clap::Args;
use serde::Serialize;

use super::day::{Day, everything, library, packs};
use super::word;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::history::History;
use crate::model::keyed::Keyed;
use crate::model::library::{Library, volume};
use crate::model::offer::State;
use crate::model::prompt::Prompt;
use crate::model::proposal::plan;
use crate::model::view::practices::{PracticeRow, practice_page, practices_page};
use crate::model::vocabulary::Practice;

#[derive(Args)]
pub(super) struct PracticesArgs {
    /// One of the nine, to read about it
    #[arg(value_name = "PRACTICE", value_parser = word(Practice::ALL))]
    practice: Option<Practice>,
    /// Say what each asks of you, too
    #[arg(long)]
    more: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn practices(env: &Env, out: &Out, args: &PracticesArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = everything(env, out, &log);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let plan = plan(&day.settings, &library);
    let chosen = Practice::ALL.iter().copied().filter(|&practice| args.practice.is_none_or(|only| only == practice));
    let rows: Vec<PracticeRow> =
        chosen.map(|practice| row(practice, plan.weight[practice.index()], &library, &history)).collect();
    if args.json {
        let practices: Vec<_> = rows.iter().map(PracticeObject::from).collect();
        return out.print_json(&serde_json::json!({ "schema": 1, "practices": practices }));
    }
    match (args.practice, rows.first()) {
        (Some(practice), Some(row)) => out.print(&practice_page(row, &plan, &volume(practice), out.look)),
        _ => out.print(&practices_page(&rows, day.today, args.more, out.look)),
    }
}

fn row(practice: Practice, weight: f64, library: &Library<'_>, history: &History<'_>) -> PracticeRow {
    let prompts = library.prompts(practice);
    let shown = || history.offers.iter().filter(|offer| offer.shown.traits.practice == practice);
    PracticeRow {
        practice,
        asks: volume(practice).practice.map(|about| about.asks.into_owned()).unwrap_or_default(),
        weight,
        facets: facets(practice, &prompts),
        kinds: std::array::from_fn(|kind| prompts.iter().filter(|prompt| prompt.kind.index() == kind).count()),
        depths: std::array::from_fn(|depth| {
            prompts.iter().filter(|prompt| usize::from(prompt.depth) == depth + 1).count()
        }),
        last: shown().map(|offer| offer.entry.day).max(),
        shown: shown().count(),
        done: shown().filter(|offer| offer.state == State::Done).count(),
        loved: shown().filter(|offer| offer.is_loved()).count(),
    }
}

/// How many prompts each facet has: those of the practice first, then those that only packs have.
fn facets(practice: Practice, prompts: &[Prompt<'_>]) -> Vec<(String, usize)> {
    let mut names: Vec<&str> = practice.facets();
    for facet in prompts.iter().filter_map(|prompt| prompt.facet.as_deref()) {
        if !names.contains(&facet) {
            names.push(facet);
        }
    }
    let count = |name: &str| prompts.iter().filter(|prompt| prompt.facet.as_deref() == Some(name)).count();
    names.into_iter().map(|name| (name.to_owned(), count(name))).filter(|(_, count)| *count > 0).collect()
}

#[derive(Serialize)]
struct PracticeObject {
    key: &'static str,
    title: &'static str,
    asks: String,
    prompts: usize,
    facets: std::collections::BTreeMap<String, usize>,
    weight: f64,
    last: Option<String>,
    shown: usize,
    done: usize,
    loved: usize,
}

impl From<&PracticeRow> for PracticeObject {
    fn from(row: &PracticeRow) -> Self {
        Self {
            key: row.practice.key(),
            title: row.practice.title(),
            asks: row.asks.clone(),
            prompts: row.prompts(),
            facets: row.facets.iter().cloned().collect(),
            weight: row.weight,
            last: row.last.map(|day| day.to_string()),
            shown: row.shown,
            done: row.done,
            loved: row.loved,
        }
    }
}
