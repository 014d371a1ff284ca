//! The daily reminder: when it comes, what a scheduler must know to run it, and what it says.
//!
//! Each scheduler has a writer of what it reads, and a reader that takes back exactly what the writer wrote: whatever
//! else stands there was changed by hand.

pub mod cron;
pub mod launchd;
pub mod notice;
pub mod systemd;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

use super::day::shift;
use super::keyed::{Keyed, Set, keyed};
use super::vocabulary::Weekday;

keyed! {
    /// What runs the reminder.
    Via, "scheduler":
    Systemd = "systemd",
    Cron = "cron",
    Launchd = "launchd",
}

/// When a reminder comes, by the wall clock: a change of daylight-saving time or of zone never moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// To the minute.
    pub at: NaiveTime,
    /// At least one.
    pub days: Set<Weekday>,
}

/// How far ahead a pause can reach, in days.
const FARTHEST: i64 = 1001;

impl Schedule {
    /// The first time after this one at which it comes and has something to say.
    pub fn next(&self, after: NaiveDateTime, says: impl Fn(NaiveDateTime) -> bool) -> Option<NaiveDateTime> {
        let days = (0..=FARTHEST + 7).map(|ahead| shift(after.date(), ahead));
        let times = days.filter(|day| self.days.has(weekday(*day))).map(|day| day.and_time(self.at));
        times.filter(|time| after < *time).find(|time| says(*time))
    }

    fn hour(&self) -> u32 {
        self.at.hour()
    }

    fn minute(&self) -> u32 {
        self.at.minute()
    }

    fn is_daily(&self) -> bool {
        self.days == Set::all()
    }
}

fn weekday(day: NaiveDate) -> Weekday {
    Weekday::ALL[day.weekday().num_days_from_monday() as usize]
}

/// The time of day in "18:30".
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// What a scheduler is to run, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub schedule: Schedule,
    /// The absolute path of the program.
    pub program: String,
    /// Variables that the program needs and a scheduler would not have.
    pub variables: Vec<(String, String)>,
    /// The notification shows the prompt itself.
    pub show_prompt: bool,
    /// The prompt is printed, for cron to mail.
    pub mail: bool,
}

impl Job {
    /// The command line.
    fn words(&self) -> Vec<&str> {
        let mut words = vec![self.program.as_str(), "remind", "now"];
        words.extend(self.show_prompt.then_some("--show-prompt"));
        words.extend(self.mail.then_some("--mail"));
        words
    }

    /// The job with this command line, if it is one that we write.
    fn of_words(words: &[String], variables: Vec<(String, String)>, schedule: Schedule) -> Option<Self> {
        let (program, flags) = words.split_first()?;
        let has = |flag: &str| flags.iter().any(|word| word == flag);
        Some(Self {
            schedule,
            program: program.clone(),
            variables,
            show_prompt: has("--show-prompt"),
            mail: has("--mail"),
        })
    }

    /// A character in it that some scheduler or shell would take for something else, however it is quoted. systemd
    /// takes no program with a quote in its path.
    pub fn obstacle(&self) -> Option<char> {
        let texts = self.variables.iter().map(|(_, value)| value).chain([&self.program]);
        let mut characters = texts.flat_map(|text| text.chars());
        let trips = |c: &char| c.is_control() || matches!(c, '\\' | '"' | '$' | '`');
        characters.find(trips).or_else(|| self.program.chars().find(|c| *c == '\''))
    }
}

/// `NAME=VALUE`, taken apart.
fn variable(word: &str) -> Option<(String, String)> {
    word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
}

#[cfg(test)]
#[path = "reminder_tests.rs"]
mod tests;
