//! Surroundings with almost nothing in them: no home, no entry among the users, no locale, no terminal, no descriptors.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use crate::home::{NOW, has};
use crate::sandbox::{PROGRAM, Sandbox};

#[test]
fn whatever_is_missing_around_it_the_prompt_appears() {
    let sandbox = Sandbox::bare(NOW);
    let home = sandbox.home().to_str().unwrap();
    let there = ["HOME", "LANG", "TERM", "PATH", "TZ", "COLUMNS", "XDG_DATA_HOME", "USER"];
    let values = [home, "C.UTF-8", "xterm", "/usr/bin:/bin", "Europe/Berlin", "80", home, "root"];
    let odd = ["", "relative", "/nonexistent", "\u{1b}[31m", "-1", "\u{feff}"];
    for missing in 0..there.len() {
        for odd in [None].into_iter().chain(odd.map(Some)) {
            let mut command = Command::new(PROGRAM);
            command.env_clear().env("CONNECT_STATE_DIR", "/nonexistent/state").env("CONNECT_CONFIG_DIR", home);
            // Nothing of the person who runs the test is to be touched.
            command.env("CONNECT_DATA_DIR", if missing == 6 { "/nonexistent/data" } else { home });
            for (at, (name, value)) in there.iter().zip(values).enumerate() {
                let value = if at == missing { odd } else { Some(value) };
                command.envs(value.map(|value| (name, value)));
            }
            let output = command.output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(String::from_utf8(output.stdout).unwrap().contains("min"), "{} = {odd:?}: {told}", there[missing]);
            assert!([Some(0), Some(75)].contains(&output.status.code()) && !told.contains("panicked"), "{told}");
        }
    }
}

#[test]
fn without_a_home_or_an_entry_among_the_users_the_prompt_appears() {
    if !has("test", &["-w", "/root"]) {
        return;
    }
    let mut command = Command::new(PROGRAM);
    let output = command.env_clear().uid(54_321).current_dir("/").output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(75), "{told}");
    assert_eq!(told, "connect: there is no home folder to keep a history in; today's prompt isn't saved\n");
    assert!(output.stdout.starts_with(b"o "));
}

#[test]
fn with_few_descriptors_or_none_open_nothing_is_lost_and_nothing_panics() {
    // What is closed or limited, and whether the answer can still be seen.
    let closed = [("<&-", true), ("2>&-", true), ("<&- 2>&-", true), (">&-", false), ("<&- >&- 2>&-", false)];
    let closed = closed.map(|(closing, is_seen)| (String::new(), closing, is_seen));
    let limited = (3..9).map(|count| (format!("ulimit -n {count};"), "", true));
    for (limit, closing, is_seen) in closed.into_iter().chain(limited) {
        let home = Sandbox::bare(NOW);
        let run = |line: &str| {
            let mut command = Command::new("sh");
            home.furnish(&mut command);
            command.args(["-c", &format!("{limit} exec {PROGRAM} {line} {closing}")]).stdin(Stdio::null());
            command.output().unwrap()
        };
        let shown = run("today");
        let told = String::from_utf8_lossy(&shown.stderr);
        // Below four, the loader itself finds nothing to open the C library with.
        if told.contains("error while loading shared libraries") {
            continue;
        }
        assert!(!told.contains("panicked") && shown.status.code().is_some(), "{limit}{closing}: {told}");
        assert!(!is_seen || shown.stdout.starts_with("○ ".as_bytes()), "{limit}{closing}: {told}");
        let said = run("note 'said words'");
        let is_kept = home.log_text().contains("said words");
        let code = said.status.code();
        assert!(code == Some(74) || (code == Some(0) && is_kept), "{limit}{closing}: {code:?}, kept: {is_kept}");
        home.ok("today");
    }
}
