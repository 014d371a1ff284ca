//! A real terminal: room, colour, width, hints, and words typed by hand.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

/// Runs one command line that ends well in a terminal of so many columns, types `keys`, and returns what the screen
/// got.
pub(crate) fn in_terminal(home: &Sandbox, line: &str, columns: u16, keys: &str) -> String {
    let (code, screen) = code_and_screen(home, line, columns, keys);
    assert_eq!(code, Some(0), "{line}: {screen}");
    screen
}

pub(crate) fn code_and_screen(home: &Sandbox, line: &str, columns: u16, keys: &str) -> (Option<i32>, String) {
    converse(home.command(line), columns, &[("", keys)])
}

/// Runs a command in a terminal of so many columns; types each part once what comes before it has been printed since
/// the last. Returns the exit code, and what the screen got.
pub(crate) fn converse(mut command: Command, columns: u16, parts: &[(&str, &str)]) -> (Option<i32>, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    tcsetwinsize(&master, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let slave = || OwnedFd::from(File::options().read(true).write(true).open(&name).unwrap());
    let mut child = command.stdin(slave()).stdout(slave()).stderr(slave()).spawn().unwrap();
    // The command holds the terminal too, and reading from it would never end.
    drop(command);
    let mut master = File::from(master);
    let mut parts = parts.iter().peekable();
    let (mut screen, mut read_before) = (Vec::new(), 0);
    let mut block = [0; 4096];
    loop {
        while let Some((_, keys)) = parts.next_if(|(awaited, _)| {
            let fresh = String::from_utf8_lossy(&screen[read_before..]);
            fresh.contains(awaited)
        }) {
            master.write_all(keys.as_bytes()).unwrap();
            read_before = screen.len();
        }
        // When the last holder of the terminal is gone, reading fails.
        match master.read(&mut block) {
            Ok(count @ 1..) => screen.extend_from_slice(&block[..count]),
            _ => break,
        }
    }
    let code = child.wait().unwrap().code();
    (code, String::from_utf8(screen).unwrap().replace("\r\n", "\n"))
}

/// The same without colour.
fn plainly(home: &Sandbox, line: &str, columns: u16) -> String {
    without_codes(&in_terminal(home, line, columns, ""))
}

fn without_codes(screen: &str) -> String {
    screen.replace("\u{1b}[1;91m", "").replace("\u{1b}[1m", "").replace("\u{1b}[0m", "")
}

#[test]
fn the_first_run_says_where_to_go_and_only_the_first() {
    let home = Sandbox::at(NOW);
    let screen = in_terminal(&home, "", 80, "");
    assert_eq!(
        screen,
        "\n\u{1b}[1;91m○\u{1b}[0m \u{1b}[1mCatch the good\u{1b}[0m\n \
         “What would you call a day like this\n  one, number 5, if it were a boat?”\n\n  \
         5 min · a light one to start with\n\n\
         Then: `connect done`. All there is: `connect help`.\n\
         Afraid of your partner? This is not for that: `connect safety`.\n"
    );
    let again = in_terminal(&home, "", 80, "");
    assert_eq!(again, screen.split("Then:").next().unwrap());
    for verb in ["done", "help", "safety"] {
        assert!(screen.contains(&format!("`connect {verb}`")));
        home.ok(verb);
    }
    let new = Sandbox::bare(NOW);
    let screen = in_terminal(&new, "", 80, "");
    assert!(screen.contains("\nThen: `connect done`. To make it yours: `connect setup`.\n"), "{screen}");
    new.ok("setup --minutes 10");
}

#[test]
fn the_terminal_s_width_is_used() {
    let home = Sandbox::at(NOW);
    home.ok("");
    for columns in [20, 30, 40, 72, 200] {
        let screen = plainly(&home, "", columns);
        let widest = screen.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= usize::from(columns.min(72)), "{columns}: {screen}");
    }
    assert_eq!(plainly(&home, "", 0), plainly(&home, "", 72), "no width known");
}

