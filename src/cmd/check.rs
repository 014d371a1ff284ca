//! `check`: every mistake in packs, all at once, with its place and how to mend it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::files;
use crate::host::out::Out;
use crate::model::check::{Finding, Weight, check};
use crate::model::day::day_of;
use crate::model::fault::{Fault, Source};
use crate::model::library::{Pack, builtin};
use crate::model::view::dates::count;
use crate::model::view::faults::fault_page;
use crate::model::view::paint::{Line, Page};

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Files, or folders of them; your settings, your own packs and the library if you name none
    paths: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was found in all files.
#[derive(Default)]
struct Tally {
    findings: Vec<Finding>,
    prompts: usize,
    /// The pack that each id was first met in.
    packs: BTreeMap<String, String>,
}

impl Tally {
    fn add(&mut self, name: &str, text: &str, own: bool) {
        let report = check(Source { name, text }, own);
        self.findings.extend(report.findings);
        for id in report.ids.iter().filter(|_| own) {
            let first = self.packs.entry(id.clone()).or_insert_with(|| name.to_owned());
            if first != name {
                let fault = Fault::of_file(name, format!("{id} is in {first} already, which comes first"));
                self.findings.push(Finding { weight: Weight::Warning, fault, id: Some(id.clone()) });
            }
        }
        self.prompts += report.ids.len();
    }

    fn unreadable(&mut self, faults: Vec<Fault>) {
        let as_error = |fault| Finding { weight: Weight::Error, fault, id: None };
        self.findings.extend(faults.into_iter().map(as_error));
    }

    fn count(&self, weight: Weight) -> usize {
        self.findings.iter().filter(|finding| finding.weight == weight).count()
    }

    /// Prompts without an error.
    fn fine(&self) -> usize {
        let errors = self.findings.iter().filter(|finding| finding.weight == Weight::Error);
        let ids: std::collections::BTreeSet<_> = errors.filter_map(|finding| finding.id.as_deref()).collect();
        self.prompts.saturating_sub(ids.len())
    }
}

pub(super) fn run(env: &Env, out: &Out, args: &CheckArgs) -> Result<(), Error> {
    let mut tally = Tally::default();
    let (packs, faults) = if args.paths.is_empty() { files::packs(env) } else { files::packs_at(env, &args.paths) };
    tally.unreadable(faults);
    for Pack { name, text } in &packs {
        // A file that introduces a practice is the library's; anything else is somebody's own.
        let own = !text.lines().any(|line| line.trim() == "[practice]");
        tally.add(name, text, own);
    }
    if args.paths.is_empty() {
        tally.unreadable(setting_faults(env));
        for (name, text) in builtin() {
            tally.add(&name, text, false);
        }
    }
    tally.findings.sort_by_key(Finding::order);
    let errors = tally.count(Weight::Error);
    if args.json {
        out.print_json(&object(&tally))?;
    } else {
        out.print(&page(&tally))?;
    }
    if errors > 0 {
        let message = format!("{} to mend", count(errors, "fault"));
        return Err(Error::new(Kind::Data, message));
    }
    Ok(())
}

/// What is wrong with the settings, occasions that are over included.
fn setting_faults(env: &Env) -> Vec<Fault> {
    let (settings, mut faults) = files::settings(env);
    let today = day_of(env.now, settings.day_starts);
    faults.extend(settings.faults_on(today).cloned());
    faults
}

fn page(tally: &Tally) -> Page {
    let mut page = Vec::new();
    for weight in [Weight::Error, Weight::Warning] {
        let before = if weight == Weight::Error { "" } else { "worth a second look: " };
        for finding in tally.findings.iter().filter(|finding| finding.weight == weight) {
            page.extend(fault_page(Line::default(), before, &finding.fault));
        }
    }
    let (errors, warnings) = (tally.count(Weight::Error), tally.count(Weight::Warning));
    let found = match (errors, warnings) {
        (0, 0) => "No fault.".to_owned(),
        (0, _) => format!("No fault, {}.", count(warnings, "warning")),
        (_, 0) => format!("{}.", count(errors, "fault")),
        _ => format!("{}, {}.", count(errors, "fault"), count(warnings, "warning")),
    };
    let fine = tally.fine();
    let verb = if fine == 1 { "is" } else { "are" };
    let prompts = match fine {
        _ if fine == tally.prompts => count(fine, "prompt"),
        1 => "The other prompt".to_owned(),
        _ => format!("The other {fine} prompts"),
    };
    let rest = if fine == 0 { String::new() } else { format!(" {prompts} {verb} fine.") };
    page.push(Line::plain(format!("  {found}{rest}")));
    page
}

#[derive(Serialize)]
struct CheckObject<'t> {
    schema: u32,
    prompts: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<FindingObject<'t>>,
}

#[derive(Serialize)]
struct FindingObject<'t> {
    weight: &'static str,
    file: &'t str,
    line: Option<usize>,
    column: Option<usize>,
    id: Option<&'t str>,
    message: &'t str,
}

impl<'t> From<&'t Finding> for FindingObject<'t> {
    fn from(finding: &'t Finding) -> Self {
        let Finding { weight, fault, id } = finding;
        let place = fault.place.as_ref();
        Self {
            weight: if *weight == Weight::Error { "error" } else { "warning" },
            file: &fault.file,
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            id: id.as_deref(),
            message: &fault.message,
        }
    }
}

fn object(tally: &Tally) -> CheckObject<'_> {
    CheckObject {
        schema: 1,
        prompts: tally.prompts,
        errors: tally.count(Weight::Error),
        warnings: tally.count(Weight::Warning),
        findings: tally.findings.iter().map(FindingObject::from).collect(),
    }
}
