//! The quiz: its questions, and the mix that came of them.

use textwrap::core::display_width;

use super::super::quiz::{Item, Mix};
use super::card::{indented, sentence, spaced};
use super::paint::{Ink, Line, Look, Page};
use super::wrap::fill;

/// What is said before the first question.
pub const BEFORE: &str = "Little scenes, about five minutes. Answer as your partner would; better still, hand them the \
                          keyboard. Nothing is kept unless you say so at the end.";

/// What may be typed at each question.
pub const KEYS: &str = "1, 2, e for either, n for neither, b to go back, q to quit";

/// What the mix is and is not.
const AFTER: &str = "A mix of today: no type, and no test. Ties are ties. If you answered for your partner, ask for \
                     theirs; asking tells more than guessing.";

/// One item: the scene, and what might land in it, numbered.
pub fn question(item: &Item, number: usize, total: usize, look: Look) -> Page {
    let mut page = vec![Line::plain(format!("{number} of {total}. ")).and(Ink::Name, item.scene)];
    for (key, (_, option)) in (1..).zip(item.options) {
        let mut lines = fill(option, look.measure().saturating_sub(3)).into_iter();
        page.extend(lines.next().map(|line| Line::plain(format!("  {key}  {line}"))));
        page.extend(lines.map(|line| Line::plain(format!("     {line}"))));
    }
    page
}

/// All the items, to print out or to script by.
pub fn questions(items: &[Item], look: Look) -> Page {
    let mut page = Page::new();
    for (number, item) in (1..).zip(items) {
        if number > 1 {
            page.push(Line::blank());
        }
        page.extend(question(item, number, items.len(), look));
    }
    spaced(page, look)
}

/// Bars in a fixed order: nothing is first by being largest.
pub fn mix_page(mix: &Mix, look: Look) -> Page {
    let width = mix.rows().map(|(love, ..)| display_width(love.noun())).max().unwrap_or(0);
    let mut page = Page::new();
    for (love, landed, asked) in mix.rows() {
        let noun = love.noun();
        page.push(if look.plain {
            Line::plain(sentence(&format!("{noun}: {landed} of {asked}")))
        } else {
            let bar: String = (0..asked).map(|at| if at < landed { '●' } else { '○' }).collect();
            let pad = " ".repeat(width - display_width(noun) + 2);
            let line = Line::plain(" ".repeat(look.gutter())).and(Ink::Name, noun);
            line.and(Ink::Plain, format!("{pad}{bar}  {landed} of {asked}"))
        });
    }
    if look.plain {
        page.push(Line::plain(AFTER));
        return page;
    }
    page.push(Line::blank());
    page.extend(indented(fill(AFTER, look.measure()), look));
    spaced(page, look)
}
