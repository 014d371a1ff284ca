//! The picker: fair turn, best fit, then rest.
//!
//! A pure function of seed, day, settings, library and the history before the day. Only `+ - * /` and
//! comparisons of 64-bit floats in a fixed order, and integer hashes: the same pick on every machine and in
//! every version. No function here may use logarithms, powers, roots or fused arithmetic, whose last bits
//! differ between platforms.
//!
//! - [`hash`]: where chance comes from
//! - [`life`]: what it is told: finished days, and what the settings say
//! - [`memory`]: what the history teaches, folded day by day
//! - [`turn`]: stage 1, whose practice's turn it is
//! - [`fit`]: stage 2, which of its prompts
//! - [`limits`]: what today allows
//! - [`choose`]: the whole choice, with its ladder of fallbacks

pub mod choose;
pub mod fit;
pub mod hash;
pub mod life;
pub mod limits;
mod mean;
pub mod memory;
pub mod turn;

pub use life::{Answered, Offered, Outcome, Plan, Rec};
pub use memory::Memory;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod laws_tests;
