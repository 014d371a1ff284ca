//! Which events are to be erased, and what else goes with them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::erasures::Erasures;
use super::event::{Event, Line, What, parse};
use super::lines::{each_line, trim};

/// What the person wants erased.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'w> {
    /// The event of this id, or the only one whose id begins so.
    Event(&'w str),
    /// All that speaks of this day.
    Day(NaiveDate),
    /// All that speaks of days before this one.
    Before(NaiveDate),
    Everything,
}

/// No shorter beginning of an id is taken for it.
const SHORTEST: usize = 6;

/// What will go.
#[derive(Debug, Default)]
pub struct Selection {
    /// The ids of the events, and whether it is only their text that goes.
    targets: BTreeMap<String, bool>,
    pub prompts: usize,
    pub answers: usize,
    pub notes: usize,
}

/// What is read of a line to decide about it.
struct Candidate {
    id: String,
    day: NaiveDate,
    /// The event that it speaks of, or takes back.
    of: Option<String>,
    is: Is,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Prompt,
    Note,
    /// An answer, and whether words were given with it.
    Answer {
        with_words: bool,
    },
    Undo,
    /// What must not come again, or may again: it lasts, and is erased only if it is named.
    Lasting,
    Erased,
}

impl Candidate {
    fn has_words(&self) -> bool {
        matches!(self.is, Is::Note | Is::Answer { with_words: true })
    }
}

impl Selection {
    /// Chooses among the lines of all files. Where several ids begin as the one given, they are the error.
    pub fn choose(files: &[&[u8]], wanted: Wanted<'_>, notes_only: bool) -> Result<Self, BTreeSet<String>> {
        let candidates = candidates(files);
        let named = |found: &Candidate| match wanted {
            // A whole id may be the beginning of another: `2026-11-24/shown/1` is one of `2026-11-24/shown/10`.
            Wanted::Event(id) if candidates.contains_key(id) => found.id == id,
            Wanted::Event(id) => id.len() >= SHORTEST && found.id.starts_with(id),
            Wanted::Day(day) => found.day == day && found.is != Is::Lasting,
            Wanted::Before(day) => found.day < day && found.is != Is::Lasting,
            Wanted::Everything => found.is != Is::Lasting,
        };
        let by_range = !matches!(wanted, Wanted::Event(_));
        let first = candidates.values().filter(|found| found.is != Is::Erased && named(found));
        // What was taken back would hold again if the taking back went alone.
        let first =
            first.filter(|found| if notes_only { found.has_words() } else { !(by_range && found.is == Is::Undo) });
        let mut ids: BTreeSet<String> = first.map(|found| found.id.clone()).collect();
        if matches!(wanted, Wanted::Event(_)) && ids.len() > 1 {
            return Err(ids);
        }
        if !notes_only {
            follow(&candidates, &mut ids);
        }
        let mut selection = Self::default();
        for id in ids {
            if let Some(found) = candidates.get(&id) {
                selection.add(found, notes_only);
            }
        }
        Ok(selection)
    }

    fn add(&mut self, found: &Candidate, notes_only: bool) {
        let is_answer = matches!(found.is, Is::Answer { .. });
        self.prompts += usize::from(found.is == Is::Prompt);
        self.notes += usize::from(found.has_words());
        self.answers += usize::from(!notes_only && (is_answer || found.is == Is::Lasting));
        self.targets.insert(found.id.clone(), notes_only && is_answer);
    }

    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The ids that no `erased` event names yet, and whether it is only their text that goes.
    pub fn new_to<'s>(&'s self, erasures: &'s Erasures) -> impl Iterator<Item = (&'s str, bool)> {
        let targets = self.targets.iter().map(|(id, only_text)| (id.as_str(), *only_text));
        targets.filter(|(id, only_text)| !erasures.names(id, *only_text))
    }
}

/// Adds what was said of an erased prompt, and every undo together with what it took back.
fn follow(candidates: &BTreeMap<String, Candidate>, ids: &mut BTreeSet<String>) {
    loop {
        let before = ids.len();
        for found in candidates.values() {
            let Some(of) = &found.of else { continue };
            match found.is {
                Is::Undo if ids.contains(&found.id) => drop(ids.insert(of.clone())),
                Is::Note | Is::Answer { .. } | Is::Undo if ids.contains(of) => drop(ids.insert(found.id.clone())),
                _ => {}
            }
        }
        if ids.len() == before {
            return;
        }
    }
}

/// Every event by its id. Of two with one id, it is the one with words that matters.
fn candidates(files: &[&[u8]]) -> BTreeMap<String, Candidate> {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    for file in files {
        each_line(file, |line, _| {
            let Some(found) = candidate(trim(line)) else { return };
            if found.has_words() || !candidates.contains_key(&found.id) {
                candidates.insert(found.id.clone(), found);
            }
        });
    }
    candidates
}

