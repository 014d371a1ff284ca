//! The program as people meet it: every test runs the real binary in a home of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answer;
mod compatibility;
mod completions;
mod config;
mod daemons;
mod data;
mod doctor;
mod durability;
mod environment;
mod erase;
mod help;
mod history;
mod hook;
mod init;
mod library;
mod looks;
mod manual;
mod packs;
mod privacy;
mod quiz;
mod race;
mod readme;
mod remind;
mod report;
mod sandbox;
mod schema;
mod session;
mod setup;
mod shells;
mod stats;
mod status;
mod terminal;
mod tidy;
mod time;
mod today;
mod why;
