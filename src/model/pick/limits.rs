//! What today allows: every rule that can keep a prompt out, and which of them give way in need.

use std::collections::BTreeSet;

use super::super::keyed::{Set, keyed};
use super::super::prompt::Prompt;
use super::super::vocabulary::{Cost, Love, Mood, Need, Occasion, Place, Practice};

keyed! {
    /// A reason why a prompt may not come today. Keys are those of `ruled_out` in the history.
    Rule, "rule":
    /// Dropped for good.
    Never = "never",
    /// Shown today already.
    Today = "today",
    /// Put off until later.
    Snoozed = "snoozed",
    Where = "where",
    Have = "have",
    Cost = "cost",
    MaxDepth = "max_depth",
    /// Too much for this mood.
    MoodGate = "mood_gate",
    /// Belongs to another day.
    Occasion = "occasion",
    /// Would be odd on a day of this mood.
    Odd = "not_neutral",
    /// Was not written for the mood asked for.
    Mood = "mood",
    /// Deeper than the person has gone so far.
    Ramp = "depth",
    /// Takes longer than there is.
    Minutes = "minutes",
    /// Takes longer than twice what there is.
    Long = "minutes_twice",
}

/// The ladder: which rules give way, one rung after the other, when nothing passes them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// Everything holds.
    #[default]
    Whole,
    /// Any prompt for an ordinary day, whatever mood was asked for.
    AnyMood,
    /// Deeper than so far, up to the person's limit.
    AnyDepth,
    /// Up to twice the minutes.
    TwiceAsLong,
    /// Any effort, the shortest first.
    Shortest,
}

impl Rung {
    pub const ALL: [Self; 5] = [Self::Whole, Self::AnyMood, Self::AnyDepth, Self::TwiceAsLong, Self::Shortest];

    /// The rules that give way here.
    pub fn relaxed(self) -> Set<Rule> {
        let upto = [Rule::Mood, Rule::Ramp, Rule::Minutes, Rule::Long];
        Set::of(&upto[..self as usize])
    }
}

/// The rules that a prompt may break which comes on its own day: one of an occasion, or back from a snooze.
pub fn relaxed_for_its_day(asked_mood: bool, asked_minutes: bool) -> Set<Rule> {
    let mut relaxed = Set::of(&[Rule::Occasion, Rule::Ramp, Rule::Snoozed]);
    if !asked_mood {
        relaxed.insert(Rule::Mood);
        relaxed.insert(Rule::Odd);
    }
    if !asked_minutes {
        relaxed.insert(Rule::Minutes);
        relaxed.insert(Rule::Long);
    }
    relaxed
}

/// What holds today.
#[derive(Clone, Debug)]
pub struct Limits<'h> {
    pub places: Set<Place>,
    pub have: Set<Need>,
    pub cost: Cost,
    pub max_depth: u8,
    /// How deep the person has come so far.
    pub depth_cap: u8,
    pub minutes: u32,
    /// The mood asked for, if any.
    pub mood: Option<Mood>,
    pub year_end: bool,
    pub never: BTreeSet<&'h str>,
    pub today: BTreeSet<&'h str>,
    pub snoozed: BTreeSet<&'h str>,
}

impl Limits<'_> {
    /// Every rule that by itself keeps this prompt out.
    pub fn broken_by(&self, prompt: &Prompt<'_>) -> Set<Rule> {
        let id = prompt.id.as_ref();
        let untouchable = !self.have.has(Need::Touch) && prompt.love == Some(Love::Touch);
        let lists_mood = self.mood.is_none_or(|mood| prompt.moods.has(mood));
        let fits_mood = self.mood.is_some_and(|mood| prompt.moods.has(mood)) || prompt.moods.has(Mood::Neutral);
        let on_its_day = prompt.occasion.is_none_or(|occasion| occasion == Occasion::YearEnd && self.year_end);
        let checks = [
            (Rule::Never, self.never.contains(id)),
            (Rule::Today, self.today.contains(id)),
            (Rule::Snoozed, self.snoozed.contains(id)),
            (Rule::Where, !prompt.places.meets(self.places)),
            (Rule::Have, untouchable || !prompt.needs.within(self.have)),
            (Rule::Cost, self.cost == Cost::Free && prompt.cost != Cost::Free),
            (Rule::MaxDepth, prompt.depth > self.max_depth),
            (Rule::MoodGate, self.mood.is_some_and(|mood| is_too_much(prompt, mood))),
            (Rule::Occasion, !on_its_day),
            (Rule::Odd, !fits_mood),
            (Rule::Mood, !lists_mood),
            (Rule::Ramp, prompt.depth > self.depth_cap),
            (Rule::Minutes, prompt.effort > self.minutes),
            (Rule::Long, prompt.effort > self.minutes.saturating_mul(2)),
        ];
        checks.into_iter().filter(|(_, broken)| *broken).map(|(rule, _)| rule).collect()
    }
}

/// Gates that never give way. Tense: nothing personal, nothing about one's own part, no laughter that was not
/// written for it. Low or tired: nothing over a quarter of an hour that was not written for it.
pub fn is_too_much(prompt: &Prompt<'_>, mood: Mood) -> bool {
    let written_for_it = prompt.moods.has(mood);
    match mood {
        Mood::Tense => {
            let laughs = prompt.practice == Practice::Laughter && !written_for_it;
            prompt.depth > 1 || prompt.facet.as_deref() == Some("own-part") || laughs
        }
        Mood::Low | Mood::Tired => prompt.effort > 15 && !written_for_it,
        Mood::Stressed | Mood::Excited | Mood::Playful | Mood::Neutral => false,
    }
}
