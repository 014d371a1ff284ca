//! Everything that is kept, in one JSON document: the export, and reading it back.
//!
//! ```json
//! {"connect_export":1,"min_reader":1,"at":"2026-11-24T19:05:00.000+01:00",
//!  "history":["{\"connect_log\":1,…}","{\"event\":\"shown\",…}"],
//!  "settings":"name = \"Robin\"\n","packs":{"ours.toml":"[[prompt]]\n…"}}
//! ```
//!
//! Every line and file stands as it is, byte for byte. What is not UTF-8 is an object, `{"hex":"ff…"}`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::event::{FORMAT, Line, parse};
use super::lines::{each_line, trim};

/// The format that is written, and the newest that can be read.
const EXPORT: u32 = 1;

/// Everything that is kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The lines of the history, each ended by a newline.
    pub history: Vec<u8>,
    pub settings: Option<Vec<u8>>,
    /// The packs by the names of their files.
    pub packs: BTreeMap<String, Vec<u8>>,
}

/// Bytes that are nearly always text.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Bytes {
    Text(String),
    Other { hex: String },
}

impl Bytes {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Other { hex: hex(bytes) },
        }
    }

    fn read(self) -> Option<Vec<u8>> {
        match self {
            Self::Text(text) => Some(text.into_bytes()),
            Self::Other { hex } => {
                let digits = hex.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<u32>>>()?;
                let byte = |pair: &[u32]| u8::try_from(pair.first()? << 4 | pair.get(1)?).ok();
                digits.chunks(2).map(byte).collect()
            }
        }
    }
}

/// Two digits for each byte.
fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[derive(Serialize)]
struct Export {
    #[serde(rename = "connect_export")]
    format: u32,
    min_reader: u32,
    at: String,
    history: Vec<Bytes>,
    settings: Option<Bytes>,
    packs: BTreeMap<String, Bytes>,
}

/// The document, made at a time of day as the log has it.
pub fn write(kept: &Kept, at: String) -> String {
    let mut history = Vec::new();
    each_line(&kept.history, |line, _| history.push(Bytes::of(line)));
    let export = Export {
        format: EXPORT,
        min_reader: EXPORT,
        at,
        history,
        settings: kept.settings.as_deref().map(Bytes::of),
        packs: kept.packs.iter().map(|(name, text)| (name.clone(), Bytes::of(text))).collect(),
    };
    // Nothing here can fail to serialise: every key is a text.
    serde_json::to_string_pretty(&export).unwrap_or_default()
}

/// What is needed of a document. Fields of later versions are passed over.
#[derive(Deserialize)]
struct Import {
    #[serde(rename = "connect_export")]
    format: u32,
    #[serde(default)]
    min_reader: Option<u32>,
    #[serde(default)]
    history: History,
    #[serde(default)]
    settings: Option<Bytes>,
    #[serde(default)]
    packs: BTreeMap<String, Bytes>,
}

/// Lines, put into one file as they are read, so that many of them take no more room than the document did.
#[derive(Default)]
struct History(Vec<u8>);

impl<'de> Deserialize<'de> for History {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lines;

        impl<'de> Visitor<'de> for Lines {
            type Value = History;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of lines")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut lines: A) -> Result<History, A::Error> {
                let mut history = Vec::new();
                while let Some(line) = lines.next_element::<Bytes>()? {
                    history.extend(line.read().unwrap_or_default());
                    history.push(b'\n');
                }
                Ok(History(history))
            }
        }

        deserializer.deserialize_seq(Lines)
    }
}

/// Why a file cannot be imported.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A newer version made it.
    Newer,
    /// It is neither an export nor a history: line and column of the first thing that is wrong.
    Nothing { line: usize, column: usize },
}

/// Reads an export, or a bare history.
pub fn read(bytes: &[u8]) -> Result<Kept, Refusal> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut any_line = false;
    let mut newer = false;
    each_line(bytes, |line, _| match parse(trim(line)) {
        Some(Line::Header(header)) => (any_line, newer) = (true, newer || header.min_reader > FORMAT),
        line => any_line |= line.is_some(),
    });
    let kept = if any_line { Kept { history: bytes.to_vec(), ..Kept::default() } } else { read_export(bytes)? };
    each_line(&kept.history, |line, _| {
        newer |= matches!(parse(trim(line)), Some(Line::Header(header)) if header.min_reader > FORMAT);
    });
    if newer { Err(Refusal::Newer) } else { Ok(kept) }
}

