//! What people read about moving and erasing what is kept.

use super::dates::count;

/// "12 events, settings and 2 packs"; nothing where there is nothing.
pub fn amounts(events: usize, settings: bool, packs: usize) -> String {
    let mut parts = Vec::new();
    parts.extend((events > 0).then(|| count(events, "event")));
    parts.extend(settings.then(|| "settings".to_owned()));
    parts.extend((packs > 0).then(|| count(packs, "pack")));
    listed(&parts)
}

/// "1 copy", "2 copies".
pub fn copies(number: usize) -> String {
    if number == 1 { "1 copy".to_owned() } else { format!("{number} copies") }
}

/// "a, b and c".
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