fn candidate(line: &[u8]) -> Option<Candidate> {
    let (entry, of, is) = match parse(line)? {
        Line::Header(_) => return None,
        // Whatever a newer version says there may speak of the person.
        Line::Unknown(entry) => (entry, None, Is::Answer { with_words: false }),
        Line::Event(Event { entry, what }) => {
            let of = what.subject().map(str::to_owned);
            match what {
                What::Shown(_) => (entry, None, Is::Prompt),
                What::Note { .. } => (entry, of, Is::Note),
                What::Done { text, .. } => (entry, of, Is::Answer { with_words: text.is_some() }),
                What::Skip { .. } | What::Snooze { .. } | What::Pause { .. } => {
                    (entry, of, Is::Answer { with_words: false })
                }
                What::Never { .. } | What::Allow { .. } => (entry, None, Is::Lasting),
                What::Undo { target } => (entry, Some(target.into_owned()), Is::Undo),
                What::Erased { .. } => (entry, None, Is::Erased),
            }
        }
    };
    Some(Candidate { id: entry.id.into_owned(), day: entry.day, of, is })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn log() -> Vec<u8> {
        let event = |event: &str, id: &str, day: &str, more: Value| {
            let mut line = json!({"event": event, "id": id, "day": day, "at": format!("{day}T09:00:00.000+01:00"),
                "prompt": "time.a", "practice": "time", "kind": "do", "effort": 5, "until": "2026-12-01"});
            if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
                line.extend(more);
            }
            line.to_string() + "\n"
        };
        let (one, two) = ("2026-11-23", "2026-11-24");
        [
            event("shown", "2026-11-23/shown/0", one, json!({})),
            event("done", "aaaaaaaa1", one, json!({"of": "2026-11-23/shown/0", "text": "words"})),
            event("never", "nnnnnnnn", one, json!({"of": "2026-11-23/shown/0"})),
            event("undo", "uuuuuuuu", one, json!({"target": "nnnnnnnn"})),
            event("sung", "ssssssss", one, json!({})),
            event("shown", "2026-11-24/shown/0", two, json!({})),
            event("note", "aaaaaaaa2", two, json!({"of": "2026-11-24/shown/0", "text": "words"})),
            event("undo", "vvvvvvvv", two, json!({"target": "aaaaaaaa2"})),
            event("pause", "pppppppp", two, json!({})),
            event("erased", "eeeeeeee", two, json!({"target": "gone"})),
            event("pause", "pppppppp0", "2026-11-25", json!({})),
        ]
        .concat()
        .into_bytes()
    }

    fn chosen(wanted: Wanted<'_>, notes_only: bool) -> Vec<(String, bool)> {
        let log = log();
        let selection = Selection::choose(&[&log], wanted, notes_only).expect("one event");
        let new: Vec<_> = selection.new_to(&Erasures::default()).map(|(id, text)| (id.to_owned(), text)).collect();
        new
    }

    fn ids(wanted: Wanted<'_>) -> Vec<String> {
        chosen(wanted, false).into_iter().map(|(id, _)| id).collect()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn words_go_and_what_was_done_stays() {
        let words = chosen(Wanted::Everything, true);
        assert_eq!(words, [("aaaaaaaa1".to_owned(), true), ("aaaaaaaa2".to_owned(), false)], "taken back or not");
        assert_eq!(chosen(Wanted::Day(day("2026-11-24")), true), [("aaaaaaaa2".to_owned(), false)]);
        assert_eq!(chosen(Wanted::Before(day("2026-11-24")), true), [("aaaaaaaa1".to_owned(), true)]);
    }

    #[test]
    fn a_day_goes_with_all_that_was_said_of_it_and_only_what_lasts_stays() {
        assert_eq!(ids(Wanted::Before(day("2026-11-24"))), ["2026-11-23/shown/0", "aaaaaaaa1", "ssssssss"]);
        assert_eq!(ids(Wanted::Day(day("2026-11-24"))), ["2026-11-24/shown/0", "aaaaaaaa2", "pppppppp", "vvvvvvvv"]);
        assert_eq!(ids(Wanted::Before(day("2026-11-23"))), Vec::<String>::new());
    }

    #[test]
    fn one_event_takes_along_what_would_mean_nothing_without_it() {
        assert_eq!(ids(Wanted::Event("2026-11-23/shown/0")), ["2026-11-23/shown/0", "aaaaaaaa1"]);
        assert_eq!(ids(Wanted::Event("vvvvvvvv")), ["aaaaaaaa2", "vvvvvvvv"], "an undo goes with its target");
        assert_eq!(ids(Wanted::Event("nnnnnn")), ["nnnnnnnn", "uuuuuuuu"], "and so it is with what lasts");
        assert_eq!(ids(Wanted::Event("pppppppp")), ["pppppppp"]);
        let several = Selection::choose(&[&log()], Wanted::Event("aaaaaa"), false).expect_err("both begin so");
        assert_eq!(several.len(), 2);
        for nothing in ["aaaaa", "eeeeeeee", "gone", ""] {
            assert_eq!(ids(Wanted::Event(nothing)), Vec::<String>::new(), "{nothing}");
        }
    }
}
