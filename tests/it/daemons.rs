//! The reminder, run by real schedulers and shown by a real notifier: a private cron, a private message bus, and the
//! programs that check what systemd and launchd would read.
//!
//! Where one of them is missing, a test says so and passes; where `CI` is set, it fails.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::symlink;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::sandbox::{PROGRAM, Run, Sandbox, is_continuous_build, skip};

const NOW: &str = "2026-11-24T08:01:12+01:00";
const TOOLS: &str = "/usr/bin:/bin:/usr/sbin:/sbin";

/// So long something is waited for that is sure to come, if all is well; a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(180);

/// Whether all of these commands succeed, which show that what a test needs is here.
fn can(commands: &[&str]) -> bool {
    let works = |command: &&&str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).env("PATH", TOOLS).stdout(Stdio::null()).stderr(Stdio::null());
        shell.status().is_ok_and(|status| status.success())
    };
    let missing: Vec<_> = commands.iter().filter(|command| !works(command)).collect();
    if !missing.is_empty() {
        skip(&format!("{missing:?}"));
    }
    missing.is_empty()
}

/// A process that ends with the test.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A message bus of the home's own at `bus`, and a desktop on it.
struct Session {
    _daemons: [Daemon; 2],
    notices: Receiver<String>,
}

const SESSION: [&str; 3] =
    ["command -v dbus-daemon", "command -v notify-send", "/usr/bin/python3 -c 'import dbus, gi'"];

impl Session {
    fn start(home: &Sandbox) -> Self {
        let address = format!("--address=unix:path={}", home.path("bus").display());
        let mut bus = Command::new("dbus-daemon");
        home.furnish(bus.args(["--session", "--nofork", "--print-address", &address]));
        let (bus, addresses) = Self::speaking(&mut bus);
        let address = addresses.recv_timeout(PATIENCE).expect("an address");
        let mut desktop = Command::new("/usr/bin/python3");
        home.furnish(desktop.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/notifier.py")));
        let (desktop, notices) = Self::speaking(desktop.env("DBUS_SESSION_BUS_ADDRESS", address));
        assert_eq!(notices.recv_timeout(PATIENCE).as_deref(), Ok("ready"));
        Self { _daemons: [desktop, bus], notices }
    }

    /// Starts a program whose lines are to be read.
    fn speaking(command: &mut Command) -> (Daemon, Receiver<String>) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, receiver) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        (Daemon(child), receiver)
    }

    /// The next notification.
    fn notice(&self) -> Value {
        let line = self.notices.recv_timeout(PATIENCE).expect("a notification");
        serde_json::from_str(&line).unwrap()
    }
}

/// A home whose programs are the machine's own, and in which `connect` is installed.
fn home() -> Sandbox {
    let home =
        Sandbox::bare(NOW).settings("library = false\nname = \"Zoë\"\n").pack("ours.toml", PACK).env("PATH", TOOLS);
    fs::create_dir(home.path("100% ours")).unwrap();
    symlink(PROGRAM, home.path("100% ours/connect")).unwrap();
    home
}

fn run(home: &Sandbox, line: &str) -> Run {
    let mut command = Command::new("sh");
    home.furnish(command.args(["-eu", "-c", &format!("\"$HOME/100% ours/connect\" {line}")]));
    Run::of(command.output().unwrap(), home.home())
}

/// The only prompt there is.
const PACK: &str = "[[prompt]]\nid = \"time.ours\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Tell your partner: 1 < 2 & so on.\"\n";

/// How the desktop is told of it. To a desktop that reads markup, a body is markup.
fn prompt() -> Value {
    json!({"app": "connect", "title": "Make room", "body": "Tell Zoë: 1 &lt; 2 &amp; so on.", "actions": [], "urgency": 1})
}

fn ready() -> Value {
    json!({"app": "connect", "title": "Today's prompt is ready", "body": "Whenever it suits you, type: connect",
        "actions": [], "urgency": 1})
}

