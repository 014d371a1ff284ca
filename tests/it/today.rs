//! `today` and `another`: one prompt a day, and how to ask for a different one.

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12.301+01:00";

#[test]
fn the_day_s_prompt_stays_byte_for_byte() {
    let home = Sandbox::at(NOW);
    let first = home.ok("");
    assert_data_eq!(
        &first,
        str![[r#"
○ Catch the good
 “What would you call a day like this
  one, number 5, if it were a boat?”

  5 min · a light one to start with

"#]]
    );
    assert_eq!(home.ok("today"), first);
    let home = home.later("2026-11-25T03:59:59+01:00");
    assert_eq!(home.ok(""), first, "a day ends at four");
    let home = home.later("2026-11-25T04:00:00+01:00");
    assert_ne!(home.ok(""), first);
    assert_eq!(home.events().len(), 2);
}

#[test]
fn a_shown_event_holds_all_that_was_shown() {
    let home = Sandbox::at(NOW);
    home.ok("");
    let header: Value = serde_json::from_str(home.log_text().lines().next().unwrap()).unwrap();
    assert_eq!((header["connect_log"].as_i64(), header["min_reader"].as_i64()), (Some(1), Some(1)));
    assert_eq!(header["seed"].as_str().unwrap().len(), 16);
    let event = &home.events()[0];
    let fields: Vec<&str> = event.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "event",
        "id",
        "day",
        "at",
        "prompt",
        "practice",
        "facet",
        "kind",
        "text",
        "follow",
        "tip",
        "effort",
        "depth",
        "where",
        "love",
        "weekend",
        "shown_before",
        "why",
        "because",
        "replaces",
        "asked",
    ];
    expected.sort_unstable();
    assert_eq!(fields, expected);
    assert_eq!(event["id"], "2026-11-24/shown/0");
    assert_eq!(event["at"], "2026-11-24T08:01:12.301+01:00");
    assert_eq!((&event["because"], &event["replaces"], &event["asked"]), (&json!("day"), &Value::Null, &json!({})));
    let why: Vec<&str> = event["why"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(why, ["fit", "key", "line", "ruled_out", "terms", "turn"]);
}

#[test]
fn today_s_object_is_a_promise() {
    let home = Sandbox::at(NOW);
    let text = home.ok("today --json");
    let keys: Vec<&str> =
        text.split('"').skip(1).step_by(2).filter(|word| text.contains(&format!("\"{word}\":"))).collect();
    let order = [
        "schema",
        "day",
        "id",
        "practice",
        "practice_title",
        "kind",
        "text",
        "follow",
        "tip",
        "effort",
        "depth",
        "where",
        "love",
        "state",
        "shown_before",
        "why",
        "turn",
        "fit",
    ];
    assert_eq!(keys, order);
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        object,
        json!({"schema": 1, "day": "2026-11-24", "id": "gratitude.ask-4", "practice": "gratitude",
            "practice_title": "Catch the good", "kind": "ask",
            "text": "What would you call a day like this one, number 5, if it were a boat?",
            "follow": "Where would it sail first?", "tip": "Wait for the harbour.", "effort": 5, "depth": 1,
            "where": ["together", "apart"], "love": null, "state": "open", "shown_before": 0,
            "why": {"turn": "the turn of gratitude", "fit": "a light one to start with\nnew to you\nfits your 15 min"}})
    );
    assert_eq!(home.json("today --json"), object, "again the same");
    home.ok("done");
    assert_eq!(home.json("--json")["state"], "done");
}

#[test]
fn looking_records_nothing_and_agrees_with_the_day() {
    let mut home = Sandbox::at(NOW);
    home.unset("CONNECT_SEED");
    let peeked = home.ok("today --peek");
    assert!(home.events().is_empty() && home.log_path().exists(), "only the seed is kept");
    assert!(!home.stamp_path().exists());
    assert_eq!(home.ok("today --peek"), peeked);
    assert_eq!(home.ok("today"), peeked);
    assert_eq!(home.ok("today --peek"), peeked, "and what was shown is shown");
}

#[test]
fn a_recording_today_tells_shells_to_be_quiet_until_tomorrow() {
    let home = Sandbox::at(NOW);
    home.ok("");
    let until: i64 = std::fs::read_to_string(home.stamp_path()).unwrap().trim_end().parse().unwrap();
    assert_eq!(until, chrono_seconds("2026-11-25T04:00:00+01:00"));
    let modified = std::fs::metadata(home.stamp_path()).unwrap().modified().unwrap();
    let modified = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(i64::try_from(modified).unwrap(), until);
    std::fs::remove_file(home.stamp_path()).unwrap();
    home.ok("");
    home.ok("another");
    assert!(!home.stamp_path().exists(), "nothing else writes it");
}

fn chrono_seconds(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp()
}

#[test]
fn more_shows_what_helps() {
    let home = Sandbox::at(NOW);
    assert_data_eq!(
        home.ok("today --more"),
        str![[r#"
○ Catch the good
 “What would you call a day like this
  one, number 5, if it were a boat?”

  If it stalls: “Where would it sail first?”
  Tip: Wait for the harbour.

  5 min · a light one to start with

"#]]
    );
}

#[test]
fn a_format_is_filled_in_and_a_wrong_one_records_nothing() {
    let home = Sandbox::at(NOW);
    let run = home.run("today --format '{txt}'");
    assert_eq!((run.code, home.events().len()), (2, 0));
    assert_eq!(run.stderr, "connect: --format: no field \"txt\"; did you mean \"text\"?\n");
    assert_eq!(
        home.ok(r"today --format '{practice}/{id}\n{day} {{{where}}}'"),
        "gratitude/gratitude.ask-4\n2026-11-24 {together, apart}\n"
    );
}

#[test]
fn another_changes_the_prompt_and_undo_brings_it_back() {
    let home = Sandbox::at(NOW);
    let first = home.id();
    let swapped = home.json("another --json");
    assert_ne!(swapped["id"], first.as_str());
    assert_eq!(swapped["practice"], "gratitude", "the first swap stays");
    assert_eq!(swapped["why"]["turn"], "instead of ask-4 · still gratitude");
    assert_ne!(home.json("another --json")["practice"], "gratitude", "the second does not");
    let events = home.events();
    assert_eq!((&events[1]["because"], &events[1]["replaces"]), (&json!("swap"), &json!("2026-11-24/shown/0")));
    home.ok("undo");
    assert_eq!(home.id(), swapped["id"].as_str().unwrap());
    home.ok("undo");
    assert_eq!(home.id(), first);
    assert_eq!(home.json("another --json")["id"], swapped["id"], "the same alternative");
    assert_eq!(home.events().last().unwrap()["id"], "2026-11-24/shown/3", "under a new number");
}

#[test]
fn another_before_today_is_today() {
    let (one, two) = (Sandbox::at(NOW), Sandbox::at(NOW));
    assert_eq!(one.ok("another"), two.ok("today"));
    assert_eq!(one.events()[0]["because"], "day");
}

#[test]
fn another_runs_out_kindly() {
    let pack = "[[prompt]]\nid = \"time.only\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Sit down.\"\n";
    let home = Sandbox::bare(NOW).settings("library = false").pack("one.toml", pack);
    home.ok("");
    let run = home.run("another");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""));
    assert_eq!(
        run.stderr,
        "connect: nothing else is left for today, so today's prompt stays; ruled out: 1 of 1 prompt, shown today already\n"
    );
    let run = home.run("another --json");
    let object: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &object["id"]), (65, &json!("time.only")));
    assert_eq!((home.id().as_str(), home.events().len()), ("time.only", 1));
    assert_eq!(home.json("--mood tired --json")["id"], "time.only", "an ask that nothing fits better leaves it");
    assert_eq!(home.run("--where apart --minutes 2").code, 0, "it fits anywhere, and is closest");
}

