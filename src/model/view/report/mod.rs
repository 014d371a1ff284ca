//! A year together, as one page to keep: a file of HTML that needs no script, no network and no other file.
//!
//! Pictures are drawn with the marks that the terminal uses, so that shape carries every meaning, and each has the same
//! facts in words beside it.

mod balance;
mod calendar;
mod html;
mod words;

use chrono::NaiveDate;

use super::super::day::shift;
use super::super::look_back::days::PastDay;
use html::Html;

/// Nothing may be loaded or run, whatever a reader's browser makes of the rest.
const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta name=\"referrer\" content=\"no-referrer\">\n\
<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
const STYLE: &str = concat!("</title>\n<style>\n", include_str!("style.css"), "</style>\n</head>\n<body>\n");

/// What a page is about.
pub struct Year<'y, 'h, 'a> {
    /// The first day of the first month that is told of.
    pub first: NaiveDate,
    /// The last day, or today.
    pub last: NaiveDate,
    pub today: NaiveDate,
    /// The first day of the history; before it, nothing could be opened.
    pub began: NaiveDate,
    /// The days between on which something was shown or written, the earliest first.
    pub days: &'y [PastDay<'h, 'a>],
    /// Stands for "your partner".
    pub name: Option<&'y str>,
    /// Whether notes are told.
    pub notes: bool,
}

/// The whole page.
pub fn page(year: &Year<'_, '_, '_>) -> String {
    let title = title(year);
    let mut html = Html::default();
    html.raw(HEAD).text(&title).raw(STYLE);
    html.raw("<header>\n<p class=\"span\">").text(&span(year)).raw("</p>\n<h1>").text(&title).raw("</h1>\n");
    html.raw("<p class=\"lead\">").text(&words::lead(year)).raw("</p>\n</header>\n<main>\n");
    calendar::section(&mut html, year);
    words::favourites(&mut html, year);
    balance::section(&mut html, year);
    if year.notes {
        words::notes(&mut html, year);
    }
    html.raw("</main>\n<footer>\n<p>Written by connect on ").text(&long(year.today));
    html.raw(". It counts only what was told to it; most of a year is elsewhere.</p>\n</footer>\n</body>\n</html>\n");
    html.into_string()
}

/// The same page where only ASCII may be used: everything else is named by its number.
pub fn in_ascii(page: &str) -> String {
    let named = |c: char| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) };
    page.chars().map(named).collect()
}

/// "A year with Robin"; what was shorter is not called a year.
fn title(year: &Year<'_, '_, '_>) -> String {
    let is_year = shift(year.first, 330) <= year.last;
    match (is_year, year.name) {
        (true, Some(name)) => format!("A year with {name}"),
        (true, None) => "A year together".to_owned(),
        (false, Some(name)) => format!("Together with {name}"),
        (false, None) => "Together".to_owned(),
    }
}

/// "December 2025 to November 2026".
fn span(year: &Year<'_, '_, '_>) -> String {
    let month = |date: NaiveDate| date.format("%B %Y").to_string();
    let (first, last) = (month(year.first), month(year.last));
    if first == last { first } else { format!("{first} to {last}") }
}

/// "24 November 2026".
fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}
