//! `safety`: for whoever is afraid. Printed from the program itself; nothing is looked up or recorded.

use crate::error::Error;
use crate::host::out::Out;
use crate::model::view::card::spaced;
use crate::model::view::paint::{Ink, Line};

/// When the two directories were last looked at, by year and month.
pub(super) const CHECKED: &str = "2026-11";

const SCREEN: &str = "\
If you feel afraid of your partner, or watched, or made to do things,
please don't use these prompts to mend it. You didn't cause it, and
talking better won't stop it.

It can look like fear of how they react. Needing leave for money, your
phone or friends. Pressure over touch or sex. Threats, of any kind, to
anyone, themselves included. Being tracked, or having your messages read.

In danger now: call your local emergency number.

Otherwise talk to someone outside the relationship. On a device they have
never had hold of, search \"domestic abuse helpline\" and your country, or:
  lila.help            help near you, in nearly every country
  findahelpline.com    people to talk to, for anyone

Calls and searches can show up on this device. So can this program: it
keeps a history in ~/.local/share/connect. Clearing things all at once can
be noticed too, so do what feels safest, not what looks tidiest.";

pub(super) fn safety(out: &Out) -> Result<(), Error> {
    let mut page: Vec<Line> = SCREEN.lines().map(Line::plain).collect();
    page.push(Line::blank());
    page.push(
        Line::default().and(
            Ink::Plain,
            format!("Directories last checked in {CHECKED}. Not therapy, and no substitute for help."),
        ),
    );
    out.print(&spaced(page, out.look))
}
