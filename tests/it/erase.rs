//! Erasing: what a person wants gone is gone from every file, and what is left says what it said.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use crate::data::{CONFLICTS, copy_of, files, lived};
use crate::sandbox::{PROGRAM, Sandbox};
use crate::terminal::code_and_screen;

const CANARY: &str = "the heron flew at \"noon\"";

/// A home in which the words stand wherever words can come to stand.
fn told() -> Sandbox {
    let home = lived();
    home.ok(&format!("note '{CANARY}'"));
    home.ok(&format!("done --rating 5 --note '{CANARY}'"));
    // Taken back, it is in the file all the same.
    home.ok(&format!("note 'again: {CANARY}'"));
    home.ok("undo");
    let log = home.log_text();
    let torn = log.lines().find(|line| line.contains("heron")).unwrap();
    // Copies of sync tools, one of them merged, one whole, one cut.
    copy_of(&home, CONFLICTS[0], &log);
    home.ok("data merge");
    copy_of(&home, CONFLICTS[1], &log);
    copy_of(&home, CONFLICTS[2], &format!("not json\n{}\n{}\n", &torn[..torn.len() - 9], &torn[30..]));
    home.run("history");
    // A rewrite that was ended, and a note that was never taken over.
    copy_of(&home, ".history.99.0123", &log);
    copy_of(&home, "quarantine/.history.99.4567", &log);
    home.write(".local/share/connect/.note-0123/note.txt", format!("{CANARY}\n# Note on x\n").as_bytes());
    home.write(".local/share/connect/.note-0123/note.txt~", CANARY.as_bytes());
    home
}

/// The files that hold the words, as they were typed or as JSON has them.
fn holding(home: &Sandbox) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("heron flew");
    files(home).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect()
}

#[test]
fn a_canary_is_found_in_no_file() {
    let home = told();
    assert!(holding(&home).len() >= 7, "{:?}", holding(&home));
    let run = home.run("data erase --notes --yes");
    assert_eq!((run.code, run.stdout.as_str()), (0, "  Erased: 5 notes and 1 unfinished note.\n"), "{}", run.stderr);
    assert_data_eq!(
        run.stderr,
        str![[r#"
Not reached: exports and backups, versions that git and sync tools keep,
other machines until they have this history and run `connect data
merge`. A disk can keep what was erased until it is written over.

"#]]
    );
    assert_eq!(holding(&home), Vec::<String>::new());
    assert!(files(&home).values().any(|bytes| bytes == b"not json\n"), "what is unreadable otherwise stays");
    assert!(home.ok("").contains("♥"), "what was done stays done");
    let before = files(&home);
    assert_eq!(home.ok("data erase --notes --yes"), "  Nothing there to erase.\n");
    assert_eq!(files(&home), before, "not a byte");
}

#[test]
fn one_day_s_words_go_and_the_others_stay() {
    let home = told();
    home.ok("note --on yesterday 'the other words'");
    let run = home.run("data erase --notes --on 2026-11-24 --yes");
    assert_eq!(run.stdout, "  Erased: 4 notes.\n", "{}", run.stderr);
    assert_eq!(holding(&home), Vec::<String>::new());
    assert!(home.log_text().contains("the other words") && home.log_text().contains("the blue mug"));
}

#[test]
fn a_day_that_a_wrong_clock_left_goes_too() {
    let home = Sandbox::at("2031-01-01T08:00:00+01:00");
    home.ok("");
    let home = home.later("2026-11-24T08:00:00+01:00");
    home.ok("");
    assert_eq!(home.run("data erase --on 2031-01-01 --yes").stdout, "  Erased: 1 prompt.\n");
    let shown: Vec<_> = home.events().into_iter().filter(|event| event["event"] == "shown").collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["day"], "2026-11-24");
}

#[test]
fn a_single_event_goes_by_the_beginning_of_its_id() {
    let home = told();
    let log = home.log_text();
    let note = home.events().into_iter().find(|event| event["text"] == "a second thought").unwrap();
    let id = note["id"].as_str().unwrap();
    assert_eq!(home.run(&format!("data erase {} --yes", &id[..10])).stdout, "  Erased: 1 note.\n");
    let kept: Vec<&str> = log.lines().filter(|line| !line.contains("a second thought")).collect();
    let now = home.log_text();
    let (lines, erased): (Vec<&str>, Vec<&str>) = now.lines().partition(|line| !line.contains("\"erased\""));
    assert_eq!(lines, kept, "byte for byte");
    let erased: Value = serde_json::from_str(erased[0]).unwrap();
    assert_eq!((&erased["target"], &erased["day"]), (&note["id"], &json!("2026-11-24")));
    let run = home.run("data erase 0123456789 --yes");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: no event \"0123456789\"\n"));
}

