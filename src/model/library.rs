//! The library: nine built-in files, and the person's own packs over and beside them.
//!
//! A built-in file is parsed only when its practice's turn has come.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::Document;
use super::fault::{Fault, Source};
use super::keyed::Keyed;
use super::pick::hash::fnv1a;
use super::plain;
use super::prompt::{self, Prompt, borrowed};
use super::vocabulary::Practice;

/// The built-in files, in the order of [`Practice`].
const BUILTIN: [&str; 9] = [
    include_str!("prompts/presence.toml"),
    include_str!("prompts/questions.toml"),
    include_str!("prompts/vulnerability.toml"),
    include_str!("prompts/gratitude.toml"),
    include_str!("prompts/time.toml"),
    include_str!("prompts/languages.toml"),
    include_str!("prompts/attunement.toml"),
    include_str!("prompts/laughter.toml"),
    include_str!("prompts/disagreement.toml"),
];

/// A finding from research, worded to go no further than its study.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence<'a> {
    pub key: Cow<'a, str>,
    pub claim: Cow<'a, str>,
    pub cite: Cow<'a, str>,
    pub doi: Option<Cow<'a, str>>,
    /// `early` (small or correlational), `moderate` (experiments or several studies) or `review`.
    pub strength: Cow<'a, str>,
    pub caveat: Cow<'a, str>,
}

/// One file, parsed.
#[derive(Default)]
pub struct Volume<'a> {
    pub practice: Option<About<'a>>,
    pub evidence: Vec<Evidence<'a>>,
    pub prompts: Vec<Prompt<'a>>,
}

/// The `[practice]` table of a built-in file.
#[derive(Clone, Debug, PartialEq)]
pub struct About<'a> {
    pub key: Cow<'a, str>,
    pub title: Cow<'a, str>,
    /// What the practice asks of you, in a sentence or two.
    pub asks: Cow<'a, str>,
}

/// Parses one file. Faulty prompts are noted and skipped; the others are kept.
pub fn read<'a>(source: Source<'a>, pack: Option<&'a str>) -> (Volume<'a>, Vec<Fault>) {
    let mut document = Document::new(source);
    let (table, complete) = document.parse();
    let mut volume = Volume::default();
    for (key, value) in &table {
        match key.get_ref().as_ref() {
            "prompt" => prompts(&mut document, value, pack, &mut volume.prompts),
            "practice" => volume.practice = value.get_ref().as_table().and_then(about),
            "evidence" => {
                volume.evidence = tables(value).filter_map(evidence).collect();
            }
            _ => document.unknown_key(key, "table", &["practice", "evidence", "prompt"]),
        }
    }
    if !complete {
        // Around a syntax error a prompt may have been put together from two; only its whole neighbours are safe.
        let broken = document.faults.first().and_then(|fault| fault.place.as_ref()).map_or(0, |place| place.line);
        let safe = lines_before(source.text, broken);
        let (whole, end) = whole_prompts(&table, safe);
        volume.prompts.retain(|prompt| whole.contains(&prompt.id.as_ref()));
        let mut faults = document.faults.into_iter();
        let slip = faults.next().map(|mut slip| {
            slip.message.push_str("; prompts from there on are skipped");
            slip
        });
        // What is wrong with whole prompts is as true as ever.
        let end = line_of(source.text, end);
        let before = faults.filter(|fault| fault.place.as_ref().is_some_and(|place| place.line < end));
        return (volume, slip.into_iter().chain(before).collect());
    }
    (volume, document.faults)
}

/// The byte at which a line (counted from 1) begins.
fn lines_before(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}

/// The line (counted from 1) that holds a byte.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|&byte| byte == b'\n').count() + 1
}

/// The ids of the prompts after which another table begins before the byte `safe`; and the byte at which the last
/// of those tables begins.
fn whole_prompts<'t>(table: &'t DeTable<'_>, safe: usize) -> (Vec<&'t str>, usize) {
    let list = table.get("prompt").and_then(|list| list.get_ref().as_array());
    let items: Vec<_> = list.into_iter().flatten().collect();
    let whole = items.windows(2).take_while(|pair| pair[1].span().start <= safe);
    let end = whole.clone().last().map_or(0, |pair| pair[1].span().start);
    let id = |pair: &[&'t Spanned<DeValue<'_>>]| pair[0].get_ref().as_table()?.get("id")?.get_ref().as_str();
    (whole.filter_map(id).collect(), end)
}

fn prompts<'a>(
    document: &mut Document<'a>,
    value: &Spanned<DeValue<'a>>,
    pack: Option<&'a str>,
    found: &mut Vec<Prompt<'a>>,
) {
    let Some(list) = value.get_ref().as_array() else {
        document.fault(value.span(), "prompts are written as [[prompt]]; this one is skipped");
        return;
    };
    for item in list {
        match item.get_ref().as_table() {
            Some(table) => found.extend(prompt::read(document, item, table, pack)),
            None => document.fault(item.span(), "prompts are written as [[prompt]]; this one is skipped"),
        }
    }
}

fn tables<'t, 'a>(value: &'t Spanned<DeValue<'a>>) -> impl Iterator<Item = &'t DeTable<'a>> {
    let list = value.get_ref().as_array().into_iter().flatten();
    list.filter_map(|item| item.get_ref().as_table())
}

fn about<'a>(table: &DeTable<'a>) -> Option<About<'a>> {
    let text = |key: &str| borrowed(table.get(key)?);
    Some(About { key: text("key")?, title: text("title")?, asks: text("asks")? })
}

