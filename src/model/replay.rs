//! From events to the history. The rules are numbered as in the description of the log.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::event::{Because, Event, FORMAT, What};
use super::history::History;
use super::lines::Lines;
use super::offer::Offer;
use super::pick::hash::quick;

impl<'a> History<'a> {
    /// Replays the lines of all files, given in the order of their names.
    pub fn replay(files: Vec<Lines<'a>>) -> Self {
        let mut history = Self::default();
        let mut headers = Vec::new();
        let mut events = Vec::new();
        for mut lines in files {
            headers.append(&mut lines.headers);
            history.used_ids.extend(lines.unknown.into_iter().filter(|id| is_of_shown(id)));
            if events.is_empty() {
                events = lines.events;
            } else {
                events.append(&mut lines.events);
            }
        }
        history.newer = headers.iter().any(|header| header.min_reader > FORMAT);
        let seeds = headers.into_iter().filter_map(|header| Some((header.at.is_none(), header.at, header.seed?)));
        history.seed = seeds.min().map(|(_, _, seed)| seed);
        let events = drop_erased(events);
        history.note_ids(&events);
        let mut events = unite(events);
        // One machine's log is in order as it is.
        if !events.is_sorted_by_key(|event| event.appended()) {
            events.sort_by_key(|event| event.appended());
        }
        let events = take_back(events);
        history.settle(events);
        history
    }

    /// Numbers are used up by whatever was ever shown, erased or undone included; also where the line that says so is
    /// all that is left of it, or has come from another machine first. Otherwise it would take back what is shown next.
    fn note_ids(&mut self, events: &[Event<'a>]) {
        for event in events {
            let target = match &event.what {
                What::Erased { target, .. } | What::Undo { target } => Some(target),
                _ => None,
            };
            self.used_ids.extend([Some(&event.id), target].into_iter().flatten().filter(|id| is_of_shown(id)).cloned());
        }
    }

    /// Rules 8 and 9: what holds of each shown prompt, and what is dropped for good.
    fn settle(&mut self, events: Vec<Event<'a>>) {
        let is_shown = |event: &&Event<'_>| matches!(event.what, What::Shown(_));
        let mut offers = Vec::with_capacity(events.iter().filter(is_shown).count());
        let mut place = 0;
        // What was said stays in the memory that it was read into.
        let said = events.into_iter().filter_map(|Event { mut entry, what }| {
            entry.place = place;
            place += 1;
            match what {
                What::Shown(shown) => {
                    offers.push(Offer::new(entry, shown));
                    None
                }
                what => Some(Event { entry, what }),
            }
        });
        self.said = said.collect();
        self.offers = offers;
        let mut index = Index::default();
        let mut next = 0;
        for event in &self.said {
            match &event.what {
                What::Never { prompt, .. } => drop(self.never.insert(prompt.to_string())),
                What::Allow { prompt } => drop(self.never.remove(&**prompt)),
                _ => {}
            }
            while self.offers.get(next).is_some_and(|offer| offer.entry.place < event.place) {
                next += 1;
            }
            if let Some(at) = event.what.subject().and_then(|of| index.find(&self.offers, of, next)) {
                self.offers[at].hear(event);
            }
        }
        for at in 0..self.offers.len() {
            let (shown, when) = (&self.offers[at].shown, self.offers[at].entry.appended());
            let by_choice = matches!(shown.because, Because::Swap | Because::Never);
            if let Some(replaced) = shown.replaces.as_deref().and_then(|of| index.find(&self.offers, of, at)) {
                let replaced = &mut self.offers[replaced];
                replaced.replaced = true;
                replaced.swapped = by_choice.then_some(when).or(replaced.swapped);
            }
        }
    }
}

/// Where prompts that were shown are, by their ids; put in order when it is first needed.
#[derive(Default)]
struct Index(Option<Vec<usize>>);

impl Index {
    /// The prompt with this id. Nearly always that is the last one before `next`, so it is looked at first.
    fn find(&mut self, offers: &[Offer<'_>], id: &str, next: usize) -> Option<usize> {
        let near = next.checked_sub(1).filter(|&near| *offers[near].entry.id == *id);
        near.or_else(|| {
            let order = self.0.get_or_insert_with(|| {
                let mut order: Vec<usize> = (0..offers.len()).collect();
                order.sort_unstable_by(|&a, &b| offers[a].entry.id.cmp(&offers[b].entry.id));
                order
            });
            order.binary_search_by(|&at| (*offers[at].entry.id).cmp(id)).ok().map(|found| order[found])
        })
    }
}

/// Whether an id is one that a shown prompt has.
fn is_of_shown(id: &str) -> bool {
    id.get("2026-11-24".len()..).is_some_and(|rest| rest.starts_with("/shown/"))
}

/// Rule 4: one event for each id.
fn unite(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    if !may_have_twins(&events) {
        return events;
    }
    let mut order: Vec<(u64, usize)> =
        events.iter().enumerate().map(|(at, event)| (quick(event.id.as_bytes()), at)).collect();
    // Ids of one hash are brought together by their letters, which hardly ever have to be looked at.
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| events[a.1].id.cmp(&events[b.1].id)).then(a.1.cmp(&b.1)));
    let same = |a: &(u64, usize), b: &(u64, usize)| a.0 == b.0 && events[a.1].id == events[b.1].id;
    let mut beaten = vec![false; events.len()];
    let twins = order.chunk_by(same).filter(|twins| twins.len() > 1);
    let mut answers: Option<BTreeSet<(&str, &str)>> = None;
    for twins in twins {
        let answers = answers.get_or_insert_with(|| events.iter().filter_map(answer_names).collect());
        let winner = twins.iter().map(|twin| twin.1).min_by_key(|&at| precedence(&events[at], answers));
        for &(_, at) in twins {
            beaten[at] = Some(at) != winner;
        }
    }
    let mut beaten = beaten.into_iter();
    events.retain(|_| !beaten.next().unwrap_or(false));
    events
}