#[test]
fn all_before_a_date_goes_but_what_was_dropped_for_good() {
    let home = told();
    let home = home.later("2026-11-23T23:00:00+01:00");
    home.ok("never laughter.notice-8");
    let home = home.later(NOW);
    let object = home.json("data erase --before 2026-11-24 --yes --json");
    assert_eq!((&object["prompts"], &object["answers"], &object["notes"]), (&json!(1), &json!(1), &json!(1)));
    let days: Vec<Value> =
        home.events().iter().filter(|event| event["event"] != "erased").map(|event| event["day"].clone()).collect();
    assert!(days.iter().filter(|day| **day == "2026-11-23").count() <= 1, "{days:?}");
    assert!(home.log_text().contains("\"never\""));
    assert_eq!(home.run("data erase --before yesterday --yes").stdout, "  Nothing there to erase.\n");
    let run = home.run("data erase --before soon --yes");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "connect: --before can't be \"soon\"; write 2026-11-24, or yesterday\n")
    );
}

#[test]
fn nothing_is_erased_without_a_yes() {
    let home = told();
    let before = files(&home);
    let run = home.run("data erase --notes");
    let told = "This erases 5 notes and 1 unfinished note, here and in every copy that\nconnect keeps. It can't be taken back.\n\
                connect: --yes is needed where nobody can be asked\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, told));
    let run = home.run("data erase");
    assert!(run.stderr.starts_with("connect: say what to erase: "), "{}", run.stderr);
    let (code, screen) = code_and_screen(&home, "data erase --notes", 40, "\n");
    assert_eq!(code, Some(2));
    let told = "This erases 5 notes and 1 unfinished\nnote, here and in every copy that\nconnect keeps. It can't be taken back.\nGo on? [y/N] > ";
    assert!(screen.contains(told), "{screen}");
    assert!(screen.ends_with("nothing was changed\n"), "{screen}");
    let mut after = files(&home);
    // What an ended rewrite left behind is cleared away by whoever looks.
    after.insert(
        ".local/share/connect/.history.99.0123".to_owned(),
        before[".local/share/connect/.history.99.0123"].clone(),
    );
    assert_eq!(after, before);
    let (code, _) = code_and_screen(&home, "data erase --notes", 80, "y\n");
    assert_eq!((code, holding(&home)), (Some(0), Vec::new()));
}

#[test]
fn synced_machines_forget_too() {
    let home = told();
    let other = Sandbox::at(NOW).log(&home.log_text());
    copy_of(&other, CONFLICTS[3], &home.log_text());
    other.ok("data merge");
    other.write(".local/share/connect/.note-0123/note.txt", CANARY.as_bytes());
    assert!(holding(&other).len() >= 3);
    assert_eq!(home.run("data erase --notes --yes").code, 0);
    // A sync tool that saw both change leaves ours beside theirs.
    copy_of(&other, CONFLICTS[0], &home.log_text());
    let id = home.id();
    assert!(!other.ok(&format!("show {id}")).contains("heron"), "hidden at once");
    other.ok("data merge");
    assert_eq!(holding(&other), Vec::<String>::new(), "and gone, originals and drafts included");
    // An export made before does not bring them back.
    let export = told().ok("data export");
    home.write("old.json", export.as_bytes());
    home.run(&format!("data import {}", home.path("old.json").display()));
    fs::remove_file(home.path("old.json")).unwrap();
}

