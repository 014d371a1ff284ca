//! `doctor`: every kind of trouble is seen, told with what mends it, and left as it is.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::remind::{installed, run};
use crate::sandbox::{PROGRAM, Sandbox};

const NOW: &str = "2026-11-24T08:01:12+01:00";
const DATA: &str = ".local/share/connect";

/// A home in which two days were lived.
fn lived() -> Sandbox {
    let home = Sandbox::bare("2026-11-23T08:00:00+01:00");
    home.ok("");
    home.ok("done");
    let home = installed(home.later(NOW));
    home.ok("");
    home
}

/// The line about one thing, and the exit code.
fn line(home: &Sandbox, subject: &str) -> (String, i32) {
    let run = run(home, "doctor --plain");
    let found = run.stdout.lines().find_map(|line| line.strip_prefix(&format!("{subject}: ")));
    (found.unwrap_or_else(|| panic!("{subject} is missing: {} {}", run.stdout, run.stderr)).to_owned(), run.code)
}

fn look(home: &Sandbox, subject: &str, told: &str) {
    assert_eq!(line(home, subject), (format!("look, {told}."), 0));
}

fn wrong(home: &Sandbox, subject: &str, told: &str, code: i32) {
    assert_eq!(line(home, subject), (format!("wrong, {told}."), code));
}

/// Every file and folder below a home, with its permissions, what is in it, and when that last changed.
fn everything(home: &Sandbox) -> BTreeMap<PathBuf, (u32, Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![home.home().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let about = fs::symlink_metadata(&path).unwrap();
            let bytes = if about.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            if about.is_dir() {
                folders.push(path.clone());
            }
            found.insert(path, (about.permissions().mode(), bytes, about.modified().unwrap()));
        }
    }
    found
}

