//! `man`: the manual, a page for each verb and each topic, made from the parser and from the topics.

use std::path::PathBuf;

use clap::{Arg, Args, Command};
use roff::{Roff, bold, italic, roman};

use super::help::{self, GROUPS};
use crate::error::Error;
use crate::host::env::Env;
use crate::host::files;
use crate::host::out::Out;
use crate::model::keyed::{Keyed as _, nearest};
use crate::model::topic::{Block, Topic, blocks};
use crate::model::view::dates::count;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::view::wrap::fill;

/// When the manual was last true: the month of the release, as its tools want it.
const DATE: &str = "2026-11-01";

/// What the page of the program says beyond its verbs.
const ABOUT: &str = include_str!("man.txt");

#[derive(Args)]
pub(super) struct ManArgs {
    /// A verb, a verb of a verb, or a topic; without one, the page of connect itself
    #[arg(value_name = "VERB")]
    words: Vec<String>,
    /// Write every page below this folder, as `man` looks for them
    #[arg(long, value_name = "DIR", conflicts_with = "words")]
    out: Option<PathBuf>,
}

/// One page of the manual.
struct Sheet {
    name: String,
    /// 1 for commands, 5 for files, 7 for everything else.
    section: char,
    text: String,
}

pub(super) fn man(env: &Env, out: &Out, args: &ManArgs) -> Result<(), Error> {
    let sheets = sheets();
    if let Some(folder) = &args.out {
        for Sheet { name, section, text } in &sheets {
            let path = folder.join(format!("man{section}")).join(format!("{name}.{section}"));
            let failed = |error| Error::io(&format!("can't write {}", env.paths.shorten(&path)), &error);
            files::write_shared(&path, &format!("{text}\n")).map_err(failed)?;
        }
        let told = format!("{} in {}.", count(sheets.len(), "page"), env.paths.shorten(folder));
        return out.print(&[Line::marked(Mark::None, out.look).and(Ink::Plain, told)]);
    }
    let name = [&["connect".to_owned()], &args.words[..]].concat().join("-");
    let Some(sheet) = sheets.iter().find(|sheet| sheet.name == name) else {
        let near = nearest(&name, sheets.iter().map(|sheet| sheet.name.as_str()));
        let meant = near.and_then(|near| near.strip_prefix("connect-"));
        let meant = meant.map(|near| format!("; did you mean \"{}\"?", near.replace('-', " "))).unwrap_or_default();
        return Err(Error::usage(format!("no page \"{}\"{meant}", args.words.join(" "))));
    };
    out.print_text(&sheet.text)?;
    out.hint("`connect man | man -l -` reads it as a page");
    Ok(())
}

/// Every page there is.
fn sheets() -> Vec<Sheet> {
    let mut command = help::command();
    command.build();
    let mut sheets = Vec::new();
    verb_sheets(&command, &mut sheets);
    sheets.extend(Topic::ALL.iter().map(|&topic| topic_sheet(topic)));
    sheets
}

/// The pages of a verb and of the verbs that it has.
fn verb_sheets(verb: &Command, sheets: &mut Vec<Sheet>) {
    let name = verb.get_display_name().unwrap_or_else(|| verb.get_name()).to_owned();
    let text = if sheets.is_empty() { program_page(verb) } else { verb_page(verb, &name) };
    sheets.push(Sheet { name, section: '1', text });
    for inner in verb.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        verb_sheets(inner, sheets);
    }
}

fn program_page(command: &Command) -> String {
    let mut roff = opened("connect", '1', &about(command));
    write_usage(&mut roff, command);
    let mut told = blocks(ABOUT);
    let rest = told.iter().position(|block| *block == Block::Heading("Files")).unwrap_or_default();
    let rest = told.split_off(rest);
    write_blocks(&mut roff, &told);
    for (title, verbs) in GROUPS {
        let verbs = verbs.iter().filter_map(|verb| command.find_subcommand(verb));
        write_verbs(&mut roff, title, verbs);
    }
    write_options(&mut roff, command);
    write_blocks(&mut roff, &rest);
    let topics = Topic::ALL.iter().map(|&topic| format!("connect-{}({})", topic.key(), section(topic)));
    closed(roff, &topics.collect::<Vec<_>>().join(", "))
}

