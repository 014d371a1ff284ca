use super::*;
use crate::keyed::Set;
use crate::vocabulary::{Mood, Need, Place};

fn parse(text: &str) -> (Vec<String>, Vec<String>) {
    let (volume, faults) = read(Source { name: "ours.toml", text }, Some("ours.toml"));
    let told = |fault: &Fault| match &fault.place {
        Some(place) => format!("{}:{}: {}", place.line, place.column, fault.message),
        None => fault.message.clone(),
    };
    (volume.prompts.iter().map(|prompt| prompt.id.to_string()).collect(), faults.iter().map(told).collect())
}

fn prompt(id: &str, more: &str) -> String {
    format!("[[prompt]]\nid = \"{id}\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Do it.\"\n{more}\n")
}

#[test]
fn the_built_in_files_are_without_fault() {
    for (practice, text) in Practice::ALL.iter().zip(BUILTIN) {
        let (volume, faults) = read(Source { name: practice.key(), text }, None);
        assert_eq!(faults, [], "{practice:?}");
        let about = volume.practice.expect("a [practice] table");
        assert_eq!((about.key.as_ref(), about.title.as_ref()), (practice.key(), practice.title()));
        assert!(!about.asks.is_empty() && !volume.evidence.is_empty());
        assert!(volume.prompts.iter().all(|prompt| prompt.practice == *practice));
    }
}

#[test]
fn each_practice_has_enough_for_ordinary_days() {
    let ordinary = |prompt: &&Prompt<'_>| {
        let fits = prompt.moods.has(Mood::Neutral) && prompt.occasion.is_none() && prompt.needs == Set::default();
        let places = Set::of(&[Place::Together, Place::Apart]);
        fits && prompt.depth == 1 && prompt.effort <= 15 && prompt.places.meets(places)
    };
    let mut ids = std::collections::BTreeSet::new();
    for &practice in Practice::ALL {
        let prompts = volume(practice).prompts;
        assert!(prompts.len() >= 12, "{practice:?} has {}", prompts.len());
        assert!(prompts.iter().filter(ordinary).count() >= 6, "{practice:?}");
        for prompt in &prompts {
            assert!(ids.insert(prompt.id.to_string()), "{} stands twice", prompt.id);
            let names_evidence = |key: &str| volume(practice).evidence.iter().any(|found| found.key == key);
            assert!(prompt.why.as_deref().is_none_or(names_evidence), "{} names unknown evidence", prompt.id);
        }
    }
    assert!(ids.len() >= 108);
}

#[test]
fn every_field_of_a_prompt_is_read() {
    let text = "[[prompt]]\nid = \"time.long-walk\"\nfacet = \"outdoors\"\nkind = \"ask\"\neffort = 60\ndepth = 3\n\
        where = [\"together\"]\nmood = [\"low\", \"neutral\"]\nneeds = [\"move\"]\nlove = \"time\"\ncost = \"low\"\n\
        occasion = \"birthday\"\ntext = \"Where to?\"\nfollow = \"And then?\"\ntip = \"Listen.\"\nwhy = \"aron2000\"\n";
    let (volume, faults) = read(Source { name: "ours.toml", text }, Some("ours.toml"));
    assert_eq!(faults, []);
    let prompt = &volume.prompts[0];
    assert_eq!((prompt.practice, prompt.effort, prompt.depth), (Practice::Time, 60, 3));
    assert_eq!((prompt.places, prompt.needs), (Set::of(&[Place::Together]), Set::of(&[Need::Move])));
    assert_eq!(prompt.moods, Set::of(&[Mood::Low, Mood::Neutral]));
    assert_eq!((prompt.follow.as_deref(), prompt.tip.as_deref()), (Some("And then?"), Some("Listen.")));
    let plain = prompt_from("time.plain");
    assert_eq!((plain.places, plain.moods), (Set::all(), Set::of(&[Mood::Neutral])), "defaults");
}

fn prompt_from(id: &str) -> Prompt<'static> {
    let text = prompt(id, "").leak();
    read(Source { name: "ours.toml", text }, None).0.prompts.remove(0)
}

