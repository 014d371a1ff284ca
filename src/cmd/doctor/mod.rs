//! `doctor`: looks at everything that could be in the way, and changes nothing.

mod around;
mod kept;

use clap::Args;
use serde::Serialize;

use crate::cmd::day::Day;
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::model::diagnosis::{Diagnosis, Verdict, number, summary};
use crate::model::keyed::Keyed as _;
use crate::model::view::diagnosis::diagnosis_page;

#[derive(Args)]
pub(in crate::cmd) struct DoctorArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(in crate::cmd) fn doctor(env: &Env, out: &Out, args: &DoctorArgs) -> Result<(), Error> {
    let today = Day::begin_quietly(env);
    let log = Log::whole(env);
    let diagnoses = [
        kept::settings(env, &today),
        kept::library(env, &today.settings),
        kept::history(env, &today, &log),
        kept::copies(env),
        kept::privacy(env),
        kept::git(env),
        around::clock(env, &today, &log),
        around::shell(env),
        around::reminder(env),
        around::disk(env),
    ];
    if args.json {
        out.print_json(&object(&diagnoses))?;
    } else {
        out.print(&diagnosis_page(&diagnoses, out.look))?;
    }
    let worst = diagnoses.iter().find(|diagnosis| diagnosis.verdict == Verdict::Wrong);
    worst.map_or(Ok(()), |wrong| Err(Error::new(kind(wrong), summary(&diagnoses).trim_end_matches('.'))))
}

/// The kind of failure that a broken thing is. They are listed with what weighs most first.
fn kind(wrong: &Diagnosis) -> Kind {
    match wrong.subject {
        "settings" => Kind::Settings,
        "library" => Kind::Data,
        _ => Kind::Io,
    }
}

#[derive(Serialize)]
struct DoctorObject<'d> {
    schema: u32,
    look: usize,
    wrong: usize,
    checks: Vec<CheckObject<'d>>,
}

#[derive(Serialize)]
struct CheckObject<'d> {
    subject: &'static str,
    verdict: &'static str,
    told: &'d str,
    mend: Option<&'d str>,
}

fn object(diagnoses: &[Diagnosis]) -> DoctorObject<'_> {
    let checks = diagnoses.iter().map(|Diagnosis { verdict, subject, told, mend }| CheckObject {
        subject,
        verdict: verdict.key(),
        told,
        mend: mend.as_deref(),
    });
    let (look, wrong) = (number(diagnoses, Verdict::Look), number(diagnoses, Verdict::Wrong));
    DoctorObject { schema: 1, look, wrong, checks: checks.collect() }
}
