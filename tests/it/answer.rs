//! What people say of a prompt, and how it is confirmed.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T19:05:00+01:00";

fn shown() -> Sandbox {
    let home = Sandbox::at(NOW);
    home.ok("");
    home
}

#[test]
fn each_answer_is_confirmed_in_one_line() {
    let cases = [
        ("done", "● Done: gratitude.ask-4.\n"),
        ("done --rating 4 --note 'the shoe worked'", "● Done: gratitude.ask-4. 4 of 5, 1 note.\n"),
        ("love", "♥ Loved: gratitude.ask-4. It may come back one day.\n"),
        ("skip", "– Skipped: gratitude.ask-4.\n"),
        ("snooze --days 2", "→ Later: gratitude.ask-4. Back on Thu 26 Nov.\n"),
        ("snooze", "→ Later: gratitude.ask-4. Back on Tue 1 Dec.\n"),
        ("never", "× Dropped for good: gratitude.ask-4.\n"),
        ("note 'a few words here'", "  Noted: 4 words.\n"),
        ("pause --days 14", "→ Quiet until Tue 8 Dec. `connect today` still answers.\n"),
    ];
    for (line, confirmed) in cases {
        let home = shown();
        assert_eq!(home.ok(line), confirmed);
        assert_eq!(home.events().len(), 2, "{line} is one event");
        let event = home.events().pop().unwrap();
        assert_eq!(event["id"].as_str().unwrap().len(), 32);
        assert_eq!(event["day"], "2026-11-24");
    }
}

#[test]
fn events_have_the_fields_of_their_kind() {
    let fields = |line: &str| {
        let home = shown();
        home.ok(line);
        let event = home.events().pop().unwrap();
        event.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(fields("done"), "at day event id of prompt");
    assert_eq!(fields("love --note x"), "at day event id of prompt rating text");
    assert_eq!(fields("skip"), "at day event id of prompt");
    assert_eq!(fields("snooze"), "at day event id of prompt until");
    assert_eq!(fields("never"), "at day event id of prompt");
    assert_eq!(fields("never time.do-5"), "at day event id prompt");
    assert_eq!(fields("note x"), "at day event id of prompt text");
    assert_eq!(fields("pause"), "at day event id until");
}

#[test]
fn done_again_says_so_and_adds_only_what_is_new() {
    let home = shown();
    home.ok("done --rating 4");
    assert_eq!(home.ok("done"), "● Already done at 19:05: gratitude.ask-4.\n");
    assert_eq!(home.ok("done --rating 4"), "● Already done at 19:05: gratitude.ask-4.\n");
    assert_eq!(home.events().len(), 2);
    home.ok("done --note 'and again'");
    assert_eq!(home.json("--json")["state"], "done");
    assert_data_eq!(
        home.ok(""),
        str![[r#"
● Catch the good
 “What would you call a day like this
  one, number 5, if it were a boat?”

  done at 19:05 · nothing more for today

"#]]
    );
}

#[test]
fn love_again_says_that_it_is_loved() {
    let home = shown();
    home.ok("love");
    for line in ["love", "done --rating 5"] {
        assert_eq!(home.ok(line), "♥ Already loved at 19:05: gratitude.ask-4.\n");
    }
    assert_eq!(home.ok("done"), "♥ Already done at 19:05: gratitude.ask-4.\n");
    assert_eq!(home.events().len(), 2);
}

#[test]
fn where_nothing_can_be_kept_that_is_what_is_wrong() {
    let home = Sandbox::at(NOW);
    let folder = home.path(".local/share/connect");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o500)).unwrap();
    if rustix::process::geteuid().is_root() {
        // Root may write anywhere, and leaves alone what is another user's.
        std::os::unix::fs::chown(&folder, Some(65_534), None).unwrap();
    }
    assert_eq!(home.run("").code, 75, "shown, and not saved");
    for verb in ["done", "love", "skip", "snooze", "never", "why"] {
        let run = home.run(verb);
        let told = "connect: what was shown isn't saved: can't write in ~/.local/share/connect: ";
        assert!(run.code == 74 && run.stderr.starts_with(told), "{verb}: {}", run.stderr);
    }
}

#[test]
fn without_a_prompt_there_is_nothing_to_answer() {
    for verb in ["done", "love", "skip", "snooze", "never", "why"] {
        let home = Sandbox::at(NOW);
        let run = home.run(verb);
        assert_eq!((run.code, run.stderr.as_str()), (2, "connect: nothing shown yet: `connect`\n"), "{verb}");
        assert!(!home.log_path().exists());
    }
}

#[test]
fn whatever_is_said_first_the_log_begins_with_its_header() {
    for (line, told) in [
        ("note 'a b'", "  Noted: 2 words.\n"),
        ("never time.do-5", "× Dropped for good: time.do-5.\n"),
        ("pause", "→ Quiet until Tue 1 Dec. `connect today` still answers.\n"),
    ] {
        let home = Sandbox::at(NOW);
        assert_eq!(home.ok(line), told);
        let text = home.log_text();
        assert!(text.starts_with("{\"connect_log\":1,"), "{text}");
        assert_eq!((text.lines().count(), home.events().len()), (2, 1));
    }
}

#[test]
fn what_was_dropped_is_today_s_prompt_no_more() {
    let home = shown();
    assert_eq!(home.json("never --json")["state"], "none");
    for verb in ["done", "love", "skip", "snooze"] {
        let run = home.run(verb);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (2, "connect: today's prompt was dropped for good: `connect` shows another\n")
        );
    }
    let tomorrow = home.later("2026-11-25T08:00:00+01:00");
    assert_eq!(tomorrow.run("done").code, 2, "nor is it yesterday's open one");
    assert_eq!(tomorrow.run("never gratitude.do-4 --on 2020-01-01").code, 2);
    let home = tomorrow.later(NOW);
    assert_eq!(home.json("undo --json")["state"], "open");
}

