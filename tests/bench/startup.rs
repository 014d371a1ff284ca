//! What a run costs as a whole process, in ratios to a process that does nothing.
//!
//! The empty process is this very program, built with the same profile: with `--empty` it returns at once. Every
//! case runs once a round, in a new order each round, so that none always follows the same neighbour; ratios are
//! taken round by round, so that a drifting machine drifts out of them. Wall time is reported and never judged.
//! Instructions, counted where valgrind is installed, repeat to a few per thousand; with `--gate` they are held
//! to a budget.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds of wall-clock timing.
const ROUNDS: usize = 200;

struct Case {
    name: &'static str,
    program: PathBuf,
    args: &'static [&'static str],
    home: PathBuf,
    now: &'static str,
    /// The log before the run, for cases that append to it.
    log: Option<Vec<u8>>,
    /// At most so many times the instructions of the empty process.
    budget: Option<f64>,
}

impl Case {
    fn reset(&self) {
        if let Some(log) = &self.log {
            fs::write(log_path(&self.home), log).expect("the log is written");
        }
    }

    fn command(&self, wrapper: &[&str]) -> Command {
        let mut words: Vec<&str> = wrapper.to_vec();
        words.push(self.program.to_str().expect("a path in UTF-8"));
        words.extend(self.args);
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env_clear().env("PATH", "/usr/bin:/bin").env("HOME", &self.home);
        command.env("LANG", "C.UTF-8").env("TZ", "Europe/Berlin").env("CONNECT_NOW", self.now);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn seconds(&self) -> f64 {
        self.reset();
        let mut command = self.command(&[]);
        let start = Instant::now();
        let status = command.status().expect("it runs");
        let seconds = start.elapsed().as_secs_f64();
        assert!(status.success(), "{} failed", self.name);
        seconds
    }

    /// Instructions in user space, by callgrind.
    fn instructions(&self) -> Option<f64> {
        self.reset();
        let wrapper = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"];
        let output = self.command(&wrapper).stderr(Stdio::piped()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        text.split("Collected : ").nth(1)?.split_whitespace().next()?.parse().ok()
    }
}

fn log_path(home: &Path) -> PathBuf {
    home.join(".local/share/connect/history.jsonl")
}

/// A home with so many days of history, lived through the program itself: shown every day, done on most.
fn live(home: &Path, days: u64) {
    let program = env!("CARGO_BIN_EXE_connect");
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date") - chrono::Days::new(days);
    for number in 0..days {
        let day = first + chrono::Days::new(number);
        let run = |args: &[&str], hour: u32| {
            let mut command = Command::new(program);
            command.args(args).env_clear().env("HOME", home).env("CONNECT_SEED", "bench");
            command.env("CONNECT_NOW", format!("{day}T{hour:02}:00:00+01:00")).stdout(Stdio::null());
            assert!(command.status().expect("it runs").success());
        };
        run(&["today"], 8);
        match number % 5 {
            0 | 2 => run(&["done"], 20),
            1 => run(&["done", "--rating", "4", "--note", "a few words about it"], 20),
            3 => run(&["skip"], 20),
            _ => {}
        }
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The cases, each in a home of its own.
fn cases(folder: &Path) -> Vec<Case> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_connect"));
    let empty = std::env::current_exe().expect("this program");
    let lived = folder.join("lived");
    live(&lived, 365);
    let log = fs::read(log_path(&lived)).expect("a log");
    let shown = folder.join("shown");
    copy(&lived, &shown, &log);
    let case = |name, args, home: &Path, now, log, budget| Case {
        name,
        program: program.clone(),
        args,
        home: home.to_owned(),
        now,
        log,
        budget: Some(budget),
    };
    let (morning, evening) = ("2026-11-24T08:00:00+01:00", "2026-11-24T20:00:00+01:00");
    let today = case("the day is shown", &["today"], &shown, morning, None, 0.0);
    assert!(today.command(&[]).status().expect("it runs").success());
    vec![
        Case {
            name: "empty process",
            program: empty,
            args: &["--empty"],
            home: lived.clone(),
            now: morning,
            log: None,
            budget: None,
        },
        case("hook, stamp valid", &["today", "--hook"], &shown, evening, None, 1.3),
        case("today, shown already", &["today"], &shown, evening, None, 2.7),
        case("first today of the day", &["today"], &lived, morning, Some(log), 36.0),
    ]
}

fn copy(from: &Path, to: &Path, log: &[u8]) {
    let path = log_path(to);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, log).expect("a log");
    assert!(from.exists());
}

fn main() {
    let flag = |name: &str| std::env::args().any(|arg| arg == name);
    if flag("--empty") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cases = cases(folder.path());
    let rounds = if flag("--gate") { 20 } else { ROUNDS };
    let mut wall = vec![Vec::new(); cases.len()];
    let mut random = 1_u64;
    for _ in 0..rounds {
        let mut order: Vec<usize> = (0..cases.len()).collect();
        for at in (1..order.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, usize::try_from(random >> 33).expect("small") % (at + 1));
        }
        for at in order {
            wall[at].push(cases[at].seconds());
        }
    }
    let empty_wall = wall[0].clone();
    let instructions: Vec<Option<f64>> = cases.iter().map(Case::instructions).collect();
    println!("One year of history, {rounds} rounds; every ratio is to the empty process.\n");
    println!("{:<24} {:>9} {:>7} {:>14} {:>7} {:>7}", "case", "wall, µs", "ratio", "instructions", "ratio", "budget");
    let mut over = false;
    for (at, case) in cases.iter().enumerate() {
        let mut ratios: Vec<f64> = wall[at].iter().zip(&empty_wall).map(|(own, empty)| own / empty).collect();
        let (wall, ratio) = (median(&mut wall[at].clone()) * 1e6, median(&mut ratios));
        let counted = instructions[at].zip(instructions[0]).map(|(own, empty)| (own, own / empty));
        let (count, times) =
            counted.map_or(("-".into(), "-".into()), |(own, times)| (format!("{own:.0}"), format!("{times:.2}")));
        let budget = case.budget.map_or("-".to_owned(), |budget| format!("{budget:.1}"));
        println!("{:<24} {wall:>9.0} {ratio:>7.2} {count:>14} {times:>7} {budget:>7}", case.name);
        over |= counted.zip(case.budget).is_some_and(|((_, times), budget)| times > budget);
    }
    if counted_nothing(&instructions) {
        println!("\nvalgrind is not installed, so no instructions were counted.");
    }
    assert!(!(flag("--gate") && over), "more instructions than the budget allows");
}

fn counted_nothing(instructions: &[Option<f64>]) -> bool {
    instructions.iter().all(Option::is_none)
}
