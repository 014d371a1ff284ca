//! Broken disks, broken files, newer formats: the prompt appears, one line says what is wrong, nothing is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

fn lived() -> Sandbox {
    let home = Sandbox::at("2026-11-23T08:00:00+01:00");
    home.ok("");
    home.ok("done --note 'keep me'");
    home.later(NOW)
}

#[test]
fn a_torn_last_line_costs_nothing_that_was_acknowledged() {
    let home = lived();
    let whole = home.log_text();
    let last = whole.trim_end().rfind('\n').unwrap() + 1;
    for cut in [last + 1, last + 40, whole.len() - 2, whole.len() - 1] {
        home.write(".local/share/connect/history.jsonl", &whole.as_bytes()[..cut]);
        home.ok("today");
        assert_eq!(home.run("skip").code, 0);
        let text = home.log_text();
        assert!(text.starts_with(&whole[..cut]), "nothing is changed");
        let lines: Vec<&str> = text.lines().collect();
        let answers = lines.iter().filter(|line| line.contains("\"event\":\"skip\"")).count();
        assert_eq!(answers, 1, "cut at {cut}: {text}");
        assert!(home.run("why").stdout.contains("  Turn"));
    }
}

#[test]
fn bad_lines_are_copied_aside_once_and_passed_over() {
    let home = lived();
    let bad = "<<<<<<< HEAD\nnot json\n";
    home.write(".local/share/connect/history.jsonl", format!("{}{bad}", home.log_text()).as_bytes());
    let run = home.run("");
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stderr,
        "connect: 2 lines of the history in ~/.local/share/connect can't be read; copied to quarantine/, and passed over\n"
    );
    let kept = fs::read_dir(home.path(".local/share/connect/quarantine")).unwrap();
    let mut kept: Vec<String> = kept.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    kept.sort();
    assert_eq!(kept, ["<<<<<<< HEAD\n", "not json\n"]);
    assert_eq!(home.run("done").stderr, "", "it is told once");
    assert!(home.log_text().contains(bad), "and never removed");
}

#[test]
fn an_unwritable_history_still_gives_the_same_prompt_all_day() {
    let home = Sandbox::at(NOW);
    home.write(".local/share/connect", b"a file where a folder should be");
    let first = home.run("");
    assert_eq!(first.code, 75);
    assert!(first.stdout.starts_with("○ "), "{}", first.stdout);
    assert_eq!(
        first.stderr,
        "connect: can't read ~/.local/share/connect: a file stands where a folder should be; today's prompt isn't saved\n"
    );
    assert_eq!(home.run("").stdout, first.stdout);
    assert_eq!(fs::read(home.path(".local/share/connect")).unwrap(), b"a file where a folder should be");
    let run = home.run("note 'three short words'");
    assert_eq!(run.code, 74);
    assert!(run.stderr.starts_with("three short words\nconnect: "), "the words are given back: {}", run.stderr);
}

#[test]
fn a_note_that_cannot_be_kept_is_given_back() {
    let home = lived();
    home.ok("");
    let path = home.log_path();
    let folder = path.parent().unwrap();
    fs::rename(&path, folder.join("history-old.jsonl")).unwrap();
    fs::create_dir(&path).unwrap();
    let run = home.run("note --on 2026-11-20 'three short words'");
    assert_eq!(run.code, 74, "{}", run.stderr);
    assert!(run.stderr.starts_with("three short words\nconnect: can't read "), "{}", run.stderr);
    assert!(run.stderr.ends_with("; your note stands above\n"), "{}", run.stderr);
}

#[test]
fn a_history_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let home = lived();
    home.ok("");
    let before = home.log_text();
    let (path, aside) = (home.log_path(), home.path("aside"));
    fs::rename(&path, &aside).unwrap();
    fs::create_dir(&path).unwrap();
    for line in ["done", "love", "skip", "snooze", "never", "never time.ask-5 --lift", "why", "undo"] {
        let run = home.run(line);
        let told = "connect: can't read ~/.local/share/connect/history.jsonl: it is no regular file\n";
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (74, "", told), "{line}");
    }
    let run = home.run("done --note 'three short words'");
    assert!(run.stderr.ends_with("; your note: three short words\n"), "{}", run.stderr);
    fs::remove_dir(&path).unwrap();
    fs::rename(&aside, &path).unwrap();
    assert_eq!(home.log_text(), before);
}

#[test]
fn a_newer_history_is_read_and_left_alone() {
    let header = json!({"connect_log": 2, "min_reader": 2, "seed": "s", "at": "2026-01-01T00:00:00Z"}).to_string();
    let strange = json!({"event": "sung", "id": "x", "day": "2026-11-24", "at": "2026-11-24T07:00:00Z", "song": 1});
    let text = format!("{header}\n{strange}\n");
    let home = Sandbox::at(NOW).log(&text);
    let run = home.run("");
    assert_eq!(run.code, 75);
    assert!(run.stdout.starts_with("○ "));
    let path = "~/.local/share/connect/history.jsonl";
    let expected =
        format!("connect: {path} was written by a newer connect, so it is left as it is; today's prompt isn't saved\n");
    assert_eq!(run.stderr, expected);
    assert_eq!(home.run("pause").code, 74);
    assert_eq!(home.log_text(), text, "not a byte is changed");
}