#[test]
fn a_notification_arrives_on_the_message_bus() {
    if !can(&SESSION) {
        return;
    }
    let home = home();
    let session = Session::start(&home);
    let address = format!("unix:path={}", home.path("bus").display());
    let home = home.env("DBUS_SESSION_BUS_ADDRESS", &address);
    assert_eq!(run(&home, "remind now").stderr, "");
    assert_eq!(session.notice(), ready());
    assert_eq!(run(&home, "remind test").code, 0);
    assert_eq!(session.notice()["title"], "A test from connect");
    assert_eq!(run(&home, "remind now --show-prompt").stderr, "");
    assert_eq!(session.notice(), prompt());
    assert_eq!(home.events().len(), 1, "what was shown is recorded");
    drop(session);
    let home = home.later("2026-11-25T08:00:00+01:00");
    let failed = run(&home, "remind now --show-prompt");
    assert_eq!((failed.code, failed.stdout.as_str(), failed.stderr.as_str()), (0, "", ""));
    assert_eq!(home.events().len(), 1, "what nobody was shown is not");
}

/// Everything that cron reads and writes, of the test's own; and the bus where a login would put it.
const PRIVATE_CRON: &str = "
    mount -t tmpfs none /run
    mkdir -p /run/user/0
    ln -s \"$HOME/bus\" /run/user/0/bus
    mount -t tmpfs none /var/spool/cron
    mkdir /var/spool/cron/crontabs
    mount -t tmpfs none /etc/cron.d
    mount --bind /dev/null /etc/crontab
    printf '%s\\n' '# theirs' 'MAILTO=nobody' '0 5 * * * true' >\"$HOME/theirs\"
    crontab \"$HOME/theirs\"
";
const CRON: [&str; 3] =
    ["command -v cron", "command -v crontab", "[ $(id -u) = 0 ] && unshare -m mount -t tmpfs none /run"];

