//! `remind`: a quiet daily reminder, run by whatever the system has for that.

mod now;

use std::path::Path;

use bumpalo::Bump;
use chrono::{NaiveDateTime, NaiveTime};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::day::Day;
use super::word;
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::notify::{ON_A_MAC, Undelivered, send};
use crate::host::out::Out;
use crate::host::schedule::{self, Scheduled};
use crate::model::day::day_at;
use crate::model::history::History;
use crate::model::keyed::{Keyed, Set};
use crate::model::reminder::notice::{Notice, notifier};
use crate::model::reminder::{Job, Schedule, Via, time_of_day};
use crate::model::view::paint::Line;
use crate::model::view::reminder::{running, sentences, started, when};
use crate::model::vocabulary::Weekday;

#[derive(Args)]
pub(super) struct RemindArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
#[command(disable_help_subcommand = true)]
enum Verb {
    /// Start, at a time you choose
    On(OnArgs),
    /// Stop
    Off,
    /// Say if it is on, and when next
    Status(StatusArgs),
    /// Send one now
    Test,
    /// Send today's, unless done
    Now(now::NowArgs),
}

#[derive(Args)]
struct OnArgs {
    /// When, by the 24-hour clock
    #[arg(long, value_name = "TIME", default_value = "18:30", value_parser = time)]
    at: NaiveTime,
    /// On which days, such as mon,thu; left out: every day
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = word(Weekday::ALL))]
    days: Vec<Weekday>,
    /// What runs it; left out: what works here
    #[arg(long, value_name = "SCHEDULER", value_parser = ["auto", "systemd", "cron", "launchd"], default_value = "auto")]
    via: String,
    /// Only show what would be written
    #[arg(long)]
    print: bool,
    /// Show the prompt itself in the notification
    #[arg(long)]
    show_prompt: bool,
    /// Let cron mail the prompt, in place of a notification
    #[arg(long, conflicts_with = "show_prompt")]
    mail: bool,
}

#[derive(Args)]
struct StatusArgs {
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

fn time(text: &str) -> Result<NaiveTime, String> {
    time_of_day(text).ok_or_else(|| "; a time such as 18:30".to_owned())
}

pub(super) fn remind(env: &Env, out: &Out, args: &RemindArgs) -> Result<(), Error> {
    match &args.verb {
        Verb::On(args) => on(env, out, args),
        Verb::Off => off(env, out),
        Verb::Status(args) => status(env, out, args),
        Verb::Test => test(env, out),
        Verb::Now(args) => now::now(env, out, args),
    }
}

impl OnArgs {
    fn schedule(&self) -> Schedule {
        let days = if self.days.is_empty() { Set::all() } else { Set::of(&self.days) };
        Schedule { at: self.at, days }
    }

