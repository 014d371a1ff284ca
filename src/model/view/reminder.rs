//! The reminder in words.

use chrono::NaiveDate;

use super::super::keyed::{Keyed as _, Set};
use super::super::reminder::{Job, Schedule, Via};
use super::super::vocabulary::Weekday;
use super::card::indented;
use super::dates;
use super::paint::{Look, Page};
use super::wrap::fill;

/// "every day at 18:30, systemd user timer".
pub fn schedule(schedule: &Schedule, via: Via) -> String {
    format!("{} at {}, {}", days(schedule.days), schedule.at.format("%H:%M"), scheduler(via))
}

/// "every day", or "Mondays and Thursdays".
fn days(days: Set<Weekday>) -> String {
    if days == Set::all() {
        return "every day".to_owned();
    }
    let names = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let names: Vec<&str> = days.iter().map(|day| names[day.index()]).collect();
    match names.split_last() {
        Some((last, [first, middle @ ..])) => {
            let before = middle.iter().fold((*first).to_owned(), |list, name| format!("{list}, {name}"));
            format!("{before} and {last}")
        }
        Some((last, [])) => (*last).to_owned(),
        None => "no day".to_owned(),
    }
}

/// What runs it.
pub fn scheduler(via: Via) -> &'static str {
    match via {
        Via::Systemd => "systemd user timer",
        Via::Cron => "cron",
        Via::Launchd => "launchd agent",
    }
}

/// What is said when a reminder was started.
pub fn started(job: &Job, via: Via, look: Look) -> Page {
    let what = match (job.mail, job.show_prompt) {
        (true, _) => "Cron mails you the prompt, and keeps quiet once you are done.",
        (false, true) => "It shows the prompt itself, and keeps quiet once you are done.",
        (false, false) => "It shows no prompt text and keeps quiet once you are done.",
    };
    sentences(&[format!("Reminder on: {}.", schedule(&job.schedule, via)), what.to_owned()], look)
}

/// What is said of a reminder that is on. Without a job, it was changed by hand.
pub fn running(via: Via, job: Option<&Job>, next: Option<&str>) -> String {
    let Some(job) = job else {
        return format!("On, but changed by hand ({}), so when it comes next can't be told.", scheduler(via));
    };
    let next = next.map(|next| format!(" Next: {next}.")).unwrap_or_default();
    format!("On: {}.{next}", schedule(&job.schedule, via))
}

/// A day that is not past: "today", "tomorrow", "Thu 26 Nov".
pub fn when(date: NaiveDate, today: NaiveDate) -> String {
    match date.signed_duration_since(today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => dates::day(date, today),
    }
}

/// Sentences in the column of text, a line each where there is room.
pub fn sentences(sentences: &[String], look: Look) -> Page {
    indented(sentences.iter().flat_map(|sentence| fill(sentence, look.measure())).collect(), look)
}
