//! Everything that is decided, and nothing that is done: no files, no clock, no environment, no printing.

pub mod ask;
pub mod check;
pub mod day;
pub mod detail;
pub mod diagnosis;
pub mod document;
pub mod draft;
pub mod erase;
pub mod erasures;
pub mod event;
pub mod export;
pub mod fault;
pub mod gather;
pub mod history;
pub mod json;
pub mod keyed;
mod layout;
pub mod library;
pub mod lines;
pub mod look_back;
pub mod occasions;
pub mod offer;
pub mod pick;
pub mod plain;
pub mod prompt;
pub mod proposal;
pub mod quiz;
pub mod reason;

pub mod record;
pub mod reminder;
pub mod replay;
pub mod rewrite;
pub mod schema;
pub mod settings;
pub mod settings_edit;
pub mod settings_list;
pub mod setup;
pub mod shell;
pub mod topic;
pub mod view;

pub mod vocabulary;
