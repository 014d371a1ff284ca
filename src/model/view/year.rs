//! A year of days, a month a row.

use chrono::{Datelike as _, NaiveDate};

use super::super::look_back::days::{DayCount, Glow, count};
use super::card::{indented, spaced};
use super::paint::{Ink, Line, Look, Page};
use super::stats::{legend, mark};
use super::wrap::fill;

/// The columns of a row: the month, two spaces, 31 days.
const ROW: usize = 36;

/// These days, today last, a month a row; and how many of the last 365 there were.
pub fn year_page(days: &[(NaiveDate, Option<Glow>)], year: DayCount, look: Look) -> Page {
    let foot = format!("{} of the last {} days.", year.done, year.days);
    let months = days.chunk_by(|(a, _), (b, _)| (a.year(), a.month()) == (b.year(), b.month()));
    if look.plain {
        return months.filter_map(aloud).chain([foot]).map(Line::plain).collect();
    }
    if look.measure() < ROW {
        let told = months.filter_map(aloud).chain([foot]).flat_map(|text| fill(&text, look.measure()));
        return spaced(indented(told.collect(), look), look);
    }
    let gutter = || Line::plain(" ".repeat(look.gutter()));
    let mut page = vec![gutter().and(Ink::Plain, "     1        10        20        30")];
    let today = days.last().map(|(day, _)| *day);
    for month in months {
        let Some((start, _)) = month.first() else { continue };
        let before = " ".repeat(start.day0() as usize);
        let name = start.format("%b  ").to_string();
        let mut row = gutter().and(Ink::Name, name).and(Ink::Plain, before);
        for &(day, glow) in month {
            let (ink, glyph) = mark(glow, Some(day) == today, look);
            row = row.and(ink, glyph);
        }
        page.push(row);
    }
    page.push(Line::blank());
    page.extend(legend(look, 1));
    page.extend(indented(vec![foot], look));
    spaced(page, look)
}

/// A month in words.
fn aloud(month: &[(NaiveDate, Option<Glow>)]) -> Option<String> {
    let name = month.first()?.0.format("%B %Y");
    let DayCount { days, done, loved, seen } = count(month.iter().map(|(_, glow)| *glow));
    let not_opened = days - done - seen;
    Some(format!("{name}: {done} done, {loved} of them loved. {seen} seen. {not_opened} not opened."))
}
