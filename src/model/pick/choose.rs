//! The whole choice: what goes first, whose turn, which prompt, and what gives way when nothing is left.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ask::Ask;
use super::super::keyed::{Keyed, Set};
use super::super::library::Library;
use super::super::prompt::Prompt;
use super::super::vocabulary::{Occasion, Practice};
use super::fit::{Pool, Terms, best};
use super::life::{NP, Plan};
use super::limits::{Limits, Rule, Rung, relaxed_for_its_day};
use super::memory::Memory;
use super::turn::{Moment, Turn, standing_turn, turn};

/// Everything a choice depends on beside the library.
pub struct Situation<'h> {
    pub memory: Memory<'h>,
    pub plan: Plan,
    pub moment: Moment,
    pub limits: Limits<'h>,
    pub ask: Ask,
    /// The practices of the prompts swapped away today, in order.
    pub swapped: Vec<Practice>,
    /// The occasions that fall on this day.
    pub occasions: Vec<Occasion>,
    /// Snoozed prompts whose date has come, longest due first.
    pub due: Vec<&'h str>,
    /// Facets shown in the last seven days.
    pub resting: BTreeSet<(Practice, &'h str)>,
}

/// What made a prompt go first, if anything did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Ordinary,
    Occasion(Occasion),
    Snooze,
}

/// The prompt chosen, and everything that led to it.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    pub prompt: Prompt<'a>,
    pub way: Way,
    pub rung: Rung,
    pub turn: Turn,
    pub terms: Terms,
    /// How many of the practice's prompts each rule kept out.
    pub ruled_out: BTreeMap<&'static str, u32>,
}

/// Nothing is left, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// The rule that kept most prompts out, and how many; none where there are no prompts at all.
    pub most: Option<(&'static str, u32)>,
    /// How many prompts there are.
    pub total: u32,
}

/// Chooses a prompt. Parses no more of the library than it must.
pub fn choose<'a>(situation: &Situation<'_>, library: &Library<'a>) -> Result<Choice<'a>, Nothing> {
    let mut shelf = Shelf { situation, library, read: [const { None }; NP] };
    let first = shelf.for_an_occasion().or_else(|| shelf.back_from_a_snooze());
    let ordinary = || Rung::ALL.into_iter().find_map(|rung| shelf.on_rung(rung));
    first.or_else(ordinary).ok_or_else(|| shelf.nothing())
}

/// When each favourite that this day allows has rested enough to come again, at the earliest and at one prompt a day
/// (see [`Pool::rests_until`]).
pub fn favourites_rest(situation: &Situation<'_>, library: &Library<'_>) -> Vec<(String, i32)> {
    let mut shelf = Shelf { situation, library, read: [const { None }; NP] };
    let served: Vec<Practice> = Practice::ALL.iter().copied().filter(|&practice| shelf.may_serve(practice)).collect();
    let whole = |entry: &Entry<'_>| entry.broken.within(Rung::Whole.relaxed());
    let pools: Vec<(Practice, Vec<usize>)> =
        served.into_iter().map(|practice| (practice, shelf.pool(practice, &whole))).collect();
    let servable = pools.iter().filter(|(_, pool)| !pool.is_empty()).count();
    let Situation { memory, plan, moment, .. } = situation;
    let own = plan.shares();
    let mut rests = Vec::new();
    for (practice, pool) in &pools {
        let entries = shelf.entries(*practice);
        let prompts = || pool.iter().map(|&at| &entries[at].prompt);
        let stage = Pool::new(memory, prompts().map(|prompt| (prompt.id.as_ref(), prompt.traits())));
        // No practice comes twice running while another can.
        let every = if servable > 1 && own[practice.index()] <= 0.5 { 2 } else { 1 };
        let loved: Vec<(usize, &Prompt<'_>)> = prompts().enumerate().filter(|(at, _)| stage.is_loved(*at)).collect();
        let rest = |(at, prompt): (usize, &Prompt<'_>)| {
            (prompt.id.to_string(), stage.rests_until(memory, moment.day, at, every))
        };
        rests.extend(loved.into_iter().map(rest));
    }
    rests
}

/// One prompt of a practice, with the rules it breaks today.
struct Entry<'a> {
    prompt: Prompt<'a>,
    broken: Set<Rule>,
}

