//! `browse`: the prompts, searched and filtered.

use clap::{Args, value_parser};
use serde::Serialize;

use super::day::{Day, everything, library, packs};
use super::word;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::history::History;
use crate::model::keyed::Keyed as _;
use crate::model::prompt::Prompt;
use crate::model::view::paint::Mark;
use crate::model::view::prompt::{PromptObject, listing, showings};
use crate::model::vocabulary::{Kind, Love, Mood, Place, Practice};

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(super) struct BrowseArgs {
    /// Words that a prompt must hold, all of them
    words: Vec<String>,
    /// Only this practice
    #[arg(long, value_parser = word(Practice::ALL))]
    practice: Option<Practice>,
    /// Only this facet (`connect practices PRACTICE` lists them)
    #[arg(long)]
    facet: Option<String>,
    /// Only this kind
    #[arg(long, value_parser = word(Kind::ALL))]
    kind: Option<Kind>,
    /// Only this love language
    #[arg(long, value_parser = word(Love::ALL))]
    love: Option<Love>,
    /// Only what fits this mood
    #[arg(long, value_parser = word(Mood::ALL))]
    mood: Option<Mood>,
    /// Only what works there
    #[arg(long = "where", value_name = "PLACE", value_parser = word(Place::ALL))]
    place: Option<Place>,
    /// At most so many minutes
    #[arg(long, value_parser = value_parser!(u32).range(1..=600))]
    minutes: Option<u32>,
    /// Only this depth: 1 light, 2 personal, 3 tender
    #[arg(long, value_parser = value_parser!(u8).range(1..=3))]
    depth: Option<u8>,
    /// Only what never came
    #[arg(long)]
    unseen: bool,
    /// Only what you loved
    #[arg(long)]
    loved: bool,
    /// Only what you dropped for good
    #[arg(long)]
    never: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl BrowseArgs {
    fn wants(&self, prompt: &Prompt<'_>, words: &[String], history: &History<'_>) -> bool {
        let is = |filter: bool, holds: bool| !filter || holds;
        let seen = || history.offers.iter().any(|offer| *offer.shown.prompt == *prompt.id);
        self.practice.is_none_or(|practice| practice == prompt.practice)
            && self.facet.as_ref().is_none_or(|facet| prompt.facet.as_ref().is_some_and(|own| **own == **facet))
            && self.kind.is_none_or(|kind| kind == prompt.kind)
            && self.love.is_none_or(|love| prompt.love == Some(love))
            && self.mood.is_none_or(|mood| prompt.moods.has(mood))
            && self.place.is_none_or(|place| prompt.places.has(place))
            && self.minutes.is_none_or(|minutes| prompt.effort <= minutes)
            && self.depth.is_none_or(|depth| prompt.depth == depth)
            && words.iter().all(|word| holds(prompt, word))
            && is(self.never, history.is_never(&prompt.id))
            && is(self.loved, is_loved(prompt, history))
            && is(self.unseen, !seen())
    }
}

/// Whether a word stands anywhere in a prompt, in whatever case.
fn holds(prompt: &Prompt<'_>, word: &str) -> bool {
    let texts = [Some(&prompt.id), Some(&prompt.text), prompt.follow.as_ref(), prompt.tip.as_ref()];
    texts.into_iter().flatten().any(|text| text.to_ascii_lowercase().contains(word))
}

fn is_loved(prompt: &Prompt<'_>, history: &History<'_>) -> bool {
    history.offers.iter().any(|offer| *offer.shown.prompt == *prompt.id && offer.is_loved())
}

pub(super) fn browse(env: &Env, out: &Out, args: &BrowseArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = everything(env, out, &log);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let words: Vec<String> = args.words.iter().map(|word| word.to_ascii_lowercase()).collect();
    let all: Vec<Prompt<'_>> = Practice::ALL.iter().flat_map(|&practice| library.prompts(practice)).collect();
    let total = all.len();
    let found: Vec<Prompt<'_>> = all.into_iter().filter(|prompt| args.wants(prompt, &words, &history)).collect();
    if args.json {
        let shown: Vec<_> = found.iter().map(|prompt| showings(&history, &prompt.id)).collect();
        let prompts = found.iter().zip(&shown);
        let prompts = prompts.map(|(prompt, shown)| PromptObject::new(prompt, shown, history.is_never(&prompt.id)));
        return out.print_json(&BrowseObject { schema: 1, total, prompts: prompts.collect() });
    }
    let is_empty = found.is_empty();
    let mark = |prompt: &Prompt<'_>| match (history.is_never(&prompt.id), is_loved(prompt, &history)) {
        (true, _) => Mark::Dropped,
        (false, true) => Mark::Loved,
        (false, false) => Mark::None,
    };
    let marked: Vec<_> = found
        .into_iter()
        .map(|prompt| {
            let mark = mark(&prompt);
            (prompt, mark)
        })
        .collect();
    out.print(&listing(&marked, &words, total, out.look, day.name()))?;
    if is_empty {
        out.hint("a part of a word finds more, and so do fewer words or flags");
    }
    Ok(())
}

#[derive(Serialize)]
struct BrowseObject<'p> {
    schema: u32,
    total: usize,
    prompts: Vec<PromptObject<'p>>,
}
