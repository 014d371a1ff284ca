//! Help on a topic, as a page.

use super::super::topic::Block;
use super::paint::{Ink, Line, Look, Page};
use super::wrap::fill;

/// The parts of a text below each other, paragraphs filled to the width of the screen.
pub fn topic_page(blocks: &[Block<'_>], look: Look) -> Page {
    let mut page = Page::new();
    for block in blocks {
        if !page.is_empty() {
            page.push(Line::blank());
        }
        match block {
            Block::Heading(heading) => page.push(Line::default().and(Ink::Name, *heading)),
            Block::Paragraph(text) => page.extend(fill(text, look.width.max(1)).into_iter().map(Line::plain)),
            Block::Verbatim(lines) => page.extend(lines.iter().map(|line| Line::plain(format!("  {line}")))),
        }
    }
    page
}
