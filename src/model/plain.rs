//! Reading prompts by lines.
//!
//! Their files are TOML, and anything else reads them as TOML. But the built-in ones and those that `connect add` writes
//! are all in one layout, a key and its value on each line and no escapes, and read so they take a ninth of the time: a
//! library of ten thousand prompts then costs little more than one of a thousand. A line that fits no layout, or any
//! fault, means that the TOML reader has to do it. Tests hold the two to the same result.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::keyed::{Keyed, Set};
use super::prompt::{Prompt, practice_of};
use super::vocabulary::{Cost, Kind, Mood, Practice};

/// The prompts of a file. `None` where a line is not of the layout.
///
/// A pack holds nothing but prompts; what stands before those of a built-in file is passed over.
pub fn prompts<'a>(text: &'a str, pack: Option<&'a str>) -> Option<Vec<Prompt<'a>>> {
    const HEAD: &str = "[[prompt]]\n";
    let starts: Vec<usize> = memmem::find_iter(text.as_bytes(), HEAD).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let before = &text[..starts.first().copied().unwrap_or(text.len())];
    (pack.is_none() || before.bytes().all(|byte| byte == b'\n')).then_some(())?;
    let mut prompts = Vec::with_capacity(starts.len());
    for (&start, end) in starts.iter().zip(ends) {
        (start == 0 || text.as_bytes()[start - 1] == b'\n').then_some(())?;
        prompts.push(Prompt { pack, ..prompt(&text[start + HEAD.len()..end])? });
    }
    Some(prompts)
}

const KEYS: [&str; 15] = [
    "id", "kind", "effort", "depth", "text", "facet", "where", "mood", "needs", "love", "cost", "occasion", "follow",
    "tip", "why",
];
/// So many of them are what every table has.
const REQUIRED: u32 = 5;

fn prompt(table: &str) -> Option<Prompt<'_>> {
    let mut prompt = blank();
    let mut found = 0_u32;
    let mut rest = table;
    while !rest.is_empty() {
        let end = memchr(b'\n', rest.as_bytes());
        let (line, after) = end.map_or((rest, ""), |end| (&rest[..end], &rest[end + 1..]));
        rest = after;
        if line.is_empty() {
            continue;
        }
        let (key, value) = line.split_at(memchr(b' ', line.as_bytes())?);
        let value = value.strip_prefix(" = ")?;
        let at = KEYS.iter().position(|known| *known == key)?;
        // A key that stands twice is a fault.
        (found >> at & 1 == 0).then_some(())?;
        found |= 1 << at;
        set(&mut prompt, key, value)?;
    }
    (found.trailing_ones() >= REQUIRED).then_some(prompt)
}

/// A prompt of which nothing is known, with the defaults of what may be left out.
fn blank<'a>() -> Prompt<'a> {
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

fn set<'a>(prompt: &mut Prompt<'a>, key: &str, value: &'a str) -> Option<()> {
    let text = || string(value).map(Cow::Borrowed);
    match key {
        "id" => {
            prompt.practice = practice_of(string(value)?)?;
            prompt.id = text()?;
        }
        "facet" => prompt.facet = Some(text()?),
        "kind" => prompt.kind = word(value)?,
        "effort" => prompt.effort = whole(value, 600)?,
        "depth" => prompt.depth = u8::try_from(whole(value, 3)?).ok()?,
        "where" => prompt.places = words(value)?,
        "mood" => prompt.moods = words(value)?,
        "needs" => prompt.needs = words(value)?,
        "love" => prompt.love = Some(word(value)?),
        "cost" => prompt.cost = word(value)?,
        "occasion" => prompt.occasion = Some(word(value)?),
        "text" => prompt.text = text().filter(|text| !text.trim().is_empty())?,
        "follow" => prompt.follow = Some(text()?),
        "tip" => prompt.tip = Some(text()?),
        "why" => prompt.why = Some(text()?),
        _ => return None,
    }
    Some(())
}

/// A basic string of printable characters without escapes.
fn string(value: &str) -> Option<&str> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let (words, tail) = inner.as_bytes().as_chunks::<8>();
    let mut last = [b' '; 8];
    last[..tail.len()].copy_from_slice(tail);
    // Looking at all of them takes less than stopping at the first that is wrong.
    words.iter().fold(is_plain(last), |so_far, word| so_far & is_plain(*word)).then_some(inner)
}

