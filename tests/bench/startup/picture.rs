//! How cost grows with history, drawn from the figures of the run; and the place in the README for all of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Cost;
use crate::case::{Case, median};

/// A bar for each path and age, all on one scale.
pub(crate) fn growth(cases: &[Case], costs: &[Cost]) -> String {
    const LONGEST: f64 = 48.0;
    let grows = |case: &Case| case.name.contains(" year");
    let mut bars: Vec<(&str, f64)> = cases
        .iter()
        .zip(costs)
        .filter(|(case, _)| grows(case))
        .map(|(case, cost)| (case.name.as_str(), median(&cost.wall) * 1e3))
        .collect();
    bars.sort_by_key(|(name, _)| ["hook", "again", "first"].iter().position(|path| name.starts_with(path)));
    let most = bars.iter().map(|(_, milliseconds)| *milliseconds).fold(0.0, f64::max);
    let mut picture = String::from("Growth with history, in milliseconds of wall time:\n\n");
    for (name, milliseconds) in bars {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 48")]
        let length = (LONGEST * milliseconds / most).round() as usize;
        let _ = writeln!(picture, "{name:<16} {} {milliseconds:.2}", "█".repeat(length.max(1)));
    }
    picture
}

/// Replaces what stands between the marks of the README.
pub(crate) fn put_into_readme(figures: &str) {
    const MARKS: [&str; 2] = ["<!-- figures -->\n", "<!-- end of figures -->"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("a README");
    let (before, rest) = readme.split_once(MARKS[0]).expect("a place for figures");
    let (_, after) = rest.split_once(MARKS[1]).expect("an end of the figures");
    let [begin, end] = MARKS;
    fs::write(path, format!("{before}{begin}```text\n{figures}```\n{end}{after}")).expect("a README");
}
