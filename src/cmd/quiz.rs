//! `quiz`: twenty small scenes, answered at a terminal or in a flag, and the mix of love languages they make.

use clap::Args;
use serde_json::{Map, Value, json};

use super::day::Day;
use super::word;
use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::host::settings_file;
use crate::host::typist::{Typist, needed};
use crate::model::keyed::Keyed as _;
use crate::model::quiz::{Choice, Item, Mix, items};
use crate::model::settings_edit::{set, unset};
use crate::model::view::card::indented;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::view::quiz::{BEFORE, KEYS, mix_page, question, questions};
use crate::model::view::wrap::fill;
use crate::model::vocabulary::{Love, Need};

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct QuizArgs {
    /// The answers in order, such as 1,2,e,n; they are asked for at a terminal otherwise
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = word(Choice::ALL))]
    answers: Vec<Choice>,
    /// Ask nothing about touch
    #[arg(long)]
    without_touch: bool,
    /// Keep the mix in your settings, without being asked
    #[arg(long)]
    save: bool,
    /// Print the questions, and ask none
    #[arg(long, conflicts_with_all = ["answers", "save"])]
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
    let mut typist = Typist::new(env, "nothing was kept");
    let Some(choices) = choices(env, out, &items, &args.answers, &mut typist)? else {
        let line = Line::marked(Mark::None, out.look).and(Ink::Plain, "Nothing kept.");
        return if args.json { print_mix(out, &Mix::default(), false) } else { out.print(&[line]) };
    };
    let mix = Mix::of(&items, &choices);
    if args.json {
        if args.save {
            keep(env, &mix)?;
        }
        return print_mix(out, &mix, args.save);
    }
    out.print(&mix_page(&mix, out.look))?;
    let is_asked = !args.save && args.answers.is_empty();
    if args.save || (is_asked && typist.agrees("Keep this mix in your settings?", false)?) {
        keep(env, &mix)?;
        let file = env.paths.shorten(&settings_file::path(env)?);
        let kept =
            format!("Kept as `languages` in {file}. Prompts lean to it a little; every language goes on coming.");
        return out.print(&indented(fill(&kept, out.look.measure()), out.look));
    }
    Ok(())
}

/// Puts the mix into the settings. What was not asked about has no weight there.
fn keep(env: &Env, mix: &Mix) -> Result<(), Error> {
    settings_file::change(env, |document| {
        for &love in Love::ALL {
            let key = format!("languages.{}", love.key());
            match mix.rows().find(|(asked, ..)| *asked == love) {
                Some((_, landed, _)) => set(document, &key, &landed.to_string())?,
                None => _ = unset(document, &key)?,
            }
        }
        Ok(())
    })
}

/// The answers that were given as a flag, or are typed now; none where the person quits.
fn choices(
    env: &Env,
    out: &Out,
    items: &[Item],
    given: &[Choice],
    typist: &mut Typist,
) -> Result<Option<Vec<Choice>>, Error> {
    if given.is_empty() {
        return ask(env, out, items, typist);
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

fn ask(env: &Env, out: &Out, items: &[Item], typist: &mut Typist) -> Result<Option<Vec<Choice>>, Error> {
    if !env.has_typist {
        return Err(needed("--answers"));
    }
    out.aside(BEFORE);
    out.aside(&format!("Type {KEYS}."));
    let mut choices = Vec::new();
    while let Some(item) = items.get(choices.len()) {
        out.say(&[Line::blank()]);
        out.say(&question(item, choices.len() + 1, items.len(), out.look));
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

fn print_mix(out: &Out, mix: &Mix, kept: bool) -> Result<(), Error> {
    let languages: Map<String, Value> =
        mix.rows().map(|(love, landed, _)| (love.key().to_owned(), landed.into())).collect();
    let asked = mix.rows().map(|(_, _, asked)| asked).max();
    out.print_json(&json!({ "schema": 1, "languages": languages, "of": asked, "kept": kept }))
}
