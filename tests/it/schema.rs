//! The JSON Schemas agree with what is really written and printed, and catch what is wrong.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::readme::toml_block;
use crate::sandbox::{PACK, Sandbox, skip};

const NOW: &str = "2026-11-24T08:01:12+01:00";

/// Says of every document whether its schema takes it. An independent reader of TOML and of schemas.
const VALIDATE: &str = r#"
import json, sys, tomllib, warnings
warnings.simplefilter("ignore")
import jsonschema
work = json.load(sys.stdin)
for schema in work["schemas"].values():
    jsonschema.Draft7Validator.check_schema(schema)
for name, schema, kind, text in work["documents"]:
    document = json.loads(text) if kind == "json" else tomllib.loads(text)
    errors = [e.message for e in jsonschema.Draft7Validator(work["schemas"][schema]).iter_errors(document)]
    print(json.dumps([name, errors[0] if errors else None]))
"#;

/// A document with its name, its schema and its language.
type Document = (String, &'static str, &'static str, String);

/// The Python that knows JSON Schema, if there is one.
fn python() -> Option<&'static str> {
    ["python3", "/usr/bin/python3"].into_iter().find(|python| {
        let knows = Command::new(python).args(["-W", "ignore", "-c", "import jsonschema, tomllib"]).output();
        knows.is_ok_and(|output| output.status.success())
    })
}

/// What each document's schema has against it. `None` where nothing here can tell.
fn faults(documents: &[Document]) -> Option<Vec<(String, Option<String>)>> {
    let Some(python) = python() else {
        skip("python3-jsonschema");
        return None;
    };
    let home = Sandbox::bare(NOW);
    let names = ["settings", "packs", "today", "history"];
    let schemas: serde_json::Map<String, Value> =
        names.into_iter().map(|name| (name.to_owned(), home.json(&format!("schema {name}")))).collect();
    let mut child = Command::new(python)
        .args(["-c", VALIDATE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let work = json!({ "schemas": schemas, "documents": documents });
    child.stdin.take().unwrap().write_all(work.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    Some(lines.lines().map(|line| serde_json::from_str(line).expect("a verdict")).collect())
}

fn document(name: &str, schema: &'static str, kind: &'static str, text: &str) -> Document {
    (name.to_owned(), schema, kind, text.to_owned())
}

/// A home in which everything that can be said was said.
fn lived() -> Sandbox {
    let home = Sandbox::bare("2026-11-23T08:00:00+01:00");
    for line in ["", "another", "done --rating 4 --note 'two words'", "note more", "another", "love"] {
        home.ok(line);
    }
    let home = home.later(NOW);
    for line in [
        "today --mood tired --minutes 5 --where apart",
        "skip",
        "undo",
        "snooze",
        "never time.three-clues",
        "never time.three-clues --lift",
        "another --more",
        "never",
        "pause",
        "pause --days 0",
        "today --practice time",
    ] {
        home.ok(line);
    }
    home
}

#[test]
fn every_real_file_and_answer_is_taken() {
    let mut documents = vec![document("fixture", "packs", "toml", PACK)];
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        documents.push(document(&path.display().to_string(), "packs", "toml", &text));
    }
    documents.push(document("README", "settings", "toml", toml_block("day_starts")));
    documents.push(document("README", "packs", "toml", toml_block("[[prompt]]")));
    let home = lived();
    for line in ["today --json", "done --json", "today --peek --json --mood tense", "why --json"] {
        documents.push(document(line, "today", "json", &home.ok(line)));
    }
    let none = Sandbox::bare(NOW).settings("library = false\n").run("today --json").stdout;
    documents.push(document("nothing to show", "today", "json", &none));
    let log = home.log_text();
    for event in ["shown", "done", "skip", "snooze", "never", "allow", "note", "pause", "undo"] {
        assert!(log.contains(&format!("\"event\":\"{event}\"")), "{event} was not said");
    }
    documents.extend(log.lines().map(|line| document(line, "history", "json", line)));
    let settings = Sandbox::bare(NOW);
    for line in
        ["minutes.weekend 60", "where apart,distance", "practices.gratitude 2", "languages.touch 0.5", "name Robin"]
    {
        settings.ok(&format!("config set {line}"));
    }
    let written = fs::read_to_string(settings.path(".config/connect/settings.toml")).unwrap();
    documents.push(document("config set", "settings", "toml", &written));
    settings.ok("add --practice time --kind do --minutes 15 --depth 1 --love time --mood low 'Walk to our bench, and sit until one of us says something new.'");
    let pack = fs::read_to_string(settings.path(".config/connect/prompts/ours.toml")).unwrap();
    documents.push(document("add", "packs", "toml", &pack));
    for (name, fault) in faults(&documents).unwrap_or_default() {
        assert_eq!(fault, None, "{name}");
    }
}

const WRONG_SETTINGS: &[&str] = &[
    "nmae = \"Robin\"",
    "minutes = \"many\"",
    "minutes = 0",
    "minutes = { weekday = 5, weekends = 6 }",
    "where = []",
    "where = [\"moon\"]",
    "day_starts = \"25:00\"",
    "max_depth = 4",
    "adapt = \"gentel\"",
    "practices = { gratitud = 2 }",
    "languages = { words = -1 }",
    "[[occasions]]\nkind = \"birthday\"",
    "[[occasions]]\ndate = \"06-14\"\nkind = \"year-end\"",
    "[[occasions]]\ndate = \"14 June\"\nkind = \"birthday\"",
];

/// What is wrong in a prompt when one text stands for another.
const WRONG_PROMPTS: &[(&str, &str)] = &[
    ("time.a", "tme.a"),
    ("time.a", "time.A"),
    ("\"do\"", "\"dare\""),
    ("effort = 5", "effort = 0"),
    ("depth = 1\n", ""),
    ("depth", "dept"),
    ("Sit.", " "),
    ("[[prompt]]", "[[promt]]"),
    ("kind", "mood = [\"happy\"]\nkind"),
    ("kind", "moods = [\"low\"]\nkind"),
];

#[test]
fn whatever_is_wrong_is_caught() {
    let prompt = "[[prompt]]\nid = \"time.a\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Sit.\"\n";
    let mut documents = Vec::new();
    for wrong in WRONG_SETTINGS {
        documents.push(document(wrong, "settings", "toml", wrong));
    }
    for (from, to) in WRONG_PROMPTS {
        documents.push(document(&format!("{from} as {to}"), "packs", "toml", &prompt.replace(from, to)));
    }
    let home = Sandbox::at(NOW);
    let today = home.ok("today --json");
    for (from, to) in
        [("\"state\":\"open\"", "\"state\":\"done?\""), ("\"schema\":1", "\"schema\":2"), ("\"day\"", "\"date\"")]
    {
        assert!(today.contains(from));
        documents.push(document(to, "today", "json", &today.replace(from, to)));
    }
    let shown = home.log_text().lines().last().unwrap().to_owned();
    for (from, to) in [
        ("\"event\":\"shown\"", "\"event\":\"done\""),
        ("/shown/0", "/0"),
        ("\"because\":\"day\"", "\"because\":\"x\""),
    ] {
        assert!(shown.contains(from));
        documents.push(document(to, "history", "json", &shown.replace(from, to)));
    }
    documents.push(document("a header without a seed", "history", "json", "{\"connect_log\":1,\"min_reader\":1}"));
    for (name, fault) in faults(&documents).unwrap_or_default() {
        assert!(fault.is_some(), "{name} is taken");
    }
}

#[test]
fn every_field_of_today_is_told_of() {
    let home = Sandbox::at(NOW);
    let schema = home.json("schema today");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&schema["properties"]), keys(&home.json("today --json")));
    let record: Value = serde_json::from_str(home.log_text().lines().last().unwrap()).unwrap();
    let history = home.json("schema history");
    assert_eq!(keys(&history["definitions"]["shown"]["properties"]), keys(&record));
}

