//! Setting text: greedy filling for captions, balanced lines for what is to be read slowly.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::paint::{Ink, Line, Page, harmless};

/// Fills lines up to the measure.
pub fn fill(text: &str, measure: usize) -> Vec<String> {
    let options = Options::new(measure.max(1))
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let text = glued(text);
    let lines = textwrap::wrap(&text, options).into_iter();
    lines.map(|line| line.replace(GLUE, " ")).collect()
}

/// Fills a text anew that was set for a wider page. Lines that begin at the edge go on in each other; what stands in a
/// second column stays in it, while that leaves half of the measure.
pub fn refill(text: &str, measure: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let is_at_edge = |line: &str| line.starts_with(|c: char| !c.is_whitespace());
        match lines.last_mut().filter(|before| is_at_edge(before) && is_at_edge(line)) {
            Some(before) => before.extend([" ", line]),
            None => lines.push(line.to_owned()),
        }
    }
    lines.iter().flat_map(|line| refilled(line, measure)).collect()
}

fn refilled(line: &str, measure: usize) -> Vec<String> {
    if textwrap::core::display_width(line) <= measure {
        return vec![line.to_owned()];
    }
    let indent = line.len() - line.trim_start().len();
    let gap = line[indent..].find("  ").map(|at| line.len() - line[indent + at..].trim_start().len());
    let head = gap.filter(|&at| at * 2 <= measure).unwrap_or(indent);
    let (head, body) = line.split_at(head);
    let hang = " ".repeat(textwrap::core::display_width(head));
    let filled = fill(body, measure.saturating_sub(hang.len())).into_iter();
    filled
        .enumerate()
        .map(|(at, words)| if at == 0 { format!("{head}{words}") } else { format!("{hang}{words}") })
        .collect()
}

/// Fills lines up to the measure; every word keeps its ink.
pub fn fill_inked(line: &Line, measure: usize) -> Page {
    let mut inks = line.letters();
    let mut page = Page::new();
    for filled in fill(&line.text(), measure) {
        let (mut out, mut run, mut ink) = (Line::default(), String::new(), Ink::Plain);
        for letter in filled.chars() {
            let next = if letter == ' ' { ink } else { inks.next().unwrap_or_default() };
            if next != ink && !run.is_empty() {
                out = out.and(ink, std::mem::take(&mut run));
            }
            ink = next;
            run.push(letter);
        }
        page.push(out.and(ink, run));
    }
    page
}

/// Wraps, then narrows the measure for as long as the number of lines stays, so that they end alike.
pub fn balance(text: &str, measure: usize) -> Vec<String> {
    let widest = fill(text, measure);
    let longest_word = glued(text).split(' ').map(textwrap::core::display_width).max().unwrap_or(1);
    let (mut low, mut high) = (longest_word.clamp(1, measure.max(1)), measure.max(1));
    while low < high {
        let middle = usize::midpoint(low, high);
        if fill(text, middle).len() <= widest.len() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    fill(text, high)
}

/// Stands for a space that must not become the end of a line.
const GLUE: char = '\u{a0}';

/// The words with single spaces between them. A number stays with what follows it: "3 p.m.".
fn glued(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in harmless(text).split_whitespace() {
        if out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push(GLUE);
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn balanced_lines_end_alike_and_numbers_stay_with_their_unit() {
        let text = "Write a six-word thank-you and leave it where your partner will meet it by surprise. \
                    Inside a shoe counts. So does a message timed for 3 p.m.";
        assert_eq!(
            balance(text, 70),
            [
                "Write a six-word thank-you and leave it where",
                "your partner will meet it by surprise. Inside a",
                "shoe counts. So does a message timed for 3 p.m.",
            ]
        );
        assert_eq!(fill("at 3 p.m.", 4), ["at", "3 p.", "m."]);
    }

    #[test]
    fn words_keep_their_ink_where_lines_end() {
        let line = Line::default().and(Ink::Name, "connect: a\tb").and(Ink::Plain, " is no\u{7} file");
        let page = fill_inked(&line, 12);
        let expected = [Line::default().and(Ink::Name, "connect: a b"), Line::plain("is no^G file")];
        assert_eq!(page, expected);
    }

    #[test]
    fn a_page_is_filled_anew_for_a_narrow_screen() {
        let page = "Head\n  a      one two three four\n\nfive six\nseven eight\n  connect nine --ten eleven-twelve\n";
        assert_eq!(
            refill(page, 20),
            [
                "Head",
                "  a      one two",
                "         three four",
                "",
                "five six seven eight",
                "  connect nine --ten",
                "  eleven-twelve"
            ]
        );
        assert_eq!(refill(page, 72)[1..3], ["  a      one two three four", ""]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "[a-z0-9 “é👩]{0,200}", measure in 2_usize..90) {
            let filled = fill(&text, measure);
            let balanced = balance(&text, measure);
            prop_assert_eq!(filled.len(), balanced.len());
            for line in filled.iter().chain(&balanced) {
                prop_assert!(textwrap::core::display_width(line) <= measure);
            }
            let letters = |lines: &[String]| lines.concat().replace(' ', "");
            let original: String = text.split_whitespace().collect();
            prop_assert_eq!(letters(&filled), original.clone());
            prop_assert_eq!(letters(&balanced), original);
        }
    }
}
