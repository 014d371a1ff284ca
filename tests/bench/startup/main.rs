//! What a run costs as a whole process, in ratios to a process that does nothing.
//!
//! The empty process is this very program, built with the same profile: with `--empty` it returns at once. Wall time
//! is reported and never judged. Instructions, counted where valgrind is installed, repeat to a few per thousand; with
//! `--gate` nothing else is measured, and they are held to a budget. `--static` measures the release archive as well,
//! which is linked to a static C runtime, and `--readme` puts the figures into the README.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod case;
mod homes;
mod picture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use case::{Case, log_path, median, ratio, rounds};
use homes::{Life, add_pack, lives};

/// Rounds of wall-clock timing.
const ROUNDS: usize = 300;
/// What the stripped program may take on a disk, in KiB.
const SIZE: u64 = 3 << 10;

/// A line of the table: what is measured, by what it is divided, and how large that may be.
struct Row {
    case: String,
    /// The case it is divided by.
    by: &'static str,
    wall: Option<f64>,
    instructions: Option<f64>,
    /// Divided by `fortune`, wall time.
    fortune: Option<f64>,
    /// KiB of memory beyond that case's.
    memory: Option<f64>,
}

/// What a case came to.
struct Cost {
    wall: Vec<f64>,
    instructions: Option<f64>,
    peak: Option<f64>,
}

const EMPTY: &str = "an empty process";
const FORTUNE: &str = "fortune";

/// Every line there is. The figures are promises: what is above them is worth asking why.
fn table() -> Vec<Row> {
    let row = |case: &str, by, wall, instructions| {
        let (case, fortune, memory) = (case.to_owned(), None, None);
        Row { case, by, wall, instructions, fortune, memory }
    };
    let (hook, again, first) = ("hook, 10 years", "again, 10 years", "first, 1 year");
    vec![
        Row { fortune: Some(0.30), memory: Some(4096.0), ..row(hook, EMPTY, Some(1.12), Some(1.3)) },
        Row { fortune: Some(0.40), memory: Some(4096.0), ..row(again, EMPTY, Some(1.50), Some(3.6)) },
        Row { fortune: Some(0.75), memory: Some(8192.0), ..row(first, EMPTY, Some(2.8), Some(24.0)) },
        Row { memory: Some(8192.0), ..row("first, 10 years", EMPTY, Some(5.0), None) },
        row("hook, 100 years", "hook, 1 year", Some(1.03), Some(1.01)),
        row("again, 100 years", "again, 1 year", Some(1.03), Some(1.01)),
        row("first, 10,000 prompts in packs", first, Some(6.0), None),
        row("hook, static C runtime", EMPTY, Some(0.85), Some(1.3)),
        row("fortune", EMPTY, None, None),
        row("fortune-kind", EMPTY, None, None),
        row("zoxide query", EMPTY, None, None),
        row("remind", EMPTY, None, None),
    ]
}

fn main() {
    let flag = |name: &str| std::env::args().any(|arg| arg == name);
    if flag("--empty") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = &installed(Path::new(env!("CARGO_BIN_EXE_connect")), folder.path(), "connect");
    let empty = installed(&std::env::current_exe().expect("this program"), folder.path(), "empty");
    let lives = lives(program, folder.path());
    let mut cases = own_cases(program, empty, &lives);
    if flag("--static") {
        let program = installed(&with_static_runtime(), folder.path(), "connect-static");
        cases.push(Case { program, ..like(&cases, "hook, 10 years", "hook, static C runtime") });
    }
    if flag("--gate") {
        gate(&cases);
        return;
    }
    cases.extend(rivals(folder.path(), &cases[0]));
    let costs = measure(&cases);
    let size = fs::metadata(program).expect("a program").len().div_ceil(1 << 10);
    let over = if size > SIZE { " !" } else { "" };
    let (table, growth) = (tell(&cases, &costs), picture::growth(&cases, &costs));
    let told =
        format!("{table}\n{growth}\n{ROUNDS} rounds on {}. The program is {size} ≤ {SIZE} KiB{over}.\n", machine());
    print!("{told}");
    if flag("--readme") {
        picture::put_into_readme(&told);
    }
}

