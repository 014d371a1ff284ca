//! The library as a whole: enough of everything, nothing twice, easy to read.
//!
//! Shares and thresholds are those of the guide the library was written by. What no rule can see (one idea in two
//! costumes) was read for by people, facet by facet.

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use std::collections::{BTreeMap, BTreeSet};

use super::super::keyed::{Keyed, Set};
use super::super::library::volume;
use super::super::pick::limits::{Limits, Rule};
use super::super::settings::Settings;
use super::super::vocabulary::{Cost, Love, Mood, Need, Occasion, Place, Practice};
use super::*;

/// Every prompt of the library.
fn library() -> Vec<Prompt<'static>> {
    Practice::ALL.iter().flat_map(|&practice| volume(practice).prompts).collect()
}

/// Those for any time of the year.
fn everyday() -> Vec<Prompt<'static>> {
    library().into_iter().filter(|prompt| prompt.occasion.is_none()).collect()
}

fn of(prompts: &[Prompt<'static>], practice: Practice) -> Vec<Prompt<'static>> {
    prompts.iter().filter(|prompt| prompt.practice == practice).cloned().collect()
}

/// The share of prompts that a test holds for, in per cent.
fn share(prompts: &[Prompt<'_>], holds: impl Fn(&Prompt<'_>) -> bool) -> f64 {
    100.0 * prompts.iter().filter(|prompt| holds(prompt)).count() as f64 / prompts.len() as f64
}

fn within(name: &str, share: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&share), "{name}: {share:.1} % is not within {low} to {high}");
}

#[test]
fn there_is_enough_of_everything() {
    let all = everyday();
    println!("{} prompts, and {} for occasions", all.len(), library().len() - all.len());
    assert!(all.len() >= 1000);
    for &practice in Practice::ALL {
        let prompts = of(&all, practice);
        assert!(prompts.len() >= 108, "{practice:?} has {}", prompts.len());
        for facet in practice.facets() {
            let count = prompts.iter().filter(|prompt| prompt.facet.as_deref() == Some(facet)).count();
            assert!((9..=13).contains(&count), "{practice:?} {facet}: {count}");
        }
    }
    for &occasion in Occasion::ALL {
        let count = library().iter().filter(|prompt| prompt.occasion == Some(occasion)).count();
        assert!(count >= 8, "{occasion:?} has {count}");
    }
    for &mood in &Mood::ALL[..6] {
        let count = all.iter().filter(|prompt| prompt.moods.has(mood)).count();
        assert!(count >= 40, "{mood:?} has {count}");
    }
    for &love in Love::ALL {
        let languages = of(&all, Practice::Languages);
        let spoken: Vec<_> = languages.iter().filter(|prompt| prompt.love == Some(love)).collect();
        assert!(spoken.len() >= 20, "{love:?} has {}", spoken.len());
        let when = |moods: &[Mood]| spoken.iter().filter(|prompt| prompt.moods.meets(Set::of(moods))).count();
        assert!(when(&[Mood::Stressed]) >= 4 && when(&[Mood::Low, Mood::Tired]) >= 4, "{love:?} in hard moods");
        let elsewhere = all.iter().filter(|prompt| prompt.practice != Practice::Languages && prompt.love == Some(love));
        assert!(elsewhere.count() >= 3, "{love:?} beyond its own practice");
    }
}

#[test]
fn the_mix_is_as_the_guide_has_it() {
    let all = everyday();
    within("up to 5 minutes", share(&all, |prompt| prompt.effort <= 5), 50.0, 62.0);
    within("15 minutes", share(&all, |prompt| prompt.effort == 15), 23.0, 32.0);
    within("30 minutes and more", share(&all, |prompt| prompt.effort >= 30), 12.0, 20.0);
    within("light", share(&all, |prompt| prompt.depth == 1), 55.0, 68.0);
    within("personal", share(&all, |prompt| prompt.depth == 2), 25.0, 35.0);
    within("tender", share(&all, |prompt| prompt.depth == 3), 4.0, 10.0);
    within("on a call", share(&all, |prompt| prompt.places.has(Place::Distance)), 50.0, 100.0);
    within("apart", share(&all, |prompt| prompt.places.has(Place::Apart)), 20.0, 100.0);
    within("with a need", share(&all, |prompt| !prompt.needs.is_empty()), 0.0, 15.0);
    within("costing a little", share(&all, |prompt| prompt.cost == Cost::Low), 0.0, 8.0);
    for (kind, low, high) in
        [(Kind::Ask, 33.0, 48.0), (Kind::Do, 28.0, 42.0), (Kind::Say, 13.0, 22.0), (Kind::Notice, 4.0, 11.0)]
    {
        within(kind.key(), share(&all, |prompt| prompt.kind == kind), low, high);
    }
}

