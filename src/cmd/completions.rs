//! `completions`: what the Tab key knows, for six shells, made from the parser itself.

use std::fmt::Write as _;

use clap::{Arg, Args, Command};
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;

use super::help;
use super::word;
use crate::error::Error;
use crate::host::out::Out;
use crate::model::keyed::Keyed as _;
use crate::model::vocabulary::Completer;

#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell that you use
    #[arg(value_name = "SHELL", value_parser = word(Completer::ALL))]
    shell: Completer,
}

pub(super) fn completions(out: &Out, args: &CompletionsArgs) -> Result<(), Error> {
    let command = help::command();
    out.print_text(script(args.shell, command).trim_end())
}

fn script(shell: Completer, command: Command) -> String {
    match shell {
        Completer::Bash => generated(Shell::Bash, command),
        Completer::Zsh => generated(Shell::Zsh, command),
        Completer::Fish => {
            let values = fish_values(&command);
            generated(Shell::Fish, command) + &values
        }
        Completer::Nushell => generated(Nushell, command),
        Completer::Elvish => {
            let values = elvish_values(&command);
            generated(Shell::Elvish, command) + &values
        }
        Completer::Powershell => generated(Shell::PowerShell, command),
    }
}

fn generated(shell: impl Generator, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "connect", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The words that an argument takes.
fn words(arg: &Arg) -> Vec<String> {
    arg.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect()
}

/// What the generator for fish leaves out: the words that follow a verb.
fn fish_values(command: &Command) -> String {
    let mut values = String::new();
    for verb in command.get_subcommands() {
        for words in verb.get_positionals().map(words).filter(|words| !words.is_empty()) {
            let after = format!("__fish_connect_using_subcommand {}", verb.get_name());
            let _ = writeln!(values, "complete -c connect -n '{after}' -f -a '{}'", words.join(" "));
        }
    }
    values
}

/// What the generator for elvish leaves out: the words that a flag takes, or that follow a verb.
fn elvish_values(command: &Command) -> String {
    let mut values = String::new();
    for verb in std::iter::once(command).chain(command.get_subcommands()) {
        let name = if verb.get_name() == "connect" { "" } else { verb.get_name() };
        for arg in verb.get_arguments() {
            let words: Vec<String> =
                arg.get_possible_values().iter().map(|word| format!("'{}'", word.get_name())).collect();
            if !words.is_empty() {
                let flag = arg.get_long().map(|long| format!("--{long}")).unwrap_or_default();
                let _ = writeln!(values, "  &'{name} {flag}'=[{}]", words.join(" "));
            }
        }
    }
    ELVISH.replace("VALUES", values.trim_end())
}

/// Puts the words of a flag, or of a verb, before what there is without them.
const ELVISH: &str = "
var values = [
VALUES
]
var others = $edit:completion:arg-completer[connect]
set edit:completion:arg-completer[connect] = {|@words|
  var verb = ''
  if (> (count $words) 2) {
    set verb = $words[1]
  }
  if (has-key $values $verb' '$words[-2]) {
    all $values[$verb' '$words[-2]]
  } else {
    if (has-key $values $verb' ') {
      all $values[$verb' ']
    }
    $others $@words
  }
}
";
