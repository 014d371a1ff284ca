//! Reading TOML that people wrote: every value typed, every fault with its place, nothing fatal.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Source};
use super::keyed::{Keyed, Set, nearest};

/// A text being read, and the faults met so far.
pub struct Document<'a> {
    pub source: Source<'a>,
    pub faults: Vec<Fault>,
}

/// A key with its place, and its value with its own.
pub type Entry<'t, 'a> = (&'t Spanned<std::borrow::Cow<'a, str>>, &'t Spanned<DeValue<'a>>);

impl<'a> Document<'a> {
    pub fn new(source: Source<'a>) -> Self {
        Self { source, faults: Vec::new() }
    }

    /// Parses the text. What could be recovered around syntax errors is returned with them noted.
    pub fn parse(&mut self) -> (DeTable<'a>, bool) {
        let (table, errors) = DeTable::parse_recoverable(self.source.text);
        // One slip often makes several errors, and the later ones mislead.
        if let Some(first) = errors.first() {
            self.fault(first.span().unwrap_or(0..0), first.message());
        }
        (table.into_inner(), errors.is_empty())
    }

    pub fn fault(&mut self, span: Range<usize>, message: impl Into<String>) {
        let fault = self.source.fault(span, message);
        self.faults.push(fault);
    }

    /// Notes a key that nothing knows, with the one probably meant.
    pub fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'a, str>>, what: &str, known: &[&str]) {
        let name = key.get_ref();
        let message = match nearest(name, known.iter().copied()) {
            Some(near) => format!("no {what} \"{name}\"; did you mean \"{near}\"?"),
            None => format!("no {what} \"{name}\"; it is ignored"),
        };
        self.fault(key.span(), message);
    }

    /// A value of a vocabulary, or a fault that says what instead.
    pub fn word<K: Keyed>(&mut self, value: &Spanned<DeValue<'a>>, otherwise: &str) -> Option<K> {
        let Some(text) = value.get_ref().as_str() else {
            self.fault(value.span(), format!("{} is {}; {otherwise}", K::NOUN, one_of::<K>()));
            return None;
        };
        let found = K::from_key(text);
        if found.is_none() {
            let message = match nearest(text, K::keys()) {
                Some(near) => format!("no {} \"{text}\"; did you mean \"{near}\"?", K::NOUN),
                None => format!("no {} \"{text}\"; one of {}", K::NOUN, one_of::<K>()),
            };
            self.fault(value.span(), message);
        }
        found
    }

    /// A list of words. `None` where it is no list or, if `whole`, holds a word that is unknown.
    pub fn words<K: Keyed>(&mut self, key: &str, value: &Spanned<DeValue<'a>>, whole: bool) -> Option<Set<K>> {
        let Some(items) = value.get_ref().as_array() else {
            let example = K::ALL[0].key();
            self.fault(value.span(), format!("{key} is a list, such as [\"{example}\"]; it is ignored"));
            return None;
        };
        let mut set = Set::default();
        let mut complete = true;
        for item in items {
            match self.word(item, "it is ignored") {
                Some(word) => set.insert(word),
                None => complete = false,
            }
        }
        (complete || !whole).then_some(set)
    }
}

/// The whole number in a value, if it is one that fits.
pub fn integer(value: &DeValue<'_>) -> Option<i64> {
    let digits = value.as_integer()?;
    i64::from_str_radix(digits.as_str(), digits.radix()).ok()
}

/// The number in a value, whole or not, if it is finite.
pub fn number(value: &DeValue<'_>) -> Option<f64> {
    let found = match value {
        // Weights are small; an integer beyond 2^53 loses nothing that matters.
        #[expect(clippy::cast_precision_loss, reason = "weights are small")]
        DeValue::Integer(_) => integer(value)? as f64,
        DeValue::Float(float) => float.as_str().parse().ok()?,
        _ => return None,
    };
    found.is_finite().then_some(found)
}

/// The keys of a vocabulary as a sentence has them: "ask, do, say, notice".
pub fn one_of<K: Keyed>() -> String {
    K::keys().collect::<Vec<_>>().join(", ")
}
