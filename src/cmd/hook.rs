//! `today --hook`: what a shell runs when it starts.

use std::time::Duration;

use bumpalo::Bump;

use super::day::{Day, Picker, library, packs};
use crate::error::Error;
use crate::host::deadline::give_up_after;
use crate::host::env::Env;
use crate::host::log::append::shown;
use crate::host::log::folder::make_private;
use crate::host::log::lock::Lock;
use crate::host::log::{Log, Recent};
use crate::host::out::Out;
use crate::host::stamp;
use crate::model::ask::Ask;
use crate::model::view::card::{Card, page, spaced};
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::vocabulary::HookStyle;

/// The hook gives up after so many milliseconds.
const DEADLINE: u64 = 300;

/// At most one prompt a day, no faults, no failure, no waiting.
pub(super) fn hook(env: &Env, out: &Out) {
    if env.disabled || stamp::is_quiet(env) {
        return;
    }
    give_up_after(DEADLINE);
    let day = Day::begin_quietly(env);
    if speak(env, out, &day).is_ok_and(|reached| reached) {
        stamp::write(env, day.ends(env));
    }
}

/// Prints today's prompt unless that was done. Whether an answer was reached that holds for the day.
fn speak(env: &Env, out: &Out, day: &Day) -> Result<bool, Error> {
    let lock = env.paths.data.as_ref().map(|folder| {
        // Where the folder cannot be made there is no lock, and no history to guard.
        let _ = make_private(folder);
        Lock::take(folder, Duration::ZERO)
    });
    if matches!(lock, Some(Lock::Busy)) {
        return Ok(false);
    }
    if Log::end(env).of_day(day.today).last_shown(day.today).is_some() {
        return Ok(true);
    }
    let nudges = day.settings.hook == HookStyle::Nudge;
    let held = lock.as_ref().is_some_and(Lock::is_held);
    let arena = Bump::new();
    let Recent { log, history, .. } =
        if nudges { Log::recent(env, &arena) } else { Log::ready_to_pick(env, &arena, held) };
    if history.last_shown(day.today).is_some() || history.paused_until(day.today).is_some() {
        return Ok(true);
    }
    if nudges {
        let line =
            Line::inked_mark(Mark::Open, Ink::Accent, out.look).and(Ink::Plain, "Today's prompt is ready: `connect`");
        return out.print(&spaced(vec![line], out.look)).map(|()| true);
    }
    let packs = packs(env, None);
    let library = library(&day.settings, &packs, None);
    let Ok(new) = (Picker { env, day, log: &log, history: &history }).propose(&library, Ask::default(), None) else {
        return Ok(true);
    };
    out.print(&page(&Card::new(&new, day.today), out.look, day.name(), false))?;
    // Shown is shown; that it could not be recorded is told by the next `connect`.
    let _ = shown(env, &log, &history, day.today, &new, lock);
    Ok(true)
}
