//! The settings as a table: key, value, and where that comes from.

use serde_json::Value;
use textwrap::core::display_width;

use super::super::settings_list::Setting;
use super::card::{indented, spaced};
use super::paint::{Ink, Line, Look, Page};
use super::wrap::fill;

/// A value as people read it.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(value_text).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.to_string(),
        // An occasion.
        Value::Object(parts) => {
            let part = |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default();
            format!("{} ({})", part("name"), part("date"))
        }
        Value::Bool(truth) => truth.to_string(),
    }
}

/// One setting to a row. A value for workdays and the same for the weekend are one.
pub fn merged(settings: &[Setting]) -> Vec<Setting> {
    let mut rows: Vec<Setting> = Vec::new();
    for setting in settings {
        let same = |last: &&mut Setting| {
            let key = setting.key.strip_suffix(".weekend");
            key.is_some_and(|key| last.key.strip_suffix(".weekday") == Some(key))
                && (last.value == setting.value && last.line == setting.line)
        };
        match rows.last_mut().filter(same) {
            Some(last) => last.key = last.key.trim_end_matches(".weekday").to_owned(),
            None => rows.push(setting.clone()),
        }
    }
    rows
}

/// The rows without the weights that nobody set; a table in which none is set has a row of its own.
pub fn without_default_weights(rows: Vec<Setting>) -> Vec<Setting> {
    let mut kept: Vec<Setting> = Vec::new();
    for row in rows {
        let table = ["practices", "languages"].into_iter().find(|table| row.is_of(table));
        let has_row = |table: &str| kept.iter().any(|kept| kept.is_of(table));
        match table {
            Some(table) if row.line.is_none() => {
                if !has_row(table) {
                    let each = if table == "practices" { "1 each" } else { "none" };
                    kept.push(Setting { key: table.to_owned(), value: each.into(), line: None });
                }
            }
            Some(table) => {
                kept.retain(|kept| kept.key != table);
                kept.push(row);
            }
            None => kept.push(row),
        }
    }
    kept
}

/// The table; `file` is the name of the settings file.
pub fn settings_page(rows: &[Setting], file: &str, look: Look) -> Page {
    if look.plain {
        return rows.iter().map(|row| Line::plain(sentence(row, file))).collect();
    }
    let rows: Vec<[String; 3]> = rows.iter().map(|row| cells(row, file)).collect();
    let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or(0);
    let (keys, values, origins) = (width(0), width(1), width(2));
    let room = look.measure().saturating_sub(keys + origins + 4);
    let page = rows.iter().flat_map(|[key, value, origin]| {
        if room < 16 {
            return stacked(key, &format!("{value} · {origin}"), look);
        }
        let lines = fill(value, room.min(values));
        let indent = keys + 2 + look.gutter();
        let mut page: Page = lines.iter().skip(1).map(|line| Line::plain(format!("{:indent$}{line}", ""))).collect();
        let first = lines.first().map_or("", String::as_str);
        let start = Line::plain(" ".repeat(look.gutter())).and(Ink::Name, key);
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(display_width(text)) + 2);
        let rest = format!("{}{first}{}{origin}", pad(key, keys), pad(first, room.min(values)));
        page.insert(0, start.and(Ink::Plain, rest));
        page
    });
    spaced(page.collect(), look)
}

/// A row where there is no room for columns.
fn stacked(key: &str, rest: &str, look: Look) -> Page {
    let gutter = " ".repeat(look.gutter());
    let mut page = vec![Line::plain(gutter.as_str()).and(Ink::Name, key)];
    let lines = fill(rest, look.measure().saturating_sub(2)).into_iter().map(|line| format!("  {line}"));
    page.extend(indented(lines.collect(), look));
    page
}

fn cells(row: &Setting, file: &str) -> [String; 3] {
    let origin = row.line.map_or_else(|| "default".to_owned(), |line| format!("{file}:{line}"));
    [row.key.clone(), value_text(&row.value), origin]
}

fn sentence(row: &Setting, file: &str) -> String {
    let origin = row.line.map_or_else(|| "by default".to_owned(), |line| format!("from line {line} of {file}"));
    format!("{}: {}, {origin}.", row.key, value_text(&row.value))
}
