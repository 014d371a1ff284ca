//! `show`: one prompt in full, with what is known of it.

use clap::Args;
use serde::Serialize;

use super::day::{Day, everything, library, packs, unknown_prompt};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::history::History;
use crate::model::keyed::Keyed;
use crate::model::offer::State;
use crate::model::prompt::Prompt;
use crate::model::record::place_keys;
use crate::model::view::tables::{Known, Showing, prompt_page};

#[derive(Args)]
pub(super) struct ShowArgs {
    /// The id of a prompt, such as gratitude.six-word-note
    id: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn show(env: &Env, out: &Out, args: &ShowArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = everything(env, out, &log);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let prompt = library.find(&args.id).ok_or_else(|| unknown_prompt(&args.id, &library, &history))?;
    let showings = showings(&history, &prompt.id);
    if args.json {
        return out.print_json(&PromptObject::new(&prompt, &showings, history.is_never(&prompt.id)));
    }
    let notes: Vec<&str> = history.notes_on(&args.id).map(|(_, text)| text).collect();
    let dropped = history.is_never(&prompt.id);
    let known = Known { showings: &showings, notes: &notes, dropped, today: day.today };
    out.print(&prompt_page(&prompt, &known, out.look, day.name()))
}

/// When a prompt came and what became of it, newest first.
fn showings(history: &History<'_>, id: &str) -> Vec<Showing> {
    let shown = history.offers.iter().rev().filter(|offer| *offer.shown.prompt == *id);
    let outcome = |state, loved| match state {
        State::Done if loved => "loved",
        State::Done => "done",
        State::Skipped => "skipped",
        State::Snoozed => "later",
        State::Open => "seen",
    };
    shown.map(|offer| Showing { day: offer.event.day, outcome: outcome(offer.state, offer.is_loved()) }).collect()
}

#[derive(Serialize)]
struct PromptObject<'p> {
    schema: u32,
    id: &'p str,
    practice: &'static str,
    practice_title: &'static str,
    facet: Option<&'p str>,
    kind: &'static str,
    text: &'p str,
    follow: Option<&'p str>,
    tip: Option<&'p str>,
    effort: u32,
    depth: u8,
    #[serde(rename = "where")]
    places: Vec<String>,
    love: Option<&'static str>,
    mood: Vec<&'static str>,
    needs: Vec<&'static str>,
    cost: &'static str,
    occasion: Option<&'static str>,
    pack: Option<&'p str>,
    never: bool,
    shown: Vec<ShowingObject>,
}

#[derive(Serialize)]
struct ShowingObject {
    day: String,
    state: &'static str,
}

impl<'p> PromptObject<'p> {
    fn new(prompt: &'p Prompt<'_>, showings: &[Showing], never: bool) -> Self {
        let shown =
            showings.iter().map(|showing| ShowingObject { day: showing.day.to_string(), state: showing.outcome });
        Self {
            schema: 1,
            id: &prompt.id,
            practice: prompt.practice.key(),
            practice_title: prompt.practice.title(),
            facet: prompt.facet.as_deref(),
            kind: prompt.kind.key(),
            text: &prompt.text,
            follow: prompt.follow.as_deref(),
            tip: prompt.tip.as_deref(),
            effort: prompt.effort,
            depth: prompt.depth,
            places: place_keys(prompt.places),
            love: prompt.love.map(Keyed::key),
            mood: prompt.moods.iter().map(Keyed::key).collect(),
            needs: prompt.needs.iter().map(Keyed::key).collect(),
            cost: prompt.cost.key(),
            occasion: prompt.occasion.map(Keyed::key),
            pack: prompt.pack,
            never,
            shown: shown.collect(),
        }
    }
}
