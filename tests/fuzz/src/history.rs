//! A log of any bytes: it is read without stumbling, a prompt is picked, and what is appended next is kept.

use std::collections::BTreeSet;

use bumpalo::Bump;
use chrono::{DateTime, FixedOffset, NaiveDate};
use connect::model::ask::Ask;
use connect::model::event::{Line, What, parse};
use connect::model::fault::Source;
use connect::model::gather::Gathering;
use connect::model::history::History;
use connect::model::library::{Library, Pack};
use connect::model::lines::{Select, scan};
use connect::model::pick::hash::fnv1a_bytes;
use connect::model::proposal::{Request, may_stay, propose};
use connect::model::record::{NewEvent, NewShown, shown_id};
use connect::model::settings::Settings;
use connect::model::view::card::{Card, object, page};
use connect::model::view::paint::{harmless_json, render};
use serde_json::Value;

use super::{PACK, assert_clean, look, rewrite, today};

/// Reads bytes as a log.
pub fn history(data: &[u8]) {
    let day = today();
    data.split(|&byte| byte == b'\n').for_each(agrees_with_json);
    look_at(&replay(data, Select::OfDay(day)), day);
    gathers(data, day);
    let (older, newer) =
        data.split_at(data[..data.len() / 2].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1));
    rewrite::any(&[newer, older]);
    let history = replay(data, Select::All);
    look_at(&history, day);
    let new = pick(&history, day);
    if !history.newer {
        is_kept(data, &history, new.as_ref(), day);
    }
}

/// What a pick reads of a long log means the same, as far as it is read.
fn gathers(data: &[u8], day: NaiveDate) {
    let arena = Bump::new();
    let length = data.len() as u64;
    let [all, lasting] = [0, length].map(|recent| {
        let mut gathering = Gathering::new(&arena, length, recent, NaiveDate::MIN);
        gathering.add(data, 0);
        gathering
    });
    assert_eq!(format!("{:?}", History::replay(vec![all.lines])), format!("{:?}", replay(data, Select::All)));
    look_at(&replay(&lasting.lasting, Select::All), day);
    look_at(&History::replay(vec![lasting.lines]), day);
    let mut naming = Vec::new();
    for line in lasting.passed.iter().filter(|line| line.may_name("time.ask-1")) {
        let at = usize::try_from(line.at).expect("within the data");
        naming.extend_from_slice(&data[at..at + line.length as usize]);
        naming.push(b'\n');
    }
    look_at(&replay(&naming, Select::All), day);
}

fn replay(data: &[u8], select: Select) -> History<'_> {
    History::replay(vec![scan(data, select)])
}

/// The quick reader finds in a line what a reader of JSON finds there.
fn agrees_with_json(line: &[u8]) {
    // Keys are compared as they are written, and what follows the reasons is not looked into.
    let text = String::from_utf8_lossy(line);
    let Ok(Value::Object(object)) = serde_json::from_slice(line) else { return };
    if text.contains("\\u") || text.contains("\"why\"") {
        return;
    }
    let text_of = |key: &str| object.get(key).and_then(Value::as_str);
    let date_of = |key: &str| text_of(key).and_then(connect::model::day::parse);
    let is_header = object.get("connect_log").is_some_and(|value| !value.is_null());
    match parse(line) {
        Some(Line::Header(header)) => {
            assert!(is_header);
            assert_eq!(header.seed.as_deref(), text_of("seed"));
        }
        Some(Line::Event(event)) => {
            assert!(!is_header);
            assert_eq!((Some(&*event.id), Some(event.day)), (text_of("id"), date_of("day")));
            if let What::Note { text, of, prompt } = &event.what {
                assert_eq!(Some(&**text), text_of("text"));
                assert_eq!((of.as_deref(), prompt.as_deref()), (text_of("of"), text_of("prompt")));
            }
        }
        Some(Line::Unknown(entry)) => assert_eq!(Some(&*entry.id), text_of("id")),
        None => {
            let complete = text_of("id").is_some() && date_of("day").is_some();
            let enough = match text_of("event") {
                Some("note") => text_of("text").is_some(),
                Some("undo" | "erased") => text_of("target").is_some(),
                Some("never" | "allow") => text_of("prompt").is_some(),
                Some("skip") => text_of("of").is_some() && text_of("prompt").is_some(),
                _ => false,
            };
            assert!(is_header || !complete || !enough, "a good line is passed over: {text}");
        }
    }
}

