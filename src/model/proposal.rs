//! From settings, history and library to the prompt that today would show.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ask::Ask;
use super::day;
use super::detail::{Detail, Why};
use super::event::{Because, Shown};
use super::history::History;
use super::keyed::{Keyed, Set};
use super::library::Library;
use super::offer::{Offer, State};
use super::pick::choose::{Choice, Nothing, Situation, Way, choose};
use super::pick::limits::Limits;
use super::pick::turn::Moment;
use super::pick::{Memory, Plan, Rec, hash};
use super::reason::{Circumstances, why};
use super::record::{NewShown, place_keys};
use super::settings::Settings;
use super::vocabulary::{Adapt, Mood, Occasion, Practice};

/// Everything that decides what today shows.
pub struct Request<'x> {
    pub settings: &'x Settings,
    pub history: &'x History<'x>,
    pub seed: &'x str,
    pub day: NaiveDate,
    pub ask: Ask,
    /// The prompt whose place the new one takes, and why it does.
    pub replacing: Option<(&'x Offer<'x>, Because)>,
}

/// A prompt that was chosen, and what led to it.
pub struct Proposal<'x> {
    request: &'x Request<'x>,
    records: Vec<Rec<'x>>,
    situation: Situation<'x>,
    choice: Choice<'x>,
}

/// Chooses the prompt to show.
pub fn propose<'x>(request: &'x Request<'x>, library: &Library<'x>) -> Result<Proposal<'x>, Nothing> {
    let records = request.history.records(request.day);
    let situation = request.situation(&records, library);
    let choice = choose(&situation, library)?;
    Ok(Proposal { request, records, situation, choice })
}

/// The settings as the picker sees them.
pub fn plan(settings: &Settings, library: &Library<'_>) -> Plan {
    let has_weight = |k: usize| settings.weights[k] > 0.0;
    Plan {
        weight: settings.weights,
        active: std::array::from_fn(|k| has_weight(k) && library.has(Practice::ALL[k])),
        languages: settings.leading_languages(),
        tilt: match settings.adapt {
            Adapt::Off => 0.0,
            Adapt::Gentle => 0.25,
            Adapt::Strong => 0.5,
        },
        learn: settings.adapt != Adapt::Off,
    }
}

/// What a day allows by settings and calendar, whatever was shown.
pub fn limits<'h>(settings: &Settings, day: NaiveDate, ask: Ask, memory: &Memory<'_>) -> Limits<'h> {
    let weekend = settings.is_weekend(day);
    Limits {
        places: ask.place.map_or(settings.places.on(weekend), |place| Set::of(&[place])),
        have: settings.have,
        cost: settings.cost,
        max_depth: settings.max_depth,
        depth_cap: memory.depth_cap(settings.max_depth),
        minutes: ask.minutes.unwrap_or(settings.minutes.on(weekend)),
        mood: ask.mood,
        year_end: day::is_year_end(day),
        never: BTreeSet::new(),
        today: BTreeSet::new(),
        snoozed: BTreeSet::new(),
    }
}

/// The moment of a pick on a day.
pub fn moment(settings: &Settings, day: NaiveDate, seed: &str) -> Moment {
    Moment { key: hash::key(seed), day: day::number(day), weekend: settings.is_weekend(day) }
}

/// The occasions that fall on a day.
pub fn occasions(settings: &Settings, day: NaiveDate) -> Vec<Occasion> {
    settings.occasions.iter().filter(|occasion| occasion.falls_on(day)).map(|occasion| occasion.kind).collect()
}

impl<'x> Request<'x> {
    fn situation(&self, records: &[Rec<'x>], library: &Library<'_>) -> Situation<'x> {
        let Request { settings, history, day: today, ask, .. } = *self;
        let plan = plan(settings, library);
        let memory = Memory::fold(records, &plan);
        let (away, due) = history.snoozed(today);
        let limits = Limits {
            never: history.nevers().collect(),
            today: history.shown_on(today).map(|offer| &*offer.shown.prompt).collect(),
            snoozed: away,
            ..limits(settings, today, ask, &memory)
        };
        Situation {
            memory,
            plan,
            moment: moment(settings, today, self.seed),
            limits,
            ask,
            swapped: self.swapped(),
            occasions: occasions(settings, today),
            due: due.into_iter().map(|offer| &*offer.shown.prompt).collect(),
            resting: history.resting_facets(today),
        }
    }

    /// The practices swapped away today, the one being swapped now included.
    fn swapped(&self) -> Vec<Practice> {
        let mut swapped: Vec<&Offer<'_>> = self.history.swapped_on(self.day).collect();
        if let Some((offer, Because::Swap | Because::Never)) = self.replacing
            && offer.counts_as_swapped_now()
            && swapped.iter().all(|other| other.entry.id != offer.entry.id)
        {
            swapped.push(offer);
        }
        swapped.into_iter().map(|offer| offer.shown.traits.practice).collect()
    }
}

