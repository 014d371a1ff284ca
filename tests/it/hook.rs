//! What a shell runs when it starts.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

#[test]
fn the_hook_speaks_once_a_day() {
    let home = Sandbox::at(NOW);
    let card = home.greeted();
    assert!(card.starts_with("○ Catch the good\n"));
    assert_eq!(home.ok("today --hook"), "");
    fs::remove_file(home.stamp_path()).unwrap();
    assert_eq!(home.greeted(), "", "without a stamp it looks at the history");
    assert!(home.stamp_path().exists(), "and writes the stamp again");
    assert_eq!(home.ok(""), card);
    assert_eq!(home.events().len(), 1);
    let home = home.later("2026-11-25T08:00:00+01:00");
    assert_ne!(home.greeted(), "");
}

#[test]
fn a_valid_stamp_is_trusted_and_any_other_is_not() {
    let stamped = |stamp: &str| {
        let home = Sandbox::at(NOW);
        home.write(".local/state/connect/quiet-until", stamp.as_bytes());
        home
    };
    let now = chrono::DateTime::parse_from_rfc3339(NOW).unwrap().timestamp();
    assert_eq!(stamped(&format!("{}\n", now + 1)).ok("today --hook"), "");
    assert_eq!(stamped(&format!("{}", now + 93_599)).ok("today --hook"), "");
    for bad in [
        now.to_string(),
        (now + 93_600).to_string(),
        "9".repeat(40),
        "soon\n".into(),
        "x[$(id)]\n".into(),
        String::new(),
    ] {
        assert_ne!(stamped(&bad).greeted(), "", "{bad}");
    }
}

#[test]
fn the_hook_never_fails_and_tells_no_faults() {
    let broken = Sandbox::at(NOW).settings("library = false\nminutes = \"many\"\n").pack("bad.toml", "[[prompt]]\n");
    assert_ne!(broken.greeted(), "");
    let unwritable = Sandbox::at(NOW);
    unwritable.write(".local/share/connect", b"a file");
    assert_ne!(unwritable.greeted(), "");
    assert!(unwritable.stamp_path().exists(), "shown is shown");
    assert_eq!(unwritable.ok("today --hook"), "");
    let nothing = Sandbox::at(NOW).settings("library = false\nwhere = [\"distance\"]\n");
    assert_eq!(nothing.greeted(), "");
    assert!(nothing.stamp_path().exists(), "nothing left is an answer too");
    let full = Sandbox::at(NOW);
    let mut command = Command::new("sh");
    full.furnish(&mut command);
    let script = format!("{} today --hook >/dev/full", crate::sandbox::PROGRAM);
    let output = command.args(["-c", &script]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    assert!(!full.stamp_path().exists() && full.events().is_empty(), "what could not be printed was not shown");
}

#[test]
fn the_hook_can_be_silenced() {
    let home = Sandbox::at(NOW).env("CONNECT_DISABLE", "1");
    assert_eq!(home.ok("today --hook"), "");
    assert!(!home.log_path().exists() && !home.stamp_path().exists());
    assert_ne!(home.ok("today"), "", "by hand it answers");
    let paused = Sandbox::at(NOW);
    paused.ok("pause --days 2");
    assert_eq!(paused.greeted(), "");
    assert!(paused.stamp_path().exists());
    let paused = paused.later("2026-11-26T08:00:00+01:00");
    assert_ne!(paused.greeted(), "");
}

#[test]
fn builds_and_coding_agents_are_not_spoken_to() {
    for name in
        ["CI", "AGENT", "AI_AGENT", "CLAUDECODE", "CODEX_CI", "COPILOT_CLI", "CURSOR_AGENT", "GEMINI_CLI", "OPENCODE"]
    {
        let home = Sandbox::at(NOW).env(name, "1");
        assert_eq!(home.ok("today --hook"), "", "{name}");
        assert!(!home.log_path().exists() && !home.stamp_path().exists(), "nor is the day's prompt used up");
        assert_ne!(home.env(name, "").greeted(), "", "{name}");
    }
}

#[test]
fn where_the_stamp_cannot_be_written_the_session_remembers() {
    let home = Sandbox::at(NOW);
    home.write(".local", b"a file");
    let session = home.path("session").display().to_string();
    let home = home.env("XDG_RUNTIME_DIR", &session);
    let both = || [home.greeted(), home.ok("today --hook")].map(|said| !said.is_empty());
    assert!(!home.greeted().is_empty() && !home.greeted().is_empty(), "there is no session");
    fs::create_dir(&session).unwrap();
    assert_eq!(both(), [true, false]);
    let folder = home.path("session/connect");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("quiet-until"))), (0o700, 0o600));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert_ne!(home.greeted(), "", "a folder that anybody may write to is not trusted");
}

#[test]
fn a_nudge_says_only_that_the_prompt_is_ready() {
    let home = Sandbox::at(NOW).settings("library = false\nhook = \"nudge\"\n");
    assert_eq!(home.greeted(), "○ Today's prompt is ready: `connect`\n");
    assert_eq!(home.ok("today --hook"), "");
    assert!(!home.log_path().exists(), "a nudge picks and records nothing");
    assert_ne!(home.ok("today"), "");
}

#[test]
fn whoever_finds_the_lock_taken_says_nothing() {
    let home = Sandbox::at(NOW);
    home.ok("today --peek");
    let folder = fs::File::open(home.path(".local/share/connect")).unwrap();
    folder.lock().unwrap();
    assert_eq!(home.ok("today --hook"), "");
    assert!(!home.stamp_path().exists() && home.events().is_empty());
    let run = home.run("today");
    assert_eq!(run.code, 75, "by hand the prompt appears all the same");
    assert!(run.stdout.starts_with("○ "));
    assert!(run.stderr.contains("is in use; today's prompt isn't saved"), "{}", run.stderr);
    home.ok("pause");
    assert_eq!(home.events().len(), 1, "and what is said is kept");
    drop(folder);
    assert_ne!(home.later("2026-12-24T08:00:00Z").greeted(), "");
}

#[test]
fn twelve_shells_at_once_print_one_prompt() {
    // On a busy machine all of them may be late and give up; but not every time.
    let spoken: usize = std::iter::repeat_with(|| {
        let home = Sandbox::at(NOW);
        let start = || home.command("today --hook").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let shells: Vec<_> = (0..12).map(|_| start()).collect();
        let outputs: Vec<_> = shells.into_iter().map(|shell| shell.wait_with_output().unwrap()).collect();
        assert!(outputs.iter().all(|output| output.status.success() && output.stderr.is_empty()));
        let spoken = outputs.iter().filter(|output| !output.stdout.is_empty()).count();
        assert!(spoken <= 1 && home.events().len() == spoken);
        spoken
    })
    .take(5)
    .sum();
    assert!(spoken >= 1);
}

#[test]
#[cfg(target_os = "linux")]
fn a_hook_that_cannot_go_on_gives_up() {
    use std::io::Write as _;
    // A pipe that is full and never read: printing into it would wait for ever.
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&vec![b'x'; 65_536]).unwrap();
    let home = Sandbox::at(NOW);
    let status = home.command("today --hook").stdout(writer).status().unwrap();
    assert!(status.success(), "and calls it no failure");
    assert!(home.events().is_empty() && !home.stamp_path().exists());
    drop(reader);
}
