//! The person's settings: every key optional, every fault noted, none fatal.

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use toml::Spanned;
use toml::de::DeValue;

use super::document::{Document, Entry, integer, number};
use super::fault::{Fault, Source};
use super::keyed::{Keyed, Set};
use super::occasions::{DatedOccasion, occasions};
use super::vocabulary::{Adapt, Cost, HookStyle, Love, Need, Place, Practice, Weekday};

/// A value that may differ between workdays and the weekend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split<T> {
    pub weekday: T,
    pub weekend: T,
}

impl<T: Copy> Split<T> {
    fn same(value: T) -> Self {
        Self { weekday: value, weekend: value }
    }

    pub fn on(self, weekend: bool) -> T {
        if weekend { self.weekend } else { self.weekday }
    }
}

/// All settings, with defaults where the file is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Replaces "your partner" where people read.
    pub name: Option<String>,
    /// When a new day begins, by the wall clock.
    pub day_starts: NaiveTime,
    /// How long a prompt may take, in minutes (1–600).
    pub minutes: Split<u32>,
    pub places: Split<Set<Place>>,
    pub weekend: Set<Weekday>,
    /// What a prompt may need.
    pub have: Set<Need>,
    pub cost: Cost,
    /// 1 light, 2 personal, 3 tender.
    pub max_depth: u8,
    pub adapt: Adapt,
    /// Whether the built-in library is used beside packs.
    pub library: bool,
    pub hook: HookStyle,
    /// Relative weights by [`Practice`], 0 to 1000; 0 switches one off.
    pub weights: [f64; 9],
    /// The partner's mix by [`Love`], 0 to 1000.
    pub languages: [f64; 5],
    pub occasions: Vec<DatedOccasion>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            day_starts: NaiveTime::from_hms_opt(4, 0, 0).unwrap_or_default(),
            minutes: Split { weekday: 15, weekend: 60 },
            places: Split::same(Set::of(&[Place::Together, Place::Apart])),
            weekend: Set::of(&[Weekday::Sat, Weekday::Sun]),
            have: Set::of(&[Need::Touch, Need::Move, Need::Outdoors, Need::See, Need::Hear]),
            cost: Cost::Low,
            max_depth: 3,
            adapt: Adapt::Gentle,
            library: true,
            hook: HookStyle::Prompt,
            weights: [1.0; 9],
            languages: [0.0; 5],
            occasions: Vec::new(),
        }
    }
}

pub(super) const KEYS: [&str; 14] = [
    "name",
    "day_starts",
    "minutes",
    "where",
    "weekend",
    "have",
    "cost",
    "max_depth",
    "adapt",
    "library",
    "hook",
    "practices",
    "languages",
    "occasions",
];

impl Settings {
    /// Reads a settings file. A fault costs the key it is in and nothing else.
    pub fn read(source: Source<'_>) -> (Self, Vec<Fault>) {
        let mut document = Document::new(source);
        let (table, complete) = document.parse();
        let mut settings = Self::default();
        if complete {
            for (key, value) in &table {
                settings.set(&mut document, (key, value));
            }
        } else if let Some(fault) = document.faults.last_mut() {
            // Half a file could mean the opposite of the whole one.
            fault.message.push_str("; using defaults for today");
        }
        (settings, document.faults)
    }

    /// What is wrong by this day though it is written well: occasions that are over and will not come again.
    pub fn faults_on(&self, today: NaiveDate) -> impl Iterator<Item = &Fault> {
        self.occasions.iter().filter_map(move |occasion| occasion.fault(today))
    }

    /// Whether this day is one of the weekend's.
    pub fn is_weekend(&self, day: NaiveDate) -> bool {
        let index = day.weekday().num_days_from_monday() as usize;
        self.weekend.has(Weekday::ALL[index])
    }

    /// The first and second love language: those weighted above the mean, heaviest first.
    pub fn leading_languages(&self) -> [Option<Love>; 2] {
        let mean = self.languages.iter().sum::<f64>() / 5.0;
        let mut above: Vec<Love> =
            Love::ALL.iter().copied().filter(|&love| self.languages[love.index()] > mean).collect();
        above.sort_by(|a, b| self.languages[b.index()].total_cmp(&self.languages[a.index()]));
        [above.first().copied(), above.get(1).copied()]
    }

