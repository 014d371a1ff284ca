//! The JSON Schemas of what people write and programs read, in draft 7, which editors know.

use super::keyed::keyed;

keyed! {
    /// What there is a schema of.
    Schema, "schema":
    /// The settings file.
    Settings = "settings",
    /// A file of prompts.
    Packs = "packs",
    /// The object that the daily verbs print.
    Today = "today",
    /// One line of the history.
    History = "history",
}

impl Schema {
    /// The schema as it is printed and kept beside packs.
    pub fn text(self) -> &'static str {
        match self {
            Self::Settings => include_str!("schemas/settings.json"),
            Self::Packs => include_str!("schemas/packs.json"),
            Self::Today => include_str!("schemas/today.json"),
            Self::History => include_str!("schemas/history.json"),
        }
    }
}

/// The file beside packs that holds the schema, so that editors complete and check them without a network.
pub const PACK_SCHEMA: &str = "connect-pack.schema.json";

/// The first line of a pack, which names its schema to editors.
pub fn directive() -> String {
    format!("#:schema ./{PACK_SCHEMA}\n")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::event::Because;
    use crate::keyed::Keyed;
    use crate::offer::State;
    use crate::settings_list::keys;
    use crate::vocabulary::{Adapt, Cost, HookStyle, Kind, Love, Mood, Need, Occasion, Place, Practice, Weekday};
    use crate::{prompt, settings};

    fn schema(schema: Schema) -> Value {
        serde_json::from_str(schema.text()).expect("JSON")
    }

    /// The words at a place of a schema, null aside.
    fn words(schema: Schema, pointer: &str) -> Vec<String> {
        let value = self::schema(schema);
        let found = value.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is missing"));
        match found {
            Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Value::Object(members) => members.keys().cloned().collect(),
            _ => panic!("{pointer} has no words"),
        }
    }

    fn sorted(words: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
        let mut words: Vec<String> = words.into_iter().map(Into::into).collect();
        words.sort();
        words
    }

    fn same<K: Keyed>(schema: Schema, pointers: &[&str]) {
        for pointer in pointers {
            assert_eq!(words(schema, pointer), K::keys().collect::<Vec<_>>(), "{pointer}");
        }
    }

    #[test]
    fn every_key_is_in_its_schema_and_no_other() {
        assert_eq!(sorted(words(Schema::Settings, "/properties")), sorted(settings::KEYS));
        assert_eq!(sorted(words(Schema::Packs, "/properties/prompt/items/properties")), sorted(prompt::KEYS));
        for table in ["practices", "languages"] {
            let own = keys().into_iter().filter_map(|key| Some(key.strip_prefix(table)?.strip_prefix('.')?.to_owned()));
            assert_eq!(sorted(words(Schema::Settings, &format!("/properties/{table}/properties"))), sorted(own));
        }
    }

    #[test]
    fn every_vocabulary_is_in_its_schema_word_by_word() {
        same::<Place>(Schema::Settings, &["/definitions/places/items/enum"]);
        same::<Weekday>(Schema::Settings, &["/properties/weekend/items/enum"]);
        same::<Need>(Schema::Settings, &["/properties/have/items/enum"]);
        same::<Cost>(Schema::Settings, &["/properties/cost/enum"]);
        same::<Adapt>(Schema::Settings, &["/properties/adapt/enum"]);
        same::<HookStyle>(Schema::Settings, &["/properties/hook/enum"]);
        let own = |key: &&str| *key != Occasion::YearEnd.key();
        assert_eq!(
            words(Schema::Settings, "/properties/occasions/items/properties/kind/enum"),
            Occasion::keys().filter(own).collect::<Vec<_>>()
        );
        let prompt = |key: &str| format!("/properties/prompt/items/properties/{key}");
        same::<Kind>(Schema::Packs, &[&prompt("kind/enum")]);
        same::<Place>(Schema::Packs, &[&prompt("where/items/enum")]);
        same::<Mood>(Schema::Packs, &[&prompt("mood/items/enum")]);
        same::<Need>(Schema::Packs, &[&prompt("needs/items/enum")]);
        same::<Love>(Schema::Packs, &[&prompt("love/enum")]);
        same::<Cost>(Schema::Packs, &[&prompt("cost/enum")]);
        same::<Occasion>(Schema::Packs, &[&prompt("occasion/enum")]);
        same::<Practice>(Schema::Packs, &["/properties/practice/properties/key/enum"]);
    }

    #[test]
    fn every_word_that_is_printed_or_logged_is_in_its_schema() {
        let shown = |key: &str| format!("/definitions/shown/properties/{key}");
        same::<Practice>(Schema::Today, &["/properties/practice/enum"]);
        same::<Practice>(Schema::History, &[&shown("practice/enum"), &shown("asked/properties/practice/enum")]);
        same::<Kind>(Schema::Today, &["/properties/kind/enum"]);
        same::<Kind>(Schema::History, &[&shown("kind/enum")]);
        same::<Place>(Schema::Today, &["/properties/where/items/enum"]);
        same::<Place>(Schema::History, &[&shown("where/items/enum"), &shown("asked/properties/where/enum")]);
        same::<Love>(Schema::Today, &["/properties/love/enum"]);
        same::<Love>(Schema::History, &[&shown("love/enum")]);
        same::<Mood>(Schema::History, &[&shown("asked/properties/mood/enum")]);
        same::<Because>(Schema::History, &[&shown("because/enum")]);
        let states = State::keys().chain(["none"]).collect::<Vec<_>>();
        assert_eq!(words(Schema::Today, "/properties/state/enum"), states);
    }

    #[test]
    fn an_id_in_a_schema_begins_with_a_practice() {
        let practices = format!("^({})\\.", Practice::keys().collect::<Vec<_>>().join("|"));
        let pack = schema(Schema::Packs);
        let pattern = pack.pointer("/properties/prompt/items/properties/id/pattern").and_then(Value::as_str);
        assert!(pattern.is_some_and(|pattern| pattern.starts_with(&practices)), "{pattern:?}");
        assert_eq!(schema(Schema::History).pointer("/definitions/prompt/pattern").and_then(Value::as_str), pattern);
    }
}
