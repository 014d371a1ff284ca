//! Help, and what is said about a command line that makes no sense.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::builder::Styles;
use clap::builder::styling::Style;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};

use super::Cli;
use crate::error::Error;
use crate::host::out::Out;
use crate::model::keyed::nearest;

/// The verbs as people look for them.
const GROUPS: &[(&str, &[&str])] = &[
    ("Every day", &["today", "another", "done", "love", "skip", "snooze", "never", "note", "why", "pause", "undo"]),
    ("Look back", &["history", "stats", "report"]),
    ("Library", &["practices", "browse", "show", "add", "check"]),
    ("Set up", &["setup", "quiz", "config", "init", "remind", "status", "data", "schema"]),
    ("If you need it", &["safety"]),
];

const FOOT: &str = "\
Ideas for everyday closeness. Not therapy, and not for relationships
where you feel afraid: `connect safety`.
";

pub(super) const TODAY: &str = "\
Examples:
  connect
  connect today --more
  connect today --mood tired --minutes 5
  connect today --peek --json
  connect today --format '{practice_title}: {text}'

A mood is how your partner, or the air between you, seems now.
`--hook` is for the shell: it speaks once a day and never fails.";
pub(super) const ANOTHER: &str = "\
Examples:
  connect another
  connect another --more

The first swap of a day stays with its practice, later ones change it.";
pub(super) const DONE: &str = "\
Examples:
  connect done
  connect done --rating 4 --note 'the shoe worked'
  connect done --on yesterday";
pub(super) const LOVE: &str = "\
Examples:
  connect love
  connect love --note 'we laughed until the soup burned'

The same as `connect done --rating 5`.";
pub(super) const SKIP: &str = "\
Examples:
  connect skip
  connect skip --on yesterday";
pub(super) const SNOOZE: &str = "\
Examples:
  connect snooze
  connect snooze --days 2";
pub(super) const NEVER: &str = "\
Examples:
  connect never
  connect never time.three-clues
  connect never time.three-clues --lift";
pub(super) const NOTE: &str = "\
Examples:
  connect note
  connect note 'it was the blue mug'
  connect note --on yesterday 'they still talk about it'

Without a text, a note is written in $VISUAL or $EDITOR, or read from
standard input. That keeps it out of the history of your shell.";
pub(super) const WHY: &str = "\
Examples:
  connect why
  connect why --on yesterday
  connect why --all";
pub(super) const PAUSE: &str = "\
Examples:
  connect pause
  connect pause --days 14
  connect pause --days 0

0 days end a pause.";
pub(super) const UNDO: &str = "\
Examples:
  connect undo";
pub(super) const HISTORY: &str = "\
Examples:
  connect history
  connect history --all --notes
  connect history walk --practice time
  connect history --since 2026-11-01 --until 2026-11-30 --more
  connect history --on-this-day --notes
  connect history --notes --markdown > our-days.md

Notes are shown, and searched, only with --notes. On a terminal, what is
longer than the screen goes through $PAGER if that is set.";
pub(super) const REPORT: &str = "\
Examples:
  connect report --out ~/year.html
  connect report --notes --out ~/year.html --force
  connect report --year 2026

The page is a file of its own: no script in it, and nothing is loaded
from anywhere. Your notes are left out unless you ask for them.";
pub(super) const STATS: &str = "\
Examples:
  connect stats
  connect stats --year
  connect stats --plain

Counted are the last 90 prompts that were done or left standing, not those
put off or swapped away. When things repeat is found by running the picker
forward: a prompt a day, each shown and left unanswered.";
pub(super) const PRACTICES: &str = "\
Examples:
  connect practices
  connect practices --more
  connect practices gratitude";
pub(super) const BROWSE: &str = "\
Examples:
  connect browse walk --minutes 15
  connect browse --practice gratitude --kind say
  connect browse --mood tired --where distance
  connect browse --loved";
pub(super) const ADD: &str = "\
Examples:
  connect add
  connect add --practice time --kind do --minutes 15 --depth 1 \\
    'Walk to our bench, and sit until one of us says something new.'

With no flags, the few questions are asked one by one. The prompt is
checked first, then added to ~/.config/connect/prompts/ours.toml.";
pub(super) const CHECK: &str = "\
Examples:
  connect check
  connect check ~/.config/connect/prompts

In a pack of your own, words that the library avoids are pointed out,
and are no fault.";
pub(super) const SHOW: &str = "\
Examples:
  connect show gratitude.six-word-note";
pub(super) const SETUP: &str = "\
Examples:
  connect setup
  connect setup --name Robin --where apart,distance --minutes 10

