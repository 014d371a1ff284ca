//! The fault campaign: what the program promises is kept while the machine around it breaks.
//!
//! It takes minutes, so `cargo test` leaves it out: `cargo test --test faults`. Every test was seen to fail against a
//! program broken on purpose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod corpus;
mod errors;
mod home;
mod kill;
mod power;
#[allow(dead_code, reason = "the integration tests use the rest")]
#[path = "../it/sandbox.rs"]
mod sandbox;
mod strace;
#[expect(unreachable_pub, reason = "to the fuzzer it is a library")]
#[path = "../fuzz/src/lib.rs"]
mod targets;
mod verbs;
