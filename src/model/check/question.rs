//! Open and closed questions.

/// Words with which a question can be answered by yes or no.
const CLOSERS: [&str; 38] = [
    "do",
    "does",
    "did",
    "don't",
    "doesn't",
    "didn't",
    "is",
    "isn't",
    "are",
    "aren't",
    "was",
    "wasn't",
    "were",
    "weren't",
    "am",
    "have",
    "haven't",
    "has",
    "hasn't",
    "had",
    "can",
    "can't",
    "could",
    "couldn't",
    "will",
    "won't",
    "would",
    "wouldn't",
    "should",
    "shouldn't",
    "shall",
    "may",
    "might",
    "must",
    "ain't",
    "dare",
    "need",
    "ought",
];
/// Words that open one.
const OPENERS: [&str; 8] = ["what", "which", "who", "whose", "where", "when", "how", "why"];
/// Words that begin a clause before the question itself.
const LEADS: [&str; 15] = [
    "if", "when", "on", "after", "before", "in", "at", "with", "looking", "thinking", "of", "imagine", "and", "so",
    "by",
];
/// Openings to which "fine" is an answer.
const FINE: [&str; 3] = ["how was", "how are", "how do you feel"];

/// The questions of a text, without their question marks.
pub(super) fn questions(text: &str) -> Vec<&str> {
    let ends = |c: char| matches!(c, '.' | '!' | '?');
    text.split_inclusive(ends).filter_map(|sentence| sentence.trim().strip_suffix('?')).map(str::trim).collect()
}

/// The word that makes a question one of yes or no (or of "fine"), if one does.
pub(super) fn closed_by(question: &str) -> Option<String> {
    let question = question.trim_matches(|c: char| c == '\'' || c == '"' || c.is_whitespace()).to_lowercase();
    let mut rest = question.as_str();
    while let Some((lead, after)) = rest.split_once(',') {
        let first = lead.split_whitespace().next().unwrap_or_default();
        // "When are you …, and …" asks; "When you are home, …" only sets the scene.
        let second = lead.split_whitespace().nth(1).unwrap_or_default();
        let asks = first == "when" && CLOSERS.contains(&second);
        if asks || !LEADS.contains(&first) {
            break;
        }
        rest = after.trim_start();
    }
    if let Some(fine) = FINE.iter().find(|fine| rest.starts_with(**fine)) {
        return Some((*fine).to_owned());
    }
    let first = rest.split(|c: char| !(c.is_alphanumeric() || c == '\'')).next().unwrap_or_default();
    if CLOSERS.contains(&first) {
        return Some(first.to_owned());
    }
    let opens = question.split(|c: char| !c.is_alphanumeric()).any(|word| OPENERS.contains(&word));
    (!opens).then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_and_closed_are_told_apart() {
        let open = [
            "Which five minutes of today would you keep, and which five would you hand back",
            "If you could be anyone's apprentice for a month, who would you learn from",
            "After a long day, which kind of touch feels good to you",
            "When are you most likely to wonder, and what am I usually doing",
            "There was no party for it. What have we got through",
            "'What is it like in there",
        ];
        for question in open {
            assert_eq!(closed_by(question), None, "{question}");
        }
        let closed = [
            ("Do you feel loved by me", "do"),
            ("If it rains, would you come", "would"),
            ("When you are home, is it quiet", "is"),
            ("How was your day", "how was"),
            ("You like that", "you"),
        ];
        for (question, word) in closed {
            assert_eq!(closed_by(question).as_deref(), Some(word), "{question}");
        }
        assert_eq!(questions("So. What now? Tell me. Who else?"), ["What now", "Who else"]);
    }
}
