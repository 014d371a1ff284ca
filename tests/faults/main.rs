//! The fault campaign: what the program promises is kept while the machine around it breaks.
//!
//! It takes minutes, so `cargo test` leaves it out: `cargo test --test faults`. Every test was seen to fail against a
//! program broken on purpose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod aftermath;
mod bytes;
mod corpus;
mod disk;
mod errors;
mod every_verb;
mod home;
mod kill;
mod power;
mod race;
#[allow(dead_code, reason = "the integration tests use the rest")]
#[path = "../it/sandbox.rs"]
mod sandbox;
mod scenes;
mod schedules;
mod shim;
mod strace;
mod surroundings;
mod swap;
#[expect(unreachable_pub, reason = "to the fuzzer it is a library")]
#[path = "../fuzz/src/lib.rs"]
mod targets;
mod terminal_text;
mod verbs;
mod zones;