#[test]
fn yesterday_s_open_prompt_is_meant_while_today_has_none() {
    let home = shown().later("2026-11-25T08:00:00+01:00");
    assert_eq!(home.ok("done"), "● Done: gratitude.ask-4, from yesterday.\n");
    let event = home.events().pop().unwrap();
    assert_eq!((&event["day"], &event["of"]), (&json!("2026-11-24"), &json!("2026-11-24/shown/0")));
    assert_eq!(event["at"], "2026-11-25T08:00:00.000+01:00", "but it was said today");
    assert_eq!(home.run("skip").code, 2, "it is open no more");
    let home = shown().later("2026-11-26T08:00:00+01:00");
    assert_eq!(home.run("done").code, 2, "and before that it is too late");
    assert_eq!(home.ok("done --on 2026-11-24"), "● Done: gratitude.ask-4, from Tue 24 Nov.\n");
}

#[test]
fn on_reaches_back_and_never_forward() {
    let home = shown().later("2026-11-25T08:00:00+01:00");
    home.ok("");
    assert_eq!(home.ok("skip --on yesterday"), "– Skipped: gratitude.ask-4, from yesterday.\n");
    assert_eq!(home.json("love --on 2026-11-24 --json")["day"], "2026-11-24");
    assert!(home.ok("why --on yesterday").contains("gratitude.ask-4"));
    for (line, message) in [
        ("done --on 2026-11-26", "connect: 2026-11-26 is still to come\n"),
        ("done --on 2026-11-20", "connect: nothing was shown on 2026-11-20\n"),
        ("done --on someday", "connect: --on can't be \"someday\"; write 2026-11-24, or yesterday\n"),
    ] {
        let run = home.run(line);
        assert_eq!((run.code, run.stderr.as_str()), (2, message));
    }
    assert_eq!(home.ok("note --on 2026-11-20 'rain'"), "  Noted on Fri 20 Nov: 1 word.\n");
    let event = home.events().pop().unwrap();
    assert_eq!((&event["day"], event.get("of")), (&json!("2026-11-20"), None), "a note is kept with its day");
}

#[test]
fn what_is_dropped_never_comes_and_can_be_brought_back() {
    let home = shown();
    home.ok("never");
    let second = home.json("--json");
    assert_eq!(second["practice"], "gratitude", "dropping is a first swap");
    assert_eq!(home.events().last().unwrap()["because"], "never");
    assert_eq!(home.ok("undo"), "○ Open again: gratitude.ask-4. Took back: never.\n");
    assert_eq!(home.id(), "gratitude.ask-4");
    home.ok("never time.do-5");
    assert_eq!(home.ok("never time.do-5"), "× Dropped for good: time.do-5.\n");
    assert_eq!(home.ok("never time.do-5 --lift"), "○ Welcome back: time.do-5.\n");
    assert_eq!(home.ok("never time.do-5 --lift"), "○ time.do-5 was not dropped; it may come as it is.\n");
    let run = home.run("never time.do-6");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: no prompt \"time.do-6\"; did you mean \"time.do-5\"?\n"));
}

#[test]
fn a_snoozed_prompt_comes_back_on_its_day() {
    let home = shown();
    home.ok("snooze --days 2");
    assert_eq!(home.json("--json")["state"], "snoozed");
    assert!(home.ok("").contains("later, back on Thu 26 Nov · nothing more for today"));
    let home = home.later("2026-11-25T08:00:00+01:00");
    assert_ne!(home.id(), "gratitude.ask-4");
    let home = home.later("2026-11-26T08:00:00+01:00");
    assert!(home.ok("").contains("back, as you asked on 24 Nov"));
    assert_eq!(home.events().last().unwrap()["because"], "snooze");
}

