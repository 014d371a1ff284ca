//! What `doctor` finds, a line each.

use super::super::diagnosis::{Diagnosis, Verdict, summary};
use super::super::keyed::Keyed as _;
use super::card::spaced;
use super::paint::{Ink, Line, Look, Page};
use super::wrap::fill;

/// The list, and all of it in a sentence.
pub fn diagnosis_page(diagnoses: &[Diagnosis], look: Look) -> Page {
    if look.plain {
        let lines = diagnoses
            .iter()
            .map(|diagnosis| format!("{}: {}, {}.", diagnosis.subject, diagnosis.verdict.key(), told(diagnosis)));
        return lines.chain([summary(diagnoses)]).map(Line::plain).collect();
    }
    // So wide, whether or not there is anything to look at.
    let verdicts = diagnoses.iter().map(|diagnosis| diagnosis.verdict.key().len()).max().unwrap_or(0).max(4);
    let subject = diagnoses.iter().map(|diagnosis| diagnosis.subject.len()).max().unwrap_or(0);
    let gutter = " ".repeat(look.gutter());
    let indent = verdicts + 2 + subject + 2;
    let mut page = Page::new();
    for diagnosis in diagnoses {
        let verdict = diagnosis.verdict.key();
        let ink = match diagnosis.verdict {
            Verdict::Ok => Ink::Plain,
            Verdict::Look => Ink::Name,
            Verdict::Wrong => Ink::Accent,
        };
        let pad = " ".repeat(verdicts - verdict.len() + 2);
        let start = Line::plain(gutter.as_str()).and(ink, verdict).and(Ink::Plain, pad);
        let room = look.measure().saturating_sub(indent);
        if room < 24 {
            // Too narrow for columns.
            page.push(start.and(Ink::Plain, diagnosis.subject));
            let lines = fill(&told(diagnosis), look.measure().saturating_sub(2)).into_iter();
            page.extend(lines.map(|line| Line::plain(format!("{gutter}  {line}"))));
            continue;
        }
        let lines = fill(&told(diagnosis), room);
        let first = lines.first().map_or("", String::as_str);
        page.push(start.and(Ink::Plain, format!("{:subject$}  {first}", diagnosis.subject)));
        page.extend(lines.iter().skip(1).map(|line| Line::plain(format!("{gutter}{:indent$}{line}", ""))));
    }
    page.push(Line::blank());
    page.push(Line::plain(format!("{gutter}{}", summary(diagnoses))));
    spaced(page, look)
}

/// How it is, and what mends it.
fn told(diagnosis: &Diagnosis) -> String {
    match &diagnosis.mend {
        Some(mend) => format!("{}: `{mend}`", diagnosis.told),
        None => diagnosis.told.clone(),
    }
}