/// A copy of a program, as people have it. What a linker has just written lies in memory in smaller pieces, and starts
/// up to a fifth slower.
fn installed(program: &Path, folder: &Path, name: &str) -> PathBuf {
    let copy = folder.join(name);
    fs::copy(program, &copy).expect("a copy");
    copy
}

/// What this ran on, as far as Linux tells, and how busy that was.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let about = read("/proc/cpuinfo");
    let models: Vec<&str> = about.lines().filter_map(|line| line.strip_prefix("model name\t: ")).collect();
    let load = read("/proc/loadavg");
    let model = models.first().unwrap_or(&std::env::consts::ARCH);
    format!("{} × {model}, load {}", models.len().max(1), load.split(' ').next().unwrap_or("unknown"))
}

/// Runs of this program, and of the empty one first.
fn own_cases(program: &Path, empty: PathBuf, lives: &[Life]) -> Vec<Case> {
    let case = |name: String, args: &str, home: &PathBuf, now: String, log| {
        let args = args.split(' ').map(str::to_owned).collect();
        Case { name, program: program.to_owned(), args, home: home.clone(), now, log }
    };
    let mut cases = Vec::new();
    for life in lives {
        let at = |hour: u32| format!("{}T{hour:02}:00:00+01:00", life.today);
        let years = format!("{} year{}", life.years, if life.years == 1 { "" } else { "s" });
        let length = fs::metadata(log_path(&life.morning)).expect("a log").len();
        cases.push(case(format!("hook, {years}"), "today --hook", &life.evening, at(20), None));
        cases.push(case(format!("again, {years}"), "today", &life.evening, at(20), None));
        cases.push(case(format!("first, {years}"), "today", &life.morning, at(8), Some(length)));
    }
    let empty = Case { program: empty, args: vec!["--empty".to_owned()], ..like(&cases, "hook, 1 year", EMPTY) };
    let owner = lives[0].morning.with_file_name("owner");
    copy(&lives[0].morning, &owner);
    add_pack(&owner, 10_000);
    let packs = Case { home: owner, ..like(&cases, "first, 1 year", "first, 10,000 prompts in packs") };
    cases.insert(0, empty);
    cases.push(packs);
    cases
}

/// A case like another.
fn like(cases: &[Case], other: &str, name: &str) -> Case {
    let Case { program, args, home, now, log, .. } = cases.iter().find(|case| case.name == other).expect("a case");
    Case {
        name: name.to_owned(),
        program: program.clone(),
        args: args.clone(),
        home: home.clone(),
        now: now.clone(),
        log: *log,
    }
}

fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").arg("-r").args([from, to]).status();
    assert!(status.expect("cp").success());
}

