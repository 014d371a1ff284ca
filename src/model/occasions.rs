//! Days that bring prompts of their own: how settings name them, and when they fall.

use chrono::{Datelike as _, NaiveDate};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::day;
use super::document::Document;
use super::fault::Fault;
use super::keyed::Keyed;
use super::vocabulary::Occasion;

/// A day that comes round, or comes once.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedOccasion {
    pub name: String,
    pub month: u32,
    pub day: u32,
    /// The only year it happens in. Birthdays and anniversaries recur, whatever year they began in.
    pub year: Option<i32>,
    pub kind: Occasion,
    /// What to tell once its only day is over.
    over: Option<Fault>,
}

impl DatedOccasion {
    /// What is wrong with it by this day: that it is over and will not come again.
    pub fn fault(&self, today: NaiveDate) -> Option<&Fault> {
        let date = NaiveDate::from_ymd_opt(self.year?, self.month, self.day)?;
        self.over.as_ref().filter(|_| date < today)
    }

    pub fn falls_on(&self, day: NaiveDate) -> bool {
        self.year.is_none_or(|year| year == day.year()) && day::falls_on(self.month, self.day, day)
    }
}

/// The `[[occasions]]` of a settings file. A faulty one is noted and left out.
pub(super) fn occasions<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>) -> Vec<DatedOccasion> {
    let Some(list) = value.get_ref().as_array() else {
        document.fault(value.span(), "occasions are written as [[occasions]]; they are ignored");
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in list {
        match item.get_ref().as_table() {
            Some(table) => found.extend(occasion(document, item, table)),
            None => document.fault(item.span(), "an occasion has a name, a date and a kind; it is ignored"),
        }
    }
    found
}

fn occasion<'a>(
    document: &mut Document<'a>,
    item: &Spanned<DeValue<'a>>,
    table: &DeTable<'a>,
) -> Option<DatedOccasion> {
    let (mut name, mut date, mut kind) = (None, None, None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "name" => {
                name = value.get_ref().as_str().map(str::to_owned);
                if name.is_none() {
                    document.fault(value.span(), "name is a text; using the kind of occasion");
                }
            }
            "date" => date = Some(yearly(document, value)?),
            "kind" => kind = Some(document.word::<Occasion>(value, "this occasion is ignored")?),
            _ => document.unknown_key(key, "part of an occasion", &["name", "date", "kind"]),
        }
    }
    let (Some((year, month, day)), Some(kind)) = (date, kind) else {
        document.fault(item.span(), "an occasion needs a date and a kind; this one is ignored");
        return None;
    };
    if kind == Occasion::YearEnd {
        document.fault(item.span(), "the year's end comes by itself; this occasion is ignored");
        return None;
    }
    let recurs = matches!(kind, Occasion::Birthday | Occasion::Anniversary);
    let name = name.unwrap_or_else(|| {
        let (first, rest) = kind.key().split_at(1);
        first.to_uppercase() + rest
    });
    let over = format!("{name} is over; give it a new date, or take it out");
    let over = table.get("date").map(|date| document.source.fault(date.span(), over));
    Some(DatedOccasion { name, month, day, year: year.filter(|_| !recurs), kind, over })
}

/// A date with or without its year.
fn yearly<'a>(document: &mut Document<'a>, value: &Spanned<DeValue<'a>>) -> Option<(Option<i32>, u32, u32)> {
    let written = match value.get_ref() {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Datetime(date) => date.to_string(),
        _ => String::new(),
    };
    // A leap year, so that 29 February can be given without its year.
    let yearless = NaiveDate::parse_from_str(&format!("2024-{written}"), "%Y-%m-%d").ok().map(|date| (None, date));
    let dated = written.parse::<NaiveDate>().ok().map(|date| (Some(date.year()), date));
    let Some((year, date)) = yearless.or(dated) else {
        document.fault(value.span(), "no such date; write \"06-14\" or \"2027-06-14\". This occasion is ignored");
        return None;
    };
    Some((year, date.month(), date.day()))
}
