//! A life in events, its lines split over files in any way and any order, doubled at will: the history is the same.

use std::fmt::Write as _;

use chrono::{DateTime, Days, FixedOffset, TimeDelta};
use connect::model::ask::Ask;
use connect::model::event::{Because, Detail, Shown};
use connect::model::history::History;
use connect::model::keyed::Keyed as _;
use connect::model::lines::{Select, scan};
use connect::model::prompt::Traits;
use connect::model::record::{NewEvent, NewShown, header_line, shown_id};
use connect::model::vocabulary::{Kind, Practice};

use super::today;

/// At most so many files.
const FILES: usize = 4;

/// Reads bytes as a life and as a way of splitting it.
pub fn merge(data: &[u8]) {
    let (story, ways) = data.split_at(data.len() / 2);
    let lines = lines(story);
    let one = lines.join("\n");
    let mut files = vec![String::new(); FILES];
    // Every line lies in one file at least; the bits of its byte say in which, and the order is turned round.
    for (at, line) in lines.iter().enumerate().rev() {
        let bits = ways.get(at).copied().unwrap_or(at.to_le_bytes()[0]);
        let home = usize::from(bits >> 4) % FILES;
        for (number, file) in files.iter_mut().enumerate() {
            if number == home || bits & (1 << number) != 0 {
                *file = if bits & 0x80 == 0 { format!("{line}\n{file}") } else { format!("{file}{line}\n") };
            }
        }
    }
    files.rotate_left(ways.first().map_or(0, |&first| usize::from(first) % FILES));
    assert_eq!(told(&[one]), told(&files));
}

/// What a history says, without what only tells where a line lay.
fn told(files: &[String]) -> String {
    let history = History::replay(files.iter().map(|file| scan(file.as_bytes(), Select::All)).collect());
    let mut out = format!("{:?} {:?}\n", history.seed, history.nevers().collect::<Vec<_>>());
    for offer in &history.offers {
        let (entry, shown) = (&offer.entry, &offer.shown);
        let answer = (offer.state, offer.rating, offer.answered, offer.until, offer.notes, offer.dropped);
        let _ = writeln!(out, "{} {:?} {shown:?} {answer:?} {}", entry.id, entry.at, offer.counts_as_swapped_now());
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

/// Events by the bytes of a story, four to each, a second apart.
fn lines(story: &[u8]) -> Vec<String> {
    let begins: DateTime<FixedOffset> = "2026-11-22T08:00:00+01:00".parse().expect("an instant");
    let mut lines = vec![header_line("seed", begins)];
    for (at, chunk) in (1..).zip(story.chunks_exact(4)) {
        let [what, day, prompt, other] = [chunk[0], chunk[1], chunk[2], chunk[3]];
        let when = begins + TimeDelta::hours(at);
        lines.push(line(what, day, prompt, other, when));
    }
    lines
}

fn line(what: u8, day: u8, prompt: u8, other: u8, at: DateTime<FixedOffset>) -> String {
    let day = today() - Days::new(u64::from(day % 3));
    let name = ["time.a", "time.b", "gratitude.c", "laughter.d"][usize::from(prompt % 4)];
    let of = shown_id(day, u32::from(other % 3));
    let (id, target) = (format!("{:02x}", other % 24), format!("{:02x}", prompt % 24));
    let event = NewEvent { day, ..NewEvent::default() };
    let (said, until) = (NewEvent { of: Some(&of), prompt: Some(name), ..event.clone() }, Some(day + Days::new(2)));
    let text = Some("words").filter(|_| prompt > 99);
    match what % 12 {
        0..=2 => return shown(name, prompt, other).to_line(day, u32::from(other % 3), at),
        3 => NewEvent { event: "done", rating: Some(other % 6), text, ..said },
        4 => NewEvent { event: "skip", ..said },
        5 => NewEvent { event: "snooze", until, ..said },
        6 => NewEvent { event: "never", ..said },
        7 => NewEvent { event: "allow", prompt: Some(name), ..event },
        8 => NewEvent { event: "note", text: Some(&id), ..said },
        9 => NewEvent { event: "pause", until, ..event },
        10 => NewEvent { event: "undo", target: Some(&target), ..event },
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
    };
    NewShown { shown, detail: Detail::default() }
}
