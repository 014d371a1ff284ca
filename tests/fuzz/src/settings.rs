//! Settings of any text: whatever is wrong is told, and what comes of them is always usable.

use connect::model::day::{day_of, next_start};
use connect::model::fault::Source;
use connect::model::settings::Settings;

use super::library::is_told;
use super::today;

/// Reads bytes as settings.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (settings, faults) = Settings::read(Source { name: "settings.toml", text: &text });
    faults.iter().chain(settings.faults_on(today())).for_each(|fault| is_told(fault, &text));
    for weekend in [true, false] {
        assert!((1..=600).contains(&settings.minutes.on(weekend)));
        assert!(!settings.places.on(weekend).is_empty());
    }
    assert!((1..=3).contains(&settings.max_depth));
    let weights = settings.weights.iter().chain(&settings.languages);
    assert!(weights.into_iter().all(|weight| (0.0..=1000.0).contains(weight)));
    assert!(settings.name.as_deref().is_none_or(|name| !name.is_empty() && name.chars().count() <= 60));
    let languages = settings.leading_languages();
    assert!(languages[0].is_some() || languages[1].is_none());
    let begins = next_start(today(), settings.day_starts);
    assert_eq!(day_of(begins.and_utc().fixed_offset(), settings.day_starts), today().succ_opt().expect("a day"));
    assert!(settings.occasions.iter().all(|occasion| (1..=12).contains(&occasion.month)));
    // Half a file could mean the opposite of the whole one: then nothing of it counts.
    if faults.iter().any(|fault| fault.message.ends_with("; using defaults for today")) {
        assert_eq!(settings, Settings::default());
    }
}
