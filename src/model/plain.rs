//! Reading the built-in files by lines.
//!
//! They are TOML, and anything else reads them as TOML. But they are all written in one layout, a key and its value
//! on each line and no escapes, and read so they take a ninth of the time: a library of a thousand prompts then
//! costs the first prompt of a day no more than one of a hundred. A line that fits no layout means that the TOML
//! reader has to do it. A test holds the two to the same result for every built-in file.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

use super::keyed::{Keyed, Set};
use super::prompt::{Prompt, practice_of};
use super::vocabulary::{Cost, Kind, Mood, Practice};

/// The prompts of a file. `None` where a line is not of the layout.
pub fn prompts(text: &'static str) -> Option<Vec<Prompt<'static>>> {
    const HEAD: &str = "[[prompt]]\n";
    let starts: Vec<usize> = memmem::find_iter(text.as_bytes(), HEAD).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| prompt(&text[start + HEAD.len()..end])).collect()
}

/// What every table has.
const REQUIRED: [&str; 5] = ["id", "kind", "effort", "depth", "text"];

fn prompt(table: &'static str) -> Option<Prompt<'static>> {
    let mut prompt = blank();
    let mut found = 0;
    for line in table.lines().filter(|line| !line.is_empty()) {
        let (key, value) = line.split_at(memchr(b' ', line.as_bytes())?);
        let value = value.strip_prefix(" = ")?;
        found += usize::from(REQUIRED.contains(&key));
        set(&mut prompt, key, value)?;
    }
    (found == REQUIRED.len()).then_some(prompt)
}

/// A prompt of which nothing is known, with the defaults of what may be left out.
fn blank() -> Prompt<'static> {
    Prompt {
        id: Cow::Borrowed(""),
        practice: Practice::Presence,
        facet: None,
        kind: Kind::Ask,
        effort: 0,
        depth: 0,
        places: Set::all(),
        text: Cow::Borrowed(""),
        follow: None,
        tip: None,
        love: None,
        moods: Set::of(&[Mood::Neutral]),
        needs: Set::default(),
        cost: Cost::Free,
        occasion: None,
        why: None,
        pack: None,
    }
}

fn set(prompt: &mut Prompt<'static>, key: &str, value: &'static str) -> Option<()> {
    let text = || string(value).map(Cow::Borrowed);
    match key {
        "id" => {
            prompt.practice = practice_of(string(value)?)?;
            prompt.id = text()?;
        }
        "facet" => prompt.facet = Some(text()?),
        "kind" => prompt.kind = word(value)?,
        "effort" => prompt.effort = value.parse().ok()?,
        "depth" => prompt.depth = value.parse().ok()?,
        "where" => prompt.places = words(value)?,
        "mood" => prompt.moods = words(value)?,
        "needs" => prompt.needs = words(value)?,
        "love" => prompt.love = Some(word(value)?),
        "cost" => prompt.cost = word(value)?,
        "occasion" => prompt.occasion = Some(word(value)?),
        "text" => prompt.text = text()?,
        "follow" => prompt.follow = Some(text()?),
        "tip" => prompt.tip = Some(text()?),
        "why" => prompt.why = Some(text()?),
        _ => return None,
    }
    Some(())
}

/// A basic string without escapes.
fn string(value: &str) -> Option<&str> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    memchr2(b'"', b'\\', inner.as_bytes()).is_none().then_some(inner)
}

fn word<K: Keyed>(value: &str) -> Option<K> {
    K::from_key(string(value)?)
}

fn words<K: Keyed>(value: &str) -> Option<Set<K>> {
    value.strip_prefix('[')?.strip_suffix(']')?.split(", ").map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fault::Source;
    use crate::model::library::{builtin, read};

    #[test]
    fn every_built_in_file_reads_as_the_toml_it_is() {
        for (name, text) in builtin() {
            let (volume, faults) = read(Source { name: &name, text }, None);
            assert_eq!(faults, [], "{name}");
            assert_eq!(prompts(text).as_ref(), Some(&volume.prompts), "{name} has lost its layout");
        }
    }

    #[test]
    fn any_other_layout_is_left_to_the_toml_reader() {
        let good = "[[prompt]]\nid = \"time.a\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Do it.\"\n";
        assert_eq!(prompts(good).map(|prompts| prompts.len()), Some(1));
        let changes = [
            ("effort = 5", "effort=5"),
            ("\"Do it.\"", "'Do it.'"),
            ("\"Do it.\"", "\"Do \\\"it\\\".\""),
            ("depth = 1", "depth = 1 # light"),
            ("kind = \"do\"", "kind = \"dare\""),
            ("id = \"time.a\"\n", ""),
            ("text", "words"),
        ];
        for (from, to) in changes {
            let other: &'static str = good.replace(from, to).leak();
            assert_eq!(prompts(other), None, "{to}");
        }
    }
}
