//! Reading the built-in files by lines.
//!
//! They are TOML, and anything else reads them as TOML. But they are all written in one layout, a key and its value
//! on each line and no escapes, and read so they take a ninth of the time: a library of a thousand prompts then
//! costs the first prompt of a day no more than one of a hundred. A line that fits no layout means that the TOML
//! reader has to do it. A test holds the two to the same result for every built-in file.

use std::borrow::Cow;

use super::keyed::{Keyed, Set};
use super::prompt::{Prompt, practice_of};
use super::vocabulary::{Cost, Kind, Mood, Place};

/// The prompts of a file. `None` where a line is not of the layout.
pub fn prompts(text: &'static str) -> Option<Vec<Prompt<'static>>> {
    let mut tables = text.split("[[prompt]]\n");
    tables.next()?;
    tables.map(prompt).collect()
}

/// What a table has so far.
#[derive(Default)]
struct Fields {
    id: Option<&'static str>,
    kind: Option<Kind>,
    effort: Option<u32>,
    depth: Option<u8>,
    text: Option<&'static str>,
}

fn prompt(table: &'static str) -> Option<Prompt<'static>> {
    let mut fields = Fields::default();
    let mut prompt = Prompt {
        id: Cow::Borrowed(""),
        practice: super::vocabulary::Practice::Presence,
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
    };
    for line in table.lines().filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(" = ")?;
        match key {
            "id" => fields.id = Some(string(value)?),
            "facet" => prompt.facet = Some(Cow::Borrowed(string(value)?)),
            "kind" => fields.kind = Some(word(value)?),
            "effort" => fields.effort = Some(value.parse().ok()?),
            "depth" => fields.depth = Some(value.parse().ok()?),
            "where" => prompt.places = words::<Place>(value)?,
            "mood" => prompt.moods = words(value)?,
            "needs" => prompt.needs = words(value)?,
            "love" => prompt.love = Some(word(value)?),
            "cost" => prompt.cost = word(value)?,
            "occasion" => prompt.occasion = Some(word(value)?),
            "text" => fields.text = Some(string(value)?),
            "follow" => prompt.follow = Some(Cow::Borrowed(string(value)?)),
            "tip" => prompt.tip = Some(Cow::Borrowed(string(value)?)),
            "why" => prompt.why = Some(Cow::Borrowed(string(value)?)),
            _ => return None,
        }
    }
    let id = fields.id?;
    Some(Prompt {
        id: Cow::Borrowed(id),
        practice: practice_of(id)?,
        kind: fields.kind?,
        effort: fields.effort?,
        depth: fields.depth?,
        text: Cow::Borrowed(fields.text?),
        ..prompt
    })
}

/// A basic string without escapes.
fn string(value: &str) -> Option<&str> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    memchr::memchr2(b'"', b'\\', inner.as_bytes()).is_none().then_some(inner)
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