#[test]
fn undo_takes_back_one_thing_after_another_across_days() {
    let home = shown();
    home.ok("done --rating 4");
    let home = home.later("2026-11-25T08:00:00+01:00");
    home.ok("");
    home.ok("note 'a b c'");
    assert!(home.ok("undo").ends_with(". Took back: note, 3 words.\n"));
    assert_eq!(home.ok("undo"), "○ Open again: gratitude.ask-4. Took back: done, 4 of 5 of Tue 24 Nov.\n");
    assert_eq!(home.ok("undo"), "  Nothing left to take back.\n");
    assert_eq!(home.events().len(), 6);
}

#[test]
fn notes_can_be_piped_in() {
    use std::io::Write as _;
    use std::process::Stdio;
    let home = shown();
    let mut child = home.command("note").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"  two words\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "  Noted: 2 words.\n");
    assert_eq!(home.events().pop().unwrap()["text"], "two words");
    assert_eq!(home.ok("note"), "  Nothing written, nothing kept.\n", "nothing was piped in");
    assert!(home.ok("show gratitude.ask-4 --notes").contains("Notes   two words"));
    let page = home.ok("show gratitude.ask-4");
    assert!(page.contains("Notes   1 note; --notes shows what you wrote") && !page.contains("two words"), "{page}");
}

#[test]
fn a_pause_ends_once_and_comes_back_in_so_many_words() {
    let home = shown();
    assert_eq!(home.ok("pause --days 0"), "  There is no pause to end.\n");
    assert_eq!(home.events().len(), 1, "and nothing is recorded");
    home.ok("pause --days 14");
    assert_eq!(home.ok("pause --days 0"), "○ No pause. Shell and reminder speak again.\n");
    assert_eq!(home.ok("undo"), "  Quiet again until Tue 8 Dec. Took back: pause.\n");
    assert_eq!(home.ok("undo"), "  Took back: pause.\n");
}

#[test]
fn a_clock_that_goes_back_leaves_the_last_word_last() {
    let home = shown();
    home.ok("skip");
    let home = home.later("2026-11-24T19:04:00+01:00");
    home.ok("done");
    assert_eq!(home.json("--json")["state"], "done");
    assert_eq!(home.ok("undo"), "– Skipped again: gratitude.ask-4. Took back: done.\n");
    let ats: Vec<_> = home.events().iter().map(|event| event["at"].as_str().unwrap().to_owned()).collect();
    assert!(ats.is_sorted(), "{ats:?}");
    let wild = r#"{"event":"pause","id":"p","day":"2026-11-24","at":"2099-01-01T00:00:00Z","until":"2026-11-25"}"#;
    home.write(".local/share/connect/history.jsonl", format!("{}{wild}\n", home.log_text()).as_bytes());
    home.ok("done");
    assert_eq!(home.events().pop().unwrap()["at"], "2026-11-24T19:05:00.000+01:00", "a wild clock drags nothing along");
}

#[test]
fn a_note_too_long_is_refused_whole() {
    use std::io::Write as _;
    let home = shown();
    let mut child =
        home.command("note").stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let _ = stdin.write_all(&vec![b'a'; (1 << 20) + 1]);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(65));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "connect: a note is at most 1 MiB; nothing was kept\n");
    assert_eq!(home.events().len(), 1);
}

#[test]
fn json_speaks_of_the_day_after_the_answer() {
    let home = shown();
    for (line, state) in [("done --json", "done"), ("skip --json", "skipped"), ("snooze --json", "snoozed")] {
        assert_eq!(home.json(line)["state"], state);
    }
    assert_eq!(home.json("undo --json")["state"], "skipped");
    assert_eq!(home.json("note x --json")["id"], "gratitude.ask-4");
    assert_eq!(home.json("pause --json")["state"], "skipped");
}

#[test]
fn hostile_words_are_kept_as_they_are_and_shown_harmless() {
    let home = shown();
    home.ok("note \"\u{1b}[31mred\u{202e}\"");
    assert_eq!(home.events().pop().unwrap()["text"], "\u{1b}[31mred\u{202e}");
    let page = home.ok("show gratitude.ask-4 --notes");
    assert!(page.contains("^[[31mred\u{fffd}"), "{page}");
    let run = home.run("done --on \"\u{1b}]0;x\u{7}\"");
    assert_eq!(run.stderr, "connect: --on can't be \"^[]0;x^G\"; write 2026-11-24, or yesterday\n");
}
