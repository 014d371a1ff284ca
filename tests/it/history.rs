//! What came, what was done, what was written.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T20:00:00+01:00";

pub(crate) fn shown(day: &str, number: u32, prompt: &str, more: &str) -> String {
    let practice = prompt.split('.').next().unwrap();
    format!(
        r#"{{"event":"shown","id":"{day}/shown/{number}","day":"{day}","at":"{day}T08:0{number}:00.000+01:00","prompt":"{prompt}","practice":"{practice}","kind":"do","text":"Text of {prompt} with your partner.","effort":5,"depth":1{more}}}"#
    )
}

pub(crate) fn said(event: &str, day: &str, number: u32, prompt: &str, more: &str) -> String {
    format!(
        r#"{{"event":"{event}","id":"{event}{day}{number}","day":"{day}","at":"{day}T19:0{number}:00.000+01:00","of":"{day}/shown/{number}","prompt":"{prompt}"{more}}}"#
    )
}

/// A few weeks in which everything happened once.
pub(crate) fn lived() -> Sandbox {
    let lines = [
        r#"{"connect_log":1,"min_reader":1,"seed":"s","at":"2024-11-24T08:00:00.000+01:00"}"#.to_owned(),
        shown("2024-11-24", 0, "time.old-bench", ""),
        said("done", "2024-11-24", 0, "time.old-bench", r#","text":"It rained. We stayed.""#),
        shown("2026-10-30", 0, "laughter.mind-the-dogs", ""),
        shown("2026-11-18", 0, "questions.outdated-belief", ""),
        said("snooze", "2026-11-18", 0, "questions.outdated-belief", r#","until":"2026-11-25""#),
        shown("2026-11-19", 0, "presence.doorway-minute", ""),
        shown("2026-11-20", 0, "time.three-clues", ""),
        said("never", "2026-11-20", 0, "time.three-clues", ""),
        shown("2026-11-20", 1, "vulnerability.small-bit", r#","because":"never","replaces":"2026-11-20/shown/0""#),
        said("skip", "2026-11-20", 1, "vulnerability.small-bit", ""),
        shown("2026-11-21", 0, "time.swap-lessons", ""),
        said("done", "2026-11-21", 0, "time.swap-lessons", r#","rating":4"#),
        shown("2026-11-22", 0, "laughter.fast-horse", ""),
        shown("2026-11-22", 1, "laughter.official-award", r#","because":"swap","replaces":"2026-11-22/shown/0""#),
        said("done", "2026-11-22", 1, "laughter.official-award", r#","rating":5,"text":"The soup\n\nburned *again*.""#),
        said("note", "2026-11-22", 1, "laughter.official-award", r#","text":"Still laughing.""#),
        r#"{"event":"note","id":"n1","day":"2026-11-23","at":"2026-11-23T21:00:00.000+01:00","text":"A quiet day."}"#
            .to_owned(),
        shown("2026-11-24", 0, "gratitude.six-word-note", ""),
        shown("2027-01-01", 0, "gratitude.from-the-future", ""),
    ];
    Sandbox::at(NOW).log(&(lines.join("\n") + "\n"))
}

#[test]
fn past_days_are_listed_with_what_came_of_them() {
    assert_data_eq!(
        lived().ok("history"),
        str![[r#"
  November 2026
○ Tue 24  gratitude.six-word-note    open
  Mon 23  note
♥ Sun 22  laughter.official-award    loved, 2 notes
○         laughter.fast-horse        swapped
● Sat 21  time.swap-lessons          done, 4 of 5
– Fri 20  vulnerability.small-bit    skipped
×         time.three-clues           dropped
○ Thu 19  presence.doorway-minute    seen
→ Wed 18  questions.outdated-belief  later, 25 Nov

  October 2026
○ Fri 30  laughter.mind-the-dogs     seen

  November 2024
● Sun 24  time.old-bench             done, note

  9 days.

"#]]
    );
}

#[test]
fn texts_and_notes_come_below_if_asked_for() {
    assert_data_eq!(
        lived().ok("history --since 2026-11-22 --notes --more"),
        str![[r#"
  November 2026
○ Tue 24  gratitude.six-word-note  open
          Text of gratitude.six-word-note with your partner.
  Mon 23  note
          “A quiet day.”
♥ Sun 22  laughter.official-award  loved, 2 notes
          Text of laughter.official-award with your partner.
          “The soup

          burned *again*.”
          “Still laughing.”
○         laughter.fast-horse      swapped
          Text of laughter.fast-horse with your partner.

  3 of 9 days match.

"#]]
    );
}

#[test]
fn a_narrow_screen_sets_what_came_of_it_below() {
    assert_data_eq!(
        lived().env("COLUMNS", "40").ok("history --since 2026-11-21 --notes"),
        str![[r#"
  November 2026
○ Tue 24  gratitude.six-word-note  open
  Mon 23  note
          “A quiet day.”
♥ Sun 22  laughter.official-award
          loved, 2 notes
          “The soup

          burned *again*.”
          “Still laughing.”
○         laughter.fast-horse
          swapped
● Sat 21  time.swap-lessons
          done, 4 of 5

  4 of 9 days match.

"#]]
    );
}

#[test]
fn a_screen_reader_gets_whole_sentences() {
    assert_data_eq!(
        lived().ok("history --since 2026-11-22 --notes --more --plain"),
        str![[r#"
Tue 24 Nov 2026: Catch the good, gratitude.six-word-note: open.
Do: Text of gratitude.six-word-note with your partner.
Mon 23 Nov 2026: Note: A quiet day.
Sun 22 Nov 2026: Be silly, laughter.official-award: loved, 2 notes.
Do: Text of laughter.official-award with your partner.
Note: The soup  burned *again*.
Note: Still laughing.
Sun 22 Nov 2026: Be silly, laughter.fast-horse: swapped.
Do: Text of laughter.fast-horse with your partner.
3 of 9 days match.

"#]]
    );
    assert!(lived().ok("history --ascii --notes").is_ascii());
}

#[test]
fn one_asks_by_day_practice_words_and_date() {
    let home = lived();
    let ids = |line: &str| -> Vec<String> {
        let object = home.json(&format!("history {line} --json"));
        let days = object["days"].as_array().unwrap().iter();
        let prompts = days.flat_map(|day| day["prompts"].as_array().unwrap().clone());
        prompts.map(|prompt| prompt["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("").len(), 10, "all days but those to come");
    assert_eq!(ids("--on 2026-11-22"), ["laughter.fast-horse", "laughter.official-award"]);
    assert_eq!(ids("--on yesterday"), [] as [&str; 0]);
    assert_eq!(ids("--practice time --since 2026-11-20"), ["time.three-clues", "time.swap-lessons"]);
    assert_eq!(ids("--until 2026-10-30"), ["time.old-bench", "laughter.mind-the-dogs"]);
    assert_eq!(ids("--on-this-day"), ["time.old-bench"], "earlier years, not today");
    assert_eq!(ids("SWAP with"), ["time.swap-lessons"], "id and text, in any case");
    assert_eq!(ids("laughing"), [] as [&str; 0], "notes are not searched unasked");
    assert_eq!(ids("laughing --notes"), ["laughter.official-award"]);
    assert_eq!(home.json("history quiet --notes --json")["days"][0]["written"], json!(["A quiet day."]));
    for (line, code) in
        [("--on 2026-11-25", 2), ("--since soon", 2), ("--on 2026-11-22 --since 2026-11-01", 2), ("zzz", 0)]
    {
        assert_eq!(home.run(&format!("history {line}")).code, code, "{line}");
    }
    assert_eq!(home.ok("history zzz"), "  Nothing of 9 days matches.\n");
}

#[test]
fn a_leap_day_is_remembered_on_the_28th() {
    let home = Sandbox::at("2027-02-28T08:00:00Z").log(&(shown("2024-02-29", 0, "time.leap", "") + "\n"));
    assert!(home.ok("history --on-this-day").contains("time.leap"));
    assert!(!home.later("2028-02-28T08:00:00Z").ok("history --on-this-day").contains("time.leap"));
}

#[test]
fn the_last_fourteen_days_come_unless_more_is_asked_for() {
    let log: String = (1..=28).map(|day| shown(&format!("2026-10-{day:02}"), 0, "time.bench", "") + "\n").collect();
    let home = Sandbox::at(NOW).log(&log);
    let rows = |line: &str| home.ok(line).lines().filter(|line| line.contains("time.bench")).count();
    assert_eq!(rows("history"), 14);
    assert!(home.ok("history").ends_with("\n  14 of 28 days. All of them: `connect history --all`\n"));
    assert!(home.ok("history --all").ends_with("\n  28 days.\n"));
    assert_eq!((rows("history --all"), rows("history --since 2026-10-05")), (28, 24));
    assert_eq!(home.json("history --json")["days"].as_array().unwrap().len(), 28);
}

#[test]
fn json_has_what_the_list_has_and_notes_only_if_asked() {
    let home = lived();
    assert_data_eq!(
        home.ok("history --on 2026-11-22 --notes --json"),
        str![[r#"
{"schema":1,"total":9,"days":[{"day":"2026-11-22","prompts":[{"id":"laughter.fast-horse","practice":"laughter","practice_title":"Be silly","kind":"do","text":"Text of laughter.fast-horse with your partner.","effort":5,"depth":1,"state":"open","rating":null,"loved":false,"until":null,"answered":null,"dropped":false,"replaced":true,"notes":0,"written":[]},{"id":"laughter.official-award","practice":"laughter","practice_title":"Be silly","kind":"do","text":"Text of laughter.official-award with your partner.","effort":5,"depth":1,"state":"done","rating":5,"loved":true,"until":null,"answered":"2026-11-22T19:01:00+01:00","dropped":false,"replaced":false,"notes":2,"written":["The soup/n/nburned *again*.","Still laughing."]}],"notes":0,"written":[]}]}

"#]]
    );
    let silent = home.ok("history --json");
    assert!(!silent.contains("laughing") && !silent.contains("quiet day"), "{silent}");
    assert!(!home.ok("history --markdown").contains("laughing"));
}

#[test]
fn markdown_reads_like_a_diary() {
    assert_data_eq!(
        lived().ok("history --since 2026-11-21 --notes --markdown"),
        str![[r#"
## Saturday, 21 November 2026

**Make room** (done, 4 of 5): Text of time.swap-lessons with your partner.

## Sunday, 22 November 2026

**Be silly** (swapped): Text of laughter.fast-horse with your partner.

**Be silly** (loved, 2 notes): Text of laughter.official-award with your partner.

> The soup
>
> burned /*again/*.

> Still laughing.

## Monday, 23 November 2026

> A quiet day.

## Tuesday, 24 November 2026

**Catch the good** (open): Text of gratitude.six-word-note with your partner.

"#]]
    );
}

#[test]
fn nothing_written_can_act_on_terminal_or_reader() {
    let note = "\\u001b[2J\\u202egpj <script>alert(1)</script> [x](javascript:1) `a`\\n# h\\n1. l\\n- m\\n=== \\u0007";
    let log = [
        shown("2026-11-24", 0, "time.bench", ""),
        said("note", "2026-11-24", 0, "time.bench", &format!(r#","text":"{note}""#)),
    ];
    let home = Sandbox::at(NOW).log(&(log.join("\n") + "\n"));
    for line in ["history --notes", "history --notes --plain", "history --notes --markdown", "history --notes --json"] {
        let page = home.ok(line);
        assert!(page.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{line}: {page}");
    }
    // Compared to the letter: snapshots take a backslash for a slash.
    let quotation = home.ok("history --notes --markdown").split_once("\n\n> ").unwrap().1.to_owned();
    assert_eq!(
        quotation,
        "^\\[\\[2J\u{fffd}gpj &lt;script&gt;alert(1)&lt;/script&gt; \\[x\\](javascript:1) \\`a\\`\n\
         > \\# h\n> 1\\. l\n> \\- m\n> \\=== ^G\n"
    );
}

#[test]
fn a_megabyte_of_a_note_is_told_whole_and_quickly() {
    let words = "many words ".repeat(95_000);
    let log = [
        shown("2026-11-24", 0, "time.bench", ""),
        said("note", "2026-11-24", 0, "time.bench", &format!(r#","text":"{words}""#)),
    ];
    let home = Sandbox::at(NOW).log(&(log.join("\n") + "\n"));
    assert_eq!(home.ok("history --notes").matches("many").count(), 95_000);
    assert!(home.ok("history").len() < 200, "and only if asked");
}

#[test]
fn what_cannot_be_read_is_told_of_and_the_rest_is_there() {
    let log = format!(
        "{}\nnonsense\n{}\n",
        shown("2026-11-23", 0, "time.bench", ""),
        shown("2026-11-24", 0, "time.pond", "")
    );
    let home = Sandbox::at(NOW).log(&log);
    for verb in ["history", "history"] {
        let run = home.run(verb);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("time.bench") && run.stdout.contains("time.pond"));
        assert_eq!(
            run.stderr,
            "connect: 1 line of the history in ~/.local/share/connect can't be read; this is what the rest says\n",
            "every time, for it is missing every time"
        );
    }
    let newer = format!(
        "{{\"connect_log\":2,\"min_reader\":2,\"at\":\"2026-11-01T00:00:00Z\"}}\n{{\"event\":\"dance\",\"id\":\"d\",\"day\":\"2026-11-24\",\"at\":\"2026-11-24T08:00:00Z\"}}\n{log}"
    );
    let run = Sandbox::at(NOW).log(&newer).run("history");
    assert!(run.stdout.contains("time.bench"));
    assert_eq!(run.stderr, "connect: a newer version wrote some of this history; this is what the rest says\n");
    let blocked = Sandbox::at(NOW);
    std::fs::create_dir_all(blocked.log_path()).unwrap();
    for line in ["history", "stats", "history --json", "stats --json"] {
        let run = blocked.run(line);
        assert_eq!(run.code, 0, "{line}");
        assert!(run.stderr.contains("can't read ~/.local/share/connect/history.jsonl"), "{line}: {}", run.stderr);
    }
    let empty = Sandbox::at(NOW);
    assert_eq!(empty.ok("history"), "  Nothing yet: `connect` shows the first prompt.\n");
    assert!(!empty.log_path().exists(), "looking back makes nothing");
    assert_eq!(empty.ok("history --json"), "{\"schema\":1,\"total\":0,\"days\":[]}\n");
}

#[test]
fn undone_and_erased_things_are_not_told() {
    let home = lived();
    let target = "done2026-11-221";
    let undo = format!(
        r#"{{"event":"undo","id":"u","day":"2026-11-24","at":"2026-11-24T19:30:00.000+01:00","target":"{target}"}}"#
    );
    let home_text = home.log_text();
    let undone = Sandbox::at(NOW).log(&(home_text.clone() + &undo + "\n"));
    let page = undone.ok("history --notes");
    assert!(!page.contains("soup") && !page.contains("loved") && page.contains("Still laughing"), "{page}");
    let erased = format!(
        r#"{{"event":"erased","id":"e","day":"2026-11-24","at":"2026-11-24T19:30:00.000+01:00","target":"{target}","only":"text"}}"#
    );
    let page = Sandbox::at(NOW).log(&(home_text + &erased + "\n")).ok("history --notes");
    assert!(!page.contains("soup") && page.contains("loved, note"), "{page}");
}

#[test]
fn only_a_terminal_gets_a_pager() {
    let home = lived().env("PAGER", "false");
    home.write("pager", b"#!/bin/sh\necho paged\n");
    std::fs::set_permissions(home.path("pager"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let pager = home.path("pager").to_string_lossy().into_owned();
    assert!(!home.env("PAGER", &pager).ok("history --all").contains("paged"));
}