/// Whether two events may have one id. Hardly any log says the same twice, and to see that takes a tenth of the work of
/// bringing twins together: in what one machine wrote the ids of shown prompts only grow.
fn may_have_twins(events: &[Event<'_>]) -> bool {
    let mut latest = None;
    let mut hashes = Vec::with_capacity(events.len());
    for event in events {
        let id = &*event.id;
        if is_of_shown(id) {
            let order = Some((id.get(.."2026-11-24".len()), id.len(), id));
            if latest >= order {
                return true;
            }
            latest = order;
        } else {
            hashes.push(quick(id.as_bytes()));
        }
    }
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}

/// The shown event and the prompt that an answer names.
fn answer_names<'e>(event: &'e Event<'_>) -> Option<(&'e str, &'e str)> {
    let prompt = match &event.what {
        What::Done { prompt, .. }
        | What::Skip { prompt, .. }
        | What::Snooze { prompt, .. }
        | What::Never { prompt, .. } => prompt,
        What::Note { prompt, .. } => prompt.as_ref()?,
        _ => return None,
    };
    Some((event.what.subject()?, prompt))
}

/// Of two events with one id the smaller wins: a shown prompt that was answered, else the earlier, else the
/// smaller prompt; of anything else the one without text, for its text was erased.
fn precedence<'e>(event: &'e Event<'_>, answers: &BTreeSet<(&str, &str)>) -> (bool, DateTime<FixedOffset>, &'e str) {
    match &event.what {
        What::Shown(shown) => (!answers.contains(&(&*event.id, &*shown.prompt)), event.appended(), &shown.prompt),
        What::Done { text, .. } => (text.is_some(), event.appended(), ""),
        What::Note { .. } => (true, event.appended(), ""),
        _ => (false, event.appended(), ""),
    }
}

/// Rule 6: removes what was erased, before anything else is decided, so that it makes no difference whether its lines
/// are still in a file.
fn drop_erased(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let (mut erased, mut textless) = (BTreeSet::new(), BTreeSet::new());
    for event in &events {
        match &event.what {
            What::Erased { target, only_text: true } => textless.insert(target.to_string()),
            What::Erased { target, .. } => erased.insert(target.to_string()),
            _ => false,
        };
    }
    if erased.is_empty() && textless.is_empty() {
        return events;
    }
    events.retain_mut(|event| {
        if let What::Done { text, .. } = &mut event.what
            && textless.contains(&*event.entry.id)
        {
            *text = None;
        }
        matches!(event.what, What::Erased { .. }) || !erased.contains(&*event.id)
    });
    events
}

/// Rule 7: removes what was taken back.
fn take_back(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let undone: BTreeSet<String> = events.iter().filter_map(target_of_undo).collect();
    let substitutes = substitutes(&events, &undone);
    events.retain(|event| {
        let is_undo = matches!(event.what, What::Undo { .. });
        let taken_back = !is_undo && undone.contains(&*event.id);
        !taken_back && !substitutes.contains(&*event.id)
    });
    events
}

fn target_of_undo(event: &Event<'_>) -> Option<String> {
    match &event.what {
        What::Undo { target } => Some(target.to_string()),
        _ => None,
    }
}

/// Undoing a `never` also drops the unanswered prompt that came in the place of the one dropped, because of it.
fn substitutes(events: &[Event<'_>], undone: &BTreeSet<String>) -> BTreeSet<String> {
    let prompt_of = |id: &str| {
        events.iter().find_map(|event| match &event.what {
            What::Shown(shown) if *event.id == *id => Some(&*shown.prompt),
            _ => None,
        })
    };
    let answered =
        |id: &str| events.iter().any(|event| event.what.subject() == Some(id) && !undone.contains(&*event.id));
    let mut found = BTreeSet::new();
    if undone.is_empty() {
        return found;
    }
    for (at, event) in events.iter().enumerate() {
        let What::Shown(shown) = &event.what else { continue };
        if shown.because != Because::Never {
            continue;
        }
        let Some(dropped) = shown.replaces.as_deref().and_then(prompt_of) else { continue };
        let cause = events[..at]
            .iter()
            .rfind(|earlier| matches!(&earlier.what, What::Never { prompt, .. } if **prompt == *dropped));
        if cause.is_some_and(|cause| undone.contains(&*cause.id)) && !answered(&event.id) {
            found.insert(event.id.to_string());
        }
    }
    found
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
