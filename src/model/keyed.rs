//! Closed vocabularies: enums whose every value has one frozen key, and small sets of them.
//!
//! Keys are what people type and what files hold, so they never change.

use std::marker::PhantomData;

/// An enum whose values are known by a key.
pub trait Keyed: Copy + Eq + 'static {
    /// Every value, in the order that is frozen for ever.
    const ALL: &'static [Self];
    /// What a single value is called in a message: "place", "mood".
    const NOUN: &'static str;

    /// The key, as typed and as stored.
    fn key(self) -> &'static str;

    /// The position in [`Keyed::ALL`].
    fn index(self) -> usize;

    /// The value with this key.
    fn from_key(key: &str) -> Option<Self>;

    /// All keys, for messages and suggestions.
    fn keys() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|value| value.key())
    }
}

/// Declares an enum and its [`Keyed`] implementation.
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident, $noun:literal: $($(#[$doc:meta])* $value:ident = $key:literal),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $value),+ }

        impl $crate::keyed::Keyed for $name {
            const ALL: &'static [Self] = &[$(Self::$value),+];
            const NOUN: &'static str = $noun;

            fn key(self) -> &'static str {
                match self { $(Self::$value => $key),+ }
            }

            fn index(self) -> usize {
                self as usize
            }

            fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$value),)+ _ => None }
            }
        }
    };
}
pub(crate) use keyed;

/// A set of values of one vocabulary (at most 16 values).
#[derive(Debug)]
pub struct Set<K> {
    bits: u16,
    of: PhantomData<K>,
}

impl<K> Clone for Set<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Set<K> {}

impl<K> PartialEq for Set<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<K> Eq for Set<K> {}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self { bits: 0, of: PhantomData }
    }
}

impl<K: Keyed> Set<K> {
    /// The set of these values.
    pub fn of(values: &[K]) -> Self {
        values.iter().copied().collect()
    }

    /// The set of all values.
    pub fn all() -> Self {
        Self::of(K::ALL)
    }

    pub fn insert(&mut self, value: K) {
        self.bits |= 1 << value.index();
    }

    pub fn has(self, value: K) -> bool {
        self.bits >> value.index() & 1 == 1
    }

    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Whether the two have a value in common.
    pub fn meets(self, other: Self) -> bool {
        self.bits & other.bits != 0
    }

    /// Whether every value here is in `other` too.
    pub fn within(self, other: Self) -> bool {
        self.bits & !other.bits == 0
    }

    /// The values, in frozen order.
    pub fn iter(self) -> impl Iterator<Item = K> {
        K::ALL.iter().copied().filter(move |&value| self.has(value))
    }
}

impl<K: Keyed> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(values: I) -> Self {
        let mut set = Self::default();
        for value in values {
            set.insert(value);
        }
        set
    }
}

/// The known word nearest to a misspelt one, if any is near enough to be meant.
///
/// Nearness is Jaro–Winkler similarity of at least 0.8, the threshold that command-line parsers commonly use.
pub fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (strsim::jaro_winkler(typed, word), word))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Mood;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set = Set::of(&[Mood::Low, Mood::Tense]);
        assert!(set.has(Mood::Low) && !set.has(Mood::Tired));
        assert_eq!(set.iter().collect::<Vec<_>>(), [Mood::Low, Mood::Tense]);
        assert!(set.within(Set::all()) && !Set::<Mood>::all().within(set));
        assert!(set.meets(Set::of(&[Mood::Tense])) && !set.meets(Set::default()));
    }

    #[test]
    fn a_near_miss_is_suggested_and_a_far_one_is_not() {
        assert_eq!(nearest("gratitud", ["presence", "gratitude"].into_iter()), Some("gratitude"));
        assert_eq!(nearest("zzz", ["presence", "gratitude"].into_iter()), None);
    }
}
