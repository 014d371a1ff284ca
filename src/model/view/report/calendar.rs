//! The days of a year: a small calendar for each month, and the same in a table.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};

use super::super::super::day::shift;
use super::super::super::look_back::days::{DayCount, Glow, PastDay, count};
use super::super::dates;
use super::html::Html;
use super::{Year, long};

/// A day and what came of it.
type Dot = (NaiveDate, Option<Glow>);

pub(super) fn section(html: &mut Html, year: &Year<'_, '_, '_>) {
    let months: Vec<Vec<Dot>> = months(year);
    html.raw("<section aria-labelledby=\"days\">\n<h2 id=\"days\">The days</h2>\n<div class=\"months\">\n");
    for month in &months {
        picture(html, year, month);
    }
    html.raw("</div>\n<p class=\"legend\">");
    for (glow, word) in [(Some(Glow::Done), "done"), (Some(Glow::Loved), "loved"), (Some(Glow::Seen), "seen")] {
        html.raw("<span><svg class=\"key\" viewBox=\"0 0 20 20\" aria-hidden=\"true\">");
        mark(html, glow, 10, 10);
        html.raw("</svg>").text(word).raw("</span> ");
    }
    html.raw("<span>A row is a week, Monday first.</span></p>\n");
    table(html, year, &months);
    html.raw("</section>\n");
}

/// The days of the year by month.
fn months(year: &Year<'_, '_, '_>) -> Vec<Vec<Dot>> {
    let glow_of = |date: NaiveDate| {
        let at = year.days.binary_search_by_key(&date, |day| day.day).ok()?;
        year.days.get(at).and_then(PastDay::glow)
    };
    let days = (0..).map(|number| shift(year.first, number)).take_while(|date| *date <= year.last);
    let dots: Vec<Dot> = days.map(|date| (date, glow_of(date))).collect();
    dots.chunk_by(|a, b| a.0.month() == b.0.month()).map(<[Dot]>::to_vec).collect()
}

/// One month, as a picture with its counts for those who do not see it.
fn picture(html: &mut Html, year: &Year<'_, '_, '_>, month: &[Dot]) {
    let Some(&(first, _)) = month.first() else { return };
    html.raw("<figure>\n<figcaption>").text(&first.format("%B").to_string()).raw("</figcaption>\n");
    html.raw("<svg viewBox=\"0 0 140 120\" role=\"img\" aria-label=\"").text(&first.format("%B %Y").to_string());
    html.raw(": ").text(&in_words(counted(year, month))).raw("\">");
    let before = first.weekday().num_days_from_monday();
    for &(date, glow) in month.iter().filter(|(date, _)| is_open(year, *date)) {
        let place = before + date.day0();
        mark(html, glow, place % 7 * 20 + 10, place / 7 * 20 + 10);
    }
    html.raw("</svg>\n</figure>\n");
}

/// A day's mark around a point, in squares of twenty.
pub(super) fn mark(html: &mut Html, glow: Option<Glow>, x: u32, y: u32) {
    match glow {
        Some(Glow::Loved) => {
            html.raw("<path class=\"loved\" transform=\"translate(").put(x).raw(" ").put(y);
            html.raw(")\" d=\"M0 7C-9 0-7.500-7.500-3.500-7-1.500-6.700-.5-5.500 0-4 .5-5.500 1.500-6.700 3.500-7 7.500-7.500 9 0 0 7Z\"/>");
        }
        Some(Glow::Done) => {
            html.raw("<circle class=\"done\" cx=\"").put(x).raw("\" cy=\"").put(y).raw("\" r=\"6\"/>");
        }
        Some(Glow::Seen) => {
            html.raw("<circle class=\"seen\" cx=\"").put(x).raw("\" cy=\"").put(y).raw("\" r=\"5\"/>");
        }
        None => {
            html.raw("<circle class=\"none\" cx=\"").put(x).raw("\" cy=\"").put(y).raw("\" r=\"1.200\"/>");
        }
    }
}

/// Whether anything could be shown on a day.
fn is_open(year: &Year<'_, '_, '_>, date: NaiveDate) -> bool {
    year.began <= date
}

fn counted(year: &Year<'_, '_, '_>, month: &[Dot]) -> DayCount {
    count(month.iter().filter(|(date, _)| is_open(year, *date)).map(|(_, glow)| *glow))
}

/// "20 days done, 2 of them loved; 5 seen; 6 not opened".
fn in_words(count: DayCount) -> String {
    let loved = if count.loved == 0 { String::new() } else { format!(", {} of them loved", count.loved) };
    format!("{} done{loved}; {} seen; {} not opened", dates::count(count.done, "day"), count.seen, count.not_opened())
}

/// The same days by date.
fn table(html: &mut Html, year: &Year<'_, '_, '_>, months: &[Vec<Dot>]) {
    html.raw(
        "<details>\n<summary>The same days by date</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" ",
    );
    html.raw("aria-label=\"Table of days\">\n<table>\n<caption>").text(&long(year.first)).raw(" to ");
    html.text(&long(year.last)).raw("</caption>\n<thead><tr><th scope=\"col\">Month</th><th scope=\"col\">Loved</th>");
    html.raw("<th scope=\"col\">Done</th><th scope=\"col\">Seen</th></tr></thead>\n<tbody>\n");
    for month in months {
        let Some(&(first, _)) = month.first() else { continue };
        html.raw("<tr><th scope=\"row\">").text(&first.format("%B %Y").to_string()).raw("</th>");
        for glow in [Glow::Loved, Glow::Done, Glow::Seen] {
            let of_it = month.iter().filter(|(_, found)| *found == Some(glow)).map(|(date, _)| date.day());
            html.raw("<td>").text(&runs(of_it)).raw("</td>");
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n</details>\n");
}

/// Days of a month in short: "1, 3–5, 9"; a dash where there are none.
fn runs(days: impl Iterator<Item = u32>) -> String {
    let mut runs: Vec<RangeInclusive<u32>> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some(run) if run.end() + 1 == day => *run = *run.start()..=day,
            _ => runs.push(day..=day),
        }
    }
    if runs.is_empty() {
        return "–".to_owned();
    }
    let told = runs.iter().map(|run| match (run.start(), run.end()) {
        (start, end) if start == end => start.to_string(),
        (start, end) if start + 1 == *end => format!("{start}, {end}"),
        (start, end) => format!("{start}–{end}"),
    });
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_row_are_told_in_short() {
        assert_eq!(runs([1, 3, 4, 5, 8, 9, 31].into_iter()), "1, 3–5, 8, 9, 31");
        assert_eq!(runs([].into_iter()), "–");
    }

    #[test]
    fn a_month_in_words_leaves_out_what_there_was_none_of() {
        let count = DayCount { days: 30, done: 20, loved: 2, seen: 4 };
        assert_eq!(in_words(count), "20 days done, 2 of them loved; 4 seen; 6 not opened");
        assert_eq!(in_words(DayCount { days: 1, done: 1, ..DayCount::default() }), "1 day done; 0 seen; 0 not opened");
    }
}
