//! The nine practices, and one of them in full.

use chrono::NaiveDate;
use textwrap::core::display_width;

use super::super::keyed::Keyed;
use super::super::library::Volume;
use super::super::pick::Plan;
use super::super::vocabulary::{Kind, Practice};
use super::card::{indented, spaced};
use super::dates;
use super::paint::{Ink, Line, Look, Page};
use super::tables::{depth_word, finding, table};
use super::wrap::{balance, fill};

/// What is known of a practice.
pub struct PracticeRow {
    pub practice: Practice,
    /// What it asks of you.
    pub asks: String,
    pub weight: f64,
    /// Prompts by facet, in the order of the practice.
    pub facets: Vec<(String, usize)>,
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

    /// When it last came.
    fn last_shown(&self, today: NaiveDate) -> String {
        self.last.map_or_else(|| "not yet".to_owned(), |day| dates::ago(day, today))
    }

    fn cells(&self, today: NaiveDate) -> [String; 5] {
        let count = dates::count(self.prompts(), "prompt");
        [self.practice.key().to_owned(), self.practice.title().to_owned(), count, self.weight(), self.last_shown(today)]
    }

    /// The row as a sentence.
    fn aloud(&self, today: NaiveDate, more: bool) -> String {
        let weight = if self.weight == 0.0 { ", off".to_owned() } else { format!(", weight {}", self.weight) };
        let (title, key, count) = (self.practice.title(), self.practice.key(), dates::count(self.prompts(), "prompt"));
        let last = self.last.map_or("not shown yet".to_owned(), |day| format!("last shown {}", dates::ago(day, today)));
        let asks = if more { format!(" {}", self.asks) } else { String::new() };
        format!("{title}: {key}, {count}{weight}, {last}.{asks}")
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

/// The nine, a line each; with `more`, what each asks below it.
pub fn practices_page(rows: &[PracticeRow], today: NaiveDate, more: bool, look: Look) -> Page {
    if look.plain {
        return rows.iter().map(|row| Line::plain(row.aloud(today, more))).collect();
    }
    let cells: Vec<[String; 5]> = rows.iter().map(|row| row.cells(today)).collect();
    let width = |column: usize| cells.iter().map(|row| display_width(&row[column])).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    // A narrow screen keeps the key and when it last came.
    let columns: &[usize] = match look.measure() {
        ..40 => &[0, 4],
        40..60 => &[0, 1, 4],
        _ => &[0, 1, 2, 3, 4],
    };
    let mut page = Page::new();
    for (cells, row) in cells.iter().zip(rows) {
        let mut line = Line::plain(" ".repeat(look.gutter()));
        for &column in columns.iter().filter(|&&column| widths[column] > 0) {
            let ink = if column == 0 { Ink::Name } else { Ink::Plain };
            let pad = " ".repeat(widths[column] - display_width(&cells[column]) + 2);
            line = line.and(ink, cells[column].as_str()).and(Ink::Plain, pad);
        }
        if more && !page.is_empty() {
            page.push(Line::blank());
        }
        page.push(line);
        if more {
            page.extend(indented(balance(&row.asks, look.measure()), look));
        }
    }
    spaced(page, look)
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
    let depths: Vec<String> =
        (1..=3_u8).map(|depth| format!("{} {}", row.depths[usize::from(depth) - 1], depth_word(depth))).collect();
    let so_far = if row.shown == 0 {
        "not shown yet".to_owned()
    } else {
        let times = if row.shown == 1 { "once".to_owned() } else { format!("{} times", row.shown) };
        format!("shown {times}, done {}, loved {}", row.done, row.loved)
    };
    let facts = [
        ("Facets", row.facets.iter().map(|(facet, count)| format!("{count} {facet}")).collect::<Vec<_>>().join(", ")),
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
    if row.prompts() == 0 {
        return "no prompts".to_owned();
    }
    let all: f64 = (0..9).filter(|&k| plan.active[k]).map(|k| plan.weight[k]).sum();
    let every = (all / row.weight).round();
    let share = if every <= 1.0 { "every one".to_owned() } else { format!("about 1 in {every}") };
    let weight = row.weight();
    if weight.is_empty() { share } else { format!("{weight}, {share}") }
}
