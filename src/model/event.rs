//! One line of the history file: how it is read, and how a new one is written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::{Deserialize as DeserializeDerive, Serialize};

use super::ask::{Ask, AskRecord};
use super::keyed::{Keyed, keyed};
use super::prompt::Traits;
use super::vocabulary::{Kind, Love, Place, Practice};

/// The format this program writes, and the newest it can read.
pub const FORMAT: u32 = 1;

/// A text, borrowed from the line wherever it holds no escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrow)
    }
}

impl Text<'static> {
    /// A text of our own.
    pub fn owned(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// What a line holds.
pub enum Line<'a> {
    Header(Header),
    Event(Event<'a>),
    /// A kind of event, or a shown prompt of a kind, that only a newer version knows.
    Unknown,
}

/// The first line of a log, though it may stand on any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub min_reader: u32,
    pub seed: Option<String>,
    pub at: Option<DateTime<FixedOffset>>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    pub id: Text<'a>,
    /// The logical day it speaks of.
    pub day: NaiveDate,
    /// When it was appended. A line without a usable time takes its predecessor's when it is replayed.
    pub at: Option<DateTime<FixedOffset>>,
    pub what: What<'a>,
    /// The line itself, to tell two events of one id apart and to read the rest of a shown prompt from.
    pub line: &'a [u8],
}

#[derive(Clone, Debug)]
pub enum What<'a> {
    Shown(Box<Shown<'a>>),
    Done {
        of: Text<'a>,
        prompt: Text<'a>,
        rating: Option<u8>,
        text: Option<Text<'a>>,
    },
    Skip {
        of: Text<'a>,
        prompt: Text<'a>,
    },
    Snooze {
        of: Text<'a>,
        prompt: Text<'a>,
        until: NaiveDate,
    },
    Never {
        prompt: Text<'a>,
        of: Option<Text<'a>>,
    },
    Allow {
        prompt: Text<'a>,
    },
    Note {
        of: Option<Text<'a>>,
        prompt: Option<Text<'a>>,
        text: Text<'a>,
    },
    Pause {
        until: NaiveDate,
    },
    Undo {
        target: Text<'a>,
    },
    Erased {
        target: Text<'a>,
        only_text: bool,
    },
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
#[derive(Clone, Debug)]
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
}

#[derive(DeserializeDerive)]
struct Fields<'a> {
    connect_log: Option<u32>,
    min_reader: Option<u32>,
    #[serde(borrow)]
    seed: Option<Text<'a>>,
    event: Option<Text<'a>>,
    id: Option<Text<'a>>,
    day: Option<Text<'a>>,
    at: Option<Text<'a>>,
    of: Option<Text<'a>>,
    prompt: Option<Text<'a>>,
    rating: Option<u8>,
    text: Option<Text<'a>>,
    until: Option<Text<'a>>,
    target: Option<Text<'a>>,
    only: Option<Text<'a>>,
    practice: Option<Text<'a>>,
    facet: Option<Text<'a>>,
    kind: Option<Text<'a>>,
    effort: Option<u32>,
    depth: Option<u8>,
    love: Option<Text<'a>>,
    weekend: Option<bool>,
    because: Option<Text<'a>>,
    replaces: Option<Text<'a>>,
    asked: Option<AskRecord>,
}

