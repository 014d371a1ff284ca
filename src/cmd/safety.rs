//! `safety`: for whoever is afraid. Printed from the program itself; nothing is looked up or recorded.

use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::model::view::card::spaced;
use crate::model::view::paint::{Line, Look, Page};
use crate::model::view::wrap::fill;

/// When the two directories were last looked at, by year and month.
pub(super) const CHECKED: &str = "2026-11";

const BEFORE: [&str; 4] = [
    "If you feel afraid of your partner, or watched, or made to do things, please don't use these prompts to mend \
     it. You didn't cause it, and talking better won't stop it.",
    "It can look like fear of how they react. Needing leave for money, your phone or friends. Pressure over touch or \
     sex. Threats, of any kind, to anyone, themselves included. Being tracked, or your messages read.",
    "In danger now: call your local emergency number.",
    "Otherwise talk to someone outside the relationship. On a device they have never had hold of, search \"domestic \
     abuse helpline\" and your country, or:",
];

const DIRECTORIES: [(&str, &str); 2] =
    [("lila.help", "help near you, in nearly every country"), ("findahelpline.com", "people to talk to, for anyone")];

/// No line is longer: this is to be read by somebody who may not have long.
const MEASURE: usize = 72;

pub(super) fn safety(env: &Env, out: &Out) -> Result<(), Error> {
    let folder = env.paths.data.as_ref().map_or_else(|| "its folder".to_owned(), |folder| env.paths.shorten(folder));
    let trail = format!(
        "Calls and searches can show up on this device. So can this program: it keeps a history in {folder}. Clearing \
         things all at once can be noticed too, so do what feels safest, not what looks tidiest."
    );
    let limits = format!("Directories checked in {CHECKED}. Not therapy, and no substitute for help.");
    let mut page: Page = BEFORE.iter().flat_map(|text| paragraph(text, out.look)).collect();
    page.pop();
    page.extend(DIRECTORIES.iter().flat_map(|&(site, what)| directory(site, what, out.look)));
    page.push(Line::blank());
    page.extend(paragraph(&trail, out.look));
    page.extend(paragraph(&limits, out.look));
    page.pop();
    out.print(&spaced(page, out.look))
}

/// A paragraph and the blank line below it.
fn paragraph(text: &str, look: Look) -> Page {
    let lines = fill(text, look.width.min(MEASURE)).into_iter().map(Line::plain);
    lines.chain([Line::blank()]).collect()
}

/// A site and what it is for: on one line if that is wide enough, else below each other.
fn directory(site: &str, what: &str, look: Look) -> Page {
    let line = format!("  {site:<17}    {what}");
    if line.len() <= look.width {
        return vec![Line::plain(line)];
    }
    let below = fill(what, look.width.saturating_sub(4).max(1)).into_iter().map(|line| format!("    {line}"));
    [format!("  {site}")].into_iter().chain(below).map(Line::plain).collect()
}
