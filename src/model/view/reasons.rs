//! Why a prompt came.

use super::super::library::{evidence_for, volume};
use super::card::{Card, named, spaced};
use super::paint::{Ink, Line, Look, Mark, Page};
use super::tables::{finding, table};

/// Why a prompt came.
pub fn reasons(card: &Card, evidence: Option<&str>, look: Look, name: Option<&str>) -> Page {
    let ink = if matches!(card.mark(), Mark::Open | Mark::Loved) { Ink::Accent } else { Ink::Plain };
    let gutter = " ".repeat(look.gutter());
    let mut page = vec![
        Line::inked_mark(card.mark(), ink, look).and(Ink::Name, card.practice.title()),
        Line::plain(gutter).and(Ink::Plain, card.id.as_str()),
        Line::blank(),
    ];
    let rules = card.why.ruled_out.iter().filter(|(rule, _)| !matches!(rule.as_str(), "minutes_twice" | "today"));
    let ruled_out = rules.map(|(rule, count)| format!("{count} {}", ruled_out_by(rule))).collect::<Vec<_>>().join("\n");
    let told = [("Turn", named(&card.why.turn, name)), ("Fit", named(&card.why.fit, name)), ("Left out", ruled_out)];
    page.extend(table(&told, look));
    let volume = volume(card.practice);
    if let Some(evidence) = evidence_for(&volume, evidence) {
        page.push(Line::blank());
        page.extend(finding(evidence, false, look));
    }
    spaced(page, look)
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
