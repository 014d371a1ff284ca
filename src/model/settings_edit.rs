//! Changing a settings document: one key is set or taken out, and everything else stays as it was written.

use std::fmt::Write as _;

use toml_edit::{DocumentMut, InlineTable, Item, RawString, Table, Value};

use super::fault::Source;
use super::keyed::nearest;
use super::settings::Settings;
use super::settings_list::{keys, list};

/// Sets a key, such as `minutes` or `minutes.weekend`, to what was typed, in the form that the key takes.
///
/// # Errors
///
/// What is wrong with the key or the value, in lower case without a full stop. The document is then as it was.
pub fn set(document: &mut DocumentMut, key: &str, typed: &str) -> Result<(), String> {
    if !is_known(key) {
        return Err(unknown(key));
    }
    if key == "occasions" {
        return Err("occasions are written by hand: `connect config edit`".to_owned());
    }
    let value = value(key, typed);
    // The reader of settings knows what each key takes; so it is asked.
    let mut alone = DocumentMut::new();
    put(&mut alone, key, value.clone());
    let (_, faults) = Settings::read(Source { name: "", text: &alone.to_string() });
    if let Some(fault) = faults.first() {
        return Err(without_consequence(&fault.message).to_owned());
    }
    put(document, key, value);
    Ok(())
}

/// Takes a key out, so that its default holds. `false` where it was not there.
///
/// Comments on lines of their own above it stay; one behind the value goes with it.
///
/// # Errors
///
/// Where there is no such key, neither in the document nor among the settings.
pub fn unset(document: &mut DocumentMut, key: &str) -> Result<bool, String> {
    if remove(document, key) {
        return Ok(true);
    }
    if is_known(key) { Ok(false) } else { Err(unknown(key)) }
}

/// What is wrong after a change that was not wrong before it.
pub fn new_fault(before: &str, after: &str) -> Option<String> {
    let messages = |text| Settings::read(Source { name: "", text }).1.into_iter().map(|fault| fault.message);
    let mut known: Vec<String> = messages(before).collect();
    messages(after).find(|message| {
        let old = known.iter().position(|old| old == message);
        old.map(|at| known.swap_remove(at)).is_none()
    })
}

/// What an empty settings file begins with: every setting at its default, as a comment.
pub fn template() -> String {
    let mut text = "# Every setting is optional; these are the defaults. Take a # away to change one.\n\n".to_owned();
    for setting in list(Source { name: "", text: "" }).0 {
        let value = match &setting.value {
            serde_json::Value::Null => "\"Robin\"".to_owned(),
            value => value.to_string().replace("\",\"", "\", \""),
        };
        if setting.key == "occasions" {
            text.push_str(OCCASION);
        } else {
            let _ = writeln!(text, "# {} = {value}", setting.key);
        }
    }
    text
}

/// How an occasion is written.
const OCCASION: &str = "
# [[occasions]]
# name = \"Anniversary\"
# date = \"06-14\"
# kind = \"anniversary\"
";

/// The message for a key that is no setting.
pub fn unknown(key: &str) -> String {
    match nearest(key, keys().iter().map(String::as_str)) {
        Some(near) => format!("no setting \"{key}\"; did you mean \"{near}\"?"),
        None => format!("no setting \"{key}\""),
    }
}

fn is_known(key: &str) -> bool {
    keys().iter().any(|known| known == key)
}

/// A fault's message without what happens instead: a value that is refused has no consequence.
fn without_consequence(message: &str) -> &str {
    let tails = ["; using ", "; it is ignored"].into_iter().filter_map(|tail| message.find(tail));
    tails.min().map_or(message, |at| &message[..at])
}

/// A key and the part of it behind the dot.
fn parts(key: &str) -> (&str, Option<&str>) {
    key.split_once('.').map_or((key, None), |(top, part)| (top, Some(part)))
}

/// What was typed, in the form that the key takes: a text, a list of words, or whatever TOML makes of it.
fn value(key: &str, typed: &str) -> Value {
    match parts(key).0 {
        "name" | "day_starts" | "cost" | "adapt" | "hook" => typed.into(),
        "where" | "weekend" | "have" if !typed.trim_start().starts_with('{') => {
            typed.split(|c: char| c.is_whitespace() || ",[]\"'".contains(c)).filter(|word| !word.is_empty()).collect()
        }
        _ => typed.parse().unwrap_or_else(|_| typed.into()),
    }
}

/// Puts a value at a key, with the table it belongs in.
fn put(document: &mut DocumentMut, key: &str, value: Value) {
    let (top, part) = parts(key);
    let is_fit = |item: &Item| item.is_value() || (part.is_some() && item.is_table_like());
    if document.get(top).is_some_and(|item| !is_fit(item)) {
        remove(document, top);
    }
    let Some(item) = document.get_mut(top) else {
        let item = part.map_or_else(|| Item::Value(value.clone()), |part| table_of(top, part, value.clone()));
        return append(document, top, item);
    };
    let Some(part) = part else {
        return replace(item, value);
    };
    if !item.is_table_like() {
        widen(item, top);
    }
    if let Some(table) = item.as_table_like_mut() {
        match table.get_mut(part) {
            Some(old) => replace(old, value),
            None => drop(table.insert(part, Item::Value(value))),
        }
    }
}