#[test]
fn a_verb_s_own_hint_retires_after_three_uses() {
    let home = Sandbox::at(NOW);
    home.ok("");
    for _ in 0..3 {
        assert_eq!(
            plainly(&home, "skip", 80),
            "– Skipped: gratitude.ask-4.\nhint: `connect another` draws a different one\n"
        );
        home.ok("done");
    }
    assert_eq!(plainly(&home, "skip", 80), "– Skipped: gratitude.ask-4.\n");
    assert!(home.run("never").stderr.is_empty(), "without a terminal there are no hints");
}

#[test]
fn a_note_is_typed_at_the_terminal_or_in_an_editor() {
    let home = Sandbox::at(NOW);
    home.ok("");
    let screen = in_terminal(&home, "note", 80, "three typed words\n\u{4}");
    assert!(screen.contains("Note on ask-4; Ctrl-D ends it. It stays on this machine.\n"), "{screen}");
    assert!(screen.contains("  Noted: 3 words.\n"), "{screen}");
    home.write(
        "editor",
        b"#!/bin/sh\nls -l \"$2\" | cut -c1-10 > mode\ncat \"$2\" > seen\necho \"$1 words written\" >> \"$2\"\n",
    );
    std::fs::set_permissions(home.path("editor"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let home = home.env("EDITOR", "sh -c 'cd \"$HOME\" && exec ./editor \"$0 two\" \"$1\"' many");
    let screen = in_terminal(&home, "note", 80, "");
    assert!(screen.contains("  Noted: 4 words.\n"), "{screen}");
    let read = |name: &str| std::fs::read_to_string(home.path(name)).unwrap();
    assert_eq!(read("seen"), "\n# Note on ask-4. Lines with # are dropped; empty cancels.\n");
    assert_eq!(read("mode"), "-rw-------\n");
    let texts: Vec<String> =
        home.events().iter().skip(1).map(|event| event["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["three typed words", "many two words written"]);
    let left = std::fs::read_dir(home.path(".local/share/connect")).unwrap().count();
    assert_eq!(left, 1, "the editor's file is gone");
}

#[test]
fn where_there_is_nothing_to_find_or_no_more_to_show_it_is_said() {
    let home = Sandbox::at(NOW);
    let hint = "hint: a part of a word finds more, and so do fewer words or flags\n";
    assert!(plainly(&home, "browse zzqq", 80).ends_with(hint));
    assert!(!plainly(&home, "browse number", 80).contains("hint"));
    let hint = "hint: this one comes without a follow-up or a tip\n";
    let bare = "[[prompt]]\nid = \"time.ours\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Sit on the step.\"\n";
    let home = Sandbox::bare(NOW).settings("library = false\n").pack("ours.toml", bare);
    assert!(plainly(&home, "today --more", 80).contains(hint));
    assert!(!plainly(&home, "today", 80).contains(hint));
    let more =
        Sandbox::bare(NOW).settings("library = false\n").pack("ours.toml", &format!("{bare}tip = \"Slowly.\"\n"));
    assert!(!plainly(&more, "today --more", 80).contains(hint));
}

#[test]
fn no_color_and_dumb_terminals_get_no_codes() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("CLICOLOR", "0")] {
        let home = Sandbox::at(NOW).env(name, value);
        assert!(!in_terminal(&home, "", 80, "").contains('\u{1b}'), "{name}");
    }
}

#[test]
fn a_prompt_of_one_s_own_is_asked_for_line_by_line() {
    let home = Sandbox::bare(NOW);
    let keys =
        "\nWhich bench on our way home would you keep if they took the others?\ntme\ntime\n\n900\n5\n\nWhat for?\n";
    let screen = in_terminal(&home, "add", 80, keys);
    assert!(screen.contains("did you mean time?"), "{screen}");
    assert!(screen.contains("a number from 1 to 600"), "{screen}");
    assert!(screen.contains("Added: "), "{screen}");
    let pack = std::fs::read_to_string(home.path(".config/connect/prompts/ours.toml")).unwrap();
    assert!(pack.contains("kind = \"ask\"") && pack.contains("follow = \"What for?\""), "{pack}");
    home.ok("show time.bench-way-home");
}

#[test]
fn a_prompt_that_is_refused_is_given_back() {
    let home = Sandbox::bare(NOW);
    let keys = "Do you like the bench at the end of our street, all in all?\ntime\n\n\n\n\nWhat for?\n";
    let (code, screen) = code_and_screen(&home, "add", 80, keys);
    assert_eq!(code, Some(65));
    assert!(screen.contains("it needs an answer; Ctrl-D stops"), "{screen}");
    let (told, given_back) = screen.split_once("As you wrote it, to mend").expect("what was typed");
    assert!(told.contains("an ask needs an open question"), "{screen}");
    assert!(given_back.contains("text = \"Do you like the bench at the end of our street, all in all?\""), "{screen}");
    assert!(given_back.contains("follow = \"What for?\""), "{screen}");
    assert!(!home.path(".config/connect/prompts").exists(), "and nothing was added");
}

#[test]
fn a_narrow_terminal_breaks_no_word_of_what_is_said_beside() {
    let screen = in_terminal(&Sandbox::bare(NOW), "", 40, "");
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
    assert!(screen.contains("Afraid of your partner? This is not for\nthat: `connect safety`.\n"), "{screen}");
}

#[test]
fn a_narrow_terminal_breaks_no_word_of_a_question() {
    let typed = [("> ", "Sit.\n"), ("> ", "zzzz\n"), ("> ", "\u{4}")];
    let (_, screen) = converse(Sandbox::bare(NOW).command("add"), 40, &typed);
    let screen = without_codes(&screen);
    let choices =
        "  presence, questions, vulnerability,\n  gratitude, time, languages,\n  attunement, laughter, disagreement\n";
    let told = format!("The practice, one of\n{choices}> zzzz\n  one of presence, questions,\n  vulnerability,");
    assert!(screen.contains(&told), "{screen}");
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
}

#[test]
fn a_narrow_terminal_breaks_no_word_of_what_is_wrong() {
    let home = Sandbox::at(NOW).settings("library = false\nminutes = \"many\"\n");
    let screen = plainly(&home, "today --peek", 44);
    let told =
        "connect:\n~/.config/connect/settings.toml:2:11:\nminutes is a number; using 15\n  2 | minutes = \"many\"\n";
    assert!(screen.contains(told), "{screen}");
    let (code, screen) = code_and_screen(&home, "today --where moon", 40, "");
    let told = "connect: --where can't be \"moon\"; one of\ntogether, apart, distance\n";
    assert_eq!((code, without_codes(&screen).contains(told)), (Some(2), true), "{screen}");
}

#[test]
fn a_list_longer_than_the_screen_goes_through_the_pager() {
    let shown = |day: u32| {
        format!(
            "{{\"event\":\"shown\",\"id\":\"2026-10-{day:02}/shown/0\",\"day\":\"2026-10-{day:02}\",\"at\":\"2026-10-{day:02}T08:00:00Z\",\"prompt\":\"time.bench\",\"practice\":\"time\",\"kind\":\"do\",\"text\":\"Sit.\",\"effort\":5}}\n"
        )
    };
    let log: String = (1..=28).map(shown).collect();
    let mut home = Sandbox::at(NOW).log(&log);
    let unpaged = plainly(&home, "history --all", 80);
    home.write("pager", b"#!/bin/sh\necho \"$# $LESS\"\nsed 's/^/paged /'\n");
    std::fs::set_permissions(home.path("pager"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let pager = home.path("pager");
    home.set("PAGER", &pager.to_string_lossy());
    let screen = plainly(&home, "history --all", 80);
    let (first, rest) = screen.split_once('\n').unwrap();
    assert_eq!(first, "0 FRX", "the text stands on standard input, never among the arguments");
    assert_eq!(rest.lines().filter(|line| line.contains("time.bench")).count(), 28);
    assert!(rest.lines().all(|line| line.starts_with("paged")), "{rest}");
    assert!(!plainly(&home, "history", 80).contains("paged"), "what fits the screen is printed");
    for failing in ["false", "no-such-program", "'", " "] {
        home.set("PAGER", failing);
        assert_eq!(plainly(&home, "history --all", 80), unpaged, "{failing}");
    }
    home.set("PAGER", "head -n 1");
    assert_eq!(plainly(&home, "history --all", 80).lines().count(), 1, "whoever has read enough may go");
}
