//! The whole choice in small worlds: what goes first, what gives way, and what never does.

#![allow(clippy::format_collect, clippy::type_complexity, reason = "a test reads best in one piece")]

use serde_json::json;

use super::*;
use crate::fault::Source;
use crate::library::Pack;
use crate::lines::{Select, scan};
use crate::pick::choose::Nothing;
use crate::record::NewShown;
use crate::vocabulary::{Mood, Place};

/// A prompt of a pack; `more` overrides and adds keys.
fn prompt(id: &str, more: &[(&str, &str)]) -> String {
    let mut keys = vec![("id", format!("\"{id}\"")), ("kind", "\"do\"".to_owned()), ("effort", "5".to_owned())];
    keys.extend([("depth", "1".to_owned()), ("where", "[\"together\"]".to_owned()), ("text", "\"Do it.\"".to_owned())]);
    for (key, value) in more {
        keys.retain(|(known, _)| known != key);
        keys.push((key, (*value).to_owned()));
    }
    let lines: String = keys.into_iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("[[prompt]]\n{lines}\n")
}

#[derive(Default)]
struct World {
    prompts: Vec<String>,
    settings: &'static str,
    log: Vec<String>,
    ask: Ask,
    /// Swaps away what is showing.
    swap: bool,
}

impl World {
    fn of(prompts: &[String]) -> Self {
        Self { prompts: prompts.to_vec(), ..Self::default() }
    }

    /// What 24 November 2026, a Tuesday, would show.
    fn propose(&self) -> Result<NewShown<'static>, Nothing> {
        self.propose_on("2026-11-24")
    }

    fn propose_on(&self, day: &str) -> Result<NewShown<'static>, Nothing> {
        let (settings, faults) = Settings::read(Source { name: "settings.toml", text: self.settings });
        assert_eq!(faults, []);
        let packs = [Pack { name: "world.toml".to_owned(), text: self.prompts.concat() }];
        let (library, faults) = Library::new(false, &packs);
        assert_eq!(faults, []);
        let log = self.log.join("\n");
        let day = day.parse().expect("a date");
        let history = History::replay(vec![scan(log.as_bytes(), Select::All)]);
        let showing = history.current(day).filter(|_| self.swap);
        let replacing = showing.map(|offer| (offer, Because::Swap));
        let request = Request { settings: &settings, history: &history, seed: "world", day, ask: self.ask, replacing };
        propose(&request, &library).map(|proposal| proposal.shown(&BTreeSet::new()))
    }

    fn id(&self) -> String {
        self.propose().expect("a prompt").shown.prompt.to_string()
    }

    fn nothing(&self) -> &'static str {
        self.propose().expect_err("nothing").most.expect("a rule").0
    }
}

fn shown(day: &str, number: u32, prompt: &str, facet: &str) -> String {
    let practice = prompt.split('.').next();
    json!({"event": "shown", "id": format!("{day}/shown/{number}"), "day": day, "at": format!("{day}T08:0{number}:00Z"),
        "prompt": prompt, "practice": practice, "facet": facet, "kind": "do", "text": "Do it.", "effort": 5, "depth": 1})
    .to_string()
}

fn mood(mood: Mood) -> Ask {
    Ask { mood: Some(mood), ..Ask::default() }
}

fn minutes(minutes: u32) -> Ask {
    Ask { minutes: Some(minutes), ..Ask::default() }
}

