//! New lines for the log.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use serde::Serialize;

use super::ask::AskRecord;
use super::detail::{Detail, Why};
use super::event::{FORMAT, Shown};
use super::keyed::{Keyed, Set};
use super::vocabulary::Place;

/// A prompt to be recorded as shown.
#[derive(Clone, Debug, PartialEq)]
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
    because: &'static str,
    replaces: Option<&'a str>,
    asked: AskRecord,
    /// Last, so that whoever needs only the others can stop before it.
    why: &'a Why,
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
            because: shown.because.key(),
            replaces: shown.replaces.as_deref(),
            asked: shown.asked.into(),
            why: &detail.why,
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
    /// Of an `erased` event: the one part of its target that goes.
    pub only: Option<&'a str>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<&'a str>,
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
            only: self.only,
        };
        serde_json::to_string(&record).unwrap_or_default()
    }
}

/// The first line of a new log.
pub fn header_line(seed: &str, at: DateTime<FixedOffset>) -> String {
    let seed = serde_json::Value::from(seed);
    format!("{{\"connect_log\":{FORMAT},\"min_reader\":{FORMAT},\"seed\":{seed},\"at\":\"{}\"}}", stamp(at))
}

/// An instant as the log has it: RFC 3339 with milliseconds and the offset of the place.
pub fn stamp(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// A place list as the log has it.
pub fn place_keys(places: Set<Place>) -> Vec<String> {
    places.iter().map(|place| place.key().to_owned()).collect()
}
