//! Help on what is no verb: texts in paragraphs, lists and examples, for the screen and for the manual.

use super::keyed::keyed;

keyed! {
    /// What there is help on, beside the verbs.
    Topic, "topic":
    /// Prompts of one's own.
    Packs = "packs",
    /// What is kept, and who can read it.
    Privacy = "privacy",
    /// Being greeted in a new shell.
    Shell = "shell",
    /// Being told once a day.
    Reminders = "reminders",
}

impl Topic {
    /// What it is about, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Packs => "Prompts of your own, and the format of their files",
            Self::Privacy => "What is kept, where, and who can read it",
            Self::Shell => "The day's prompt in the first shell of the day",
            Self::Reminders => "A notification once a day, and who sends it",
        }
    }

    /// The text, for [`blocks`].
    pub fn text(self) -> &'static str {
        match self {
            Self::Packs => include_str!("packs.txt"),
            Self::Privacy => include_str!("privacy.txt"),
            Self::Shell => include_str!("shell.txt"),
            Self::Reminders => include_str!("reminders.txt"),
        }
    }
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// A line that began with `# `.
    Heading(&'a str),
    /// Lines that may be filled.
    Paragraph(String),
    /// Lines that were indented, and stay as they are.
    Verbatim(Vec<&'a str>),
}

/// The parts of a text, blank lines aside.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut is_fresh = true;
    for line in text.lines() {
        let open = if is_fresh { None } else { blocks.last_mut() };
        is_fresh = line.is_empty();
        match (line.strip_prefix("# "), line.strip_prefix("  "), open) {
            _ if is_fresh => {}
            (Some(heading), ..) => blocks.push(Block::Heading(heading)),
            (_, Some(line), Some(Block::Verbatim(lines))) => lines.push(line),
            (_, Some(line), _) => blocks.push(Block::Verbatim(vec![line])),
            (_, None, Some(Block::Paragraph(text))) => {
                text.push(' ');
                text.push_str(line);
            }
            _ => blocks.push(Block::Paragraph(line.to_owned())),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyed::Keyed as _;

    #[test]
    fn a_text_is_cut_where_its_form_changes() {
        let text = "# One\n\nA line,\nand its rest.\nExamples:\n  connect\n    more\n\n  again\nEnd.\n";
        let expected = [
            Block::Heading("One"),
            Block::Paragraph("A line, and its rest. Examples:".to_owned()),
            Block::Verbatim(vec!["connect", "  more"]),
            Block::Verbatim(vec!["again"]),
            Block::Paragraph("End.".to_owned()),
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn topics_are_set_for_every_screen() {
        for &topic in Topic::ALL {
            assert!(matches!(blocks(topic.text()).first(), Some(Block::Heading(_))), "{}", topic.key());
            for block in blocks(topic.text()) {
                if let Block::Verbatim(lines) = block {
                    assert!(lines.iter().all(|line| line.len() <= 70), "{lines:?}");
                }
            }
            assert!(topic.text().is_ascii() && topic.about().len() <= 60, "{}", topic.key());
        }
    }
}