#[test]
fn a_pack_that_is_begun_names_its_schema() {
    let home = Sandbox::bare(NOW);
    let add = "add --practice time --kind do --minutes 15 --depth 1";
    home.ok(&format!("{add} 'Walk to our bench, and sit until one of us says something new.'"));
    home.ok(&format!("{add} 'Swap sides of the sofa tonight. Then say which side has the better view.'"));
    let read = |name: &str| fs::read_to_string(home.path(&format!(".config/connect/prompts/{name}"))).unwrap();
    let pack = read("ours.toml");
    assert!(pack.starts_with("#:schema ./connect-pack.schema.json\n\n[[prompt]]\nid = "), "{pack}");
    assert_eq!((pack.matches("#:schema").count(), pack.matches("[[prompt]]").count()), (1, 2));
    assert_eq!(read("connect-pack.schema.json"), home.ok("schema packs"));
    // A later version's schema takes the place of an older one's; a pack that names none gets none.
    home.write(".config/connect/prompts/connect-pack.schema.json", b"{}");
    home.ok(&format!("{add} 'Hum one tune together before the kettle boils, and then give it a name.'"));
    assert_eq!(read("connect-pack.schema.json"), home.ok("schema packs"));
    let plain = Sandbox::bare(NOW).pack("ours.toml", PACK);
    plain.ok(&format!("{add} 'Walk to our bench, and sit until one of us says something new.'"));
    assert!(!plain.path(".config/connect/prompts/connect-pack.schema.json").exists());
}
