//! `setup`: seven questions at most, each with a flag, and nothing written that was not said.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;
use crate::terminal::{code_and_screen, in_terminal};

const NOW: &str = "2026-11-24T08:01:12+01:00";
const FILE: &str = ".config/connect/settings.toml";

fn settings(home: &Sandbox) -> String {
    fs::read_to_string(home.path(FILE)).unwrap()
}

#[test]
fn seven_questions_are_asked_and_the_prompt_follows() {
    let home = Sandbox::at(NOW);
    let screen = in_terminal(&home, "setup", 80, "Robin\napart, distence\napart, distance\n\n45\nnone\n\n2\n\u{4}");
    for number in 1..=7 {
        assert!(screen.contains(&format!("\n{number} of 7. ")), "{screen}");
    }
    assert!(screen.contains("[your partner] > "), "{screen}");
    assert!(screen.contains("no place \"distence\"; did you mean \"distance\"?"), "what is wrong is told: {screen}");
    let (_, written) = screen.split_once("Written to ~/.config/connect/settings.toml:\n").expect("what was written");
    assert!(written.contains("Catch the good"), "today's prompt follows: {screen}");
    let said = "library = false\nname = \"Robin\"\nwhere = [\"apart\", \"distance\"]\nminutes = { weekend = 45 }\nhave = []\nmax_depth = 2\n";
    assert_eq!(settings(&home), said, "and nothing else");
}

#[test]
fn a_reminder_is_offered_in_the_end_and_set_only_if_that_is_said() {
    let (offer, on) = ("A quiet reminder at half past six, without the prompt's words? [y/N] > ", "Reminder on:");
    let keep = "\n".repeat(7);
    let home = Sandbox::at(NOW);
    home.write("has-systemd", b"");
    let screen = in_terminal(&home, "setup", 80, &format!("{keep}\n"));
    assert!(screen.contains(offer) && !screen.contains(on), "{screen}");
    let screen = in_terminal(&home, "setup", 80, &format!("{keep}y\n"));
    assert!(screen.contains(on), "{screen}");
}

#[test]
fn the_reminder_is_not_offered_where_one_is_on() {
    let home = Sandbox::at(NOW);
    home.write("has-systemd", b"");
    assert_eq!(home.run("remind on").code, 0);
    let screen = in_terminal(&home, "setup", 80, &("\n".repeat(7) + "\u{4}"));
    assert!(screen.contains("7 of 7. ") && !screen.contains("A quiet reminder"), "{screen}");
}

#[test]
fn a_known_shell_is_offered_its_block_unless_it_stands_there() {
    let (offer, keep) = ("Greet you with it in each new shell? [y/N] > ", "\n".repeat(7));
    let home = Sandbox::at(NOW).env("SHELL", "/bin/bash");
    home.write(".bashrc", b"alias l=ls\n");
    let rc = || fs::read_to_string(home.path(".bashrc")).unwrap();
    let screen = in_terminal(&home, "setup", 80, &format!("{keep}\nn\n"));
    assert!(screen.contains(offer), "{screen}");
    assert_eq!(rc(), "alias l=ls\n", "Enter is no");
    let screen = in_terminal(&home, "setup", 80, &format!("{keep}y\nn\ny\n"));
    assert!(screen.contains("To be added to ~/.bashrc, from line 2:\n"), "the change is shown first: {screen}");
    assert_eq!(rc(), format!("alias l=ls\n{}", home.ok("init bash")));
    let screen = in_terminal(&home, "setup", 80, &format!("{keep}n\n\u{4}"));
    assert!(screen.contains("A quiet reminder") && !screen.contains(offer), "{screen}");
    let home = home.env("SHELL", "/bin/tcsh");
    let screen = in_terminal(&home, "setup", 80, &format!("{keep}n\n\u{4}"));
    assert!(screen.contains("A quiet reminder") && !screen.contains(offer), "{screen}");
}

#[test]
fn enter_keeps_everything_as_it_was() {
    let text = "library = false\nname = \"Robin\" # yes\nminutes = 5\nwhere = { weekday = [\"apart\"] }\n";
    let home = Sandbox::at(NOW).settings(text);
    let screen = in_terminal(&home, "setup", 80, "\n\n\n\n\n\n\n\u{4}");
    assert!(screen.contains("[Robin] > ") && screen.contains("[apart / together, apart] > "), "{screen}");
    assert!(screen.contains("  Nothing changed.\n"), "{screen}");
    assert_eq!(settings(&home), text);
}

#[test]
fn what_holds_now_cannot_act_on_the_terminal() {
    let home = Sandbox::at(NOW).settings("library = false\nname = \"Robin\\u001b]0;x\\u0007\"\n").env("NO_COLOR", "1");
    let screen = in_terminal(&home, "setup", 80, "\n\n\n\n\n\n\n\u{4}");
    assert!(screen.contains("[Robin^[]0;x^G] > "), "{screen}");
    assert!(!screen.contains('\u{1b}'), "{screen}");
}

#[test]
fn leaving_in_between_writes_nothing() {
    let home = Sandbox::bare(NOW);
    let (code, screen) = code_and_screen(&home, "setup", 80, "Robin\n\u{4}");
    assert_eq!(code, Some(2));
    assert!(screen.contains("nothing was set up") && screen.contains("apart] > \n"), "on a line of its own: {screen}");
    assert!(!home.path(".config").exists() && !home.log_path().exists());
}

#[test]
fn flags_answer_in_the_place_of_questions() {
    let home = Sandbox::bare(NOW);
    assert_data_eq!(
        home.ok("setup --name Robin --where apart,distance --minutes 10 --weekend-minutes 30"),
        str![[r#"
  Written to ~/.config/connect/settings.toml:
  name             Robin            settings.toml:1
  minutes.weekday  10               settings.toml:3
  minutes.weekend  30               settings.toml:3
  where            apart, distance  settings.toml:2

"#]]
    );
    assert_data_eq!(
        home.ok("setup --plain --have none --cost free --depth 1 --name 'your partner'"),
        str![[r#"
Written to ~/.config/connect/settings.toml:
name: none, by default.
have: none, from line 3 of settings.toml.
cost: free, from line 4 of settings.toml.
max_depth: 1, from line 5 of settings.toml.

"#]]
    );
    let kept = "where = [\"apart\", \"distance\"]\nminutes = { weekday = 10, weekend = 30 }\nhave = []\ncost = \"free\"\nmax_depth = 1\n";
    assert_eq!(settings(&home), kept);
}

#[test]
fn one_wrong_answer_writes_none_of_them() {
    let home = Sandbox::bare(NOW).settings("minutes = 20\n");
    let run = home.run("setup --name Robin --minutes many");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", "connect: minutes is a number\n"));
    assert_eq!(settings(&home), "minutes = 20\n");
}

#[test]
fn without_a_terminal_the_flags_are_named() {
    let run = Sandbox::bare(NOW).run("setup");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for flag in ["--name", "--where", "--minutes", "--weekend-minutes", "--have", "--cost", "--depth"] {
        assert!(run.stderr.contains(flag), "{}", run.stderr);
    }
}

#[test]
fn broken_settings_are_told_before_anything_is_asked() {
    let home = Sandbox::bare(NOW).settings("[broken");
    let (code, screen) = code_and_screen(&home, "setup", 80, "");
    assert_eq!(code, Some(78));
    assert!(screen.contains("settings.toml:1") && !screen.contains("1 of 7"), "{screen}");
    assert_eq!(settings(&home), "[broken");
}
