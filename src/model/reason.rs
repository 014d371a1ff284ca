//! Why this prompt: one line a day, made of the terms that won, and every line that held for those who ask.
//!
//! People who are told why a choice was made stay with a tool longer than those who are not
//! (Kovacs et al. 2018, on rotating interventions), so the line is printed by default.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::day;
use super::event::{Because, Why};
use super::keyed::Keyed;
use super::pick::Outcome;
use super::pick::choose::{Choice, Situation, Way};
use super::pick::limits::Rung;
use super::pick::memory::{Rec, effort_class};
use super::pick::turn::OVERDUE;
use super::prompt::{Prompt, slug};
use super::vocabulary::{Place, Practice};

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
        turn = reasons.last().and_then(Reason::told).unwrap_or_default().to_owned();
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
            (terms.new, self.new()),
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

    fn asked(&self) -> Option<Reason> {
        let ask = self.situation.ask;
        let prompt = self.prompt();
        let (side, line) = if let Some(mood) = ask.mood.filter(|&mood| prompt.moods.has(mood)) {
            (Side::Fit, format!("for when things are {}, as you said", mood.key()))
        } else if let Some(practice) = ask.practice {
            (Side::Turn, format!("{}, as you asked", practice.noun()))
        } else if let Some(minutes) = ask.minutes.filter(|&minutes| prompt.effort <= minutes) {
            (Side::Fit, format!("{minutes} min or less, as you asked"))
        } else {
            let line = match ask.place? {
                Place::Together => "for being together, as you asked",
                Place::Apart => "for being apart, as you asked",
                Place::Distance => "for a call, as you asked",
            };
            (Side::Fit, line.to_owned())
        };
        Some(Reason::fact("asked", side, vec![line]))
    }

    fn back(&self) -> Option<Reason> {
        let date = short_date(self.put_off?, self.today);
        Some(Reason::fact("back", Side::Turn, vec![format!("back, as you asked on {date}")]))
    }

    fn occasion(&self) -> Option<Reason> {
        let named = format!("{} today", self.occasion?);
        let plain = matches!(self.choice.way, Way::Occasion(_)).then(|| "for today's occasion".to_owned());
        let lines = if named.chars().count() <= LONGEST { vec![named] } else { plain.into_iter().collect() };
        Some(Reason::fact("occasion", Side::Turn, lines))
    }

    fn stretch(&self) -> Option<Reason> {
        let line = match (self.choice.rung, self.situation.ask.mood) {
            (Rung::TwiceAsLong | Rung::Shortest, _) => {
                format!("nothing fitted {} min, this is closest", self.situation.limits.minutes)
            }
            (Rung::AnyMood, Some(mood)) => {
                format!("nothing for {} is left, so one for any day", mood.key())
            }
            _ => return None,
        };
        Some(Reason::fact("stretch", Side::Fit, vec![line]))
    }

    fn swap(&self) -> Option<Reason> {
        let (prompt, practice) = self.replaced.filter(|_| self.because == Because::Swap)?;
        let instead = format!("instead of {}", slug(prompt));
        let still = format!("{instead} · still {}", practice.noun());
        let fits = practice == self.prompt().practice && still.chars().count() <= LONGEST;
        Some(Reason::fact("swap", Side::Turn, vec![if fits { still } else { instead }]))
    }

    fn first(&self) -> Option<Reason> {
        let is = self.deepest == 0 && self.prompt().depth == 1;
        is.then(|| Reason::fact("first", Side::Fit, vec!["a light one to start with".to_owned()]))
    }

    fn deeper(&self) -> Option<Reason> {
        let depth = self.prompt().depth;
        let word = match depth {
            2 => "personal",
            3 => "tender",
            _ => return None,
        };
        let variants = vec!["a little deeper than before".to_owned(), format!("the first {word} one")];
        (self.deepest > 0 && self.deepest < depth).then(|| Reason::fact("deeper", Side::Fit, variants))
    }

    fn favourite(&self) -> Option<Reason> {
        let loved = self.situation.memory.standing(&self.prompt().id).loved;
        let last = *self.shown_before.last().filter(|_| loved)?;
        let rested = day::number(self.today) - day::number(last);
        let variants = vec![
            format!("you loved it in {}, rested {rested} days", month(last)),
            format!("a favourite, back after {rested} days"),
        ];
        Some(Reason::new("favourite", Side::Fit, variants))
    }

    fn due(&self) -> Option<Reason> {
        let turn = &self.choice.turn;
        let (noun, since) = (turn.practice.noun(), turn.since);
        if !turn.due || f64::from(since + 1) * turn.share < OVERDUE {
            return None;
        }
        let mut variants = vec![format!("{noun} had waited {since} prompts")];
        if self.was_offered(turn.practice) {
            variants.insert(0, format!("{noun} was due: {since} prompts since the last"));
            variants.insert(1, format!("{since} prompts since the last {noun}"));
        }
        let full = self.share().map(|(a, b)| format!("{}, at {a} in {b}", variants[0]));
        Some(Reason { full, ..Reason::new("due", Side::Turn, variants) })
    }

    fn was_offered(&self, practice: Practice) -> bool {
        self.records.iter().any(|record| {
            let last = record.last.offered.traits.practice;
            last == practice || record.swapped.iter().any(|swapped| swapped.traits.practice == practice)
        })
    }

    fn weekend(&self) -> Option<Reason> {
        let practice = self.prompt().practice;
        let holds = self.situation.moment.weekend && self.choice.turn.weekday > 0.0;
        let counted = |record: &Rec<'_>| record.weekend && record.last.offered.traits.practice == practice;
        let (done, of) = self.tally(counted).filter(|_| holds)?;
        let noun = practice.noun();
        let variants = vec![
            format!("weekends suit {noun}: {done} of {of} done"),
            format!("{noun} goes well at weekends: {done} of {of}"),
        ];
        Some(Reason::new("weekend", Side::Turn, variants))
    }

    fn kind(&self) -> Option<Reason> {
        let kind = self.prompt().kind;
        let of_kind = self.tally(|record| record.last.offered.traits.kind == kind);
        let (done, of) = of_kind.filter(|_| self.choice.terms.kind > 0.0)?;
        let noun = kind.noun();
        let variants =
            vec![format!("{noun} get done: {done} of {of}"), format!("you do get to {noun}: {done} of {of}")];
        Some(Reason::new("kind", Side::Fit, variants))
    }

    fn effort(&self) -> Option<Reason> {
        let short = effort_class(self.prompt().effort) == 0 && self.choice.terms.effort > 0.0;
        let counted = |record: &Rec<'_>| effort_class(record.last.offered.traits.effort) == 0;
        let (done, of) = self.tally(counted).filter(|_| short)?;
        Some(Reason::new("effort", Side::Fit, vec![format!("short ones get done: {done} of {of}")]))
    }

    /// That it fits holds on nearly every day, so it speaks only where nothing better does.
    fn fits(&self) -> Option<Reason> {
        let Prompt { effort, places, .. } = *self.prompt();
        let minutes = self.situation.limits.minutes;
        let line = (effort <= minutes).then(|| format!("fits your {minutes} min"))?;
        let place = match places.iter().collect::<Vec<_>>()[..] {
            [Place::Apart] => ", and works while you are apart",
            [Place::Distance] => ", and works on a call",
            _ => "",
        };
        let full = Some(format!("{line}{place}"));
        Some(Reason { full, ..Reason::new("fits", Side::Fit, vec![line]) })
    }

    fn language(&self) -> Option<Reason> {
        let love = self.prompt().love.filter(|_| self.choice.terms.language > 0.0)?;
        self.situation.plan.languages.contains(&Some(love)).then_some(())?;
        let noun = love.noun();
        let variants =
            vec![format!("{noun}, which you said lands with your partner"), format!("leans to {noun}, as you set")];
        Some(Reason::new("language", Side::Fit, variants))
    }

    fn new(&self) -> Option<Reason> {
        let variants = ["new to you", "you haven't had this one", "first time out"].map(str::to_owned).to_vec();
        self.shown_before.is_empty().then(|| Reason::new("new", Side::Fit, variants))
    }

    fn returning(&self) -> Option<Reason> {
        let last = *self.shown_before.last()?;
        let away = day::number(self.today) - day::number(last);
        let mut variants = vec![format!("back after {away} days")];
        if away > 60 {
            variants.push(format!("last here in {}", month(last)));
        }
        Some(Reason::new("returning", Side::Fit, variants))
    }

    fn weight(&self) -> Option<Reason> {
        let plan = &self.situation.plan;
        let active = plan.active.iter().filter(|&&active| active).count();
        let even = 1.0 / f64::from(u32::try_from(active.max(1)).unwrap_or(u32::MAX));
        let noun = self.choice.turn.practice.noun();
        let mut variants = vec![format!("more {noun}, as you set")];
        variants.extend(self.share().map(|(a, b)| format!("{noun} comes {a} in {b}, as you set")));
        (self.choice.turn.share > even * 1.01).then(|| Reason::new("weight", Side::Turn, variants))
    }

    fn turn(&self) -> Reason {
        let noun = self.choice.turn.practice.noun();
        let variants =
            vec![format!("the turn of {noun}"), format!("{noun} comes round again"), format!("next in line: {noun}")];
        Reason::new("turn", Side::Turn, variants)
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

fn month(date: NaiveDate) -> String {
    date.format("%B").to_string()
}

/// "24 Nov", with its year if that is another.
fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    let format = if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    date.format(format).to_string()
}

#[cfg(test)]
#[path = "reason_tests.rs"]
mod tests;