#[test]
fn an_ask_replaces_what_does_not_fit_and_keeps_what_does() {
    let home = Sandbox::at(NOW);
    let first = home.id();
    assert_eq!(home.json("--minutes 5 --json")["id"], first.as_str(), "it fits");
    assert_eq!(home.events().len(), 1);
    let asked = home.json("today --minutes 2 --practice laughter --json");
    assert_eq!((asked["practice"].as_str(), asked["effort"].as_i64()), (Some("laughter"), Some(2)));
    let event = &home.events()[1];
    assert_eq!((&event["because"], &event["replaces"]), (&json!("ask"), &json!("2026-11-24/shown/0")));
    assert_eq!(event["asked"], json!({"minutes": 2, "practice": "laughter"}));
    assert_eq!(home.id(), asked["id"].as_str().unwrap(), "and stays the day's");
    home.ok("done");
    let again = home.json("today --minutes 2 --practice laughter --json");
    assert_eq!((&again["id"], &again["state"]), (&asked["id"], &json!("done")), "the same ask, whatever its state");
    assert_eq!(home.json("today --mood tired --json")["kind"], "do");
    assert_eq!(home.events().last().unwrap()["asked"], json!({"mood": "tired"}), "a new ask replaces the whole");
    home.ok("undo");
    assert_eq!(home.id(), asked["id"].as_str().unwrap());
}

#[test]
fn the_first_pick_by_an_ask_replaces_nothing() {
    let home = Sandbox::at(NOW);
    home.ok("today --practice time");
    let event = &home.events()[0];
    assert_eq!((&event["because"], &event["replaces"]), (&json!("ask"), &Value::Null));
    home.ok("another");
    assert_eq!(home.events()[1]["asked"], json!({"practice": "time"}), "another keeps the ask");
    assert_eq!(home.events()[1]["practice"], "time");
}

