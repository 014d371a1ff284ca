//! What `doctor` finds: one thing looked at, how it is, and what mends it.

use super::keyed::keyed;
use super::view::dates::count;

keyed! {
    /// How a thing is, from good to bad.
    Verdict, "verdict":
    /// As it should be.
    Ok = "ok",
    /// It works, and deserves a look.
    Look = "look",
    /// It does not work.
    Wrong = "wrong",
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub verdict: Verdict,
    /// What was looked at, in a word.
    pub subject: &'static str,
    /// How it is, in lower case without a full stop.
    pub told: String,
    /// The command that mends it.
    pub mend: Option<String>,
}

impl Diagnosis {
    pub fn ok(subject: &'static str, told: impl Into<String>) -> Self {
        Self { verdict: Verdict::Ok, subject, told: told.into(), mend: None }
    }

    pub fn look(subject: &'static str, told: impl Into<String>, mend: impl Into<Option<String>>) -> Self {
        Self { verdict: Verdict::Look, subject, told: told.into(), mend: mend.into() }
    }

    pub fn wrong(subject: &'static str, told: impl Into<String>, mend: impl Into<Option<String>>) -> Self {
        Self { verdict: Verdict::Wrong, subject, told: told.into(), mend: mend.into() }
    }
}

/// How many have this verdict.
pub fn number(diagnoses: &[Diagnosis], verdict: Verdict) -> usize {
    diagnoses.iter().filter(|diagnosis| diagnosis.verdict == verdict).count()
}

/// All of it in a sentence or two.
pub fn summary(diagnoses: &[Diagnosis]) -> String {
    let (looks, wrongs) = (number(diagnoses, Verdict::Look), number(diagnoses, Verdict::Wrong));
    let looks = match looks {
        0 => String::new(),
        looks => format!("{} to look at. ", count(looks, "thing")),
    };
    match wrongs {
        0 if looks.is_empty() => "All is well.".to_owned(),
        0 => format!("{looks}Nothing is broken."),
        1 => format!("{looks}1 thing is broken."),
        wrongs => format!("{looks}{wrongs} things are broken."),
    }
}
