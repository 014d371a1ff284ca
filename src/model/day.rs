//! Logical days: a day begins at `day_starts` by the wall clock, so that a late evening is still today.
//!
//! All arithmetic is on naive (wall clock) time. A change of daylight-saving time or of zone therefore
//! never moves a day, and no local time has to exist.

use chrono::{DateTime, Days, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// The logical day of an instant.
pub fn day_of(now: DateTime<FixedOffset>, day_starts: NaiveTime) -> NaiveDate {
    day_at(now.naive_local(), day_starts)
}

/// The logical day of a wall clock reading.
pub fn day_at(wall: NaiveDateTime, day_starts: NaiveTime) -> NaiveDate {
    let since_midnight = day_starts.signed_duration_since(NaiveTime::MIN);
    wall.checked_sub_signed(since_midnight).unwrap_or(wall).date()
}

/// The wall clock time at which the day after this one begins.
pub fn next_start(day: NaiveDate, day_starts: NaiveTime) -> NaiveDateTime {
    shift(day, 1).and_time(day_starts)
}

/// A day so many days later (earlier if negative); the day itself where the calendar ends.
pub fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let moved = if days < 0 {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    };
    moved.unwrap_or(day)
}

/// A date as the log has it: `2026-11-24`, or with a sign and more digits for years beyond four.
pub fn parse(text: &str) -> Option<NaiveDate> {
    // By far most dates are plain, and the general parser takes twenty times as long.
    plain_date(text).or_else(|| text.parse().ok())
}

fn plain_date(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let year = i32::try_from(number_of(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number_of(&[m1, m2])?, number_of(&[d1, d2])?)
}

/// An instant as the log has it: `2026-11-24T08:01:12.420+01:00`, or in any other way of RFC 3339.
pub fn parse_instant(text: &str) -> Option<DateTime<FixedOffset>> {
    // What the log is full of takes a third of the general parser's time.
    plain_instant(text).or_else(|| DateTime::parse_from_rfc3339(text).ok())
}

fn plain_instant(text: &str) -> Option<DateTime<FixedOffset>> {
    let (date, rest) = text.split_at_checked(10)?;
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, b'.', f1, f2, f3, sign, z1, z2, b':', y1, y2] = *rest.as_bytes()
    else {
        return None;
    };
    let [hour, minute, second] = [number_of(&[h1, h2])?, number_of(&[m1, m2])?, number_of(&[s1, s2])?];
    let time = NaiveTime::from_hms_milli_opt(hour, minute, second, number_of(&[f1, f2, f3])?)?;
    let east =
        60 * i32::try_from(60 * number_of(&[z1, z2])? + number_of(&[y1, y2]).filter(|&minutes| minutes < 60)?).ok()?;
    let offset = match sign {
        b'+' => FixedOffset::east_opt(east)?,
        b'-' => FixedOffset::west_opt(east)?,
        _ => return None,
    };
    plain_date(date)?.and_time(time).and_local_timezone(offset).single()
}

/// The number that these digits write.
fn number_of(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for digit in digits {
        let value = digit.wrapping_sub(b'0');
        (value < 10).then_some(())?;
        number = 10 * number + u32::from(value);
    }
    Some(number)
}

/// Days since 1970-01-01, negative before it.
pub fn number(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

/// Whether a yearly date (month, day) falls on this day; 29 February falls on the 28th in common years.
pub fn falls_on(month: u32, day_of_month: u32, day: NaiveDate) -> bool {
    use chrono::Datelike as _;
    let this_year = NaiveDate::from_ymd_opt(day.year(), month, day_of_month)
        .or_else(|| NaiveDate::from_ymd_opt(day.year(), month, day_of_month.checked_sub(1)?));
    this_year == Some(day)
}

/// Whether the year is ending: 26 December to 1 January.
pub fn is_year_end(day: NaiveDate) -> bool {
    use chrono::Datelike as _;
    matches!((day.month(), day.day()), (12, 26..) | (1, 1))
}

/// An instant so many hours earlier, as early as the calendar goes.
pub fn hours_before(now: DateTime<FixedOffset>, hours: i64) -> DateTime<FixedOffset> {
    now.checked_sub_signed(Duration::hours(hours)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).expect("a time")
    }

    #[test]
    fn a_day_begins_at_four_by_the_wall_clock_wherever_one_is() {
        let four = NaiveTime::from_hms_opt(4, 0, 0).expect("a time");
        for offset in ["+00:00", "+14:00", "-12:00", "+05:45"] {
            assert_eq!(day_of(at(&format!("2026-03-29T03:59:59{offset}")), four), date("2026-03-28"));
            assert_eq!(day_of(at(&format!("2026-03-29T04:00:00{offset}")), four), date("2026-03-29"));
        }
        assert_eq!(next_start(date("2024-02-28"), four).to_string(), "2024-02-29 04:00:00");
    }

    #[test]
    fn the_ends_of_the_calendar_are_survived() {
        let four = NaiveTime::from_hms_opt(4, 0, 0).expect("a time");
        assert_eq!(shift(NaiveDate::MAX, 7), NaiveDate::MAX);
        assert_eq!(shift(NaiveDate::MIN, -1), NaiveDate::MIN);
        assert_eq!(next_start(NaiveDate::MAX, four).date(), NaiveDate::MAX);
        let first = DateTime::<chrono::Utc>::MIN_UTC.fixed_offset();
        assert_eq!(day_of(first, four), first.date_naive());
    }

    #[test]
    fn dates_and_instants_are_read_as_chrono_reads_them() {
        let good = "2026-11-24T08:01:12.420+01:00";
        assert_eq!(parse_instant(good), Some(at(good)));
        // Every byte of it replaced by everything it might be, one at a time and cut short.
        for place in 0..good.len() {
            for byte in " 0123456789+-.:TZtz".chars() {
                let text = format!("{}{byte}{}", &good[..place], &good[place + 1..]);
                assert_eq!(parse_instant(&text), DateTime::parse_from_rfc3339(&text).ok(), "{text}");
                assert_eq!(parse(&text[..10]), text[..10].parse().ok(), "{text}");
            }
            assert_eq!(parse_instant(&good[..place]), None);
        }
        for text in
            ["2026-11-24T08:01:12Z", "2026-11-24T08:01:60.000+01:00", "2026-11-24 08:01:12.42-00:00", "é026-11-24"]
        {
            assert_eq!(parse_instant(text), DateTime::parse_from_rfc3339(text).ok(), "{text}");
        }
    }

    #[test]
    fn a_leap_day_is_kept_on_the_28th_in_common_years() {
        assert!(falls_on(2, 29, date("2027-02-28")) && falls_on(2, 29, date("2028-02-29")));
        assert!(!falls_on(2, 29, date("2028-02-28")) && !falls_on(2, 29, date("2027-03-01")));
        assert!(falls_on(6, 14, date("2026-06-14")) && !falls_on(6, 14, date("2026-06-13")));
    }

    #[test]
    fn the_year_ends_from_the_26th_to_new_years_day() {
        let inside = ["2026-12-26", "2026-12-31", "2027-01-01"];
        let outside = ["2026-12-25", "2027-01-02", "2026-11-26"];
        assert!(inside.iter().all(|day| is_year_end(date(day))));
        assert!(!outside.iter().any(|day| is_year_end(date(day))));
    }
}
