//! What the parts of a first pick cost, to explain a figure of the bench `startup` that has grown.
//!
//! Each part is run again and again on ten years of history; the fastest run is the one that was disturbed least.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::borrow::Cow;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use bumpalo::Bump;
use chrono::{DateTime, Days, NaiveDate};
use connect::host::env::{Env, Streams};
use connect::host::log::{Log, Recent};
use connect::model::ask::Ask;
use connect::model::detail::{Detail, Why};
use connect::model::event::{Because, Shown};
use connect::model::keyed::Keyed as _;
use connect::model::library::{Library, Pack};
use connect::model::pick::{Memory, Plan};
use connect::model::plain;
use connect::model::proposal::{Request, plan, propose};
use connect::model::record::{NewEvent, NewShown, header_line, shown_id};
use connect::model::settings::Settings;
use connect::model::vocabulary::Practice;

const NOW: &str = "2026-11-24T08:00:00.000+01:00";
const DAYS: u64 = 3650;
/// Runs of each part.
const RUNS: usize = 200;

/// Times one part.
fn time<T>(part: &str, run: impl Fn() -> T) {
    let once = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1e6
    };
    let mut times: Vec<f64> = (0..RUNS).map(once).collect();
    times.sort_by(f64::total_cmp);
    println!("{part:<46} {:>9.0} {:>9.0}", times[0], times[RUNS / 2]);
}

fn at(day: NaiveDate) -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{day}T08:00:00.000+01:00")).expect("a time")
}

/// Ten years of days, each with a prompt of the next practice, and two of three done.
fn history(library: &Library<'_>, today: NaiveDate) -> String {
    let practices: Vec<_> = Practice::ALL.iter().map(|&practice| library.prompts(practice)).collect();
    let mut log = header_line("bench", at(today - Days::new(DAYS))) + "\n";
    for number in 0..DAYS {
        let (day, nth) = (today - Days::new(DAYS - number), usize::try_from(number).expect("small"));
        let prompts = &practices[nth % 9];
        let prompt = &prompts[nth / 9 % prompts.len()];
        let shown = Shown {
            prompt: Cow::Borrowed(&prompt.id),
            facet: prompt.facet.clone(),
            traits: prompt.traits(),
            depth: prompt.depth,
            weekend: nth % 7 > 4,
            because: Because::Day,
            replaces: None,
            asked: Ask::default(),
            reason: Cow::Borrowed(""),
        };
        let why = Why { fit: "new to you\nfits your 15 min".to_owned(), ..Why::default() };
        let detail = Detail { text: prompt.text.to_string(), why, ..Detail::default() };
        log += &(NewShown { shown, detail }.to_line(day, 0, at(day)) + "\n");
        if number % 3 > 0 {
            let (of, id) = (shown_id(day, 0), format!("{number:032x}"));
            let done = NewEvent { event: "done", day, of: Some(&of), prompt: Some(&prompt.id), ..NewEvent::default() };
            log += &(done.to_line(&id, at(day)) + "\n");
        }
    }
    log
}

fn env(folder: &Path) -> Env {
    let variable = |name: &str| (name == "CONNECT_DATA_DIR").then(|| folder.as_os_str().to_owned());
    Env::resolve(&variable, None, Streams::default(), || DateTime::parse_from_rfc3339(NOW).expect("a time"))
}

fn main() {
    let today = NOW[..10].parse().expect("a date");
    let (library, _) = Library::new(true, &[]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("history.jsonl"), history(&library, today)).expect("a log");
    let env = env(folder.path());
    let settings = Settings::default();
    let plan: Plan = plan(&settings, &library);
    let arena = Bump::new();
    let Recent { log, history, .. } = Log::recent(&env, &arena);
    let records = history.records(today);
    let ask = Ask::default();
    let request = Request { settings: &settings, history: &history, seed: "bench", day: today, ask, replacing: None };
    let practice = include_str!("../../prompts/time.toml");
    let pack = practice.split_inclusive("\n\n").filter(|table| table.starts_with("[[prompt]]"));
    let pack = Pack { name: "own.toml".to_owned(), text: pack.collect() };
    let [by_lines, as_toml] =
        [String::new(), "# Ours\n".to_owned()].map(|head| [Pack { name: pack.name.clone(), text: head + &pack.text }]);
    println!("{:<46} {:>9} {:>9}", "ten years of history, in microseconds", "fastest", "median");
    time("read the end of the log", || Log::end(&env));
    time("read and replay what a pick needs of it", || Log::recent(&env, &Bump::new()).history.offers.len());
    time("fold the days the picker remembers", || Memory::fold(&records, &plan));
    time("read one practice", || plain::prompts(practice, None));
    time("read it as a pack, by lines", || Library::new(true, &by_lines).1.len());
    time("read it as a pack, by the TOML reader", || Library::new(true, &as_toml).1.len());
    time("choose, all of the above but reading the log", || {
        propose(&request, &library).map(|proposal| proposal.prompt().len())
    });
    time("look for a prompt beyond memory", || log.days_shown_beyond("time.bench", today));
}
