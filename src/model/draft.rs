//! A prompt of one's own in the making: its id, and how it is written down.

use std::fmt::Write as _;

use super::keyed::Keyed as _;
use super::vocabulary::{Cost, Kind, Love, Mood, Place, Practice};

/// What is known of a prompt before it has an id.
#[derive(Clone, Debug)]
pub struct Draft {
    pub practice: Practice,
    pub kind: Kind,
    pub effort: u32,
    pub depth: u8,
    pub places: Vec<Place>,
    pub moods: Vec<Mood>,
    pub love: Option<Love>,
    pub cost: Cost,
    pub text: String,
    pub follow: Option<String>,
    pub tip: Option<String>,
}

/// Words that say nothing about what a prompt is about.
const SMALL: [&str; 44] = [
    "a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "for", "with", "from", "by", "as", "it", "is", "are",
    "be", "do", "does", "did", "you", "your", "i", "me", "my", "we", "us", "our", "they", "them", "their", "that",
    "this", "what", "which", "who", "when", "where", "how", "if", "partner", "would",
];

impl Draft {
    /// An id made of the first words that say something, with a number behind it while it is taken.
    pub fn id(&self, taken: impl Fn(&str) -> bool) -> String {
        let lower = self.text.to_ascii_lowercase().replace('\'', "");
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        let telling = words.filter(|word| !word.is_empty() && !SMALL.contains(word)).take(3);
        let telling: Vec<&str> = telling.map(|word| &word[..word.len().min(20)]).collect();
        let slug = if telling.is_empty() { "ours".to_owned() } else { telling.join("-") };
        let id = format!("{}.{slug}", self.practice.key());
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        std::iter::once(id.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(id)
    }

    /// The `[[prompt]]` as it stands in a pack.
    pub fn to_toml(&self, id: &str) -> String {
        let list = |keys: Vec<&'static str>| format!("[\"{}\"]", keys.join("\", \""));
        let mut out = format!("[[prompt]]\nid = \"{id}\"\nkind = \"{}\"\n", self.kind.key());
        let _ = write!(out, "effort = {}\ndepth = {}\n", self.effort, self.depth);
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{key} = {value}");
            }
        };
        let places = list(self.places.iter().map(|place| place.key()).collect());
        line("where", (!self.places.is_empty()).then_some(places));
        let moods = list(self.moods.iter().map(|mood| mood.key()).collect());
        line("mood", (!self.moods.is_empty()).then_some(moods));
        line("love", self.love.map(|love| format!("\"{}\"", love.key())));
        line("cost", (self.cost != Cost::Free).then(|| format!("\"{}\"", self.cost.key())));
        line("text", Some(quoted(&self.text)));
        line("follow", self.follow.as_deref().map(quoted));
        line("tip", self.tip.as_deref().map(quoted));
        out
    }
}

/// A basic string. Whatever JSON escapes, TOML reads alike, but for DEL, which TOML wants escaped too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault::Source;
    use crate::library::read;

    fn draft(text: &str) -> Draft {
        Draft {
            practice: Practice::Time,
            kind: Kind::Do,
            effort: 15,
            depth: 1,
            places: vec![Place::Together],
            moods: vec![Mood::Neutral, Mood::Low],
            love: Some(Love::Time),
            cost: Cost::Low,
            text: text.to_owned(),
            follow: Some("And then?".to_owned()),
            tip: None,
        }
    }

    #[test]
    fn an_id_says_what_the_prompt_is_about() {
        let id = |text: &str| draft(text).id(|_| false);
        assert_eq!(id("Walk to our bench. Sit."), "time.walk-bench-sit");
        assert_eq!(id("What would you do?"), "time.ours");
        assert_eq!(id("Don't you ever"), "time.dont-ever");
        assert_eq!(draft("Walk").id(|id| id == "time.walk" || id == "time.walk-2"), "time.walk-3");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "\\PC{1,80}|[\\x00-\\x7f]{1,40}") {
            prop_assume!(!text.trim().is_empty());
            let written = draft(&text).to_toml("time.walk");
            let (volume, faults) = read(Source { name: "ours.toml", text: &written }, None);
            prop_assert_eq!(faults, vec![]);
            let prompt = &volume.prompts[0];
            prop_assert_eq!(prompt.text.as_ref(), text.as_str());
            prop_assert_eq!(prompt.follow.as_deref(), Some("And then?"));
            prop_assert!(prompt.moods.has(Mood::Low) && prompt.cost == Cost::Low && prompt.effort == 15);
        }
    }
}
