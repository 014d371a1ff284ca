//! Another process between reading and writing.

use connect::host::env::{Env, Streams};
use connect::host::log::Log;
use connect::host::log::append::shown;
use connect::model::ask::Ask;
use connect::model::detail::Detail;
use connect::model::event::{Because, Shown};
use connect::model::prompt::Traits;
use connect::model::record::NewShown;
use connect::model::vocabulary::{Kind, Practice};
use serde_json::json;

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

/// A prompt as the picker hands it over.
fn picked(prompt: &str) -> NewShown<'_> {
    let traits = Traits { practice: Practice::Gratitude, kind: Kind::Ask, effort: 5, love: None };
    let shown = Shown {
        prompt: prompt.into(),
        facet: None,
        traits,
        depth: 1,
        weekend: false,
        because: Because::Day,
        replaces: None,
        asked: Ask::default(),
        reason: "".into(),
    };
    NewShown { shown, detail: Detail::default() }
}

#[test]
fn another_prompt_shown_meanwhile_is_replaced_not_doubled() {
    let home = Sandbox::at(NOW);
    let variable = |name: &str| (name == "CONNECT_NOW").then(|| NOW.into());
    let clock = || unreachable!("the time is given");
    let env = Env::resolve(&variable, Some(home.home().to_owned()), Streams::default(), clock);
    let stale = Log::whole(&env);
    let (nothing, _) = stale.everything();
    let day = env.now.date_naive();
    // Between reading the log and appending to it, another shell shows its prompt.
    home.ok("today --practice time");
    let other = home.events()[0]["prompt"].as_str().unwrap().to_owned();
    shown(&env, &stale, &nothing, day, &picked(&other), None).unwrap();
    assert_eq!(home.events().len(), 1, "the same prompt is shown once");
    shown(&env, &stale, &nothing, day, &picked("gratitude.ask-4"), None).unwrap();
    let events = home.events();
    assert_eq!((&events[1]["id"], &events[1]["prompt"]), (&json!("2026-11-24/shown/1"), &json!("gratitude.ask-4")));
    assert_eq!(events[1]["replaces"], "2026-11-24/shown/0");
    assert!(home.ok("done").contains("gratitude.ask-4"), "what was read last is meant");
}
