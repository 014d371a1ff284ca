//! `report`: a year together as a page to keep.

use std::path::PathBuf;

use chrono::{Datelike as _, Months, NaiveDate};
use clap::{Args, value_parser};

use super::day::{Day, readable};
use crate::error::{Error, Kind};
use crate::host::env::Env;
use crate::host::log::Log;
use crate::host::out::Out;
use crate::host::save::save;
use crate::model::look_back::days::days;
use crate::model::look_back::wanted::Wanted;
use crate::model::view::dates;
use crate::model::view::paint::{Ink, Line, Mark};
use crate::model::view::report::{Year, in_ascii, page};

#[derive(Args)]
pub(super) struct ReportArgs {
    /// The file to write; standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "out")]
    force: bool,
    /// A calendar year; the last twelve months without it
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(i32).range(1..=9999))]
    year: Option<i32>,
    /// Put in what you wrote, too
    #[arg(long)]
    notes: bool,
}

pub(super) fn report(env: &Env, out: &Out, args: &ReportArgs) -> Result<(), Error> {
    let day = Day::begin(env, out);
    let log = Log::whole(env);
    let history = readable(env, out, &log)?;
    let all = days(&history, day.today);
    let (first, last) = span(args.year, day.today)?;
    let began = all.first().map_or(first, |past| past.day);
    let wanted = Wanted { since: Some(first), until: Some(last), ..Wanted::default() };
    let days = wanted.pick(all);
    if days.iter().all(|past| past.visits.is_empty()) {
        let (first, last) = (dates::day(first, day.today), dates::day(last, day.today));
        let message = format!("nothing was shown from {first} to {last}, so there is no page to write");
        return Err(Error::new(Kind::Data, message));
    }
    // Months before the first prompt have nothing to tell.
    let first = first.max(first_of_month(began));
    let year = Year { first, last, today: day.today, began, days: &days, name: day.name(), notes: args.notes };
    let page = page(&year);
    let page = if out.look.ascii { in_ascii(&page) } else { page };
    let Some(path) = &args.out else {
        out.print_text(page.trim_end())?;
        if out.look.roomy {
            out.hint("`connect report --out year.html` writes a file for a browser");
        }
        return Ok(());
    };
    save(env, path, &page, args.force)?;
    let line = Line::marked(Mark::None, out.look).and(Ink::Plain, "Written: ");
    out.print(&[line.and(Ink::Name, env.paths.shorten(path)).and(Ink::Plain, ".")])?;
    out.hint("it opens in any browser, and prints from there");
    Ok(())
}

/// The first and the last day of what is told: a calendar year, or twelve months that end today.
fn span(year: Option<i32>, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Error> {
    let Some(year) = year else {
        let back = today.checked_sub_months(Months::new(11)).unwrap_or(today);
        return Ok((first_of_month(back), today));
    };
    let ends = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
    match ends {
        (Some(first), Some(last)) if first <= today => Ok((first, last.min(today))),
        _ => Err(Error::usage(format!("{year} is still to come"))),
    }
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}