    fn set<'a>(&mut self, document: &mut Document<'a>, (key, value): Entry<'_, 'a>) {
        match key.get_ref().as_ref() {
            "name" => self.name = name(document, value),
            "day_starts" => keep(&mut self.day_starts, clock(document, value)),
            "minutes" => split(document, "minutes", value, &mut self.minutes, minutes),
            "where" => split(document, "where", value, &mut self.places, places),
            "weekend" => keep(&mut self.weekend, document.words("weekend", value, false)),
            "have" => keep(&mut self.have, document.words("have", value, false)),
            "cost" => keep(&mut self.cost, document.word(value, "using \"low\"")),
            "max_depth" => keep(&mut self.max_depth, depth(document, value)),
            "adapt" => keep(&mut self.adapt, document.word(value, "using \"gentle\"")),
            "library" => keep(&mut self.library, truth(document, value)),
            "hook" => keep(&mut self.hook, document.word(value, "using \"prompt\"")),
            "practices" => weights::<Practice>(document, "practices", value, &mut self.weights),
            "languages" => weights::<Love>(document, "languages", value, &mut self.languages),
            "occasions" => self.occasions = occasions(document, value),
            _ => document.unknown_key(key, "setting", &KEYS),
        }
    }
}

fn keep<T>(slot: &mut T, found: Option<T>) {
    if let Some(found) = found {
        *slot = found;
    }
}

fn name<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>) -> Option<String> {
    match value.get_ref().as_str().map(str::trim) {
        Some("") => None,
        Some(name) if name.chars().count() <= 60 => Some(name.to_owned()),
        _ => {
            document.fault(value.span(), "name is a text of at most 60 characters; using \"your partner\"");
            None
        }
    }
}

fn clock<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>) -> Option<NaiveTime> {
    let written = match value.get_ref() {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Datetime(time) => time.to_string(),
        _ => String::new(),
    };
    let time =
        NaiveTime::parse_from_str(&written, "%H:%M").or_else(|_| NaiveTime::parse_from_str(&written, "%H:%M:%S"));
    if time.is_err() {
        document.fault(value.span(), "day_starts is a time such as \"04:00\"; using 04:00");
    }
    time.ok()
}

fn minutes<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>, fallback: u32) -> Option<u32> {
    let found = integer(value.get_ref()).and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=600).contains(n));
    if found.is_none() {
        let what = if integer(value.get_ref()).is_some() { "minutes is from 1 to 600" } else { "minutes is a number" };
        document.fault(value.span(), format!("{what}; using {fallback}"));
    }
    found
}

fn places<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>, _: Set<Place>) -> Option<Set<Place>> {
    let found = document.words("where", value, false)?;
    if found.is_empty() {
        document.fault(value.span(), "where names no place that is known; using the default");
        return None;
    }
    Some(found)
}

/// One value for every day, or a table with one for workdays and one for the weekend.
fn split<'a, T: Copy>(
    document: &mut Document<'a>,
    key: &str,
    value: &Spanned<DeValue<'a>>,
    slot: &mut Split<T>,
    read: impl Fn(&mut Document<'a>, &Spanned<DeValue<'a>>, T) -> Option<T>,
) {
    let Some(table) = value.get_ref().as_table() else {
        if let Some(found) = read(document, value, slot.weekday) {
            *slot = Split::same(found);
        }
        return;
    };
    let before = *slot;
    for (part, value) in table {
        match part.get_ref().as_ref() {
            "weekday" => keep(&mut slot.weekday, read(document, value, before.weekday)),
            "weekend" => keep(&mut slot.weekend, read(document, value, before.weekend)),
            _ => document.unknown_key(part, &format!("part of {key}"), &["weekday", "weekend"]),
        }
    }
}

fn depth<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>) -> Option<u8> {
    let found = integer(value.get_ref()).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=3).contains(n));
    if found.is_none() {
        document.fault(value.span(), "max_depth is 1 (light), 2 (personal) or 3 (tender); using 3");
    }
    found
}

fn truth<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>) -> Option<bool> {
    let found = value.get_ref().as_bool();
    if found.is_none() {
        document.fault(value.span(), "library is true or false; using true");
    }
    found
}

fn weights<'a, K: Keyed>(document: &mut Document<'a>, key: &str, value: &Spanned<DeValue<'a>>, weights: &mut [f64]) {
    let Some(table) = value.get_ref().as_table() else {
        let example = K::ALL[0].key();
        document
            .fault(value.span(), format!("{key} is a table of weights, such as {{ {example} = 2 }}; it is ignored"));
        return;
    };
    let known: Vec<&str> = K::keys().collect();
    for (word, value) in table {
        let Some(found) = K::from_key(word.get_ref()) else {
            document.unknown_key(word, K::NOUN, &known);
            continue;
        };
        match number(value.get_ref()).filter(|weight| (0.0..=1000.0).contains(weight)) {
            Some(weight) => weights[found.index()] = weight,
            None => document.fault(value.span(), "a weight is a number from 0 to 1000; it is ignored"),
        }
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