/// Builds the program as the release archive has it.
fn with_static_runtime() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("static");
    let mut build = Command::new(env!("CARGO"));
    build.args(["rustc", "--release", "--locked", "--bin", "connect", "--target-dir"]).arg(&folder);
    build.args(["--", "-C", "target-feature=+crt-static"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(build.status().expect("cargo").success());
    folder.join("release/connect")
}

/// What else people start with their shell, as far as it is installed.
fn rivals(folder: &Path, empty: &Case) -> Vec<Case> {
    let reminders = folder.join("reminders");
    fs::write(&reminders, "REM Nov 27 MSG Call home.\nREM Wed MSG Water the plants.\n").expect("reminders");
    let reminders = reminders.display().to_string();
    let rivals = [
        (FORTUNE, "/usr/games/fortune", vec![]),
        ("fortune-kind", "/usr/bin/fortune-kind", vec![]),
        ("zoxide query", "/usr/bin/zoxide", vec!["query", "bin"]),
        ("remind", "/usr/bin/remind", vec![reminders.as_str()]),
    ];
    let mut cases = Vec::new();
    for (name, program, args) in rivals.into_iter().filter(|(_, program, _)| Path::new(program).exists()) {
        let args = args.into_iter().map(str::to_owned).collect();
        let case = Case { args, program: program.into(), ..like(std::slice::from_ref(empty), EMPTY, name) };
        if name.starts_with("zoxide") {
            let known = Case {
                args: ["add", "/usr/bin"].map(str::to_owned).to_vec(),
                ..like(std::slice::from_ref(&case), name, name)
            };
            known.seconds();
        }
        cases.push(case);
    }
    cases
}

fn measure(cases: &[Case]) -> Vec<Cost> {
    let wall = rounds(cases, ROUNDS);
    let counted = |(case, wall): (&Case, Vec<f64>)| Cost { wall, instructions: case.instructions(), peak: case.peak() };
    cases.iter().zip(wall).map(counted).collect()
}

/// The table as it is printed: every figure with what it is divided by and, where there is one, what it may come to.
fn tell(cases: &[Case], costs: &[Cost]) -> String {
    let cost = |name: &str| Some(&costs[cases.iter().position(|case| case.name == name)?]);
    let limited = |figure: Option<f64>, limit: Option<f64>| match (figure, limit) {
        (None, _) => String::new(),
        (Some(figure), None) => format!("{figure:.2}"),
        (Some(figure), Some(limit)) => format!("{figure:.2} ≤ {limit:.2}{}", if figure > limit { " !" } else { "" }),
    };
    let heads =
        ["what runs", "wall, µs", "divided by", "wall", "in 95 of 100", "instructions", "by fortune", "memory, KiB"];
    let mut lines = vec![heads.map(str::to_owned)];
    lines.push(["an empty process", "", "", "", "", "", "", ""].map(str::to_owned));
    lines[1][1] = format!("{:.0}", median(&costs[0].wall) * 1e6);
    for row in table() {
        let Some((own, by)) = cost(&row.case).zip(cost(row.by)) else { continue };
        let [low, wall, high] = ratio(&own.wall, &by.wall);
        let instructions = own.instructions.zip(by.instructions).map(|(own, by)| own / by);
        let fortune = cost(FORTUNE).filter(|_| row.fortune.is_some()).map(|by| ratio(&own.wall, &by.wall)[1]);
        let memory = own.peak.zip(costs[0].peak).map(|(own, empty)| own - empty).filter(|_| row.by == EMPTY);
        let memory = match (memory, row.memory) {
            (Some(memory), Some(limit)) => format!("+{memory:.0} ≤ {limit:.0}"),
            (Some(memory), None) => format!("{memory:+.0}"),
            (None, _) => String::new(),
        };
        lines.push([
            row.case.clone(),
            format!("{:.0}", median(&own.wall) * 1e6),
            row.by.to_owned(),
            limited(Some(wall), row.wall),
            format!("{low:.2}–{high:.2}"),
            limited(instructions, row.instructions),
            limited(fortune, row.fortune),
            memory,
        ]);
    }
    aligned(&lines)
}

/// Columns under each other, the first and the third from the left and all others from the right.
fn aligned(lines: &[[String; 8]]) -> String {
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; 8] = std::array::from_fn(width);
    let cell = |at: usize, text: &String| match at {
        0 | 2 => format!("{text:<width$}", width = widths[at]),
        _ => format!("{text:>width$}", width = widths[at]),
    };
    let line =
        |cells: &[String; 8]| cells.iter().enumerate().map(|(at, text)| cell(at, text)).collect::<Vec<_>>().join("  ");
    lines.iter().map(|cells| line(cells).trim_end().to_owned() + "\n").collect()
}

/// Holds instructions to their budgets, as ratios within this run: counts by themselves depend on the C library and
/// on the processor.
fn gate(cases: &[Case]) {
    let counted = |name: &str| {
        let case = cases.iter().find(|case| case.name == name)?;
        Some(case.instructions().expect("valgrind counts instructions; install it"))
    };
    let mut over = Vec::new();
    for row in table() {
        let Some((budget, own)) = row.instructions.zip(counted(&row.case)) else { continue };
        let times = own / counted(row.by).expect("a case");
        println!("{:<32} {times:>6.2} ≤ {budget:>5.2} times the instructions of {}", row.case, row.by);
        if times > budget {
            over.push(row.case);
        }
    }
    assert!(over.is_empty(), "more instructions than the budget allows: {}", over.join("; "));
}