/// Everything that verbs ask of a history, printed.
fn look_at(history: &History<'_>, day: NaiveDate) {
    let (_, due) = history.snoozed(day);
    assert!(due.iter().all(|offer| offer.until.is_some_and(|until| until <= day)));
    assert!(history.records(day).len() <= history.offers.len());
    assert!(history.paused_until(day).is_none_or(|until| day < until));
    let _ = (history.resting_facets(day), history.last_act().map(|act| act.entry().appended()));
    for offer in history.offers.iter().take(8) {
        let card = Card::of(offer);
        let width = usize::from(card.depth) * 7;
        for bits in [0, 1, 2, 7] {
            let look = look(bits, width);
            assert_clean(&render(&page(&card, look, Some("R\u{202e}"), true), look), look.color);
        }
        let json = serde_json::to_string(&object(Some(&card), day)).expect("JSON");
        assert_clean(&harmless_json(&json), false);
        let _ = (history.days_shown(&card.id, day), history.notes_on(&card.id).count());
    }
}

/// The prompt that this history leads to; twice the same.
fn pick(history: &History<'_>, day: NaiveDate) -> Option<NewShown<'static>> {
    let packs = [Pack { name: "fixture.toml".to_owned(), text: PACK.to_owned() }];
    let (library, faults) = Library::new(false, &packs);
    assert!(faults.is_empty());
    let (settings, _) = Settings::read(Source { name: "settings.toml", text: "library = false" });
    let seed = history.seed.as_deref().unwrap_or("connect");
    let request = Request { settings: &settings, history, seed, day, ask: Ask::default(), replacing: None };
    let pick = || propose(&request, &library).ok().map(|proposal| proposal.shown(&BTreeSet::new()));
    let new = pick();
    assert_eq!(new, pick());
    if let Some(new) = &new {
        let prompt = &*new.shown.prompt;
        assert!(library.find(prompt).is_some() && !history.is_never(prompt), "{prompt}");
        assert!(history.shown_on(day).all(|offer| *offer.shown.prompt != *prompt), "{prompt} was shown today");
    }
    if let Some(offer) = history.current(day) {
        assert!(may_stay(offer, Ask::default(), &library));
    }
    new
}

/// Whatever stands in a log, what is appended to it is read back, and nothing that was read before is lost.
fn is_kept(data: &[u8], history: &History<'_>, new: Option<&NewShown<'_>>, day: NaiveDate) {
    let now: DateTime<FixedOffset> = "2026-11-24T08:01:12+01:00".parse().expect("an instant");
    let (at, number) = (history.time_to_append(now), history.next_number(day));
    let note = NewEvent { event: "note", day, text: Some("kept"), prompt: Some("time.kept"), ..NewEvent::default() };
    // No mutation can name this id in advance.
    let id = format!("{:016x}{:016x}", fnv1a_bytes(data), !fnv1a_bytes(data));
    let mut file = data.to_owned();
    if file.last().is_some_and(|&byte| byte != b'\n') {
        file.push(b'\n');
    }
    file.extend(note.to_line(&id, at).bytes().chain(*b"\n"));
    file.extend(new.iter().flat_map(|new| new.to_line(day, number, at).into_bytes()));
    let after = replay(&file, Select::All);
    let kept = |history: &History<'_>| history.notes_on("time.kept").filter(|text| *text == "kept").count();
    assert_eq!(kept(&after), kept(history) + 1, "what is appended is lost");
    if let Some(new) = new {
        let shown = after.offer(&shown_id(day, number)).map(|offer| &*offer.shown.prompt);
        assert_eq!(shown, Some(&*new.shown.prompt), "the prompt shown is lost");
    }
    let before = history.offers.iter().map(|offer| &*offer.entry.id);
    assert!(before.into_iter().all(|id| after.offer(id).is_some()), "what was read before is lost");
    assert_eq!(after.count(|_| true), history.count(|_| true) + 1, "what was said before is lost");
}
