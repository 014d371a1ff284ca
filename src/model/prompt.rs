//! One prompt, and how a `[[prompt]]` table becomes one.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{Document, integer};
use super::keyed::{Keyed, Set};
use super::vocabulary::{Cost, Kind, Love, Mood, Need, Occasion, Place, Practice};

/// One small thing to do, ask, say or notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt<'a> {
    /// `practice.slug`: unique, and never reused for another idea.
    pub id: Cow<'a, str>,
    pub practice: Practice,
    /// The corner of the practice it belongs to; a facet rests for a week where others remain.
    pub facet: Option<Cow<'a, str>>,
    pub kind: Kind,
    /// In minutes, 1 to 600.
    pub effort: u32,
    /// 1 light, 2 personal, 3 tender.
    pub depth: u8,
    pub places: Set<Place>,
    pub text: Cow<'a, str>,
    /// Said if the talk stalls.
    pub follow: Option<Cow<'a, str>>,
    pub tip: Option<Cow<'a, str>>,
    pub love: Option<Love>,
    /// The moods it fits; `Neutral` stands for any ordinary day.
    pub moods: Set<Mood>,
    pub needs: Set<Need>,
    pub cost: Cost,
    pub occasion: Option<Occasion>,
    /// The key of the evidence behind it, where that is not its practice's first.
    pub why: Option<Cow<'a, str>>,
    /// The file it came from; none for the built-in library.
    pub pack: Option<&'a str>,
}

/// What learning and sharing out go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    pub practice: Practice,
    pub kind: Kind,
    pub effort: u32,
    pub love: Option<Love>,
}

impl Prompt<'_> {
    pub fn traits(&self) -> Traits {
        Traits { practice: self.practice, kind: self.kind, effort: self.effort, love: self.love }
    }
}

/// The part of an id after the practice, to be shown only beside the practice.
pub fn slug(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, slug)| slug)
}

/// The practice an id belongs to, where the id is well formed: `practice.lower-case-words`.
pub fn practice_of(id: &str) -> Option<Practice> {
    let (practice, slug) = id.split_once('.')?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!slug.is_empty() && slug.len() <= 80 && slug.chars().all(plain)).then_some(())?;
    Practice::from_key(practice)
}

pub(super) const KEYS: [&str; 15] = [
    "id", "facet", "kind", "effort", "depth", "where", "mood", "needs", "love", "cost", "occasion", "text", "follow",
    "tip", "why",
];

/// Reads one `[[prompt]]`. A prompt without an `id`, `kind`, `effort`, `depth` or `text`, or with a value
/// that is unknown, is noted and skipped; anything else is noted and kept.
pub fn read<'a>(
    document: &mut Document<'a>,
    item: &Spanned<DeValue<'a>>,
    table: &DeTable<'a>,
    pack: Option<&'a str>,
) -> Option<Prompt<'a>> {
    for (key, _) in table {
        if !KEYS.contains(&key.get_ref().as_ref()) {
            document.unknown_key(key, "key of a prompt", &KEYS);
        }
    }
    let mut fields = Fields { document, table, item };
    let id = fields.id();
    let kind = fields.required("kind", Fields::word);
    let effort = fields.required("effort", |f, key, value| f.whole(key, value, 1..=600));
    let depth = fields.required("depth", |f, key, value| f.whole(key, value, 1..=3));
    let text = fields.required("text", Fields::text);
    let places = fields.filter("where", Set::all(), |f, value| f.document.words("where", value, true));
    let moods = fields.filter("mood", Set::of(&[Mood::Neutral]), |f, value| f.document.words("mood", value, true));
    let needs = fields.filter("needs", Set::default(), |f, value| f.document.words("needs", value, true));
    let love = fields.filter("love", None, |f, value| f.document.word(value, SKIPPED).map(Some));
    let cost = fields.filter("cost", Cost::Free, |f, value| f.document.word(value, SKIPPED));
    let occasion = fields.filter("occasion", None, |f, value| f.document.word(value, SKIPPED).map(Some));
    let (facet, follow) = (fields.optional("facet"), fields.optional("follow"));
    let (tip, why) = (fields.optional("tip"), fields.optional("why"));
    let (id, practice) = id?;
    Some(Prompt {
        id,
        practice,
        facet,
        kind: kind?,
        effort: effort?,
        depth: u8::try_from(depth?).ok()?,
        places: places?,
        text: text?,
        follow,
        tip,
        love: love?,
        moods: moods?,
        needs: needs?,
        cost: cost?,
        occasion: occasion?,
        why,
        pack,
    })
}

const SKIPPED: &str = "this prompt is skipped";

struct Fields<'d, 't, 'a> {
    document: &'d mut Document<'a>,
    table: &'t DeTable<'a>,
    item: &'t Spanned<DeValue<'a>>,
}

impl<'t, 'a> Fields<'_, 't, 'a> {
    fn id(&mut self) -> Option<(Cow<'a, str>, Practice)> {
        self.required("id", |fields, key, value| {
            let id = fields.text(key, value)?;
            let practice = practice_of(&id);
            if practice.is_none() {
                let message =
                    format!("id is a practice, a dot and lower-case words, such as \"time.long-walk\"; {SKIPPED}");
                fields.document.fault(value.span(), message);
            }
            Some((id, practice?))
        })
    }

    fn required<T>(
        &mut self,
        key: &str,
        read: impl Fn(&mut Self, &str, &'t Spanned<DeValue<'a>>) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = self.table.get(key) {
            return read(self, key, value);
        }
        self.document.fault(self.item.span(), format!("a prompt needs {key}; {SKIPPED}"));
        None
    }

    /// A value that decides when the prompt fits: where it is unknown, the prompt cannot be offered safely.
    fn filter<T>(
        &mut self,
        key: &str,
        absent: T,
        read: impl Fn(&mut Self, &'t Spanned<DeValue<'a>>) -> Option<T>,
    ) -> Option<T> {
        match self.table.get(key) {
            Some(value) => read(self, value),
            None => Some(absent),
        }
    }

    fn optional(&mut self, key: &str) -> Option<Cow<'a, str>> {
        let value = self.table.get(key)?;
        let text = borrowed(value);
        if text.is_none() {
            self.document.fault(value.span(), format!("{key} is a text; it is ignored"));
        }
        text
    }

    fn text(&mut self, key: &str, value: &Spanned<DeValue<'a>>) -> Option<Cow<'a, str>> {
        let text = borrowed(value).filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.document.fault(value.span(), format!("{key} is a text that is not empty; {SKIPPED}"));
        }
        text
    }

    fn word<K: Keyed>(&mut self, _: &str, value: &Spanned<DeValue<'a>>) -> Option<K> {
        self.document.word(value, SKIPPED)
    }

    fn whole(&mut self, key: &str, value: &Spanned<DeValue<'a>>, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let found = integer(value.get_ref()).and_then(|n| u32::try_from(n).ok()).filter(|n| range.contains(n));
        if found.is_none() {
            let (low, high) = range.into_inner();
            self.document.fault(value.span(), format!("{key} is a whole number from {low} to {high}; {SKIPPED}"));
        }
        found
    }
}

/// A text value, borrowed from the file wherever it holds no escapes.
pub fn borrowed<'a>(value: &Spanned<DeValue<'a>>) -> Option<Cow<'a, str>> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.clone()),
        _ => None,
    }
}
