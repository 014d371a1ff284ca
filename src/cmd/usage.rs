//! What is said about a command line that makes no sense, in our own words.

use std::ffi::OsString;

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::error::Error;
use crate::host::out::Out;
use crate::model::keyed::{Keyed as _, nearest};
use crate::model::topic::Topic;
use crate::model::view::wrap::refill;

/// On a screen of so many columns, help stands as it is set.
pub(super) const WIDE: usize = 72;

/// Prints help that was asked for, or turns a fault of the command line into an error of ours.
///
/// `verb` is the verb that the command line got to.
pub(super) fn explain(error: &clap::Error, verb: &Command, out: &Out) -> Result<(), Error> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = error.render();
            if out.look.width < WIDE {
                return out.print_text(&refill(text.to_string().trim_end(), out.look.width).join("\n"));
            }
            let text = if out.look.color { text.ansi().to_string() } else { text.to_string() };
            out.print_text(text.trim_end())
        }
        _ => {
            Err(Error::usage(message(error, verb))
                .hint("`connect help` lists the verbs, `connect help VERB` explains one"))
        }
    }
}

/// A fault of the command line in our own words.
fn message(error: &clap::Error, verb: &Command) -> String {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("no verb \"{typed}\"{}", suggested_verb(&typed, verb))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            let near = context(ContextKind::SuggestedArg).map(|near| format!("; did you mean \"{near}\"?"));
            format!("no flag \"{argument}\" here{}", near.unwrap_or_default())
        }
        // Where verbs come next, a word was meant as one.
        ErrorKind::UnknownArgument if verb.has_subcommands() => {
            format!("no verb \"{argument}\"{}", suggested_verb(&argument, verb))
        }
        ErrorKind::UnknownArgument => format!("no argument \"{argument}\" here"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => wrong_value(error, bare(&argument), &value),
        ErrorKind::MissingRequiredArgument => {
            let name = bare(&argument);
            format!("{name} is missing{}", missing(name, verb))
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg).unwrap_or_default();
            format!("{} can't be used with {}", bare(&argument), bare(&other))
        }
        ErrorKind::InvalidUtf8 => "the command line is not UTF-8".to_owned(),
        _ => {
            let whole = error.render().to_string();
            whole.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    }
}

/// What there is to put in the place of an argument, or what lists it.
fn missing(name: &str, verb: &Command) -> String {
    let is_meant = |arg: &&Arg| arg.get_id().as_str().eq_ignore_ascii_case(name);
    let words = verb.get_positionals().find(is_meant).map(Arg::get_possible_values).unwrap_or_default();
    let words: Vec<&str> = words.iter().map(PossibleValue::get_name).collect();
    match (verb.get_name(), name) {
        _ if !words.is_empty() => format!("; one of {}", words.join(", ")),
        ("never", "ID") => "; `connect browse --never` lists what was dropped".to_owned(),
        (_, "ID") => "; `connect browse` finds one".to_owned(),
        (_, "KEY") => "; `connect config list` shows them all".to_owned(),
        _ => String::new(),
    }
}

/// What is wrong with the value of a flag, and which would do.
fn wrong_value(error: &clap::Error, flag: &str, value: &str) -> String {
    if value.is_empty() {
        return format!("{flag} needs a value");
    }
    let rest = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(known)) => match nearest(value, known.iter().map(String::as_str)) {
            Some(near) => format!("; did you mean \"{near}\"?"),
            None => format!("; one of {}", known.join(", ")),
        },
        _ => std::error::Error::source(error).map(|source| wanted(&source.to_string())).unwrap_or_default(),
    };
    format!("{flag} can't be \"{value}\"{rest}")
}

/// What would do. Our own parsers say how to go on after "; "; that of numbers says "0 is not in 1..=600", or how
/// the digits disappointed it.
fn wanted(reason: &str) -> String {
    if reason.starts_with("; ") {
        return reason.to_owned();
    }
    match reason.split_once(" is not in ").and_then(|(_, range)| range.split_once("..=")) {
        Some((low, high)) => format!("; a number from {low} to {high}"),
        None => "; a whole number".to_owned(),
    }
}

/// A flag without the name of its value, or the name of an argument.
fn bare(argument: &str) -> &str {
    argument.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>', '[', ']', '.'])
}

/// The verb that a command line got to before it made no sense.
pub(super) fn meant<'c>(command: &'c Command, args: &[OsString]) -> &'c Command {
    let mut verb = command;
    for word in args.iter().skip(1).filter(|arg| !arg.as_encoded_bytes().starts_with(b"-")) {
        match verb.find_subcommand(word) {
            Some(inner) => verb = inner,
            None => break,
        }
    }
    verb
}

/// What to type instead of a verb that there is not: a near one, else any of a few.
fn suggested_verb(typed: &str, verb: &Command) -> String {
    let mut verbs: Vec<&str> =
        verb.get_subcommands().filter(|verb| !verb.is_hide_set()).map(Command::get_name).collect();
    if verb.get_name() == "connect" {
        if Topic::from_key(typed).is_some() {
            return format!("; `connect help {typed}` tells of it");
        }
        verbs.extend(Topic::ALL.iter().map(|topic| topic.key()));
    }
    match nearest(typed, verbs.iter().copied()) {
        Some(near) => format!("; did you mean \"{near}\"?"),
        None if verbs.len() <= 8 => format!("; one of {}", verbs.join(", ")),
        None => String::new(),
    }
}
