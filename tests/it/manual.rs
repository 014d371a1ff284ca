//! The manual and the topics: a page for each verb and topic, sound, and true to the program.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::help::VERBS;
use crate::sandbox::{Sandbox, skip};

const NOW: &str = "2026-11-24T08:01:12+01:00";
const TOPICS: [&str; 4] = ["packs", "privacy", "shell", "reminders"];

/// A home with the whole manual in it, and the paths of the pages.
fn manual() -> (Sandbox, Vec<PathBuf>) {
    let home = Sandbox::bare(NOW);
    let told = home.ok(&format!("man --out '{}'", home.path("man").display()));
    let mut pages = Vec::new();
    for section in ["man1", "man5", "man7"] {
        pages.extend(fs::read_dir(home.path("man").join(section)).unwrap().map(|entry| entry.unwrap().path()));
    }
    assert_eq!(told, format!("  {} pages in ~/man.\n", pages.len()));
    (home, pages)
}

#[test]
fn every_verb_and_topic_has_a_page() {
    let (home, pages) = manual();
    let names: Vec<String> = pages.iter().map(|page| page.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    let verbs = VERBS.iter().map(|verb| format!("connect-{verb}.1"));
    for name in
        verbs.chain(["connect.1", "connect-config-set.1", "connect-packs.5", "connect-privacy.7"].map(str::to_owned))
    {
        assert!(names.contains(&name), "{name} is missing");
    }
    let read = |name: &str| fs::read_to_string(home.path(&format!("man/man1/{name}"))).unwrap();
    assert_eq!(home.ok("man config set"), read("connect-config-set.1"));
    assert_eq!(home.ok("man"), read("connect.1"));
    assert!(home.ok("man packs").contains("\n.SH KEYS\n"));
    let add = read("connect-add.1");
    assert!(add.contains("One of ask, do, say, notice.") && add.contains("By default ours."), "{add}");
    assert!(add.contains("\n.SH EXAMPLES\n.RS 4\n.nf\nconnect add\n"), "{add}");
    for verb in VERBS {
        assert!(read("connect.1").contains(&format!("\\fB{verb}\\fR\n")), "{verb}");
    }
    let run = home.run("man confg set");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: no page \"confg set\"; did you mean \"config set\"?\n"));
}

#[test]
fn the_manual_is_clean() {
    let (_home, pages) = manual();
    if Command::new("mandoc").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return skip("mandoc");
    }
    let lint = Command::new("mandoc").args(["-T", "lint"]).args(&pages).output().unwrap();
    assert_eq!(String::from_utf8(lint.stdout).unwrap(), "");
    assert!(lint.status.success());
}

#[test]
fn the_manual_is_of_the_month_of_the_release() {
    let manifest = include_str!("../../Cargo.toml");
    let released = manifest.split("released = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(Sandbox::bare(NOW).ok("man").contains(&format!("\n.TH CONNECT 1 {released}-01 ")));
}

#[test]
fn topics_are_told_at_every_width() {
    let home = Sandbox::bare(NOW);
    for topic in TOPICS {
        let page = home.ok(&format!("help {topic}"));
        assert!(page.lines().all(|line| line.chars().count() <= 72), "{page}");
        let narrow = Sandbox::bare(NOW).env("COLUMNS", "40").ok(&format!("help {topic}"));
        let told = |page: &str| page.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(told(&narrow), told(&page));
        let filled = narrow.lines().filter(|line| !line.starts_with("  "));
        assert!(filled.into_iter().all(|line| line.chars().count() <= 40), "{narrow}");
    }
    assert!(home.ok("help").contains(&format!("\nTopics, as in `connect help packs`: {}.\n", TOPICS.join(", "))));
    let cases = [
        ("help pakcs", "connect: no verb \"pakcs\"; did you mean \"packs\"?\n"),
        ("packs", "connect: no verb \"packs\"; `connect help packs` tells of it\n"),
        ("help config sett", "connect: no verb \"sett\"; did you mean \"set\"?\n"),
        ("help done extra", "connect: no argument \"extra\" here\n"),
    ];
    for (line, told) in cases {
        let run = home.run(line);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", told), "{line}");
    }
}

/// Every command line that a topic names in backticks.
#[test]
fn whatever_a_topic_names_exists() {
    let home = Sandbox::bare(NOW);
    for topic in TOPICS {
        let page = home.ok(&format!("help {topic}")).split_whitespace().collect::<Vec<_>>().join(" ");
        let named: Vec<&str> = page.split("`connect ").skip(1).map(|rest| rest.split('`').next().unwrap()).collect();
        assert!(!named.is_empty(), "{topic}");
        for line in named {
            let verb = line.split(' ').next().unwrap();
            assert_eq!(home.run(&format!("{verb} --help")).code, 0, "{topic}: connect {line}");
        }
    }
    let packs = home.ok("help packs");
    let schema = home.json("schema packs");
    for key in schema["properties"]["prompt"]["items"]["properties"].as_object().unwrap().keys() {
        assert!(packs.contains(&format!("\n  {key} ")), "{key} is not told of");
    }
}

#[test]
fn the_example_of_a_pack_is_one() {
    let page = Sandbox::bare(NOW).ok("help packs");
    let lines = page.lines().skip_while(|line| *line != "  [[prompt]]").take_while(|line| line.starts_with("  "));
    let pack = lines.map(str::trim).collect::<Vec<_>>().join("\n");
    let home = Sandbox::bare(NOW).pack("ours.toml", &pack);
    home.ok("show time.our-bench");
    let checked = home.ok(&format!("check '{}'", home.path(".config/connect/prompts").display()));
    assert_eq!(checked, "  No fault. 1 prompt is fine.\n");
}
