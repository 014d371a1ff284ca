//! Why this prompt: one line a day, made of the terms that won, and every line that held for those who ask.
//!
//! People who are told why a choice was made stay with a tool longer than those who are not
//! (Kovacs et al. 2018, on rotating interventions), so the line is printed by default.

mod holds;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::detail::Why;
use super::event::Because;
use super::keyed::Keyed as _;
use super::pick::Outcome;
use super::pick::Rec;
use super::pick::choose::{Choice, Situation};
use super::prompt::Prompt;
use super::vocabulary::Practice;

/// No line is longer than this, in characters.
const LONGEST: usize = 60;
/// Counts are told of at most so many shown days.
const WINDOW: usize = 120;
/// Nothing is counted from fewer than this.
const FEWEST: usize = 5;

/// A choice, and what there is to say about it.
pub struct Circumstances<'x> {
    pub choice: &'x Choice<'x>,
    pub situation: &'x Situation<'x>,
    pub records: &'x [Rec<'x>],
    pub today: NaiveDate,
    pub because: Because,
    /// The prompt and practice whose place this one takes.
    pub replaced: Option<(&'x str, Practice)>,
    /// When the prompt was put off, if it comes back from that.
    pub put_off: Option<NaiveDate>,
    /// The name of the occasion it comes for.
    pub occasion: Option<&'x str>,
    /// Days on which this prompt was shown before.
    pub shown_before: &'x BTreeSet<NaiveDate>,
    /// The deepest prompt shown before today; 0 where there was none.
    pub deepest: u8,
    /// The key of the reason that spoke last.
    pub spoke: &'x str,
}

/// One reason that holds.
struct Reason {
    key: &'static str,
    /// A fact of the day speaks before anything else, however often.
    fact: bool,
    side: Side,
    /// Ways to say it.
    variants: Vec<String>,
    /// How it is told in full, where that differs.
    full: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// It speaks for the practice.
    Turn,
    /// It speaks for the prompt.
    Fit,
}

impl Reason {
    fn new(key: &'static str, side: Side, variants: Vec<String>) -> Self {
        Self { key, fact: false, side, variants, full: None }
    }

    fn fact(key: &'static str, side: Side, variants: Vec<String>) -> Self {
        Self { fact: true, ..Self::new(key, side, variants) }
    }

    /// A reason that rests on a count. The line of the day leaves the count out, since a tally that comes back every
    /// day reads like a score; `why` tells it.
    fn counted(key: &'static str, side: Side, variants: Vec<String>, (done, of): (usize, usize)) -> Self {
        let full = variants.first().map(|line| format!("{line}: {done} of {of}"));
        Self { full, ..Self::new(key, side, variants) }
    }

    /// The variant of the day among those that are short enough.
    fn line(&self, days: usize) -> Option<&str> {
        let short: Vec<&String> = self.variants.iter().filter(|line| line.chars().count() <= LONGEST).collect();
        (!short.is_empty()).then(|| short[days % short.len()].as_str())
    }

    fn told(&self) -> Option<&str> {
        self.full.as_deref().or_else(|| self.line(0))
    }
}

/// The reasons for a choice, as they are recorded with it.
pub fn why(case: &Circumstances<'_>) -> Why {
    let reasons = case.reasons();
    let days = case.records.len();
    let speaks = |reason: &&Reason| reason.fact || reason.key != case.spoke;
    let lines = reasons.iter().filter(speaks).find_map(|reason| Some((reason.key, reason.line(days)?)));
    let (key, line) = lines.unwrap_or(("turn", ""));
    let told = |side: Side| {
        let of_side = reasons.iter().filter(|reason| reason.side == side && reason.key != "turn");
        let lines: Vec<&str> = of_side.filter_map(Reason::told).collect();
        lines.join("\n")
    };
    let mut turn = told(Side::Turn);
    if turn.is_empty() {
        reasons.last().and_then(Reason::told).unwrap_or_default().clone_into(&mut turn);
    }
    Why {
        key: key.to_owned(),
        line: line.to_owned(),
        turn,
        fit: told(Side::Fit),
        terms: case.terms(),
        ruled_out: case.choice.ruled_out.iter().map(|(&rule, &count)| (rule.to_owned(), count)).collect(),
    }
}

impl Circumstances<'_> {
    fn prompt(&self) -> &Prompt<'_> {
        &self.choice.prompt
    }

    /// Every reason that holds, in the order in which they may speak.
    fn reasons(&self) -> Vec<Reason> {
        let terms = &self.choice.terms;
        let mut ranked = [
            (terms.kind, self.kind()),
            (terms.effort, self.effort()),
            (terms.language, self.language()),
            (terms.new, self.fresh()),
        ];
        // A stable sort: equal terms keep this order.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let facts =
            [self.asked(), self.back(), self.occasion(), self.stretch(), self.swap(), self.first(), self.deeper()];
        let before = [self.favourite(), self.due(), self.weekend()];
        let after = [self.returning(), self.weight(), self.fits(), Some(self.turn())];
        let ranked = ranked.into_iter().map(|(_, reason)| reason);
        facts.into_iter().chain(before).chain(ranked).chain(after).flatten().collect()
    }

    /// How many of the days like this were done, where there are enough and at least half were.
    fn tally(&self, counted: impl Fn(&Rec<'_>) -> bool) -> Option<(usize, usize)> {
        let recent = &self.records[self.records.len().saturating_sub(WINDOW)..];
        let of: Vec<_> = recent.iter().filter(|record| counted(record)).collect();
        let done = of.iter().filter(|record| record.last.outcome == Outcome::Done).count();
        (self.situation.plan.learn && of.len() >= FEWEST && done * 2 >= of.len()).then_some((done, of.len()))
    }

    /// The practice's share in small whole numbers, where the weights allow it.
    fn share(&self) -> Option<(u32, u32)> {
        let plan = &self.situation.plan;
        let tenths = |k: usize| {
            if plan.active[k] { plan.weight[k] * 10.0 } else { 0.0 }
        };
        let whole = (0..9).all(|k| tenths(k).fract() == 0.0 && tenths(k) <= 10_000.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
        let count = |k: usize| tenths(k) as u32;
        let (own, all) = (count(self.choice.turn.practice.index()), (0..9).map(count).sum());
        let common = greatest_common_divisor(own, all);
        (whole && own > 0).then(|| (own / common, all / common))
    }

    fn terms(&self) -> std::collections::BTreeMap<String, f64> {
        let (terms, turn) = (&self.choice.terms, &self.choice.turn);
        let named = [
            ("kind", terms.kind),
            ("effort", terms.effort),
            ("language", terms.language),
            ("mine", terms.mine),
            ("new", terms.new),
            ("vary", terms.vary),
            ("jitter", terms.jitter),
            ("share", turn.share),
            ("credit", turn.credit),
            ("since", f64::from(turn.since)),
            ("weekday", turn.weekday),
        ];
        // Four decimals say all there is to say, and keep the log readable.
        let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0 + 0.0;
        named.into_iter().map(|(name, value)| (name.to_owned(), rounded(value))).collect()
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
#[path = "reason_tests.rs"]
mod tests;