#[test]
fn conflict_copies_are_united() {
    let home = lived();
    let copy = home.path(".local/share/connect/history.sync-conflict-20261124-070000-ABCDEFG.jsonl");
    let event = json!({"event": "note", "id": "n", "day": "2026-11-23", "at": "2026-11-23T22:00:00+01:00",
        "of": "2026-11-23/shown/0", "prompt": home.events()[0]["prompt"], "text": "from afar"});
    fs::write(copy, format!("{event}\n")).unwrap();
    let id = home.events()[0]["prompt"].as_str().unwrap().to_owned();
    let page = home.ok(&format!("show {id} --notes"));
    assert!(page.contains("keep me") && page.contains("from afar"), "{page}");
}

#[test]
fn a_pipe_or_a_folder_in_place_of_a_file_hangs_nothing() {
    for place in
        [".config/connect/settings.toml", ".config/connect/prompts/pipe.toml", ".local/share/connect/history.jsonl"]
    {
        let home = Sandbox::bare(NOW);
        let path = home.path(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let run = home.run("");
        assert!(run.stdout.starts_with("○ "), "{place}: {}", run.stdout);
        assert!(run.stderr.contains("no regular file"), "{place}: {}", run.stderr);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(home.run("").stdout.starts_with("○ "), "{place}");
    }
}

#[test]
fn what_is_no_file_beside_the_history_is_nobody_s_history() {
    let home = lived();
    let folder = home.path(".local/share/connect");
    fs::create_dir(folder.join("history-old.jsonl")).unwrap();
    std::os::unix::fs::symlink("/nonexistent", folder.join("history-link.jsonl")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("history-pipe.jsonl")).status().unwrap().success());
    fs::File::create(folder.join("history-huge.jsonl")).unwrap().set_len(300 << 20).unwrap();
    home.ok("");
    home.ok("done");
    assert_eq!(home.events().len(), 4);
}

#[test]
fn a_full_disk_shows_the_prompt_and_says_so() {
    let home = lived();
    let before = home.log_text();
    // A file size limit of nothing stands for a disk without room: every write fails, and is not a crash.
    let mut command = Command::new("sh");
    home.furnish(&mut command);
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {} 2>&1 | cat", crate::sandbox::PROGRAM);
    let output = command.args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("○ "), "{text}");
    assert!(text.contains("connect: can't write ~/.local/share/connect/history.jsonl: "), "{text}");
    assert!(text.contains("; today's prompt isn't saved"), "{text}");
    assert_eq!(home.log_text(), before);
}

#[test]
fn output_that_cannot_be_written_records_nothing() {
    let home = lived();
    let before = home.log_text();
    let run = |target: &str| {
        let mut command = Command::new("sh");
        home.furnish(&mut command);
        let script = format!("{} {target}; echo $? >&2", crate::sandbox::PROGRAM);
        String::from_utf8(command.args(["-c", &script]).output().unwrap().stderr).unwrap()
    };
    assert_eq!(run(">/dev/full"), "connect: can't write to standard output: disk full\n74\n");
    assert_eq!(home.log_text(), before);
    let mut command = Command::new("sh");
    home.furnish(&mut command);
    let script = format!("{{ {} 2>&1; echo $? >&2; }} | true", crate::sandbox::PROGRAM);
    let output = command.args(["-c", &script]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told, "0\n", "a reader that went away is no failure");
}

#[test]
fn everything_is_private_under_any_umask() {
    for umask in ["000", "022", "077", "777"] {
        let home = Sandbox::at(NOW);
        let mut command = Command::new("sh");
        home.furnish(&mut command);
        let script = format!("umask {umask}; {} today >/dev/null", crate::sandbox::PROGRAM);
        assert!(command.args(["-c", &script]).status().unwrap().success(), "umask {umask}");
        let mode = |path: &str| fs::metadata(home.path(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(".local/share/connect"), 0o700, "umask {umask}");
        assert_eq!(mode(".local/state/connect"), 0o700, "umask {umask}");
        assert_eq!(mode(".local/share/connect/history.jsonl"), 0o600, "umask {umask}");
        assert_eq!(mode(".local/state/connect/quiet-until"), 0o600, "umask {umask}");
    }
    let home = lived();
    fs::set_permissions(home.log_path(), fs::Permissions::from_mode(0o644)).unwrap();
    home.ok("");
    assert_eq!(
        fs::metadata(home.log_path()).unwrap().permissions().mode() & 0o777,
        0o600,
        "and closed when found open"
    );
}

#[test]
fn a_linked_history_stays_a_link() {
    let home = lived();
    let real = home.path("dotfiles.jsonl");
    fs::rename(home.log_path(), &real).unwrap();
    std::os::unix::fs::symlink(&real, home.log_path()).unwrap();
    home.ok("");
    home.ok("done");
    assert!(fs::symlink_metadata(home.log_path()).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(real).unwrap().lines().count(), 5);
}

#[test]
fn a_long_history_is_read_from_its_end() {
    let home = lived();
    let mut text = home.log_text();
    let note = json!({"event": "note", "id": "x", "day": "2026-11-24", "at": "2026-11-24T07:30:00+01:00", "text": "word ".repeat(60_000)});
    home.ok("");
    let today = home.log_text().lines().last().unwrap().to_owned();
    text = format!("{text}{today}\n{note}\n");
    home.write(".local/share/connect/history.jsonl", text.as_bytes());
    let first = home.ok("");
    assert_eq!(home.ok(""), first, "a note longer than the end that is read hides nothing");
    assert_eq!(home.events().iter().filter(|event| event["event"] == "shown").count(), 2);
}