/// Puts a value in the place of another, with the space and the comment around it.
fn replace(old: &mut Item, mut new: Value) {
    if let Some(old) = old.as_value() {
        *new.decor_mut() = old.decor().clone();
    }
    *old = Item::Value(new);
}

/// A new table with one value: on a line of its own where tables are long, in braces where they are short.
fn table_of(top: &str, part: &str, value: Value) -> Item {
    if is_split(top) {
        return Item::Value(InlineTable::from_iter([(part, value)]).into());
    }
    Item::Table(Table::from_iter([(part, value)]))
}

/// Whether a key has one value, or one for workdays and one for the weekend.
fn is_split(top: &str) -> bool {
    matches!(top, "minutes" | "where")
}

/// Turns one value for all days into one for each kind of day. A value that nothing can be made of goes.
fn widen(item: &mut Item, top: &str) {
    let mut table = InlineTable::new();
    if let (true, Some(value)) = (is_split(top), item.as_value()) {
        let mut bare = value.clone();
        bare.decor_mut().clear();
        table.extend([("weekday", bare.clone()), ("weekend", bare)]);
    }
    replace(item, table.into());
}

/// Adds something at the top level, behind what is there and the comments at the end.
fn append(document: &mut DocumentMut, top: &str, item: Item) {
    let comments = document.trailing().as_str().unwrap_or_default().to_owned();
    let is_table = item.is_table();
    let is_first_value = document.iter_mut().all(|(_, item)| header_of(item).is_some());
    document.insert(top, item);
    if is_table || first_header(document).is_none() {
        if comments.contains('#') {
            document.set_trailing("");
            put_above(document, top, &comments, is_table);
        }
    } else if is_first_value && let Some(header) = first_header(document) {
        // Values stand before every table, with a blank line between.
        let decor = header.decor_mut();
        let above = decor.prefix().and_then(RawString::as_str).unwrap_or_default();
        decor.set_prefix(format!("\n{above}"));
    }
}

fn put_above(document: &mut DocumentMut, top: &str, comments: &str, is_table: bool) {
    if is_table && let Some(table) = document.get_mut(top).and_then(Item::as_table_mut) {
        table.decor_mut().set_prefix(format!("{comments}\n"));
    } else if let Some(mut key) = document.key_mut(top) {
        key.leaf_decor_mut().set_prefix(comments);
    }
}

/// The table that a header introduces, the first of them where there are several.
fn header_of(item: &mut Item) -> Option<&mut Table> {
    match item {
        Item::Table(table) if !table.is_dotted() => Some(table),
        Item::ArrayOfTables(tables) => tables.get_mut(0),
        _ => None,
    }
}

fn first_header(document: &mut DocumentMut) -> Option<&mut Table> {
    let headers = document.iter_mut().filter_map(|(_, item)| header_of(item));
    headers.min_by_key(|table| table.position().unwrap_or(isize::MAX))
}

/// Takes something out by its lines, so that the comments above them stay where they are.
fn remove(document: &mut DocumentMut, key: &str) -> bool {
    let (top, part) = parts(key);
    let text = document.to_string();
    // Characters that mean nothing, by Unicode's own word.
    let mark = ('\u{fdd0}'..='\u{fdef}').find(|&mark| !text.contains(mark));
    let (Some(mark), Some(item)) = (mark, document.get_mut(top)) else {
        return false;
    };
    let (is_inline, siblings) = match (part, item.as_table_like()) {
        (None, _) => (item.is_value(), 0),
        (Some(part), Some(table)) if table.contains_key(part) => (item.is_value(), table.len() - 1),
        _ => return false,
    };
    match (part, item.as_table_like_mut()) {
        (Some(part), Some(table)) if siblings > 0 && is_inline => drop(table.remove(part)),
        (Some(part), Some(table)) if siblings > 0 => {
            table.get_mut(part).into_iter().for_each(|item| mark_lines(item, mark));
        }
        // Without its last part, a table goes too.
        _ => mark_lines(item, mark),
    }
    if let Ok(rest) = without_marked(&document.to_string(), mark).parse() {
        *document = rest;
    }
    true
}

/// Puts a mark on every line that an item has, comments aside.
fn mark_lines(item: &mut Item, mark: char) {
    let mark_table = |table: &mut Table| {
        table.decor_mut().set_suffix(format!(" # {mark}"));
        table.iter_mut().for_each(|(_, item)| mark_lines(item, mark));
    };
    match item {
        Item::None => {}
        Item::Value(value) => *value = mark.to_string().into(),
        Item::Table(table) => mark_table(table),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(mark_table),
    }
}

/// The lines without a mark. Where some went, two blank lines that meet become one.
fn without_marked(text: &str, mark: char) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut has_gap = false;
    for line in text.split_inclusive('\n') {
        if line.contains(mark) {
            has_gap = true;
        } else if !(has_gap && line.trim().is_empty() && kept.last().is_none_or(|last| last.trim().is_empty())) {
            has_gap = false;
            kept.push(line);
        }
    }
    if has_gap && kept.last().is_some_and(|last| last.trim().is_empty()) {
        kept.pop();
    }
    kept.concat()
}

#[cfg(test)]
#[path = "settings_edit_tests.rs"]
mod tests;
