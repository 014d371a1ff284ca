//! A reminder as a launchd agent: a property list in XML.

use super::{Job, Schedule, time_of_day};
use crate::keyed::{Keyed as _, Set};
use crate::view::markup::{escape, unescape};
use crate::vocabulary::Weekday;

pub const LABEL: &str = "connect-today.remind";

/// The property list for a job. launchd makes up for a time that passes while the machine sleeps.
pub fn plist(job: &Job) -> String {
    let words: Vec<String> =
        job.words().iter().map(|word| format!("    <string>{}</string>\n", escape(word))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!-- Written by `connect remind on`; `connect remind off` takes it away. -->\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n\
         <dict>\n\
         \x20 <key>Label</key>\n\
         \x20 <string>{LABEL}</string>\n\
         \x20 <key>ProgramArguments</key>\n\
         \x20 <array>\n{}  </array>\n\
         {}\
         \x20 <key>StartCalendarInterval</key>\n\
         \x20 <array>\n{}  </array>\n\
         </dict>\n\
         </plist>\n",
        words.concat(),
        environment(job),
        intervals(&job.schedule)
    )
}

fn environment(job: &Job) -> String {
    if job.variables.is_empty() {
        return String::new();
    }
    let pair =
        |(name, value): &(String, String)| format!("    <key>{name}</key>\n    <string>{}</string>\n", escape(value));
    let pairs: Vec<String> = job.variables.iter().map(pair).collect();
    format!("  <key>EnvironmentVariables</key>\n  <dict>\n{}  </dict>\n", pairs.concat())
}

/// One interval a day, or one for each of its days; Sunday is 0.
fn intervals(schedule: &Schedule) -> String {
    let integer = |key: &str, value: u32| format!("<key>{key}</key><integer>{value}</integer>");
    let time = integer("Hour", schedule.hour()) + &integer("Minute", schedule.minute());
    if schedule.is_daily() {
        return format!("    <dict>{time}</dict>\n");
    }
    let days = Weekday::ALL.iter().zip([1, 2, 3, 4, 5, 6, 0]).filter(|(day, _)| schedule.days.has(**day));
    let days: Vec<String> =
        days.map(|(_, number)| format!("    <dict>{}{time}</dict>\n", integer("Weekday", number))).collect();
    days.concat()
}

/// The job that a property list holds, if it is as we write it.
pub fn read(text: &str) -> Option<Job> {
    let (command, rest) = between(text, "<key>ProgramArguments</key>", "</array>")?;
    let variables = between(rest, "<key>EnvironmentVariables</key>", "</dict>");
    let (variables, rest) = variables.map_or((Vec::new(), rest), |(inside, rest)| {
        let names = all(inside, "<key>", "</key>").into_iter();
        (names.zip(all(inside, "<string>", "</string>")).collect(), rest)
    });
    let number = |key: &str| all(rest, &format!("<key>{key}</key><integer>"), "</integer>");
    let at = time_of_day(&format!("{}:{}", number("Hour").first()?, number("Minute").first()?))?;
    let numbers = number("Weekday");
    let on = |day: &Weekday| numbers.contains(&((day.index() + 1) % 7).to_string());
    let days = if numbers.is_empty() { Set::all() } else { Weekday::ALL.iter().copied().filter(on).collect() };
    let job = Job::of_words(&all(command, "<string>", "</string>"), variables, Schedule { at, days })?;
    (plist(&job) == text).then_some(job)
}

/// What stands between two marks, and what comes after them.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<(&'t str, &'t str)> {
    text.split_once(from)?.1.split_once(to)
}

/// All that stands between these two marks, over and over.
fn all(text: &str, from: &str, to: &str) -> Vec<String> {
    let mut rest = text;
    let next = || {
        let (inside, after) = between(rest, from, to)?;
        rest = after;
        Some(unescape(inside))
    };
    std::iter::from_fn(next).collect()
}
