//! Each rule by an example that breaks it, and the library by all of them.

#![allow(clippy::too_many_lines, clippy::format_collect, reason = "a test reads best in one piece")]

use super::*;
use crate::library::builtin;

/// A prompt without a fault; `change` replaces one of its lines, or adds to them.
fn prompt(change: &str) -> String {
    let mut lines = vec![
        "id = \"time.our-bench\"",
        "facet = \"outdoors\"",
        "kind = \"ask\"",
        "effort = 15",
        "depth = 1",
        "where = [\"together\"]",
        "text = \"Which bench on our way home would you keep if they took the others, and what for?\"",
        "follow = \"What would you carve on it?\"",
    ];
    let key = change.split(" = ").next().unwrap_or_default();
    if !change.is_empty() {
        lines.retain(|line| !line.starts_with(&format!("{key} = ")));
        lines.push(change);
    }
    format!("[[prompt]]\n{}\n", lines.join("\n"))
}

fn found(text: &str, own: bool) -> Vec<(Weight, String)> {
    let report = check(Source { name: "ours.toml", text }, own);
    report.findings.into_iter().map(|finding| (finding.weight, finding.fault.message)).collect()
}

#[test]
fn a_good_prompt_has_no_findings() {
    assert_eq!(found(&prompt(""), false), []);
    assert_eq!(check(Source { name: "ours.toml", text: &prompt("") }, true).ids, ["time.our-bench"]);
}

#[test]
fn every_rule_catches_what_breaks_it() {
    use Weight::{Error, Warning};
    let say = |text: &str| {
        prompt("")
            .replace("\"ask\"", "\"say\"")
            .lines()
            .map(|line| if line.starts_with("text") { format!("text = \"{text}\"\n") } else { format!("{line}\n") })
            .collect::<String>()
    };
    let cases = [
        (prompt("text = \"Which bench would you keep?\""), Error, "27 characters; write 40 to 200"),
        (
            prompt("text = \"Which bench would you keep if they took the rest?\""),
            Warning,
            "49 characters; 60 to 180 read best",
        ),
        (
            prompt("follow = \"What would you carve on it, and who would have to be there to see it carved at all?\""),
            Error,
            "83 characters; at most 70",
        ),
        (
            prompt("text = \"Do you like how I load the dishwasher on a day like this one, all in all?\""),
            Error,
            "an ask needs an open question; \"Do\" closes it",
        ),
        (
            prompt("text = \"Which bench would you keep if they took the others? And what would it be for?\""),
            Error,
            "an ask has one question; this has 2",
        ),
        (prompt("follow = \"Was it cold?\""), Error, "ask it openly; \"Was\" closes it"),
        (prompt("depth = 3"), Error, "depth 3 needs a tip: how to listen, and that a no is fine"),
        (prompt("love = \"touch\""), Error, "touch asks first and names an easy no"),
        (
            prompt("facet = \"benches\""),
            Error,
            "no facet \"benches\"; one of ten-minutes, dates, new-things, food, outdoors, watch-read-listen, making, errands-together, rituals, far-together",
        ),
        (prompt("effort = 20"), Warning, "efforts are 2, 5, 15, 30 or 60 minutes"),
        (
            say("Tell your husband which bench on the way home is the best one, and why not."),
            Error,
            "\"husband\": write \\\"your partner\\\" or \\\"they\\\"",
        ),
        (
            say("Tell your partner, before they leave, about the special bench on the way to town."),
            Warning,
            "\"special\": too often read elsewhere",
        ),
        (
            say("Tell your partner which bench on the way home is the best one, and mean it!"),
            Warning,
            "an exclamation mark; say it calmly",
        ),
        (
            say("Communicate appreciation regarding organisational responsibilities undertaken."),
            Error,
            "reads at grade 34.0; use shorter words and sentences",
        ),
    ];
    for (text, weight, message) in cases {
        let message = message.replace("\\\"", "\"");
        let found = found(&text, false);
        let holds = |(found_weight, found_message): &(Weight, String)| {
            let grade = message.starts_with("reads at grade") && found_message.starts_with("reads at grade");
            *found_weight == weight && (*found_message == message || grade)
        };
        assert!(found.iter().any(holds), "{message}: {found:?}");
    }
    let no_follow: String =
        prompt("").lines().filter(|line| !line.starts_with("follow")).map(|line| format!("{line}\n")).collect();
    assert_eq!(found(&no_follow, false), [(Error, "an ask needs a follow, for when the talk stalls".to_owned())]);
    let twice = prompt("") + &prompt("");
    assert_eq!(found(&twice, false), [(Error, "this id stands twice in the file".to_owned())]);
}

#[test]
fn in_a_pack_of_one_s_own_words_are_one_s_own() {
    let text = prompt("text = \"Which bench would my husband keep on the way home if they took the others?\"");
    assert_eq!(found(&text, false)[0].0, Weight::Error);
    assert_eq!(found(&text, true), [(Weight::Warning, "\"husband\": write \"your partner\" or \"they\"".to_owned())]);
}

#[test]
fn a_finding_points_at_the_word() {
    let text = prompt("text = \"Which bench would he keep on the way home if they took all the others?\"");
    let report = check(Source { name: "ours.toml", text: &text }, false);
    let place = report.findings[0].fault.place.as_ref().expect("a place");
    let column = place.excerpt.find("he keep").expect("the word") + 1;
    assert_eq!((place.column, place.width), (column, 2));
}

#[test]
fn the_library_has_no_fault() {
    // Where a rule is broken on purpose, by id and with the reason.
    let allowed: [(&str, &str); 0] = [];
    for (name, text) in builtin() {
        for finding in check(Source { name: &name, text }, false).findings {
            let excused = allowed.iter().any(|(id, _)| Some(*id) == finding.id.as_deref());
            assert!(excused || finding.weight == Weight::Warning, "{name}: {:?} {}", finding.id, finding.fault.message);
        }
    }
}
