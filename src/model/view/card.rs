//! One day's prompt: as a card, read aloud, as JSON, or by a format of one's own.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::super::detail::Why;
use super::super::keyed::Keyed;
use super::super::offer::{Offer, State};
use super::super::record::NewShown;
use super::super::vocabulary::{Kind, Practice};
use super::dates;
use super::paint::{Ink, Line, Look, Mark, Page};
use super::wrap::{balance, fill};

/// A prompt that was shown, or is about to be.
#[derive(Clone, Debug)]
pub struct Card {
    pub day: NaiveDate,
    pub id: String,
    pub practice: Practice,
    pub kind: Kind,
    pub text: String,
    pub follow: Option<String>,
    pub tip: Option<String>,
    pub effort: u32,
    pub depth: u8,
    pub places: Vec<String>,
    pub love: Option<&'static str>,
    pub shown_before: u32,
    pub why: Why,
    pub state: State,
    pub rating: Option<u8>,
    pub answered: Option<DateTime<FixedOffset>>,
    pub until: Option<NaiveDate>,
}

impl Card {
    /// A prompt from the log.
    pub fn of(offer: &Offer<'_>) -> Self {
        let shown = NewShown { shown: (*offer.shown).clone(), detail: offer.detail() };
        Self {
            state: offer.state,
            rating: offer.rating,
            answered: offer.answered,
            until: offer.until,
            ..Self::new(&shown, offer.entry.day)
        }
    }

    /// A prompt that was just chosen.
    pub fn new(new: &NewShown<'_>, day: NaiveDate) -> Self {
        let (shown, detail) = (&new.shown, &new.detail);
        Self {
            day,
            id: shown.prompt.to_string(),
            practice: shown.traits.practice,
            kind: shown.traits.kind,
            text: detail.text.clone(),
            follow: detail.follow.clone(),
            tip: detail.tip.clone(),
            effort: shown.traits.effort,
            depth: shown.depth,
            places: detail.places.clone(),
            love: shown.traits.love.map(Keyed::key),
            shown_before: detail.shown_before,
            why: detail.why.clone(),
            state: State::Open,
            rating: None,
            answered: None,
            until: None,
        }
    }

    fn is_loved(&self) -> bool {
        self.state == State::Done && self.rating == Some(5)
    }

    /// The mark that says what came of it.
    pub fn mark(&self) -> Mark {
        match self.state {
            State::Open => Mark::Open,
            State::Done if self.is_loved() => Mark::Loved,
            State::Done => Mark::Done,
            State::Skipped => Mark::Skipped,
            State::Snoozed => Mark::Later,
        }
    }

    /// What came of it, in a word or two: "done at 19:05".
    fn outcome(&self) -> String {
        let at = self.answered.map(|at| format!(" at {}", dates::time(at))).unwrap_or_default();
        match self.state {
            State::Open => "open".to_owned(),
            State::Done if self.is_loved() => format!("loved{at}"),
            State::Done => format!("done{at}"),
            State::Skipped => format!("skipped{at}"),
            State::Snoozed => {
                let back = self.until.map(|until| format!(", back on {}", dates::day(until, self.day)));
                format!("later{}", back.unwrap_or_default())
            }
        }
    }
}

/// Puts a name in the place of "your partner".
pub fn named(text: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => text.replace("your partner", name).replace("Your partner", name),
        None => text.to_owned(),
    }
}

/// The card, as it is printed on an ordinary day.
pub fn page(card: &Card, look: Look, name: Option<&str>, more: bool) -> Page {
    if look.plain {
        return aloud(card, name, more);
    }
    let ink = match card.state {
        State::Open => Ink::Accent,
        _ if card.is_loved() => Ink::Accent,
        _ => Ink::Plain,
    };
    let mut page = vec![Line::inked_mark(card.mark(), ink, look).and(Ink::Name, card.practice.title())];
    page.extend(verse(card.kind, &named(&card.text, name), look));
    let extras = [("If it stalls: ", &card.follow), ("Tip: ", &card.tip)];
    let extras = extras.into_iter().filter_map(|(label, text)| Some((label, text.as_deref().filter(|_| more)?)));
    let extras = extras.map(|(label, text)| {
        let text = named(text, name);
        let quoted = if label.starts_with("If") && text.ends_with('?') { format!("“{text}”") } else { text };
        format!("{label}{quoted}")
    });
    let extras: Page = extras.flat_map(|text| indented(fill(&text, look.measure()), look)).collect();
    if !extras.is_empty() {
        page.push(Line::blank());
        page.extend(extras);
    }
    page.push(Line::blank());
    page.extend(indented(fill(&caption(card, name), look.measure()), look));
    spaced(page, look)
}

