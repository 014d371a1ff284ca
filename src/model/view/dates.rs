//! Days and times as people say them.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

/// "Tue 24 Nov"; "24 Nov 2025" in another year.
pub fn day(date: NaiveDate, today: NaiveDate) -> String {
    let format = if date.year() == today.year() { "%a %-d %b" } else { "%-d %b %Y" };
    date.format(format).to_string()
}

/// "19:05", by the clock of the place where it was said.
pub fn time(at: DateTime<FixedOffset>) -> String {
    at.format("%H:%M").to_string()
}

/// "today", "yesterday", "5 days ago", "3 weeks ago", then "in March" or "in March 2025".
pub fn ago(date: NaiveDate, today: NaiveDate) -> String {
    match today.signed_duration_since(date).num_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days @ 2..=13 => format!("{days} days ago"),
        days @ 14..=62 => format!("{} weeks ago", days / 7),
        _ if date.year() == today.year() => date.format("in %B").to_string(),
        _ => date.format("in %B %Y").to_string(),
    }
}

/// A count with its noun: "1 note", "3 notes".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_told_as_people_tell_it() {
        let today: NaiveDate = "2026-11-24".parse().expect("a date");
        let told = |text: &str| ago(text.parse().expect("a date"), today);
        let cases = [
            ("2026-11-25", "today"),
            ("2026-11-24", "today"),
            ("2026-11-23", "yesterday"),
            ("2026-11-11", "13 days ago"),
            ("2026-11-10", "2 weeks ago"),
            ("2026-09-24", "8 weeks ago"),
            ("2026-03-02", "in March"),
            ("2025-03-02", "in March 2025"),
        ];
        for (date, expected) in cases {
            assert_eq!(told(date), expected, "{date}");
        }
        assert_eq!(day(today, today), "Tue 24 Nov");
        assert_eq!(day("2025-11-24".parse().expect("a date"), today), "24 Nov 2025");
        assert_eq!((count(1, "note"), count(0, "note")), ("1 note".to_owned(), "0 notes".to_owned()));
    }
}
