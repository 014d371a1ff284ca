#![allow(clippy::too_many_lines, clippy::float_cmp, reason = "a test reads best in one piece")]

use super::*;

fn read(text: &str) -> (Settings, Vec<String>) {
    let (settings, faults) = Settings::read(Source { name: "settings.toml", text });
    let told = faults.iter().map(|fault| {
        let place = fault.place.as_ref().expect("a place");
        format!("{}:{}: {}", place.line, place.column, fault.message)
    });
    (settings, told.collect())
}

fn settings(text: &str) -> Settings {
    let (settings, faults) = read(text);
    assert_eq!(faults, [""; 0], "{text}");
    settings
}

#[test]
fn without_a_word_the_defaults_hold() {
    assert_eq!(settings(""), Settings::default());
    assert_eq!(settings("\r\n# nothing\r\n"), Settings::default());
}

#[test]
fn every_key_is_read() {
    let all = settings(
        r#"
        name = "Robin"
        day_starts = "05:30"
        minutes = { weekday = 5, weekend = 120 }
        where = ["apart", "distance"]
        weekend = ["fri"]
        have = ["pet"]
        cost = "free"
        max_depth = 2
        adapt = "strong"
        library = false
        hook = "nudge"
        [practices]
        gratitude = 2
        laughter = 0.5
        time = 0
        [languages]
        words = 3
        touch = 4
        [[occasions]]
        name = "Anniversary"
        date = "06-14"
        kind = "anniversary"
        [[occasions]]
        name = "Home again"
        date = 2027-02-03
        kind = "reunion"
        "#,
    );
    assert_eq!(all.name.as_deref(), Some("Robin"));
    assert_eq!(all.day_starts.to_string(), "05:30:00");
    assert_eq!((all.minutes.on(false), all.minutes.on(true)), (5, 120));
    assert_eq!(all.places.on(true), Set::of(&[Place::Apart, Place::Distance]));
    assert!(all.is_weekend("2026-11-27".parse().expect("a Friday")));
    assert_eq!((all.have, all.cost, all.max_depth), (Set::of(&[Need::Pet]), Cost::Free, 2));
    assert_eq!((all.adapt, all.library, all.hook), (Adapt::Strong, false, HookStyle::Nudge));
    assert_eq!(all.weights, [1.0, 1.0, 1.0, 2.0, 0.0, 1.0, 1.0, 0.5, 1.0]);
    assert_eq!(all.leading_languages(), [Some(Love::Touch), Some(Love::Words)]);
    let falls = |index: usize, day: &str| all.occasions[index].falls_on(day.parse().expect("a date"));
    assert!(falls(0, "2030-06-14") && !falls(0, "2030-06-15"));
    assert!(falls(1, "2027-02-03") && !falls(1, "2028-02-03"));
    let over = |index: usize, day: &str| all.occasions[index].fault(day.parse().expect("a date")).is_some();
    assert!(!over(1, "2027-02-03") && over(1, "2027-02-04") && !over(0, "2099-01-01"));
}

#[test]
fn one_number_and_one_list_hold_for_every_day() {
    let both = settings("minutes = 30\nwhere = [\"distance\"]");
    assert_eq!((both.minutes.on(false), both.minutes.on(true)), (30, 30));
    assert_eq!(both.places.on(false), both.places.on(true));
    let split = settings("where = { weekday = [\"apart\"] }");
    assert_eq!(split.places.on(false), Set::of(&[Place::Apart]));
    assert_eq!(split.places.on(true), Settings::default().places.on(true));
}

#[test]
fn a_fault_costs_its_key_and_nothing_else() {
    let cases = [
        ("minutes = \"many\"", "1:11: minutes is a number; using 15"),
        ("minutes = 0", "1:11: minutes is from 1 to 600; using 15"),
        ("nmae = \"Robin\"", "1:1: no setting \"nmae\"; did you mean \"name\"?"),
        ("zzz = 1", "1:1: no setting \"zzz\"; it is ignored"),
        ("day_starts = \"noon\"", "1:14: day_starts is a time such as \"04:00\"; using 04:00"),
        ("where = [\"aprt\"]", "1:10: no place \"aprt\"; did you mean \"apart\"?"),
        ("have = 3", "1:8: have is a list, such as [\"cohabiting\"]; it is ignored"),
        ("cost = \"high\"", "1:8: no cost \"high\"; one of free, low"),
        ("max_depth = 9", "1:13: max_depth is 1 (light), 2 (personal) or 3 (tender); using 3"),
        ("library = \"no\"", "1:11: library is true or false; using true"),
        ("practices = 3", "1:13: practices is a table of weights, such as { presence = 2 }; it is ignored"),
        ("[practices]\ngratitud = 2", "2:1: no practice \"gratitud\"; did you mean \"gratitude\"?"),
        ("[practices]\ntime = -1", "2:8: a weight is a number from 0 to 1000; it is ignored"),
        ("[languages]\nwords = inf", "2:9: a weight is a number from 0 to 1000; it is ignored"),
        ("occasions = 1", "1:13: occasions are written as [[occasions]]; they are ignored"),
        ("[minutes]\nsunday = 3", "2:1: no part of minutes \"sunday\"; it is ignored"),
    ];
    for (text, expected) in cases {
        let whole = format!("{text}\n");
        let (settings, faults) = read(&whole);
        assert_eq!(faults.first().map(String::as_str), Some(expected));
        assert_eq!(settings, Settings::default(), "{text}");
    }
    let (kept, faults) = read("minutes = \"many\"\nname = \"Robin\"\nmax_depth = 0\n");
    assert_eq!((kept.name.as_deref(), faults.len()), (Some("Robin"), 2));
}

#[test]
fn half_a_word_list_keeps_its_good_half() {
    let (settings, faults) = read("where = [\"apart\", \"moon\"]");
    assert_eq!(settings.places.on(false), Set::of(&[Place::Apart]));
    assert_eq!(faults, ["1:19: no place \"moon\"; one of together, apart, distance"]);
}

#[test]
fn a_file_that_is_not_toml_means_defaults_and_one_fault() {
    let (settings, faults) = read("name = \"Robin\"\n[practices\ntime = 0\n");
    assert_eq!(settings, Settings::default());
    assert_eq!(faults.len(), 1);
    assert!(faults[0].ends_with("; using defaults for today"), "{faults:?}");
}

#[test]
fn impossible_occasions_are_told_and_left_out() {
    for (date, kind) in [("02-30", "birthday"), ("soon", "birthday"), ("06-14", "holiday"), ("12-31", "year-end")] {
        let text = format!("[[occasions]]\nname = \"X\"\ndate = \"{date}\"\nkind = \"{kind}\"\n");
        let (settings, faults) = read(&text);
        assert_eq!((settings.occasions.len(), faults.len()), (0, 1), "{text} {faults:?}");
    }
}

#[test]
fn no_language_leads_when_all_weigh_the_same() {
    assert_eq!(settings("").leading_languages(), [None, None]);
    let even = "[languages]\nwords=2\nacts=2\ngifts=2\ntime=2\ntouch=2";
    assert_eq!(settings(even).leading_languages(), [None, None]);
    let tied = "[languages]\nwords=1\nacts=2\ngifts=2\ntime=2";
    assert_eq!(settings(tied).leading_languages(), [Some(Love::Acts), Some(Love::Gifts)]);
}
