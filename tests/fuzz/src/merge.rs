//! A life in events, its lines split over files in any way and any order, doubled, torn and erased at will: the history
//! is the same, and stays so when it is rewritten.

use std::fmt::Write as _;

use chrono::{DateTime, Days, FixedOffset, TimeDelta};
use connect::model::ask::Ask;
use connect::model::detail::Detail;
use connect::model::event::{Because, Shown};
use connect::model::history::History;
use connect::model::keyed::Keyed as _;
use connect::model::lines::{Select, scan};
use connect::model::prompt::Traits;
use connect::model::record::{NewEvent, NewShown, header_line, shown_id};
use connect::model::vocabulary::{Kind, Practice};

use super::rewrite::Log;
use super::today;

/// At most so many files.
const FILES: usize = 4;

/// Reads bytes as a life and as a way of splitting it.
pub fn merge(data: &[u8]) {
    let (story, ways) = data.split_at(data.len() / 2);
    let lines = lines(story);
    let way = |at: usize| ways.get(at).copied().unwrap_or(at.to_le_bytes()[0]);
    let mut files = vec![String::new(); FILES];
    let mut aside = String::from("<<<<<<< ours\n");
    // Every line lies in one file at least; the bits of its byte say in which, and the order is turned round.
    for (at, line) in lines.iter().enumerate().rev() {
        let (bits, next) = (way(at), way(at + 1));
        let home = usize::from(bits >> 4) % FILES;
        for (number, file) in files.iter_mut().enumerate() {
            if number == home || bits & (1 << number) != 0 {
                let end = if next & 0x70 == 0 { "\r\n" } else { "\n" };
                *file = if bits & 0x80 == 0 { format!("{line}{end}{file}") } else { format!("{file}{line}{end}") };
            }
        }
        // A sync tool leaves pieces of lines, and what can't be read was put aside.
        if bits & 0x40 != 0 {
            aside.push_str(&piece(line, next));
            aside.push('\n');
        }
        if next & 0x40 != 0 {
            let file = &mut files[usize::from(next) % FILES];
            file.push_str(&piece(line, bits));
            file.push('\n');
        }
    }
    files.rotate_left(usize::from(way(0)) % FILES);
    let (says, whole) = (told(&files), [lines.join("\n")]);
    assert_eq!(told(&whole), says);
    let (main, lost) = (usize::from(way(1)), usize::from(way(2)));
    Log { files: &files, aside: &aside, main, lost, fold: way(3) & 1 == 0, says: tell }.assert_rewritten();
}

/// A line, what stands before or behind a place in it, or a line with something behind it.
fn piece(line: &str, bits: u8) -> String {
    let at = line.len() * usize::from(bits >> 2) / 64;
    let piece = match bits % 4 {
        0 => line.get(..at),
        1 => line.get(at..),
        2 => return format!("{line} theirs"),
        _ => None,
    };
    piece.unwrap_or(line).to_owned()
}

/// What a history says, and when each prompt was shown and answered.
fn told(files: &[String]) -> (String, String) {
    let history = History::replay(files.iter().map(|file| scan(file.as_bytes(), Select::All)).collect());
    let times = history.offers.iter().map(|offer| (offer.entry.at, offer.answered));
    (tell(&history), format!("{:?}", times.collect::<Vec<_>>()))
}

/// What a history says, without what only tells where a line lay, or when it was written.
fn tell(history: &History<'_>) -> String {
    let mut out = format!("{:?} {:?}\n", history.seed, history.nevers().collect::<Vec<_>>());
    for offer in &history.offers {
        let (entry, shown) = (&offer.entry, &offer.shown);
        let answer = (offer.state, offer.rating, offer.until, offer.notes, offer.dropped);
        let _ = writeln!(out, "{} {shown:?} {answer:?} {}", entry.id, offer.counts_as_swapped_now());
        let _ = writeln!(out, "{:?}", history.notes_on(&shown.prompt).collect::<Vec<_>>());
    }
    for back in 0..3 {
        let day = today() - Days::new(back);
        let number = history.next_number(day);
        let _ = writeln!(out, "{number} {:?} {:?}", history.paused_until(day), history.snoozed(day).0);
        let _ = writeln!(out, "{:?}", history.records(day));
    }
    out + &format!("{:?}", history.last_act().map(|act| act.entry().id.clone()))
}

