//! The daily reminder: what is written for a scheduler, what is left of it, and what it says.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;

use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::sandbox::{DESKTOP, PROGRAM, Run, Sandbox};

/// A Tuesday.
const NOW: &str = "2026-11-24T08:01:12+01:00";

/// A home with a program that no build takes away.
fn home() -> Sandbox {
    installed(Sandbox::at(NOW))
}

/// A home with the program in it, and with stand-ins for what a desktop has.
pub(crate) fn installed(home: Sandbox) -> Sandbox {
    fs::create_dir(home.path("bin")).unwrap();
    symlink(PROGRAM, home.path("bin/connect")).unwrap();
    let search = format!("{}:{DESKTOP}:/usr/bin:/bin", home.path("bin").display());
    home.env("PATH", &search)
}

/// Runs the installed program, by its name.
pub(crate) fn run(home: &Sandbox, line: &str) -> Run {
    let mut command = std::process::Command::new("sh");
    home.furnish(&mut command);
    command.args(["-c", &format!("connect {line}")]);
    Run::of(command.output().unwrap(), home.home())
}

fn ok(home: &Sandbox, line: &str) -> String {
    let run = run(home, line);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "connect {line}\n{}", run.stdout);
    run.stdout
}

fn with_systemd(home: Sandbox) -> Sandbox {
    home.write("has-systemd", b"");
    home
}

fn read(home: &Sandbox, path: &str) -> String {
    let text = fs::read_to_string(home.path(path)).unwrap_or_default();
    text.replace(&*home.home().to_string_lossy(), "[HOME]").replace(DESKTOP, "[DESKTOP]")
}

/// Every file below the home, but for what the stand-ins note and what was there before.
fn traces(home: &Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![home.home().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(home.home()).unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            }
            found.push(name);
        }
    }
    let before = ["bin", "bin/connect", "has-systemd", "systemctl.log", "launchctl.log", "notices", ".config"];
    found.retain(|name| !before.contains(&name.as_str()) && !name.starts_with(".config/connect"));
    found.sort();
    found
}

const UNITS: &str = ".config/systemd/user";