#[test]
fn what_never_gives_way_leaves_nothing_and_is_named() {
    let never =
        json!({"event": "never", "id": "n", "day": "2026-11-01", "at": "2026-11-01T08:00:00Z", "prompt": "time.a"});
    let cases: [(&str, &[(&str, &str)], &'static str, Vec<String>, Ask); 11] = [
        ("where", &[("where", "[\"distance\"]")], "", vec![], Ask::default()),
        ("where", &[], "", vec![], Ask { place: Some(Place::Apart), ..Ask::default() }),
        ("have", &[("needs", "[\"kids\"]")], "", vec![], Ask::default()),
        ("have", &[("love", "\"touch\"")], "have = []", vec![], Ask::default()),
        ("cost", &[("cost", "\"low\"")], "cost = \"free\"", vec![], Ask::default()),
        ("max_depth", &[("depth", "3")], "max_depth = 2", vec![], Ask::default()),
        ("weight", &[], "[practices]\ntime = 0", vec![], Ask::default()),
        ("never", &[], "", vec![never.to_string()], Ask::default()),
        ("occasion", &[("occasion", "\"birthday\"")], "", vec![], Ask::default()),
        ("mood_gate", &[("depth", "2")], "", vec![], mood(Mood::Tense)),
        ("not_neutral", &[("mood", "[\"low\"]")], "", vec![], Ask::default()),
    ];
    for (rule, more, settings, log, ask) in cases {
        let world = World { settings, log, ask, ..World::of(&[prompt("time.a", more)]) };
        assert_eq!(world.nothing(), rule, "{more:?} {settings}");
        assert_eq!(world.propose().expect_err("nothing").total, 1);
    }
    assert_eq!(World::of(&[]).propose(), Err(Nothing { most: None, total: 0 }));
    let asked = Ask { practice: Some(Practice::Time), ..Ask::default() };
    let other = World { ask: asked, ..World::of(&[prompt("laughter.a", &[])]) };
    assert_eq!(other.propose(), Err(Nothing { most: None, total: 0 }), "an explicit practice never gives way");
    let off = World { ask: asked, settings: "[practices]\ntime = 0", ..World::of(&[prompt("time.a", &[])]) };
    assert_eq!(off.id(), "time.a", "but it overrides weight 0");
}

#[test]
fn the_ladder_is_climbed_rung_by_rung_over_all_practices() {
    let whole = prompt("time.whole", &[("mood", "[\"low\"]")]);
    let any_mood = prompt("laughter.any-mood", &[]);
    let deep = prompt("presence.deep", &[("depth", "2")]);
    let long = prompt("gratitude.long", &[("effort", "25"), ("mood", "[\"neutral\", \"low\"]")]);
    let longest = prompt("questions.longest", &[("effort", "300"), ("mood", "[\"neutral\", \"low\"]")]);
    let longer = prompt("attunement.longer", &[("effort", "200"), ("mood", "[\"neutral\", \"low\"]")]);
    let rungs = [whole, any_mood, deep, long, longest];
    let expected = ["time.whole", "laughter.any-mood", "presence.deep", "gratitude.long", "questions.longest"];
    for (from, id) in expected.into_iter().enumerate() {
        let world = World { ask: mood(Mood::Low), ..World::of(&rungs[from..]) };
        assert_eq!(world.id(), id);
    }
    let mut same = longer.replace("attunement.longer", "questions.longer");
    same.push_str(&rungs[4]);
    assert_eq!(World { ask: mood(Mood::Low), ..World::of(&[same]) }.id(), "questions.longer", "the shortest first");
}

#[test]
fn stretching_is_said() {
    let line = |world: World| world.propose().expect("a prompt").detail.why.line;
    let long = [prompt("time.long", &[("effort", "25")])];
    assert_eq!(line(World::of(&long)), "nothing fitted 15 min, this is closest");
    let ordinary = [prompt("time.a", &[])];
    let low = World { ask: mood(Mood::Low), ..World::of(&ordinary) };
    assert_eq!(line(low), "nothing for low is left, so one for any day");
}

#[test]
fn mood_gates_let_through_what_was_written_for_the_mood() {
    let passes =
        |ask: Ask, more: &[(&str, &str)], id: &str| World { ask, ..World::of(&[prompt(id, more)]) }.propose().is_ok();
    assert!(!passes(mood(Mood::Tense), &[], "laughter.a"));
    assert!(passes(mood(Mood::Tense), &[("mood", "[\"tense\"]")], "laughter.a"));
    assert!(!passes(mood(Mood::Tense), &[("facet", "\"own-part\""), ("mood", "[\"tense\"]")], "disagreement.a"));
    assert!(!passes(mood(Mood::Tense), &[("depth", "2"), ("mood", "[\"tense\"]")], "time.a"));
    for tired in [Mood::Low, Mood::Tired] {
        assert!(!passes(tired_for(tired), &[("effort", "30")], "time.a"));
        assert!(passes(tired_for(tired), &[("effort", "30"), ("mood", "[\"low\", \"tired\"]")], "time.a"));
        assert!(passes(tired_for(tired), &[("effort", "15")], "time.a"));
    }
}

fn tired_for(mood: Mood) -> Ask {
    Ask { mood: Some(mood), minutes: Some(60), ..Ask::default() }
}

#[test]
fn an_occasion_goes_first_on_its_day_and_never_otherwise() {
    let settings = "[[occasions]]\nname = \"Robin's birthday\"\ndate = \"11-24\"\nkind = \"birthday\"";
    let party = prompt("laughter.party", &[("occasion", "\"birthday\""), ("effort", "60"), ("depth", "3")]);
    let world = World { settings, ..World::of(&[prompt("time.a", &[]), party]) };
    let new = world.propose().expect("a prompt");
    assert_eq!((&*new.shown.prompt, new.shown.because), ("laughter.party", Because::Occasion));
    assert_eq!(new.detail.why.line, "Robin's birthday today");
    assert_eq!(world.propose_on("2026-11-25").expect("a prompt").shown.because, Because::Day);
    let asked = World { ask: minutes(10), settings, ..World::of(&world.prompts) };
    assert_eq!(asked.id(), "time.a", "whoever has ten minutes has ten minutes");
}

#[test]
fn the_years_end_joins_the_pools_in_its_season() {
    let world = World::of(&[prompt("time.year", &[("occasion", "\"year-end\"")])]);
    for (day, comes) in [("2026-12-25", false), ("2026-12-26", true), ("2027-01-01", true), ("2027-01-02", false)] {
        assert_eq!(world.propose_on(day).is_ok(), comes, "{day}");
    }
}

#[test]
fn what_was_put_off_goes_first_when_its_date_has_come() {
    let snooze = |until: &str| {
        json!({"event": "snooze", "id": "z", "day": "2026-11-20", "at": "2026-11-20T09:00:00Z",
            "of": "2026-11-20/shown/0", "prompt": "time.long", "until": until})
        .to_string()
    };
    let prompts = [prompt("time.a", &[]), prompt("time.long", &[("effort", "60")]), prompt("laughter.b", &[])];
    let world = |until: &str| World {
        log: vec![shown("2026-11-20", 0, "time.long", "f"), snooze(until)],
        ..World::of(&prompts)
    };
    let new = world("2026-11-24").propose().expect("a prompt");
    assert_eq!((&*new.shown.prompt, new.shown.because), ("time.long", Because::Snooze));
    assert_eq!(new.detail.why.line, "back, as you asked on 20 Nov");
    assert_ne!(world("2026-11-25").id(), "time.long");
    let mut dropped = world("2026-11-24");
    dropped.settings = "[practices]\ntime = 0";
    assert_eq!(dropped.id(), "laughter.b");
}

#[test]
fn the_first_swap_keeps_the_practice_and_the_second_changes_it() {
    let prompts = ["time.a", "time.b", "time.c", "laughter.a", "laughter.b"].map(|id| prompt(id, &[]));
    let mut world = World { swap: true, log: vec![shown("2026-11-24", 0, "time.a", "f")], ..World::of(&prompts) };
    let second = world.propose().expect("a prompt");
    assert_eq!(second.shown.traits.practice, Practice::Time);
    assert_eq!(second.shown.replaces.as_deref(), Some("2026-11-24/shown/0"));
    assert_eq!(second.detail.why.line, "instead of a · still time together");
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-24T08:01:00Z").expect("a time");
    world.log.push(second.to_line("2026-11-24".parse().expect("a date"), 1, at));
    let third = world.propose().expect("a prompt");
    assert_eq!(third.shown.traits.practice, Practice::Laughter);
}

#[test]
fn a_facet_rests_for_a_week_where_others_remain() {
    let facets = [("time.a", "walks"), ("time.b", "walks"), ("time.c", "meals")];
    let prompts = facets.map(|(id, facet)| prompt(id, &[("facet", &*format!("\"{facet}\"").leak())]));
    let world = |day: &str| World { log: vec![shown(day, 0, "time.a", "walks")], ..World::of(&prompts) };
    assert_eq!(world("2026-11-17").id(), "time.c");
    let rests = |world: World| world.propose().expect("a prompt").detail.why.ruled_out.contains_key("facet");
    assert!(rests(world("2026-11-17")) && !rests(world("2026-11-16")));
    let only = World { log: vec![shown("2026-11-23", 0, "time.a", "walks")], ..World::of(&prompts[..2]) };
    assert_eq!(only.id(), "time.b", "not where nothing else is left");
}

#[test]
fn a_prompt_may_stay_for_an_ask_that_it_fits() {
    let prompts = [prompt("time.a", &[("effort", "10"), ("mood", "[\"neutral\", \"low\"]")])].concat();
    let packs = [Pack { name: "world.toml".to_owned(), text: prompts }];
    let (library, _) = Library::new(false, &packs);
    let log = shown("2026-11-24", 0, "time.a", "f");
    let history = History::replay(vec![scan(log.as_bytes(), Select::All)]);
    let offer = history.current("2026-11-24".parse().expect("a date")).expect("one");
    let stays = |ask: Ask| may_stay(offer, ask, &library);
    assert!(stays(Ask::default()) && stays(mood(Mood::Low)) && stays(minutes(5)));
    assert!(!stays(mood(Mood::Tense)) && !stays(minutes(2)));
    let practice = |practice| Ask { practice: Some(practice), ..Ask::default() };
    assert!(stays(practice(Practice::Time)) && !stays(practice(Practice::Laughter)));
    assert!(!stays(Ask { place: Some(Place::Distance), ..Ask::default() }));
}

#[test]
fn adapt_decides_what_learning_may_do() {
    let plan = |settings: &str| {
        let (settings, _) = Settings::read(Source { name: "settings.toml", text: settings });
        plan(&settings, &Library::new(true, &[]).0)
    };
    assert_eq!((plan("").tilt, plan("").learn), (0.25, true));
    assert_eq!((plan("adapt = \"strong\"").tilt, plan("adapt = \"off\"").tilt), (0.5, 0.0));
    assert!(!plan("adapt = \"off\"").learn);
    assert!(!plan("[practices]\ntime = 0").active[4] && plan("").active[4]);
}
