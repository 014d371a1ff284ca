//! Questions asked at a terminal, a line each; plain enough for a screen reader.
//!
//! Where there is no terminal nothing is asked, and the flag that answers is named.

use std::io::{self, BufRead as _, Write as _};
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::model::keyed::{Keyed, nearest};
use crate::model::view::paint::legible;
use crate::model::view::wrap::refill;

/// The person at the keyboard, if there is one.
pub struct Typist {
    is_there: bool,
    /// Columns of the screen.
    width: usize,
    /// What is said of a run that ends before the last answer: "nothing was added".
    stopped: &'static str,
}

impl Typist {
    pub fn new(env: &Env, stopped: &'static str) -> Self {
        Self { is_there: env.has_typist, width: env.look.width, stopped }
    }

    /// A text that is not empty.
    pub fn text(&mut self, question: &str, flag: &str, default: Option<&str>) -> Result<String, Error> {
        self.ask(question, flag, default, |answer| Ok(answer.to_owned()))
    }

    /// A word of a vocabulary.
    pub fn word<K: Keyed>(&mut self, question: &str, flag: &str, default: Option<K>) -> Result<K, Error> {
        let keys: Vec<&str> = K::keys().collect();
        let question = format!("{question}, one of\n  {}\n", keys.join(", "));
        self.ask(&question, flag, default.map(K::key), |answer| {
            let meant = || nearest(answer, K::keys()).map_or(String::new(), |near| format!("; did you mean {near}?"));
            K::from_key(answer).ok_or_else(|| format!("one of {}{}", keys.join(", "), meant()))
        })
    }

    /// A whole number within bounds.
    pub fn number<N>(&mut self, question: &str, flag: &str, range: &RangeInclusive<N>, default: &N) -> Result<N, Error>
    where
        N: FromStr + PartialOrd + std::fmt::Display,
    {
        self.ask(question, flag, Some(&default.to_string()), |answer| {
            let number = answer.parse().ok().filter(|number| range.contains(number));
            number.ok_or_else(|| format!("a number from {} to {}", range.start(), range.end()))
        })
    }

    /// Yes or no; `default` where nothing is typed, and no where the person ends it.
    pub fn agrees(&mut self, question: &str, default: bool) -> Result<bool, Error> {
        let choices = if default { "Y/n" } else { "y/N" };
        loop {
            let Some(answer) = self.line(&format!("{question} [{choices}] >"))? else { return Ok(false) };
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                "" => return Ok(default),
                _ => _ = writeln!(io::stderr(), "  y or n"),
            }
        }
    }

    /// Whether to go on, which is not assumed. Fails unless the answer is yes.
    pub fn confirm(&mut self, question: &str, flag: &str) -> Result<(), Error> {
        if !self.is_there {
            return Err(needed(flag));
        }
        if self.agrees(question, false)? { Ok(()) } else { Err(Error::usage(self.stopped)) }
    }

    /// Asks until the answer makes sense to `read`, which else says what would.
    pub fn ask<T>(
        &mut self,
        question: &str,
        flag: &str,
        default: Option<&str>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Error> {
        if !self.is_there {
            return Err(needed(flag));
        }
        let offer = default.map(|default| format!("[{}] ", legible(default, false))).unwrap_or_default();
        loop {
            let gap = if question.is_empty() || question.ends_with('\n') { "" } else { " " };
            let Some(line) = self.line(&format!("{question}{gap}{offer}>"))? else {
                return Err(Error::new(Kind::Usage, self.stopped));
            };
            let answer = if line.trim().is_empty() { default.unwrap_or_default() } else { line.trim() };
            match read(answer) {
                Ok(value) if !answer.is_empty() => return Ok(value),
                Ok(_) => {
                    let _ = writeln!(io::stderr(), "  it needs an answer; Ctrl-D stops");
                }
                Err(wanted) => {
                    let told = refill(&format!("  {}", legible(&wanted, false)), self.width);
                    let _ = writeln!(io::stderr(), "{}", told.join("\n"));
                }
            }
        }
    }

    /// What is typed after a question, on a line; none where the person ends it.
    fn line(&self, question: &str) -> Result<Option<String>, Error> {
        // It may name a file, and a name may hold anything.
        let lines: Vec<String> = question.split('\n').map(|line| legible(line, false)).collect();
        let question = refill(&lines.join("\n"), self.width).join("\n");
        let mut stderr = io::stderr().lock();
        let asked = write!(stderr, "{question} ").and_then(|()| stderr.flush());
        asked.map_err(|error| Error::io("can't ask", &error))?;
        let mut line = String::new();
        let count = io::stdin().lock().read_line(&mut line);
        let count = count.map_err(|error| Error::io("can't read the answer", &error))?;
        if !line.ends_with('\n') {
            // Nothing has ended the line that the question stands on.
            let _ = writeln!(stderr);
        }
        Ok((count > 0).then_some(line))
    }
}

/// What is said where there is no terminal: the flag that answers in its place.
pub fn needed(flag: &str) -> Error {
    Error::usage(format!("{flag} is needed where nobody can be asked"))
}
