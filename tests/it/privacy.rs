//! What the README promises about privacy, one test for each promise.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::sandbox::Sandbox;
use crate::terminal::code_and_screen;

const NOW: &str = "2026-11-24T08:01:12+01:00";
const WORDS: &str = "the heron flew at noon";

/// Licences that ask nothing of a program that uses what they cover: the same as in `.deny.toml`.
const LICENCES: [&str; 6] =
    ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "MPL-2.0", "Unicode-3.0", "Unlicense"];

/// What a package of this program's own dependencies may not be: whatever speaks to a network.
const NETWORK: [&str; 16] = [
    "reqwest",
    "hyper",
    "ureq",
    "tokio",
    "async-std",
    "smol",
    "curl",
    "rustls",
    "native-tls",
    "openssl",
    "socket2",
    "mio",
    "h2",
    "quinn",
    "isahc",
    "attohttpc",
];

fn cargo(line: &str) -> Option<String> {
    let output =
        Command::new(env!("CARGO")).args(line.split(' ')).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn nothing_in_the_program_speaks_to_a_network() {
    let Some(tree) =
        cargo("tree --package connect-today --locked --offline --edges normal,build --prefix none --format {p}|{l}")
    else {
        return crate::sandbox::skip("cargo");
    };
    let packages: Vec<&str> = tree.lines().filter(|line| !line.ends_with("(*)")).collect();
    assert!(packages.len() > 20, "{tree}");
    for line in packages {
        let name = line.split(' ').next().unwrap();
        assert!(!NETWORK.contains(&name), "{line}");
    }
}

#[test]
fn what_it_is_built_from_is_free_and_comes_from_one_place() {
    let deny = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.deny.toml")).unwrap();
    for name in LICENCES.iter().chain(&NETWORK) {
        assert!(deny.contains(&format!("\"{name}\"")), "{name} is missing in .deny.toml");
    }
    let Some(tree) =
        cargo("tree --package connect-today --locked --offline --edges normal,build --prefix none --format {p}|{l}")
    else {
        return crate::sandbox::skip("cargo");
    };
    for line in tree.lines().map(|line| line.trim_end_matches(" (*)")) {
        let (package, licence) = line.split_once('|').unwrap();
        let choices = licence.split(" OR ").flat_map(|choice| choice.split('/'));
        let mut all = choices.map(|choice| {
            choice.trim_matches(['(', ')']).split(" AND ").all(|one| LICENCES.contains(&one.trim_matches(['(', ')'])))
        });
        assert!(all.any(|free| free), "{package}: {licence}");
    }
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    let sources: Vec<&str> = lock.lines().filter(|line| line.starts_with("source = ")).collect();
    assert!(sources.len() > 20 && sources.windows(2).all(|pair| pair[0] == pair[1]), "{sources:?}");
    assert_eq!(lock.matches("\nchecksum = ").count(), sources.len(), "each is pinned");
}

/// A program that says what it was called with, and what its own process list shows of it.
fn spy(home: &Sandbox, name: &str, then: &str) -> String {
    let path = home.path(name);
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" >>'{}'\n{then}\n", home.path("called").display());
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

#[test]
fn no_note_is_an_argument_of_another_program() {
    let home = Sandbox::at(NOW);
    let editor = spy(
        &home,
        "editor",
        &format!(
            "printf '{WORDS}\\n' >\"$1\"; ls -la \"$(dirname \"$1\")\" >'{}'; touch \"$1~\"",
            home.path("modes").display()
        ),
    );
    let pager = spy(&home, "pager", "cat >/dev/null");
    let home = home.env("EDITOR", &editor).env("PAGER", &pager);
    home.ok("");
    let (code, screen) = code_and_screen(&home, "note", 80, "");
    assert_eq!(code, Some(0), "{screen}");
    assert!(home.log_text().contains(WORDS));
    home.ok("done --note 'and the heron came back'");
    for _ in 0..12 {
        home.ok("note 'the heron again'");
    }
    assert_eq!(code_and_screen(&home, "history --notes", 80, "").0, Some(0));
    let called = fs::read_to_string(home.path("called")).unwrap();
    assert!(called.contains("/editor\n"), "{called}");
    assert!(!called.contains("heron"), "{called}");
    // The file that the editor had was private, and is gone with whatever the editor put beside it.
    let modes = fs::read_to_string(home.path("modes")).unwrap();
    assert!(modes.contains("-rw-------") && modes.contains("drwx------"), "{modes}");
    let left: Vec<String> = crate::data::files(&home).into_keys().filter(|name| name.contains("note")).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a line for each verb")]
fn notes_are_in_no_error_and_no_greeting() {
    let home = Sandbox::at("2026-11-23T08:00:00+01:00");
    home.ok("");
    home.ok(&format!("done --note '{WORDS}'"));
    let home = home.later(NOW).settings("[broken");
    home.write(
        ".local/share/connect/history.sync-conflict-1.jsonl",
        format!("{WORDS}\n{{\"text\":\"{WORDS}\"\n").as_bytes(),
    );
    let lines = [
        "today --hook",
        "today",
        "today --plain",
        "today --json",
        "why",
        "skip",
        "undo",
        "pause",
        "practices",
        "browse heron",
        "history",
        "history --json",
        "stats",
        "report",
        "status",
        "config list",
        "doctor",
        "remind now",
        "data path",
        "data merge",
        "check",
        "anohter",
        "show time.x",
    ];
    for line in lines {
        let run = home.run(line);
        assert!(
            !run.stdout.contains("heron flew") && !run.stderr.contains("heron flew"),
            "{line}: {} {}",
            run.stdout,
            run.stderr
        );
    }
}

#[test]
fn our_folders_are_closed_when_they_are_found_open() {
    let home = Sandbox::at("2026-11-23T08:00:00+01:00");
    home.ok("");
    let ours = [".local/share/connect", ".local/state/connect", ".config/connect"];
    for path in [".local/share", ".local/state", ".config"].into_iter().chain(ours) {
        fs::set_permissions(home.path(path), fs::Permissions::from_mode(0o755)).unwrap();
    }
    fs::set_permissions(home.log_path(), fs::Permissions::from_mode(0o644)).unwrap();
    let home = home.later(NOW);
    home.ok("");
    home.ok("add --practice time --kind do --minutes 5 --depth 1 'Sit on the step together until the last of the light goes. Bring the old blanket.'");
    for path in ours {
        assert_eq!(mode_of(&home, path), 0o700, "{path}");
    }
    for path in [".local/share", ".local/state", ".config"] {
        assert_eq!(mode_of(&home, path), 0o755, "{path} is not ours");
    }
    assert_eq!(mode_of(&home, ".local/share/connect/history.jsonl"), 0o600);
}

fn mode_of(home: &Sandbox, path: &str) -> u32 {
    fs::metadata(home.path(path)).unwrap().permissions().mode() & 0o777
}