const NOW: &str = "2026-11-24T08:01:12+01:00";

#[test]
fn an_import_of_what_was_erased_brings_nothing_back_and_asks_before_it_erases() {
    let home = told();
    let old = home.ok("data export");
    let other = Sandbox::bare(NOW);
    other.write("old.json", old.as_bytes());
    let import = |name: &str, more: &str| other.run(&format!("data import {} {more}", other.path(name).display()));
    assert_eq!(import("old.json", "").code, 0);
    assert_eq!(home.run("data erase --notes --yes").code, 0);
    other.write("new.json", home.ok("data export").as_bytes());
    let run = import("new.json", "");
    let told = "~/new.json erases 5 events here, as it was erased where the export was\nmade. That can't be taken back.\n\
                connect: --yes is needed where nobody can be asked\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, told));
    assert_eq!(import("new.json", "--yes").stdout, "  Imported: 5 events. Erased here: 5 events.\n");
    assert_eq!(import("old.json", "").stdout, "  Nothing new: all of it is here already.\n");
    assert_eq!(holding(&other), ["old.json"], "the export itself is out of reach");
}

#[test]
fn words_in_files_of_other_programs_are_named() {
    let home = told();
    copy_of(&home, ".stversions/history~20261124-070000.jsonl", &home.log_text());
    fs::create_dir(home.path(".local/share/connect/.stversions")).unwrap_or_default();
    let run = home.run("data erase --notes --yes");
    let told = "connect: ~/.local/share/connect/.stversions/history~20261124-070000.jsonl holds some of what was erased; remove that yourself\n";
    assert!(run.stderr.starts_with(told), "{}", run.stderr);
    assert_eq!(holding(&home).len(), 1);
}

#[test]
fn a_history_that_cannot_be_rewritten_stays_as_it_was() {
    let home = told();
    fs::remove_file(home.path(".local/share/connect/.history.99.0123")).unwrap();
    let before = files(&home);
    let mut command = Command::new("sh");
    home.furnish(&mut command);
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {PROGRAM} data erase --notes --yes 2>&1 | cat");
    let told = String::from_utf8(command.args(["-c", &script]).output().unwrap().stdout).unwrap();
    assert!(told.starts_with("connect: can't write ~/.local/share/connect/quarantine/"), "{told}");
    let after = files(&home);
    assert!(after.iter().all(|(name, bytes)| before.get(name) == Some(bytes)), "nothing is half written");
    assert_eq!(home.log_text().as_bytes(), before[".local/share/connect/history.jsonl"]);
    let newer = json!({"connect_log": 2, "min_reader": 2, "seed": "s", "at": "2026-01-01T00:00:00Z"});
    copy_of(&home, CONFLICTS[0], &format!("{newer}\n"));
    let before = files(&home);
    assert_eq!(home.run("data erase --notes --yes").code, 74);
    assert_eq!(files(&home), before);
}

/// The crontab of whoever runs the tests is not the home's.
fn without_schedulers(home: Sandbox) -> Sandbox {
    home.env("PATH", "/nonexistent")
}

