//! How hard a text is to read: the Flesch–Kincaid grade (Kincaid et al. 1975), noisy under twenty words.

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '\'' | '-'))).filter(|word| !word.is_empty())
}

/// The school grade at which a text reads easily: 0.39 words a sentence + 11.8 syllables a word − 15.59.
#[expect(clippy::cast_precision_loss, reason = "texts are short")]
pub fn grade(text: &str) -> f64 {
    let has_word = |part: &&str| part.chars().any(|c| !c.is_whitespace());
    let sentences = text.split(['.', '!', '?', ':', ';']).filter(has_word).count().max(1);
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_ascii_alphabetic() || c == '\'')).filter(|word| !word.is_empty()).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = words.len().max(1) as f64;
    0.39 * words.len() as f64 / sentences as f64 + 11.8 * syllables as f64 / count - 15.59
}

/// Groups of vowels, less a silent final e.
fn syllables(word: &str) -> usize {
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    if letters.is_empty() {
        return 0;
    }
    let vowel = |c: char| "aeiouy".contains(c);
    let groups = letters.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count();
    let silent = letters.ends_with('e') && !letters.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_the_formula_counts_them() {
        for (word, count) in [("a", 1), ("bottle", 2), ("made", 1), ("evening", 3), ("rhythm", 1), ("don't", 1)] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn plain_words_grade_low_and_long_ones_high() {
        assert!(grade("Put the mug by the bed. Say no more.") < 2.0);
        assert!(grade("Communicate appreciation regarding organisational responsibilities.") > 15.0);
        assert!(grade("").is_finite());
    }
}