/// How many everyday prompts fit an ordinary workday under these settings, by practice.
fn eligible(settings: &str) -> BTreeMap<&'static str, usize> {
    let (settings, faults) = Settings::read(Source { name: "settings.toml", text: settings });
    assert_eq!(faults, []);
    let limits = Limits {
        places: settings.places.on(false),
        have: settings.have,
        cost: settings.cost,
        max_depth: settings.max_depth,
        depth_cap: settings.max_depth,
        minutes: settings.minutes.on(false),
        mood: None,
        year_end: false,
        never: BTreeSet::new(),
        today: BTreeSet::new(),
        snoozed: BTreeSet::new(),
    };
    let fits = |prompt: &&Prompt<'_>| limits.broken_by(prompt).within(Set::<Rule>::default());
    let count = |practice| of(&everyday(), practice).iter().filter(fits).count();
    Practice::ALL.iter().map(|&practice| (practice.key(), count(practice))).collect()
}

#[test]
fn a_year_is_left_under_narrow_settings() {
    let narrow = [
        ("ten minutes, free, depth 2", "minutes = 10\ncost = \"free\"\nmax_depth = 2\n"),
        (
            "long-distance, no touch",
            "where = [\"apart\", \"distance\"]\nhave = [\"move\", \"outdoors\", \"see\", \"hear\"]\n",
        ),
        ("no touch, no hearing, no moving about", "have = [\"outdoors\", \"see\"]\n"),
    ];
    for (name, settings) in narrow {
        let counts = eligible(settings);
        let all: usize = counts.values().sum();
        let without = all - counts.values().max().copied().unwrap_or(0);
        println!("{name}: {all}, and {without} with any one practice off");
        assert!(without >= 365, "{name}: {without}");
    }
    let workday: usize = eligible("minutes = 5\nwhere = [\"apart\"]\n").values().sum();
    println!("apart, five minutes: {workday}");
    assert!(workday >= 261);
    for (practice, count) in eligible("") {
        println!("{practice} by default: {count}");
        assert!(count >= 75, "{practice}: {count}");
    }
}

#[test]
fn dates_end_with_a_day() {
    let dates = library().into_iter().filter(|prompt| prompt.facet.as_deref() == Some("dates"));
    let agrees = |prompt: &Prompt<'_>| {
        let all = format!("{} {}", prompt.text, prompt.follow.as_deref().unwrap_or_default()).to_lowercase();
        ["day", "date", "when", "week", "evening", "calendar", "month", "tonight"].iter().any(|word| all.contains(word))
    };
    assert!(dates.filter(agrees).count() >= 10);
}

/// Pieces of a text, sorted: two texts are as near as the share of pieces that they have in common.
struct Pieces(Vec<String>);

impl Pieces {
    fn of(pieces: impl Iterator<Item = String>) -> Self {
        let set: BTreeSet<String> = pieces.collect();
        Self(set.into_iter().collect())
    }

    /// Every three letters in a row.
    fn trigrams(text: &str) -> Self {
        let plain: Vec<char> = normal(text).chars().collect();
        Self::of(plain.windows(3).map(|three| three.iter().collect()))
    }

    /// The words that carry meaning, without their endings.
    fn content(text: &str) -> Self {
        Self::of(content_words(text).into_iter())
    }

    /// Jaccard similarity.
    fn nearness(&self, other: &Self) -> f64 {
        let (mut a, mut b, mut common) = (0, 0, 0_usize);
        while let (Some(own), Some(others)) = (self.0.get(a), other.0.get(b)) {
            match own.cmp(others) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
            }
        }
        common as f64 / (self.0.len() + other.0.len() - common).max(1) as f64
    }
}

