//! Every reason there is: when it holds, and the ways to say it.

use chrono::{Datelike as _, NaiveDate};

use super::super::day;
use super::super::event::Because;
use super::super::keyed::Keyed;
use super::super::pick::Rec;
use super::super::pick::choose::Way;
use super::super::pick::limits::Rung;
use super::super::pick::memory::effort_class;
use super::super::pick::turn::OVERDUE;
use super::super::prompt::{Prompt, slug};
use super::super::vocabulary::{Place, Practice};
use super::{Circumstances, LONGEST, Reason, Side};

impl Circumstances<'_> {
    pub(super) fn asked(&self) -> Option<Reason> {
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

    pub(super) fn back(&self) -> Option<Reason> {
        let date = short_date(self.put_off?, self.today);
        Some(Reason::fact("back", Side::Turn, vec![format!("back, as you asked on {date}")]))
    }

    pub(super) fn occasion(&self) -> Option<Reason> {
        let named = format!("{} today", self.occasion?);
        let plain = matches!(self.choice.way, Way::Occasion(_)).then(|| "for today's occasion".to_owned());
        let lines = if named.chars().count() <= LONGEST { vec![named] } else { plain.into_iter().collect() };
        Some(Reason::fact("occasion", Side::Turn, lines))
    }

    pub(super) fn stretch(&self) -> Option<Reason> {
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

    pub(super) fn swap(&self) -> Option<Reason> {
        let (prompt, practice) = self.replaced.filter(|_| self.because == Because::Swap)?;
        let instead = format!("instead of {}", slug(prompt));
        let still = format!("{instead} · still {}", practice.noun());
        let fits = practice == self.prompt().practice && still.chars().count() <= LONGEST;
        Some(Reason::fact("swap", Side::Turn, vec![if fits { still } else { instead }]))
    }

    pub(super) fn first(&self) -> Option<Reason> {
        let is = self.deepest == 0 && self.prompt().depth == 1;
        is.then(|| Reason::fact("first", Side::Fit, vec!["a light one to start with".to_owned()]))
    }

    pub(super) fn deeper(&self) -> Option<Reason> {
        let depth = self.prompt().depth;
        let word = match depth {
            2 => "personal",
            3 => "tender",
            _ => return None,
        };
        let variants = vec!["a little deeper than before".to_owned(), format!("the first {word} one")];
        (self.deepest > 0 && self.deepest < depth).then(|| Reason::fact("deeper", Side::Fit, variants))
    }

    pub(super) fn favourite(&self) -> Option<Reason> {
        let loved = self.situation.memory.standing(&self.prompt().id).loved;
        let last = *self.shown_before.last().filter(|_| loved)?;
        let rested = day::number(self.today) - day::number(last);
        let variants = vec![
            format!("you loved it in {}, rested {rested} days", month(last)),
            format!("a favourite, back after {rested} days"),
        ];
        Some(Reason::new("favourite", Side::Fit, variants))
    }

    pub(super) fn due(&self) -> Option<Reason> {
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

    pub(super) fn weekend(&self) -> Option<Reason> {
        let practice = self.prompt().practice;
        let holds = self.situation.moment.weekend && self.choice.turn.weekday > 0.0;
        let counted = |record: &Rec<'_>| record.weekend && record.last.offered.traits.practice == practice;
        let (done, of) = self.tally(counted).filter(|_| holds)?;
        let noun = practice.noun();
        let variants = vec![format!("weekends suit {noun}"), format!("{noun} goes well at weekends")];
        Some(Reason::counted("weekend", Side::Turn, variants, (done, of)))
    }

    pub(super) fn kind(&self) -> Option<Reason> {
        let kind = self.prompt().kind;
        let of_kind = self.tally(|record| record.last.offered.traits.kind == kind);
        let (done, of) = of_kind.filter(|_| self.choice.terms.kind > 0.0)?;
        let noun = kind.noun();
        let variants = vec![format!("{noun} get done"), format!("you do get to {noun}")];
        Some(Reason::counted("kind", Side::Fit, variants, (done, of)))
    }

    pub(super) fn effort(&self) -> Option<Reason> {
        let short = effort_class(self.prompt().effort) == 0 && self.choice.terms.effort > 0.0;
        let counted = |record: &Rec<'_>| effort_class(record.last.offered.traits.effort) == 0;
        let (done, of) = self.tally(counted).filter(|_| short)?;
        Some(Reason::counted("effort", Side::Fit, vec!["short ones get done".to_owned()], (done, of)))
    }

    /// That it fits holds on nearly every day, so it speaks only where nothing better does; and two minutes of sixty
    /// are no reason at all.
    pub(super) fn fits(&self) -> Option<Reason> {
        let Prompt { effort, places, .. } = *self.prompt();
        let minutes = self.situation.limits.minutes;
        let line = (effort <= minutes).then(|| format!("fits your {minutes} min"))?;
        let place = match places.iter().collect::<Vec<_>>()[..] {
            [Place::Apart] => ", and works while you are apart",
            [Place::Distance] => ", and works on a call",
            _ => "",
        };
        let full = Some(format!("{line}{place}"));
        let variants = if effort * 2 >= minutes { vec![line] } else { Vec::new() };
        Some(Reason { full, ..Reason::new("fits", Side::Fit, variants) })
    }

    pub(super) fn language(&self) -> Option<Reason> {
        let love = self.prompt().love.filter(|_| self.choice.terms.language > 0.0)?;
        self.situation.plan.languages.contains(&Some(love)).then_some(())?;
        let noun = love.noun();
        let variants =
            vec![format!("{noun}, which you said lands with your partner"), format!("leans to {noun}, as you set")];
        Some(Reason::new("language", Side::Fit, variants))
    }

    pub(super) fn fresh(&self) -> Option<Reason> {
        let variants = ["new to you", "you haven't had this one", "first time out"].map(str::to_owned).to_vec();
        self.shown_before.is_empty().then(|| Reason::new("new", Side::Fit, variants))
    }

    pub(super) fn returning(&self) -> Option<Reason> {
        let last = *self.shown_before.last()?;
        let away = day::number(self.today) - day::number(last);
        let mut variants =
            vec![if away == 1 { "back after a day".to_owned() } else { format!("back after {away} days") }];
        if away > 60 {
            variants.push(format!("last here in {}", month(last)));
        }
        Some(Reason::new("returning", Side::Fit, variants))
    }

    pub(super) fn weight(&self) -> Option<Reason> {
        let plan = &self.situation.plan;
        let active = plan.active.iter().filter(|&&active| active).count();
        let even = 1.0 / f64::from(u32::try_from(active.max(1)).unwrap_or(u32::MAX));
        let noun = self.choice.turn.practice.noun();
        let mut variants = vec![format!("more {noun}, as you set")];
        variants.extend(self.share().map(|(a, b)| format!("{noun} comes {a} in {b}, as you set")));
        (self.choice.turn.share > even * 1.01).then(|| Reason::new("weight", Side::Turn, variants))
    }

    pub(super) fn turn(&self) -> Reason {
        let noun = self.choice.turn.practice.noun();
        let variants =
            vec![format!("the turn of {noun}"), format!("{noun} comes round again"), format!("next in line: {noun}")];
        Reason::new("turn", Side::Turn, variants)
    }
}

fn month(date: NaiveDate) -> String {
    date.format("%B").to_string()
}

/// "24 Nov", with its year if that is another.
fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    let format = if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    date.format(format).to_string()
}
