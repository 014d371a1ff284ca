//! One line of the history file, read.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde_json::Value;

use super::ask::{Ask, AskRecord};
use super::day;
use super::json::{Raw, members};
use super::keyed::{Keyed, keyed};
use super::layout;
use super::prompt::Traits;

/// The format this program writes, and the newest it can read.
pub const FORMAT: u32 = 1;

/// A text, borrowed from the line wherever it holds no escapes.
pub type Text<'a> = Cow<'a, str>;

/// What a line holds.
pub enum Line<'a> {
    Header(Header),
    Event(Event<'a>),
    /// A kind of event, or a shown prompt of a kind, that only a newer version knows; its id is used up all the same.
    Unknown(Entry<'a>),
}

/// The first line of a log, though it may stand on any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub min_reader: u32,
    pub seed: Option<String>,
    pub at: Option<DateTime<FixedOffset>>,
}

/// When something happened, and where that stands.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub id: Text<'a>,
    /// The logical day it speaks of.
    pub day: NaiveDate,
    /// When it was appended. A line without a usable time takes its predecessor's when it is replayed.
    pub at: Option<DateTime<FixedOffset>>,
    /// The line itself, to read the rest of a shown prompt from; empty where that was not kept.
    pub line: &'a [u8],
    /// Its position among the events that count, once the log is replayed.
    pub(super) place: u32,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    pub entry: Entry<'a>,
    pub what: What<'a>,
}

impl<'a> std::ops::Deref for Event<'a> {
    type Target = Entry<'a>;

    fn deref(&self) -> &Entry<'a> {
        &self.entry
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum What<'a> {
    Shown(Box<Shown<'a>>),
    Done { of: Text<'a>, prompt: Text<'a>, rating: Option<u8>, text: Option<Text<'a>> },
    Skip { of: Text<'a>, prompt: Text<'a> },
    Snooze { of: Text<'a>, prompt: Text<'a>, until: NaiveDate },
    Never { prompt: Text<'a>, of: Option<Text<'a>> },
    Allow { prompt: Text<'a> },
    Note { of: Option<Text<'a>>, prompt: Option<Text<'a>>, text: Text<'a> },
    Pause { until: NaiveDate },
    Undo { target: Text<'a> },
    Erased { target: Text<'a>, only_text: bool },
}

keyed! {
    /// Why a prompt was shown.
    Because, "because":
    /// It was the day's.
    Day = "day",
    /// The one before was swapped away.
    Swap = "swap",
    /// It was asked for.
    Ask = "ask",
    /// The one before was dropped for good.
    Never = "never",
    /// Its date had come.
    Snooze = "snooze",
    Occasion = "occasion",
}

/// A prompt that was shown, as far as replaying and learning need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown<'a> {
    pub prompt: Text<'a>,
    pub facet: Option<Text<'a>>,
    pub traits: Traits,
    pub depth: u8,
    pub weekend: bool,
    pub because: Because,
    /// The shown event whose place it took.
    pub replaces: Option<Text<'a>>,
    pub asked: Ask,
    /// The key of the reason that was printed.
    pub reason: Text<'a>,
}

/// The members of a line that are read.
#[derive(Default)]
struct Fields<'a> {
    connect_log: Option<Raw<'a>>,
    min_reader: Option<Raw<'a>>,
    seed: Option<Raw<'a>>,
    event: Option<Raw<'a>>,
    id: Option<Raw<'a>>,
    day: Option<Raw<'a>>,
    at: Option<Raw<'a>>,
    of: Option<Raw<'a>>,
    prompt: Option<Raw<'a>>,
    rating: Option<Raw<'a>>,
    text: Option<Raw<'a>>,
    until: Option<Raw<'a>>,
    target: Option<Raw<'a>>,
    only: Option<Raw<'a>>,
    practice: Option<Raw<'a>>,
    facet: Option<Raw<'a>>,
    kind: Option<Raw<'a>>,
    effort: Option<Raw<'a>>,
    depth: Option<Raw<'a>>,
    love: Option<Raw<'a>>,
    weekend: Option<Raw<'a>>,
    because: Option<Raw<'a>>,
    replaces: Option<Raw<'a>>,
    asked: Option<Raw<'a>>,
    why: Option<Raw<'a>>,
}

impl<'a> Fields<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut fields = Self::default();
        // The reasons of a shown prompt are long, stand last, and are read only for the day they speak of.
        let enough = |key: &str| key == "why";
        members(line, enough, |key, value| {
            let slot = match key.as_bytes() {
                b"connect_log" => &mut fields.connect_log,
                b"min_reader" => &mut fields.min_reader,
                b"seed" => &mut fields.seed,
                b"event" => &mut fields.event,
                b"id" => &mut fields.id,
                b"day" => &mut fields.day,
                b"at" => &mut fields.at,
                b"of" => &mut fields.of,
                b"prompt" => &mut fields.prompt,
                b"rating" => &mut fields.rating,
                b"text" => &mut fields.text,
                b"until" => &mut fields.until,
                b"target" => &mut fields.target,
                b"only" => &mut fields.only,
                b"practice" => &mut fields.practice,
                b"facet" => &mut fields.facet,
                b"kind" => &mut fields.kind,
                b"effort" => &mut fields.effort,
                b"depth" => &mut fields.depth,
                b"love" => &mut fields.love,
                b"weekend" => &mut fields.weekend,
                b"because" => &mut fields.because,
                b"replaces" => &mut fields.replaces,
                b"asked" => &mut fields.asked,
                b"why" => &mut fields.why,
                _ => return,
            };
            *slot = Some(value).filter(|value| !value.is_null());
        })?;
        Some(fields)
    }
}

fn text(raw: Option<Raw<'_>>) -> Option<Text<'_>> {
    raw?.text()
}

fn date(raw: Option<Raw<'_>>) -> Option<NaiveDate> {
    day::parse(&raw?.text()?)
}

fn word<K: Keyed>(raw: Option<Raw<'_>>) -> Option<K> {
    K::from_key(&raw?.text()?)
}

/// Reads one line, already trimmed. `None` where it is not an event at all.
pub fn parse(line: &[u8]) -> Option<Line<'_>> {
    let line = std::str::from_utf8(line).ok()?;
    layout::read(line).map(Line::Event).or_else(|| parse_any(line))
}

/// Reads a line of any layout.
pub(super) fn parse_any(line: &str) -> Option<Line<'_>> {
    let fields = Fields::read(line)?;
    let at = text(fields.at).and_then(|at| day::parse_instant(&at));
    if fields.connect_log.is_some() {
        let seed = text(fields.seed).map(Cow::into_owned);
        let min_reader = fields.min_reader.map_or(Some(FORMAT), Raw::parse)?;
        return Some(Line::Header(Header { min_reader, seed, at }));
    }
    let entry = Entry { id: text(fields.id)?, day: date(fields.day)?, at, line: line.as_bytes(), place: 0 };
    Some(match what(&text(fields.event)?, &fields)? {
        Known::As(what) => Line::Event(Event { entry, what }),
        Known::Not => Line::Unknown(entry),
    })
}

/// Whether this version knows an event.
enum Known<'a> {
    As(What<'a>),
    Not,
}

/// What happened. `None` where a known event lacks what it needs.
fn what<'a>(event: &str, fields: &Fields<'a>) -> Option<Known<'a>> {
    let (of, prompt, words) = (text(fields.of), text(fields.prompt), text(fields.text));
    let what = match event {
        "shown" => return Some(shown(fields).map_or(Known::Not, |shown| Known::As(What::Shown(Box::new(shown))))),
        "done" => {
            let rating = fields.rating.and_then(Raw::parse::<u8>).map(|rating| rating.clamp(1, 5));
            What::Done { of: of?, prompt: prompt?, rating, text: words }
        }
        "skip" => What::Skip { of: of?, prompt: prompt? },
        "snooze" => What::Snooze { of: of?, prompt: prompt?, until: date(fields.until)? },
        "never" => What::Never { prompt: prompt?, of },
        "allow" => What::Allow { prompt: prompt? },
        "note" => What::Note { of, prompt, text: words? },
        "pause" => What::Pause { until: date(fields.until)? },
        "undo" => What::Undo { target: text(fields.target)? },
        "erased" => {
            let only_text = text(fields.only).as_deref() == Some("text");
            What::Erased { target: text(fields.target)?, only_text }
        }
        _ => return Some(Known::Not),
    };
    Some(Known::As(what))
}

