//! Rules of the project that a test can keep.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with this ending, with its path from the root.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

#[test]
fn imports_point_to_the_right_only() {
    // main → cmd → host → model; error is a leaf that anything but the model may name. The model is a package of its own,
    // to which the others do not exist.
    let forbidden: [(&str, &[&str]); 4] = [
        ("src/model", &["std::fs", "std::env", "std::process", "std::io", "Local"]),
        ("src/host", &["crate::cmd", "clap::"]),
        ("src/error.rs", &["crate::"]),
        ("src/cmd", &["std::fs", "std::env"]),
    ];
    for (folder, names) in forbidden {
        for (path, text) in files("src", ".rs").into_iter().filter(|(path, _)| path.starts_with(folder)) {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (number, line) in code.enumerate() {
                for name in names {
                    assert!(!line.contains(name), "{}:{}: {name}", path.display(), number + 1);
                }
            }
        }
    }
}

#[test]
fn verbs_import_no_other_verb() {
    let shared = ["day", "help"];
    for (path, text) in files("src/cmd", ".rs").into_iter().filter(|(path, _)| !path.ends_with("mod.rs")) {
        for named in text.split("super::").skip(1) {
            let module = named.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            assert!(module == "word" || module == "Cli" || shared.contains(&module), "{}: {module}", path.display());
        }
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in files("src", ".rs") {
        let lines = text.lines().count();
        let is_test = path.to_string_lossy().ends_with("_tests.rs");
        assert!(lines <= if is_test { 500 } else { 350 }, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//!") || is_test, "{} has no heading", path.display());
        for mark in ["TODO", "FIXME", "XXX", "todo!", "unimplemented!", "dbg!", "#[ignore"] {
            assert!(!text.contains(mark), "{}: {mark}", path.display());
        }
    }
}

#[test]
fn every_test_file_takes_part() {
    for folder in ["tests/it", "tests/faults"] {
        let main = fs::read_to_string(root().join(folder).join("main.rs")).unwrap();
        for (path, _) in files(folder, ".rs").into_iter().filter(|(path, _)| !path.ends_with("main.rs")) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(main.contains(&format!("mod {name};")), "{} is forgotten", path.display());
        }
    }
}

#[test]
fn the_top_level_holds_what_it_should() {
    let named = ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "prompts", "src", "tests"];
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || name == "target" || named.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn nothing_here_can_reach_the_network() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for package in ["reqwest", "hyper", "ureq", "tokio", "curl", "rustls", "native-tls", "socket2", "mio"] {
        assert!(!lock.contains(&format!("name = \"{package}\"")), "{package}");
    }
    for (path, text) in files("src", ".rs") {
        assert!(!text.contains("std::net"), "{}", path.display());
    }
}

#[test]
fn the_library_is_written_in_one_layout() {
    let order = [
        "id", "facet", "kind", "effort", "depth", "where", "mood", "needs", "love", "cost", "occasion", "text",
        "follow", "tip", "why",
    ];
    for (path, text) in files("prompts", ".toml") {
        assert!(text.is_ascii() && !text.contains('\r') && text.ends_with("\"\n"), "{}", path.display());
        for table in text.split("\n\n").filter(|table| table.starts_with("[[prompt]]")) {
            let keys: Vec<&str> = table.lines().skip(1).map(|line| line.split(" = ").next().unwrap()).collect();
            let places: Vec<_> = keys.iter().map(|key| order.iter().position(|known| known == key)).collect();
            assert!(places.is_sorted() && places.iter().all(Option::is_some), "{}: {keys:?}", path.display());
        }
    }
}

#[test]
fn the_safety_screen_was_checked_within_a_year_of_the_release() {
    let source = fs::read_to_string(root().join("src/cmd/safety.rs")).unwrap();
    let checked = source.split("CHECKED: &str = \"").nth(1).unwrap().split('"').next().unwrap();
    let months = |text: &str| {
        let (year, month) = text.split_once('-').unwrap();
        year.parse::<u32>().unwrap() * 12 + month[..2].parse::<u32>().unwrap()
    };
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let released = manifest.split("released = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(months(released) - months(checked) <= 12, "look at the directories again: {checked}");
}