/// Starts a real cron that runs the reminder, by this script.
fn cron(home: &Sandbox, script: &str) -> Daemon {
    let script = format!("{PRIVATE_CRON}\nPATH=\"$HOME/100% ours:$PATH\"\n{script}\nexec cron -f");
    let mut command = Command::new("unshare");
    home.furnish(command.args(["-m", "sh", "-eu", "-c", &script]));
    Daemon(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// Its folders lie in unusual places, of which the job has to know: to cron, home is what the list of users says.
fn home_for_cron() -> Sandbox {
    let home = home();
    fs::rename(home.path(".config/connect"), home.path("100% settings")).unwrap();
    let place = |name: &str| home.path(name).to_string_lossy().into_owned();
    let (settings, data) = (place("100% settings"), place("100% data"));
    let mut home = home.env("CONNECT_CONFIG_DIR", &settings).env("CONNECT_DATA_DIR", &data);
    home.unset("DBUS_SESSION_BUS_ADDRESS");
    home
}

#[test]
fn a_real_cron_runs_the_reminder_in_its_bare_environment() {
    if !can(&SESSION) || !can(&CRON) {
        return;
    }
    let home = home_for_cron();
    let session = Session::start(&home);
    // What is to run at 18:30 is run as soon as cron starts; whether five fields are kept is cron's own affair.
    let script = "connect remind on --via cron --show-prompt
        crontab -l | sed 's/^30 18 [*] [*] [*] /@reboot /' | crontab -
        crontab -l | grep -c '^@reboot .*remind now --show-prompt # connect remind$' >\"$HOME/changed\"
        connect remind status >\"$HOME/status\"";
    let cron = cron(&home, script);
    assert_eq!(session.notice(), prompt(), "the job knew where packs and settings are");
    drop(cron);
    assert_eq!(fs::read_to_string(home.path("changed")).unwrap(), "1\n");
    let status = fs::read_to_string(home.path("status")).unwrap();
    assert!(status.contains("changed by hand (cron)"), "{status}");
    assert!(home.path("100% data/history.jsonl").exists(), "and where the history is");
}

#[test]
fn a_real_crontab_keeps_what_others_wrote() {
    if !can(&CRON) {
        return;
    }
    let home = home_for_cron();
    let script = format!(
        "{PRIVATE_CRON}
        connect() {{ \"$HOME/100% ours/connect\" \"$@\" >/dev/null 2>&1; }}
        connect remind on --via cron
        crontab -l >\"$HOME/on\"
        connect remind off
        crontab -l >\"$HOME/off\"
        crontab -r
        connect remind on --via cron
        connect remind off
        ! crontab -l 2>\"$HOME/none\""
    );
    let mut command = Command::new("unshare");
    home.furnish(command.args(["-m", "sh", "-eu", "-c", &script]));
    let run = Run::of(command.output().unwrap(), home.home());
    let read = |name: &str| fs::read_to_string(home.path(name)).unwrap();
    assert_eq!((run.code, read("none").as_str()), (0, "no crontab for root\n"));
    assert!(read("on").starts_with(&read("theirs")) && read("on").ends_with(" remind now # connect remind\n"));
    assert_eq!(read("off"), read("theirs"));
}

#[test]
fn a_real_cron_keeps_the_minute() {
    // It takes up to a minute and a half, which nobody waits for while they work.
    if !is_continuous_build() || !can(&SESSION) || !can(&CRON) {
        return;
    }
    let home = home_for_cron();
    let session = Session::start(&home);
    let _cron = cron(&home, "connect remind on --via cron --at \"$(date -d '+90 seconds' +%H:%M)\"");
    assert_eq!(session.notice(), ready());
}

#[test]
fn systemd_finds_nothing_wrong_with_the_units() {
    if !can(&["command -v systemd-analyze"]) {
        return;
    }
    for days in ["", "--days mon,thu", "--days sat"] {
        let home = home().env("CONNECT_DATA_DIR", "/mnt/it's 100% & more");
        home.write("has-systemd", b"");
        let home = home.env("PATH", &format!("{}:{TOOLS}", crate::sandbox::DESKTOP));
        assert_eq!(run(&home, &format!("remind on --at 18:30 {days}")).stderr, "");
        let mut verify = Command::new("systemd-analyze");
        home.furnish(verify.args(["--user", "verify"]).arg(home.path(".config/systemd/user/connect-remind.timer")));
        let verified = Run::of(verify.env("XDG_RUNTIME_DIR", home.home()).output().unwrap(), home.home());
        assert_eq!((verified.code, verified.stderr.as_str()), (0, ""), "a misspelt key only warns");
        let timer = fs::read_to_string(home.path(".config/systemd/user/connect-remind.timer")).unwrap();
        let calendar = timer.lines().find_map(|line| line.strip_prefix("OnCalendar=")).unwrap();
        let mut elapse = Command::new("systemd-analyze");
        home.furnish(elapse.args(["calendar", "--base-time=2026-11-24 08:01:12", calendar]));
        let told = Run::of(elapse.env("TZ", "UTC").output().unwrap(), home.home()).stdout;
        let status: Value = serde_json::from_str(&run(&home, "remind status --json").stdout).unwrap();
        let next = status["next"].as_str().unwrap().replace('T', " ");
        assert!(told.contains(&format!("{next}:00 UTC")), "{next}: {told}");
    }
}

#[test]
fn a_property_list_parses() {
    if !can(&["/usr/bin/python3 -c 'import plistlib'"]) {
        return;
    }
    let home = home().env("CONNECT_DATA_DIR", "/mnt/<a> & b");
    let plist = run(&home, "remind on --via launchd --at 7:05 --days sun --show-prompt --print").stdout;
    home.write("agent.plist", plist.replace("[HOME]", &home.home().to_string_lossy()).as_bytes());
    let mut parse = Command::new("/usr/bin/python3");
    let script = "import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], 'rb'))))";
    home.furnish(parse.args(["-c", script]).arg(home.path("agent.plist")));
    let parsed: Value = serde_json::from_str(&Run::of(parse.output().unwrap(), home.home()).stdout).unwrap();
    assert_eq!(
        parsed,
        json!({"Label": "connect-today.remind",
            "ProgramArguments": ["[HOME]/100% ours/connect", "remind", "now", "--show-prompt"],
            "EnvironmentVariables": {"CONNECT_DATA_DIR": "/mnt/<a> & b"},
            "StartCalendarInterval": [{"Weekday": 0, "Hour": 7, "Minute": 5}]})
    );
}
