//! `setup`: at most seven questions, each with a flag that answers it; what holds already is the default.

use clap::Args;

use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::host::rc::Change;
use crate::host::typist::Typist;
use crate::host::{schedule, settings_file};
use crate::model::settings_list::Setting;
use crate::model::setup::{QUESTIONS, Question};
use crate::model::shell::Shell;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::view::settings::{merged, settings_page};

#[derive(Args)]
pub(super) struct SetupArgs {
    /// The name to print in the place of "your partner"
    #[arg(long)]
    name: Option<String>,
    /// Where you find each other: together, apart, distance, or several with commas
    #[arg(long = "where", value_name = "PLACES")]
    places: Option<String>,
    /// Minutes you have on a workday
    #[arg(long)]
    minutes: Option<String>,
    /// Minutes you have at the weekend
    #[arg(long, value_name = "MINUTES")]
    weekend_minutes: Option<String>,
    /// What a prompt may count on: touch, move, outdoors, see, hear, cohabiting, kids, pet, or none
    #[arg(long, value_name = "NEEDS")]
    have: Option<String>,
    /// What it may cost: free or low
    #[arg(long)]
    cost: Option<String>,
    /// How close it may come: 1 light, 2 personal, 3 tender
    #[arg(long)]
    depth: Option<String>,
}

impl SetupArgs {
    /// The answers given as flags, in the order of the questions.
    fn given(&self) -> [Option<&str>; 7] {
        let flags =
            [&self.name, &self.places, &self.minutes, &self.weekend_minutes, &self.have, &self.cost, &self.depth];
        flags.map(Option::as_deref)
    }
}

/// A question and its answer.
type Answer<'s> = (&'static Question, &'s str);

/// Asks, or takes the flags, and writes what is new. `true` where the person was asked.
pub(super) fn setup(env: &Env, out: &Out, args: &SetupArgs) -> Result<bool, Error> {
    let (before, _) = settings_file::listed(env)?;
    let given = args.given();
    if given.iter().any(Option::is_some) {
        let answers = QUESTIONS.iter().zip(given).filter_map(|(question, typed)| Some((question, typed?)));
        write(env, out, &answers.collect::<Vec<_>>())?;
        return Ok(false);
    }
    if !env.has_typist {
        let flags = QUESTIONS.map(|question| question.flag).join(", ");
        return Err(Error::usage(format!("setup asks questions, which takes a terminal; or give it {flags}")));
    }
    let typed = ask(env, out, &before)?;
    let answers = QUESTIONS.iter().zip(&typed).filter_map(|(question, typed)| Some((question, typed.as_deref()?)));
    write(env, out, &answers.collect::<Vec<_>>())?;
    Ok(true)
}

/// What is offered in the end, the command that does it, and whether there is a use for it here.
type Offer = (&'static str, &'static str, fn(&Env) -> bool);

const OFFERS: [Offer; 2] = [
    ("Greet you with it in each new shell?", "connect init --install", could_greet),
    ("A quiet reminder at half past six, without the prompt's words?", "connect remind on", could_remind),
];

/// The commands of the offers that the person takes.
pub(super) fn accepted(env: &Env) -> Result<Vec<&'static str>, Error> {
    let mut typist = Typist::new(env, "nothing more was set up");
    let mut lines = Vec::new();
    for (question, line, is_of_use) in OFFERS {
        if is_of_use(env) && typist.agrees(question, false)? {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// Whether the person's shell is one that has a block, and its file has none yet.
fn could_greet(env: &Env) -> bool {
    let shell = env.shell.as_deref().and_then(Shell::of_path);
    shell.is_some_and(|shell| Change::to_remove(env, shell).is_ok_and(|change| !change.is_needed()))
}

/// Whether no reminder is on, as far as that can be told.
fn could_remind(env: &Env) -> bool {
    !schedule::found(env).is_ok_and(|found| !found.is_empty())
}

/// The answers that differ from what holds now.
fn ask(env: &Env, out: &Out, settings: &[Setting]) -> Result<Vec<Option<String>>, Error> {
    let mut typist = Typist::new(env, "nothing was set up");
    out.aside(
        "Seven questions, all optional. Enter keeps what stands in brackets; Ctrl-D leaves everything as it was.",
    );
    let mut answers = Vec::new();
    for (number, question) in (1..).zip(&QUESTIONS) {
        out.say(&[Line::blank()]);
        out.aside(&format!("{number} of {}. {}", QUESTIONS.len(), question.text));
        let now = question.now(settings);
        let answer = typist.ask("", question.flag, Some(&now), |typed| {
            if typed == now { Ok(None) } else { question.accepts(typed).map(|()| Some(typed.to_owned())) }
        })?;
        answers.push(answer);
    }
    out.say(&[Line::blank()]);
    Ok(answers)
}

/// Writes the answers, all or none, and says which settings hold now.
fn write(env: &Env, out: &Out, answers: &[Answer<'_>]) -> Result<(), Error> {
    let line = Line::marked(Mark::None, out.look);
    if answers.is_empty() {
        return out.print(&[line.and(Ink::Plain, "Nothing changed.")]);
    }
    settings_file::change(env, |document| {
        answers.iter().try_for_each(|(question, typed)| question.write(document, typed))
    })?;
    let file = env.paths.shorten(&settings_file::path(env)?);
    out.print(&[line.and(Ink::Plain, format!("Written to {file}:"))])?;
    let (mut settings, _) = settings_file::listed(env)?;
    settings.retain(|setting| answers.iter().any(|(question, _)| setting.is_of(question.key)));
    out.print(&settings_page(&merged(&settings), "settings.toml", out.look))
}
