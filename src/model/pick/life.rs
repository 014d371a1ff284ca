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

impl Plan {
    /// The person's own shares of the practices, 0 for those that are never served.
    pub fn shares(&self) -> [f64; NP] {
        self.parted(|k| self.weight[k])
    }

    /// What weights of the practices that can be served come to as parts of one whole.
    pub(super) fn parted(&self, weight: impl Fn(usize) -> f64) -> [f64; NP] {
        let weights: [f64; NP] = std::array::from_fn(|k| if self.active[k] { weight(k) } else { 0.0 });
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 { weights.map(|weight| weight / sum) } else { weights }
    }
}