fn shown<'a>(fields: &Fields<'a>) -> Option<Shown<'a>> {
    let asked = fields.asked.map(Raw::json).filter(|asked| *asked != "{}");
    let asked = asked.and_then(|asked| serde_json::from_str::<AskRecord>(asked).ok());
    Some(Shown {
        prompt: text(fields.prompt)?,
        facet: text(fields.facet),
        traits: Traits {
            practice: word(fields.practice)?,
            kind: word(fields.kind)?,
            effort: fields.effort?.parse()?,
            love: word(fields.love),
        },
        depth: fields.depth.and_then(Raw::parse).unwrap_or(1),
        weekend: fields.weekend.and_then(Raw::parse).unwrap_or(false),
        because: word(fields.because).unwrap_or(Because::Day),
        replaces: text(fields.replaces),
        asked: asked.map(Ask::from).unwrap_or_default(),
        reason: fields.why.and_then(|why| reason(why.json())).unwrap_or_default(),
    })
}

/// The key of the reason that was printed, from all reasons as they are written.
fn reason(why: &str) -> Option<Text<'_>> {
    first_reason(why).map(Cow::Borrowed).or_else(|| {
        let why: Value = serde_json::from_str(why).ok()?;
        Some(Cow::Owned(why["key"].as_str()?.to_owned()))
    })
}

/// The same, where it stands first and holds no escape, as it does in what this program writes.
pub(super) fn first_reason(why: &str) -> Option<&str> {
    let key = why.strip_prefix(r#"{"key":""#)?;
    key.split_once('"').map(|(key, _)| key).filter(|key| !key.contains('\\'))
}

impl What<'_> {
    /// The shown event that this was said of.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::Done { of, .. } | Self::Skip { of, .. } | Self::Snooze { of, .. } => Some(of),
            Self::Never { of, .. } | Self::Note { of, .. } => of.as_deref(),
            _ => None,
        }
    }
}

impl Entry<'_> {
    /// When it was appended; the beginning of time where nobody can tell.
    pub fn appended(&self) -> DateTime<FixedOffset> {
        self.at.unwrap_or_else(|| DateTime::<Utc>::MIN_UTC.fixed_offset())
    }
}
