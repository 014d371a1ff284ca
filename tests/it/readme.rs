//! What the README shows is what the program prints: its pictures, and every console block, in order.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, file};

use crate::help::VERBS;
use crate::sandbox::Sandbox;

/// The morning on which the README plays.
fn home() -> Sandbox {
    Sandbox::bare("2026-11-24T08:01:00+01:00").env("CONNECT_SEED", "tea14")
}

#[test]
fn the_picture_is_the_real_output() {
    let home = home().env("CLICOLOR_FORCE", "1");
    let screen = ["", "another", "love"].map(|line| {
        let prompt = if line.is_empty() { "$ connect".to_owned() } else { format!("$ connect {line}") };
        format!("{prompt}\n\n{}\n", home.ok(line))
    });
    assert_data_eq!(screen.concat(), file!["picture.term.svg"]);
}

/// Runs every console block of the README in one home and compares what it prints.
///
/// With `SNAPSHOTS=overwrite` the README is brought up to date instead.
#[test]
#[expect(clippy::disallowed_methods, reason = "the variable that snapshots are refreshed by")]
fn every_console_block_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let mut home = home();
    let mut now = Vec::new();
    let mut inside = false;
    let mut commands = 0;
    for line in text.lines() {
        let was_inside = inside;
        inside = if line.starts_with("```") { line == "```console" } else { inside };
        if !(was_inside && inside) {
            now.push(line.to_owned());
        } else if let Some(command) = line.strip_prefix("$ connect") {
            commands += 1;
            let (command, note) = command.split_once("  #").map_or((command, ""), |(command, note)| (command, note));
            // A note after a command may say when it is typed.
            if let Some(hour) = note.trim().strip_prefix("at ") {
                home.set("CONNECT_NOW", &format!("2026-11-24T{hour}:00+01:00"));
            }
            let run = home.run(command);
            now.push(line.to_owned());
            now.extend(format!("{}{}", run.stdout, run.stderr).lines().map(str::to_owned));
        } else if line.is_empty() && now.last().is_some_and(|before| before.starts_with("$ ")) {
            now.push(String::new());
        }
    }
    assert!(commands >= 10, "the README shows {commands} commands");
    let now = now.join("\n") + "\n";
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(path, now).unwrap();
    } else {
        // SNAPSHOTS=overwrite brings the README up to date.
        assert_data_eq!(now, text.raw());
    }
}

const README: &str = include_str!("../../README.md");

/// The TOML block of the README that holds this.
pub(crate) fn toml_block(part: &str) -> &'static str {
    let blocks = README.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.into_iter().find(|block| block.contains(part)).unwrap()
}

#[test]
fn every_setting_in_the_readme_is_one() {
    let text = README;
    let settings = toml_block("day_starts");
    let home = home().settings(settings);
    assert_eq!(home.run("").stderr, "");
    let pack = toml_block("[[prompt]]");
    let home = home.pack("ours.toml", pack);
    let ids: Vec<&str> = pack.lines().filter_map(|line| line.strip_prefix("id = \"")?.split('"').next()).collect();
    assert!(!ids.is_empty());
    for id in ids {
        home.ok(&format!("show {id}"));
    }
    for verb in VERBS {
        assert!(text.contains(&format!("connect {verb}")), "{verb} is not told of");
    }
}

#[test]
fn the_contents_name_every_section_in_order() {
    let headings: Vec<&str> = README.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let anchor = |heading: &str| {
        let kept = heading.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    let links: Vec<String> = headings.iter().map(|heading| format!("[{heading}](#{})", anchor(heading))).collect();
    let contents = README.split("## ").next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(contents.ends_with(&links.join(" · ")), "{contents}");
}