Without a flag it asks, shows the prompt, and offers a reminder. With one it
asks nothing. Whatever you leave out stays as it was.";
pub(super) const QUIZ: &str = "\
Examples:
  connect quiz
  connect quiz --questions
  connect quiz --answers 1,2,1,e,2,1,n,1,2,2,1,1,e,2,1,2,1,n,1,2 --save

Your partner can take it in your place. Where \"touch\" is not in your
`have`, nothing is asked about it: 12 questions, not 20.";
pub(super) const CONFIG: &str = "\
Examples:
  connect config list
  connect config get minutes
  connect config set name Robin
  connect config set minutes.weekend 45
  connect config set where apart,distance
  connect config set practices.gratitude 2
  connect config unset minutes

Comments in your settings stay. A value that makes no sense is refused,
and a file that is not TOML is left alone: exit code 78.";
pub(super) const REMIND: &str = "\
Examples:
  connect remind on --at 18:30
  connect remind on --at 7:45 --days mon,wed,fri
  connect remind on --via systemd --print
  connect remind status
  connect remind test
  connect remind off

A reminder says that today's prompt is ready, and no more. It keeps quiet
once you are done, and while you pause it.";
pub(super) const STATUS: &str = "\
Examples:
  connect status
  connect status --waybar
  connect status --format '{practice_title}'

It never shows the prompt, unless a format asks for it. Recipes for tmux,
waybar, polybar, i3 and starship are in the README.";
pub(super) const DATA: &str = "\
Examples:
  connect data path
  connect data export ~/connect.json
  connect data import ~/laptop.json --dry-run
  connect data merge
  connect data erase --notes --on yesterday --yes
  connect data erase --before 2026-01-01 --yes
  connect data wipe

An export is one JSON file with all of it, your notes included. Reading
it back adds what is missing, and writes nothing over. `erase` leaves
alone what you dropped for good, unless you name the event.";
pub(super) const INIT: &str = "\
Examples:
  connect init bash
  connect init zsh --install --yes
  connect init zsh --remove --yes

`connect init bash >> ~/.bashrc` does the same as --install, and so does
eval \"$(connect init bash)\" in that file, a millisecond slower.
The block for PowerShell is untested.";
pub(super) const SCHEMA: &str = "\
Examples:
  connect schema settings
  connect schema packs
  connect schema today
  connect schema history

They are in draft 7, which editors know: for settings.toml, for a pack,
for what `connect today --json` prints, and for one line of the history.";
pub(super) const SAFETY: &str = "\
Examples:
  connect safety

It is printed from the program itself. Nothing is looked up or recorded.";

const BOLD: Style = Style::new().bold();

/// The parser, with the verbs grouped in its help.
pub(super) fn command() -> Command {
    let styles = Styles::plain().header(BOLD).usage(BOLD).literal(BOLD);
    let command = Cli::command().styles(styles).disable_help_subcommand(false);
    let overview = overview(&command);
    command.override_help(overview)
}

fn overview(command: &Command) -> clap::builder::StyledStr {
    let (on, off) = (BOLD.render(), BOLD.render_reset());
    let mut text = String::new();
    for (title, verbs) in GROUPS {
        let _ = writeln!(text, "{on}{title}{off}");
        for verb in *verbs {
            let about = command.find_subcommand(verb).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {on}{verb:<11}{off}  {about}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "`connect help VERB` has examples. Every verb takes --plain, which is kind");
    let _ = writeln!(text, "to screen readers, and --ascii.\n");
    text.push_str(FOOT);
    text.into()
}

/// Prints help that was asked for, or turns a fault of the command line into an error of ours.
///
/// `verb` is the verb that the command line got to.
pub(super) fn explain(error: &clap::Error, verb: &Command, out: &Out) -> Result<(), Error> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = error.render();
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
        ErrorKind::MissingRequiredArgument => format!("{} is missing", bare(&argument)),
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

/// What is wrong with the value of a flag, and which would do.
fn wrong_value(error: &clap::Error, flag: &str, value: &str) -> String {
    if value.is_empty() {
        return format!("{flag} needs a value");
    }
    let rest = match (error.get(ContextKind::SuggestedValue), error.get(ContextKind::ValidValue)) {
        (Some(ContextValue::String(near)), _) => format!("; did you mean \"{near}\"?"),
        (_, Some(ContextValue::Strings(known))) => format!("; one of {}", known.join(", ")),
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
    let verbs: Vec<&str> = verb.get_subcommands().filter(|verb| !verb.is_hide_set()).map(Command::get_name).collect();
    match nearest(typed, verbs.iter().copied()) {
        Some(near) => format!("; did you mean \"{near}\"?"),
        None if verbs.len() <= 8 => format!("; one of {}", verbs.join(", ")),
        None => String::new(),
    }
}
