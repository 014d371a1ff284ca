//! The quiz: twenty small scenes, and the mix of love languages that the answers make.
//!
//! Research finds little support for one main language, so nothing here names a winner: every language is counted by
//! itself, "either" counts for both, and ties stay ties. No validity is claimed for the items; they are a way to begin
//! talking about it.

use super::keyed::{Keyed, keyed};
use super::vocabulary::Love;

keyed! {
    /// One answer.
    Choice, "answer":
    First = "1",
    Second = "2",
    /// Either would land.
    Either = "e",
    /// Neither would.
    Neither = "n",
}

/// A scene, and two things that might land in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub scene: &'static str,
    pub options: [(Love, &'static str); 2],
}

impl Item {
    const fn new(scene: &'static str, first: (Love, &'static str), second: (Love, &'static str)) -> Self {
        Self { scene, options: [first, second] }
    }

    fn speaks_of(&self, love: Love) -> bool {
        self.options.iter().any(|(of, _)| *of == love)
    }
}

/// The items. Every pair of languages comes twice, once in each order, so that each language stands first as often as
/// second. Nobody is addressed: one reads them for one's partner or for oneself.
const ITEMS: [Item; 20] = {
    use Love::{Acts, Gifts, Time, Touch, Words};
    [
        Item::new(
            "A hard Tuesday, and it is only noon.",
            (Words, "a message that names one thing done well today"),
            (Acts, "the dreaded errand, already run"),
        ),
        Item::new(
            "Back home after four days away.",
            (Gifts, "a pebble from somewhere on the road, picked with care"),
            (Time, "an evening with nothing planned, and the phones in a drawer"),
        ),
        Item::new(
            "Ten minutes before something scary.",
            (Touch, "a long hug that nobody ends early"),
            (Words, "being told exactly why it will go all right"),
        ),
        Item::new(
            "A free Sunday, at last.",
            (Time, "an afternoon out together with nowhere to be"),
            (Acts, "the drawer that has stuck for a year, running like new"),
        ),
        Item::new(
            "The first cold evening of autumn.",
            (Gifts, "thick socks left on the pillow, chosen for the colour"),
            (Touch, "one blanket, shared, shoulder against shoulder"),
        ),
        Item::new(
            "In bed with a cold.",
            (Acts, "soup made, bins out, nothing left to think about"),
            (Gifts, "the good tissues and a silly magazine"),
        ),
        Item::new(
            "The morning of a birthday.",
            (Words, "a card with a whole side of handwriting"),
            (Time, "the first hour of the day kept free for it"),
        ),
        Item::new(
            "Through the door after a day that went on too long.",
            (Touch, "a warm hand between the shoulders, and no questions"),
            (Acts, "dinner ready, and the table laid"),
        ),
        Item::new(
            "A small victory: the printer works again.",
            (Gifts, "a tiny trophy made of whatever was in the drawer"),
            (Words, "a speech of thirty seconds, entirely in earnest"),
        ),
        Item::new(
            "A quiet evening with nothing on.",
            (Time, "a card game that lasts until bedtime"),
            (Touch, "feet in a lap, and a hand resting on the ankles"),
        ),
        Item::new(
            "The week of a deadline.",
            (Acts, "every meal and every dish taken over until Friday"),
            (Words, "a note in the bag each morning, never the same one"),
        ),
        Item::new(
            "A month in different cities.",
            (Time, "a two-hour call with nowhere else to be"),
            (Gifts, "a parcel with something ridiculous in it"),
        ),
        Item::new(
            "Just after a quarrel has been made up.",
            (Words, "being told that all is well, and why"),
            (Touch, "leaning on each other for as long as it takes"),
        ),
        Item::new(
            "A morning with far too much in it.",
            (Acts, "the lunch packed, and the bag by the door"),
            (Time, "ten minutes over something hot before it all begins"),
        ),
        Item::new(
            "Waiting for news.",
            (Touch, "a hand to hold the whole time"),
            (Gifts, "a smooth stone to turn over in a pocket"),
        ),
        Item::new(
            "Moving day, and boxes everywhere.",
            (Gifts, "a plant for the one clear windowsill"),
            (Acts, "the bed made up first, before anything else"),
        ),
        Item::new(
            "The day of the year on which it all began.",
            (Time, "going back to where it was, and staying a while"),
            (Words, "being told what stood out that day, and still does"),
        ),
        Item::new(
            "A headache, late.",
            (Acts, "the lights turned low, and tomorrow's early job taken"),
            (Touch, "fingertips on the temples, slowly"),
        ),
        Item::new(
            "A plain Wednesday, no occasion.",
            (Words, "a message out of nowhere about one good laugh last week"),
            (Gifts, "the favourite biscuits, the last packet in the shop"),
        ),
        Item::new(
            "Sunday, still early.",
            (Touch, "staying close under the covers a while longer"),
            (Time, "breakfast somewhere new, in no hurry to order"),
        ),
    ]
};

/// The items to ask; those that speak of touch only where touch is welcome.
pub fn items(with_touch: bool) -> Vec<Item> {
    ITEMS.iter().copied().filter(|item| with_touch || !item.speaks_of(Love::Touch)).collect()
}

/// How often each language came up, and how often it would have landed; by [`Love`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mix {
    pub landed: [u32; 5],
    pub asked: [u32; 5],
}

