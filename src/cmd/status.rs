//! `status`: today in one word, for a status bar. It runs every few seconds, so it prints no warnings, and picks
//! only if a format asks for the prompt.

use bumpalo::Bump;
use clap::Args;
use serde_json::json;

use super::day::{Day, peek, print_format};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::{Log, Recent};
use crate::host::out::Out;
use crate::model::view::card::{Card, object};
use crate::model::view::format::fill_in;
use crate::model::view::status::Status;

#[derive(Args)]
pub(super) struct StatusArgs {
    /// Print the object that a custom module of waybar takes
    #[arg(long, conflicts_with_all = ["json", "format"])]
    waybar: bool,
    /// Print a line of your own, such as '{state}'
    #[arg(long, value_name = "TEXT", conflicts_with = "json")]
    format: Option<String>,
    /// Print today's object as JSON
    #[arg(long)]
    json: bool,
}

/// What is known of today without picking.
struct Known {
    card: Option<Card>,
    is_paused: bool,
}

pub(super) fn status(env: &Env, out: &Out, args: &StatusArgs) -> Result<(), Error> {
    let day = Day::begin_quietly(env);
    let known = Known::read(env, &day);
    if let Some(format) = &args.format {
        return known.print(env, out, &day, format);
    }
    if args.json {
        return out.print_json(&object(known.card.as_ref(), day.today));
    }
    let status = Status::of(known.card.map(|card| card.state), known.is_paused);
    if args.waybar { out.print_json(&status.waybar(out.look)) } else { out.print(&[status.line(out.look)]) }
}

impl Known {
    /// Today's prompt, from the end of the log where that tells; a pause may stand further back.
    fn read(env: &Env, day: &Day) -> Self {
        let end = Log::end(env);
        let shown = end.of_day(day.today);
        if let Some(offer) = shown.current(day.today) {
            return Self { card: Some(Card::of(offer)), is_paused: shown.paused_until(day.today).is_some() };
        }
        let arena = Bump::new();
        let history = Log::recent(env, &arena).history;
        let card = history.current(day.today).map(Card::of);
        Self { card, is_paused: history.paused_until(day.today).is_some() }
    }

    /// Fills a format of the person's own. Only one that asks for more than the day and its state makes a pick.
    fn print(self, env: &Env, out: &Out, day: &Day, format: &str) -> Result<(), Error> {
        let needs_no_prompt = || fill_in(format, &json!({"day": "", "state": ""}), out.look.ascii).is_ok();
        if self.card.is_some() || needs_no_prompt() {
            return print_format(out, format, &object(self.card.as_ref(), day.today));
        }
        let arena = Bump::new();
        let Recent { log, history, .. } = Log::ready_to_pick(env, &arena, false);
        let card = peek(env, day, &log, &history).map(|(card, _)| card);
        print_format(out, format, &object(card.as_ref(), day.today))
    }
}
