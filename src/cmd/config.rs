//! `config`: settings read and changed from the command line, with the file as the person wrote it.

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::out::Out;
use crate::host::settings_file::{self, Copy, change};
use crate::host::typist::Typist;
use crate::model::fault::Source;
use crate::model::settings::Settings;
use crate::model::settings_edit::{set, template, unknown, unset};
use crate::model::settings_list::Setting;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::view::settings::{merged, settings_page, value_text, without_default_weights};

#[derive(Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: Option<ConfigCommand>,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print a setting
    Get(GetArgs),
    /// Change it, keeping comments
    Set(SetArgs),
    /// Go back to a default
    Unset(UnsetArgs),
    /// List all, with origin
    List(ListArgs),
    /// Open the file, then check it
    Edit,
    /// Print where it is
    Path(PathArgs),
}

#[derive(Args)]
struct GetArgs {
    /// A setting, such as minutes or minutes.weekend
    key: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct SetArgs {
    /// A setting, such as minutes or practices.gratitude
    key: String,
    /// What it is to be; several words need no quotes
    #[arg(value_name = "VALUE", required = true, allow_negative_numbers = true)]
    words: Vec<String>,
}

#[derive(Args)]
struct UnsetArgs {
    /// A setting, such as minutes or practices.gratitude
    key: String,
}

#[derive(Args, Default)]
struct ListArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct PathArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn config(env: &Env, out: &Out, args: &ConfigArgs) -> Result<(), Error> {
    match &args.command {
        None => print_list(env, out, &ListArgs::default()),
        Some(ConfigCommand::Get(args)) => get(env, out, args),
        Some(ConfigCommand::Set(args)) => set_key(env, out, args),
        Some(ConfigCommand::Unset(args)) => unset_key(env, out, &args.key),
        Some(ConfigCommand::List(args)) => print_list(env, out, args),
        Some(ConfigCommand::Edit) => edit(env, out),
        Some(ConfigCommand::Path(args)) => print_path(env, out, args),
    }
}

fn get(env: &Env, out: &Out, args: &GetArgs) -> Result<(), Error> {
    let (all, faults) = settings_file::listed(env)?;
    out.faults(faults);
    let found: Vec<Setting> = all.into_iter().filter(|setting| setting.is_of(&args.key)).collect();
    if found.is_empty() {
        return Err(Error::usage(unknown(&args.key)).hint("`connect config list` shows them all"));
    }
    if args.json {
        return print_json(env, out, &found);
    }
    match &merged(&found)[..] {
        [only] if !out.look.plain => {
            let text = if only.value.is_null() { String::new() } else { value_text(&only.value) };
            out.print(&[Line::plain(text)])
        }
        rows => out.print(&settings_page(rows, FILE, out.look)),
    }
}

/// The name of the settings file, as origins have it.
const FILE: &str = "settings.toml";

fn print_list(env: &Env, out: &Out, args: &ListArgs) -> Result<(), Error> {
    let (all, faults) = settings_file::listed(env)?;
    out.faults(faults);
    if args.json {
        return print_json(env, out, &all);
    }
    out.print(&settings_page(&without_default_weights(merged(&all)), FILE, out.look))
}

fn set_key(env: &Env, out: &Out, args: &SetArgs) -> Result<(), Error> {
    change(env, |document| set(document, &args.key, &args.words.join(" ")))?;
    let (all, _) = settings_file::listed(env)?;
    let now: Vec<Setting> = all.into_iter().filter(|setting| setting.is_of(&args.key)).collect();
    let value = match &merged(&now)[..] {
        [only] => format!(" is now {}", value_text(&only.value)),
        _ => " is set".to_owned(),
    };
    confirm(out, &args.key, &format!("{value}, in {}.", file_name(env)?))
}

fn unset_key(env: &Env, out: &Out, key: &str) -> Result<(), Error> {
    let mut was_there = false;
    change(env, |document| {
        was_there = unset(document, key)?;
        Ok(())
    })?;
    confirm(out, key, if was_there { " is back to its default." } else { " is at its default already." })
}

fn confirm(out: &Out, key: &str, what: &str) -> Result<(), Error> {
    out.print(&[Line::marked(Mark::None, out.look).and(Ink::Name, key).and(Ink::Plain, what)])
}

/// The settings file as people read it.
fn file_name(env: &Env) -> Result<String, Error> {
    Ok(env.paths.shorten(&settings_file::path(env)?))
}

fn edit(env: &Env, out: &Out) -> Result<(), Error> {
    let file = file_name(env)?;
    if !env.has_typist {
        let message = format!("`config edit` needs a terminal; `connect config set` does not, and the file is {file}");
        return Err(Error::usage(message));
    }
    let editor = env
        .editor
        .as_deref()
        .ok_or_else(|| Error::usage("no editor is set; name yours, as in `EDITOR=nano connect config edit`"))?;
    let copy = Copy::make(env, &template())?;
    let mut typist = Typist::new(env, "nothing was changed");
    loop {
        let Some(text) = copy.edit(env, editor)? else {
            copy.discard();
            let (_, faults) = settings_file::listed(env).map_err(|error| still_broken(&error))?;
            out.faults(faults);
            return out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, "Nothing changed.")]);
        };
        let broken = settings_file::parse(env, &text).err();
        let faults = if broken.is_some() { Vec::new() } else { Settings::read(Source { name: &file, text: &text }).1 };
        let is_fine = broken.is_none() && faults.is_empty();
        out.faults(faults);
        if let Some(error) = &broken {
            out.warn(&error.message);
        }
        if !is_fine && typist.agrees("Open it again?", true)? {
            continue;
        }
        if broken.is_some() {
            return Err(copy.kept(env, Error::new(Kind::Settings, "that is not TOML")));
        }
        copy.put(env, &text)?;
        let line = Line::marked(Mark::None, out.look).and(Ink::Plain, format!("Saved: {file}."));
        return out.print(&[line]);
    }
}

fn still_broken(error: &Error) -> Error {
    Error::new(error.kind, format!("nothing changed, and it is still broken: {}", error.message))
}

fn print_path(env: &Env, out: &Out, args: &PathArgs) -> Result<(), Error> {
    let path = settings_file::path(env)?;
    let origin = env.paths.config_origin;
    if args.json {
        return out.print_json(&serde_json::json!({ "schema": 1, "settings": path, "origin": origin }));
    }
    // In full, so that another program can use it.
    out.print(&[Line::plain(path.display().to_string())])?;
    if let Some(variable) = origin {
        out.hint(&format!("it is there because of {variable}"));
    }
    Ok(())
}

#[derive(Serialize)]
struct SettingsObject<'s> {
    schema: u32,
    file: String,
    settings: Vec<SettingObject<'s>>,
}

#[derive(Serialize)]
struct SettingObject<'s> {
    key: &'s str,
    value: &'s Value,
    /// `default` or `file`.
    origin: &'static str,
    line: Option<usize>,
}

fn print_json(env: &Env, out: &Out, settings: &[Setting]) -> Result<(), Error> {
    let settings = settings.iter().map(|Setting { key, value, line }| SettingObject {
        key,
        value,
        origin: if line.is_some() { "file" } else { "default" },
        line: *line,
    });
    let file = settings_file::path(env)?.display().to_string();
    out.print_json(&SettingsObject { schema: 1, file, settings: settings.collect() })
}
