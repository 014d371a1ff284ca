//! A year of days, lived through the whole model: what is said about each must be true, short and various.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone as _};

use super::*;
use crate::ask::Ask;
use crate::detail::Detail;
use crate::fault::Source;
use crate::history::History;
use crate::library::Library;
use crate::lines::{Select, scan};
use crate::proposal::{Request, propose};
use crate::record::{NewEvent, shown_id};
use crate::settings::Settings;

struct Year {
    settings: Settings,
    log: String,
    /// What was said of each day.
    told: Vec<(NaiveDate, Detail)>,
}

fn at(day: NaiveDate, hour: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
    FixedOffset::east_opt(3600).expect("an offset").from_local_datetime(&day.and_time(time)).unwrap()
}

impl Year {
    /// Lives so many days of 2025 and later, doing what `done` says (a rating, or 0 for done without).
    fn live(settings: &str, days: u64, done: impl Fn(u64, &str) -> Option<u8>) -> Self {
        let (settings, faults) = Settings::read(Source { name: "settings.toml", text: settings });
        assert_eq!(faults, []);
        let mut year = Self { settings, log: String::new(), told: Vec::new() };
        let (library, _) = Library::new(true, &[]);
        let first: NaiveDate = "2025-01-06".parse().expect("a Monday");
        for number in 0..days {
            let day = first + chrono::Days::new(number);
            let new = {
                let history = History::replay(vec![scan(year.log.as_bytes(), Select::All)]);
                let settings = &year.settings;
                let (ask, replacing) = (Ask::default(), None);
                let request = Request { settings, history: &history, seed: "year", day, ask, replacing };
                propose(&request, &library).expect("a prompt").shown(&BTreeSet::new())
            };
            year.log.push_str(&(new.to_line(day, 0, at(day, 8)) + "\n"));
            if let Some(rating) = done(number, &new.shown.prompt) {
                let (of, prompt) = (shown_id(day, 0), new.shown.prompt.to_string());
                let rating = Some(rating).filter(|&rating| rating > 0);
                let event = NewEvent {
                    event: "done",
                    day,
                    of: Some(&of),
                    prompt: Some(&prompt),
                    rating,
                    ..NewEvent::default()
                };
                year.log.push_str(&(event.to_line(&format!("d{number}"), at(day, 20)) + "\n"));
            }
            year.told.push((day, new.detail));
        }
        year
    }

    fn keys(&self) -> BTreeMap<&str, usize> {
        let mut keys = BTreeMap::new();
        for (_, detail) in &self.told {
            *keys.entry(detail.why.key.as_str()).or_default() += 1;
        }
        keys
    }

    fn lines<'y>(&'y self, key: &'y str) -> impl Iterator<Item = &'y str> {
        self.told.iter().filter(move |(_, detail)| detail.why.key == key).map(|(_, detail)| detail.why.line.as_str())
    }
}

/// The first two numbers of "… 6 of 8 …".
fn counts(line: &str) -> (u32, u32) {
    let numbers: Vec<u32> =
        line.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    (numbers[0], numbers[1])
}

/// How many of so many days each kind came, in a year in which days are done as `does` says.
fn kinds(days: u64, does: impl Fn(&str) -> bool) -> BTreeMap<&'static str, usize> {
    let (library, _) = Library::new(true, &[]);
    let kind = |id: &str| library.find(id).expect("a prompt").kind.key();
    let year = Year::live("", days, |_, id| does(kind(id)).then_some(0));
    let history = History::replay(vec![scan(year.log.as_bytes(), Select::All)]);
    let mut kinds = BTreeMap::new();
    for offer in &history.offers {
        *kinds.entry(offer.shown.traits.kind.key()).or_default() += 1;
    }
    kinds
}

/// A large library has some prompt of every kind that chance favours, so the smallest lead of one kind could decide
/// every day.
#[test]
fn no_kind_comes_alone_however_well_it_goes() {
    let does: [fn(&str) -> bool; 3] = [|_| true, |kind| kind == "ask", |kind| kind == "notice"];
    for does in does {
        let kinds = kinds(90, does);
        assert!(kinds.len() == 4 && kinds.values().all(|&days| days <= 54), "{kinds:?}");
    }
}

const TASTE: &str = "[practices]\ngratitude = 2\ntime = 3\n[languages]\nwords = 3\n";

