//! Why a prompt came.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::library::Evidence;
use super::card::{Card, Object, indented, named, object, spaced};
use super::paint::{Ink, Line, Look, Mark, Page};
use super::tables::{finding, table};
use super::wrap::fill;

/// The terms that speak for a prompt, in the order of their sum, and what each is.
const FIT: [(&str, &str); 7] = [
    ("kind", "how often such prompts get done"),
    ("effort", "how often that many minutes get done on such a day"),
    ("language", "love language, by your settings and by what gets done"),
    ("mine", "what you said of this very prompt"),
    ("new", "never shown before"),
    ("vary", "of the same kind as the day before"),
    ("jitter", "chance"),
];
/// The terms that speak for a practice.
const TURN: [(&str, &str); 4] = [
    ("share", "of all prompts, by your weights"),
    ("credit", "owed to the practice, in prompts"),
    ("since", "days shown without it"),
    ("weekday", "how much more often it gets done on such a day"),
];

/// Why a prompt came; with `all`, down to every term.
pub fn reasons(card: &Card, evidence: Option<&Evidence<'_>>, all: bool, look: Look, name: Option<&str>) -> Page {
    let ink = if matches!(card.mark(), Mark::Open | Mark::Loved) { Ink::Accent } else { Ink::Plain };
    let gutter = " ".repeat(look.gutter());
    let mut page = vec![
        Line::inked_mark(card.mark(), ink, look).and(Ink::Name, card.practice.title()),
        Line::plain(gutter).and(Ink::Plain, card.id.as_str()),
        Line::blank(),
    ];
    let rules = card.why.ruled_out.iter().filter(|(rule, _)| !matches!(rule.as_str(), "minutes_twice" | "today"));
    let ruled_out = rules.map(|(rule, count)| format!("{count} {}", ruled_out_by(rule))).collect::<Vec<_>>().join("\n");
    let turn: Vec<String> = [named(&card.why.turn, name)].into_iter().chain(owed(&card.why.terms)).collect();
    let told = [("Turn", turn.join("\n")), ("Fit", named(&card.why.fit, name)), ("Left out", ruled_out)];
    page.extend(table(&told, look));
    if all {
        page.extend(terms(&card.why.terms, look));
    }
    if let Some(evidence) = evidence {
        page.push(Line::blank());
        page.extend(finding(evidence, false, look));
    }
    spaced(page, look)
}

/// By how much it was the practice's turn: what it was owed, and for how long it had not come.
fn owed(terms: &BTreeMap<String, f64>) -> Option<String> {
    let term = |name: &str| terms.get(name).copied().unwrap_or(0.0);
    let share = match term("credit") {
        credit @ 0.05.. => Some(format!("owed {credit:.1} of a prompt")),
        credit @ ..=-0.05 => Some(format!("{:.1} of a prompt ahead of its share", -credit)),
        _ => None,
    };
    let since = term("since");
    let without = (since >= 2.0).then(|| format!("not shown for {since:.0} days"));
    let told: Vec<String> = share.into_iter().chain(without).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// Every term as it was recorded.
fn terms(terms: &BTreeMap<String, f64>, look: Look) -> Page {
    let mut page = Page::new();
    let parts = [("For the practice:", &TURN[..]), ("For the prompt, where 1 means that it surely gets done:", &FIT)];
    for (heading, names) in parts {
        let told =
            names.iter().filter_map(|(name, meaning)| Some((*name, format!("{:+.4}, {meaning}", terms.get(*name)?))));
        let rows: Vec<(&str, String)> = told.collect();
        if !rows.is_empty() {
            page.push(Line::blank());
            page.extend(indented(fill(heading, look.measure()), look));
            page.extend(table(&rows, look));
        }
    }
    page
}

/// A day's object with all that led to it. Fields are only ever added.
#[derive(Serialize)]
pub struct ReasonsObject<'c> {
    #[serde(flatten)]
    day: Object<'c>,
    /// The key of the reason that was printed.
    reason: &'c str,
    /// The reason that was printed.
    line: &'c str,
    terms: &'c BTreeMap<String, f64>,
    ruled_out: &'c BTreeMap<String, u32>,
    evidence: Option<EvidenceObject<'c>>,
}

#[derive(Serialize)]
struct EvidenceObject<'c> {
    key: &'c str,
    claim: &'c str,
    cite: &'c str,
    doi: Option<&'c str>,
    strength: &'c str,
    caveat: &'c str,
}

impl<'c> ReasonsObject<'c> {
    pub fn new(card: &'c Card, evidence: Option<&'c Evidence<'_>>) -> Self {
        let evidence = evidence.map(|evidence| EvidenceObject {
            key: &evidence.key,
            claim: &evidence.claim,
            cite: &evidence.cite,
            doi: evidence.doi.as_deref(),
            strength: &evidence.strength,
            caveat: &evidence.caveat,
        });
        Self {
            day: object(Some(card), card.day),
            reason: &card.why.key,
            line: &card.why.line,
            terms: &card.why.terms,
            ruled_out: &card.why.ruled_out,
            evidence,
        }
    }
}

/// What kept prompts out, after a count.
fn ruled_out_by(rule: &str) -> &str {
    match rule {
        "never" => "you dropped for good",
        "snoozed" => "put off until later",
        "where" => "not for where you are",
        "have" => "needing something not in your `have`",
        "cost" => "costing something",
        "max_depth" => "deeper than your max_depth",
        "mood_gate" => "too much for this mood",
        "occasion" => "kept for special days",
        "not_neutral" => "kept for a mood",
        "mood" => "not for this mood",
        "depth" => "deeper than you have gone so far",
        "minutes" => "longer than you have",
        "rest" => "resting",
        "facet" => "like one of the last seven days",
        other => other,
    }
}
