//! Homes to run in: ten years lived day by day through the program itself, and what is made of them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{Days, NaiveDate};

use crate::case::log_path;

/// Every setting there is.
const SETTINGS: &str = r#"name       = "Robin"
day_starts = "04:00"
minutes    = { weekday = 15, weekend = 60 }
where      = ["together", "apart"]
weekend    = ["sat", "sun"]
have       = ["touch", "move", "outdoors", "see", "hear"]
cost       = "low"
max_depth  = 3
adapt      = "gentle"
library    = true
hook       = "prompt"

[practices]
gratitude = 2

[languages]
words = 3

[[occasions]]
name = "Anniversary"
date = "06-14"
kind = "anniversary"
"#;

/// Days of a lived year, and of the ten.
const YEAR: u64 = 365;
const DECADE: u64 = 3650;

/// A home with so many years behind it.
pub(crate) struct Life {
    pub(crate) years: u32,
    /// Where today has shown nothing yet.
    pub(crate) morning: PathBuf,
    /// Where today's prompt was shown, and the stamp says so.
    pub(crate) evening: PathBuf,
    pub(crate) today: NaiveDate,
}

/// One year, ten and a hundred. The hundred are the ten after nine copies of themselves.
pub(crate) fn lives(program: &Path, folder: &Path) -> Vec<Life> {
    let first = NaiveDate::from_ymd_opt(2016, 11, 27).expect("a date");
    let lived = folder.join("lived");
    furnish(&lived, "");
    (0..DECADE).for_each(|number| live(program, &lived, first + Days::new(number), number));
    let decade = fs::read_to_string(log_path(&lived)).expect("a log");
    let end = format!("\"day\":\"{}\"", first + Days::new(YEAR));
    let year: String = decade.split_inclusive('\n').take_while(|line| !line.contains(&end)).collect();
    let mut century = String::new();
    for copies in (1..10).rev() {
        earlier(&decade, Days::new(copies * DECADE), &mut century);
    }
    century.push_str(&decade);
    let logs = [(1, YEAR, year), (10, DECADE, decade), (100, DECADE, century)];
    logs.map(|(years, days, log)| Life::of(program, folder, years, first + Days::new(days), &log)).into()
}

impl Life {
    fn of(program: &Path, folder: &Path, years: u32, today: NaiveDate, log: &str) -> Self {
        let [morning, evening] = ["morning", "evening"].map(|part| folder.join(format!("{part}-{years}")));
        furnish(&morning, log);
        furnish(&evening, log);
        run(program, &evening, today, 8, &["today"]);
        Self { years, morning, evening, today }
    }
}

/// One day: shown, and answered on most days in one way or another.
fn live(program: &Path, home: &Path, day: NaiveDate, number: u64) {
    run(program, home, day, 8, &["today"]);
    match number % 5 {
        0 | 2 => run(program, home, day, 20, &["done"]),
        1 => run(program, home, day, 20, &["done", "--rating", "4", "--note", "a few words about it"]),
        3 => run(program, home, day, 20, &["skip"]),
        _ => {}
    }
    match number % 30 {
        17 => run(program, home, day, 21, &["never"]),
        19 => run(program, home, day, 21, &["another"]),
        _ => {}
    }
}

fn run(program: &Path, home: &Path, day: NaiveDate, hour: u32, args: &[&str]) {
    let mut command = Command::new(program);
    command.args(args).env_clear().env("HOME", home).env("CONNECT_SEED", "bench").env("LANG", "C.UTF-8");
    command.env("CONNECT_NOW", format!("{day}T{hour:02}:00:00+01:00")).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().expect("it runs").success(), "{args:?} on {day}");
}

/// The same lines, so many days earlier.
fn earlier(log: &str, days: Days, out: &mut String) {
    for line in log.lines().skip(1) {
        let day = line.split("\"day\":\"").nth(1).and_then(|rest| rest.get(..10)).expect("a day");
        let before = day.parse::<NaiveDate>().expect("a date") - days;
        let line = line.replace(day, &before.to_string());
        let line = if line.starts_with(r#"{"event":"shown""#) { line } else { renamed(&line, before) };
        let _ = writeln!(out, "{line}");
    }
}

/// The same line under another id: what was said has a random one, which must not come twice.
fn renamed(line: &str, day: NaiveDate) -> String {
    let (head, id) = line.split_once("\"id\":\"").expect("an id");
    format!("{head}\"id\":\"{}{}", day.format("%Y%m%d"), &id[8..])
}

fn furnish(home: &Path, log: &str) {
    write(&home.join(".config/connect/settings.toml"), SETTINGS);
    if !log.is_empty() {
        write(&log_path(home), log);
    }
}

/// A pack of so many prompts, as `connect add` writes them.
pub(crate) fn add_pack(home: &Path, prompts: usize) {
    const PRACTICES: [&str; 9] = [
        "presence",
        "questions",
        "vulnerability",
        "gratitude",
        "time",
        "languages",
        "attunement",
        "laughter",
        "disagreement",
    ];
    let mut pack = String::new();
    for number in 0..prompts {
        let (practice, kind) = (PRACTICES[number % 9], ["ask", "do", "say", "notice"][number % 4]);
        let (effort, depth) = ([2, 5, 10, 15, 30, 60][number % 6], 1 + number % 3);
        let _ = writeln!(
            pack,
            "[[prompt]]\nid = \"{practice}.own-{number}\"\nkind = \"{kind}\"\neffort = {effort}\ndepth = {depth}\nwhere = [\"together\", \"apart\"]\ntext = \"What would you keep of a day like number {number}, if you could keep one hour of it and had to give the rest away?\"\nfollow = \"And which one would you give away first?\"\n"
        );
    }
    write(&home.join(".config/connect/prompts/own.toml"), &pack);
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}
