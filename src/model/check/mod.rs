//! What makes a prompt a good one, as far as rules can tell. Loading is lenient; this is not.
//!
//! The thresholds were set on written examples: see the comments beside them. A rule cannot see whether a prompt
//! is any good, only whether it breaks a promise made to everyone who might read it.

mod grade;
mod phrases;
mod question;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use grade::{grade, words};
pub use phrases::find;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::Document;
use super::fault::{Fault, Source};
use super::library::read;
use super::prompt::{Prompt, slug};
use super::vocabulary::{Kind, Love, Mood, Need};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It has to be mended.
    Error,
    /// It is worth a second look.
    Warning,
}

/// Something found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub weight: Weight,
    pub fault: Fault,
    /// The prompt it concerns, where that is known.
    pub id: Option<String>,
}

impl Finding {
    /// What to sort findings by: errors first, then as they stand in their files.
    pub fn order(&self) -> (Weight, (String, usize, usize)) {
        (self.weight, self.fault.order())
    }
}

/// What a file holds, and what was found in it.
pub struct Report {
    pub findings: Vec<Finding>,
    /// The ids of the prompts that could be read.
    pub ids: Vec<String>,
}

/// Checks one file. `own` is a pack of the person's own, whose words are theirs: there the words that a library
/// for everyone cannot use are only warned of.
pub fn check(source: Source<'_>, own: bool) -> Report {
    let (volume, faults) = read(source, None);
    let as_error = |fault| Finding { weight: Weight::Error, fault, id: None };
    let mut findings: Vec<Finding> = faults.into_iter().map(as_error).collect();
    let mut document = Document::new(source);
    let (table, _) = document.parse();
    let items = table.get("prompt").and_then(|list| list.get_ref().as_array());
    let prompts: BTreeMap<&str, &Prompt<'_>> =
        volume.prompts.iter().map(|prompt| (prompt.id.as_ref(), prompt)).collect();
    let mut seen = BTreeSet::new();
    for item in items.into_iter().flat_map(|list| list.iter()) {
        let Some(table) = item.get_ref().as_table() else { continue };
        let id = table.get("id").and_then(|id| id.get_ref().as_str());
        let Some(&prompt) = id.and_then(|id| prompts.get(id)) else { continue };
        let mut inspection = Inspection { source, own, prompt, table, item, findings: &mut findings };
        inspection.run();
        if !seen.insert(prompt.id.clone()) {
            inspection.error("id", "this id stands twice in the file");
        }
    }
    findings.sort_by_key(Finding::order);
    Report { findings, ids: volume.prompts.iter().map(|prompt| prompt.id.to_string()).collect() }
}

/// One prompt under inspection, with the table it stands in.
struct Inspection<'i, 'a> {
    source: Source<'a>,
    own: bool,
    prompt: &'i Prompt<'a>,
    table: &'i DeTable<'a>,
    item: &'i Spanned<DeValue<'a>>,
    findings: &'i mut Vec<Finding>,
}

impl Inspection<'_, '_> {
    fn run(&mut self) {
        self.lengths();
        self.reading();
        self.questions();
        self.words();
        self.consent();
        self.order();
    }

    fn error(&mut self, key: &str, message: &str) {
        self.find(Weight::Error, self.span(key), message);
    }

    fn warn(&mut self, key: &str, message: &str) {
        self.find(Weight::Warning, self.span(key), message);
    }

    fn find(&mut self, weight: Weight, span: Range<usize>, message: &str) {
        let fault = self.source.fault(span, message);
        self.findings.push(Finding { weight, fault, id: Some(self.prompt.id.to_string()) });
    }