/// Reads one line, already trimmed. `None` where it is not an event at all.
pub fn parse(line: &[u8]) -> Option<Line<'_>> {
    let mut fields: Fields<'_> = serde_json::from_slice(line).ok()?;
    let at = fields
        .at
        .take()
        .and_then(|at| DateTime::parse_from_rfc3339(&at).ok());
    if fields.connect_log.is_some() {
        let seed = fields.seed.map(|seed| seed.0.into_owned());
        return Some(Line::Header(Header {
            min_reader: fields.min_reader.unwrap_or(FORMAT),
            seed,
            at,
        }));
    }
    let name = fields.event.take()?;
    let id = fields.id.take()?;
    let day = date(fields.day.take())?;
    let what = match name.as_ref() {
        "shown" => match shown(fields) {
            Some(shown) => What::Shown(Box::new(shown)),
            None => return Some(Line::Unknown),
        },
        "done" => {
            let rating = fields.rating.map(|rating| rating.clamp(1, 5));
            What::Done {
                of: fields.of?,
                prompt: fields.prompt?,
                rating,
                text: fields.text,
            }
        }
        "skip" => What::Skip {
            of: fields.of?,
            prompt: fields.prompt?,
        },
        "snooze" => What::Snooze {
            of: fields.of?,
            prompt: fields.prompt?,
            until: date(fields.until)?,
        },
        "never" => What::Never {
            prompt: fields.prompt?,
            of: fields.of,
        },
        "allow" => What::Allow {
            prompt: fields.prompt?,
        },
        "note" => What::Note {
            of: fields.of,
            prompt: fields.prompt,
            text: fields.text?,
        },
        "pause" => What::Pause {
            until: date(fields.until)?,
        },
        "undo" => What::Undo {
            target: fields.target?,
        },
        "erased" => What::Erased {
            target: fields.target?,
            only_text: fields.only.as_deref() == Some("text"),
        },
        _ => return Some(Line::Unknown),
    };
    Some(Line::Event(Event {
        id,
        day,
        at,
        what,
        line,
    }))
}

fn date(text: Option<Text<'_>>) -> Option<NaiveDate> {
    text?.parse().ok()
}

fn shown(fields: Fields<'_>) -> Option<Shown<'_>> {
    let traits = Traits {
        practice: Practice::from_key(&fields.practice?)?,
        kind: Kind::from_key(&fields.kind?)?,
        effort: fields.effort?,
        love: fields.love.as_deref().and_then(Love::from_key),
    };
    Some(Shown {
        prompt: fields.prompt?,
        facet: fields.facet,
        traits,
        depth: fields.depth.unwrap_or(1),
        weekend: fields.weekend.unwrap_or(false),
        because: fields
            .because
            .as_deref()
            .and_then(Because::from_key)
            .unwrap_or(Because::Day),
        replaces: fields.replaces,
        asked: fields.asked.map(Ask::from).unwrap_or_default(),
    })
}

/// The rest of a shown event: what people read, and why.
#[derive(Clone, Debug, Default, PartialEq, DeserializeDerive)]
#[serde(default)]
pub struct Detail {
    pub text: String,
    pub follow: Option<String>,
    pub tip: Option<String>,
    #[serde(rename = "where")]
    pub places: Vec<String>,
    pub shown_before: u32,
    pub why: Why,
}

/// Why a prompt was chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeserializeDerive)]
#[serde(default)]
pub struct Why {
    /// The key of the reason that was printed.
    pub key: String,
    /// The reason that was printed.
    pub line: String,
    /// Every reason for the practice, one a line.
    pub turn: String,
    /// Every reason for the prompt, one a line.
    pub fit: String,
    /// The picker's terms for the prompt chosen.
    pub terms: BTreeMap<String, f64>,
    /// How many prompts of the practice each setting or rule kept out.
    pub ruled_out: BTreeMap<String, u32>,
}

impl Event<'_> {
    /// The text and reasons of a shown event. Whatever is missing is empty.
    pub fn detail(&self) -> Detail {
        serde_json::from_slice(self.line).unwrap_or_default()
    }
}

/// A prompt to be recorded as shown.
#[derive(Clone, Debug)]
pub struct NewShown<'a> {
    pub shown: Shown<'a>,
    pub detail: Detail,
}

