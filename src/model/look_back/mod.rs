//! Looking back: past days, what came of them, and how it adds up.
//!
//! Everything here speaks of the same days and prompts that [`days::days`] lists, so that no two numbers disagree.
//!
//! - [`days`]: what was shown, what came of it, what was written
//! - [`wanted`]: which of it somebody asks for
//! - [`forward`]: how long nothing repeats, and when favourites come again
//! - [`tally`]: how much of it was done, by practice, kind, effort and weekday

pub mod days;
pub mod forward;
pub mod tally;
pub mod wanted;

#[cfg(test)]
mod look_back_tests;
