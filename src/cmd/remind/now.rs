//! `remind now`: what a scheduler runs. It says nothing to nobody, and nothing twice.

use bumpalo::Bump;
use chrono::NaiveDate;
use clap::Args;

use crate::cmd::day::{Day, peek};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::append::shown;
use crate::host::log::{Log, Recent};
use crate::host::notify::send_patiently;
use crate::host::out::Out;
use crate::model::history::History;
use crate::model::offer::State;
use crate::model::reminder::notice::Notice;
use crate::model::view::card::page;

#[derive(Args)]
pub(in crate::cmd) struct NowArgs {
    /// Show the prompt itself
    #[arg(long)]
    show_prompt: bool,
    /// Print the prompt, for cron to mail
    #[arg(long)]
    mail: bool,
}

/// Reminds of today's prompt, unless something was said of it, or a pause is on. Faults are told by other verbs.
pub(in crate::cmd) fn now(env: &Env, out: &Out, args: &NowArgs) -> Result<(), Error> {
    let day = Day::begin_quietly(env);
    let arena = Bump::new();
    if !is_wanted(&Log::recent(env, &arena).history, day.today) {
        return Ok(());
    }
    // A reminder that says no more than "ready" leaves no trace, not even an empty history.
    let reveals = args.show_prompt || args.mail;
    let Recent { log, history, .. } =
        if reveals { Log::ready_to_pick(env, &arena, false) } else { Log::recent(env, &arena) };
    let Some((card, new)) = peek(env, &day, &log, &history) else { return Ok(()) };
    if args.mail {
        out.print(&page(&card, out.look, day.name(), false))?;
    } else {
        let notice = if reveals { Notice::prompt(&card, day.name()) } else { Notice::ready() };
        if send_patiently(env, &notice).is_err() {
            out.hint("nothing could be shown; `connect remind test` says why");
            return Ok(());
        }
    }
    if let Some(new) = new.filter(|_| reveals) {
        // Shown is shown; that it could not be recorded is told by the next `connect`.
        let _ = shown(env, &log, &history, day.today, &new, None);
    }
    Ok(())
}

fn is_wanted(history: &History<'_>, today: NaiveDate) -> bool {
    is_open(history, today) && history.paused_until(today).is_none()
}

/// Whether nothing was said of today's prompt yet.
pub(super) fn is_open(history: &History<'_>, today: NaiveDate) -> bool {
    history.current(today).is_none_or(|offer| offer.state == State::Open)
}
