//! Faults in files, with the line and a caret under the place.

use super::super::fault::Fault;
use super::paint::{Ink, Line, Page};

/// A fault: where, what, and the line itself. `before` stands in front of the message.
pub fn fault_page(opening: Line, before: &str, fault: &Fault) -> Page {
    let Some(place) = &fault.place else {
        return vec![
            opening.and(Ink::Name, format!("{}:", fault.file)).and(Ink::Plain, format!(" {before}{}", fault.message)),
        ];
    };
    let at = format!("{}:{}:{}:", fault.file, place.line, place.column);
    let mut page = vec![opening.and(Ink::Name, at).and(Ink::Plain, format!(" {before}{}", fault.message))];
    // A line too long to be read at a glance says nothing, and its caret would be off the screen.
    if place.excerpt.chars().count() > 200 {
        return page;
    }
    let number = place.line.to_string();
    let indent = place.excerpt.chars().take(place.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' });
    let margin = " ".repeat(number.len());
    page.push(Line::plain(format!("  {number} | {}", place.excerpt)));
    let before: String = indent.collect();
    page.push(Line::plain(format!("  {margin} | {before}")).and(Ink::Accent, "^".repeat(place.width)));
    page
}