#[test]
fn where_all_is_well_every_line_is_ok() {
    let home = lived().settings("minutes = 20\n");
    let told = run(&home, "doctor");
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    let page: Vec<&str> = told.stdout.lines().filter(|line| !line.contains("  disk  ")).collect();
    assert_data_eq!(
        page.join("\n"),
        str![[r#"
  ok    settings  ~/.config/connect/settings.toml
  ok    library   1078 prompts
  ok    history   3 events since Mon 23 Nov
  ok    copies    no conflict copies of settings or history
  ok    privacy   your history is for you alone
  ok    git       the history is in no work tree with a remote
  ok    clock     UTC+01:00; the day starts at 04:00
  ok    shell     $SHELL names none that has a block
  ok    reminder  off

  All is well.
"#]]
    );
    assert!(told.stdout.contains("iB free\n"), "{}", told.stdout);
}

#[test]
fn a_first_day_is_no_trouble_and_leaves_no_trace() {
    let home = installed(Sandbox::bare(NOW));
    let told = run(&home, "doctor").stdout;
    assert!(told.contains("ok    settings  none, so the defaults hold\n"), "{told}");
    assert!(told.contains("ok    history   none yet\n") && told.ends_with("All is well.\n"), "{told}");
    assert_eq!(fs::read_dir(home.home()).unwrap().count(), 1, "the program itself");
}

#[test]
fn settings_and_packs_are_read() {
    look(&lived().settings("minuts = 3\n"), "settings", "1 fault in ~/.config/connect/settings.toml: `connect check`");
    let home = lived().settings("name = \"x\"\n[practices\n");
    let place = "~/.config/connect/settings.toml:2:11: unclosed table, expected `]`";
    wrong(&home, "settings", &format!("{place}: `connect config edit`"), 78);
    let told = run(&home, "doctor");
    assert_eq!(told.stderr, "connect: 1 thing is broken\n");
    assert!(told.stdout.starts_with("  wrong  settings  ~/.config/connect/settings.toml:2:11: "), "{}", told.stdout);
    let home = lived().pack("ours.toml", "[[prompt]]\nid = 3\n");
    let (told, code) = line(&home, "library");
    assert!(told.starts_with("look, 1078 prompts; ") && told.ends_with(" in your packs: `connect check`."), "{told}");
    assert_eq!(code, 0);
    let home = lived().settings("library = false\n");
    let told = "not one prompt: the built-in ones are switched off: `connect config unset library`";
    wrong(&home, "library", told, 65);
    home.ok("config unset library");
    let (told, code) = line(&home, "library");
    assert_eq!((told.as_str(), code), ("ok, 1078 prompts.", 0), "what is told mends it");
    let off = "presence questions vulnerability gratitude time languages attunement laughter disagreement";
    let off: Vec<String> = off.split(' ').map(|practice| format!("{practice} = 0\n")).collect();
    let home = lived().settings(&format!("[practices]\n{}", off.concat()));
    wrong(&home, "library", "every practice is switched off: `connect config unset practices`", 65);
    home.ok("config unset practices");
    assert_eq!(line(&home, "library").1, 0);
}

#[test]
fn the_history_is_read_and_left_alone() {
    let home = lived();
    home.write(&format!("{DATA}/history.jsonl"), format!("{}junk\n", home.log_text()).as_bytes());
    look(&home, "history", "3 events since Mon 23 Nov; 1 line passed over as unreadable");
    assert!(!home.path(&format!("{DATA}/quarantine")).exists());
    let home = lived();
    fs::remove_dir_all(home.path(DATA)).unwrap();
    home.write(DATA, b"a file");
    wrong(&home, "history", "can't read ~/.local/share/connect: a file stands where a folder should be", 74);
    let newer = "{\"connect_log\":2,\"min_reader\":2,\"seed\":\"s\",\"at\":\"2026-01-01T00:00:00Z\"}\n";
    wrong(&lived().log(newer), "history", "written by a newer connect, which is needed to go on with it", 74);
}

#[test]
fn a_history_that_others_can_read_or_that_travels_is_pointed_out() {
    let home = lived();
    let mode = |path: &str, mode: u32| fs::set_permissions(home.path(path), fs::Permissions::from_mode(mode)).unwrap();
    mode(DATA, 0o755);
    assert!(line(&home, "privacy").0.starts_with("ok, "), "the file itself is closed");
    mode(&format!("{DATA}/history.jsonl"), 0o644);
    let chmod = "chmod -R go-rwx ~/.local/share/connect";
    look(&home, "privacy", &format!("others on this machine may read what is in ~/.local/share/connect: `{chmod}`"));
    mend(&home, chmod);
    assert!(line(&home, "privacy").0.starts_with("ok, "));
    fs::create_dir_all(home.path(".config/connect")).unwrap();
    mode(".config/connect", 0o777);
    assert!(
        line(&home, "privacy").0.starts_with("look, others on this machine may change what is in ~/.config/connect: ")
    );

    let home = lived();
    fs::create_dir(home.path(".git")).unwrap();
    home.write(".git/config", b"[core]\n\tbare = false\n");
    assert!(line(&home, "git").0.starts_with("ok, "), "without a remote it stays here");
    home.write(".git/config", b"[remote \"origin\"]\n\turl = elsewhere\n");
    let ignore = "echo 'history*.jsonl' >> ~/.gitignore";
    look(&home, "git", &format!("the history is in ~, which has a remote: `{ignore}`"));
}

/// Runs the command that was told in a home.
fn mend(home: &Sandbox, command: &str) {
    let mut shell = Command::new("sh");
    home.furnish(&mut shell);
    assert!(shell.args(["-c", command]).status().unwrap().success(), "{command}");
}

#[test]
fn a_linked_history_is_looked_for_where_it_is() {
    let home = lived();
    fs::create_dir_all(home.path("dots/.git")).unwrap();
    home.write("dots/.git/config", b"[remote \"origin\"]\n");
    fs::rename(home.log_path(), home.path("dots/history.jsonl")).unwrap();
    symlink(home.path("dots/history.jsonl"), home.log_path()).unwrap();
    assert!(line(&home, "git").0.starts_with("look, the history is in ~/dots, which has a remote"));
    // A further work tree of the same repository has its own folder, and the remotes of the first.
    fs::create_dir_all(home.path("main/.git/worktrees/dots")).unwrap();
    home.write("main/.git/config", b"[remote \"origin\"]\n");
    home.write("main/.git/worktrees/dots/commondir", b"../..\n");
    fs::remove_dir_all(home.path("dots/.git")).unwrap();
    home.write("dots/.git", format!("gitdir: {}\n", home.path("main/.git/worktrees/dots").display()).as_bytes());
    assert!(line(&home, "git").0.starts_with("look, the history is in ~/dots, which has a remote"));
}

#[test]
fn copies_and_clocks_are_looked_at() {
    let home = lived();
    home.write(&format!("{DATA}/history.sync-conflict-1.jsonl"), b"");
    look(&home, "copies", "history.sync-conflict-1.jsonl beside the history, read as well: `connect data merge`");
    home.write(".config/connect/settings (1).toml", b"");
    look(&home, "copies", "settings (1).toml beside your settings, which nothing reads");
    let home = lived().later("2026-11-20T08:00:00+01:00");
    look(&home, "clock", "the history goes on to Tue 24 Nov, which is still to come: `date`");
    let complaint = "CONNECT_NOW is no time such as 2026-11-24T08:00:00+01:00; using the clock";
    look(&lived().later("noon"), "clock", complaint);
}

#[test]
fn the_reminder_is_looked_at() {
    let home = lived();
    home.write("has-systemd", b"");
    assert_eq!(run(&home, "remind on --at 18:30").code, 0);
    assert_eq!(line(&home, "reminder"), ("ok, every day at 18:30, systemd user timer.".to_owned(), 0));
    fs::remove_file(home.path("has-systemd")).unwrap();
    let told = "every day at 18:30, systemd user timer, but it will not come: no systemd user session is in reach";
    wrong(&home, "reminder", &format!("{told}: `connect remind on`"), 74);
    home.write("has-systemd", b"");
    home.write(".config/systemd/user/connect-remind.timer", b"[Timer]\n");
    look(&home, "reminder", "changed by hand (systemd user timer): `connect remind on`");
    let home = lived();
    assert_eq!(run(&home, "remind on --via cron").code, 0);
    home.write("no-cron", b"");
    let told = "every day at 18:30, cron, but it will not come: cron does not seem to be running";
    wrong(&home, "reminder", &format!("{told}: `sudo service cron start`"), 74);
}

#[test]
fn the_block_of_the_shell_is_looked_for() {
    let home = lived().env("SHELL", "/bin/bash");
    look(&home, "shell", "no block in ~/.bashrc: `connect init bash --install`");
    assert_eq!(run(&home, "init bash --install --yes").code, 0);
    assert_eq!(line(&home, "shell").0, "ok, ~/.bashrc.", "what is told mends it");
    let path = home.path(".bashrc");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(line(&home, "shell").0, "ok, ~/.bashrc.");
    fs::write(&path, text.replace("CONNECT_STATE_DIR", "CONNECT_OLD_DIR")).unwrap();
    look(&home, "shell", "the block in ~/.bashrc is another version's: `connect init bash --install`");
    fs::write(&path, "# <<< connect <<<\n").unwrap();
    look(&home, "shell", "~/.bashrc:1: this marker of a block has no counterpart");
    fs::write(&path, "eval \"$(connect init bash)\"\n").unwrap();
    assert_eq!(line(&home, "shell").0, "ok, ~/.bashrc.");
    let home = home.env("PATH", "/usr/bin:/bin");
    let told = home.run("doctor --plain").stdout;
    assert!(told.contains("shell: look, ~/.bashrc greets you, but `connect` is in no folder of $PATH.\n"), "{told}");
    assert_eq!(line(&lived().env("SHELL", "/bin/tcsh"), "shell").0, "ok, $SHELL names none that has a block.");
}

#[test]
fn nothing_is_changed_whatever_is_found() {
    let home = lived().settings("minuts = 3\n").pack("ours.toml", "[[prompt]]\n");
    home.write(&format!("{DATA}/history.jsonl"), format!("{}junk", home.log_text()).as_bytes());
    home.write(&format!("{DATA}/history copy.jsonl"), b"junk\n");
    fs::set_permissions(home.path(DATA), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(home.log_path(), fs::Permissions::from_mode(0o644)).unwrap();
    let before = everything(&home);
    for line in ["doctor", "doctor --json", "doctor --plain"] {
        run(&home, line);
        assert!(everything(&home) == before, "{line} changed something");
    }
}

#[test]
fn no_room_is_seen() {
    // A file system of a page, where one can be had.
    let home = lived();
    let script = format!(
        "mkdir -p $HOME/small && mount -t tmpfs -o size=32k none $HOME/small && CONNECT_DATA_DIR=$HOME/small exec {PROGRAM} doctor --plain"
    );
    let mut command = Command::new("unshare");
    home.furnish(&mut command);
    let Ok(output) = command.args(["--map-root-user", "--mount", "sh", "-c", &script]).output() else {
        return crate::sandbox::skip("unshare");
    };
    let told = String::from_utf8(output.stdout).unwrap();
    if told.is_empty() {
        return crate::sandbox::skip("a file system of one's own");
    }
    assert!(told.contains("disk: wrong, 32 KiB free.\n"), "{told}");
    assert_eq!(output.status.code(), Some(74));
}

#[test]
fn programs_are_told_the_same() {
    let home = lived().settings("minuts = 3\n");
    let told: serde_json::Value = serde_json::from_str(&run(&home, "doctor --json").stdout).unwrap();
    assert_eq!((&told["schema"], &told["look"], &told["wrong"]), (&1.into(), &1.into(), &0.into()));
    let first = serde_json::json!({ "subject": "settings", "verdict": "look",
        "told": "1 fault in ~/.config/connect/settings.toml", "mend": "connect check" });
    assert_eq!(told["checks"][0], first);
}
