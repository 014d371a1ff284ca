//! `quiz`: twenty small scenes, answered at a terminal or in a flag, and the mix of love languages they make.

use clap::Args;
use serde_json::{Map, Value, json};

use super::day::Day;
use super::word;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::host::typist::Typist;
use crate::model::keyed::Keyed as _;
use crate::model::quiz::{Choice, Item, Mix, items};
use crate::model::view::paint::Line;
use crate::model::view::quiz::{BEFORE, KEYS, mix_page, question, questions};
use crate::model::vocabulary::{Love, Need};

#[derive(Args)]
pub(super) struct QuizArgs {
    /// The answers in order, such as 1,2,e,n; they are asked for at a terminal otherwise
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = word(Choice::ALL))]
    answers: Vec<Choice>,
    /// Ask nothing about touch
    #[arg(long)]
    without_touch: bool,
    /// Print the questions, and ask none
    #[arg(long, conflicts_with = "answers")]
    questions: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn quiz(env: &Env, out: &Out, args: &QuizArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let items = items(!args.without_touch && day.settings.have.has(Need::Touch));
    if args.questions {
        return print_questions(out, &items, args.json);
    }
    let Some(choices) = choices(env, out, &items, &args.answers)? else {
        return out.print(&[Line::plain("Nothing kept.")]);
    };
    let mix = Mix::of(&items, &choices);
    if args.json { print_mix(out, &mix) } else { out.print(&mix_page(&mix, out.look)) }
}

/// The answers that were given as a flag, or are typed now; none where the person quits.
fn choices(env: &Env, out: &Out, items: &[Item], given: &[Choice]) -> Result<Option<Vec<Choice>>, Error> {
    if given.is_empty() {
        return ask(env, out, items);
    }
    if given.len() != items.len() {
        let message = format!("--answers has {} of {} answers", given.len(), items.len());
        return Err(Error::usage(message).hint("`connect quiz --questions` prints what is asked"));
    }
    Ok(Some(given.to_vec()))
}

/// What a typed line means, beside an answer.
enum Typed {
    Choice(Choice),
    Back,
    Quit,
}

fn ask(env: &Env, out: &Out, items: &[Item]) -> Result<Option<Vec<Choice>>, Error> {
    let mut typist = Typist::new(env.has_typist, "nothing was kept");
    if env.has_typist {
        out.aside(BEFORE);
        out.aside(&format!("Type {KEYS}."));
    }
    let mut choices = Vec::new();
    while let Some(item) = items.get(choices.len()) {
        if env.has_typist {
            out.say(&[Line::blank()]);
            out.say(&question(item, choices.len() + 1, items.len(), out.look));
        }
        let typed = typist.ask("1, 2, e or n", "--answers", None, |line| match line {
            "b" => Ok(Typed::Back),
            "q" => Ok(Typed::Quit),
            key => Choice::from_key(key).map(Typed::Choice).ok_or_else(|| format!("one of {KEYS}")),
        })?;
        match typed {
            Typed::Choice(choice) => choices.push(choice),
            Typed::Back => drop(choices.pop()),
            Typed::Quit => return Ok(None),
        }
    }
    Ok(Some(choices))
}

fn print_questions(out: &Out, items: &[Item], as_json: bool) -> Result<(), Error> {
    if !as_json {
        return out.print(&questions(items, out.look));
    }
    let option = |(love, text): (Love, &str)| json!({ "language": love.key(), "text": text });
    let all = items.iter().map(|item| json!({ "scene": item.scene, "options": item.options.map(option) }));
    out.print_json(&json!({ "schema": 1, "questions": all.collect::<Vec<_>>() }))
}

fn print_mix(out: &Out, mix: &Mix) -> Result<(), Error> {
    let languages: Map<String, Value> =
        mix.rows().map(|(love, landed, _)| (love.key().to_owned(), landed.into())).collect();
    let asked = mix.rows().map(|(_, _, asked)| asked).max();
    out.print_json(&json!({ "schema": 1, "languages": languages, "of": asked }))
}
