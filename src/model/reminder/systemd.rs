//! A reminder as a systemd user timer, and the service that it starts.

use super::{Job, Schedule, time_of_day, variable};
use crate::keyed::{Keyed as _, Set};
use crate::vocabulary::Weekday;

pub const SERVICE: &str = "connect-remind.service";
pub const TIMER: &str = "connect-remind.timer";

const HEAD: &str = "# Written by `connect remind on`; `connect remind off` takes it away.";

/// The service: what is run.
pub fn service(job: &Job) -> String {
    let variables = job.variables.iter().map(|(name, value)| format!("Environment={}\n", quoted(&[name, "=", value])));
    let command: Vec<String> = job.words().into_iter().map(|word| quoted(&[word])).collect();
    format!(
        "{HEAD}\n\
         [Unit]\n\
         Description=Today's prompt from connect, unless it is done\n\
         \n\
         [Service]\n\
         Type=oneshot\n\
         {}ExecStart={}\n",
        variables.collect::<String>(),
        command.join(" ")
    )
}

/// The timer: when it is run. A time that passes while the machine sleeps or is off is made up for, once.
pub fn timer(schedule: &Schedule) -> String {
    let days: Vec<&str> = schedule.days.iter().map(name).collect();
    let days = if schedule.is_daily() { String::new() } else { format!("{} ", days.join(",")) };
    format!(
        "{HEAD}\n\
         [Unit]\n\
         Description=Daily reminder from connect\n\
         \n\
         [Timer]\n\
         OnCalendar={days}*-*-* {:02}:{:02}:00\n\
         Persistent=true\n\
         \n\
         [Install]\n\
         WantedBy=timers.target\n",
        schedule.hour(),
        schedule.minute()
    )
}

/// The job that the two files hold, if they are as we write them.
pub fn read(service_text: &str, timer_text: &str) -> Option<Job> {
    let calendar = value(timer_text, "OnCalendar=").next()?;
    let (days, time) = calendar.split_once("*-*-* ")?;
    let on = |day: &Weekday| days.trim_end().split(',').any(|written| written == name(*day));
    let days = if days.is_empty() { Set::all() } else { Weekday::ALL.iter().copied().filter(on).collect() };
    let schedule = Schedule { at: time_of_day(time.strip_suffix(":00")?)?, days };
    let words = |text: &str| shell_words::split(&text.replace("%%", "%")).ok();
    let variables = value(service_text, "Environment=").map(|text| variable(words(text)?.first()?));
    let command = words(value(service_text, "ExecStart=").next()?)?;
    let job = Job::of_words(&command, variables.collect::<Option<_>>()?, schedule)?;
    (service(&job) == service_text && timer(&schedule) == timer_text).then_some(job)
}

fn value<'t>(text: &'t str, key: &'static str) -> impl Iterator<Item = &'t str> {
    text.lines().filter_map(move |line| line.strip_prefix(key))
}

/// A word as systemd takes it; a percent sign would begin a specifier.
fn quoted(parts: &[&str]) -> String {
    let word = parts.concat().replace('%', "%%");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '=' | '%' | ':');
    if word.chars().all(is_plain) { word } else { format!("\"{word}\"") }
}

fn name(day: Weekday) -> &'static str {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.index()]
}