#[test]
fn what_is_said_is_short_various_and_counted() {
    let likes = |number: u64, id: &str| match (id.len() + usize::try_from(number).unwrap_or(0)) % 5 {
        0 => Some(5),
        1 | 2 => Some(0),
        _ => None,
    };
    let year = Year::live(TASTE, 400, likes);
    let facts = ["first", "deeper", "stretch", "occasion", "back", "swap", "asked"];
    let mut before = "";
    for (day, detail) in &year.told {
        let why = &detail.why;
        assert!(!why.line.is_empty() && why.line.chars().count() <= LONGEST, "{day}: {}", why.line);
        assert!(!why.turn.is_empty() && !why.fit.is_empty(), "{day}");
        assert!(why.key != before || facts.contains(&why.key.as_str()), "{day}: {} spoke twice", why.key);
        assert!(!why.line.contains(['%', '!']) && !why.line.ends_with('.'), "{day}: {}", why.line);
        before = &why.key;
    }
    let keys = year.keys();
    for key in ["first", "deeper", "kind", "effort", "new", "fits", "favourite", "returning", "weight"] {
        assert!(keys.contains_key(key), "{key} never spoke: {keys:?}");
    }
    for key in ["weekend", "kind", "effort"] {
        assert!(year.lines(key).all(|line| !line.contains(|c: char| c.is_ascii_digit())), "no score in passing");
    }
    let told = year.told.iter().flat_map(|(_, detail)| detail.why.turn.lines().chain(detail.why.fit.lines()));
    let counted: Vec<&str> = told.filter(|line| line.contains(" get done: ")).collect();
    assert!(!counted.is_empty());
    for line in counted {
        let (done, of) = counts(line);
        assert!(of >= 5 && done <= of && done * 2 >= of, "{line}");
    }
    assert_eq!(year.told[0].1.why.line, "a light one to start with");
}

#[test]
fn a_few_minutes_of_many_are_no_reason_that_speaks() {
    let year = Year::live("minutes = 600\n", 60, |_, _| None);
    assert_eq!(year.keys().get("fits"), None, "{:?}", year.keys());
    assert!(year.told.iter().all(|(_, detail)| detail.why.fit.contains("fits your 600 min")));
}

#[test]
fn nothing_is_learned_or_said_to_be_with_adapt_off() {
    let year = Year::live("adapt = \"off\"\n[languages]\nwords = 3\n", 200, |number, _| (number % 2 == 0).then_some(4));
    let keys = year.keys();
    for key in ["kind", "weekend", "language"] {
        assert!(!keys.contains_key(key), "{key} spoke: {keys:?}");
    }
    assert!(year.told.iter().all(|(_, detail)| detail.why.terms["kind"] == 0.0 && detail.why.terms["mine"] == 0.0));
}

#[test]
fn waiting_is_told_with_the_days_it_took() {
    let year = Year::live("[practices]\ngratitude = 6\n", 120, |_, _| None);
    let due: Vec<_> = year.told.iter().filter(|(_, detail)| detail.why.turn.contains(" was due: ")).collect();
    assert!(!due.is_empty());
    for (day, detail) in due {
        let line = detail.why.turn.lines().next().expect("a line");
        let (since, _) = counts(line);
        let practice = Practice::ALL.iter().find(|practice| line.starts_with(practice.noun())).expect("a practice");
        let before: Vec<&(NaiveDate, Detail)> = year.told.iter().take_while(|(other, _)| other < day).collect();
        let history = History::replay(vec![scan(year.log.as_bytes(), Select::All)]);
        let of_practice = |date: NaiveDate| history.last_shown(date).expect("shown").shown.traits.practice;
        let waited = before.iter().rev().take_while(|(date, _)| of_practice(*date) != *practice).count();
        assert_eq!(usize::try_from(since).expect("small"), waited, "{day}: {line}");
        assert!(line.ends_with(", at 3 in 7") || line.ends_with(", at 1 in 14"), "{line}");
    }
}

#[test]
fn the_partners_language_is_named_as_it_was_set() {
    let year = Year::live("[languages]\nwords = 3\n", 120, |_, _| None);
    let named = |detail: &Detail| {
        detail.why.fit.lines().any(|line| line == "kind words, which you said lands with your partner")
    };
    let days: Vec<_> = year.told.iter().filter(|(_, detail)| named(detail)).collect();
    assert!(!days.is_empty());
    assert!(days.iter().all(|(_, detail)| detail.why.terms["language"] > 0.0));
    for line in year.lines("language") {
        assert!(
            ["kind words, which you said lands with your partner", "leans to kind words, as you set"].contains(&line)
        );
    }
}

#[test]
fn terms_are_those_that_won() {
    let year = Year::live(TASTE, 60, |_, _| Some(0));
    for (day, detail) in &year.told {
        let terms = &detail.why.terms;
        let names: Vec<&str> = terms.keys().map(String::as_str).collect();
        let expected =
            ["credit", "effort", "jitter", "kind", "language", "mine", "new", "share", "since", "vary", "weekday"];
        assert_eq!(names, expected);
        let says_new = detail.why.fit.lines().any(|line| line == "new to you");
        assert_eq!(says_new, terms["new"] > 0.0, "{day}");
    }
}

#[test]
fn no_line_is_too_long_whatever_the_words() {
    for &practice in Practice::ALL {
        assert!(format!("{} was due: 1100 prompts since the last", practice.noun()).chars().count() <= LONGEST);
        assert!(format!("{} goes well at weekends", practice.noun()).chars().count() <= LONGEST);
        assert!(format!("{} comes 10 in 100, as you set", practice.noun()).chars().count() <= LONGEST);
    }
    let reason = Reason::new("swap", Side::Turn, vec!["x".repeat(61), "short".to_owned()]);
    assert_eq!((reason.line(0), reason.line(1)), (Some("short"), Some("short")));
    assert_eq!(Reason::new("swap", Side::Turn, vec!["x".repeat(61)]).line(0), None);
}
