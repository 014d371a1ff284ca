//! The members of one JSON object, found without building anything.
//!
//! The log is read far more often than it is written, and of a long line the picker needs a few short members.
//! Finding those takes a fifth of the work of reading the whole; values that matter are still read by the JSON
//! library. A line that is cut, or is no object, is told apart; that a member nobody reads is itself well formed
//! is not looked into.

use std::borrow::Cow;

use memchr::memchr2;

/// A value as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a> {
    json: &'a str,
    /// Whether a backslash was met on the way to its end.
    escaped: bool,
}

impl<'a> Raw<'a> {
    /// The text, borrowed unless it holds escapes. `None` where it is no text, or a malformed one.
    pub fn text(self) -> Option<Cow<'a, str>> {
        if self.escaped {
            return serde_json::from_str(self.json).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(self.json.strip_prefix('"')?.strip_suffix('"')?))
    }

    /// Whether there is no value.
    pub fn is_null(self) -> bool {
        self.json == "null"
    }

    /// A number, or `true` or `false`.
    pub fn parse<T: std::str::FromStr>(self) -> Option<T> {
        self.json.parse().ok()
    }

    /// The value as it is written.
    pub fn json(self) -> &'a str {
        self.json
    }
}

/// Calls `each` with every member of an object. `None` where the text is not one whole object.
///
/// Stops at a member whose key `enough` accepts, if the text ends as an object does whose last member is one that ends
/// in an object: what is left then is its value, and not looked into.
pub fn members<'a>(text: &'a str, enough: impl Fn(&str) -> bool, mut each: impl FnMut(&'a str, Raw<'a>)) -> Option<()> {
    let bytes = text.as_bytes();
    let mut at = blank(bytes, 0);
    (bytes.get(at) == Some(&b'{')).then_some(())?;
    at = blank(bytes, at + 1);
    if bytes.get(at) == Some(&b'}') {
        return (blank(bytes, at + 1) == bytes.len()).then_some(());
    }
    loop {
        (bytes.get(at) == Some(&b'"')).then_some(())?;
        let (end, _) = string_end(bytes, at)?;
        let key = &text[at + 1..end - 1];
        at = blank(bytes, end);
        (bytes.get(at) == Some(&b':')).then_some(())?;
        at = blank(bytes, at + 1);
        if enough(key) && bytes.ends_with(b"}}}") {
            each(key, Raw { json: text.get(at..bytes.len() - 1)?, escaped: false });
            return Some(());
        }
        let (end, escaped) = value_end(bytes, at)?;
        each(key, Raw { json: &text[at..end], escaped });
        at = blank(bytes, end);
        match bytes.get(at)? {
            b',' => at = blank(bytes, at + 1),
            b'}' => return (blank(bytes, at + 1) == bytes.len()).then_some(()),
            _ => return None,
        }
    }
}

/// The first position from `at` on that is not blank.
fn blank(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
        at += 1;
    }
    at
}

/// The position after the text that begins at `at`, and whether it holds an escape.
pub(super) fn string_end(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let mut from = at + 1;
    let mut escaped = false;
    loop {
        let found = from + memchr2(b'"', b'\\', bytes.get(from..)?)?;
        if bytes[found] == b'"' {
            return Some((found + 1, escaped));
        }
        escaped = true;
        from = found + 2;
    }
}

/// The position after the value that begins at `at`, and whether it is a text with an escape.
fn value_end(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    match bytes.get(at)? {
        b'"' => string_end(bytes, at),
        b'{' | b'[' => nested_end(bytes, at).map(|end| (end, false)),
        _ => {
            let rest = &bytes[at..];
            let length = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']'))?;
            let length = rest[..length].trim_ascii_end().len();
            (length > 0).then_some((at + length, false))
        }
    }
}

/// The position after the object or list that begins at `at`.
fn nested_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_u32;
    loop {
        match bytes.get(at)? {
            b'"' => {
                (at, _) = string_end(bytes, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Option<Vec<(&str, &str)>> {
        let mut found = Vec::new();
        members(text, |_| false, |key, value| found.push((key, value.json())))?;
        Some(found)
    }

    #[test]
    fn members_are_found_whatever_they_hold() {
        let text = r#" { "a" : "x\"}" , "b":{"c":["}",{}]}, "d":-1.5e3,"e":null} "#;
        let expected = [("a", r#""x\"}""#), ("b", r#"{"c":["}",{}]}"#), ("d", "-1.5e3"), ("e", "null")];
        assert_eq!(all(text).as_deref(), Some(&expected[..]));
        assert_eq!(all("{}"), Some(Vec::new()));
    }

    #[test]
    fn what_comes_after_enough_is_not_looked_into_if_the_line_is_whole() {
        let whole = r#"{"a":1,"why":{"b":{"c":2}}}"#;
        let first = |text: &str| {
            let mut found = Vec::new();
            let end = members(text, |key| key == "why", |key, value| found.push(format!("{key} {}", value.json())));
            end.map(|()| found)
        };
        assert_eq!(first(whole), Some(["a 1", r#"why {"b":{"c":2}}"#].map(str::to_owned).to_vec()));
        assert_eq!(first(r#"{"a":1,"why":{"b"}]}}"#).map(|found| found.len()), None, "not the end of such an object");
        assert_eq!(first(r#"{"why":[{]}}}"#), Some(vec!["why [{]}}".to_owned()]), "whatever it is");
        for cut in 0..whole.len() {
            assert_eq!(first(&whole[..cut]), None, "{}", &whole[..cut]);
        }
        assert_eq!(first(r#"{"a":1,"why":{},"z":2}"#).map(|found| found.len()), Some(3), "another order is read whole");
    }

    #[test]
    fn what_is_no_whole_object_is_refused() {
        let text = r#"{"a":"x","b":{"c":[1]},"d":2}"#;
        for cut in 0..text.len() {
            assert_eq!(all(&text[..cut]), None, "{}", &text[..cut]);
        }
        for text in
            ["[1]", "{\"a\"}", "{\"a\":}", "{\"a\":1}}", "{\"a\":1} x", "{a:1}", "{\"a\":1,}", "null", "{\"a\":]}"]
        {
            assert_eq!(all(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_stumble(text in any::<String>(), json in "[{}\\[\\]\":,a\\\\1 ]{0,40}") {
            let _ = all(&text);
            let _ = all(&json);
        }

        #[test]
        fn it_agrees_with_the_json_library(texts in prop::collection::vec(any::<String>(), 0..5)) {
            let object: serde_json::Map<_, _> =
                texts.iter().enumerate().map(|(at, text)| (at.to_string(), text.as_str().into())).collect();
            let line = serde_json::Value::Object(object).to_string();
            let mut read = Vec::new();
            let read_text = |_: &str, value: Raw<'_>| read.push(value.text().expect("a text").into_owned());
            members(&line, |_| false, read_text).expect("an object");
            prop_assert_eq!(read, texts);
        }
    }
}