    /// The place of a key's value, or of the prompt where the key is missing.
    fn span(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.item.span(), Spanned::span)
    }

    /// The place of a stretch of a value, where the file has it letter by letter.
    fn inside(&self, key: &str, stretch: &str) -> Range<usize> {
        let span = self.span(key);
        let written = self.source.text.get(span.clone()).unwrap_or_default();
        match written.find(stretch) {
            Some(at) => span.start + at..span.start + at + stretch.len(),
            None => span,
        }
    }

    fn texts(&self) -> Vec<(&'static str, String)> {
        let Prompt { text, follow, tip, .. } = self.prompt;
        let all = [("text", Some(text)), ("follow", follow.as_ref()), ("tip", tip.as_ref())];
        all.into_iter().filter_map(|(key, text)| Some((key, text?.to_string()))).collect()
    }

    fn lengths(&mut self) {
        let length = self.prompt.text.chars().count();
        match length {
            60..=180 => {}
            40..=200 => self.warn("text", &format!("{length} characters; 60 to 180 read best")),
            // Among your own a few words may say it all.
            1..40 if self.own => self.warn("text", &format!("{length} characters; 60 to 180 read best")),
            _ => self.error("text", &format!("{length} characters; write 40 to 200")),
        }
        let count = words(&self.prompt.text).count();
        if count > 34 {
            self.warn("text", &format!("{count} words; at most 34 are read at a glance"));
        }
        for (key, limit) in [("follow", 70), ("tip", 90)] {
            let texts = self.texts();
            let length = texts.iter().find(|(known, _)| *known == key).map_or(0, |(_, text)| text.chars().count());
            if length > limit {
                self.error(key, &format!("{length} characters; at most {limit}"));
            }
        }
    }

    fn reading(&mut self) {
        // As it is told, so that nothing is said to be above what it equals.
        let grade = (grade(&self.prompt.text) * 10.0).round() / 10.0;
        if grade > 9.0 {
            self.error("text", &format!("reads at grade {grade:.1}; use shorter words and sentences"));
        } else if grade > 7.0 {
            self.warn("text", &format!("reads at grade {grade:.1}; up to 7 reads easily"));
        }
        for (key, text) in self.texts() {
            if text.contains('!') {
                self.find(Weight::Warning, self.inside(key, "!"), "an exclamation mark; say it calmly");
            }
            let odd = super::view::paint::harmless(&text) != text;
            if odd || text.contains('\n') {
                self.error(key, "holds characters that a terminal cannot print as they are");
            }
        }
    }

    fn questions(&mut self) {
        let asks = self.prompt.kind == Kind::Ask;
        if asks {
            let count = question::questions(&self.prompt.text).len();
            if count != 1 {
                self.error("text", &format!("an ask has one question; this has {count}"));
            }
            if self.prompt.follow.is_none() {
                self.error("follow", "an ask needs a follow, for when the talk stalls");
            }
        }
        for (key, text) in self.texts() {
            if key == "tip" || (key == "text" && !asks) {
                continue;
            }
            for closed in question::questions(&text).into_iter().filter_map(question::closed_by) {
                // The word as it is written, capital letter and all.
                let written = find(&text, &closed).map_or(closed.as_str(), |at| &text[at]);
                let message = if key == "text" {
                    format!("an ask needs an open question; \"{written}\" closes it")
                } else {
                    format!("ask it openly; \"{written}\" closes it")
                };
                self.find(Weight::Error, self.inside(key, written), &message);
            }
        }
    }

    fn words(&mut self) {
        let weight = if self.own { Weight::Warning } else { Weight::Error };
        let groups = phrases::NEVER.iter().map(|group| (weight, group));
        let groups: Vec<_> = groups.chain(phrases::TWICE.iter().map(|group| (Weight::Warning, group))).collect();
        for (key, text) in self.texts() {
            for (weight, group) in &groups {
                for at in group.phrases().filter_map(|phrase| find(&text, phrase)) {
                    let written = &text[at];
                    let message = format!("\"{written}\": {}", group.mend);
                    self.find(*weight, self.inside(key, written), &message);
                }
            }
            for question in question::questions(&text).into_iter().filter(|text| find(text, "why") == Some(0..3)) {
                self.find(
                    Weight::Warning,
                    self.inside(key, question),
                    "\"why\" can sound like blame; ask \"what made\"",
                );
            }
        }
    }

    fn consent(&mut self) {
        let touches = self.prompt.love == Some(Love::Touch) || self.prompt.needs.has(Need::Touch);
        let cues = [
            "no is",
            "a no",
            "ask",
            "asks",
            "offer",
            "if they'd like",
            "would like",
            "welcome",
            "signal",
            "may say no",
        ];
        let all: String = self.texts().into_iter().map(|(_, text)| text + " ").collect();
        if touches && !cues.iter().any(|cue| find(&all, cue).is_some()) {
            self.error("text", "touch asks first and names an easy no");
        }
        if self.prompt.depth == 3 && self.prompt.tip.is_none() {
            self.error("tip", "depth 3 needs a tip: how to listen, and that a no is fine");
        }
        if self.prompt.moods.has(Mood::Tense) && super::pick::limits::is_too_much(self.prompt, Mood::Tense) {
            self.warn("mood", "a tense moment takes only depth 1, and no own-part; this will not come then");
        }
    }

    fn order(&mut self) {
        let parts = slug(&self.prompt.id).split('-').count();
        if !(1..=5).contains(&parts) {
            self.warn("id", "an id has two to four words after the dot");
        }
        if let Some(facet) = self.prompt.facet.as_deref() {
            let known = self.prompt.practice.facets();
            if !self.own && !known.contains(&facet) {
                let message = format!("no facet \"{facet}\"; one of {}", known.join(", "));
                self.error("facet", &message);
            }
        } else if !self.own {
            self.error("facet", "a prompt of the library has a facet");
        }
        if ![2, 5, 15, 30, 60].contains(&self.prompt.effort) {
            self.warn("effort", "efforts are 2, 5, 15, 30 or 60 minutes");
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "corpus_tests.rs"]
mod corpus_tests;