#[derive(Serialize)]
struct ShownRecord<'a> {
    event: &'static str,
    id: &'a str,
    day: NaiveDateText,
    at: String,
    prompt: &'a str,
    practice: &'static str,
    facet: Option<&'a str>,
    kind: &'static str,
    text: &'a str,
    follow: Option<&'a str>,
    tip: Option<&'a str>,
    effort: u32,
    depth: u8,
    #[serde(rename = "where")]
    places: &'a [String],
    love: Option<&'static str>,
    weekend: bool,
    shown_before: u32,
    why: &'a Why,
    because: &'static str,
    replaces: Option<&'a str>,
    asked: AskRecord,
}

/// A date as the log has it.
struct NaiveDateText(NaiveDate);

impl Serialize for NaiveDateText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The id of the Nth prompt shown on a day.
pub fn shown_id(day: NaiveDate, number: u32) -> String {
    format!("{day}/shown/{number}")
}

/// The day and number in the id of a shown event.
pub fn parse_shown_id(id: &str) -> Option<(NaiveDate, u32)> {
    let (day, number) = id.split_once("/shown/")?;
    Some((day.parse().ok()?, number.parse().ok()?))
}

impl NewShown<'_> {
    /// The line to append, without its newline.
    pub fn to_line(&self, day: NaiveDate, number: u32, at: DateTime<FixedOffset>) -> String {
        let (shown, detail) = (&self.shown, &self.detail);
        let record = ShownRecord {
            event: "shown",
            id: &shown_id(day, number),
            day: NaiveDateText(day),
            at: stamp(at),
            prompt: &shown.prompt,
            practice: shown.traits.practice.key(),
            facet: shown.facet.as_deref(),
            kind: shown.traits.kind.key(),
            text: &detail.text,
            follow: detail.follow.as_deref(),
            tip: detail.tip.as_deref(),
            effort: shown.traits.effort,
            depth: shown.depth,
            places: &detail.places,
            love: shown.traits.love.map(Keyed::key),
            weekend: shown.weekend,
            shown_before: detail.shown_before,
            why: &detail.why,
            because: shown.because.key(),
            replaces: shown.replaces.as_deref(),
            asked: shown.asked.into(),
        };
        // Nothing here can fail to serialise: every key is a text and every float is finite.
        serde_json::to_string(&record).unwrap_or_default()
    }
}

/// Something the person said, to be appended.
#[derive(Clone, Debug, Default)]
pub struct NewEvent<'a> {
    pub event: &'static str,
    pub day: NaiveDate,
    pub of: Option<&'a str>,
    pub prompt: Option<&'a str>,
    pub rating: Option<u8>,
    pub text: Option<&'a str>,
    pub until: Option<NaiveDate>,
    pub target: Option<&'a str>,
}

#[derive(Serialize)]
struct EventRecord<'a> {
    event: &'static str,
    id: &'a str,
    day: NaiveDateText,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDateText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
}

impl NewEvent<'_> {
    /// The line to append, without its newline. `id` is random, so that no two machines ever share one.
    pub fn to_line(&self, id: &str, at: DateTime<FixedOffset>) -> String {
        let record = EventRecord {
            event: self.event,
            id,
            day: NaiveDateText(self.day),
            at: stamp(at),
            of: self.of,
            prompt: self.prompt,
            rating: self.rating,
            text: self.text,
            until: self.until.map(NaiveDateText),
            target: self.target,
        };
        serde_json::to_string(&record).unwrap_or_default()
    }
}

/// The first line of a new log.
pub fn header_line(seed: &str, at: DateTime<FixedOffset>) -> String {
    let seed = serde_json::Value::from(seed);
    format!(
        "{{\"connect_log\":{FORMAT},\"min_reader\":{FORMAT},\"seed\":{seed},\"at\":\"{}\"}}",
        stamp(at)
    )
}

/// An instant as the log has it: RFC 3339 with milliseconds and the offset of the place.
fn stamp(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// A place list as the log has it.
pub fn place_keys(places: super::keyed::Set<Place>) -> Vec<String> {
    places.iter().map(|place| place.key().to_owned()).collect()
}
