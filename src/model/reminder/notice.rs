//! What a reminder says, and the command that says it. Others see the screen, so its own words give nothing away.

use crate::view::card::{Card, named};
use crate::view::markup::escape;
use crate::view::paint::harmless;

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
}

impl Notice {
    /// That today's prompt is ready.
    pub fn ready() -> Self {
        Self::new("Today's prompt is ready", "Whenever it suits you, type: connect")
    }

    /// That notifications arrive.
    pub fn test() -> Self {
        Self::new("A test from connect", "Reminders can reach you here.")
    }

    /// The prompt itself.
    pub fn prompt(card: &Card, name: Option<&str>) -> Self {
        Self::new(card.practice.title(), &harmless(&named(&card.text, name)))
    }

    fn new(title: &str, body: &str) -> Self {
        Self { title: title.to_owned(), body: body.to_owned() }
    }
}

/// The program that shows a notification.
pub fn notifier(on_a_mac: bool) -> &'static str {
    if on_a_mac { "osascript" } else { "notify-send" }
}

/// Its arguments. Texts are arguments of their own, never part of a script; elsewhere than on a Mac a body is markup.
pub fn arguments(notice: &Notice, on_a_mac: bool) -> Vec<String> {
    let script = ["on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run"];
    let (options, body) = if on_a_mac {
        (script.iter().flat_map(|line| ["-e", line]).collect(), notice.body.clone())
    } else {
        (vec!["-a", "connect", "--"], escape(&notice.body))
    };
    options.into_iter().map(str::to_owned).chain([notice.title.clone(), body]).collect()
}
