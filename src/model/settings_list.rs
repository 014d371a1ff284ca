//! The settings one by one, as they hold now: each with its value, and the line it comes from.

use serde_json::{Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::Document;
use super::fault::{Fault, Place, Source};
use super::keyed::{Keyed, Set};
use super::settings::Settings;
use super::vocabulary::{Love, Practice};

/// A setting that may stand in the file by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// As typed: `minutes.weekend`, `practices.gratitude`.
    pub key: String,
    /// A text, a number, a truth, a list, or null where there is none.
    pub value: Value,
    /// The line it stands on, counted from 1; none for a default.
    pub line: Option<usize>,
}

impl Setting {
    /// Whether a key means this setting or a table it is in.
    pub fn is_of(&self, key: &str) -> bool {
        self.key.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// Every setting in force, and what is wrong in the file.
pub fn list(source: Source<'_>) -> (Vec<Setting>, Vec<Fault>) {
    let (settings, faults) = Settings::read(source);
    let (table, complete) = Document::new(source).parse();
    let table = if complete { table } else { DeTable::new() };
    let defaults = values(&Settings::default());
    let each = values(&settings).into_iter().zip(defaults).map(|((key, value), (_, default))| {
        let lines = lines_of(&table, source.text, &key);
        // A faulty value is not what holds.
        let is_faulty = |place: &Place| lines.is_some_and(|(first, last)| (first..=last).contains(&place.line));
        let failed = value == default && faults.iter().filter_map(|fault| fault.place.as_ref()).any(is_faulty);
        Setting { key, value, line: lines.map(|(first, _)| first).filter(|_| !failed) }
    });
    (each.collect(), faults)
}

/// Every key that can be typed: those of single settings and those of tables.
pub fn keys() -> Vec<String> {
    let mut keys = Vec::new();
    for (key, _) in values(&Settings::default()) {
        let top = key.split('.').next().unwrap_or_default().to_owned();
        if !keys.contains(&top) {
            keys.push(top);
        }
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

fn values(settings: &Settings) -> Vec<(String, Value)> {
    let day_starts = settings.day_starts.to_string();
    let (minutes, places) = (settings.minutes, settings.places);
    let single = [
        ("name", json!(settings.name)),
        ("day_starts", json!(day_starts.strip_suffix(":00").unwrap_or(&day_starts))),
        ("minutes.weekday", json!(minutes.weekday)),
        ("minutes.weekend", json!(minutes.weekend)),
        ("where.weekday", words(places.weekday)),
        ("where.weekend", words(places.weekend)),
        ("weekend", words(settings.weekend)),
        ("have", words(settings.have)),
        ("cost", json!(settings.cost.key())),
        ("max_depth", json!(settings.max_depth)),
        ("adapt", json!(settings.adapt.key())),
        ("library", json!(settings.library)),
        ("hook", json!(settings.hook.key())),
    ];
    let single = single.into_iter().map(|(key, value)| (key.to_owned(), value));
    let practices = weights::<Practice>("practices", &settings.weights);
    let languages = weights::<Love>("languages", &settings.languages);
    let occasions = settings.occasions.iter().map(|occasion| {
        let year = occasion.year.map(|year| format!("{year}-")).unwrap_or_default();
        let date = format!("{year}{:02}-{:02}", occasion.month, occasion.day);
        json!({ "name": occasion.name, "date": date, "kind": occasion.kind.key() })
    });
    let occasions = ("occasions".to_owned(), Value::Array(occasions.collect()));
    single.chain(practices).chain(languages).chain([occasions]).collect()
}

fn words<K: Keyed>(set: Set<K>) -> Value {
    set.iter().map(K::key).collect()
}

fn weights<K: Keyed>(table: &str, weights: &[f64]) -> Vec<(String, Value)> {
    // Written as a person writes it: 2, not 2.0.
    let number = |weight: &f64| weight.to_string().parse().unwrap_or_else(|_| json!(weight));
    K::keys().zip(weights).map(|(key, weight)| (format!("{table}.{key}"), number(weight))).collect()
}

/// The lines that a setting stands on: from its own key, or from that of the one value for all its parts.
fn lines_of(table: &DeTable<'_>, text: &str, key: &str) -> Option<(usize, usize)> {
    let (top, part) = key.split_once('.').map_or((key, None), |(top, part)| (top, Some(part)));
    let (name, value) = entry(table, top)?;
    let (start, value) = match (part, value.get_ref().as_table()) {
        (Some(part), Some(inner)) => entry(inner, part)?,
        _ => (name, value),
    };
    let line = |byte: usize| Place::find(text, byte..byte).line;
    Some((line(start), line(value.span().end)))
}

/// Where a key begins, and its value.
fn entry<'t, 'a>(table: &'t DeTable<'a>, key: &str) -> Option<(usize, &'t Spanned<DeValue<'a>>)> {
    let (name, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some((name.span().start, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<Setting> {
        list(Source { name: "settings.toml", text }).0
    }

    fn of(text: &str, key: &str) -> (Value, Option<usize>) {
        let found = listed(text).into_iter().find(|setting| setting.key == key).expect("a setting");
        (found.value, found.line)
    }

    #[test]
    fn a_setting_comes_from_its_line_or_is_a_default() {
        let text = "name = \"Robin\"\n\nminutes = { weekday = 10 }\nwhere = [\n  \"apart\",\n]\n[practices]\n# more\ngratitude = 2\n";
        assert_eq!(of(text, "name"), (json!("Robin"), Some(1)));
        assert_eq!(of(text, "minutes.weekday"), (json!(10), Some(3)));
        assert_eq!(of(text, "minutes.weekend"), (json!(60), None));
        assert_eq!(of(text, "where.weekend"), (json!(["apart"]), Some(4)));
        assert_eq!(of(text, "practices.gratitude"), (json!(2), Some(9)));
        assert_eq!(of(text, "practices.time"), (json!(1), None));
        assert_eq!(of("day_starts = \"05:30:15\"", "day_starts"), (json!("05:30:15"), Some(1)));
        assert_eq!(of("", "day_starts"), (json!("04:00"), None));
    }

    #[test]
    fn what_is_faulty_does_not_hold() {
        assert_eq!(of("minutes = \"many\"", "minutes.weekday"), (json!(15), None));
        assert_eq!(of("have = [\"see\", \"smell\"]", "have"), (json!(["see"]), Some(1)), "but what is left of it does");
        assert_eq!(of("name = \"Robin\"\n[practices\n", "name"), (Value::Null, None));
    }

    #[test]
    fn occasions_are_one_setting() {
        let text = "[[occasions]]\nname = \"Anniversary\"\ndate = 06-14\nkind = \"anniversary\"\n"
            .replace("06-14", "\"06-14\"");
        let expected = json!([{ "name": "Anniversary", "date": "06-14", "kind": "anniversary" }]);
        assert_eq!(of(&text, "occasions").0, expected);
        assert!(of(&text, "occasions").1.is_some());
    }

    #[test]
    fn every_key_can_be_typed() {
        let keys = keys();
        for key in ["name", "minutes", "minutes.weekend", "practices", "practices.time", "languages.touch", "occasions"]
        {
            assert!(keys.iter().any(|known| known == key), "{key}");
        }
        assert_eq!(keys.len(), 14 + 2 + 2 + 9 + 5);
        assert!(listed("").iter().all(|setting| setting.line.is_none()));
    }
}
