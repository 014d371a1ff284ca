//! Today in one word, for a status bar. It gives away neither the prompt nor its practice.

use serde::Serialize;

use super::super::offer::State;
use super::markup::escape;
use super::paint::{Ink, Line, Look, Mark, legible};

/// What a bar says of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ready,
    Done,
    Skipped,
    Later,
    /// Paused.
    Quiet,
}

impl Status {
    /// The state of today's prompt (none: not shown yet), and whether shell and reminder are paused.
    pub fn of(state: Option<State>, paused: bool) -> Self {
        match state {
            Some(State::Done) => Self::Done,
            Some(State::Skipped) => Self::Skipped,
            Some(State::Snoozed) => Self::Later,
            Some(State::Open) | None if paused => Self::Quiet,
            Some(State::Open) | None => Self::Ready,
        }
    }

    fn mark(self) -> Mark {
        match self {
            Self::Ready => Mark::Open,
            Self::Done => Mark::Done,
            Self::Skipped => Mark::Skipped,
            Self::Later | Self::Quiet => Mark::Later,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Later => "later",
            Self::Quiet => "quiet",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Ready => "Today's prompt is ready: connect",
            Self::Done => "Done for today",
            Self::Skipped => "Skipped for today",
            Self::Later => "Put off until later",
            Self::Quiet => "Quiet while you pause it: connect pause --days 0 ends that",
        }
    }

    /// The line for a bar.
    pub fn line(self, look: Look) -> Line {
        if look.plain {
            return Line::plain(format!("Today's prompt: {}.", self.word()));
        }
        Line::marked(self.mark(), look).and(Ink::Plain, self.word())
    }

    /// The object that waybar reads. Its texts are Pango markup.
    pub fn waybar(self, look: Look) -> Waybar {
        let mark = legible(self.mark().glyph(), look.ascii);
        Waybar {
            text: escape(&format!("{mark} {}", self.word())),
            tooltip: escape(self.sentence()),
            class: self.word(),
            percentage: if self == Self::Done { 100 } else { 0 },
        }
    }
}

/// What a custom module of waybar with `"return-type": "json"` takes.
#[derive(Serialize)]
pub struct Waybar {
    text: String,
    tooltip: String,
    class: &'static str,
    percentage: u8,
}