/// Events by the bytes of a story, four to each, an hour apart.
fn lines(story: &[u8]) -> Vec<String> {
    let begins: DateTime<FixedOffset> = "2026-11-22T08:00:00+01:00".parse().expect("an instant");
    let mut lines = vec![header_line("seed", begins)];
    for (at, chunk) in (1..).zip(story.chunks_exact(4)) {
        let [what, day, prompt, other] = [chunk[0], chunk[1], chunk[2], chunk[3]];
        let line = line(what, day, prompt, other, begins + TimeDelta::hours(at));
        // A newer version says more, and knows more kinds of events.
        let more = [r#","later":{"a": [1, "}"]}}"#, "}"][usize::from(!day.is_multiple_of(5))];
        lines.push(format!("{}{more}", line.strip_suffix('}').expect("an object")));
    }
    lines
}

fn line(what: u8, day: u8, prompt: u8, other: u8, at: DateTime<FixedOffset>) -> String {
    let day = today() - Days::new(u64::from(day % 3));
    let name = ["time.a", "time.b", "gratitude.c", "laughter.d"][usize::from(prompt % 4)];
    let of = shown_id(day, u32::from(other % 3));
    let (id, target) = (format!("{:08x}", other % 24), format!("{:08x}", prompt % 24));
    let event = NewEvent { day, ..NewEvent::default() };
    let (said, until) = (NewEvent { of: Some(&of), prompt: Some(name), ..event.clone() }, Some(day + Days::new(2)));
    // No two events are told in the same words, so that whose they are can be told.
    let words = format!("a \"word\"\n\u{e4}t {}", at.timestamp());
    let text = Some(&*words).filter(|_| prompt > 99);
    match what % 14 {
        0..=2 => return shown(name, prompt, other).to_line(day, u32::from(other % 3), at),
        3 => NewEvent { event: "done", rating: Some(other % 6), text, ..said },
        4 => NewEvent { event: "skip", ..said },
        5 => NewEvent { event: "snooze", until, ..said },
        6 => NewEvent { event: "never", ..said },
        7 => NewEvent { event: "allow", prompt: Some(name), ..event },
        8 => NewEvent { event: "note", text: Some(&words), ..said },
        9 => NewEvent { event: "pause", until, ..event },
        10 => NewEvent { event: "undo", target: Some(&target), ..event },
        11 => NewEvent { event: "sung", text, ..said },
        12 => NewEvent { event: "erased", target: Some(&target), only: Some("text"), ..event },
        _ => NewEvent { event: "erased", target: Some(if prompt > 127 { &of } else { &target }), ..event },
    }
    .to_line(&id, at)
}

fn shown(prompt: &str, number: u8, other: u8) -> NewShown<'_> {
    let practice = Practice::ALL.iter().copied().find(|practice| prompt.starts_with(practice.key()));
    let traits =
        Traits { practice: practice.expect("a practice"), kind: Kind::Do, effort: u32::from(number) + 1, love: None };
    let replaces = (!other.is_multiple_of(3)).then(|| shown_id(today(), u32::from(other % 3) - 1).into());
    let shown = Shown {
        prompt: prompt.into(),
        facet: None,
        traits,
        depth: 1,
        weekend: false,
        because: Because::ALL[usize::from(number) % Because::ALL.len()],
        replaces,
        asked: Ask::default(),
        reason: "".into(),
    };
    NewShown { shown, detail: Detail::default() }
}
