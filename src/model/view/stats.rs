//! How it adds up: the last month and year, the balance of the nine, what gets done, and favourites.

use chrono::{Datelike as _, NaiveDate};
use textwrap::core::display_width;

use super::super::day::shift;
use super::super::keyed::Keyed as _;
use super::super::look_back::days::{DayCount, Glow};
use super::super::look_back::forward::{Favourite, Fresh};
use super::super::look_back::tally::{Tallies, Tally};
use super::super::vocabulary::{Kind, Practice};
use super::card::{indented, spaced};
use super::dates;
use super::paint::{Ink, Line, Look, Page};
use super::tables::table;
use super::wrap::fill;

/// What gets done is told from so many prompts on: of fewer, every number says more than it knows.
const TELLING: usize = 10;

/// A bar is no longer than this, in marks.
const LONGEST_BAR: usize = 24;
/// So many favourites are named.
const FAVOURITES: usize = 5;

/// What is told of the past, and of what comes of it.
pub struct Stats<'s> {
    pub today: NaiveDate,
    /// The last thirty days, today last.
    pub month: &'s [(NaiveDate, Option<Glow>)],
    pub month_count: DayCount,
    pub tallies: &'s Tallies,
    /// The share of each practice that the settings ask for, in all 1; none of what is switched off.
    pub shares: [Option<f64>; 9],
    pub favourites: &'s [Favourite<'s>],
    /// How long nothing but favourites repeats.
    pub fresh: Option<Fresh>,
}

/// A day's mark, with its ink.
pub(super) fn mark(glow: Option<Glow>, is_today: bool, look: Look) -> (Ink, &'static str) {
    match glow {
        Some(Glow::Loved) => (Ink::Accent, "♥"),
        Some(Glow::Done) => (Ink::Plain, "●"),
        Some(Glow::Seen) if is_today => (Ink::Accent, "○"),
        Some(Glow::Seen) => (Ink::Plain, "○"),
        None if look.ascii => (Ink::Plain, "."),
        None => (Ink::Plain, "·"),
    }
}

/// What the marks mean.
pub(super) fn legend(look: Look, each: usize) -> Page {
    let none = format!("{} not opened", mark(None, false, look).1);
    let several = if each > 1 { format!("one mark for {each} prompts") } else { String::new() };
    let mut parts = vec!["● done".to_owned(), "♥ loved".to_owned(), "○ seen".to_owned(), none, several];
    parts.retain(|part| !part.is_empty());
    let whole = parts.join("  ");
    indented(if display_width(&whole) <= look.measure() { vec![whole] } else { parts }, look)
}

/// Parts of a list on lines, none broken in two.
fn packed(parts: &[String], measure: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.len() + part.len() + 3 <= measure => *line = format!("{line}, {part}"),
            last => {
                if let Some(line) = last {
                    line.push(',');
                }
                lines.push(part.clone());
            }
        }
    }
    lines.join("\n")
}

