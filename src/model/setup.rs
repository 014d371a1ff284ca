//! The few questions of `setup`: each is one setting, asked in words, with what holds now as its default.

use toml_edit::DocumentMut;

use super::settings_edit::{set, unset};
use super::settings_list::Setting;
use super::view::settings::{merged, value_text};

/// A question whose answer is a setting.
pub struct Question {
    pub key: &'static str,
    /// The flag that answers it.
    pub flag: &'static str,
    pub text: &'static str,
}

/// The questions, in the order asked.
pub const QUESTIONS: [Question; 7] = [
    Question { key: "name", flag: "--name", text: "The name to print in the place of \"your partner\"" },
    Question {
        key: "where",
        flag: "--where",
        text: "Where you find each other, one or more: together, apart (by messages), distance (on calls)",
    },
    Question { key: "minutes.weekday", flag: "--minutes", text: "Minutes you have on a workday" },
    Question { key: "minutes.weekend", flag: "--weekend-minutes", text: "Minutes you have at the weekend" },
    Question {
        key: "have",
        flag: "--have",
        text: "What a prompt may count on, none or more: touch, move, outdoors, see, hear, cohabiting, kids, pet",
    },
    Question { key: "cost", flag: "--cost", text: "What it may cost: free or low" },
    Question { key: "max_depth", flag: "--depth", text: "How close it may come: 1 light, 2 personal, 3 tender" },
];

/// What stands where there is no name.
const NOBODY: &str = "your partner";
/// What is typed for an empty list.
const NONE: &str = "none";

impl Question {
    /// What holds now, as it might be typed.
    pub fn now(&self, settings: &[Setting]) -> String {
        let of_this: Vec<Setting> = settings.iter().filter(|setting| setting.is_of(self.key)).cloned().collect();
        match &merged(&of_this)[..] {
            [only] if only.value.is_null() => NOBODY.to_owned(),
            // Workdays and the weekend may differ; then that is what holds.
            rows => rows.iter().map(|row| value_text(&row.value)).collect::<Vec<_>>().join(" / "),
        }
    }

    /// Whether an answer makes sense; else what is wrong with it.
    pub fn accepts(&self, typed: &str) -> Result<(), String> {
        self.write(&mut DocumentMut::new(), typed)
    }

    /// Puts an answer into the settings.
    pub fn write(&self, document: &mut DocumentMut, typed: &str) -> Result<(), String> {
        match (self.key, typed.trim()) {
            ("name", NOBODY) => unset(document, self.key).map(|_| ()),
            ("have", NONE) => set(document, self.key, ""),
            (_, typed) => set(document, self.key, typed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Source;
    use crate::settings_list::list;

    fn settings(text: &str) -> Vec<Setting> {
        list(Source { name: "settings.toml", text }).0
    }

    #[test]
    fn what_holds_now_can_be_typed_and_changes_nothing() {
        let cases =
            ["", "name = \"Robin\"\nminutes = 5\nhave = []\nwhere = [\"apart\", \"distance\"]\ncost = \"free\"\n"];
        for text in cases {
            let mut document: DocumentMut = text.parse().expect("TOML");
            for question in &QUESTIONS {
                let now = question.now(&settings(text));
                question.write(&mut document, &now).unwrap_or_else(|wrong| panic!("{}: {wrong}", question.key));
            }
            let values = |settings: Vec<Setting>| settings.into_iter().map(|setting| (setting.key, setting.value));
            let after = settings(&document.to_string());
            assert_eq!(values(after).collect::<Vec<_>>(), values(settings(text)).collect::<Vec<_>>(), "{document}");
        }
    }

    #[test]
    fn an_answer_that_makes_no_sense_is_told_as_the_settings_would() {
        let wrong = |at: usize, typed: &str| QUESTIONS[at].accepts(typed).expect_err("it makes no sense");
        assert_eq!(wrong(1, "togehter"), "no place \"togehter\"; did you mean \"together\"?");
        assert_eq!(wrong(2, "many"), "minutes is a number");
        assert_eq!(wrong(6, "4"), "max_depth is 1 (light), 2 (personal) or 3 (tender)");
    }

    #[test]
    fn what_differs_at_the_weekend_is_told_as_it_is() {
        let settings = settings("where = { weekday = [\"apart\"], weekend = [\"together\"] }\n");
        assert_eq!(QUESTIONS[1].now(&settings), "apart / together");
    }
}