#[test]
fn a_faulty_prompt_is_skipped_and_its_neighbours_stay() {
    let cases = [
        ("kind = \"dare\"", "no kind \"dare\"; one of ask, do, say, notice"),
        ("effort = 0", "effort is a whole number from 1 to 600; this prompt is skipped"),
        ("effort = \"5\"", "effort is a whole number from 1 to 600; this prompt is skipped"),
        ("depth = 4", "depth is a whole number from 1 to 3; this prompt is skipped"),
        ("text = \" \"", "text is a text that is not empty; this prompt is skipped"),
        (
            "id = \"Time.Walk\"",
            "id is a practice, a dot and lower-case words, such as \"time.long-walk\"; this prompt is skipped",
        ),
        (
            "id = \"walks.long\"",
            "id is a practice, a dot and lower-case words, such as \"time.long-walk\"; this prompt is skipped",
        ),
    ];
    for (line, message) in cases {
        let key = line.split(' ').next().expect("a key");
        let whole = prompt("time.bad", "");
        let broken: String = whole
            .lines()
            .map(|old| if old.starts_with(&format!("{key} ")) { line } else { old }.to_owned() + "\n")
            .collect();
        let (ids, faults) = parse(&format!("{}{broken}{}", prompt("time.one", ""), prompt("time.two", "")));
        assert_eq!(ids, ["time.one", "time.two"], "{line}");
        assert_eq!(faults.len(), 1, "{line}: {faults:?}");
        assert!(faults[0].ends_with(message), "{line}: {faults:?}");
        assert!(faults[0].starts_with(|c: char| c.is_ascii_digit()), "{faults:?}");
    }
    let (ids, faults) = parse("[[prompt]]\nid = \"time.bad\"\n");
    assert_eq!((ids.len(), faults.len()), (0, 4), "every missing key is told: {faults:?}");
}

#[test]
fn an_unknown_word_in_a_filter_skips_and_elsewhere_is_told() {
    for line in [
        "where = [\"mars\"]",
        "mood = \"low\"",
        "needs = [\"pets\"]",
        "love = \"tea\"",
        "cost = 3",
        "occasion = \"tuesday\"",
    ] {
        let (ids, faults) = parse(&prompt("time.bad", line));
        assert_eq!((ids.len(), faults.len()), (0, 1), "{line}: {faults:?}");
    }
    for line in ["follow = 3", "tip = []", "facet = 1", "colour = \"red\""] {
        let (ids, faults) = parse(&prompt("time.good", line));
        assert_eq!((ids.len(), faults.len()), (1, 1), "{line}: {faults:?}");
    }
    let (_, faults) = parse(&prompt("time.good", "folow = \"x\""));
    assert_eq!(faults, ["7:1: no key of a prompt \"folow\"; did you mean \"follow\"?"]);
}

#[test]
fn around_a_syntax_error_only_whole_prompts_are_kept() {
    let text = format!(
        "{}{}[[prompt]\nid = \"time.bad\"\n{}",
        prompt("time.one", ""),
        prompt("time.two", ""),
        prompt("time.three", "")
    );
    let (ids, faults) = parse(&text);
    assert_eq!(ids, ["time.one", "time.two"], "what comes after may have been put together from two");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("15:") && faults[0].ends_with("; prompts from there on are skipped"), "{faults:?}");
    let text = text.replacen("effort = 5", "effort = 0", 1).replace("\"time.three\"", "3");
    let (ids, faults) = parse(&text);
    assert_eq!(ids, ["time.two"]);
    let at: Vec<&str> = faults.iter().map(|fault| fault.split(':').next().unwrap_or_default()).collect();
    assert_eq!(at, ["15", "4"], "what is wrong before is told too: {faults:?}");
    let (ids, faults) = parse("prompt = [1, \"x\"]\n");
    assert_eq!((ids.len(), faults.len()), (0, 2));
    let nested = format!("x = {}", "[".repeat(20_000));
    assert_eq!(parse(&nested).1.len(), 1);
}

#[test]
fn packs_extend_and_override_the_library() {
    let own =
        format!("{}{}", prompt("gratitude.six-word-note", "").replace("Do it.", "Ours."), prompt("time.ours", ""));
    let packs = [
        Pack { name: "a.toml".to_owned(), text: own },
        Pack { name: "b.toml".to_owned(), text: prompt("time.ours", "") },
    ];
    let (library, faults) = Library::new(true, &packs);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].message, "time.ours is in a.toml already, which comes first");
    let replaced = library.find("gratitude.six-word-note").expect("it is there");
    assert_eq!((replaced.text.as_ref(), replaced.pack), ("Ours.", Some("a.toml")));
    let gratitude = library.prompts(Practice::Gratitude).len();
    assert_eq!(gratitude, volume(Practice::Gratitude).prompts.len(), "an override adds none");
    assert_eq!(library.prompts(Practice::Time).len(), volume(Practice::Time).prompts.len() + 1);
    let (alone, _) = Library::new(false, &packs);
    assert!(alone.has(Practice::Time) && alone.has(Practice::Gratitude) && !alone.has(Practice::Presence));
    assert_eq!(alone.ids().len(), 2);
    assert!(library.find("time.nothing").is_none() && library.find("nonsense").is_none());
}

#[test]
fn a_prompt_finds_its_evidence() {
    let volume = volume(Practice::Attunement);
    let first = &volume.evidence[0];
    assert_eq!(evidence_for(&volume, None), Some(first));
    assert_eq!(evidence_for(&volume, Some("nothing")), Some(first));
    let last = volume.evidence.last().expect("evidence");
    assert_eq!(evidence_for(&volume, Some(&last.key)), Some(last));
}
