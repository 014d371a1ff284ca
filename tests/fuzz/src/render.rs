//! Any text in any place where people read: it never acts on a terminal, and JSON reads back as it was.

use connect::model::detail::Why;
use connect::model::keyed::{Keyed as _, Set};
use connect::model::offer::State;
use connect::model::prompt::Prompt;
use connect::model::view::card::{Card, object, page, sentence};
use connect::model::view::format::fill_in;
use connect::model::view::paint::{Ink, Line, Look, Mark, harmless_json, legible, render as painted};
use connect::model::view::prompt::{Known, PromptObject, listing, prompt_page};
use connect::model::view::reasons::reasons;
use connect::model::vocabulary::{Cost, Kind, Practice};

use super::{assert_clean, look, today};

/// Prints bytes as every text there is.
pub fn render(data: &[u8]) {
    let (Some((&bits, rest)), true) = (data.split_first(), data.len() > 3) else { return };
    let (look, kind) = (look(bits, usize::from(rest[0])), Kind::ALL[usize::from(rest[1]) % Kind::ALL.len()]);
    let text = String::from_utf8_lossy(&rest[2..]).into_owned();
    let mut parts = text.split('|').map(str::to_owned).cycle();
    let mut part = || parts.next().unwrap_or_default();
    let card = card(kind, rest[1], &mut part);
    let (name, words, template) = (part(), [part().to_ascii_lowercase(), part()], part());
    let prompt = prompt(&card, &words[0]);
    let clean = |page: &[Line]| is_clean(&painted(page, look), look);
    for more in [true, false] {
        clean(&page(&card, look, Some(name.as_str()).filter(|_| more), more));
        let known = Known { showings: &[], notes: &[&card.text, &card.id], dropped: more, today: today() };
        clean(&prompt_page(&prompt, &known, look, Some(&name)));
        clean(&reasons(&card, None, more, look, Some(&name)));
    }
    clean(&listing(&[(prompt.clone(), Mark::Loved)], &words, 1, look, Some(&name)));
    clean(&[Line::plain(sentence(&text)).and(Ink::Hit, &*name).and(Ink::Accent, &*template)]);
    is_clean(&legible(&text, look.ascii), look);
    let object = object(Some(&card), today());
    let value = serde_json::to_value(&object).expect("JSON");
    if let Ok(line) = fill_in(&template, &value, look.ascii) {
        is_clean(&line.replace('\t', " "), look);
    }
    reads_back(&serde_json::to_string(&object).expect("JSON"));
    reads_back(&serde_json::to_string(&PromptObject::new(&prompt, &[], true)).expect("JSON"));
    reads_back(&serde_json::to_string(&text).expect("JSON"));
}

fn is_clean(text: &str, look: Look) {
    assert_clean(text, look.color);
    assert!(!look.ascii || text.is_ascii(), "{text:?}");
}

fn reads_back(json: &str) {
    let printed = harmless_json(json);
    assert_clean(&printed, false);
    let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("JSON");
    assert_eq!(read(&printed), read(json));
}

fn card(kind: Kind, number: u8, part: &mut impl FnMut() -> String) -> Card {
    let rule = part();
    Card {
        day: today(),
        id: part(),
        practice: Practice::ALL[usize::from(number) % Practice::ALL.len()],
        kind,
        text: part(),
        follow: Some(part()),
        tip: Some(part()),
        effort: u32::from(number),
        depth: number % 4,
        places: vec![part()],
        love: None,
        shown_before: u32::from(number),
        why: Why {
            key: part(),
            line: part(),
            turn: part(),
            fit: part(),
            ruled_out: [(rule, 3)].into(),
            ..Why::default()
        },
        state: State::ALL[usize::from(number / 4) % State::ALL.len()],
        rating: Some(number % 6),
        answered: None,
        until: Some(today()),
    }
}

fn prompt<'c>(card: &'c Card, pack: &'c str) -> Prompt<'c> {
    Prompt {
        id: card.id.as_str().into(),
        practice: card.practice,
        facet: card.follow.as_deref().map(Into::into),
        kind: card.kind,
        effort: card.effort,
        depth: card.depth,
        places: Set::all(),
        text: card.text.as_str().into(),
        follow: card.tip.as_deref().map(Into::into),
        tip: card.follow.as_deref().map(Into::into),
        love: None,
        moods: Set::all(),
        needs: Set::all(),
        cost: Cost::Low,
        occasion: None,
        why: None,
        pack: Some(pack),
    }
}
