//! What the picker is told: finished days, and what the settings say.

use super::super::prompt::Traits;
use super::super::vocabulary::Love;

/// Practices.
pub const NP: usize = 9;

/// What came of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Skipped,
    /// Shown, and nothing more is known.
    Silent,
}

/// A prompt that was shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offered<'h> {
    pub prompt: &'h str,
    pub traits: Traits,
}

/// A prompt that was shown, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answered<'h> {
    pub offered: Offered<'h>,
    pub outcome: Outcome,
    /// 1 to 5.
    pub rating: Option<u8>,
}

/// One finished day.
#[derive(Clone, Debug, PartialEq)]
pub struct Rec<'h> {
    /// Days since 1970-01-01.
    pub day: i32,
    pub weekend: bool,
    /// Shown beside the last one: they rest and count as shown, but teach and pay nothing.
    pub also: Vec<Answered<'h>>,
    /// Swapped away, in order.
    pub swapped: Vec<Offered<'h>>,
    /// The one that stands for the day.
    pub last: Answered<'h>,
}

/// What the settings say.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub weight: [f64; NP],
    /// Which practices can ever be served.
    pub active: [bool; NP],
    pub languages: [Option<Love>; 2],
    /// How far learning may tilt a weight: 0, 0.25 or 0.5.
    pub tilt: f64,
    pub learn: bool,
}
