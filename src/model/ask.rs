//! What a person asks for at this moment, beyond their settings.

use serde::{Deserialize, Serialize};

use super::keyed::Keyed;
use super::vocabulary::{Mood, Place, Practice};

/// The wishes given on the command line; all empty on an ordinary day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    pub mood: Option<Mood>,
    /// At most so many minutes.
    pub minutes: Option<u32>,
    pub place: Option<Place>,
    pub practice: Option<Practice>,
}

impl Ask {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An [`Ask`] as the history has it: only what was given.
#[derive(Default, Serialize, Deserialize)]
pub struct AskRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    mood: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    practice: Option<String>,
}

impl From<Ask> for AskRecord {
    fn from(ask: Ask) -> Self {
        Self {
            mood: ask.mood.map(|mood| mood.key().to_owned()),
            minutes: ask.minutes,
            place: ask.place.map(|place| place.key().to_owned()),
            practice: ask.practice.map(|practice| practice.key().to_owned()),
        }
    }
}

impl From<AskRecord> for Ask {
    fn from(record: AskRecord) -> Self {
        Self {
            mood: record.mood.as_deref().and_then(Mood::from_key),
            minutes: record.minutes,
            place: record.place.as_deref().and_then(Place::from_key),
            practice: record.practice.as_deref().and_then(Practice::from_key),
        }
    }
}