#[test]
fn a_wipe_ends_the_reminder_and_keeps_other_lines() {
    let home = told();
    let (table, theirs) = (home.path("bin/table"), "# mine\n0 3 * * * backup\n");
    home.write("bin/table", theirs.as_bytes());
    let script = format!("#!/bin/sh\ncase $1 in -l) /bin/cat '{0}';; -) /bin/cat >'{0}';; esac\n", table.display());
    home.write("bin/crontab", script.as_bytes());
    fs::set_permissions(home.path("bin/crontab"), fs::Permissions::from_mode(0o755)).unwrap();
    let bin = home.path("bin");
    let home = home.env("PATH", bin.to_str().unwrap());
    assert_eq!(home.run("remind on --via cron").code, 0);
    assert!(fs::read_to_string(&table).unwrap().len() > theirs.len());
    let run = home.run("data wipe");
    assert!(run.stderr.starts_with("This removes, for good:\n  the daily reminder\n  ~/"), "{}", run.stderr);
    let run = home.run("data wipe --yes");
    assert!(run.stdout.ends_with(" files and the daily reminder.\n"), "{} {}", run.stdout, run.stderr);
    assert_eq!(fs::read_to_string(&table).unwrap(), theirs);
}

#[test]
fn a_wipe_lists_what_goes_and_leaves_no_trace() {
    let home = without_schedulers(told());
    home.ok("today --hook");
    let run = home.run("data wipe");
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr.lines().next(), Some("This removes, for good:"));
    for name in [
        ".config/connect/settings.toml",
        ".config/connect/prompts/fixture.toml",
        ".local/share/connect/history.jsonl",
        ".local/share/connect/.note-0123/note.txt~",
        ".local/state/connect/quiet-until",
    ] {
        assert!(run.stderr.contains(&format!("\n  ~/{name}\n")), "{name}: {}", run.stderr);
    }
    assert!(run.stderr.ends_with("connect: --yes is needed where nobody can be asked\n"), "{}", run.stderr);
    let run = home.run("data wipe --yes");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("  Removed: "), "{}", run.stdout);
    assert!(files(&home).is_empty(), "{:?}", files(&home).keys());
    for folder in [".config/connect", ".local/share/connect", ".local/state/connect"] {
        assert!(!home.path(folder).exists(), "{folder}");
    }
    // An empty folder is what a wipe leaves that was ended.
    fs::create_dir(home.path(".local/share/connect")).unwrap();
    assert_eq!(home.ok("data wipe"), "  Nothing is kept, nothing to remove.\n");
    assert!(!home.path(".local/share/connect").exists());
    assert_eq!(home.run("").code, 0, "and it begins anew");
}