/// The library as far as it has been read.
struct Shelf<'s, 'h, 'a> {
    situation: &'s Situation<'h>,
    library: &'s Library<'a>,
    read: [Option<Vec<Entry<'a>>>; NP],
}

impl<'a> Shelf<'_, '_, 'a> {
    fn entries(&mut self, practice: Practice) -> &[Entry<'a>] {
        let (library, limits) = (self.library, &self.situation.limits);
        self.read[practice.index()].get_or_insert_with(|| {
            let judged = |prompt| Entry { broken: limits.broken_by(&prompt), prompt };
            library.prompts(practice).into_iter().map(judged).collect()
        })
    }

    /// The positions of a practice's prompts that are accepted.
    fn pool(&mut self, practice: Practice, accepts: &dyn Fn(&Entry<'_>) -> bool) -> Vec<usize> {
        let entries = self.entries(practice).iter().enumerate();
        entries.filter(|(_, entry)| accepts(entry)).map(|(at, _)| at).collect()
    }

    /// Whether a practice may be served at all: it has weight, or it was asked for.
    fn may_serve(&self, practice: Practice) -> bool {
        match self.situation.ask.practice {
            Some(asked) => asked == practice,
            None => self.situation.plan.active[practice.index()],
        }
    }

    fn for_an_occasion(&mut self) -> Option<Choice<'a>> {
        let relaxed = self.relaxed_for_its_day();
        self.situation.occasions.iter().find_map(|&occasion| {
            let accepts = |entry: &Entry<'_>| entry.prompt.occasion == Some(occasion) && entry.broken.within(relaxed);
            let (turn, pool) = self.by_turn(&accepts)?;
            self.best_of(turn, &pool, Rung::Whole, Way::Occasion(occasion))
        })
    }