fn normal(text: &str) -> String {
    let kept = text.to_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect::<String>();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SMALL: &str = "a an the and or but of to in on at for with from by as it its is are was were be been do does did \
    you your youre yours i me my we us our they them their that this these those one so if then not no up out what \
    which who when how would could will can have has had just than too more about into over before after partner";

fn content_words(text: &str) -> Vec<String> {
    let small: BTreeSet<&str> = SMALL.split_whitespace().collect();
    let stem = |word: &str| {
        let ending =
            ["ing", "ed", "es", "s"].iter().find(|ending| word.ends_with(**ending) && word.len() - ending.len() >= 3);
        word.strip_suffix(ending.copied().unwrap_or_default()).unwrap_or(word).to_owned()
    };
    normal(text).split(' ').filter(|word| !word.is_empty() && !small.contains(word)).map(stem).collect()
}

#[test]
fn no_two_prompts_are_near_each_other() {
    // Pairs that share wording on purpose, or by an example that is fixed; each with the reason it stays.
    let allowed: [(&str, &str, &str); 0] = [];
    let all = library();
    let pieces: Vec<_> =
        all.iter().map(|prompt| (Pieces::trigrams(&prompt.text), Pieces::content(&prompt.text))).collect();
    let mut near = Vec::new();
    for a in 0..all.len() {
        for b in a + 1..all.len() {
            let (letters, words) = (pieces[a].0.nearness(&pieces[b].0), pieces[a].1.nearness(&pieces[b].1));
            // Warned of at 0.38 of letters or 0.30 of words, and refused at 0.50 of either.
            near.push((f64::max(letters / 0.38, words / 0.30), letters, words, a, b));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    for &(_, letters, words, a, b) in near.iter().take(10) {
        println!("letters {letters:.2}, words {words:.2}: {} and {}", all[a].id, all[b].id);
    }
    for &(_, letters, words, a, b) in near.iter().take_while(|pair| pair.1 >= 0.50 || pair.2 >= 0.50) {
        let pair = (all[a].id.as_ref(), all[b].id.as_ref());
        let excused = allowed.iter().any(|(one, other, _)| (*one, *other) == pair);
        assert!(excused, "letters {letters:.2}, words {words:.2}: {} and {}", pair.0, pair.1);
    }
}

#[test]
fn ids_tell_ideas_apart() {
    let mut slugs: BTreeMap<String, String> = BTreeMap::new();
    for prompt in library() {
        let parts = slug(&prompt.id).split('-').count();
        assert!((2..=5).contains(&parts), "{}", prompt.id);
        let mut words: Vec<&str> = slug(&prompt.id).split('-').collect();
        words.sort_unstable();
        let key = format!("{} {}", prompt.practice.key(), words.join(" "));
        if let Some(other) = slugs.insert(key, prompt.id.to_string()) {
            panic!("{} and {other} have the same words", prompt.id);
        }
    }
}

#[test]
fn openings_and_words_vary() {
    let all = everyday();
    let first = |prompt: &Prompt<'_>, count: usize| {
        words(&prompt.text).take(count).collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let mut threes: BTreeMap<String, usize> = BTreeMap::new();
    for prompt in &all {
        *threes.entry(first(prompt, 3)).or_default() += 1;
    }
    for (opening, count) in threes {
        assert!(count * 100 <= all.len() * 2, "\"{opening}\" opens {count} prompts");
    }
    for &practice in Practice::ALL {
        let prompts = of(&all, practice);
        let mut openings: BTreeMap<String, usize> = BTreeMap::new();
        let mut carried: BTreeMap<String, usize> = BTreeMap::new();
        for prompt in &prompts {
            *openings.entry(first(prompt, 1)).or_default() += 1;
            for word in content_words(&prompt.text).into_iter().collect::<BTreeSet<_>>() {
                *carried.entry(word).or_default() += 1;
            }
        }
        for (opening, count) in openings {
            let limit = if practice == Practice::Questions && opening == "what" { 35 } else { 15 };
            assert!(count * 100 <= prompts.len() * limit, "{practice:?}: \"{opening}\" opens {count}");
        }
        for (word, count) in
            carried.into_iter().filter(|(word, _)| !["partner", "today", "week"].contains(&word.as_str()))
        {
            assert!(count * 10 <= prompts.len(), "{practice:?}: \"{word}\" is in {count} of {}", prompts.len());
        }
    }
}

#[test]
fn it_reads_easily() {
    let mut grades: Vec<f64> = library().iter().map(|prompt| grade(&prompt.text)).collect();
    grades.sort_by(f64::total_cmp);
    let (median, ninth) = (grades[grades.len() / 2], grades[grades.len() * 9 / 10]);
    println!("reading grade: median {median:.1}, nine in ten below {ninth:.1}");
    assert!(median <= 5.5 && ninth <= 8.0);
    let three = |prompt: &Prompt<'_>| {
        let parts: Vec<&str> = prompt.text.split(", ").collect();
        parts.windows(2).any(|pair| pair[1].starts_with("and ") || pair[1].starts_with("or ")) && parts.len() >= 3
    };
    within("lists of three", share(&library(), three), 0.0, 15.0);
}

#[test]
fn nobody_is_left_out_of_a_practice() {
    // Without any need at all, each practice still has plenty.
    for &practice in Practice::ALL {
        let free = volume(practice).prompts.iter().filter(|prompt| prompt.needs == Set::<Need>::default()).count();
        assert!(free >= 80, "{practice:?}: {free}");
    }
}
