//! `pause`: keeps shell and reminder quiet for a while. Nothing else changes.

use clap::{Args, value_parser};

use super::day::{Day, everything, hint_until_known, print_object};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::log::append::said;
use crate::host::out::Out;
use crate::model::day::shift;
use crate::model::event::What;
use crate::model::record::NewEvent;
use crate::model::view::dates;
use crate::model::view::paint::{Ink, Line, Mark};

#[derive(Args)]
pub(super) struct PauseArgs {
    /// How many days; 0 ends a pause
    #[arg(long, default_value_t = 7, value_parser = value_parser!(i64).range(0..=1000))]
    days: i64,
    /// Print today's object as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn pause(env: &Env, out: &Out, args: &PauseArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::ready(env, false);
    let history = everything(env, out, &log);
    let until = shift(day.today, args.days);
    if args.days == 0 && history.paused_until(day.today).is_none() && !args.json {
        return out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, "There is no pause to end.")]);
    }
    said(env, &log, &history, &NewEvent { event: "pause", day: day.today, until: Some(until), ..NewEvent::default() })?;
    if args.json {
        return print_object(env, out, day.today, day.today);
    }
    if args.days == 0 {
        return out
            .print(&[Line::marked(Mark::Open, out.look).and(Ink::Plain, "No pause. Shell and reminder speak again.")]);
    }
    let words = format!("Quiet until {}. `connect today` still answers.", dates::day(until, day.today));
    out.print(&[Line::marked(Mark::Later, out.look).and(Ink::Plain, words)])?;
    hint_until_known(out, &history, |what| matches!(what, What::Pause { .. }), "`connect pause --days 0` ends it");
    Ok(())
}
