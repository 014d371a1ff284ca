//! Help: the verbs in their groups, and an example or more for each.

use std::fmt::Write as _;

use clap::builder::Styles;
use clap::builder::styling::Style;
use clap::{Command, CommandFactory as _};

use super::Cli;
use crate::model::keyed::Keyed as _;
use crate::model::topic::Topic;

/// The verbs as people look for them.
pub(super) const GROUPS: &[(&str, &[&str])] = &[
    ("Every day", &["today", "another", "done", "love", "skip", "snooze", "never", "note", "why", "pause", "undo"]),
    ("Look back", &["history", "stats", "report"]),
    ("Library", &["practices", "browse", "show", "add", "check"]),
    (
        "Set up",
        &["setup", "quiz", "config", "init", "remind", "status", "data", "schema", "doctor", "completions", "man"],
    ),
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
pub(super) const STATS: &str = "\
Examples:
  connect stats
  connect stats --year
  connect stats --plain

Counted are the last 90 prompts that were done or left standing, not those
put off or swapped away. When things repeat is found by running the picker
forward: a prompt a day, each shown and left unanswered.";
pub(super) const REPORT: &str = "\
Examples:
  connect report --out ~/year.html
  connect report --notes --out ~/year.html --force
  connect report --year 2026

The page is a file of its own: no script in it, and nothing is loaded
from anywhere. Your notes are left out unless you ask for them.";
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
pub(super) const SHOW: &str = "\
Examples:
  connect show gratitude.six-word-note";
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
pub(super) const INIT: &str = "\
Examples:
  connect init bash
  connect init zsh --install --yes
  connect init zsh --remove --yes

`connect init bash >> ~/.bashrc` does the same as --install, and so does
eval \"$(connect init bash)\" in that file, a millisecond slower.
The block for PowerShell is untested.";
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
pub(super) const SCHEMA: &str = "\
Examples:
  connect schema settings
  connect schema packs
  connect schema today
  connect schema history

They are in draft 7, which editors know: for settings.toml, for a pack,
for what `connect today --json` prints, and for one line of the history.";
pub(super) const DOCTOR: &str = "\
Examples:
  connect doctor
  connect doctor --json

It changes nothing. Each line is ok, deserves a look, or is wrong, with
the command that mends it. The exit code is 0 unless something is wrong:
then 78 for the settings, 65 where no prompt is left, else 74.";
pub(super) const COMPLETIONS: &str = "\
Examples:
  connect completions bash
  connect completions zsh
  connect completions fish

The script goes where your shell looks for completions:
  bash        ~/.local/share/bash-completion/completions/connect
  zsh         _connect, in a folder that is in $fpath
  fish        ~/.config/fish/completions/connect.fish
  nushell     a file that config.nu names, as in `source connect.nu`
  elvish      rc.elv: eval (connect completions elvish | slurp)
  powershell  $PROFILE: connect completions powershell | Out-String | iex

The script for PowerShell has not been run by us.";
pub(super) const MAN: &str = "\
Examples:
  connect man
  connect man today
  connect man config set
  connect man packs
  connect man --out ~/.local/share/man

Pages are in the language of `man`: `connect man today | man -l -` shows
one. With --out, all are written where `man connect` may find them.";
pub(super) const HELP: &str = "\
Examples:
  connect help
  connect help today
  connect help config set
  connect help packs";
pub(super) const SAFETY: &str = "\
Examples:
  connect safety

It is printed from the program itself. Nothing is looked up or recorded.";

const BOLD: Style = Style::new().bold();

/// The parser, with the verbs grouped in its help.
pub(super) fn command() -> Command {
    let styles = Styles::plain().header(BOLD).usage(BOLD).literal(BOLD);
    let command = Cli::command().styles(styles).disable_help_subcommand(true);
    // Verbs of verbs are explained by the one `help` there is.
    let command = command.mut_subcommands(|verb| verb.disable_help_subcommand(true));
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
    let _ = writeln!(text, "to screen readers, and --ascii.");
    let topics = Topic::keys().collect::<Vec<_>>().join(", ");
    let _ = writeln!(text, "Topics, as in `connect help packs`: {topics}.\n");
    text.push_str(FOOT);
    text.into()
}