impl Stats<'_> {
    pub fn page(&self, look: Look) -> Page {
        if look.plain {
            return self.aloud();
        }
        let gutter = " ".repeat(look.gutter());
        let heading = |text: String| Line::plain(gutter.clone()).and(Ink::Name, text);
        let DayCount { days, done, .. } = self.month_count;
        let mut page = vec![heading(format!("{done} of the last {days} days"))];
        page.extend(self.month_row(look));
        if self.tallies.all.shown > 0 {
            let each = self.each();
            page.extend([Line::blank(), heading(self.balance_heading())]);
            page.extend(Practice::ALL.iter().map(|&practice| self.balance_row(practice, each, look)));
            page.push(Line::blank());
            page.extend(legend(look, each));
        }
        if self.tallies.all.shown >= TELLING {
            page.extend([Line::blank(), heading("What gets done".to_owned())]);
            let measure = look.measure().saturating_sub("Weekday  ".len());
            page.extend(table(&self.habits().map(|(name, counts)| (name, packed(&counts, measure))), look));
        }
        if !self.favourites.is_empty() {
            page.extend([Line::blank(), heading("Favourites".to_owned())]);
            page.extend(table(&self.returns(), look));
            page.extend(indented(self.more_favourites().into_iter().collect(), look));
        }
        page.push(Line::blank());
        page.extend(indented(fill(&self.outlook(), look.measure()), look));
        spaced(page, look)
    }

    /// The month in one row, a space before each Monday; its ends stand above it where there is no room beside it, and
    /// a screen too narrow for the row has none.
    fn month_row(&self, look: Look) -> Page {
        let short = |day: Option<&(NaiveDate, Option<Glow>)>| {
            day.map(|(day, _)| day.format("%-d %b").to_string()).unwrap_or_default()
        };
        let (first, last) = (short(self.month.first()), short(self.month.last()));
        let mut row = Line::default();
        let mut width = 0;
        for (at, &(day, glow)) in self.month.iter().enumerate() {
            if at > 0 && day.weekday() == chrono::Weekday::Mon {
                row = row.and(Ink::Plain, " ");
                width += 1;
            }
            let (ink, glyph) = mark(glow, day == self.today, look);
            row = row.and(ink, glyph);
            width += 1;
        }
        let gutter = || Line::plain(" ".repeat(look.gutter()));
        if look.measure() < width {
            return Page::new();
        }
        if look.measure() < width + display_width(&first) + display_width(&last) + 4 {
            return vec![gutter().and(Ink::Plain, format!("{first} to {last}")), gutter().followed_by(row)];
        }
        vec![gutter().and(Ink::Plain, format!("{first}  ")).followed_by(row).and(Ink::Plain, format!("  {last}"))]
    }

    fn balance_heading(&self) -> String {
        match self.tallies.all.shown {
            1 => "Your first prompt".to_owned(),
            shown => format!("Your last {shown} prompts"),
        }
    }

    /// How many prompts a mark of the bars stands for, so that none is too long.
    fn each(&self) -> usize {
        let longest = self.tallies.practices.iter().map(|tally| tally.shown).max().unwrap_or(0);
        longest.div_ceil(LONGEST_BAR).max(1)
    }

    fn balance_row(&self, practice: Practice, each: usize, look: Look) -> Line {
        let tally = self.tallies.practice(practice);
        let widest = Practice::ALL.iter().map(|practice| display_width(practice.title())).max().unwrap_or(0);
        let bars = self.tallies.practices.iter().map(|tally| tally.shown.div_ceil(each)).max().unwrap_or(0);
        let line = Line::plain(" ".repeat(look.gutter()));
        let line = line.and(Ink::Plain, format!("{:<widest$}  ", practice.title()));
        let told = self.told(practice);
        let asked = self.asked(practice).map(|asked| format!(", asked for {asked}")).unwrap_or_default();
        if look.measure() < widest + bars + 4 + "88 of 88".len() {
            return line.and(Ink::Plain, told);
        }
        let hearts = tally.loved.div_ceil(each);
        let done = tally.done.div_ceil(each).saturating_sub(hearts);
        let seen = tally.shown.div_ceil(each).saturating_sub(done + hearts);
        let marks = line.and(Ink::Accent, "♥".repeat(hearts)).and(Ink::Plain, "●".repeat(done) + &"○".repeat(seen));
        let pad = if tally.shown == 0 { 0 } else { bars - (hearts + done + seen) + 2 };
        let wide = look.measure() >= widest + bars + 4 + told.len() + asked.len();
        marks
            .and(Ink::Plain, " ".repeat(pad))
            .and(Ink::Plain, told)
            .and(Ink::Plain, if wide { asked } else { String::new() })
    }

    /// "6 of 10", or that there was nothing and why.
    fn told(&self, practice: Practice) -> String {
        let Tally { shown, done, .. } = self.tallies.practice(practice);
        match (shown, self.shares[practice.index()]) {
            (0, None) => "off".to_owned(),
            (0, Some(_)) => "none".to_owned(),
            _ => format!("{done} of {shown}"),
        }
    }

    /// How many of the prompts the settings ask for, where they ask for more of one practice than of another.
    fn asked(&self, practice: Practice) -> Option<String> {
        let shares = || self.shares.iter().flatten();
        let even = shares().all(|share| shares().all(|other| (share - other).abs() < 1e-9));
        let share = self.shares[practice.index()].filter(|_| !even)?;
        let all = f64::from(u32::try_from(self.tallies.all.shown).unwrap_or(u32::MAX));
        Some(format!("{:.0}", all * share))
    }

    /// What tends to get done, with counts: no more is said of it than was counted.
    fn habits(&self) -> [(&'static str, Vec<String>); 3] {
        let of =
            |name: &str, tally: Tally| (tally.shown > 0).then(|| format!("{name} {} of {}", tally.done, tally.shown));
        let kinds = Kind::ALL.iter().filter_map(|&kind| of(kind.noun(), self.tallies.kind(kind)));
        let efforts = ["up to 5 min", "up to 15", "up to 45", "longer"];
        let efforts = efforts.iter().zip(self.tallies.efforts).filter_map(|(name, tally)| of(name, tally));
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let weekdays = weekdays.iter().zip(self.tallies.weekdays).filter_map(|(name, tally)| of(name, tally));
        [("Kind", kinds.collect()), ("Effort", efforts.collect()), ("Weekday", weekdays.collect())]
    }

    fn returns(&self) -> Vec<(&str, String)> {
        let told = |favourite: &Favourite<'_>| match favourite.returns {
            Some(day) => format!("not before {}", dates::day(day, self.today)),
            None => "not under these settings, or on its day alone".to_owned(),
        };
        self.favourites.iter().take(FAVOURITES).map(|favourite| (favourite.prompt, told(favourite))).collect()
    }

    fn more_favourites(&self) -> Option<String> {
        let more = self.favourites.len().checked_sub(FAVOURITES).filter(|&more| more > 0)?;
        Some(format!("and {more} more: `connect browse --loved`"))
    }

    /// How long nothing but favourites repeats.
    fn outlook(&self) -> String {
        let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
        match self.fresh {
            Some(Fresh { before, ends: true }) if before <= shift(self.today, 1) => {
                "Most of what fits was shown; what rested long comes round again.".to_owned()
            }
            Some(Fresh { before, ends: true }) => {
                format!("At one a day, nothing but favourites repeats before {}.", day(before))
            }
            Some(Fresh { before, .. }) => {
                format!("At one a day, nothing but favourites repeats until {} at least.", day(before))
            }
            None => "Under these settings nothing is left to show: `connect practices` lists what there is.".to_owned(),
        }
    }

    /// The same in sentences.
    fn aloud(&self) -> Page {
        let DayCount { days, done, loved, seen } = self.month_count;
        let not_opened = self.month_count.not_opened();
        let mut page = vec![format!(
            "Last {days} days: {done} done, {loved} of them loved. {seen} seen. {not_opened} not opened."
        )];
        if self.tallies.all.shown > 0 {
            page.push(format!("{}:", self.balance_heading()));
            for &practice in Practice::ALL {
                let Tally { shown, done, .. } = self.tallies.practice(practice);
                let asked = self.asked(practice).map(|asked| format!(", asked for {asked}")).unwrap_or_default();
                let told = if shown > 0 { format!("{done} done of {shown}") } else { self.told(practice) };
                page.push(format!("{}: {told}{asked}.", practice.title()));
            }
            page.extend(self.habits().iter().map(|(name, counts)| format!("{name}: {}.", counts.join(", "))));
        }
        page.extend(self.returns().into_iter().map(|(prompt, told)| format!("Favourite: {prompt}, {told}.")));
        page.extend(self.more_favourites().map(|more| format!("Favourites: {more}.")));
        page.push(self.outlook());
        page.into_iter().map(Line::plain).collect()
    }
}