    /// What is asked to run it, if anything is. Only cron mails what a job prints.
    fn via(&self) -> Result<Option<Via>, Error> {
        match (self.mail, Via::from_key(&self.via)) {
            (true, None | Some(Via::Cron)) => Ok(Some(Via::Cron)),
            (true, Some(_)) => Err(Error::usage("only cron mails what a reminder prints; --mail goes with --via cron")),
            (false, via) => Ok(via),
        }
    }
}

fn on(env: &Env, out: &Out, args: &OnArgs) -> Result<(), Error> {
    let via = schedule::choose(env, args.via()?)?;
    let job = schedule::job(env, args.schedule())?;
    let job = Job { show_prompt: args.show_prompt, mail: args.mail, ..job };
    warn_of_build_folder(out, &job);
    if args.print {
        return print(env, out, via, &job);
    }
    schedule::turn_on(env, via, &job)?;
    out.print(&started(&job, via, out.look))?;
    if !job.mail && env.find(Path::new(notifier(ON_A_MAC))).is_none() {
        out.warn(&format!("{}; {INSTALL}", missing()));
    }
    for scheduled in schedule::found(env)? {
        scheduled.trouble.iter().for_each(|trouble| out.warn(&format!("but it will not come: {trouble}")));
        scheduled.mend.iter().for_each(|mend| out.hint(&format!("`{mend}` may mend that")));
    }
    if !job.mail {
        out.hint("`connect remind test` sends one now");
    }
    Ok(())
}

/// A program that a build puts in its place goes away with the next clean-up.
fn warn_of_build_folder(out: &Out, job: &Job) {
    if Path::new(&job.program).components().any(|part| part.as_os_str() == "target") {
        let path = &job.program;
        out.warn(&format!("the reminder runs {path}, which a clean build takes away; `cargo install --path .` first"));
    }
}

/// Prints each file with its name above it, where there are several; one alone can be piped on.
fn print(env: &Env, out: &Out, via: Via, job: &Job) -> Result<(), Error> {
    let files = schedule::preview(env, via, job);
    let is_one = files.len() == 1;
    for (name, text) in files {
        let mut page: Vec<Line> = text.lines().map(Line::plain).collect();
        if is_one {
            out.aside(&format!("{name}:"));
        } else {
            page.insert(0, Line::plain(format!("# {name}")));
            page.push(Line::blank());
        }
        out.print(&page)?;
    }
    Ok(())
}

fn off(env: &Env, out: &Out) -> Result<(), Error> {
    let words = if schedule::turn_off(env)? { "Reminder off. Nothing of it is left." } else { "No reminder was on." };
    out.print(&sentences(&[words.to_owned()], out.look))
}

fn status(env: &Env, out: &Out, args: &StatusArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let found = schedule::found(env)?;
    let arena = Bump::new();
    let history = Log::recent(env, &arena).history;
    let next = |scheduled: &Scheduled| next(env, &day, &history, scheduled);
    if args.json {
        let first = found.first();
        return out.print_json(&as_json(first, first.and_then(next)));
    }
    if found.is_empty() {
        out.print(&sentences(&["Off.".to_owned()], out.look))?;
        out.hint("`connect remind on` starts one");
    }
    for scheduled in &found {
        let next = next(scheduled).map(|next| when(next.date(), env.now.date_naive()));
        let mut told = vec![running(scheduled.via, scheduled.job.as_ref(), next.as_deref())];
        told.extend(scheduled.trouble.as_ref().map(|trouble| format!("But it will not come: {trouble}.")));
        out.print(&sentences(&told, out.look))?;
        scheduled.mend.iter().for_each(|mend| out.hint(&format!("`{mend}` may mend that")));
        if scheduled.job.is_none() {
            out.hint("`connect remind on` sets it afresh");
        }
    }
    Ok(())
}

/// When a reminder speaks next: not on a day that has had its answer, and not during a pause.
fn next(env: &Env, day: &Day, history: &History<'_>, scheduled: &Scheduled) -> Option<NaiveDateTime> {
    let schedule = scheduled.job.as_ref().filter(|_| scheduled.trouble.is_none())?.schedule;
    let speaks = |time| {
        let date = day_at(time, day.settings.day_starts);
        let is_answered = date == day.today && !now::is_open(history, day.today);
        !is_answered && history.paused_until(date).is_none()
    };
    schedule.next(env.now.naive_local(), speaks)
}

fn as_json(scheduled: Option<&Scheduled>, next: Option<NaiveDateTime>) -> Value {
    let job = scheduled.and_then(|scheduled| scheduled.job.as_ref());
    let days = |job: &Job| job.schedule.days.iter().map(Keyed::key).collect::<Vec<_>>();
    json!({
        "schema": 1,
        "on": scheduled.is_some(),
        "via": scheduled.map(|scheduled| scheduled.via.key()),
        "at": job.map(|job| job.schedule.at.format("%H:%M").to_string()),
        "days": job.map(days),
        "show_prompt": job.map(|job| job.show_prompt),
        "mail": job.map(|job| job.mail),
        "program": job.map(|job| &job.program),
        "next": next.map(|next| next.format("%Y-%m-%dT%H:%M").to_string()),
        "trouble": scheduled.and_then(|scheduled| scheduled.trouble.as_ref()),
    })
}

const INSTALL: &str = "install libnotify (on Debian and Ubuntu: libnotify-bin)";

fn missing() -> String {
    format!("nothing can be shown without {}", notifier(ON_A_MAC))
}

fn test(env: &Env, out: &Out) -> Result<(), Error> {
    let failed = |message: String, hint: &str| Error::new(Kind::Io, message).hint(hint);
    send(env, &Notice::test()).map_err(|undelivered| match undelivered {
        Undelivered::NoProgram => failed(missing(), INSTALL),
        Undelivered::NoSession => failed(
            format!("no desktop session is in reach: there is no {}", env.paths.sockets().join("bus").display()),
            "try it from a terminal on your desktop; `connect remind on --mail` does without one",
        ),
        Undelivered::Refused(said) => failed(
            format!("{} failed: {said}", notifier(ON_A_MAC)),
            "is something running that shows notifications, such as dunst, mako or a whole desktop?",
        ),
    })?;
    out.print(&sentences(&["Sent. If you see nothing, look at your notification settings.".to_owned()], out.look))
}
