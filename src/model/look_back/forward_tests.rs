//! The run forward against the days as they would really come: a log that grows by a line a day, replayed and picked
//! from anew each time.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::fault::Source;
use crate::library::Pack;
use crate::lines::{Select, scan};
use crate::proposal::{Request, propose};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Who runs forward, from which log, with which library.
struct World {
    settings: Settings,
    packs: Vec<Pack>,
    builtin: bool,
    log: Vec<String>,
    today: NaiveDate,
}

impl World {
    /// So many prompts of each of three practices.
    fn of(prompts: usize) -> Self {
        let mut text = String::new();
        for practice in &Practice::ALL[..3] {
            for at in 0..prompts {
                let (kind, effort) = (["ask", "do", "say"][at % 3], [5, 10, 40][at % 3]);
                let more = if at == 7 { "occasion = \"birthday\"\n" } else { "" };
                let _ = write!(
                    text,
                    "[[prompt]]\nid = \"{0}.p{at}\"\nfacet = \"f{1}\"\nkind = \"{kind}\"\neffort = {effort}\ndepth = 1\n{more}text = \"It.\"\n",
                    practice.key(),
                    at % 4
                );
            }
        }
        let packs = vec![Pack { name: "world.toml".to_owned(), text }];
        Self { settings: Settings::default(), packs, builtin: false, log: Vec::new(), today: date("2026-11-24") }
    }

    fn settings(text: &str) -> Settings {
        let (settings, faults) = Settings::read(Source { name: "settings.toml", text });
        assert_eq!(faults, []);
        settings
    }