/// Whether none of eight bytes is a control character, a quotation mark or a backslash. All eight are looked at in one
/// number: taking the least that is wanted from each borrows from its highest bit where it is less.
fn is_plain(bytes: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = EACH << 7;
    let word = u64::from_le_bytes(bytes);
    let below = |word: u64, least: u64| word.wrapping_sub(EACH * least) & !word;
    let is = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    (below(word, 0x20) | is(b'"') | is(b'\\') | is(0x7f)) & HIGHEST == 0
}

/// A whole number from 1 to this, written as TOML wants it.
fn whole(value: &str, most: u32) -> Option<u32> {
    value.starts_with(|first: char| first.is_ascii_digit() && first != '0').then_some(())?;
    value.parse().ok().filter(|number| *number <= most)
}

fn word<K: Keyed>(value: &str) -> Option<K> {
    K::from_key(string(value)?)
}

fn words<K: Keyed>(value: &str) -> Option<Set<K>> {
    value.strip_prefix('[')?.strip_suffix(']')?.split(", ").map(word).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault::Source;
    use crate::library::{builtin, read};

    #[test]
    fn every_built_in_file_reads_as_the_toml_it_is() {
        for (name, text) in builtin() {
            let (volume, faults) = read(Source { name: &name, text }, None);
            assert_eq!(faults, [], "{name}");
            assert_eq!(prompts(text, None).as_ref(), Some(&volume.prompts), "{name} has lost its layout");
        }
    }

    #[test]
    fn any_other_layout_is_left_to_the_toml_reader() {
        let good = "[[prompt]]\nid = \"time.a\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Do it.\"\n";
        assert_eq!(prompts(good, Some("own")).map(|prompts| prompts.len()), Some(1));
        let changes = [
            ("effort = 5", "effort=5"),
            ("\"Do it.\"", "'Do it.'"),
            ("\"Do it.\"", "\"Do \\\"it\\\".\""),
            ("depth = 1", "depth = 1 # light"),
            ("kind = \"do\"", "kind = \"dare\""),
            ("id = \"time.a\"\n", ""),
            ("text", "words"),
            ("depth = 1", "depth = 1\ndepth = 2"),
            ("effort = 5", "effort = 05"),
            ("effort = 5", "effort = 601"),
            ("Do it.", "Do\u{7} it."),
            ("Do it.", " "),
            ("[[prompt]]", "answer = 42\n[[prompt]]"),
            ("\"Do it.\"\n", "\"Do it.\"[[prompt]]\n"),
        ];
        for (from, to) in changes {
            assert_eq!(prompts(&good.replace(from, to), Some("own")), None, "{to}");
        }
    }

    #[test]
    fn a_string_is_plain_if_every_byte_is() {
        for byte in 0..=u8::MAX {
            let wrong = matches!(byte, 0..=0x1f | b'"' | b'\\' | 0x7f);
            for place in 0..8 {
                for other in [b' ', b'~', 0x80, 0xff] {
                    let mut bytes = [other; 8];
                    bytes[place] = byte;
                    assert_eq!(is_plain(bytes), !wrong, "{bytes:?}");
                }
            }
        }
        assert_eq!(string("\"a caf\u{e9}, and more\""), Some("a caf\u{e9}, and more"));
        assert_eq!(string("\"a caf\u{e9}, and\u{7} more\""), None);
    }

    proptest! {
        #[test]
        fn whatever_is_read_by_lines_reads_as_the_toml_it_is(
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, "[\"\\\\\\[\\]=\n\r\t #a-z0-9,.]{0,3}"), 0..3),
        ) {
            let tables = include_str!("../../tests/it/fixture.toml").split_inclusive("\n\n");
            let mut text: String = tables.skip(1).take(3).collect();
            for (place, cut, put) in changes {
                let place = place.index(text.len());
                text = format!("{}{put}{}", &text[..place], text.get(place + cut..).unwrap_or_default());
            }
            if let Some(prompts) = prompts(&text, Some("own.toml")) {
                let (volume, faults) = read(Source { name: "own.toml", text: &text }, Some("own.toml"));
                prop_assert_eq!((faults, volume.prompts), (Vec::new(), prompts), "{}", text);
            }
        }
    }
}
