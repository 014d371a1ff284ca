//! From values to what people read: pages of inked text, one card, a few tables.
//!
//! Nothing here prints. Text from packs, history and arguments may hold anything; it is made harmless where
//! a page becomes bytes ([`paint`]), so no view can forget to.

pub mod card;
pub mod dates;
pub mod diagnosis;
pub mod faults;
pub mod format;
pub mod kept;
pub mod markup;
pub mod paint;
pub mod past;
pub mod practices;
pub mod prompt;
pub mod quiz;
pub mod reasons;
pub mod reminder;
pub mod report;
pub mod settings;
pub mod stats;
pub mod status;
pub mod tables;
pub mod topic;
pub mod wrap;
pub mod year;
