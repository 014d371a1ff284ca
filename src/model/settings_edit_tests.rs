use proptest::prelude::*;

use super::*;
use crate::settings::Settings;

/// A document after each of these was typed: `key value`, or a key alone to take it out.
fn after(text: &str, typed: &[&str]) -> String {
    let mut document: DocumentMut = text.parse().expect("TOML");
    for line in typed {
        match line.split_once(' ') {
            Some((key, value)) => set(&mut document, key, value).expect(line),
            None => drop(unset(&mut document, line).expect(line)),
        }
    }
    document.to_string()
}

fn refusal(key: &str, value: &str) -> String {
    let mut document = DocumentMut::new();
    let message = set(&mut document, key, value).expect_err(value);
    assert_eq!(document.to_string(), "", "a refusal changes nothing");
    message
}

#[test]
fn each_key_takes_what_was_typed_in_its_own_form() {
    let cases = [
        ("name Mary Ann", "name = \"Mary Ann\"\n"),
        ("name 7", "name = \"7\"\n"),
        ("day_starts 05:30", "day_starts = \"05:30\"\n"),
        ("minutes 10", "minutes = 10\n"),
        ("minutes.weekend 45", "minutes = { weekend = 45 }\n"),
        ("minutes { weekday = 10, weekend = 20 }", "minutes = { weekday = 10, weekend = 20 }\n"),
        ("where apart,distance", "where = [\"apart\", \"distance\"]\n"),
        ("where [\"apart\", 'distance']", "where = [\"apart\", \"distance\"]\n"),
        ("where.weekend together", "where = { weekend = [\"together\"] }\n"),
        ("weekend fri sat", "weekend = [\"fri\", \"sat\"]\n"),
        ("have ", "have = []\n"),
        ("cost free", "cost = \"free\"\n"),
        ("max_depth 2", "max_depth = 2\n"),
        ("adapt off", "adapt = \"off\"\n"),
        ("library false", "library = false\n"),
        ("hook nudge", "hook = \"nudge\"\n"),
        ("practices.gratitude 2", "[practices]\ngratitude = 2\n"),
        ("languages.words 1.5", "[languages]\nwords = 1.5\n"),
    ];
    for (typed, written) in cases {
        assert_eq!(after("", &[typed]), written, "{typed}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_would() {
    let cases = [
        ("nmae", "Robin", "no setting \"nmae\"; did you mean \"name\"?"),
        ("practices.gratitud", "2", "no setting \"practices.gratitud\"; did you mean \"practices.gratitude\"?"),
        ("zzz", "1", "no setting \"zzz\""),
        ("minutes", "many", "minutes is a number"),
        ("minutes.weekend", "601", "minutes is from 1 to 600"),
        ("max_depth", "4", "max_depth is 1 (light), 2 (personal) or 3 (tender)"),
        ("library", "yes", "library is true or false"),
        ("day_starts", "four", "day_starts is a time such as \"04:00\""),
        ("where", "", "where names no place that is known"),
        ("where", "moon", "no place \"moon\"; one of together, apart, distance"),
        ("have", "see,heer", "no need \"heer\"; did you mean \"hear\"?"),
        ("adapt", "gentel", "no adapt \"gentel\"; did you mean \"gentle\"?"),
        ("practices", "2", "practices is a table of weights, such as { presence = 2 }"),
        ("practices.time", "-1", "a weight is a number from 0 to 1000"),
        ("occasions", "x", "occasions are written by hand: `connect config edit`"),
    ];
    for (key, value, message) in cases {
        assert_eq!(refusal(key, value), message, "{key} {value}");
    }
    assert!(refusal("name", &"x".repeat(61)).starts_with("name is a text of at most 60 characters"));
}

const WRITTEN: &str = "\
# Ours.

name = \"Robin\"  # the cat calls them Bob
# Weeks are busy.
minutes = 15 # mostly

# Weights.
[practices] # of nine
# Thanks!
gratitude = 2 # more
time = 1

[[occasions]]
name = \"Anniversary\"
date = \"06-14\"
kind = \"anniversary\"
# The end.
";

#[test]
fn comments_and_layout_stay() {
    assert_eq!(after(WRITTEN, &["minutes 10"]), WRITTEN.replace("minutes = 15 #", "minutes = 10 #"));
    assert_eq!(
        after(WRITTEN, &["minutes.weekend 60"]),
        WRITTEN.replace("minutes = 15 #", "minutes = { weekday = 15, weekend = 60 } #")
    );
    assert_eq!(
        after(WRITTEN, &["cost free", "practices.laughter 0", "practices.gratitude 3"]),
        WRITTEN
            .replace("# mostly\n", "# mostly\ncost = \"free\"\n")
            .replace("gratitude = 2 #", "gratitude = 3 #")
            .replace("time = 1\n", "time = 1\nlaughter = 0\n")
    );
    assert_eq!(after(WRITTEN, &["languages.words 3"]), format!("{WRITTEN}\n[languages]\nwords = 3\n"));
    assert_eq!(after("# All default.\n", &["cost free"]), "# All default.\ncost = \"free\"\n");
    assert_eq!(
        after("# Ours.\n[practices]\ntime = 2\n", &["cost free"]),
        "cost = \"free\"\n\n# Ours.\n[practices]\ntime = 2\n"
    );
}

#[test]
fn what_is_taken_out_leaves_the_comments_above_it() {
    assert_eq!(after(WRITTEN, &["minutes"]), WRITTEN.replace("minutes = 15 # mostly\n", ""));
    assert_eq!(after(WRITTEN, &["practices.gratitude"]), WRITTEN.replace("gratitude = 2 # more\n", ""));
    let without = WRITTEN.replace("[practices] # of nine\n", "").replace("gratitude = 2 # more\ntime = 1\n", "");
    assert_eq!(after(WRITTEN, &["practices"]), without);
    assert_eq!(after(WRITTEN, &["practices.gratitude", "practices.time"]), without, "an empty table goes too");
    let table = "[[occasions]]\nname = \"Anniversary\"\ndate = \"06-14\"\nkind = \"anniversary\"\n";
    assert_eq!(after(WRITTEN, &["occasions"]), WRITTEN.replace(table, ""));
    assert_eq!(after("minutes = { weekday = 1, weekend = 2 }\n", &["minutes.weekday"]), "minutes = { weekend = 2 }\n");
    assert_eq!(after("practices.time = 1\npractices.laughter = 2\n", &["practices.time"]), "practices.laughter = 2\n");
    assert_eq!(
        after("a = 1\n\n[practices]\ntime = 2\n\n[languages]\nwords = 1\n", &["practices"]),
        "a = 1\n\n[languages]\nwords = 1\n"
    );
    assert_eq!(after("nmae = 1\n", &["nmae"]), "", "a misspelt key can be taken out");
    let mut document = DocumentMut::new();
    assert_eq!(unset(&mut document, "minutes"), Ok(false));
    assert_eq!(unset(&mut document, "minuts"), Err("no setting \"minuts\"; did you mean \"minutes\"?".to_owned()));
}

#[test]
fn every_form_of_a_table_is_written_into() {
    assert_eq!(after("practices = { time = 2 }\n", &["practices.time 3"]), "practices = { time = 3 }\n");
    assert_eq!(
        after("practices.time = 2\n", &["practices.laughter 0"]),
        "practices.time = 2\npractices.laughter = 0\n"
    );
    assert_eq!(after("[minutes]\nweekday = 5\n", &["minutes.weekend 9"]), "[minutes]\nweekday = 5\nweekend = 9\n");
    assert_eq!(after("name = \"x\"\n\n[minutes]\nweekday = 5\n", &["minutes 9"]), "name = \"x\"\nminutes = 9\n");
    assert_eq!(after("practices = 3\n", &["practices.time 2"]), "practices = { time = 2 }\n");
    assert_eq!(after("[[minutes]]\nx = 1\n", &["minutes.weekend 9"]), "minutes = { weekend = 9 }\n");
}

#[test]
fn a_fault_that_was_there_before_is_no_new_one() {
    assert_eq!(new_fault("minutes = \"many\"", "minutes = \"many\"\nname = \"x\""), None);
    assert_eq!(new_fault("minutes = 1", "minutes = 0").as_deref(), Some("minutes is from 1 to 600; using 15"));
    assert_eq!(
        new_fault("nmae = 1", "nmae = 1\nminuts = 2").as_deref(),
        Some("no setting \"minuts\"; did you mean \"minutes\"?")
    );
}

proptest! {
    #[test]
    fn whatever_is_typed_the_document_stays_sound(
        key in prop::sample::select(keys()),
        value in "\\PC{0,12}|[0-9]{1,3}|true|(apart|together)(,apart)?",
        written in prop::sample::select(vec![WRITTEN, "", "minutes = { weekday = 1 }\n", "practices.time = 3\nwhere = [\"apart\"]\n"]),
    ) {
        let mut document: DocumentMut = written.parse().expect("TOML");
        let before = document.to_string();
        if set(&mut document, &key, &value).is_err() {
            prop_assert_eq!(document.to_string(), before);
        } else {
            let now = document.to_string();
            prop_assert_eq!(new_fault(written, &now), None);
            for comment in written.lines().filter(|line| line.starts_with('#')) {
                prop_assert!(now.contains(comment), "{}", now);
            }
            // What was set can be taken out again, and then the default holds.
            prop_assert_eq!(unset(&mut document, &key), Ok(true));
            let rest = document.to_string();
            prop_assert_eq!(new_fault(written, &rest), None);
            let (settings, _) = Settings::read(Source { name: "", text: &rest });
            let (top, _) = parts(&key);
            if top == key {
                let mut without: DocumentMut = written.parse().expect("TOML");
                let _ = unset(&mut without, &key);
                let (expected, _) = Settings::read(Source { name: "", text: &without.to_string() });
                prop_assert_eq!(settings, expected);
            }
        }
    }
}
