//! Moving and merging what is kept: every byte comes along, nothing here is lost, and again is no change.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use crate::sandbox::{PROGRAM, Run, Sandbox};

const NOW: &str = "2026-11-24T08:01:12+01:00";

/// A home with two days behind it, settings and packs.
pub(crate) fn lived() -> Sandbox {
    let home = Sandbox::at("2026-11-23T08:00:00+01:00");
    home.ok("");
    home.ok("done --rating 4 --note 'the blue mug'");
    let home = home.later(NOW);
    home.ok("");
    home.ok("note 'a second thought'");
    home
}

/// Every file below a home, with its bytes.
pub(crate) fn files(home: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![home.home().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(home.home()).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}

fn note(id: &str, hour: u32, text: &str) -> String {
    json!({"event": "note", "id": id, "day": "2026-11-23", "at": format!("2026-11-23T{hour:02}:00:00.000+01:00"),
        "text": text, "from a later version": {"kept": [1, 2.50]}})
    .to_string()
}

pub(crate) fn copy_of(home: &Sandbox, name: &str, text: &str) {
    home.write(&format!(".local/share/connect/{name}"), text.as_bytes());
}

#[test]
fn where_things_are() {
    let home = lived();
    assert_data_eq!(
        home.ok("data path"),
        str![[r#"
  Settings    ~/.config/connect/settings.toml
  Packs       ~/.config/connect/prompts
  History     ~/.local/share/connect/history.jsonl
  Shell mark  ~/.local/state/connect/quiet-until

"#]]
    );
    copy_of(&home, "history (1).jsonl", "");
    assert_data_eq!(
        home.ok("data path --json"),
        str![[r#"
{"schema":1,"settings":"[HOME]/.config/connect/settings.toml","packs":"[HOME]/.config/connect/prompts","history":"[HOME]/.local/share/connect/history.jsonl","copies":["[HOME]/.local/share/connect/history (1).jsonl"],"quarantine":"[HOME]/.local/share/connect/quarantine","stamp":"[HOME]/.local/state/connect/quiet-until"}

"#]]
    );
    assert!(home.ok("data path --plain").contains("Beside it: 1 copy from sync conflicts.\n"));
}

#[test]
fn an_export_carries_everything_to_another_home_and_again_is_no_change() {
    let home = lived().pack("Our own.toml", "# ours\r\n");
    home.write(".config/connect/prompts/latin.toml", b"# \xe9\n");
    let log = format!("{}{}\nnot json \u{fffd}\n", home.log_text(), note("n", 9, "kept"));
    home.write(".local/share/connect/history.jsonl", log.as_bytes());
    assert_eq!(
        home.ok("data export ~/all.json".replace('~', home.home().to_str().unwrap()).as_str()),
        "  Exported: 5 events, settings and 3 packs, to ~/all.json.\n"
    );
    let export = home.path("all.json");
    assert_eq!(fs::metadata(&export).unwrap().permissions().mode() & 0o777, 0o600);
    let other = Sandbox::bare(NOW);
    let line = format!("data import {}", export.display());
    let run = other.run(&line);
    assert_eq!((run.code, run.stdout.as_str()), (0, "  Imported: 5 events, settings and 3 packs.\n"));
    assert!(run.stderr.ends_with("all.json left out: no events\n"), "{}", run.stderr);
    for name in ["settings.toml", "prompts/fixture.toml", "prompts/Our own.toml", "prompts/latin.toml"] {
        let name = format!(".config/connect/{name}");
        assert_eq!(fs::read(other.path(&name)).unwrap(), fs::read(home.path(&name)).unwrap(), "{name}");
        assert_eq!(fs::metadata(other.path(&name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let there = other.log_text();
    for event in home.log_text().lines().filter(|line| line.starts_with('{')) {
        assert_eq!(there.matches(event).count(), 1, "{event}");
    }
    let before = files(&other);
    assert_eq!(other.run(&line).stdout, "  Nothing new: all of it is here already.\n");
    assert_eq!(files(&other), before, "not a byte");
    assert_eq!(other.json("today --json")["id"], home.json("today --json")["id"]);
}

#[test]
fn an_export_to_standard_output_is_the_same_and_nothing_is_written_over() {
    let home = lived();
    let printed = home.ok("data export");
    let path = home.path("all.json");
    home.ok(&format!("data export {}", path.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), printed);
    let object: Value = serde_json::from_str(&printed).unwrap();
    let lines: Vec<&str> = object["history"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(lines.join("\n") + "\n", home.log_text());
    assert_eq!(object["settings"], "library = false\n");
    let run = home.run(&format!("data export {}", path.display()));
    let told = "connect: ~/all.json exists; name a file that doesn't, or move that one away\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, told));
    // Reading it from standard input is the same, too.
    let other = Sandbox::bare(NOW);
    let mut child = other.command("data import -").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(printed.as_bytes()).unwrap();
    let run = Run::of(child.wait_with_output().unwrap(), other.home());
    assert_eq!((run.code, run.stdout.as_str()), (0, "  Imported: 4 events, settings and 1 pack.\n"));
}

#[test]
fn an_export_that_would_lack_something_is_refused() {
    let home = lived();
    fs::create_dir(home.path(".config/connect/prompts/folder.toml")).unwrap();
    let run = home.run("data export");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""));
    assert!(run.stderr.ends_with("connect: nothing was exported; what can't be read would be missing\n"));
}

#[test]
fn a_dry_run_says_what_would_come_and_leaves_no_trace() {
    let home = lived();
    let export = home.path("all.json");
    home.ok(&format!("data export {}", export.display()));
    let other = Sandbox::bare(NOW);
    let told = other.ok(&format!("data import {} --dry-run", export.display()));
    assert_eq!(told, "  To import: 4 events, settings and 1 pack. Nothing was written.\n");
    assert_eq!(files(&other), BTreeMap::new());
    let object = other.json(&format!("data import {} --dry-run --json", export.display()));
    assert_eq!((&object["dry_run"], &object["events"]), (&json!(true), &json!(4)));
}

#[test]
fn what_is_here_already_stays_as_it_is() {
    let home = lived();
    let export = home.path("all.json");
    home.ok(&format!("data export {}", export.display()));
    let other = Sandbox::bare(NOW).settings("# mine\nlibrary = false\n").pack("fixture.toml", "# mine\n");
    let run = other.run(&format!("data import {}", export.display()));
    assert_eq!((run.code, run.stdout.as_str()), (0, "  Imported: 4 events.\n"));
    assert_eq!(run.stderr.matches(" differs from the one in ").count(), 2, "{}", run.stderr);
    assert_eq!(fs::read(other.path(".config/connect/settings.toml")).unwrap(), b"# mine\nlibrary = false\n");
    assert_eq!(fs::read(other.path(".config/connect/prompts/fixture.toml")).unwrap(), b"# mine\n");
}

#[test]
fn a_bare_history_is_taken_over_in_order_of_time() {
    let home = lived();
    let before = home.log_text();
    home.write(
        "old.jsonl",
        format!("{}\n{}\n{{\"event\":\"note\",\"torn", note("b", 9, "b"), note("a", 7, "a")).as_bytes(),
    );
    let run = home.run(&format!("data import {}", home.path("old.jsonl").display()));
    assert_eq!(run.stdout, "  Imported: 2 events.\n");
    assert_eq!(run.stderr, "connect: 1 line of ~/old.jsonl left out: no events\n");
    let ids: Vec<Value> = home.events().iter().map(|event| event["at"].clone()).collect();
    assert!(ids.windows(2).all(|pair| pair[0].as_str() <= pair[1].as_str()), "{ids:?}");
    for line in before.lines().chain([&*note("a", 7, "a"), &note("b", 9, "b")]) {
        assert_eq!(home.log_text().matches(line).count(), 1, "{line}");
    }
}

#[test]
fn a_hostile_import_does_no_harm() {
    let home = lived();
    let before = files(&home);
    let (escape, deep) = ("\u{1b}]0;x\u{7}.toml", "[".repeat(1 << 20));
    let packs = json!({"../../../../evil.toml": "x", "/tmp/connect-evil.toml": "x", escape: "x", ".hidden.toml": "x", "fixture.toml/x.toml": "x", "a": "x"});
    home.write("import", json!({"connect_export": 1, "history": ["not json"], "packs": packs}).to_string().as_bytes());
    let path = home.path("import");
    let line = format!("data import {}", path.display());
    let run = home.run(&line);
    assert_eq!((run.code, run.stdout.as_str()), (0, "  Nothing new: all of it is here already.\n"));
    assert_eq!(run.stderr.matches("is no name for a pack; it was left out").count(), 6, "{}", run.stderr);
    assert!(run.stderr.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", run.stderr);
    let cases: [(&[u8], i32); 8] = [
        (b"", 65),
        (b"\xff\xfe\0\0", 65),
        (deep.as_bytes(), 65),
        (b"{\"connect_export\":1,\"history\":{}}", 65),
        (b"{\"connect_export\":1,\"history\":[[[]]]}", 65),
        (b"{\"connect_export\":9}", 65),
        (b"{\"connect_log\":9,\"min_reader\":9}\n", 65),
        (b"{\"connect_export\":1,\"packs\":{\"x.toml\":{\"hex\":\"zz\"}}}", 0),
    ];
    for (bytes, code) in cases {
        fs::write(&path, bytes).unwrap();
        let run = home.run(&line);
        assert_eq!(run.code, code, "{:?}: {}", &bytes[..bytes.len().min(40)], run.stderr);
    }
    fs::File::create(&path).unwrap().set_len((256 << 20) + 1).unwrap();
    assert_eq!(home.run(&line).stderr, "connect: can't read ~/import: it is larger than 256 MiB\n");
    fs::remove_file(&path).unwrap();
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert_eq!(home.run(&line).code, 74);
    fs::remove_file(&path).unwrap();
    assert_eq!(files(&home), before);
    assert!(!Path::new("/tmp/connect-evil.toml").exists());
}

/// The names that sync tools give to copies of a file that changed in two places.
pub(crate) const CONFLICTS: [&str; 8] = [
    "history.sync-conflict-20261124-070000-ABCDEFG.jsonl",
    "history (Robin's conflicted copy 2026-11-24).jsonl",
    "history (conflicted copy 2026-11-24 070000).jsonl",
    "history (SFConflict robin@example.org 2026-11-24-07-00-00).jsonl",
    "history-Robins-MacBook.jsonl",
    "history (1).jsonl",
    "history 2.jsonl",
    "history_conflict-20261124-070000.jsonl",
];

#[test]
fn conflict_copies_are_folded_in_and_their_originals_kept() {
    let home = lived();
    let before = home.log_text();
    let copies: BTreeMap<&str, String> = CONFLICTS
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, format!("{before}{}\n<<<<<<< {at}\n", note(&format!("n{at}"), 10, name))))
        .collect();
    for (name, text) in &copies {
        copy_of(&home, name, text);
    }
    let shown = home.ok("");
    assert_eq!(home.ok("data merge"), "  Merged: 8 copies, 8 events new here.\n");
    let merged = home.log_text();
    for line in copies.values().flat_map(|text| text.lines()) {
        assert_eq!(merged.matches(&format!("{line}\n")).count(), 1, "{line}");
    }
    for (name, text) in &copies {
        assert!(!home.path(&format!(".local/share/connect/{name}")).exists());
        assert_eq!(fs::read_to_string(home.path(&format!(".local/share/connect/quarantine/{name}"))).unwrap(), *text);
    }
    assert_eq!(home.run("").stdout, shown);
    let before = files(&home);
    assert_eq!(home.ok("data merge"), "  No conflict copies, nothing to merge.\n");
    assert_eq!(files(&home), before);
    // A later copy of the same name finds its own place.
    copy_of(&home, CONFLICTS[0], "");
    let object = home.json("data merge --json");
    assert!(object["quarantine"][0].as_str().unwrap().ends_with(&format!("quarantine/2.{}", CONFLICTS[0])), "{object}");
}

#[test]
fn a_half_synced_copy_costs_nothing() {
    let home = lived();
    let whole = format!("{}{}\n", home.log_text(), note("n", 10, "from afar"));
    let before = home.log_text();
    for cut in (0..whole.len()).step_by(97).chain([whole.len() - 2, whole.len() - 1]) {
        home.write(".local/share/connect/history.jsonl", before.as_bytes());
        copy_of(&home, CONFLICTS[0], &whole[..cut]);
        assert_eq!(home.run("data merge").code, 0, "cut at {cut}");
        let merged = home.log_text();
        for line in before.lines().chain(whole[..cut].lines()).filter(|line| !line.is_empty()) {
            assert_eq!(merged.lines().filter(|merged| *merged == line).count(), 1, "cut at {cut}: {line}");
        }
    }
}

#[test]
fn git_unites_histories_by_itself() {
    if Command::new("git").arg("--version").output().is_err() {
        crate::sandbox::skip("git");
        return;
    }
    let readme = include_str!("../../README.md");
    let attributes = readme.lines().find(|line| line.ends_with("merge=union")).expect("the README says how");
    let home = lived();
    let folder = home.log_path().parent().unwrap().to_owned();
    let git = |line: &str| {
        let mut command = Command::new("git");
        home.furnish(&mut command);
        let words = ["-c", "user.name=R", "-c", "user.email=r@example.org", "-c", "init.defaultBranch=main"];
        let done = command.args(words).args(line.split(' ')).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    };
    fs::write(folder.join(".gitattributes"), format!("{attributes}\n")).unwrap();
    ["init -q", "add .", "commit -qm one", "switch -qc other"].into_iter().for_each(git);
    home.ok("note 'from one machine'");
    ["commit -qam two", "switch -q main"].into_iter().for_each(git);
    home.ok("note 'from the other'");
    ["commit -qam three", "merge -q other"].into_iter().for_each(git);
    let log = home.log_text();
    assert!(log.contains("from one machine") && log.contains("from the other") && !log.contains("<<<<"), "{log}");
    home.ok("");
    let events = home.events().len();
    assert_eq!(events, 6);
}

#[test]
fn writers_lose_nothing_while_the_log_is_rewritten() {
    let home = lived();
    let before = home.events().len();
    thread::scope(|scope| {
        for writer in 0..4 {
            let home = &home;
            scope.spawn(move || {
                for number in 0..10 {
                    assert_eq!(home.run(&format!("note 'words {writer} {number}'")).code, 0);
                }
            });
        }
        for round in 0..12 {
            copy_of(&home, CONFLICTS[round % 8], &format!("{}\n", note(&format!("r{round}"), 10, "merged")));
            let run = home.run("data merge");
            assert!(run.code == 0 || run.stderr.contains("try again"), "{}", run.stderr);
        }
    });
    home.run("data merge");
    let texts: Vec<String> =
        home.events().iter().filter_map(|event| Some(event["text"].as_str()?.to_owned())).collect();
    for writer in 0..4 {
        for number in 0..10 {
            let words = format!("words {writer} {number}");
            assert_eq!(texts.iter().filter(|text| **text == words).count(), 1, "{words}");
        }
    }
    assert_eq!(home.events().len(), before + 40 + 12);
}

#[test]
fn a_linked_history_stays_a_link_when_it_is_rewritten() {
    let home = lived();
    let real = home.path("dotfiles/log.jsonl");
    fs::create_dir(real.parent().unwrap()).unwrap();
    fs::rename(home.log_path(), &real).unwrap();
    std::os::unix::fs::symlink("../../../dotfiles/log.jsonl", home.log_path()).unwrap();
    copy_of(&home, CONFLICTS[0], &format!("{}\n", note("n", 10, "from afar")));
    home.ok("data merge");
    assert!(fs::symlink_metadata(home.log_path()).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("from afar"));
    assert_eq!(fs::read_dir(real.parent().unwrap()).unwrap().count(), 1, "and nothing else is left there");
}

#[test]
fn a_newer_history_is_not_rewritten() {
    let home = lived();
    let newer = json!({"connect_log": 2, "min_reader": 2, "seed": "s", "at": "2026-01-01T00:00:00Z"});
    copy_of(&home, CONFLICTS[0], &format!("{newer}\n"));
    home.write("old.jsonl", format!("{}\n", note("n", 9, "x")).as_bytes());
    let before = files(&home);
    for line in ["data merge", "data import [HOME]/old.jsonl"] {
        let run = home.run(&line.replace("[HOME]", home.home().to_str().unwrap()));
        assert_eq!(run.code, 74, "{line}");
        assert!(run.stderr.contains("was written by a newer connect, so it is left as it is"), "{}", run.stderr);
    }
    assert_eq!(files(&home), before, "not a byte");
}

#[test]
fn a_full_disk_leaves_the_log_as_it_was() {
    let home = lived();
    copy_of(&home, CONFLICTS[0], &format!("{}\n", note("n", 10, "from afar")));
    let before = files(&home);
    let mut command = Command::new("sh");
    home.furnish(&mut command);
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {PROGRAM} data merge 2>&1 | cat");
    let output = command.args(["-c", &script]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.starts_with("connect: can't write ~/.local/share/connect/history.jsonl: "), "{told}");
    assert_eq!(files(&home), before);
}

#[test]
fn what_an_ended_rewrite_left_behind_is_removed() {
    let home = lived();
    copy_of(&home, ".history.1234.abcd", &home.log_text());
    copy_of(&home, CONFLICTS[0], "");
    home.ok("data merge");
    assert!(!files(&home).keys().any(|name| name.contains("/.history.")), "{:?}", files(&home).keys());
}

/// Under `sudo`, the home may still be another person's.
#[test]
fn root_leaves_nothing_in_anothers_home() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        crate::sandbox::skip("root");
        return;
    }
    let home = lived();
    let export = home.ok("data export");
    let theirs = Sandbox::bare(NOW);
    theirs.write("all.json", export.as_bytes());
    let shared = theirs.path(".local/share/connect");
    fs::create_dir_all(&shared).unwrap();
    let nobody = 65_534;
    let hand_over = |path: &Path| std::os::unix::fs::chown(path, Some(nobody), Some(nobody)).unwrap();
    for path in [".", ".local", ".local/share", ".local/share/connect", "all.json"] {
        hand_over(&theirs.path(path));
    }
    let before = files(&theirs);
    let all = theirs.path("all.json");
    let lines = [
        "today",
        "done",
        "note x",
        "pause",
        "data merge",
        "add --practice time --kind do --minutes 5 --depth 1 'Sit on the step together until the last of the light goes.'",
    ];
    for line in lines {
        theirs.run(line);
    }
    assert_eq!(theirs.run(&format!("data import {}", all.display())).code, 74);
    let told = theirs.run(&format!("data export {}", theirs.path("mine.json").display())).stderr;
    assert_eq!(told, "connect: can't write ~/mine.json: it belongs to another user\n");
    assert_eq!(files(&theirs), before);
}
