//! What is held true of any bytes at all: one function for each thing that reads what others wrote.
//!
//! The fault campaign runs them over the corpus, and over mutations of it, in seconds; a fuzzer for as long as it may,
//! here half an hour for one target, on one processor, going on after a find:
//!
//! ```sh
//! cargo +nightly fuzz run --fuzz-dir tests/fuzz --sanitizer none history -- \
//!     -fork=1 -ignore_crashes=1 -timeout=2 -rss_limit_mb=512 -max_total_time=1800
//! ```
//!
//! Nothing here is unsafe, so that a sanitizer finds nothing and halves the speed. What a fuzzer finds becomes a test
//! beside the code that was wrong, and a file with a name in the corpus.

mod clean;
mod history;
mod library;
mod merge;
mod render;
mod rewrite;
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
