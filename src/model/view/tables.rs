//! The pages beside the card: the nine practices, one of them, one prompt, the reasons for a day.

use chrono::NaiveDate;
use textwrap::core::display_width;

use super::super::keyed::Keyed;
use super::super::library::{Evidence, Volume, evidence_for, volume};
use super::super::pick::Plan;
use super::super::prompt::Prompt;
use super::super::vocabulary::{Cost, Kind, Mood, Place, Practice};
use super::card::{Card, indented, named, spaced, verse};
use super::dates;
use super::paint::{Ink, Line, Look, Mark, Page};
use super::wrap::{balance, fill};

/// What is known of a practice.
pub struct PracticeRow {
    pub practice: Practice,
    pub weight: f64,
    /// Prompts by kind.
    pub kinds: [usize; 4],
    /// Prompts by depth.
    pub depths: [usize; 3],
    pub last: Option<NaiveDate>,
    pub shown: usize,
    pub done: usize,
    pub loved: usize,
}

impl PracticeRow {
    pub fn prompts(&self) -> usize {
        self.kinds.iter().sum()
    }

    /// "×2", "off", or nothing for an even weight.
    fn weight(&self) -> String {
        match self.weight {
            0.0 => "off".to_owned(),
            1.0 => String::new(),
            weight => format!("×{weight}"),
        }
    }
}

/// The nine, a line each.
pub fn practices_page(rows: &[PracticeRow], today: NaiveDate, look: Look) -> Page {
    let last = |row: &PracticeRow| row.last.map_or_else(|| "not yet".to_owned(), |day| dates::ago(day, today));
    if look.plain {
        let told = rows.iter().map(|row| {
            let weight = if row.weight == 0.0 { ", off".to_owned() } else { format!(", weight {}", row.weight) };
            let count = dates::count(row.prompts(), "prompt");
            format!("{}: {}, {count}{weight}, last shown {}.", row.practice.title(), row.practice.key(), last(row))
        });
        return told.map(Line::plain).collect();
    }
    let cells: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            let count = dates::count(row.prompts(), "prompt");
            [row.practice.key().to_owned(), row.practice.title().to_owned(), count, row.weight(), last(row)]
        })
        .collect();
    let widths: [usize; 5] =
        std::array::from_fn(|column| cells.iter().map(|row| display_width(&row[column])).max().unwrap_or(0));
    // A narrow screen keeps the key and when it last came.
    let columns: &[usize] = match look.measure() {
        ..40 => &[0, 4],
        40..60 => &[0, 1, 4],
        _ => &[0, 1, 2, 3, 4],
    };
    let line = |row: &[String; 5]| {
        columns.iter().filter(|&&column| widths[column] > 0).fold(
            Line::plain(" ".repeat(look.gutter())),
            |line, &column| {
                let ink = if column == 0 { Ink::Name } else { Ink::Plain };
                let pad = " ".repeat(widths[column] - display_width(&row[column]) + 2);
                line.and(ink, row[column].as_str()).and(Ink::Plain, pad)
            },
        )
    };
    spaced(cells.iter().map(line).collect(), look)
}

/// One practice in full.
pub fn practice_page(row: &PracticeRow, plan: &Plan, volume: &Volume<'_>, look: Look) -> Page {
    let gutter = " ".repeat(look.gutter());
    let mut page = vec![Line::plain(gutter).and(Ink::Name, row.practice.title())];
    if let Some(about) = &volume.practice {
        page.extend(indented(fill(&about.asks, look.measure()), look));
    }
    page.push(Line::blank());
    let kinds: Vec<String> =
        Kind::ALL.iter().map(|kind| format!("{} {}", row.kinds[kind.index()], kind.key())).collect();
    let depths: Vec<String> = (1..=3).map(|depth| format!("{} {}", row.depths[depth - 1], depth_word(depth))).collect();
    let so_far = if row.shown == 0 {
        "not shown yet".to_owned()
    } else {
        let times = if row.shown == 1 { "once".to_owned() } else { format!("{} times", row.shown) };
        format!("shown {times}, done {}, loved {}", row.done, row.loved)
    };
    let facts = [
        ("Kinds", kinds.join(", ")),
        ("Depth", depths.join(", ")),
        ("Weight", weight_in_words(row, plan)),
        ("So far", so_far),
    ];
    page.extend(table(&facts, look));
    for evidence in &volume.evidence {
        page.push(Line::blank());
        page.extend(finding(evidence, true, look));
    }
    spaced(page, look)
}