#[test]
fn when_nothing_is_left_the_filter_is_named() {
    let home = Sandbox::at(NOW).settings("library = false\nwhere = [\"distance\"]\n");
    let run = home.run("today --json");
    assert_eq!(run.code, 65);
    assert_eq!(run.stderr, "connect: nothing is left for today; ruled out: 36 of 36 prompts, not for `where`\n");
    let object: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&object["id"], &object["state"], &object["day"]), (&Value::Null, &json!("none"), &json!("2026-11-24")));
    assert_eq!((home.run("").stdout.as_str(), home.events().len()), ("", 0));
    let empty = Sandbox::bare(NOW).settings("library = false");
    let run = empty.run("");
    assert_eq!(
        run.stderr,
        "connect: nothing is left for today: there are no prompts; set library = true, or add a pack\n"
    );
}

#[test]
fn a_name_is_put_in_where_people_read_and_nowhere_else() {
    let home = Sandbox::at(NOW).settings("library = false\nname = \"Robin\"\n");
    let card = home.ok("today --practice laughter --minutes 2");
    assert!(card.contains("\n  Robin asks,"), "{card}");
    assert!(home.ok("--plain").contains("before Robin asks,"));
    assert!(home.json("--json")["text"].as_str().unwrap().contains("your partner"));
    assert!(!home.log_text().contains("Robin"));
}

#[test]
fn an_occasion_is_counted_down_beside_the_answer() {
    let settings = "library = false\n[[occasions]]\nname = \"Anniversary\"\ndate = \"12-01\"\nkind = \"anniversary\"\n";
    for (now, line) in [
        ("2026-11-24T08:00:00Z", "Anniversary in 7 days, on Tue 1 Dec.\n"),
        ("2026-11-25T08:00:00Z", ""),
        ("2026-11-28T08:00:00Z", "Anniversary in 3 days, on Tue 1 Dec.\n"),
        ("2026-11-30T08:00:00Z", "Anniversary tomorrow, on Tue 1 Dec.\n"),
    ] {
        let home = Sandbox::at(now).settings(settings);
        assert_eq!(home.run("").stderr, line, "{now}");
        assert_eq!(home.run("").stderr, line, "and again, the same");
    }
}

#[test]
fn what_one_line_of_the_log_has_wrong_blanks_nothing_else() {
    for (from, to) in
        [("\"terms\":{", "\"terms\":{\"odd\":\"x\","), ("\"where\":[\"together\",\"apart\"]", "\"where\":null")]
    {
        let home = Sandbox::at(NOW);
        let card = home.ok("");
        home.write(".local/share/connect/history.jsonl", home.log_text().replace(from, to).as_bytes());
        assert_eq!(home.ok(""), card, "{to}");
    }
    let home = Sandbox::at(NOW);
    home.ok("");
    home.write(
        ".local/share/connect/history.jsonl",
        home.log_text().replace("\"kind\":\"ask\"", "\"kind\":\"sing\"").as_bytes(),
    );
    home.ok("");
    let ids: Vec<_> = home.events().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["2026-11-24/shown/0", "2026-11-24/shown/1"], "a number is used up by whatever was shown");
}

#[test]
fn flags_of_a_verb_come_after_it_and_styles_anywhere() {
    let home = Sandbox::at(NOW);
    home.ok("");
    assert_eq!(home.ok("--plain done"), "Done: gratitude.ask-4.\n");
    assert_eq!(home.ok("--ascii love"), "* Loved: gratitude.ask-4. It may come back one day.\n");
    let run = home.run("--json undo");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "connect: flags of a verb come after it, as in `connect done --json`\n")
    );
    let ascii = home.ok("today --ascii --format '{kind}“é'");
    assert_eq!(ascii, "ask\"?\n");
}

#[test]
fn an_occasion_that_is_over_is_told_with_its_place() {
    let settings = "library = false\n[[occasions]]\nname = \"Home again\"\ndate = \"2026-11-20\"\nkind = \"reunion\"\n";
    let run = Sandbox::at(NOW).settings(settings).run("");
    assert_eq!(run.code, 0);
    let told = "connect: ~/.config/connect/settings.toml:4:8: Home again is over; give it a new date, or take it out\n";
    assert!(run.stderr.starts_with(told), "{}", run.stderr);
    let misspelt = settings.replace("reunion", "reunoin");
    assert!(
        Sandbox::at(NOW)
            .settings(&misspelt)
            .run("")
            .stderr
            .contains("no occasion \"reunoin\"; did you mean \"reunion\"?")
    );
}

#[test]
fn forty_days_never_give_the_same_kind_of_reason_twice_running() {
    let mut home = Sandbox::bare(NOW);
    let mut key = String::new();
    let mut day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    for _ in 0..40 {
        home.set("CONNECT_NOW", &format!("{day}T08:00:00+01:00"));
        home.ok("");
        let event = home.events().pop().unwrap();
        assert_eq!(event["day"], day.to_string());
        assert_ne!(event["why"]["key"], key.as_str(), "{day}");
        key = event["why"]["key"].as_str().unwrap().to_owned();
        day = day.succ_opt().unwrap();
    }
}
