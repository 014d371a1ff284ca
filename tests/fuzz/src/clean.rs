//! What output must not hold, written anew from the Unicode charts rather than taken from the program under test.

/// The codes that the program itself may use: weight, colour and a line under what was searched for.
const OURS: [&str; 4] = ["\u{1b}[1;91m", "\u{1b}[1m", "\u{1b}[4m", "\u{1b}[0m"];

/// Fails where printed text could act on a terminal, or on the order or visibility of what stands around it.
pub fn assert_clean(text: &str, color: bool) {
    let bare = OURS.iter().filter(|_| color).fold(text.to_owned(), |text, code| text.replace(code, ""));
    let (mut flag, mut marks) = (false, 0);
    for (at, c) in bare.char_indices() {
        let tag = ('\u{e0000}'..='\u{e007f}').contains(&c);
        flag = c == '\u{1f3f4}' || (flag && tag);
        marks = if ('\u{300}'..='\u{36f}').contains(&c) { marks + 1 } else { 0 };
        let acts = (c.is_control() && c != '\n') || reorders(c) || (tag && !flag) || marks > 4;
        assert!(!acts, "U+{:04X} at byte {at} of {text:?}", u32::from(c));
    }
}

/// Characters that reorder, break or hide the text around them.
fn reorders(c: char) -> bool {
    let marks = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{feff}'];
    let embeddings = ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{206f}').contains(&c);
    marks.contains(&c) || embeddings || ('\u{fff9}'..='\u{fffb}').contains(&c)
}
