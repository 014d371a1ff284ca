//! The verbs, and how the command line is read.

mod add;
mod answer;
mod browse;
mod check;
mod completions;
mod config;
mod data;
mod day;
mod doctor;
mod help;
mod history;
mod hook;
mod init;
mod man;
mod note;
mod pause;
mod practices;
mod quiz;
mod remind;
mod report;
mod safety;
mod schema;
mod setup;
mod show;
mod stats;
mod status;
mod today;
mod undo;
mod usage;
mod why;

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, FromArgMatches as _, Parser, Subcommand};

use crate::error::Error;
use crate::host::env::Env;
use crate::host::out::Out;
use crate::model::keyed::Keyed;
use crate::model::topic::{Topic, blocks};
use crate::model::view::topic::topic_page;

/// One small thing a day that brings you closer to your partner
#[derive(Parser)]
#[command(name = "connect", version, term_width = 80)]
struct Cli {
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    today: today::TodayArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct HelpArgs {
    /// A verb, a verb of a verb, or a topic
    #[arg(value_name = "VERB")]
    words: Vec<String>,
}

/// How the answer is to look.
#[derive(Args)]
struct Style {
    /// Print labelled sentences, for screen readers
    #[arg(long, global = true, display_order = 900)]
    plain: bool,
    /// Print ASCII only
    #[arg(long, global = true, display_order = 901)]
    ascii: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Show today's prompt (so does bare `connect`)
    #[command(after_help = help::TODAY)]
    Today(today::TodayArgs),
    /// Swap it for a different one
    #[command(after_help = help::ANOTHER)]
    Another(today::AnotherArgs),
    /// Say you did it, with a rating or a note if you like
    #[command(after_help = help::DONE)]
    Done(answer::DoneArgs),
    /// Say you loved it, so that it may come back one day
    #[command(after_help = help::LOVE)]
    Love(answer::LoveArgs),
    /// Let this one go
    #[command(after_help = help::SKIP)]
    Skip(answer::SkipArgs),
    /// Put it off for a week, or as long as you say
    #[command(after_help = help::SNOOZE)]
    Snooze(answer::SnoozeArgs),
    /// Drop a prompt for good
    #[command(after_help = help::NEVER)]
    Never(answer::NeverArgs),
    /// Write down something about it
    #[command(after_help = help::NOTE)]
    Note(note::NoteArgs),
    /// See why this one, and what research says
    #[command(after_help = help::WHY)]
    Why(why::WhyArgs),
    /// Keep shell and reminder quiet for a while
    #[command(after_help = help::PAUSE)]
    Pause(pause::PauseArgs),
    /// Take back the last thing you said
    #[command(after_help = help::UNDO)]
    Undo(undo::UndoArgs),
    /// List past days and what came of them
    #[command(after_help = help::HISTORY)]
    History(history::HistoryArgs),
    /// See your month, your year and the balance of the nine
    #[command(after_help = help::STATS)]
    Stats(stats::StatsArgs),
    /// Write your year together as a page to keep
    #[command(after_help = help::REPORT)]
    Report(report::ReportArgs),
    /// List the nine practices, or read about one
    #[command(after_help = help::PRACTICES)]
    Practices(practices::PracticesArgs),
    /// Search the prompts
    #[command(after_help = help::BROWSE)]
    Browse(browse::BrowseArgs),
    /// Read one prompt in full
    #[command(after_help = help::SHOW)]
    Show(show::ShowArgs),
    /// Write a prompt of your own
    #[command(after_help = help::ADD)]
    Add(add::AddArgs),
    /// Find mistakes in your settings and packs
    #[command(after_help = help::CHECK)]
    Check(check::CheckArgs),
    /// Answer a few questions, all optional
    #[command(after_help = help::SETUP)]
    Setup(setup::SetupArgs),
    /// Find your partner's mix of love languages
    #[command(after_help = help::QUIZ)]
    Quiz(quiz::QuizArgs),
    /// Read or change a setting
    #[command(after_help = help::CONFIG)]
    Config(config::ConfigArgs),
    /// Print the lines that greet you in a new shell
    #[command(after_help = help::INIT)]
    Init(init::InitArgs),
    /// Set a quiet daily reminder
    #[command(after_help = help::REMIND)]
    Remind(remind::RemindArgs),
    /// Print one word for a status bar
    #[command(after_help = help::STATUS)]
    Status(status::StatusArgs),
    /// Find, copy, merge or erase what is kept
    #[command(after_help = help::DATA)]
    Data(data::DataArgs),
    /// Print the JSON Schema of a file or an answer
    #[command(after_help = help::SCHEMA)]
    Schema(schema::SchemaArgs),
    /// Look for trouble and say how to fix it
    #[command(after_help = help::DOCTOR)]
    Doctor(doctor::DoctorArgs),
    /// Print tab completion for a shell
    #[command(after_help = help::COMPLETIONS)]
    Completions(completions::CompletionsArgs),
    /// Print the manual
    #[command(after_help = help::MAN)]
    Man(man::ManArgs),
    /// Explain a verb or a topic
    #[command(after_help = help::HELP)]
    Help(HelpArgs),
    /// Read this if you ever feel afraid of your partner
    #[command(alias = "help-now", after_help = help::SAFETY)]
    Safety,
}

/// Runs one command line.
pub fn run(args: impl Iterator<Item = OsString>, env: &Env, out: &mut Out) -> Result<(), Error> {
    let args: Vec<OsString> = args.collect();
    // What shells and habits run most needs none of the parser.
    match args.get(1..).unwrap_or_default() {
        [] => return today::today(env, out, &today::TodayArgs::default()),
        [only] if only == "today" => return today::today(env, out, &today::TodayArgs::default()),
        [verb, flag] if verb == "today" && flag == "--hook" => {
            hook::hook(env, out);
            return Ok(());
        }
        _ => {}
    }
    let Some(cli) = parse(&args, out)? else {
        return Ok(());
    };
    out.look.plain |= cli.style.plain;
    out.look.ascii |= cli.style.ascii;
    if cli.command.is_some() && !cli.today.is_default() {
        return Err(Error::usage("flags of a verb come after it, as in `connect done --json`"));
    }
    match cli.command {
        None => today(env, out, &cli.today),
        Some(command) => command.run(env, out),
    }
}

impl Command {
    fn run(self, env: &Env, out: &Out) -> Result<(), Error> {
        match self {
            Self::Today(args) => today(env, out, &args),
            Self::Another(args) => today::another(env, out, &args),
            Self::Done(args) => answer::done(env, out, &args),
            Self::Love(args) => answer::love(env, out, &args),
            Self::Skip(args) => answer::skip(env, out, &args),
            Self::Snooze(args) => answer::snooze(env, out, &args),
            Self::Never(args) => answer::never(env, out, &args),
            Self::Note(args) => note::note(env, out, &args),
            Self::Why(args) => why::why(env, out, &args),
            Self::Pause(args) => pause::pause(env, out, &args),
            Self::Undo(args) => undo::undo(env, out, &args),
            Self::History(args) => history::history(env, out, &args),
            Self::Stats(args) => stats::stats(env, out, &args),
            Self::Report(args) => report::report(env, out, &args),
            Self::Practices(args) => practices::practices(env, out, &args),
            Self::Browse(args) => browse::browse(env, out, &args),
            Self::Show(args) => show::show(env, out, &args),
            Self::Add(args) => add::add(env, out, &args),
            Self::Check(args) => check::run(env, out, &args),
            Self::Setup(args) => set_up(env, out, &args),
            Self::Quiz(args) => quiz::quiz(env, out, &args),
            Self::Config(args) => config::config(env, out, &args),
            Self::Init(args) => init::init(env, out, &args),
            Self::Remind(args) => remind::remind(env, out, &args),
            Self::Status(args) => status::status(env, out, &args),
            Self::Data(args) => data::data(env, out, &args),
            Self::Schema(args) => schema::schema(out, &args),
            Self::Doctor(args) => doctor::doctor(env, out, &args),
            Self::Completions(args) => completions::completions(out, &args),
            Self::Man(args) => man::man(env, out, &args),
            Self::Help(args) => explain(&args.words, out),
            Self::Safety => safety::safety(env, out),
        }
    }
}

/// The day's prompt, as the person or as the shell asks for it.
fn today(env: &Env, out: &Out, args: &today::TodayArgs) -> Result<(), Error> {
    if args.hook {
        hook::hook(env, out);
        return Ok(());
    }
    today::today(env, out, args)
}

/// The questions, after them the day's prompt, and an offer of what brings it back every day.
fn set_up(env: &Env, out: &Out, args: &setup::SetupArgs) -> Result<(), Error> {
    if !setup::setup(env, out, args)? {
        return Ok(());
    }
    today::today(env, out, &today::TodayArgs::default())?;
    for line in setup::accepted(env)? {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let command = parse(&words, out)?.and_then(|cli| cli.command);
        // What is set up stays so, whatever comes of the rest.
        if let Err(error) = command.map_or(Ok(()), |command| command.run(env, out)) {
            out.warn(&format!("{}; try `{line}` another time", error.message));
        }
    }
    Ok(())
}

/// Prints help on a topic, or on the verb that these words are.
fn explain(words: &[String], out: &Out) -> Result<(), Error> {
    if let [word] = words
        && let Some(topic) = Topic::from_key(word)
    {
        return out.print(&topic_page(&blocks(topic.text()), out.look));
    }
    let words = words.iter().map(String::as_str);
    let args: Vec<OsString> = ["connect"].into_iter().chain(words).chain(["--help"]).map(OsString::from).collect();
    parse(&args, out).map(drop)
}

/// The command line, unless it asked for help, which is then printed.
fn parse(args: &[OsString], out: &Out) -> Result<Option<Cli>, Error> {
    let mut command = help::command();
    if out.look.width < usage::WIDE {
        command = command.term_width(out.look.width);
    }
    match command.try_get_matches_from_mut(args).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => Ok(Some(cli)),
        Err(error) => usage::explain(&error, usage::meant(&command, args), out).map(|()| None),
    }
}

/// A flag that takes one word of a vocabulary.
fn word<K: Keyed + Send + Sync>(words: &'static [K]) -> impl TypedValueParser<Value = K> {
    PossibleValuesParser::new(words.iter().map(|word| word.key())).map(|key| K::from_key(&key).unwrap_or(K::ALL[0]))
}