fn verb_page(verb: &Command, name: &str) -> String {
    let mut roff = opened(name, '1', &about(verb));
    write_usage(&mut roff, verb);
    // What help says after the options: a list of examples, and sentences that belong to the description.
    let after = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut blocks = blocks(&after);
    let end =
        blocks.iter().skip(1).position(|block| matches!(block, Block::Paragraph(_))).map_or(blocks.len(), |at| at + 1);
    let told = blocks.split_off(end);
    write_blocks(&mut roff, &[Block::Heading("Description"), Block::Paragraph(format!("{}.", about(verb)))]);
    write_blocks(&mut roff, &told);
    write_options(&mut roff, verb);
    if verb.has_subcommands() {
        write_verbs(&mut roff, "Verbs", verb.get_subcommands());
    }
    if let Some(examples) = blocks.get(1..) {
        write_blocks(&mut roff, &[Block::Heading("Examples")]);
        write_blocks(&mut roff, examples);
    }
    closed(roff, "connect(1)")
}

fn topic_sheet(topic: Topic) -> Sheet {
    let name = format!("connect-{}", topic.key());
    let mut roff = opened(&name, section(topic), topic.about());
    write_blocks(&mut roff, &blocks(topic.text()));
    Sheet { name, section: section(topic), text: closed(roff, "connect(1)") }
}

/// The section of the manual that a topic belongs to.
fn section(topic: Topic) -> char {
    if topic == Topic::Packs { '5' } else { '7' }
}

fn about(verb: &Command) -> String {
    verb.get_about().map(ToString::to_string).unwrap_or_default()
}

fn opened(name: &str, section: char, about: &str) -> Roff {
    let (title, section) = (name.to_uppercase(), section.to_string());
    let source = format!("connect {}", env!("CARGO_PKG_VERSION"));
    let mut roff = Roff::new();
    roff.control("TH", [title.as_str(), &section, DATE, &source, "connect"]);
    roff.control("SH", ["NAME"]).text([roman(format!("{name} - {about}"))]);
    roff
}

fn closed(mut roff: Roff, others: &str) -> String {
    roff.control("SH", ["SEE ALSO"]);
    write_filled(&mut roff, others);
    roff.render().trim_end().to_owned()
}

fn write_usage(roff: &mut Roff, verb: &Command) {
    let usage = verb.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").lines().map(str::trim).collect::<Vec<_>>().join(" ");
    roff.control("SH", ["SYNOPSIS"]).text([bold(usage)]);
}

fn write_verbs<'c>(roff: &mut Roff, title: &str, verbs: impl Iterator<Item = &'c Command>) {
    roff.control("SH", [title.to_uppercase().as_str()]);
    for verb in verbs {
        roff.control("TP", []).text([bold(verb.get_name())]);
        write_filled(roff, &about(verb));
    }
}

fn write_options(roff: &mut Roff, verb: &Command) {
    roff.control("SH", ["OPTIONS"]);
    let (words, flags): (Vec<&Arg>, Vec<&Arg>) =
        verb.get_arguments().filter(|arg| !arg.is_hide_set()).partition(|arg| arg.is_positional());
    for arg in words.into_iter().chain(flags) {
        let short = arg.get_short().map(|short| format!("-{short}"));
        let long = arg.get_long().map(|long| format!("--{long}"));
        let names = short.into_iter().chain(long).collect::<Vec<_>>().join(", ");
        let gap = if names.is_empty() { "" } else { " " };
        let value = arg.get_value_names().filter(|_| takes_value(arg)).map(|names| names.join(" ")).unwrap_or_default();
        roff.control("TP", []).text([bold(names), roman(if value.is_empty() { "" } else { gap }), italic(value)]);
        write_filled(roff, &told(arg));
    }
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|count| count.takes_values())
}

/// What is said of an argument, with the words that it takes and the one that it takes by itself.
fn told(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let words: Vec<String> = arg.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
    let words = if words.is_empty() { String::new() } else { format!(" One of {}.", words.join(", ")) };
    let default = arg.get_default_values().first().filter(|_| takes_value(arg)).and_then(|value| value.to_str());
    let default = default.map(|value| format!(" By default {value}.")).unwrap_or_default();
    format!("{help}.{words}{default}")
}

/// A paragraph in lines that are not too long for whoever reads the source.
fn write_filled(roff: &mut Roff, text: &str) {
    for line in fill(text, 72) {
        roff.text([roman(line)]);
    }
}

fn write_blocks(roff: &mut Roff, blocks: &[Block<'_>]) {
    let mut is_first = true;
    for block in blocks {
        // The first part below a heading needs no space above it.
        if !is_first && !matches!(block, Block::Heading(_)) {
            roff.control("PP", []);
        }
        is_first = matches!(block, Block::Heading(_));
        match block {
            Block::Heading(heading) => drop(roff.control("SH", [heading.to_uppercase().as_str()])),
            Block::Paragraph(text) => write_filled(roff, text),
            Block::Verbatim(lines) => {
                roff.control("RS", ["4"]).control("nf", []);
                for line in lines {
                    roff.text([roman(*line)]);
                }
                roff.control("fi", []).control("RE", []);
            }
        }
    }
}