fn read_export(bytes: &[u8]) -> Result<Kept, Refusal> {
    let export: Import = serde_json::from_slice(bytes)
        .map_err(|error| Refusal::Nothing { line: error.line(), column: error.column() })?;
    if export.min_reader.unwrap_or(export.format) > EXPORT {
        return Err(Refusal::Newer);
    }
    let packs = export.packs.into_iter().filter_map(|(name, text)| Some((name, text.read()?)));
    Ok(Kept { history: export.history.0, settings: export.settings.and_then(Bytes::read), packs: packs.collect() })
}

/// Whether a pack may have this name: a plain file name, so that nothing lands in another folder.
pub fn is_pack_name(name: &str) -> bool {
    let stem = name.strip_suffix(".toml").unwrap_or_default();
    !stem.is_empty()
        && name.len() <= 255
        && !name.starts_with('.')
        && !name.contains(|c: char| c == '/' || c.is_control())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINE: &str =
        r#"{"event":"pause","id":"a","day":"2026-11-24","at":"2026-11-24T09:00:00.000+01:00","until":"2026-11-25"}"#;

    fn nothing(text: &str) -> (usize, usize) {
        match read(text.as_bytes()) {
            Err(Refusal::Nothing { line, column }) => (line, column),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_bare_history_is_read_as_one() {
        for file in [format!("{LINE}\n"), format!("\u{feff}no event\r\n{LINE}")] {
            let kept = read(file.as_bytes()).expect("a history");
            assert!(String::from_utf8(kept.history).expect("UTF-8").contains(LINE));
            assert_eq!((kept.settings, kept.packs.len()), (None, 0));
        }
    }

    #[test]
    fn what_is_neither_is_refused_with_the_place() {
        assert_eq!(nothing(""), (1, 0));
        assert_eq!(nothing("{\n  \"connect_export\": one}"), (2, 21));
        assert_eq!(nothing("{\"a\":1}"), (1, 7));
        assert_eq!(nothing(&"[".repeat(100_000)).0, 1);
        assert_eq!(nothing(&format!("{{\"connect_export\":1,\"history\":[{}", "[".repeat(100_000))).0, 1);
    }

    #[test]
    fn what_is_newer_is_refused_and_what_is_unknown_passed_over() {
        assert_eq!(read(br#"{"connect_export":2}"#), Err(Refusal::Newer));
        assert_eq!(read(br#"{"connect_log":2,"min_reader":2}"#), Err(Refusal::Newer));
        let inside = r#"{"connect_export":1,"history":["{\"connect_log\":2,\"min_reader\":2}"]}"#;
        assert_eq!(read(inside.as_bytes()), Err(Refusal::Newer));
        let later = br#"{"connect_export":2,"min_reader":1,"letters":[1],"settings":null}"#;
        assert_eq!(read(later), Ok(Kept::default()));
    }

    #[test]
    fn packs_have_plain_names() {
        for name in ["ours.toml", "Our own – two.toml", "a.b.toml"] {
            assert!(is_pack_name(name), "{name}");
        }
        let long = format!("{}.toml", "a".repeat(255));
        for name in ["../x.toml", "/x.toml", "a/b.toml", ".toml", ".x.toml", "x", "a\u{1b}.toml", "", long.as_str()] {
            assert!(!is_pack_name(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn an_export_reads_back_as_it_was(
            lines in prop::collection::vec("[^\n]{0,20}", 0..4),
            bytes in prop::collection::vec(any::<u8>(), 0..20),
            settings in prop::option::of(any::<String>()),
        ) {
            let mut history = lines.join("\n").into_bytes();
            history.extend([b"\n", &bytes.split(|&byte| byte == b'\n').next().unwrap_or_default().to_vec()[..], b"\n"].concat());
            let packs = BTreeMap::from([("ours.toml".to_owned(), bytes)]);
            let kept = Kept { history, settings: settings.map(String::into_bytes), packs };
            prop_assert_eq!(read(write(&kept, "now".to_owned()).as_bytes()), Ok(kept));
        }

        #[test]
        fn nothing_makes_it_stumble(bytes in any::<Vec<u8>>(), json in "[{}\\[\\]\":,a\\\\1 ]{0,40}") {
            let _ = read(&bytes);
            let _ = read(json.as_bytes());
        }
    }
}
