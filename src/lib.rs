//! `connect`: one small thing a day that brings you closer to your partner.
//!
//! This library exists for its binary and its tests; nothing in it is a stable interface.
//!
//! # The map
//!
//! `main → cmd → host → model`, and imports point to the right only; a test reads every path.
//!
//! - [`model`]: everything that is decided. Pure: no files, clock, environment or printing. A package of its own, built to
//!   be fast where the rest is built to be small.
//!   - `keyed`, `vocabulary`: the closed sets of words; `day`: when a day begins, and counting them
//!   - `prompt`, `library`, `plain`: what can be shown; `check`: whether it should be; `draft`: one's own
//!   - `settings`, `occasions`, `ask`: what the person wants; `settings_edit`, `settings_list`: changing and listing them;
//!     `document`, `fault`: reading TOML and telling what is wrong with it
//!   - `json`, `layout`, `event`, `detail`, `lines`, `gather`, `replay`, `history`, `offer`: from bytes of the log to
//!     what is true now; `record`: new lines for it; `rewrite`, `export`: its lines put together anew, and carried to another machine;
//!     `erase`, `erasures`: which of them go
//!   - `pick`: the choice; `reason`: why; `proposal`: from all of these to today's prompt
//!   - `look_back`: past days, what came of them, and how it adds up
//!   - `setup`: a few questions; `quiz`: twenty scenes and the mix they make
//!   - `reminder`: when it comes, and what schedulers read
//!   - `shell`: the blocks that greet in a new shell, and putting them into a file
//!   - `schema`: what a program or an editor may rely on; `topic`: help on what verbs have in common;
//!     `diagnosis`: what `doctor` finds
//!   - `view`: what people read; `view::report` is a page for a browser
//! - [`host`]: everything that is done. `env` (clock, variables, terminal), `paths` (where things lie), `files`
//!   (settings, packs), `settings_file` (changing settings), `replace` (a file, whole), `save` (a file that the person
//!   names), `log` (the history file), `belongings` (all that is ours), `stamp` (the shell's quiet time), `rc` (the
//!   shell's own file), `out` and `pager` (printing), `typist` and `editor` (what is typed), `deadline` (a shell never
//!   waits), `child` (other programs), `schedule` and `notify` (the reminder), `inspect` (what there is to
//!   know of files beside what is in them)
//! - [`cmd`]: one file for each family of verbs: read everything, decide, print, append once
//! - [`error`]: failures and exit codes
//!
//! # What must never happen
//!
//! - A day whose prompt changes by itself: the pick depends on seed, day, settings, library and earlier days alone.
//! - A prompt that is withheld because of settings, packs, a log or a disk.
//! - A line of the log that is lost. Verbs of every day only add lines, at the end. `data import`, `merge` and `erase`
//!   rewrite the file: they may change the order of lines, drop a doubled one, and take away what an `erased` event names,
//!   and copy everything else byte for byte, into a file that is read back before it takes the old one's place.
//! - Text that acts on the terminal: all output passes through `model::view::paint`.
//! - A panic, whatever the input.

#[doc(hidden)]
pub mod cmd;
#[doc(hidden)]
pub mod error;
#[doc(hidden)]
pub mod host;
#[doc(hidden)]
pub use connect_model as model;

use std::ffi::OsString;

use host::env::Env;
use host::out::Out;

/// Runs one command line and returns the exit code.
pub fn run(args: impl Iterator<Item = OsString>, env: &Env) -> u8 {
    let mut out = Out { look: env.look, has_reader: env.has_reader };
    match cmd::run(args, env, &mut out) {
        Ok(()) => 0,
        Err(error) => {
            out.fail(&error);
            error.kind.code()
        }
    }
}
