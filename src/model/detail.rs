//! The rest of a shown event: what people read, and why.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::event::{Entry, Text};
use super::json::members;

/// What people read of a shown event, and why it was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    pub text: String,
    pub follow: Option<String>,
    pub tip: Option<String>,
    pub places: Vec<String>,
    pub shown_before: u32,
    pub why: Why,
}

/// Why a prompt was chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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

impl<'a> Entry<'a> {
    /// The text of a shown event alone, which is found a good deal sooner than all the rest.
    pub fn text(&self) -> Option<Text<'a>> {
        debug_assert!(!self.line.is_empty(), "not kept");
        let mut found = None;
        members(
            std::str::from_utf8(self.line).ok()?,
            |key| key == "why",
            |key, value| {
                if key == "text" {
                    found = value.text();
                }
            },
        )?;
        found
    }

    /// The text and reasons of a shown event. Whatever is missing, or of a type that only a newer version knows, is
    /// empty by itself.
    pub fn detail(&self) -> Detail {
        debug_assert!(!self.line.is_empty(), "not kept");
        let line: Value = serde_json::from_slice(self.line).unwrap_or_default();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let places = line["where"].as_array().into_iter().flatten();
        let small = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
        let why = &line["why"];
        let named = |value: &Value| value.as_object().cloned().unwrap_or_default().into_iter();
        Detail {
            text: text(&line["text"]).unwrap_or_default(),
            follow: text(&line["follow"]),
            tip: text(&line["tip"]),
            places: places.filter_map(text).collect(),
            shown_before: small(&line["shown_before"]).unwrap_or_default(),
            why: Why {
                key: text(&why["key"]).unwrap_or_default(),
                line: text(&why["line"]).unwrap_or_default(),
                turn: text(&why["turn"]).unwrap_or_default(),
                fit: text(&why["fit"]).unwrap_or_default(),
                terms: named(&why["terms"]).filter_map(|(name, term)| Some((name, term.as_f64()?))).collect(),
                ruled_out: named(&why["ruled_out"]).filter_map(|(rule, count)| Some((rule, small(&count)?))).collect(),
            },
        }
    }
}