    fn back_from_a_snooze(&mut self) -> Option<Choice<'a>> {
        let relaxed = self.relaxed_for_its_day();
        let situation = self.situation;
        situation.due.iter().find_map(|id| {
            let practice = super::super::prompt::practice_of(id).filter(|&practice| self.may_serve(practice))?;
            let accepts = |entry: &Entry<'_>| entry.prompt.id == **id && entry.broken.within(relaxed);
            let pool = self.pool(practice, &accepts);
            let turn = standing_turn(&situation.memory, &situation.plan, situation.moment, practice);
            self.best_of(turn, &pool, Rung::Whole, Way::Snooze)
        })
    }

    fn relaxed_for_its_day(&self) -> Set<Rule> {
        let ask = &self.situation.ask;
        relaxed_for_its_day(ask.mood.is_some(), ask.minutes.is_some())
    }

    fn on_rung(&mut self, rung: Rung) -> Option<Choice<'a>> {
        let relaxed = rung.relaxed();
        let (turn, mut pool) = self.by_turn(&|entry: &Entry<'_>| entry.broken.within(relaxed))?;
        if rung == Rung::Shortest {
            let entries = self.entries(turn.practice);
            let shortest = pool.iter().map(|&at| entries[at].prompt.effort).min()?;
            pool.retain(|&at| entries[at].prompt.effort == shortest);
        }
        self.best_of(turn, &pool, rung, Way::Ordinary)
    }

    /// Stage 1, over pools that are looked into only when their turn comes: a practice whose pool turns out
    /// empty is passed over, which leaves the order of the others as it was.
    fn by_turn(&mut self, accepts: &dyn Fn(&Entry<'_>) -> bool) -> Option<(Turn, Vec<usize>)> {
        let Situation { memory, plan, moment, swapped, ask, .. } = self.situation;
        // The first swap of a day stays with its practice.
        let kept = match swapped[..] {
            [only] if self.may_serve(only) => Some(only),
            _ => None,
        };
        if let Some(practice) = ask.practice.or(kept) {
            let pool = self.pool(practice, accepts);
            if !pool.is_empty() {
                return Some((standing_turn(memory, plan, *moment, practice), pool));
            }
            ask.practice.is_none().then_some(())?;
        }
        let mut empty = [false; NP];
        for spared in [&swapped[..], &[]] {
            loop {
                let mut banned = empty;
                for practice in spared {
                    banned[practice.index()] = true;
                }
                let Some(turn) = turn(memory, plan, *moment, banned) else {
                    break;
                };
                let pool = self.pool(turn.practice, accepts);
                if !pool.is_empty() {
                    return Some((turn, pool));
                }
                empty[turn.practice.index()] = true;
            }
        }
        None
    }

    /// Stage 2, over the prompts of one practice.
    fn best_of(&mut self, turn: Turn, pool: &[usize], rung: Rung, way: Way) -> Option<Choice<'a>> {
        let Situation { memory, plan, moment, swapped, resting, .. } = self.situation;
        let mut ruled_out = self.counts(turn.practice);
        let entries = self.entries(turn.practice);
        let prompts = pool.iter().map(|&at| &entries[at].prompt);
        let stage = Pool::new(memory, prompts.clone().map(|prompt| (prompt.id.as_ref(), prompt.traits())));
        let rested: Vec<bool> = (0..pool.len()).map(|at| stage.rested(memory, moment.day, at)).collect();
        let rests = |facet: Option<&str>| facet.is_some_and(|facet| resting.contains(&(turn.practice, facet)));
        let fresh: Vec<bool> = prompts.map(|prompt| !rests(prompt.facet.as_deref())).collect();
        let others_remain = (0..pool.len()).any(|at| rested[at] && fresh[at]);
        let may = |at: usize| rested[at] && (fresh[at] || !others_remain);
        let (at, terms) = best(memory, plan, *moment, swapped.len(), &stage, may)?;
        let kept_out = |is: &dyn Fn(usize) -> bool| (0..pool.len()).filter(|&at| is(at)).count();
        for (key, count) in [("rest", kept_out(&|at| !rested[at])), ("facet", kept_out(&|at| rested[at] && !may(at)))] {
            if count > 0 {
                ruled_out.insert(key, u32::try_from(count).unwrap_or(u32::MAX));
            }
        }
        let prompt = entries[pool[at]].prompt.clone();
        Some(Choice { prompt, way, rung, turn, terms, ruled_out })
    }

    /// How many of a practice's prompts each rule keeps out by itself.
    fn counts(&mut self, practice: Practice) -> BTreeMap<&'static str, u32> {
        let mut counts = BTreeMap::new();
        for rule in self.entries(practice).iter().flat_map(|entry| entry.broken.iter()) {
            *counts.entry(rule.key()).or_default() += 1;
        }
        counts
    }

    fn nothing(&mut self) -> Nothing {
        let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
        let mut total = 0;
        let asked = self.situation.ask.practice;
        for &practice in Practice::ALL.iter().filter(|&&practice| asked.is_none_or(|asked| asked == practice)) {
            let all = u32::try_from(self.entries(practice).len()).unwrap_or(u32::MAX);
            total += all;
            if self.may_serve(practice) {
                self.counts(practice).into_iter().for_each(|(rule, count)| *counts.entry(rule).or_default() += count);
            } else if all > 0 {
                *counts.entry("weight").or_default() += all;
            }
        }
        // Minutes, mood and depth gave way on the ladder, so they cannot be what is in the way.
        let gave_way = Rung::Shortest.relaxed();
        counts.retain(|key, _| Rule::from_key(key).is_none_or(|rule| !gave_way.has(rule)));
        // The first of the rules wins a tie, whatever its key.
        let rank = |key: &str| Rule::from_key(key).map_or(usize::MAX, Keyed::index);
        let most = counts.into_iter().max_by_key(|&(key, count)| (count, std::cmp::Reverse(rank(key))));
        Nothing { most, total }
    }
}