/// "×2, about 2 in 10".
fn weight_in_words(row: &PracticeRow, plan: &Plan) -> String {
    if row.weight == 0.0 {
        return "off".to_owned();
    }
    let all: f64 = (0..9).filter(|&k| plan.active[k]).map(|k| plan.weight[k]).sum();
    let every = (all / row.weight).round();
    let share = if every <= 1.0 { "every one".to_owned() } else { format!("about 1 in {every}") };
    let weight = row.weight();
    if weight.is_empty() { share } else { format!("{weight}, {share}") }
}

fn depth_word(depth: usize) -> &'static str {
    match depth {
        1 => "light",
        2 => "personal",
        _ => "tender",
    }
}

/// Keys and values, or labelled sentences.
fn table(rows: &[(&str, String)], look: Look) -> Page {
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
fn finding(evidence: &Evidence<'_>, full: bool, look: Look) -> Page {
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
        "have" => "needing something you left out of `have`",
        "cost" => "costing something",
        "max_depth" => "deeper than your max_depth",
        "mood_gate" => "too much for this mood",
        "occasion" => "for another day",
        "not_neutral" => "for a mood",
        "mood" => "not for this mood",
        "depth" => "deeper than you have gone so far",
        "minutes" => "longer than you have",
        "rest" => "resting",
        "facet" => "like one of the last seven days",
        other => other,
    }
}

/// One day on which a prompt was shown.
pub struct Showing {
    pub day: NaiveDate,
    pub outcome: &'static str,
}

/// What is known of a prompt beside its text.
pub struct Known<'k> {
    /// When it came, newest first.
    pub showings: &'k [Showing],
    pub notes: &'k [&'k str],
    /// Dropped for good.
    pub dropped: bool,
    pub today: NaiveDate,
}

/// A prompt in full.
pub fn prompt_page(prompt: &Prompt<'_>, known: &Known<'_>, look: Look, name: Option<&str>) -> Page {
    let loved = known.showings.iter().any(|showing| showing.outcome == "loved");
    let mark = match (known.dropped, loved) {
        (true, _) => Mark::Dropped,
        (false, true) => Mark::Loved,
        (false, false) => Mark::None,
    };
    let text = named(&prompt.text, name);
    let mut page = vec![Line::marked(mark, look).and(Ink::Name, prompt.practice.title())];
    if look.plain {
        page.push(Line::plain(format!("{}: {text}", prompt.kind.label())));
    } else {
        page.extend(verse(prompt.kind, &text, look));
    }
    page.push(Line::blank());
    page.extend(table(&facts(prompt, known, look, name), look));
    spaced(page, look)
}

fn facts(prompt: &Prompt<'_>, known: &Known<'_>, look: Look, name: Option<&str>) -> [(&'static str, String); 10] {
    let cost = if prompt.cost == Cost::Free { "free" } else { "costs a little" };
    let part = if look.plain { ", " } else { " · " };
    let kind = [prompt.kind.key(), &format!("{} min", prompt.effort), depth_word(prompt.depth.into()), cost].join(part);
    let places = prompt.places.iter().map(|place| match place {
        Place::Together => "together",
        Place::Apart => "apart",
        Place::Distance => "on a call",
    });
    let needs = prompt.needs.iter().map(Keyed::key);
    let moods: Vec<&str> = prompt.moods.iter().filter(|&mood| mood != Mood::Neutral).map(Keyed::key).collect();
    let day = |showing: &Showing| format!("{} ({})", dates::day(showing.day, known.today), showing.outcome);
    let shown: Vec<String> = known.showings.iter().map(day).collect();
    let notes: Vec<String> = known.notes.iter().map(|note| on_one_line(note)).collect();
    let optional = |text: Option<&str>| text.map(|text| named(text, name)).unwrap_or_default();
    [
        ("Id", prompt.id.to_string()),
        ("Kind", kind),
        ("Where", places.chain(needs).collect::<Vec<_>>().join(", ")),
        ("Mood", moods.join(", ")),
        ("Love", prompt.love.map(|love| love.key().to_owned()).unwrap_or_default()),
        ("Follow", optional(prompt.follow.as_deref())),
        ("Tip", optional(prompt.tip.as_deref())),
        ("Shown", if shown.is_empty() { "not yet".to_owned() } else { shown.join(", ") }),
        ("Notes", notes.join("\n")),
        ("From", prompt.pack.unwrap_or("built in").to_owned()),
    ]
}

/// A note on one line.
fn on_one_line(note: &str) -> String {
    note.split_whitespace().collect::<Vec<_>>().join(" ")
}