#[test]
fn a_wipe_touches_nothing_of_others_and_follows_no_link() {
    let home = without_schedulers(told());
    for name in [
        "dotfiles/log.jsonl",
        "dotfiles/prompts/theirs.toml",
        "dotfiles/aside/a.jsonl",
        ".local/share/connect/diary.txt",
        ".config/connect/prompts/README.md",
    ] {
        home.write(name, b"theirs");
    }
    let folder = home.path(".local/share/connect");
    fs::remove_dir_all(folder.join("quarantine")).unwrap();
    symlink(home.path("dotfiles/aside"), folder.join("quarantine")).unwrap();
    fs::remove_file(home.log_path()).unwrap();
    symlink(home.path("dotfiles/log.jsonl"), home.log_path()).unwrap();
    fs::create_dir(folder.join("history-old.jsonl")).unwrap();
    let run = home.run("data wipe --yes");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let left: Vec<String> = files(&home).into_keys().collect();
    assert_eq!(
        left,
        [
            ".config/connect/prompts/README.md",
            ".local/share/connect/diary.txt",
            ".local/share/connect/quarantine",
            "dotfiles/aside/a.jsonl",
            "dotfiles/log.jsonl",
            "dotfiles/prompts/theirs.toml",
        ]
    );
    for name in [
        ".local/share/connect/diary.txt",
        ".local/share/connect/quarantine",
        ".local/share/connect/history-old.jsonl",
        "dotfiles/log.jsonl",
    ] {
        assert!(run.stderr.contains(&format!("connect: ~/{name} is left as it is\n")), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_wipe_takes_the_block_out_of_every_shell_s_file_and_leaves_the_rest_byte_for_byte() {
    let home = without_schedulers(Sandbox::bare(NOW));
    let theirs: [(&str, &str, Option<&[u8]>); 7] = [
        ("bash", ".bashrc", Some(b"alias l=ls\n")),
        ("zsh", ".zshrc", Some(b"no end")),
        ("fish", ".config/fish/conf.d/connect.fish", None),
        ("nushell", ".config/nushell/autoload/connect.nu", Some(b"")),
        ("elvish", ".config/elvish/rc.elv", Some(b"\xff\r\n\0")),
        ("xonsh", ".xonshrc", None),
        ("powershell", ".config/powershell/Microsoft.PowerShell_profile.ps1", Some(b"one\r\n")),
    ];
    for (shell, file, text) in theirs {
        if let Some(text) = text {
            home.write(file, text);
        }
        home.ok(&format!("init {shell} --install --yes"));
    }
    home.write(".config/fish/conf.d/theirs.fish", b"# >>> connect\n");
    let installed = files(&home);
    let run = home.run("data wipe");
    assert_eq!((run.code, files(&home)), (2, installed), "nothing changes before it is agreed to");
    for (_, file, _) in theirs {
        assert!(run.stderr.contains(&format!("\n  the shell block in ~/{file}\n")), "{file}: {}", run.stderr);
    }
    let run = home.run("data wipe --yes");
    assert_eq!(run.stdout, "  Removed: 7 shell blocks.\n", "{}", run.stderr);
    for (shell, file, text) in theirs {
        assert_eq!(fs::read(home.path(file)).ok().as_deref(), text, "{shell}");
    }
    assert_eq!(fs::read(home.path(".config/fish/conf.d/theirs.fish")).unwrap(), b"# >>> connect\n");
    assert_eq!(home.ok("data wipe"), "  Nothing is kept, nothing to remove.\n");
}

#[test]
fn a_block_that_cannot_be_told_from_the_rest_stays_and_is_named() {
    let home = without_schedulers(told());
    let damaged = b"one\n# >>> connect >>>\ntwo\n";
    home.write(".bashrc", damaged);
    home.ok("init zsh --install --yes");
    let run = home.run("data wipe --yes --json");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.starts_with("connect: ~/.bashrc:2: this marker of a block has no counterpart"),
        "{}",
        run.stderr
    );
    let object: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(object["shells"], json!(["[HOME]/.zshrc"]));
    assert_eq!(files(&home).into_iter().collect::<Vec<_>>(), [(".bashrc".to_owned(), damaged.to_vec())]);
}

#[test]
fn a_wipe_reaches_the_stamp_in_memory_and_the_schema_beside_packs() {
    let home = without_schedulers(Sandbox::bare(NOW));
    home.write("run/theirs.socket", b"theirs");
    home.write("blocked", b"a file where the folder of the stamp would be");
    let (run, blocked) = (home.path("run").display().to_string(), home.path("blocked/state").display().to_string());
    let home = home.env("XDG_RUNTIME_DIR", &run).env("CONNECT_STATE_DIR", &blocked);
    assert_eq!(
        home.run("add --practice time --kind do --minutes 15 --depth 1 'Walk around the block together.'").code,
        0
    );
    home.ok("");
    let kept = [".config/connect/prompts/connect-pack.schema.json", "run/connect/quiet-until"];
    let there = files(&home);
    assert!(kept.iter().all(|file| there.contains_key(*file)), "{:?}", there.keys());
    let listed = home.run("data wipe").stderr;
    assert!(kept.iter().all(|file| listed.contains(&format!("\n  ~/{file}\n"))), "{listed}");
    let run = home.run("data wipe --yes");
    assert_eq!((run.code, run.stderr.contains("is left as it is")), (0, false), "{}", run.stderr);
    assert_eq!(files(&home).into_keys().collect::<Vec<_>>(), ["blocked", "run/theirs.socket"]);
}