#[test]
fn a_systemd_timer_is_started_told_of_and_taken_away() {
    let home = with_systemd(home());
    let started = ok(&home, "remind on --at 18:30");
    assert_data_eq!(
        started,
        str![[r#"
  Reminder on: every day at 18:30, systemd user timer.
  It shows no prompt text and keeps quiet once you are done.

"#]]
    );
    assert_data_eq!(
        read(&home, &format!("{UNITS}/connect-remind.service")),
        str![[r#"
# Written by `connect remind on`; `connect remind off` takes it away.
[Unit]
Description=Today's prompt from connect, unless it is done

[Service]
Type=oneshot
Environment=PATH=[DESKTOP]:/usr/bin:/bin
ExecStart=[HOME]/bin/connect remind now

"#]]
    );
    assert!(read(&home, &format!("{UNITS}/connect-remind.timer")).contains("\nOnCalendar=*-*-* 18:30:00\n"));
    assert_eq!(ok(&home, "remind status"), "  On: every day at 18:30, systemd user timer. Next: today.\n");
    let told = read(&home, "systemctl.log");
    assert!(told.contains("--user daemon-reload\n--user enable --now connect-remind.timer\n"), "{told}");
    home.write(".local/share/systemd/timers/stamp-connect-remind.timer", b"");
    assert_eq!(ok(&home, "remind off"), "  Reminder off. Nothing of it is left.\n");
    assert_eq!(traces(&home), [".local", ".local/share"]);
    assert!(read(&home, "systemctl.log").contains("--user disable --now connect-remind.timer\n"));
    assert_eq!(ok(&home, "remind off"), "  No reminder was on.\n");
    assert_eq!(ok(&home, "remind status"), "  Off.\n");
}

#[test]
fn a_timer_is_taken_away_even_where_its_session_is_out_of_reach() {
    let home = with_systemd(home());
    ok(&home, "remind on");
    home.write(&format!("{UNITS}/theirs.timer"), b"[Timer]\n");
    fs::remove_file(home.path("has-systemd")).unwrap();
    assert_eq!(
        ok(&home, "remind status"),
        "  On: every day at 18:30, systemd user timer.\n  \
         But it will not come: no systemd user session is in reach.\n"
    );
    ok(&home, "remind off");
    assert_eq!(traces(&home), [".config/systemd", UNITS, ".config/systemd/user/theirs.timer"]);
}

#[test]
fn what_an_ended_run_left_of_a_timer_goes_too() {
    let home = home();
    let stamp = ".local/share/systemd/timers/stamp-connect-remind.timer";
    home.write(stamp, b"");
    assert_eq!(ok(&home, "remind off"), "  Reminder off. Nothing of it is left.\n");
    assert!(!home.path(stamp).exists());
    assert_eq!(ok(&home, "remind off"), "  No reminder was on.\n");
}

#[test]
fn a_crontab_is_whole_though_the_run_that_gave_it_is_killed() {
    let home = home();
    // More than a pipe holds, and a crontab(1) that reads once nobody is left to write.
    let theirs = "# mine, since 2009\n".repeat(10_000);
    home.write("crontab", theirs.as_bytes());
    let script = format!("#!/bin/sh\n[ \"$1\" = - ] && kill -KILL $PPID\nexec {DESKTOP}/crontab \"$@\"\n");
    home.write("bin/crontab", script.as_bytes());
    fs::set_permissions(home.path("bin/crontab"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = std::process::Command::new("sh");
    home.furnish(&mut command);
    // Crontab(1) holds on to the output, and so is waited for.
    let output = command.args(["-c", "exec connect remind on 9>&1"]).output().unwrap();
    assert_eq!((output.status.signal(), output.stdout.len()), (Some(9), 0));
    assert!(read(&home, "crontab").starts_with(&theirs));
    assert!(read(&home, "crontab").ends_with("# connect remind\n"));
}

#[test]
fn a_crontab_keeps_what_others_wrote() {
    let theirs = "# mine, since 2009\nMAILTO=robin@example.org\n\n*/5 * * * * date '+\\%s' >/dev/null\n";
    for table in [Some(theirs.as_bytes()), Some(b"\xe9t\xe9\t# latin\r\n"), None] {
        let home = home();
        if let Some(table) = table {
            home.write("crontab", table);
        }
        ok(&home, "remind on --at 7:05 --days mon,sun");
        let now = fs::read(home.path("crontab")).unwrap();
        let ours = now.strip_prefix(table.unwrap_or_default()).expect("their lines first, as they were");
        let ours = String::from_utf8_lossy(ours).replace(&*home.home().to_string_lossy(), "[HOME]");
        let expected =
            format!("5 7 * * 0,1 PATH={DESKTOP}:/usr/bin:/bin [HOME]/bin/connect remind now # connect remind\n");
        assert_eq!(ours, expected);
        ok(&home, "remind on --at 9:00");
        let again = fs::read(home.path("crontab")).unwrap();
        assert_eq!(String::from_utf8_lossy(&again).matches("# connect remind").count(), 1);
        ok(&home, "remind off");
        assert_eq!(fs::read(home.path("crontab")).ok().as_deref(), table);
    }
}

#[test]
fn a_last_line_without_an_end_is_given_one() {
    let home = home();
    home.write("crontab", b"0 5 * * * backup");
    ok(&home, "remind on");
    assert!(read(&home, "crontab").starts_with("0 5 * * * backup\n30 18 * * * "));
    ok(&home, "remind off");
    assert_eq!(read(&home, "crontab"), "0 5 * * * backup\n");
}

#[test]
fn a_crontab_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let home = home();
    home.write("crontab", b"0 5 * * * backup\n");
    home.write(
        "bin/crontab",
        b"#!/bin/sh\n[ \"$1\" = - ] && cat >\"$HOME/crontab\"\necho 'crontab: out of inodes' >&2\nexit 1\n",
    );
    make_executable(&home.path("bin/crontab"));
    for line in ["remind on", "remind off", "remind status"] {
        let run = run(&home, line);
        assert_eq!((run.code, run.stderr.as_str()), (74, "connect: can't read your crontab: crontab: out of inodes\n"));
    }
    assert_eq!(read(&home, "crontab"), "0 5 * * * backup\n");
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_cron_that_does_not_run_is_told_of_at_once() {
    let home = home();
    home.write("no-cron", b"");
    let started = run(&home, "remind on");
    let expected = "connect: but it will not come: cron does not seem to be running\n";
    assert_eq!((started.code, started.stderr.as_str()), (0, expected));
    assert_eq!(
        ok(&home, "remind status"),
        "  On: every day at 18:30, cron.\n  But it will not come: cron does not seem to be running.\n"
    );
}

#[test]
fn a_launchd_agent_is_loaded_and_taken_away() {
    let home = home();
    assert!(
        ok(&home, "remind on --via launchd --days sat,sun").contains("Saturdays and Sundays at 18:30, launchd agent.")
    );
    let agent = "Library/LaunchAgents/connect-today.remind.plist";
    assert!(home.path(agent).exists());
    assert_eq!(ok(&home, "remind status"), "  On: Saturdays and Sundays at 18:30, launchd agent. Next: Sat 28 Nov.\n");
    fs::remove_file(home.path("loaded")).unwrap();
    let told = ok(&home, "remind status");
    assert!(told.contains("But it will not come: launchd has not loaded it."), "{told}");
    ok(&home, "remind off");
    assert!(!home.path(agent).exists());
    let uid = rustix::process::getuid().as_raw();
    let told = read(&home, "launchctl.log");
    assert!(told.starts_with(&format!("bootstrap gui/{uid} [HOME]/{agent}\n")), "{told}");
    assert!(told.ends_with(&format!("bootout gui/{uid}/connect-today.remind\n")), "{told}");
}

#[test]
fn a_reminder_takes_the_place_of_one_that_something_else_runs() {
    let home = with_systemd(home());
    ok(&home, "remind on --via cron");
    assert!(home.path("crontab").exists() && !home.path(UNITS).exists());
    ok(&home, "remind on");
    assert!(!home.path("crontab").exists() && home.path(UNITS).exists());
    ok(&home, "remind on --via cron");
    assert!(home.path("crontab").exists() && !home.path(UNITS).exists());
}

#[test]
fn what_cannot_be_started_leaves_nothing() {
    let home = home();
    let refused = run(&home, "remind on --via systemd");
    assert_eq!((refused.code, refused.stderr.as_str()), (74, "connect: no systemd user session is in reach\n"));
    home.write("bin/launchctl", b"#!/bin/sh\necho 'Bootstrap failed: 5' >&2\nexit 5\n");
    make_executable(&home.path("bin/launchctl"));
    let refused = run(&home, "remind on --via launchd");
    assert_eq!((refused.code, refused.stderr.as_str()), (74, "connect: launchctl refused: Bootstrap failed: 5\n"));
    fs::remove_file(home.path("bin/launchctl")).unwrap();
    home.write(
        "bin/crontab",
        b"#!/bin/sh\n[ \"$1\" = -l ] && { echo 'no crontab for you' >&2; exit 1; }\necho full >&2\nexit 1\n",
    );
    make_executable(&home.path("bin/crontab"));
    assert_eq!(run(&home, "remind on").stderr, "connect: crontab refused: full\n");
    fs::remove_file(home.path("bin/crontab")).unwrap();
    assert_eq!(traces(&home), ["Library", "Library/LaunchAgents"], "as on every Mac");
    let bare = Sandbox::at(NOW).env("PATH", "/nowhere");
    let refused = bare.run("remind on --via launchd");
    assert!(refused.stderr.ends_with("there is no launchd here: launchctl is not installed\n"), "{}", refused.stderr);
    let refused = bare.run("remind on --via cron");
    assert!(refused.stderr.ends_with("crontab is not installed\n"), "{}", refused.stderr);
    let refused = bare.run("remind on");
    assert!(
        refused.stderr.ends_with("no systemd user session and no cron here to run a reminder\n"),
        "{}",
        refused.stderr
    );
    assert!(!bare.path("Library").exists() && !bare.path(".config/systemd").exists());
}

#[test]
fn a_change_by_hand_is_told_and_what_is_gone_too() {
    let home = home();
    ok(&home, "remind on");
    let table = read(&home, "crontab").replace("[HOME]", &home.home().to_string_lossy()).replace("[DESKTOP]", DESKTOP);
    home.write("crontab", table.replace("30 18", "*/10 9-17").as_bytes());
    let told = ok(&home, "remind status");
    assert!(told.starts_with("  On, but changed by hand (cron), so when it comes next can't be told.\n"), "{told}");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&ok(&home, "remind status --json")).unwrap()["at"],
        json!(null)
    );
    home.write("crontab", table.replace("/bin/connect", "/bin/gone").as_bytes());
    let run = run(&home, "remind status");
    assert!(run.stdout.contains("But it will not come: [HOME]/bin/gone is gone."), "{}", run.stdout);
}

#[test]
fn a_job_carries_what_a_bare_environment_lacks() {
    let home = home().env("CONNECT_DATA_DIR", "data here").env("XDG_CONFIG_HOME", "/etc/100%");
    let run = run(&home, "remind on --via cron --print");
    assert_eq!((run.code, run.stderr.as_str()), (0, "a line of your crontab:\n"));
    let line = run.stdout.replace(DESKTOP, "[DESKTOP]");
    let here = std::env::current_dir().unwrap();
    assert_eq!(
        line,
        format!(
            "30 18 * * * CONNECT_CONFIG_DIR='/etc/100\\%/connect' CONNECT_DATA_DIR='{}/data here' \
             PATH=[DESKTOP]:/usr/bin:/bin [HOME]/bin/connect remind now # connect remind\n",
            here.display()
        )
    );
    assert!(!home.path("crontab").exists(), "--print writes nothing");
}

#[test]
fn what_is_asked_wrongly_is_refused_with_what_would_do() {
    let home = home();
    let cases = [
        ("remind on --at 25:00", "connect: --at can't be \"25:00\"; a time such as 18:30\n"),
        ("remind on --days mon,fir", "connect: --days can't be \"fir\"; one of mon, tue, wed, thu, fri, sat, sun\n"),
        (
            "remind on --mail --via systemd",
            "connect: only cron mails what a reminder prints; --mail goes with --via cron\n",
        ),
        ("remind on --mail --show-prompt", "connect: --mail can't be used with --show-prompt\n"),
    ];
    for (line, expected) in cases {
        let run = run(&home, line);
        assert_eq!((run.code, run.stderr.as_str()), (2, expected), "{line}");
    }
    assert!(!home.path("crontab").exists());
}

#[test]
fn a_build_folder_is_warned_of() {
    let home = Sandbox::at(NOW);
    fs::create_dir(home.path("target")).unwrap();
    symlink(PROGRAM, home.path("target/connect")).unwrap();
    let mut command = std::process::Command::new("sh");
    home.furnish(&mut command);
    let run = Run::of(command.args(["-c", "~/target/connect remind on"]).output().unwrap(), home.home());
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("connect: the reminder runs ") && run.stderr.contains("a clean build takes away"));
}

#[test]
fn it_speaks_until_something_was_said_of_the_day() {
    let home = home();
    ok(&home, "remind now");
    let notice = "unix:path=/the/bus|-a|connect|--|Today's prompt is ready|Whenever it suits you, type: connect\n";
    assert_eq!(read(&home, "notices"), notice);
    assert!(!home.log_path().exists(), "a reminder that shows no prompt records nothing");
    home.ok("today");
    ok(&home, "remind now");
    assert_eq!(read(&home, "notices"), notice.repeat(2), "shown is not done");
    for verb in ["done", "skip", "snooze"] {
        home.ok(verb);
        assert_eq!(ok(&home, "remind now --mail"), "", "{verb}");
        ok(&home, "remind now");
    }
    assert_eq!(read(&home, "notices"), notice.repeat(2));
    let home = home.later("2026-11-25T08:00:00+01:00");
    home.ok("pause --days 2");
    ok(&home, "remind now");
    assert_eq!(read(&home, "notices"), notice.repeat(2));
    let home = home.later("2026-11-27T08:00:00+01:00");
    ok(&home, "remind now");
    assert_eq!(read(&home, "notices"), notice.repeat(3));
}

#[test]
fn where_nothing_is_left_to_show_nothing_is_said_to_be_ready() {
    let home = home().settings("library = false\nwhere = [\"distance\"]\n");
    assert_eq!(ok(&home, "remind now") + &ok(&home, "remind now --mail"), "");
    assert_eq!(read(&home, "notices"), "");
}

#[test]
fn the_prompt_itself_is_shown_where_that_was_asked_for_and_is_then_recorded() {
    let pack = "[[prompt]]\nid = \"time.ours\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Tell your partner: 1 < 2 & so on.\"\n";
    let home = installed(Sandbox::bare(NOW).settings("library = false\nname = \"Robin\"\n").pack("ours.toml", pack));
    ok(&home, "remind now --show-prompt");
    let notice = "unix:path=/the/bus|-a|connect|--|Make room|Tell Robin: 1 &lt; 2 &amp; so on.\n";
    assert_eq!(read(&home, "notices"), notice);
    assert_eq!(home.events().len(), 1, "it was shown");
    ok(&home, "remind now --show-prompt");
    assert_eq!((read(&home, "notices"), home.events().len()), (notice.repeat(2), 1), "once a day it is recorded");
}

#[test]
fn mail_is_what_cron_finds_on_standard_output() {
    let home = home();
    let mail = ok(&home, "remind now --mail");
    assert_eq!(mail, home.ok("today"));
    assert_eq!(home.events().len(), 1);
    assert_eq!(read(&home, "notices"), "", "and no notification comes beside it");
}

#[test]
fn a_failed_send_records_nothing_and_is_tried_three_times() {
    let home = home();
    home.write("fails", b"1\n2\n");
    ok(&home, "remind now --show-prompt");
    assert_eq!(read(&home, "notices").lines().filter(|line| *line == "refused").count(), 2);
    assert_eq!((read(&home, "notices").lines().count(), home.events().len()), (3, 1), "the third one came through");
    let home = home.later("2026-11-25T08:00:00+01:00");
    home.write("fails", b"1\n2\n3\n4\n");
    ok(&home, "remind now --show-prompt");
    assert_eq!(read(&home, "notices").lines().count(), 6);
    assert_eq!(read(&home, "fails"), "1\n", "three times, no more");
    assert_eq!(home.events().len(), 1, "what was not shown is not recorded");
}

#[test]
fn where_nobody_can_be_told_nothing_is_said() {
    let mut home = home().env("XDG_RUNTIME_DIR", "/nowhere");
    home.unset("DBUS_SESSION_BUS_ADDRESS");
    ok(&home, "remind now");
    assert_eq!(read(&home, "notices"), "");
    let tested = run(&home, "remind test");
    let expected = "connect: no desktop session is in reach: there is no /nowhere/bus\n";
    assert_eq!((tested.code, tested.stderr.as_str()), (74, expected));
}

#[test]
fn only_a_socket_of_ours_is_taken_for_the_bus() {
    let mut home = home();
    home.unset("DBUS_SESSION_BUS_ADDRESS");
    let home = home.env("XDG_RUNTIME_DIR", "/");
    let home = {
        let folder = home.home().to_string_lossy().into_owned();
        home.env("XDG_RUNTIME_DIR", &folder)
    };
    home.write("bus", b"a file");
    assert_eq!(run(&home, "remind test").code, 74);
    fs::remove_file(home.path("bus")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(home.path("bus")).unwrap();
    ok(&home, "remind test");
    assert!(read(&home, "notices").starts_with("unix:path=[HOME]/bus|"));
}

#[test]
fn a_test_says_what_is_missing() {
    let home = home();
    assert_eq!(ok(&home, "remind test"), "  Sent. If you see nothing, look at your notification settings.\n");
    assert_eq!(
        read(&home, "notices"),
        "unix:path=/the/bus|-a|connect|--|A test from connect|Reminders can reach you here.\n"
    );
    home.write("fails", b"1\n");
    let tested = run(&home, "remind test");
    assert_eq!(tested.code, 74);
    assert!(tested.stderr.starts_with("connect: notify-send failed: The name org.freedesktop.Notifications"));
    let bare = home.path("bin").to_string_lossy().into_owned();
    let home = home.env("PATH", &bare);
    let mut command = home.command("remind test");
    let tested = Run::of(command.output().unwrap(), home.home());
    assert_eq!((tested.code, tested.stderr.as_str()), (74, "connect: nothing can be shown without notify-send\n"));
}

#[test]
fn status_counts_only_reminders_that_will_speak() {
    let home = home();
    ok(&home, "remind on --at 18:30");
    let next = |home: &Sandbox| serde_json::from_str::<serde_json::Value>(&ok(home, "remind status --json")).unwrap();
    assert_eq!((&next(&home)["via"], &next(&home)["next"]), (&json!("cron"), &json!("2026-11-24T18:30")));
    let home = with_systemd(home);
    ok(&home, "remind on --at 18:30 --days mon,tue,wed");
    assert_eq!(
        next(&home),
        json!({"schema": 1, "on": true, "via": "systemd", "at": "18:30", "days": ["mon", "tue", "wed"],
            "show_prompt": false, "mail": false, "program": "[HOME]/bin/connect", "next": "2026-11-24T18:30",
            "trouble": null})
    );
    home.ok("today");
    home.ok("done");
    assert_eq!(next(&home)["next"], "2026-11-25T18:30", "today has had its answer");
    assert!(ok(&home, "remind status").contains("Mondays, Tuesdays and Wednesdays at 18:30, systemd user timer."));
    home.ok("pause --days 8");
    assert_eq!(next(&home)["next"], "2026-12-02T18:30");
    ok(&home, "remind off");
    assert_eq!((next(&home)["on"].clone(), next(&home)["next"].clone()), (json!(false), json!(null)));
}
