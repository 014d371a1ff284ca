//! Parts that several pages have: tables of facts, and findings from research.

use textwrap::core::display_width;

use super::super::library::Evidence;
use super::card::indented;
use super::paint::{Ink, Line, Look, Page};
use super::wrap::{balance, fill};

/// A depth in a word.
pub fn depth_word(depth: u8) -> &'static str {
    match depth {
        1 => "light",
        2 => "personal",
        _ => "tender",
    }
}

/// Keys and values, or labelled sentences.
pub fn table(rows: &[(&str, String)], look: Look) -> Page {
    let rows = || rows.iter().filter(|(_, value)| !value.is_empty());
    let width = rows().map(|(key, _)| display_width(key)).max().unwrap_or(0);
    let mut page = Vec::new();
    for (key, value) in rows() {
        if look.plain {
            page.push(Line::plain(format!("{key}: {}.", value.replace('\n', "; "))));
            continue;
        }
        let measure = look.measure().saturating_sub(width + 2).max(12);
        let lines: Vec<String> = value.lines().flat_map(|line| fill(line, measure)).collect();
        for (at, line) in lines.iter().enumerate() {
            let key = if at == 0 { key } else { "" };
            let pad = " ".repeat(width - display_width(key) + 2);
            let start = Line::plain(" ".repeat(look.gutter())).and(Ink::Name, key);
            page.push(start.and(Ink::Plain, pad).and(Ink::Plain, line.as_str()));
        }
    }
    page
}

/// A finding with its limits; `full` adds where it was published.
pub fn finding(evidence: &Evidence<'_>, full: bool, look: Look) -> Page {
    let strength = match evidence.strength.as_ref() {
        "early" => "early evidence: small or correlational",
        "moderate" => "moderate evidence: experiments or several studies",
        _ => "a review or meta-analysis",
    };
    let cite = if full {
        evidence.cite.to_string()
    } else {
        // "Algoe, Gable & Maisel (2010), …" in short: "Algoe, Gable & Maisel 2010".
        let short = evidence.cite.split(')').next().unwrap_or(&evidence.cite);
        short.replace('(', "")
    };
    let mut page = indented(balance(&evidence.claim, look.measure()), look);
    page.extend(indented(balance(&evidence.caveat, look.measure()), look));
    page.extend(indented(fill(&format!("{cite} · {strength}"), look.measure()), look));
    page
}
