//! Every verb that writes. A new one is a line here, and meets every fault.

use std::fs;

use crate::home::{NOW, copy, home};
use crate::sandbox::Sandbox;

/// A command line that writes something.
pub(crate) struct Writing {
    pub(crate) line: &'static str,
    /// What was typed before it on the same day.
    before: &'static [&'static str],
    /// What it does to the day's prompt.
    pub(crate) effect: Effect,
    /// Whether what it acknowledges is there.
    is_kept: fn(&Sandbox) -> bool,
}

/// What a verb is to the day's prompt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It shows the day's own: the same one whatever happened.
    Shows,
    /// It puts another one in its place.
    Changes,
    /// It says something; whatever it prints on standard output is an acknowledgement.
    Says,
}

use Effect::{Changes, Says, Shows};

const ADD: &str = "add --practice time --kind do --minutes 15 --depth 1 \
                   'Walk to our bench, and sit until one of us says something new.'";

macro_rules! logged {
    ($event:literal) => {
        |home| home.log_text().contains(concat!("\"event\":\"", $event, "\""))
    };
}

/// Every verb that writes.
pub(crate) const WRITING: &[Writing] = &[
    Writing { line: "", before: &[], effect: Shows, is_kept: logged!("shown") },
    Writing { line: "today --hook", before: &[], effect: Shows, is_kept: logged!("shown") },
    Writing { line: "another", before: &[""], effect: Changes, is_kept: logged!("shown") },
    Writing { line: "today --mood tired --minutes 5", before: &[""], effect: Changes, is_kept: logged!("shown") },
    Writing { line: "done --rating 4 --note 'said words'", before: &[""], effect: Says, is_kept: logged!("done") },
    Writing { line: "love", before: &[""], effect: Says, is_kept: logged!("done") },
    Writing { line: "skip", before: &[""], effect: Says, is_kept: logged!("skip") },
    Writing { line: "snooze", before: &["", "another"], effect: Says, is_kept: logged!("snooze") },
    Writing { line: "never time.ask-5", before: &[""], effect: Says, is_kept: logged!("never") },
    Writing { line: "never time.ask-5 --lift", before: &["never time.ask-5"], effect: Says, is_kept: logged!("allow") },
    Writing { line: "note 'said words'", before: &[], effect: Says, is_kept: logged!("note") },
    Writing { line: "pause", before: &[], effect: Says, is_kept: logged!("pause") },
    Writing { line: "undo", before: &["", "skip"], effect: Says, is_kept: logged!("undo") },
    Writing {
        line: "config set name Robin",
        before: &[],
        effect: Says,
        is_kept: |home| settings(home).contains("Robin"),
    },
    Writing {
        line: "config unset name",
        before: &["config set name Robin"],
        effect: Says,
        is_kept: |home| !settings(home).contains("Robin"),
    },
    Writing { line: ADD, before: &[], effect: Says, is_kept: |home| pack(home).contains("Walk to our bench") },
];

fn pack(home: &Sandbox) -> String {
    fs::read_to_string(home.path(".config/connect/prompts/ours.toml")).unwrap_or_default()
}

fn settings(home: &Sandbox) -> String {
    fs::read_to_string(home.path(".config/connect/settings.toml")).unwrap_or_default()
}

impl Writing {
    /// A home in which it can be typed.
    pub(crate) fn home(&self) -> Sandbox {
        let home = home(NOW);
        for line in self.before {
            home.ok(line);
        }
        home
    }

    /// That home again and again, each time untouched.
    pub(crate) fn homes(&self) -> impl Fn() -> Sandbox + use<> {
        let home = self.home();
        move || copy(&home)
    }

    /// Whether what it says goes to the log, and not to settings or packs.
    pub(crate) fn writes_the_log(&self) -> bool {
        !self.line.starts_with("add") && !self.line.starts_with("config")
    }

    pub(crate) fn is_kept(&self, home: &Sandbox) -> bool {
        (self.is_kept)(home)
    }
}
