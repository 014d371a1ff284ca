//! `init`: the block that shows the day's prompt in a new shell, printed, put in place, or taken out again.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::host::rc::Change;
use crate::host::stamp;
use crate::host::typist::{Typist, needed};
use crate::model::keyed::Keyed as _;
use crate::model::shell::Shell;
use crate::model::shell::rc::difference;
use crate::model::view::paint::Line;

#[derive(Args)]
pub(super) struct InitArgs {
    /// The shell; that of $SHELL if you name none
    #[arg(value_parser = shell())]
    shell: Option<Shell>,
    /// Put the block into the shell's file, after showing what changes
    #[arg(long, conflicts_with = "remove")]
    install: bool,
    /// Take it out again
    #[arg(long)]
    remove: bool,
    /// Change the file without asking
    #[arg(long)]
    yes: bool,
}

pub(super) fn init(env: &Env, out: &Out, args: &InitArgs) -> Result<(), Error> {
    let shell = match args.shell {
        Some(shell) => shell,
        None => own(env)?,
    };
    if args.install || args.remove {
        return change(env, out, args, shell);
    }
    out.print_text(shell.block().trim_end())?;
    if out.look.roomy {
        out.hint(&format!("`connect init {} --install` puts this in its place, after showing you", shell.key()));
    }
    Ok(())
}

/// A shell by its name or by that of its program.
fn shell() -> impl TypedValueParser<Value = Shell> {
    let names = Shell::ALL.iter().map(|shell| PossibleValue::new(shell.key()).alias(shell.program()));
    PossibleValuesParser::new(names).map(|name| Shell::of_path(&name).unwrap_or(Shell::Bash))
}

/// The shell that the person uses.
fn own(env: &Env) -> Result<Shell, Error> {
    let known = || Shell::keys().collect::<Vec<_>>().join(", ");
    let message = match env.shell.as_deref() {
        None => format!("$SHELL does not say which shell is yours; name one of {}", known()),
        Some(path) => match Shell::of_path(path) {
            Some(shell) => return Ok(shell),
            None => format!("there is no block for {path}; name one of {}", known()),
        },
    };
    Err(Error::usage(message).hint("any shell may run `connect today --hook` when it starts: it speaks once a day"))
}

fn change(env: &Env, out: &Out, args: &InitArgs, shell: Shell) -> Result<(), Error> {
    let change = if args.remove { Change::to_remove(env, shell) } else { Change::to_install(env, shell) }?;
    let name = &change.name;
    if !change.is_needed() {
        let words = if args.remove { "has no block of ours" } else { "has the block already" };
        return out.print(&[Line::plain(format!("{name} {words}; nothing to change."))]);
    }
    out.print(&page(&change))?;
    if !args.yes {
        if !env.has_typist {
            return Err(needed("--yes"));
        }
        if !Typist::new(env, "nothing was changed").agrees("Change it?", true)? {
            return out.print(&[Line::plain("Nothing was changed.")]);
        }
    }
    change.make()?;
    if args.remove {
        return out.print(&[Line::plain(format!("Taken out of {name}."))]);
    }
    out.print(&[Line::plain(format!("Added to {name}."))])?;
    out.hint(if stamp::is_quiet(env) {
        "today's prompt was shown; tomorrow's first shell brings the next"
    } else {
        "open a new shell to see it"
    });
    Ok(())
}

/// What goes and what comes.
fn page(change: &Change) -> Vec<Line> {
    let (before, after) = change.sides();
    let (line, gone, new) = difference(before, after);
    let mut page = Vec::new();
    for (lines, words) in [(gone, "To be taken out of"), (new, "To be added to")] {
        if !lines.is_empty() {
            page.push(Line::plain(format!("{words} {}, from line {line}:", change.name)));
            let shown = lines.iter().map(|line| format!("  {}", String::from_utf8_lossy(line).trim_end()));
            page.extend(shown.map(|line| if line.trim().is_empty() { Line::blank() } else { Line::plain(line) }));
        }
    }
    page
}