fn evidence<'a>(table: &DeTable<'a>) -> Option<Evidence<'a>> {
    let text = |key: &str| borrowed(table.get(key)?);
    Some(Evidence {
        key: text("key")?,
        claim: text("claim")?,
        cite: text("cite")?,
        doi: text("doi"),
        strength: text("strength")?,
        caveat: text("caveat")?,
    })
}

/// A pack as it was read from its file.
pub struct Pack {
    /// The file's path, as people read it.
    pub name: String,
    pub text: String,
}

/// All prompts there are: the built-in ones, unless switched off, and those of packs.
pub struct Library<'a> {
    builtin: bool,
    /// Each id once, in the order of the files. A pack's prompt replaces the built-in of the same id whole.
    packs: Vec<Prompt<'a>>,
}

impl<'a> Library<'a> {
    /// Parses the packs; the built-in files wait. Between packs, the first file wins.
    pub fn new(builtin: bool, packs: &'a [Pack]) -> (Self, Vec<Fault>) {
        let mut library = Self { builtin, packs: Vec::new() };
        let mut faults = Vec::new();
        for pack in packs {
            if let Some(prompts) = plain::prompts(&pack.text, Some(&pack.name)) {
                library.packs.extend(prompts);
            } else {
                let (volume, found) = read(Source { name: &pack.name, text: &pack.text }, Some(&pack.name));
                library.packs.extend(volume.prompts);
                faults.extend(found);
            }
        }
        faults.extend(library.drop_twins());
        (library, faults)
    }

    /// Whether there is no prompt at all.
    pub fn is_empty(&self) -> bool {
        !self.builtin && self.packs.is_empty()
    }

    /// Of prompts with one id, only the first stays.
    fn drop_twins(&mut self) -> Vec<Fault> {
        let mut hashes: Vec<u64> = self.packs.iter().map(|prompt| fnv1a(&prompt.id)).collect();
        hashes.sort_unstable();
        if hashes.windows(2).all(|pair| pair[0] != pair[1]) {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let mut met: BTreeMap<Cow<'a, str>, Option<&'a str>> = BTreeMap::new();
        self.packs.retain(|prompt| {
            let own = prompt.pack.unwrap_or_default();
            let Some(&first) = met.get(&prompt.id) else {
                met.insert(prompt.id.clone(), prompt.pack);
                return true;
            };
            let message = match first {
                Some(first) if first != own => format!("{} is in {first} already, which comes first", prompt.id),
                _ => format!("{} stands twice; the first counts", prompt.id),
            };
            faults.push(Fault::of_file(own, message));
            false
        });
        faults
    }

    /// Whether a practice has any prompt, without parsing a built-in file.
    pub fn has(&self, practice: Practice) -> bool {
        self.builtin || self.packs.iter().any(|prompt| prompt.practice == practice)
    }

    /// The prompts of one practice: the built-in ones in their order, then those that only packs have by their ids.
    pub fn prompts(&self, practice: Practice) -> Vec<Prompt<'a>> {
        let mut prompts = if self.builtin { builtin_prompts(practice) } else { Vec::new() };
        let mut own: Vec<&Prompt<'a>> = self.packs.iter().filter(|prompt| prompt.practice == practice).collect();
        own.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        if !own.is_empty() {
            for prompt in &mut prompts {
                if let Ok(at) = own.binary_search_by(|own| own.id.cmp(&prompt.id)) {
                    *prompt = own.remove(at).clone();
                }
            }
        }
        prompts.extend(own.into_iter().cloned());
        prompts
    }

    /// The prompt with this id.
    pub fn find(&self, id: &str) -> Option<Prompt<'a>> {
        let practice = prompt::practice_of(id)?;
        self.prompts(practice).into_iter().find(|prompt| prompt.id == id)
    }

    /// Every id there is, for suggestions.
    pub fn ids(&self) -> Vec<Cow<'a, str>> {
        Practice::ALL.iter().flat_map(|&practice| self.prompts(practice)).map(|prompt| prompt.id).collect()
    }
}

/// The prompts of a built-in file, which is parsed once however often they are asked for.
fn builtin_prompts(practice: Practice) -> Vec<Prompt<'static>> {
    static PARSED: [OnceLock<Vec<Prompt<'static>>>; 9] = [const { OnceLock::new() }; 9];
    let parse = || plain::prompts(BUILTIN[practice.index()], None).unwrap_or_else(|| volume(practice).prompts);
    PARSED[practice.index()].get_or_init(parse).clone()
}

/// Every built-in file, with the name it has in a checkout.
pub fn builtin() -> impl Iterator<Item = (String, &'static str)> {
    Practice::ALL.iter().zip(BUILTIN).map(|(practice, text)| (format!("prompts/{}.toml", practice.key()), text))
}

/// The built-in file of a practice.
pub fn volume(practice: Practice) -> Volume<'static> {
    let source = Source { name: practice.key(), text: BUILTIN[practice.index()] };
    read(source, None).0
}

/// The finding behind a prompt: the one it names, else its practice's first.
pub fn evidence_for<'v, 'a>(volume: &'v Volume<'a>, key: Option<&str>) -> Option<&'v Evidence<'a>> {
    volume.evidence.iter().find(|found| Some(found.key.as_ref()) == key).or_else(|| volume.evidence.first())
}

#[cfg(test)]
#[path = "library_tests.rs"]
mod tests;
