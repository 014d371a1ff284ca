//! What is kept: settings, packs and history, and who else can get at them.

use std::path::Path;

use crate::cmd::day::Day;
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::inspect::{copies_of_history, copies_of_settings, obstacle, rights_of_others, shared_work_tree};
use crate::host::log::{Log, NAME};
use crate::host::{files, settings_file};
use crate::model::diagnosis::Diagnosis;
use crate::model::fault::Source;
use crate::model::keyed::Keyed as _;
use crate::model::library::Library;
use crate::model::settings::Settings;
use crate::model::view::dates::{count, day};
use crate::model::vocabulary::Practice;

pub(super) fn settings(env: &Env, today: &Day) -> Diagnosis {
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

pub(super) fn library(env: &Env, settings: &Settings) -> Diagnosis {
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

pub(super) fn history(env: &Env, today: &Day, log: &Log) -> Diagnosis {
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

pub(super) fn copies(env: &Env) -> Diagnosis {
    let subject = "copies";
    let of_history = env.paths.data.as_deref().map(copies_of_history).unwrap_or_default();
    let of_settings = env.paths.config.as_deref().map(copies_of_settings).unwrap_or_default();
    if !of_settings.is_empty() {
        let told = format!("{} beside your settings, which nothing reads", of_settings.join(", "));
        return Diagnosis::look(subject, told, None);
    }
    if !of_history.is_empty() {
        let told = format!("{} beside the history, read as well", of_history.join(", "));
        return Diagnosis::look(subject, told, "connect data merge".to_owned());
    }
    Diagnosis::ok(subject, "no conflict copies of settings or history")
}

pub(super) fn privacy(env: &Env) -> Diagnosis {
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

pub(super) fn git(env: &Env) -> Diagnosis {
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
