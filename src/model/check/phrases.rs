//! Words that a prompt for everyone cannot use, and words to think twice about.
//!
//! A star at the end stands for any ending.

/// A group of phrases, and what to do instead.
pub(super) struct Group {
    /// Separated by bars.
    phrases: &'static str,
    pub(super) mend: &'static str,
}

impl Group {
    pub(super) fn phrases(&self) -> impl Iterator<Item = &'static str> {
        self.phrases.split('|')
    }
}

/// Not in the library.
pub(super) const NEVER: [Group; 8] = [
    Group {
        phrases: "he|she|him|her|his|hers|himself|herself|husband|wife|wives|spouse|boyfriend|girlfriend|hubby|man|\
            woman|men|women|guys|ladies|opposite sex",
        mend: "write \"your partner\" or \"they\"",
    },
    Group {
        phrases: "both of you|the two of you|you two|you both|as a couple|happy couple|every couple|couples|soulmate|soulmates|better half|\
            other half|significant other",
        mend: "write for two or more",
    },
    Group {
        phrases: "married|marriage|wedding|honeymoon|your home|your house|your kids|your children|your bed|\
            your bedroom|your kitchen|your garden|your car|your church|your office|your boss|god|pray|prayer|\
            blessed",
        mend: "not every life has that; say it another way, or list it in needs",
    },
    Group {
        phrases: "should have|shouldn't have|you never|you always|at least you|it's time you|don't forget to|\
            no excuse|no excuses|you owe|make up for",
        mend: "say what to do, without blame",
    },
    Group {
        phrases: "trauma|triggered|trigger|toxic|gaslight*|narcissis*|attachment style|inner child|boundaries|\
            validate|hold space|safe space|codependen*|love bomb*|self-care|process your",
        mend: "say it as a friend would",
    },
    Group {
        phrases: "check their phone|check your partner's phone|check their messages|check their location|\
            check their email|without telling them|without asking them|make them|get them to|test them|\
            secretly|catch them|keep score|whose turn",
        mend: "ask openly, and leave room for a no",
    },
    Group { phrases: "guarantee*|proven|always works|science proves|magic|secret to", mend: "promise less" },
    Group { phrases: "wine|beer|cocktail*|champagne|diet|calories", mend: "leave drink and diet out" },
];

/// Worth a second look.
pub(super) const TWICE: [Group; 6] = [
    Group { phrases: "should", mend: "a friend asks or offers" },
    Group { phrases: "always|never", mend: "seldom true" },
    Group { phrases: "both|the other one", mend: "write for two or more" },
    Group { phrases: "deserve*|prove|earn*", mend: "love is not a wage" },
    Group { phrases: "buy|purchase|book a|restaurant|hotel|gift card", mend: "keep it free, or set cost = \"low\"" },
    Group {
        phrases: "one small thing|take a moment|deep breath|cherish|meaningful|heartfelt|special|quality time|\
            made you smile|journey|soul|spark",
        mend: "too often read elsewhere",
    },
];

/// Where a phrase stands in a text as whole words, in bytes.
pub fn find(text: &str, phrase: &str) -> Option<std::ops::Range<usize>> {
    // ASCII case is folded in place, so that byte positions stay.
    let lower = text.to_ascii_lowercase();
    let (phrase, open_end) = phrase.strip_suffix('*').map_or((phrase, false), |stem| (stem, true));
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut from = 0;
    while let Some(found) = lower[from..].find(phrase) {
        let (start, mut end) = (from + found, from + found + phrase.len());
        if open_end {
            end += lower[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(lower.len() - end);
        }
        if !is_word(lower[..start].chars().next_back()) && !is_word(lower[end..].chars().next()) {
            return Some(start..end);
        }
        from = start + phrase.len().max(1);
        if !lower.is_char_boundary(from) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        assert_eq!(find("Tell Her so", "her"), Some(5..8));
        assert_eq!(find("Where there is weather", "her"), None);
        assert_eq!(find("gaslighting, no", "gaslight*"), Some(0..11));
        assert_eq!(find("others, her", "her"), Some(8..11));
        assert_eq!(find("é her é", "her"), Some(3..6));
    }
}
