//! `quiz`: the mix of love languages, asked for line by line or given in a flag.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;
use crate::terminal::{code_and_screen, in_terminal};

const NOW: &str = "2026-11-24T08:01:12+01:00";
const ANSWERS: &str = "1,2,1,e,2,1,n,1,2,2,1,1,e,2,1,2,1,n,1,2";

#[test]
fn the_mix_is_bars_and_no_label() {
    let home = Sandbox::bare(NOW);
    assert_data_eq!(
        home.ok(&format!("quiz --answers {ANSWERS}")),
        str![[r#"
  kind words      ●●●●○○○○  4 of 8
  small favours   ●●●●○○○○  4 of 8
  little gifts    ○○○○○○○○  0 of 8
  unhurried time  ●●●●●●○○  6 of 8
  touch           ●●●●●●○○  6 of 8

  A mix of today: no type, and no test. Ties are ties. If you answered
  for your partner, ask for theirs; asking tells more than guessing.

"#]]
    );
    assert_data_eq!(
        home.ok(&format!("quiz --plain --answers {ANSWERS}")),
        str![[r#"
Kind words: 4 of 8.
Small favours: 4 of 8.
Little gifts: 0 of 8.
Unhurried time: 6 of 8.
Touch: 6 of 8.
A mix of today: no type, and no test. Ties are ties. If you answered for your partner, ask for theirs; asking tells more than guessing.

"#]]
    );
    assert_data_eq!(
        home.ok(&format!("quiz --json --answers {ANSWERS}")),
        str![[r#"
{"kept":false,"languages":{"acts":4,"gifts":0,"time":6,"touch":6,"words":4},"of":8,"schema":1}

"#]]
    );
    assert!(!home.path(".config").exists() && !home.log_path().exists(), "nothing is kept unless asked");
}

#[test]
fn the_questions_can_be_printed_for_a_partner_to_take() {
    let home = Sandbox::bare(NOW);
    let text = home.ok("quiz --questions");
    assert_data_eq!(
        text.lines().take(7).collect::<Vec<_>>().join("\n"),
        str![[r#"
1 of 20. A hard Tuesday, and it is only noon.
  1  a message that names one thing done well today
  2  the dreaded errand, already run

2 of 20. Back home after four days away.
  1  a pebble from somewhere on the road, picked with care
  2  an evening with nothing planned, and the phones in a drawer
"#]]
    );
    let asked = home.json("quiz --questions --json");
    let questions = asked["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 20);
    for question in questions {
        for part in [&question["scene"], &question["options"][0]["text"], &question["options"][1]["text"]] {
            assert!(text.contains(part.as_str().unwrap()), "{part}");
        }
    }
}

#[test]
fn without_touch_nothing_is_asked_about_it() {
    let home = Sandbox::bare(NOW).settings("have = [\"see\", \"hear\"]\n");
    let by_settings = home.json("quiz --json --answers 1,1,1,1,1,1,1,1,1,1,1,1");
    assert_eq!(by_settings["languages"].as_object().unwrap().len(), 4, "{by_settings}");
    assert_eq!(by_settings["of"], 6);
    let home = Sandbox::bare(NOW);
    assert_eq!(home.json("quiz --without-touch --json --answers 1,1,1,1,1,1,1,1,1,1,1,1"), by_settings);
    assert!(!home.ok("quiz --without-touch --questions").contains("hug"));
}

#[test]
fn it_is_asked_line_by_line_and_one_can_go_back() {
    let home = Sandbox::bare(NOW);
    let keys = format!("2\nb\n{}n\n", ANSWERS.replace(',', "\n") + "\n");
    let screen = in_terminal(&home, "quiz", 80, &keys).replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    assert!(screen.contains("1 of 20. A hard Tuesday, and it is only noon.\n"), "{screen}");
    assert!(screen.contains("20 of 20. "), "{screen}");
    assert!(screen.contains(home.ok(&format!("quiz --answers {ANSWERS}")).trim_end()), "{screen}");
    assert!(!home.path(".config").exists(), "it was not to be kept");
}

#[test]
fn the_mix_is_kept_in_the_settings_if_that_is_said() {
    let settings = "name = \"Robin\" # as they like it\n\n[languages]\nwords = 1 # a guess\n";
    let home = Sandbox::bare(NOW).settings(settings);
    let keys = ANSWERS.replace(',', "\n") + "\ny\n";
    let screen = in_terminal(&home, "quiz", 80, &keys);
    assert!(screen.contains("Keep this mix in your settings? [y/N] > "), "{screen}");
    assert!(screen.contains("Kept as `languages` in ~/.config/connect/settings.toml."), "{screen}");
    let kept = fs::read_to_string(home.path(".config/connect/settings.toml")).unwrap();
    let expected = settings.replace("words = 1", "words = 4") + "acts = 4\ngifts = 0\ntime = 6\ntouch = 6\n";
    assert_eq!(kept, expected, "comments stay");
    let by_flag = Sandbox::bare(NOW).settings(settings);
    let told = by_flag.json(&format!("quiz --json --save --answers {ANSWERS}"));
    assert_eq!(told["kept"], true);
    assert_eq!(fs::read_to_string(by_flag.path(".config/connect/settings.toml")).unwrap(), expected);
}

#[test]
fn what_was_not_asked_about_keeps_no_weight() {
    let home = Sandbox::bare(NOW).settings("[languages]\ntouch = 5\n");
    home.ok("quiz --without-touch --save --answers 1,1,1,1,1,1,1,1,1,1,1,1");
    let kept = fs::read_to_string(home.path(".config/connect/settings.toml")).unwrap();
    assert_eq!(kept, "[languages]\nwords = 3\nacts = 3\ngifts = 3\ntime = 3\n");
}

#[test]
fn broken_settings_are_never_written_over() {
    let home = Sandbox::bare(NOW).settings("[broken");
    let run = home.run(&format!("quiz --save --answers {ANSWERS}"));
    assert_eq!(run.code, 78, "{}", run.stderr);
    assert_eq!(fs::read_to_string(home.path(".config/connect/settings.toml")).unwrap(), "[broken");
}

#[test]
fn leaving_in_between_keeps_nothing() {
    let home = Sandbox::bare(NOW);
    let screen = in_terminal(&home, "quiz", 80, "1\nperhaps\nq\n");
    assert!(screen.contains("  one of 1, 2, e for either"), "what would do is said again: {screen}");
    assert!(screen.ends_with("Nothing kept.\n"), "{screen}");
    let screen = in_terminal(&home, "quiz --json", 80, "q\n");
    assert!(screen.ends_with("{\"kept\":false,\"languages\":{},\"of\":null,\"schema\":1}\n"), "{screen}");
    let (code, screen) = code_and_screen(&home, "quiz", 80, "1\n\u{4}");
    assert_eq!(code, Some(2));
    assert!(screen.contains("nothing was kept"), "{screen}");
}

#[test]
fn without_a_terminal_the_flag_is_named() {
    let home = Sandbox::bare(NOW);
    let run = home.run("quiz");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "connect: --answers is needed where nobody can be asked\n");
    let run = home.run("quiz --answers 1,2,e");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: --answers has 3 of 20 answers\n"));
    let run = home.run("quiz --answers 1,x");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: --answers can't be \"x\"; one of 1, 2, e, n\n"));
}