impl Mix {
    /// Counts the answers, in the order of the items.
    pub fn of(items: &[Item], choices: &[Choice]) -> Self {
        let mut mix = Self::default();
        for (item, choice) in items.iter().zip(choices) {
            let landed = match choice {
                Choice::First => [true, false],
                Choice::Second => [false, true],
                Choice::Either => [true, true],
                Choice::Neither => [false, false],
            };
            for ((love, _), landed) in item.options.iter().zip(landed) {
                mix.asked[love.index()] += 1;
                mix.landed[love.index()] += u32::from(landed);
            }
        }
        mix
    }

    /// The languages that were asked about, each with how often it landed and how often it came up.
    pub fn rows(&self) -> impl Iterator<Item = (Love, u32, u32)> {
        let rows = Love::ALL.iter().map(|&love| (love, self.landed[love.index()], self.asked[love.index()]));
        rows.filter(|(_, _, asked)| *asked > 0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_pair_of_languages_comes_once_in_each_order() {
        let pairs: BTreeSet<_> = ITEMS.iter().map(|item| item.options.map(|(love, _)| love)).collect();
        assert_eq!(pairs.len(), 20);
        assert!(pairs.iter().all(|[first, second]| first != second));
        let mix = Mix::of(&items(true), &[Choice::First; 20]);
        assert_eq!((mix.landed, mix.asked), ([4; 5], [8; 5]), "each stands first as often as second");
    }

    #[test]
    fn without_touch_the_other_four_stay_balanced() {
        let items = items(false);
        let mix = Mix::of(&items, &vec![Choice::Second; items.len()]);
        assert_eq!((items.len(), mix.landed, mix.asked), (12, [3, 3, 3, 3, 0], [6, 6, 6, 6, 0]));
        assert_eq!(mix.rows().map(|(love, ..)| love).collect::<Vec<_>>(), Love::ALL[..4]);
    }

    #[test]
    fn the_items_address_nobody_and_are_short() {
        let texts = || ITEMS.iter().flat_map(|item| [item.scene, item.options[0].1, item.options[1].1]);
        assert_eq!(texts().collect::<BTreeSet<_>>().len(), 60, "no two are alike");
        for text in texts() {
            assert!(text.is_ascii() && (8..=60).contains(&text.len()), "{text}");
            let mut words = text.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_ascii_lowercase);
            let names = ["you", "your", "i", "me", "my", "they", "them", "their", "he", "she", "him", "her", "partner"];
            assert!(words.all(|word| !names.contains(&word.as_str())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whoever_answers_alike_for_two_languages_gets_a_tie(choice in 0_usize..4) {
            let items = items(true);
            let choices = vec![Choice::ALL[choice]; items.len()];
            let mix = Mix::of(&items, &choices);
            prop_assert!(mix.landed.iter().all(|landed| *landed == mix.landed[0]));
        }

        #[test]
        fn an_answer_counts_only_for_what_it_names(answers in prop::collection::vec(0_usize..4, 20)) {
            let choices: Vec<Choice> = answers.into_iter().map(|at| Choice::ALL[at]).collect();
            let mix = Mix::of(&items(true), &choices);
            let expected: u32 = choices.iter().map(|choice| match choice {
                Choice::First | Choice::Second => 1,
                Choice::Either => 2,
                Choice::Neither => 0,
            }).sum();
            prop_assert_eq!(mix.landed.iter().sum::<u32>(), expected);
            prop_assert!(mix.landed.iter().all(|landed| *landed <= 8));
        }
    }
}