/// What ends a card: minutes and the reason, or what came of it.
fn caption(card: &Card, name: Option<&str>) -> String {
    if card.state != State::Open {
        return format!("{} · nothing more for today", card.outcome());
    }
    let reason = named(&card.why.line, name);
    if reason.is_empty() { format!("{} min", card.effort) } else { format!("{} min · {reason}", card.effort) }
}

/// A prompt set like verse. What is spoken aloud stands in quotes, the first hung in the gutter.
pub fn verse(kind: Kind, text: &str, look: Look) -> Page {
    if kind != Kind::Ask {
        return indented(balance(text, look.measure()), look);
    }
    let mut lines = balance(&format!("“{}”", text.trim()), look.measure()).into_iter();
    let hung = if look.gutter() > 0 { " " } else { "" };
    let first = lines.next().map(|line| Line::plain(format!("{hung}{line}")));
    first.into_iter().chain(indented(lines.collect(), look)).collect()
}

/// Lines in the column of text.
pub fn indented(lines: Vec<String>, look: Look) -> Page {
    let gutter = " ".repeat(look.gutter());
    lines.into_iter().map(|line| Line::plain(format!("{gutter}{line}"))).collect()
}

/// A page with room around it, where there is a terminal to have room on.
pub fn spaced(mut page: Page, look: Look) -> Page {
    if look.roomy && !look.plain {
        page.insert(0, Line::blank());
        page.push(Line::blank());
    }
    page
}

/// The card as whole sentences, each with its label.
fn aloud(card: &Card, name: Option<&str>, more: bool) -> Page {
    let minutes = if card.effort == 1 { "1 minute".to_owned() } else { format!("{} minutes", card.effort) };
    let mut page = vec![
        format!("Practice: {}.", card.practice.title()),
        format!("{}: {}", card.kind.label(), named(&card.text, name)),
    ];
    if more {
        page.extend(card.follow.as_deref().map(|follow| format!("If it stalls: {}", named(follow, name))));
        page.extend(card.tip.as_deref().map(|tip| format!("Tip: {}", named(tip, name))));
    }
    page.push(format!("Time: {minutes}."));
    if !card.why.line.is_empty() {
        page.push(format!("Why: {}", sentence(&named(&card.why.line, name))));
    }
    page.push(format!("State: {}.", card.outcome()));
    page.into_iter().map(Line::plain).collect()
}

/// A reason as a sentence of its own.
pub fn sentence(line: &str) -> String {
    let line = line.replace(" · ", "; ");
    let mut letters = line.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// Today's object. Fields are only ever added.
#[derive(Serialize)]
pub struct Object<'c> {
    schema: u32,
    day: String,
    id: Option<&'c str>,
    practice: Option<&'static str>,
    practice_title: Option<&'static str>,
    kind: Option<&'static str>,
    text: Option<&'c str>,
    follow: Option<&'c str>,
    tip: Option<&'c str>,
    effort: Option<u32>,
    depth: Option<u8>,
    #[serde(rename = "where")]
    places: Option<&'c [String]>,
    love: Option<&'static str>,
    state: &'static str,
    shown_before: Option<u32>,
    why: Option<WhyObject<'c>>,
}

#[derive(Serialize)]
struct WhyObject<'c> {
    turn: &'c str,
    fit: &'c str,
}

/// Today's object; without a card, nothing is left or nothing was picked yet.
pub fn object(card: Option<&Card>, day: NaiveDate) -> Object<'_> {
    Object {
        schema: 1,
        day: card.map_or(day, |card| card.day).to_string(),
        id: card.map(|card| card.id.as_str()),
        practice: card.map(|card| card.practice.key()),
        practice_title: card.map(|card| card.practice.title()),
        kind: card.map(|card| card.kind.key()),
        text: card.map(|card| card.text.as_str()),
        follow: card.and_then(|card| card.follow.as_deref()),
        tip: card.and_then(|card| card.tip.as_deref()),
        effort: card.map(|card| card.effort),
        depth: card.map(|card| card.depth),
        places: card.map(|card| card.places.as_slice()),
        love: card.and_then(|card| card.love),
        state: card.map_or("none", |card| card.state.key()),
        shown_before: card.map(|card| card.shown_before),
        why: card.map(|card| WhyObject { turn: &card.why.turn, fit: &card.why.fit }),
    }
}
