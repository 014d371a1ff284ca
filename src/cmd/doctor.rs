//! `doctor`: looks at everything that could be in the way, and changes nothing.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::day::Day;
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::inspect::{
    copies_of_history, copies_of_settings, free_space, obstacle, rights_of_others, shared_work_tree,
};
use crate::host::log::{Log, NAME};
use crate::host::notify::ON_A_MAC;
use crate::host::out::Out;
use crate::host::{files, schedule, settings_file};
use crate::model::diagnosis::{Diagnosis, Verdict, number, summary};
use crate::model::fault::Source;
use crate::model::keyed::Keyed as _;
use crate::model::library::Library;
use crate::model::reminder::notice::notifier;
use crate::model::settings::Settings;
use crate::model::view::dates::{count, day};
use crate::model::view::diagnosis::diagnosis_page;
use crate::model::view::reminder;
use crate::model::vocabulary::Practice;

#[derive(Args)]
pub(super) struct DoctorArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Less room than this, in bytes, deserves a look.
const LITTLE_SPACE: u64 = 16 << 20;
/// Less room than this, in bytes, is none: the history could not grow.
const NO_SPACE: u64 = 64 << 10;

pub(super) fn doctor(env: &Env, out: &Out, args: &DoctorArgs) -> Result<(), Error> {
    let today = Day::begin_quietly(env);
    let log = Log::whole(env);
    let diagnoses = [
        settings(env, &today),
        library(env, &today.settings),
        history(env, &today, &log),
        copies(env),
        privacy(env),
        git(env),
        clock(env, &today, &log),
        reminder(env),
        disk(env),
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

fn settings(env: &Env, today: &Day) -> Diagnosis {
    let subject = "settings";
    let read = settings_file::text(env).and_then(|text| settings_file::parse(env, &text).map(|_| text));
    let (text, path) = match read.and_then(|text| Ok((text, settings_file::path(env)?))) {
        Ok(read) => read,
        Err(error) if error.kind == Kind::Settings => {
            return Diagnosis::wrong(subject, error.message, "connect config edit".to_owned());
        }
        Err(error) => return Diagnosis::wrong(subject, error.message, None),
    };
    let name = env.paths.shorten(&path);
    let (settings, mut faults) = Settings::read(Source { name: &name, text: &text });
    faults.extend(settings.faults_on(today.today).cloned());
    if !faults.is_empty() {
        let told = format!("{} in {name}", count(faults.len(), "fault"));
        return Diagnosis::look(subject, told, "connect check".to_owned());
    }
    let name = if path.exists() { name } else { "none, so the defaults hold".to_owned() };
    Diagnosis::ok(subject, name)
}

fn library(env: &Env, settings: &Settings) -> Diagnosis {
    let subject = "library";
    let (packs, mut faults) = files::packs(env);
    let (library, found) = Library::new(settings.library, &packs);
    faults.extend(found);
    let prompts: Vec<_> = Practice::ALL.iter().flat_map(|&practice| library.prompts(practice)).collect();
    let own = prompts.iter().filter(|prompt| prompt.pack.is_some()).count();
    let told = match (prompts.len() - own, own) {
        (0, 0) => {
            let mend = "connect config unset library".to_owned();
            return Diagnosis::wrong(subject, "not one prompt: the built-in ones are switched off", mend);
        }
        (built_in, 0) => count(built_in, "prompt"),
        (0, own) => format!("{} of your own alone", count(own, "prompt")),
        (built_in, own) => format!("{}, and {own} of your own", count(built_in, "prompt")),
    };
    if settings.weights.iter().all(|weight| *weight == 0.0) {
        let mend = "connect config unset practices".to_owned();
        return Diagnosis::wrong(subject, "every practice is switched off", mend);
    }
    match faults.len() {
        0 => Diagnosis::ok(subject, told),
        number => {
            let told = format!("{told}; {} in your packs", count(number, "fault"));
            Diagnosis::look(subject, told, "connect check".to_owned())
        }
    }
}

fn history(env: &Env, today: &Day, log: &Log) -> Diagnosis {
    let subject = "history";
    let (history, bad) = log.everything();
    let unreadable = log.trouble.as_ref().map(|trouble| trouble.message.clone());
    let blocked = log.folder.as_deref().and_then(|folder| {
        Some(Error::io(&format!("can't write in {}", env.paths.shorten(folder)), &obstacle(folder)?).message)
    });
    let newer = history.newer.then(|| "written by a newer connect, which is needed to go on with it".to_owned());
    if let Some(told) = unreadable.or(blocked).or(newer) {
        return Diagnosis::wrong(subject, told, None);
    }
    let told = match history.offers.first() {
        None => "none yet".to_owned(),
        Some(first) => {
            let events = count(history.appended().count(), "event");
            format!("{events} since {}", day(first.entry.day, today.today))
        }
    };
    if bad.is_empty() {
        return Diagnosis::ok(subject, told);
    }
    let told = format!("{told}; {} passed over as unreadable", count(bad.len(), "line"));
    Diagnosis::look(subject, told, None)
}

fn copies(env: &Env) -> Diagnosis {
    let subject = "copies";
    let of_history = env.paths.data.as_deref().map(copies_of_history).unwrap_or_default();
    let of_settings = env.paths.config.as_deref().map(copies_of_settings).unwrap_or_default();
    if !of_settings.is_empty() {
        let told = format!("{} beside your settings, which nothing reads", of_settings.join(", "));
        return Diagnosis::look(subject, told, None);
    }
    if !of_history.is_empty() {
        let told = format!("{} beside the history, read as well", of_history.join(", "));
        return Diagnosis::look(subject, told, None);
    }
    Diagnosis::ok(subject, "no conflict copies of settings or history")
}

fn privacy(env: &Env) -> Diagnosis {
    let subject = "privacy";
    let folders = [&env.paths.config, &env.paths.data, &env.paths.state].into_iter().flatten();
    let data = env.paths.data.iter();
    // Whoever may write in a folder can replace what is in it.
    let written = folders.filter(|folder| rights_of_others(folder) & 2 != 0).map(|folder| ("change", folder.as_path()));
    let history = data.filter(|folder| rights_of_others(folder) & 1 != 0);
    let read = history.filter(|folder| rights_of_others(&folder.join(NAME)) & 4 != 0);
    match written.chain(read.map(|folder| ("read", folder.as_path()))).next() {
        Some((act, folder)) => {
            let told = format!("others on this machine may {act} what is in {}", env.paths.shorten(folder));
            Diagnosis::look(subject, told, format!("chmod -R go-rwx {}", typed(env, folder)))
        }
        None => Diagnosis::ok(subject, "your history is for you alone"),
    }
}

/// A path as a shell takes it.
fn typed(env: &Env, path: &Path) -> String {
    let short = env.paths.shorten(path);
    let is_plain = short.chars().all(|c| c.is_ascii_alphanumeric() || "~/._-".contains(c));
    if is_plain { short } else { shell_words::quote(&path.display().to_string()).into_owned() }
}

fn git(env: &Env) -> Diagnosis {
    let subject = "git";
    let tree = env.paths.data.as_ref().and_then(|folder| {
        let file = folder.join(NAME);
        shared_work_tree(if file.exists() { &file } else { folder })
    });
    match tree {
        Some(tree) => {
            let told = format!("the history is in {}, which has a remote", env.paths.shorten(&tree));
            let ignored = typed(env, &tree.join(".gitignore"));
            Diagnosis::look(subject, told, format!("echo 'history*.jsonl' >> {ignored}"))
        }
        None => Diagnosis::ok(subject, "the history is in no work tree with a remote"),
    }
}

fn clock(env: &Env, today: &Day, log: &Log) -> Diagnosis {
    let subject = "clock";
    let starts = today.settings.day_starts.format("%H:%M");
    let told = format!("UTC{}; the day starts at {starts}", env.now.offset());
    if let Some(complaint) = env.complaints.first() {
        return Diagnosis::look(subject, complaint.as_str(), None);
    }
    let (history, _) = log.everything();
    let latest = history.appended().max().map(|at| at.with_timezone(env.now.offset()).date_naive());
    match latest.filter(|latest| *latest > env.now.date_naive()) {
        Some(latest) => {
            let told = format!("the history goes on to {}, which is still to come", day(latest, today.today));
            Diagnosis::look(subject, told, "date".to_owned())
        }
        None => Diagnosis::ok(subject, told),
    }
}

fn reminder(env: &Env) -> Diagnosis {
    let subject = "reminder";
    let found = match schedule::found(env) {
        Ok(found) => found,
        Err(error) => return Diagnosis::look(subject, error.message, None),
    };
    let Some(first) = found.first() else {
        return Diagnosis::ok(subject, "off");
    };
    let again = || "connect remind on".to_owned();
    let Some(job) = &first.job else {
        return Diagnosis::look(subject, format!("changed by hand ({})", reminder::scheduler(first.via)), again());
    };
    let told = reminder::schedule(&job.schedule, first.via);
    if let Some(trouble) = &first.trouble {
        return Diagnosis::wrong(subject, format!("{told}, but it will not come: {trouble}"), again());
    }
    if found.len() > 1 {
        return Diagnosis::look(subject, format!("{told}, and {} more", found.len() - 1), again());
    }
    if !job.mail && env.find(Path::new(notifier(ON_A_MAC))).is_none() {
        let told = format!("{told}, but nothing can be shown without {}", notifier(ON_A_MAC));
        return Diagnosis::wrong(subject, told, "connect remind test".to_owned());
    }
    Diagnosis::ok(subject, told)
}

fn disk(env: &Env) -> Diagnosis {
    let subject = "disk";
    let Some(free) = env.paths.data.as_deref().and_then(free_space) else {
        return Diagnosis::look(subject, "how much is free can't be told", None);
    };
    let told = match free >> 20 {
        0 => format!("{} KiB free", free >> 10),
        mib @ 1..=9999 => format!("{mib} MiB free"),
        mib => format!("{} GiB free", mib >> 10),
    };
    match free {
        ..NO_SPACE => Diagnosis::wrong(subject, told, None),
        NO_SPACE..LITTLE_SPACE => Diagnosis::look(subject, told, None),
        _ => Diagnosis::ok(subject, told),
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
