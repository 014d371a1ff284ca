//! The balance of the nine practices: a mark for every prompt, and the same in a table.

use std::ops::RangeInclusive;

use super::super::super::keyed::Keyed as _;
use super::super::super::look_back::days::Glow;
use super::super::super::look_back::tally::{Tallies, Tally};
use super::super::super::vocabulary::{Kind, Practice};
use super::Year;
use super::calendar::mark;
use super::html::Html;

/// So many marks stand in a row at least, that few do not look like many; and at most, that each can be seen.
const ROW: RangeInclusive<usize> = 16..=40;

pub(super) fn section(html: &mut Html, year: &Year<'_, '_, '_>) {
    let tallies = Tallies::of_last(year.days, usize::MAX);
    html.raw("<section aria-labelledby=\"nine\">\n<h2 id=\"nine\">Nine ways</h2>\n<div class=\"nine\" aria-hidden=\"true\">\n");
    let longest = tallies.practices.iter().map(|tally| tally.shown).max().unwrap_or(0);
    let row = longest.clamp(*ROW.start(), *ROW.end());
    for &practice in Practice::ALL {
        picture(html, practice.title(), tallies.practice(practice), row);
    }
    html.raw("</div>\n<p class=\"legend\">").text(&kinds(&tallies)).raw("</p>\n");
    table(html, &tallies);
    html.raw("</section>\n");
}

/// A practice with its marks: what was loved first, then what was done, then what was seen.
fn picture(html: &mut Html, title: &str, tally: Tally, row: usize) {
    html.raw("<div class=\"practice\"><span class=\"title\">").text(title).raw("</span>");
    html.raw("<svg viewBox=\"0 0 ").put(row * 20).raw(" ").put(tally.shown.div_ceil(row).max(1) * 20).raw("\">");
    for at in 0..tally.shown {
        let glow = match at {
            at if at < tally.loved => Glow::Loved,
            at if at < tally.done => Glow::Done,
            _ => Glow::Seen,
        };
        let place = |number: usize| u32::try_from(number * 20 + 10).unwrap_or(u32::MAX);
        mark(html, Some(glow), place(at % row), place(at / row));
    }
    html.raw("</svg><span class=\"count\">").text(&of(tally)).raw("</span></div>\n");
}

/// "14 of 20".
fn of(tally: Tally) -> String {
    if tally.shown == 0 { "none".to_owned() } else { format!("{} of {}", tally.done, tally.shown) }
}

/// What was done, by what it asked for.
fn kinds(tallies: &Tallies) -> String {
    let told = Kind::ALL.iter().map(|&kind| (kind, tallies.kind(kind))).filter(|(_, tally)| tally.shown > 0);
    let told = told.map(|(kind, tally)| format!("{} {}", kind.noun(), of(tally)));
    format!("Done, by what was asked: {}.", told.collect::<Vec<_>>().join(", "))
}

fn table(html: &mut Html, tallies: &Tallies) {
    html.raw("<details>\n<summary>The same in numbers</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" ");
    html.raw("aria-label=\"Table of practices\">\n<table>\n<caption>Prompts by practice</caption>\n<thead><tr>");
    html.raw("<th scope=\"col\">Practice</th><th scope=\"col\">Shown</th><th scope=\"col\">Done</th>");
    html.raw("<th scope=\"col\">Loved</th></tr></thead>\n<tbody>\n");
    for &practice in Practice::ALL {
        let tally = tallies.practice(practice);
        html.raw("<tr><th scope=\"row\">").text(practice.title()).raw("</th>");
        for number in [tally.shown, tally.done, tally.loved] {
            html.raw("<td>").put(number).raw("</td>");
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n</details>\n");
}
