//! Reading lines in the layout this program writes.
//!
//! Most of a log are prompts that were shown, done, skipped or dropped, and the members of those lines always stand in
//! one order. Read so, a line takes a third of the work. Any other layout is left to the reader of JSON; tests hold the
//! two to the same result.

use std::borrow::Cow;

use memchr::memchr2;

use super::ask::Ask;
use super::day;
use super::event::{Entry, Event, Shown, Text, What, first_reason};
use super::json::string_end;
use super::keyed::Keyed;
use super::prompt::Traits;

/// Reads a line. `None` where it is of no layout known here.
pub(super) fn read(line: &str) -> Option<Event<'_>> {
    let mut rest = Rest { left: line };
    rest.pass(r#"{"event":"#)?;
    let event = rest.borrowed()?;
    rest.pass(r#","id":"#)?;
    let id = rest.text()?;
    rest.pass(r#","day":"#)?;
    let day = day::parse(rest.borrowed()?)?;
    rest.pass(r#","at":"#)?;
    let at = Some(day::parse_instant(rest.borrowed()?)?);
    let what = match event {
        "shown" => What::Shown(Box::new(shown(&mut rest)?)),
        "done" => done(&mut rest)?,
        "skip" => skip(&mut rest)?,
        "never" => never(&mut rest)?,
        _ => return None,
    };
    Some(Event { entry: Entry { id, day, at, line: line.as_bytes(), place: 0 }, what })
}

fn done<'a>(rest: &mut Rest<'a>) -> Option<What<'a>> {
    let (of, prompt) = rest.subject()?;
    let rating = rest.optional(r#","rating":"#, Rest::plain::<u8>)?.map(|rating| rating.clamp(1, 5));
    let text = rest.optional(r#","text":"#, Rest::text)?;
    rest.is_at_end().then_some(What::Done { of, prompt, rating, text })
}

fn skip<'a>(rest: &mut Rest<'a>) -> Option<What<'a>> {
    let (of, prompt) = rest.subject()?;
    rest.is_at_end().then_some(What::Skip { of, prompt })
}

fn never<'a>(rest: &mut Rest<'a>) -> Option<What<'a>> {
    let of = rest.optional(r#","of":"#, Rest::text)?;
    rest.pass(r#","prompt":"#)?;
    let prompt = rest.text()?;
    rest.is_at_end().then_some(What::Never { prompt, of })
}

fn shown<'a>(rest: &mut Rest<'a>) -> Option<Shown<'a>> {
    rest.pass(r#","prompt":"#)?;
    let prompt = rest.text()?;
    rest.pass(r#","practice":"#)?;
    let practice = rest.word()?;
    rest.pass(r#","facet":"#)?;
    let facet = rest.or_null(Rest::text)?;
    rest.pass(r#","kind":"#)?;
    let kind = rest.word()?;
    for key in [r#","text":"#, r#","follow":"#, r#","tip":"#] {
        rest.pass(key)?;
        rest.or_null(Rest::skip_text)?;
    }
    rest.pass(r#","effort":"#)?;
    let effort = rest.plain()?;
    rest.pass(r#","depth":"#)?;
    let depth = rest.plain()?;
    rest.pass(r#","where":"#)?;
    rest.skip_list()?;
    rest.pass(r#","love":"#)?;
    let love = rest.or_null(Rest::word)?;
    rest.pass(r#","weekend":"#)?;
    let weekend = rest.plain()?;
    rest.pass(r#","shown_before":"#)?;
    rest.plain::<u32>()?;
    rest.pass(r#","because":"#)?;
    let because = rest.word()?;
    rest.pass(r#","replaces":"#)?;
    let replaces = rest.or_null(Rest::text)?;
    rest.pass(r#","asked":{},"why":"#)?;
    // The reasons stand last, and but for the first are read only for the day they speak of.
    rest.left.ends_with("}}}").then_some(())?;
    let (traits, asked) = (Traits { practice, kind, effort, love }, Ask::default());
    let reason = Cow::Borrowed(first_reason(rest.left)?);
    Some(Shown { prompt, facet, traits, depth, weekend, because, replaces, asked, reason })
}

/// What is left of a line.
struct Rest<'a> {
    left: &'a str,
}

impl<'a> Rest<'a> {
    // In line, a comparison with a literal is one or two instructions.
    #[inline]
    fn pass(&mut self, literal: &str) -> Option<()> {
        self.left = self.left.strip_prefix(literal)?;
        Some(())
    }

    /// A text without escapes.
    fn borrowed(&mut self) -> Option<&'a str> {
        let inner = self.left.strip_prefix('"')?;
        let (text, rest) = inner.split_at_checked(memchr2(b'"', b'\\', inner.as_bytes())?)?;
        self.left = rest.strip_prefix('"')?;
        Some(text)
    }

    fn text(&mut self) -> Option<Text<'a>> {
        self.borrowed().map(Cow::Borrowed)
    }

    /// The shown event that something was said of, and its prompt.
    fn subject(&mut self) -> Option<(Text<'a>, Text<'a>)> {
        self.pass(r#","of":"#)?;
        let of = self.text()?;
        self.pass(r#","prompt":"#)?;
        Some((of, self.text()?))
    }

    fn is_at_end(&self) -> bool {
        self.left == "}"
    }

    fn word<K: Keyed>(&mut self) -> Option<K> {
        K::from_key(self.borrowed()?)
    }

    /// A number, or `true` or `false`.
    fn plain<T: std::str::FromStr>(&mut self) -> Option<T> {
        let end = self.left.bytes().position(|byte| matches!(byte, b',' | b'}'))?;
        let (value, rest) = self.left.split_at_checked(end)?;
        self.left = rest;
        value.parse().ok()
    }

    /// What follows a key, if the key is there.
    #[expect(clippy::option_option, reason = "no value, and no such layout")]
    fn optional<T>(&mut self, key: &str, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.pass(key).is_some() { read(self).map(Some) } else { Some(None) }
    }

    #[expect(clippy::option_option, reason = "no value, and no such layout")]
    fn or_null<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.pass("null").is_some() { Some(None) } else { read(self).map(Some) }
    }

    fn skip_text(&mut self) -> Option<()> {
        self.left.starts_with('"').then_some(())?;
        self.left = self.left.get(string_end(self.left.as_bytes(), 0)?.0..)?;
        Some(())
    }

    /// A list of texts.
    fn skip_list(&mut self) -> Option<()> {
        self.pass("[")?;
        while self.pass("]").is_none() {
            self.skip_text()?;
            let _ = self.pass(",");
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::detail::{Detail, Why};
    use crate::event::{Because, Line, parse_any};
    use crate::record::{NewEvent, NewShown};
    use crate::vocabulary::{Kind, Love, Practice};

    /// The line of some prompt, as it is appended.
    fn line(words: &str, number: u32) -> String {
        let at = |count: usize| usize::try_from(number).expect("small") % count;
        let some = |nth: u32| (!number.is_multiple_of(nth)).then(|| words.to_owned());
        let traits = Traits {
            practice: Practice::ALL[at(9)],
            kind: Kind::ALL[at(4)],
            effort: number,
            love: Love::ALL.get(at(6)).copied(),
        };
        let shown = Shown {
            prompt: Cow::Borrowed("time.bench"),
            facet: (!number.is_multiple_of(5)).then_some(Cow::Borrowed("outdoors")),
            traits,
            depth: 2,
            weekend: number.is_multiple_of(2),
            because: Because::ALL[at(6)],
            replaces: (number.is_multiple_of(7)).then_some(Cow::Borrowed("2026-11-24/shown/0")),
            asked: Ask::default(),
            reason: Cow::Borrowed("turn"),
        };
        let places = ["together", "apart"].into_iter().take(at(3)).map(str::to_owned).collect();
        let mut detail = Detail { text: words.to_owned(), follow: some(2), tip: some(3), places, ..Detail::default() };
        detail.why = Why { key: "turn".to_owned(), fit: words.to_owned(), ..Why::default() };
        detail.why.ruled_out.insert("rest".to_owned(), number);
        NewShown { shown, detail }.to_line(today(), number, now())
    }

    /// The line of some answer, as it is appended.
    fn answer(words: &str, number: u32) -> String {
        let event = ["done", "skip", "never"][usize::try_from(number % 3).expect("small")];
        let is_done = event == "done";
        let answer = NewEvent {
            event,
            day: today(),
            of: Some("2026-11-24/shown/0").filter(|_| event != "never" || number.is_multiple_of(2)),
            prompt: Some("time.bench"),
            rating: u8::try_from(number % 7).ok().filter(|rating| is_done && *rating < 6),
            text: (is_done && number.is_multiple_of(2)).then_some(words),
            ..NewEvent::default()
        };
        answer.to_line("9f2c4e1a7b3d5c6e9f2c4e1a7b3d5c6e", now())
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")
    }

    fn now() -> DateTime<chrono::FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-24T08:01:12.420+01:00").expect("a time")
    }

    fn any_reader(line: &str) -> Option<String> {
        parse_any(line)
            .map(|line| if let Line::Event(event) = line { format!("{event:?}") } else { "other".to_owned() })
    }

    /// What a line means, if it is of the layout, is what it means to any reader.
    fn check(line: &str) -> Result<(), TestCaseError> {
        if let Some(event) = read(line) {
            prop_assert_eq!(Some(format!("{event:?}")), any_reader(line), "{}", line);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_appended_is_of_the_layout_and_means_the_same(words in any::<String>(), number in 0..700_u32) {
            let (shown, answer) = (line(&words, number), answer(&words, number));
            prop_assert!(read(&shown).is_some(), "{}", shown);
            prop_assert!(read(&answer).is_some() || answer.contains('\\'), "{}", answer);
            check(&shown)?;
            check(&answer)?;
        }

        #[test]
        fn no_change_makes_it_mean_anything_else(
            number in 0..700_u32, place in any::<prop::sample::Index>(), cut in 0..3_usize, put in "[\"\\\\{}\\[\\]:,0-9a-z\\p{L} ]{0,2}",
        ) {
            for line in [line("a \"word\" or two", number), answer("a word or two", number)] {
                let place = place.index(line.len());
                check(&format!("{}{put}{}", &line[..place], line.get(place + cut..).unwrap_or_default()))?;
            }
        }
    }
}
