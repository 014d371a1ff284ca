//! `add`: a prompt of one's own, asked for or given in flags, checked, and put into a pack.

use clap::{Args, value_parser};

use super::day::{Day, library, packs};
use super::word;
use crate::error::{Error, Kind as ErrorKind};
use crate::host::env::Env;
use crate::host::files;
use crate::host::out::Out;
use crate::host::typist::Typist;
use crate::model::check::{Finding, Weight, check};
use crate::model::draft::Draft;
use crate::model::fault::Source;
use crate::model::keyed::Keyed as _;
use crate::model::schema::directive;
use crate::model::view::faults::fault_page;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::vocabulary::{Cost, Kind, Love, Mood, Place, Practice};

#[derive(Args)]
pub(super) struct AddArgs {
    /// The prompt; the other questions are asked at a terminal, or answered by flags
    text: Option<String>,
    /// The practice it belongs to
    #[arg(long, value_parser = word(Practice::ALL))]
    practice: Option<Practice>,
    /// What it asks for
    #[arg(long, value_parser = word(Kind::ALL))]
    kind: Option<Kind>,
    /// How long it takes
    #[arg(long, value_parser = value_parser!(u32).range(1..=600))]
    minutes: Option<u32>,
    /// 1 light, 2 personal, 3 tender
    #[arg(long, value_parser = value_parser!(u8).range(1..=3))]
    depth: Option<u8>,
    /// Where it works; anywhere if you name no place (repeat for more)
    #[arg(long = "where", value_name = "PLACE", value_parser = word(Place::ALL))]
    places: Vec<Place>,
    /// The moods it fits; any ordinary day if you name none (repeat for more)
    #[arg(long = "mood", value_name = "MOOD", value_parser = word(Mood::ALL))]
    moods: Vec<Mood>,
    /// The love language it speaks
    #[arg(long, value_parser = word(Love::ALL))]
    love: Option<Love>,
    /// What it costs
    #[arg(long, value_parser = word(Cost::ALL))]
    cost: Option<Cost>,
    /// What to say if the talk stalls; an ask needs it
    #[arg(long, value_name = "TEXT")]
    follow: Option<String>,
    /// How to listen; depth 3 needs it
    #[arg(long, value_name = "TEXT")]
    tip: Option<String>,
    /// The pack's name
    #[arg(long, value_name = "NAME", default_value = "ours")]
    pack: String,
    /// Print the id as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn add(env: &Env, out: &Out, args: &AddArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let packs = packs(env, Some(out));
    let library = library(&day.settings, &packs, Some(out));
    let draft = draft(env, args)?;
    let id = draft.id(|id| library.find(id).is_some());
    let path = files::pack_path(env, &args.pack)?;
    let name = env.paths.shorten(&path);
    if path.exists() && packs.read.iter().all(|pack| pack.name != name) {
        return Err(Error::new(ErrorKind::Data, format!("nothing was added; {name} has to be mended first")));
    }
    let before = packs.read.iter().find(|pack| pack.name == name).map_or("", |pack| pack.text.as_str());
    let gap = match before {
        "" => format!("{}\n", directive()),
        _ if before.ends_with("\n\n") => String::new(),
        _ if before.ends_with('\n') => "\n".to_owned(),
        _ => "\n\n".to_owned(),
    };
    let addition = format!("{gap}{}", draft.to_toml(&id));
    refuse_faulty(out, &name, &format!("{before}{addition}"), &id).inspect_err(|_| {
        if env.has_typist {
            give_back(out, &name, &draft.to_toml(&id));
        }
    })?;
    files::append(&path, &addition).map_err(|error| Error::io(&format!("can't write {name}"), &error))?;
    if before.is_empty() || before.starts_with(&directive()) {
        files::keep_pack_schema(env);
    }
    if args.json {
        return out.print_json(&serde_json::json!({ "schema": 1, "id": id, "file": path }));
    }
    let line = Line::marked(Mark::None, out.look).and(Ink::Plain, "Added: ").and(Ink::Name, &*id);
    out.print(&[line.and(Ink::Plain, format!(", in {name}."))])?;
    out.hint(&format!("`connect show {id}` reads it back"));
    Ok(())
}

/// Prints what is wrong with the new prompt, before anything is written.
fn refuse_faulty(out: &Out, name: &str, text: &str, id: &str) -> Result<(), Error> {
    let report = check(Source { name, text }, true);
    let tell = |finding: &Finding| {
        let before = if finding.weight == Weight::Error { "" } else { "worth a second look: " };
        out.say(&fault_page(Line::default(), before, &finding.fault));
    };
    // A file that makes no sense somewhere may swallow whatever is put behind it.
    if !report.ids.iter().any(|read| read == id) {
        report.findings.iter().filter(|finding| finding.id.is_none()).for_each(tell);
        return Err(Error::new(ErrorKind::Data, format!("nothing was added; {name} has to be mended first")));
    }
    let own: Vec<&Finding> = report.findings.iter().filter(|finding| finding.id.as_deref() == Some(id)).collect();
    own.iter().copied().for_each(tell);
    if own.iter().any(|finding| finding.weight == Weight::Error) {
        return Err(Error::new(ErrorKind::Data, "nothing was added; mend that and try again"));
    }
    Ok(())
}

/// Prints what was typed, so that nobody has to think of it again.
fn give_back(out: &Out, name: &str, written: &str) {
    let opening = Line::plain(format!("As you wrote it, to mend and put into {name}:"));
    out.say(&[opening].into_iter().chain(written.lines().map(Line::plain)).collect::<Vec<_>>());
}

/// The prompt as the flags have it; what they leave out is asked at a terminal.
fn draft(env: &Env, args: &AddArgs) -> Result<Draft, Error> {
    let mut typist = Typist::new(env, "nothing was added");
    let text = match &args.text {
        Some(text) if text.trim().is_empty() => return Err(Error::usage("TEXT is empty; write a sentence or two")),
        Some(text) => text.trim().to_owned(),
        None => typist.text("The prompt, in a sentence or two", "TEXT", None)?,
    };
    let practice = match args.practice {
        Some(practice) => practice,
        None => typist.word("The practice", "--practice", None)?,
    };
    let guess = if text.ends_with('?') { Kind::Ask } else { Kind::Do };
    let kind = match args.kind {
        Some(kind) => kind,
        None => typist.word("What it asks for", "--kind", Some(guess))?,
    };
    let effort = match args.minutes {
        Some(minutes) => minutes,
        None => typist.number("Minutes it takes", "--minutes", &(1..=600), &5)?,
    };
    let depth = match args.depth {
        Some(depth) => depth,
        None => typist.number("Depth: 1 light, 2 personal, 3 tender", "--depth", &(1..=3), &1)?,
    };
    let follow = match &args.follow {
        None if kind == Kind::Ask => Some(typist.text("If the talk stalls, ask", "--follow", None)?),
        follow => follow.clone(),
    };
    let tip = match &args.tip {
        None if depth == 3 => Some(typist.text("A tip on how to listen", "--tip", None)?),
        tip => tip.clone(),
    };
    let (places, moods) = (args.places.clone(), args.moods.clone());
    let cost = args.cost.unwrap_or(Cost::Free);
    Ok(Draft { practice, kind, effort, depth, places, moods, love: args.love, cost, text, follow, tip })
}
