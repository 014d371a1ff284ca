//! What was asked, and what was written: the words of a year.

use super::super::super::look_back::days::{PastDay, Visit, count};
use super::super::super::vocabulary::Kind;
use super::super::card::named;
use super::super::dates::count as counted;
use super::html::Html;
use super::{Year, long};

/// The year in a few sentences.
pub(super) fn lead(year: &Year<'_, '_, '_>) -> String {
    let days = count(year.days.iter().filter_map(PastDay::glow).map(Some));
    let came = format!("One small thing to do, ask, say or notice came on {}.", counted(days.days, "day"));
    match (days.days, days.done, days.loved) {
        (_, 0, _) => came,
        (1, _, 0) => format!("{came} It was done."),
        (1, ..) => format!("{came} It was done, and loved."),
        (_, done, 0) => format!("{came} It was done on {done} of them."),
        (_, done, loved) => format!("{came} It was done on {done} of them, and loved on {loved}."),
    }
}

/// What was loved, each as it was read that day.
pub(super) fn favourites(html: &mut Html, year: &Year<'_, '_, '_>) {
    let visits = || year.days.iter().flat_map(|day| day.visits.iter()).filter(|visit| visit.offer.is_loved());
    if visits().next().is_none() {
        return;
    }
    html.raw("<section aria-labelledby=\"loved\">\n<h2 id=\"loved\">Loved</h2>\n<div class=\"cards\">\n");
    for visit in visits() {
        html.raw("<article class=\"card\">\n");
        prompt(html, visit, year.name);
        html.raw("<p class=\"when\">").text(visit.offer.shown.traits.practice.title()).raw(" · ");
        html.text(&long(visit.offer.entry.day)).raw("</p>\n</article>\n");
    }
    html.raw("</div>\n</section>\n");
}

/// A prompt, in quotes where it is spoken aloud.
fn prompt(html: &mut Html, visit: &Visit<'_, '_>, name: Option<&str>) {
    let text = named(&visit.offer.entry.text().unwrap_or_default(), name);
    html.raw("<p class=\"prompt\">");
    if visit.offer.shown.traits.kind == Kind::Ask {
        html.raw("“").text(text.trim()).raw("”");
    } else {
        html.text(text.trim());
    }
    html.raw("</p>\n");
}

/// What was written, with what it was written of.
pub(super) fn notes(html: &mut Html, year: &Year<'_, '_, '_>) {
    let wrote =
        |day: &&PastDay<'_, '_>| !day.notes.is_empty() || day.visits.iter().any(|visit| !visit.notes.is_empty());
    if !year.days.iter().any(|day| wrote(&day)) {
        return;
    }
    html.raw("<section aria-labelledby=\"written\">\n<h2 id=\"written\">Written down</h2>\n");
    for day in year.days.iter().filter(wrote) {
        html.raw("<article class=\"note\">\n<h3>").text(&long(day.day)).raw("</h3>\n");
        for visit in day.visits.iter().filter(|visit| !visit.notes.is_empty()) {
            prompt(html, visit, year.name);
            visit.notes.iter().for_each(|note| quote(html, note));
        }
        day.notes.iter().for_each(|note| quote(html, note));
        html.raw("</article>\n");
    }
    html.raw("</section>\n");
}

fn quote(html: &mut Html, note: &str) {
    html.raw("<blockquote>").text(note.trim()).raw("</blockquote>\n");
}
