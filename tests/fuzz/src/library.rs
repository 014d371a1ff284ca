//! A pack of any text: what can be read is kept, every fault has its place, and a prompt is picked from it.

use connect::model::ask::Ask;
use connect::model::check::check;
use connect::model::fault::{Fault, Source};
use connect::model::history::History;
use connect::model::keyed::Keyed as _;
use connect::model::library::{Library, Pack};
use connect::model::proposal::{Request, propose};
use connect::model::settings::Settings;
use connect::model::view::faults::fault_page;
use connect::model::view::paint::{Line, Mark, harmless_json, render};
use connect::model::view::prompt::{Known, PromptObject, listing, prompt_page};
use connect::model::vocabulary::Practice;

use super::{assert_clean, look, today};

/// Reads bytes as a pack of one's own.
pub fn library(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let packs = [Pack { name: "~/pack\u{1b}.toml".to_owned(), text }];
    let (library, faults) = Library::new(false, &packs);
    for fault in &faults {
        is_told(fault, &packs[0].text);
    }
    for own in [true, false] {
        let report = check(Source { name: &packs[0].name, text: &packs[0].text }, own);
        for finding in &report.findings {
            is_told(&finding.fault, &packs[0].text);
        }
        assert!(report.ids.iter().all(|id| library.find(id).is_some()));
    }
    print(&library);
    let settings = Settings::default();
    let request = Request {
        settings: &settings,
        history: &History::default(),
        seed: "s7",
        day: today(),
        ask: Ask::default(),
        replacing: None,
    };
    if let Ok(proposal) = propose(&request, &library) {
        assert!(library.find(proposal.prompt()).is_some());
    }
}

/// A fault is told with a place inside its text, and cannot act where it is read.
pub(super) fn is_told(fault: &Fault, text: &str) {
    if let Some(place) = &fault.place {
        assert!(place.line >= 1 && place.line <= text.split('\n').count(), "{fault:?}");
        assert!(place.column <= place.excerpt.chars().count() + 2, "{fault:?}");
    }
    for bits in 0..4 {
        let look = look(bits, 72);
        assert_clean(&render(&fault_page(Line::default(), "", fault), look), look.color);
    }
}

fn print(library: &Library<'_>) {
    let words = ["a".to_owned(), "\u{1b}".to_owned()];
    for &practice in Practice::ALL {
        let prompts = library.prompts(practice);
        for prompt in prompts.iter().take(4) {
            let known = Known { showings: &[], notes: &["a\u{9b}\nb"], dropped: false, today: today() };
            for (bits, width) in [(0, 72), (1, 20), (3, 1), (4, 0)] {
                let look = look(bits, width);
                assert_clean(&render(&prompt_page(prompt, &known, look, Some("R")), look), look.color);
                let listed = [(prompt.clone(), Mark::Open)];
                assert_clean(&render(&listing(&listed, &words, 1, look, None), look), look.color);
            }
            let json = serde_json::to_string(&PromptObject::new(prompt, &[], false)).expect("JSON");
            assert_clean(&harmless_json(&json), false);
        }
    }
}
