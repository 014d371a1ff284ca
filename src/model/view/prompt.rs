//! One prompt in full, and a list of prompts.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::history::History;
use super::super::keyed::Keyed;
use super::super::offer::State;
use super::super::prompt::Prompt;
use super::super::record::place_keys;
use super::super::vocabulary::{Cost, Mood, Place};
use super::card::{named, spaced, verse};
use super::dates;
use super::paint::{Ink, Line, Look, Mark, Page};
use super::tables::{depth_word, table};

/// One day on which a prompt was shown.
pub struct Showing {
    day: NaiveDate,
    state: State,
    loved: bool,
}

impl Showing {
    fn outcome(&self) -> &'static str {
        match self.state {
            State::Done if self.loved => "loved",
            State::Done => "done",
            State::Skipped => "skipped",
            State::Snoozed => "later",
            State::Open => "seen",
        }
    }
}

/// What is known of a prompt beside its text.
pub struct Known<'k> {
    /// When it came, newest first.
    pub showings: &'k [Showing],
    pub notes: &'k [&'k str],
    /// Dropped for good.
    pub dropped: bool,
    pub today: NaiveDate,
}

/// A prompt in full.
pub fn prompt_page(prompt: &Prompt<'_>, known: &Known<'_>, look: Look, name: Option<&str>) -> Page {
    let loved = known.showings.iter().any(|showing| showing.loved);
    let mark = match (known.dropped, loved) {
        (true, _) => Mark::Dropped,
        (false, true) => Mark::Loved,
        (false, false) => Mark::None,
    };
    let text = named(&prompt.text, name);
    let mut page = vec![Line::marked(mark, look).and(Ink::Name, prompt.practice.title())];
    if look.plain {
        page.push(Line::plain(format!("{}: {text}", prompt.kind.label())));
    } else {
        page.extend(verse(prompt.kind, &text, look));
    }
    page.push(Line::blank());
    page.extend(table(&facts(prompt, known, look, name), look));
    spaced(page, look)
}

fn facts(prompt: &Prompt<'_>, known: &Known<'_>, look: Look, name: Option<&str>) -> [(&'static str, String); 11] {
    let cost = if prompt.cost == Cost::Free { "free" } else { "costs a little" };
    let part = if look.plain { ", " } else { " · " };
    let kind = [prompt.kind.key(), &format!("{} min", prompt.effort), depth_word(prompt.depth), cost].join(part);
    let places = prompt.places.iter().map(|place| match place {
        Place::Together => "together",
        Place::Apart => "apart",
        Place::Distance => "on a call",
    });
    let needs = prompt.needs.iter().map(Keyed::key);
    let moods: Vec<&str> = prompt.moods.iter().filter(|&mood| mood != Mood::Neutral).map(Keyed::key).collect();
    let day = |showing: &Showing| format!("{} ({})", dates::day(showing.day, known.today), showing.outcome());
    let shown: Vec<String> = known.showings.iter().map(day).collect();
    let notes: Vec<String> = known.notes.iter().map(|note| on_one_line(note)).collect();
    let optional = |text: Option<&str>| text.map(|text| named(text, name)).unwrap_or_default();
    [
        ("Id", prompt.id.to_string()),
        ("Facet", prompt.facet.as_deref().unwrap_or_default().to_owned()),
        ("Kind", kind),
        ("Where", places.chain(needs).collect::<Vec<_>>().join(", ")),
        ("Mood", moods.join(", ")),
        ("Love", prompt.love.map(|love| love.key().to_owned()).unwrap_or_default()),
        ("Follow", optional(prompt.follow.as_deref())),
        ("Tip", optional(prompt.tip.as_deref())),
        ("Shown", if shown.is_empty() { "not yet".to_owned() } else { shown.join(", ") }),
        ("Notes", notes.join("\n")),
        ("From", prompt.pack.unwrap_or("built in").to_owned()),
    ]
}

/// A note on one line.
fn on_one_line(note: &str) -> String {
    note.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// When a prompt came and what became of it, newest first.
pub fn showings(history: &History<'_>, id: &str) -> Vec<Showing> {
    let shown = history.offers.iter().rev().filter(|offer| *offer.shown.prompt == *id);
    shown.map(|offer| Showing { day: offer.entry.day, state: offer.state, loved: offer.is_loved() }).collect()
}

/// A prompt as JSON. Fields are only ever added.
#[derive(Serialize)]
pub struct PromptObject<'p> {
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
    loved: bool,
}

impl<'p> PromptObject<'p> {
    pub fn new(prompt: &'p Prompt<'_>, showings: &[Showing], never: bool) -> Self {
        let shown = showings.iter().map(|&Showing { day, state, loved }| {
            let day = day.to_string();
            ShowingObject { day, state: state.key(), loved }
        });
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

/// A list of prompts, as `browse` prints it: the words searched for are underlined.
pub fn listing(prompts: &[(Prompt<'_>, Mark)], words: &[String], total: usize, look: Look, name: Option<&str>) -> Page {
    let mut page = Vec::new();
    for (prompt, mark) in prompts {
        let meta = format!("{} · {} min · {}", prompt.kind.key(), prompt.effort, depth_word(prompt.depth));
        let text = named(&prompt.text, name);
        if look.plain {
            page.push(Line::plain(format!("{}: {}.", prompt.id, meta.replace(" · ", ", "))));
            page.push(Line::plain(format!("{}: {text}", prompt.kind.label())));
            continue;
        }
        let head = Line::marked(*mark, look).and(Ink::Name, &*prompt.id).and(Ink::Plain, format!("  {meta}"));
        page.push(head);
        page.extend(verse(prompt.kind, &text, look).into_iter().map(|line| line.underlining(words)));
        page.push(Line::blank());
    }
    let count = match prompts.len() {
        0 => format!("Nothing of {total} matches."),
        count => format!("{count} of {total} match."),
    };
    page.push(Line::plain(" ".repeat(look.gutter())).and(Ink::Plain, count));
    spaced(page, look)
}
