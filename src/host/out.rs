//! Output: the answer to standard output, everything else to standard error.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::error::{Error, Kind};
use crate::model::fault::Fault;
use crate::model::view::dates::count;
use crate::model::view::faults::fault_page;
use crate::model::view::paint::{Ink, Line, Look, harmless_json, legible, render};
use crate::model::view::wrap::{fill, fill_inked};

/// So many faults are told of in passing.
const FAULTS: usize = 3;

/// Where a run's words go, and how they look.
pub struct Out {
    pub look: Look,
    /// Standard error is a terminal, so that hints have a reader.
    pub has_reader: bool,
}

impl Out {
    /// Prints a page, whole and at once.
    pub fn print(&self, page: &[Line]) -> Result<(), Error> {
        self.write(&render(page, self.look))
    }

    /// Prints text that was made harmless already.
    pub fn print_text(&self, text: &str) -> Result<(), Error> {
        self.write(&format!("{text}\n"))
    }

    /// Prints lines of Markdown that were made harmless already, in ASCII if need be.
    pub fn print_markdown(&self, text: &str) -> Result<(), Error> {
        let lines: Vec<String> = text.lines().map(|line| legible(line, self.look.ascii)).collect();
        self.print_text(&lines.join("\n"))
    }

    /// Prints one JSON document on a line.
    pub fn print_json(&self, value: &impl Serialize) -> Result<(), Error> {
        let json = serde_json::to_string(value).map_err(|error| Error::new(Kind::Io, error.to_string()))?;
        self.print_text(&harmless_json(&json))
    }

    #[expect(clippy::unused_self, reason = "whoever prints holds an Out")]
    fn write(&self, text: &str) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Error::new(Kind::ClosedPipe, "the reader went away"),
            _ => Error::io("can't write to standard output", &error),
        })
    }

    /// Says something beside the answer. Where nobody can be told, nothing more can be done.
    pub fn say(&self, page: &[Line]) {
        let text = render(page, self.error_look());
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says what to type next, where somebody reads it.
    pub fn hint(&self, text: &str) {
        if self.has_reader {
            self.aside(&format!("hint: {text}"));
        }
    }

    /// Says a sentence beside the answer, in whole words where the terminal is narrow.
    pub fn aside(&self, text: &str) {
        self.say(&fill(text, self.look.width.max(1)).into_iter().map(Line::plain).collect::<Vec<_>>());
    }

    /// Tells of something wrong that did not stop the run.
    pub fn warn(&self, message: &str) {
        self.complain(Ink::Name, message);
    }

    /// Whoever reads it on a screen gets whole words; a file or a program gets the line as it is.
    fn complain(&self, ink: Ink, message: &str) {
        let line = Line::default().and(ink, "connect:").and(Ink::Plain, format!(" {message}"));
        let page = if self.has_reader { fill_inked(&line, self.look.width) } else { vec![line] };
        self.say(&page);
    }

    /// Tells of faults in files, each with its place. Where there are many, the first few say enough: what was
    /// asked for is not to be pushed off the screen.
    pub fn faults(&self, mut faults: Vec<Fault>) {
        faults.sort_by_key(Fault::order);
        for fault in faults.iter().take(FAULTS) {
            let mut page = fault_page(Line::default().and(Ink::Name, "connect: "), "", fault);
            if self.has_reader {
                // The line itself and its caret stay as they are.
                page.splice(..1, fill_inked(&page[0], self.look.width));
            }
            self.say(&page);
        }
        if let Some(more @ 1..) = faults.len().checked_sub(FAULTS) {
            self.warn(&format!("and {}: `connect check` shows them all", count(more, "more fault")));
        }
    }

    /// Tells of the failure that ends the run.
    pub fn fail(&self, error: &Error) {
        if error.kind == Kind::ClosedPipe {
            return;
        }
        let ink = if error.kind == Kind::NotRecorded { Ink::Name } else { Ink::Accent };
        self.complain(ink, &error.message);
        if let Some(hint) = &error.hint {
            self.hint(hint);
        }
    }

    fn error_look(&self) -> Look {
        Look { color: self.look.color && self.has_reader, ..self.look }
    }
}