impl Proposal<'_> {
    /// The id of the prompt that was chosen.
    pub fn prompt(&self) -> &str {
        &self.choice.prompt.id
    }

    /// The prompt to show. `beyond` are the days on which it was shown that lie beyond the history of the request.
    pub fn shown(&self, beyond: &BTreeSet<NaiveDate>) -> NewShown<'static> {
        let Self { request, situation, choice, .. } = self;
        let prompt = &choice.prompt;
        let mut shown_before = request.history.days_shown(&prompt.id, request.day);
        shown_before.extend(beyond);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let detail = Detail {
            text: prompt.text.to_string(),
            follow: owned(prompt.follow.as_deref()),
            tip: owned(prompt.tip.as_deref()),
            places: place_keys(prompt.places),
            shown_before: u32::try_from(shown_before.len()).unwrap_or(u32::MAX),
            why: self.why(&shown_before),
        };
        let reason = Cow::Owned(detail.why.key.clone());
        let shown = Shown {
            prompt: Cow::Owned(prompt.id.to_string()),
            facet: prompt.facet.as_deref().map(|facet| Cow::Owned(facet.to_owned())),
            traits: prompt.traits(),
            depth: prompt.depth,
            weekend: situation.moment.weekend,
            because: self.because(),
            replaces: request.replacing.map(|(offer, _)| Cow::Owned(offer.entry.id.to_string())),
            asked: request.ask,
            reason,
        };
        NewShown { shown, detail }
    }

    fn why(&self, shown_before: &BTreeSet<NaiveDate>) -> Why {
        let Self { request, records, situation, choice } = self;
        let earlier = || request.history.offers.iter().filter(|offer| offer.entry.day < request.day);
        let due = request.history.snoozed(request.day).1;
        let put_off = due.iter().find(|offer| *offer.shown.prompt == *choice.prompt.id);
        let named = |kind| {
            let mut today =
                request.settings.occasions.iter().filter(|day| day.kind == kind && day.falls_on(request.day));
            today.next().map(|day| day.name.as_str())
        };
        why(&Circumstances {
            choice,
            situation,
            records,
            today: request.day,
            because: self.because(),
            replaced: request.replacing.map(|(offer, _)| (&*offer.shown.prompt, offer.shown.traits.practice)),
            put_off: put_off.filter(|_| choice.way == Way::Snooze).map(|offer| offer.entry.day),
            occasion: if let Way::Occasion(kind) = choice.way { named(kind) } else { None },
            shown_before,
            deepest: earlier().map(|offer| offer.shown.depth).max().unwrap_or(0),
            spoke: earlier().next_back().map_or("", |offer| &offer.shown.reason),
        })
    }

    fn because(&self) -> Because {
        match (self.request.replacing, self.choice.way) {
            (Some((_, because)), _) => because,
            (None, Way::Occasion(_)) => Because::Occasion,
            (None, Way::Snooze) => Because::Snooze,
            (None, Way::Ordinary) if self.request.ask.is_empty() => Because::Day,
            (None, Way::Ordinary) => Because::Ask,
        }
    }
}

/// Whether a prompt that is showing may stay where nothing fits an ask better: all that never gives way holds.
pub fn may_stay_in_need(offer: &Offer<'_>, ask: Ask, library: &Library<'_>) -> bool {
    let shown = &offer.shown;
    let lenient = Ask { mood: None, minutes: None, ..ask };
    let ordinary = |prompt: super::prompt::Prompt<'_>| {
        let too_much = ask.mood.is_some_and(|mood| super::pick::limits::is_too_much(&prompt, mood));
        prompt.moods.has(Mood::Neutral) && !too_much
    };
    let fits = lenient.is_empty() || may_stay(offer, lenient, library);
    offer.state == State::Open && fits && library.find(&shown.prompt).is_some_and(ordinary)
}

/// Whether a prompt that is showing may stay for this ask: it has the same ask, or is open and fits.
pub fn may_stay(offer: &Offer<'_>, ask: Ask, library: &Library<'_>) -> bool {
    if ask.is_empty() || offer.shown.asked == ask {
        return true;
    }
    let shown = &offer.shown;
    let fits_practice = ask.practice.is_none_or(|practice| practice == shown.traits.practice);
    let fits_minutes = ask.minutes.is_none_or(|minutes| shown.traits.effort <= minutes);
    let places = || offer.detail().places;
    let fits_place = ask.place.is_none_or(|place| places().iter().any(|key| key == place.key()));
    let fits_mood = ask.mood.is_none_or(|mood| {
        let written_for = |prompt: super::prompt::Prompt<'_>| {
            prompt.moods.has(mood) && !super::pick::limits::is_too_much(&prompt, mood)
        };
        library.find(&shown.prompt).is_some_and(written_for)
    });
    offer.state == State::Open && fits_practice && fits_minutes && fits_place && fits_mood
}

#[cfg(test)]
#[path = "proposal_tests.rs"]
mod tests;
