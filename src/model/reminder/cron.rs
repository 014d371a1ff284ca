//! A reminder as one line of a crontab. All other lines belong to somebody else and are kept byte for byte.
//!
//! The line ends in a comment that says whose it is, so that there is nothing to pair up and nothing to lose. It sets
//! no `MAILTO`: that would change where the mail of the jobs below goes.

use super::{Job, Schedule, time_of_day, variable};
use crate::keyed::{Keyed as _, Set};
use crate::vocabulary::Weekday;

/// How our line ends. To the shell that cron starts, it is a comment.
const TAG: &str = " # connect remind";

/// The line for a job.
pub fn line(job: &Job) -> String {
    let schedule = job.schedule;
    let assigned = job.variables.iter().map(|(name, value)| format!("{name}={}", shell_words::quote(value)));
    let quoted = job.words().into_iter().map(|word| shell_words::quote(word).into_owned());
    let command: Vec<String> = assigned.chain(quoted).collect();
    // To cron, a bare percent sign ends the command.
    let command = command.join(" ").replace('%', "\\%");
    format!("{} {} * * {} {command}{TAG}", schedule.minute(), schedule.hour(), weekdays(&schedule))
}

/// Days in cron's numbers, where Sunday is 0.
fn weekdays(schedule: &Schedule) -> String {
    if schedule.is_daily() {
        return "*".to_owned();
    }
    let mut numbers: Vec<usize> = schedule.days.iter().map(|day| (day.index() + 1) % 7).collect();
    numbers.sort_unstable();
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// The job that a crontab holds, if it is exactly one, as we write it.
pub fn read(table: &[u8]) -> Option<Job> {
    let mut ours = lines(table).filter(|line| is_ours(line));
    let text = str::from_utf8(ours.next()?).ok()?.trim_end_matches('\n');
    let job = parse(text.strip_suffix(TAG)?)?;
    (ours.next().is_none() && line(&job) == text).then_some(job)
}

fn parse(text: &str) -> Option<Job> {
    let mut fields = text.splitn(6, ' ');
    let (minute, hour) = (fields.next()?, fields.next()?);
    let at = time_of_day(&format!("{hour}:{minute}"))?;
    let numbers = fields.nth(2)?;
    let on = |day: &Weekday| numbers.split(',').any(|number| number == ((day.index() + 1) % 7).to_string());
    let days = if numbers == "*" { Set::all() } else { Weekday::ALL.iter().copied().filter(on).collect() };
    let words = shell_words::split(&fields.next()?.replace("\\%", "%")).ok()?;
    let program = words.iter().position(|word| word.starts_with('/'))?;
    let variables = words[..program].iter().map(|word| variable(word)).collect::<Option<_>>()?;
    Job::of_words(&words[program..], variables, Schedule { at, days })
}

/// Whether a crontab holds a line of ours.
pub fn holds_ours(table: &[u8]) -> bool {
    lines(table).any(is_ours)
}

/// The table with this job, in the place of any of ours.
///
/// A last line that has no end is given one: no cron takes a table without it.
pub fn with(table: &[u8], job: &Job) -> Vec<u8> {
    let mut table = without(table);
    if table.last().is_some_and(|byte| *byte != b'\n') {
        table.push(b'\n');
    }
    table.extend_from_slice(line(job).as_bytes());
    table.push(b'\n');
    table
}

/// The table without any line of ours.
pub fn without(table: &[u8]) -> Vec<u8> {
    lines(table).filter(|line| !is_ours(line)).flatten().copied().collect()
}

fn lines(table: &[u8]) -> impl Iterator<Item = &[u8]> {
    table.split_inclusive(|byte| *byte == b'\n')
}

fn is_ours(line: &[u8]) -> bool {
    line.trim_ascii_end().ends_with(TAG.as_bytes())
}