    fn with<T>(&self, check: impl FnOnce(Outlook<'_>) -> T) -> T {
        let log = self.log.join("\n");
        let history = History::replay(vec![scan(log.as_bytes(), Select::All)]);
        let (library, faults) = Library::new(self.builtin, &self.packs);
        assert_eq!(faults, []);
        let (settings, today) = (&self.settings, self.today);
        check(Outlook { settings, history: &history, library: &library, seed: "world", today })
    }

    /// What the next so many days bring, by the log; none where a day brings nothing.
    fn live(&self, days: i64) -> Vec<(NaiveDate, Option<String>)> {
        let first = self.with(|outlook| Run::new(outlook).day);
        let mut log = self.log.clone();
        let dates = (0..days).map(|ago| shift(first, ago));
        dates
            .map(|day| {
                let text = log.join("\n");
                let history = History::replay(vec![scan(text.as_bytes(), Select::All)]);
                let (library, _) = Library::new(self.builtin, &self.packs);
                let request = Request {
                    settings: &self.settings,
                    history: &history,
                    seed: "world",
                    day,
                    ask: Ask::default(),
                    replacing: None,
                };
                let new = propose(&request, &library).ok().map(|proposal| proposal.shown(&BTreeSet::new()));
                let at = format!("{day}T08:00:00Z").parse().expect("a time");
                let line = new.as_ref().map(|new| new.to_line(day, 0, at));
                log.extend(line);
                (day, new.map(|new| new.shown.prompt.into_owned()))
            })
            .collect()
    }

    /// What the run brings on the next so many days, repeats included.
    fn run(&self, days: i64) -> Vec<(NaiveDate, Option<String>)> {
        self.with(|outlook| {
            let all = Practice::ALL.iter().flat_map(|&practice| outlook.library.prompts(practice));
            let mut prompts: Vec<Prompt<'_>> = all.collect();
            prompts.sort_by(|a, b| a.id.cmp(&b.id));
            let mut run = Run::new(outlook);
            let mut brought = Vec::new();
            for _ in 0..days {
                let next = run.next(&prompts);
                if next == Next::Repeat {
                    break;
                }
                let came = run.records.back().filter(|_| next == Next::Fresh);
                brought.push((run.day, came.map(|record| record.last.offered.prompt.to_owned())));
                run.day = shift(run.day, 1);
            }
            brought
        })
    }

    fn fresh(&self) -> Option<Fresh> {
        self.with(|outlook| outlook.foretell().fresh)
    }

    fn shown(&mut self, day: &str, prompt: &str) {
        let event = json!({"event": "shown", "id": format!("{day}/shown/0"), "day": day, "at": format!("{day}T08:00:00Z"),
            "prompt": prompt, "practice": prompt.split('.').next(), "facet": "f0", "kind": "do", "effort": 5, "depth": 1});
        self.log.push(event.to_string());
    }

    fn said(&mut self, event: &str, day: &str, prompt: &str, more: serde_json::Value) {
        let mut line = json!({"event": event, "id": format!("{event}{day}"), "day": day, "at": format!("{day}T09:00:00Z"),
            "of": format!("{day}/shown/0"), "prompt": prompt});
        if let (Some(line), serde_json::Value::Object(more)) = (line.as_object_mut(), more) {
            line.extend(more);
        }
        self.log.push(line.to_string());
    }

    /// Checks that the run is what comes, and that its end is the first repeat. Returns its length.
    fn check(&self, days: i64) -> usize {
        let (run, live) = (self.run(days), self.live(days));
        assert_eq!(run[..], live[..run.len()]);
        let loved =
            self.with(|outlook| outlook.foretell().favourites.iter().map(|f| f.prompt.to_owned()).collect::<Vec<_>>());
        let mut seen: BTreeMap<String, bool> = self.with(|outlook| {
            let offers = outlook
                .history
                .offers
                .iter()
                .filter(|offer| offer.entry.day < run.first().map_or(outlook.today, |f| f.0));
            offers.map(|offer| (offer.shown.prompt.to_string(), offer.state == State::Snoozed)).collect()
        });
        let repeat = live.iter().find(|(_, prompt)| {
            let Some(prompt) = prompt else { return false };
            // Back from having been put off is no repeat; once.
            let put_off = seen.insert(prompt.clone(), false);
            put_off == Some(false) && !loved.contains(prompt)
        });
        match (repeat, self.fresh()) {
            (Some((day, _)), fresh) => assert_eq!(fresh, Some(Fresh { before: *day, ends: true })),
            (None, fresh) => assert!(fresh.is_none_or(|fresh| !fresh.ends || fresh.before > live[live.len() - 1].0)),
        }
        run.len()
    }
}

#[test]
fn what_is_foretold_is_what_comes() {
    let mut world = World::of(9);
    assert!(world.check(60) > 12, "from nothing");
    world.settings = World::settings(
        "[[occasions]]\nname = \"R\"\ndate = \"12-01\"\nkind = \"birthday\"\n[practices]\nquestions = 2\n",
    );
    world.shown("2026-11-20", "presence.p1");
    world.said("done", "2026-11-20", "presence.p1", json!({"rating": 5}));
    world.shown("2026-11-21", "questions.p2");
    world.said("snooze", "2026-11-21", "questions.p2", json!({"until": "2026-11-29"}));
    world.shown("2026-11-22", "questions.p3");
    world.said("never", "2026-11-22", "questions.p3", json!({}));
    world.shown("2026-11-24", "vulnerability.p4");
    let run = world.check(60);
    let days = world.run(60);
    assert!(run > 8 && days[0].0 == date("2026-11-25"), "today is over");
    assert!(days.contains(&(date("2026-11-29"), Some("questions.p2".to_owned()))), "back on its date");
    assert!(
        days.iter().any(|(day, came)| *day == date("2026-12-01") && came.as_ref().is_some_and(|id| id.ends_with("p7")))
    );
}

#[test]
fn what_the_picker_forgets_is_forgotten_on_the_way() {
    let mut world = World::of(40);
    let first = shift(world.today, -HORIZON);
    for at in 0..12 {
        let day = shift(first, at).to_string();
        world.shown(&day, &format!("presence.p{at}"));
        world.said("done", &day, &format!("presence.p{at}"), json!({"rating": 5}));
    }
    assert!(world.check(50) > 30);
}

#[test]
fn the_built_in_library_lasts_for_a_year_and_more() {
    let mut world = World::of(0);
    world.builtin = true;
    assert_eq!(world.check(14), 14);
    let fresh = world.fresh().expect("prompts");
    assert!(fresh.before > shift(world.today, 365), "{fresh:?}");
}

#[test]
fn it_looks_no_further_than_it_may() {
    let mut world = World::of(800);
    world.settings = World::settings("minutes = 60");
    let fresh = world.fresh().expect("prompts");
    assert!(!fresh.ends && fresh.before > shift(world.today, 60), "{fresh:?}");
    let empty = World::of(0);
    assert_eq!(empty.fresh(), None);
    let mut off = World::of(3);
    off.settings = World::settings("[practices]\npresence = 0\nquestions = 0\nvulnerability = 0\n");
    assert_eq!(off.fresh(), None);
}

#[test]
fn a_favourite_says_when_it_may_come_again() {
    let mut world = World::of(30);
    world.shown("2026-11-19", "presence.p1");
    world.said("done", "2026-11-19", "presence.p1", json!({"rating": 5}));
    world.shown("2026-11-20", "questions.p2");
    world.said("done", "2026-11-20", "questions.p2", json!({"rating": 5}));
    world.shown("2026-11-21", "questions.p4");
    world.said("done", "2026-11-21", "questions.p4", json!({"rating": 5}));
    world.said("never", "2026-11-21", "questions.p4", json!({}));
    world.shown("2026-11-22", "presence.p7");
    world.said("done", "2026-11-22", "presence.p7", json!({"rating": 5}));
    let told = world.with(|outlook| {
        let told = outlook.foretell().favourites;
        told.iter().map(|f| (f.prompt.to_owned(), f.returns.map(|day| day.to_string()))).collect::<Vec<_>>()
    });
    // Of presence, workdays allow nineteen: two thirds of the eighteen others, every second day, take 23 days, far
    // fewer than ninety. What takes forty minutes comes at weekends alone, from a larger pool. Birthdays have theirs.
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            ("presence.p1".to_owned(), day("2026-12-17")),
            ("questions.p2".to_owned(), day("2026-12-29")),
            ("presence.p7".to_owned(), None),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn no_favourite_comes_sooner_than_it_says(prompts in 4_usize..14, loved in prop::collection::vec(0_usize..14, 1..6), weekday in 5_u32..50) {
        let mut world = World::of(prompts);
        world.settings = World::settings(&format!("minutes = {{ weekday = {weekday}, weekend = 60 }}"));
        for (at, place) in loved.iter().enumerate() {
            let day = shift(world.today, i64::try_from(at).expect("small") - 20).to_string();
            let prompt = format!("questions.p{}", place % prompts);
            world.shown(&day, &prompt);
            world.said("done", &day, &prompt, json!({"rating": 5}));
        }
        let told = world.with(|outlook| {
            outlook.foretell().favourites.iter().map(|f| (f.prompt.to_owned(), f.returns)).collect::<Vec<_>>()
        });
        prop_assert!(!told.is_empty());
        for (day, came) in world.live(30) {
            let Some((_, returns)) = told.iter().find(|(prompt, _)| Some(prompt) == came.as_ref()) else { continue };
            prop_assert!(returns.is_some_and(|returns| returns <= day), "{came:?} on {day}, not {returns:?}");
        }
    }
}
