//! Odd surroundings: no home, no locale, broken settings, strange arguments.

use std::os::unix::ffi::OsStrExt as _;

use crate::sandbox::{Run, Sandbox};

const NOW: &str = "2026-11-24T08:01:12+01:00";

#[test]
fn without_a_home_the_prompt_appears() {
    for home in [Some(""), Some("relative"), Some("/nonexistent/home")] {
        let sandbox = Sandbox::bare(NOW);
        let mut command = sandbox.command("today");
        match home {
            Some(home) => command.env("HOME", home),
            None => command.env_remove("HOME"),
        };
        // The password file knows a home too; these folders keep the test out of it.
        command.env("CONNECT_CONFIG_DIR", "/nonexistent/c").env("CONNECT_STATE_DIR", "/dev/null/s");
        command.env("CONNECT_DATA_DIR", "/dev/null/d");
        let run = Run::of(command.output().unwrap(), sandbox.home());
        assert_eq!(run.code, 75, "{home:?} {}", run.stderr);
        assert!(run.stdout.starts_with("○ "), "{home:?}");
        assert!(run.stderr.ends_with("; today's prompt isn't saved\n"), "{}", run.stderr);
    }
    let sandbox = Sandbox::bare(NOW);
    let mut command = sandbox.command("today");
    command.env("HOME", "relative");
    let run = Run::of(command.output().unwrap(), sandbox.home());
    assert_eq!(run.code, 75);
    assert_eq!(run.stderr, "connect: there is no home folder to keep a history in; today's prompt isn't saved\n");
}

#[test]
fn an_empty_environment_is_enough() {
    let sandbox = Sandbox::bare(NOW);
    let mut command = sandbox.command("today");
    command.env_clear().env("HOME", sandbox.home());
    let run = Run::of(command.output().unwrap(), sandbox.home());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.is_ascii() && run.stdout.starts_with("o "));
}

#[test]
fn a_broken_settings_file_costs_what_is_broken() {
    let home = Sandbox::bare(NOW).settings("minutes = \"many\"\nnmae = \"Robin\"\nmax_depth = 1\n");
    let run = home.run("");
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("○ "));
    assert_eq!(
        run.stderr,
        "connect: ~/.config/connect/settings.toml:1:11: minutes is a number; using 15\n  1 | minutes = \"many\"\n    |           ^^^^^^\n\
         connect: ~/.config/connect/settings.toml:2:1: no setting \"nmae\"; did you mean \"name\"?\n  2 | nmae = \"Robin\"\n    | ^^^^\n"
    );
    let broken = Sandbox::bare(NOW).settings("name = \"x\"\n[practices\n");
    let run = broken.run("");
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("○ "));
    assert!(run.stderr.starts_with("connect: ~/.config/connect/settings.toml:2:11: "), "{}", run.stderr);
    assert!(run.stderr.contains("; using defaults for today\n"), "{}", run.stderr);
    assert_eq!(broken.run("").stderr, run.stderr, "told by every verb typed by hand");
    assert_eq!(broken.run("done").stderr, run.stderr);
}

#[test]
fn every_encoding_is_named() {
    let cases: [(&[u8], &str); 4] = [
        (b"\xff\xfen\0a\0", "is UTF-16; save it as UTF-8; using defaults for today"),
        (
            b"name = \"\xff\"\n",
            "settings.toml:1:9: is not UTF-8 from here on; save it as UTF-8; using defaults for today",
        ),
        (b"\xef\xbb\xbfname = \"Robin\"\r\n", ""),
        (b"name = 3\0\n", "settings.toml:1:8: "),
    ];
    for (bytes, told) in cases {
        let home = Sandbox::bare(NOW);
        home.write(".config/connect/settings.toml", bytes);
        let run = home.run("");
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with("○ "));
        assert!(run.stderr.contains(told) && run.stderr.is_empty() == told.is_empty(), "{}", run.stderr);
    }
    let home = Sandbox::bare(NOW);
    home.write(".config/connect/settings.toml", &vec![b'#'; (1 << 20) + 1]);
    assert!(home.run("").stderr.contains("is larger than 1 MiB; using defaults for today"));
}

#[test]
fn hostile_settings_cannot_act_on_the_terminal() {
    let home = Sandbox::bare(NOW).settings("\"\\u001b]0;x\\u0007\" = 1\nname = \"\u{202e}R\\u009bobin\"\n");
    let run = home.run("today --practice laughter");
    for text in [&run.stdout, &run.stderr] {
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        assert!(!text.contains('\u{202e}'), "{text:?}");
    }
}

#[test]
fn arguments_of_any_bytes_are_a_normal_error() {
    let home = Sandbox::bare(NOW);
    for arguments in [vec![&b"\xff"[..]], vec![b"today", b"--mood", b"\xff"], vec![b"note", b"\xff"], vec![b"\x1b[31m"]]
    {
        let mut command = home.command("");
        command.args(arguments.iter().map(|argument| std::ffi::OsStr::from_bytes(argument)));
        let run = Run::of(command.output().unwrap(), home.home());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("connect: ") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    }
}

#[test]
fn folders_can_be_moved() {
    let home = Sandbox::bare(NOW);
    let data = home.path("elsewhere");
    let home = home.env("CONNECT_DATA_DIR", data.to_str().unwrap()).env("XDG_STATE_HOME", "relative");
    home.ok("");
    assert!(data.join("history.jsonl").exists() && home.stamp_path().exists());
    assert!(!home.log_path().exists());
}

#[test]
fn a_wrong_instant_is_told_and_the_clock_is_used() {
    let home = Sandbox::bare("noon");
    let run = home.run("");
    assert_eq!(run.code, 0);
    assert_eq!(run.stderr, "connect: CONNECT_NOW is no time such as 2026-11-24T08:00:00+01:00; using the clock\n");
}
