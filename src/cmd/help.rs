//! Help, and what is said about a command line that makes no sense.

use std::fmt::Write as _;

use clap::builder::Styles;
use clap::builder::styling::Style;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};

use super::Cli;
use crate::error::Error;
use crate::host::out::Out;

/// The verbs as people look for them.
const GROUPS: [(&str, &[&str]); 3] = [
    ("Every day", &["today", "another", "done", "love", "skip", "snooze", "never", "note", "why", "pause", "undo"]),
    ("Library", &["practices", "show"]),
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
  connect why --on yesterday";
pub(super) const PAUSE: &str = "\
Examples:
  connect pause
  connect pause --days 14
  connect pause --days 0

0 days end a pause.";
pub(super) const UNDO: &str = "\
Examples:
  connect undo";
pub(super) const PRACTICES: &str = "\
Examples:
  connect practices
  connect practices gratitude";
pub(super) const SHOW: &str = "\
Examples:
  connect show gratitude.six-word-note";
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
        for verb in verbs {
            let about = command.find_subcommand(verb).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {on}{verb:<11}{off}  {about}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "`connect help VERB` has examples. Every verb takes --plain (for screen readers)");
    let _ = writeln!(text, "and --ascii. Settings: ~/.config/connect/settings.toml\n");
    text.push_str(FOOT);
    text.into()
}

/// Prints help that was asked for, or turns a fault of the command line into an error of ours.
pub(super) fn explain(error: &clap::Error, out: &Out) -> Result<(), Error> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = error.render();
            let text = if out.look.color { text.ansi().to_string() } else { text.to_string() };
            out.print_text(text.trim_end())
        }
        _ => Err(Error::usage(message(error)).hint("`connect help` lists the verbs, `connect help VERB` explains one")),
    }
}

fn message(error: &clap::Error) -> String {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let meant = |kind: ContextKind| text(kind).map(|near| format!("; did you mean \"{near}\"?"));
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let flag = argument.split_whitespace().next().unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let verb = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("no verb \"{verb}\"{}", meant(ContextKind::SuggestedSubcommand).unwrap_or_default())
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("no flag \"{argument}\" here{}", meant(ContextKind::SuggestedArg).unwrap_or_default())
        }
        ErrorKind::UnknownArgument => format!("no verb or argument \"{argument}\" here"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{flag} needs a value"),
        ErrorKind::InvalidValue => {
            let known = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(known)) => format!("; one of {}", known.join(", ")),
                _ => String::new(),
            };
            format!("{flag} can't be \"{value}\"{}", meant(ContextKind::SuggestedValue).unwrap_or(known))
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
            format!("{flag} can't be \"{value}\"{reason}")
        }
        _ => {
            let whole = error.render().to_string();
            whole.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    }
}
