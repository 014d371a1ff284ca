//! What is held true of any bytes at all: one function for each thing that reads what others wrote.
//!
//! A fuzzer runs them for hours; the fault campaign runs them over the corpus, and over mutations of it, in seconds.

mod clean;
mod history;
mod library;
mod merge;
mod render;
mod settings;

use chrono::NaiveDate;
pub use clean::assert_clean;
use connect::model::view::paint::Look;
pub use history::history;
pub use library::library;
pub use merge::merge;
pub use render::render;
pub use settings::settings;

/// A target, by the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 5] =
    [("history", history), ("library", library), ("merge", merge), ("render", render), ("settings", settings)];

/// The prompts that the targets pick from.
const PACK: &str = include_str!("../../it/fixture.toml");

/// The day on which all targets play.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")
}

/// A look by the bits of a byte, so wide.
fn look(bits: u8, width: usize) -> Look {
    let is = |bit: u8| bits & (1 << bit) != 0;
    Look { color: is(0), ascii: is(1), plain: is(2), roomy: is(3), width }
}
