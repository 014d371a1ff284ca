//! Why a prompt came, for any day and down to every term.

use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

/// Six days on which the prompt was done and not replaced, and the morning after.
fn week() -> Sandbox {
    let mut home = Sandbox::at("").settings("library = false\nmax_depth = 1\n[practices]\ngratitude = 2\n");
    for day in 18..=24 {
        home.set("CONNECT_NOW", &format!("2026-11-{day}T08:00:00+01:00"));
        home.ok("");
        home.ok("done");
    }
    home
}

#[test]
fn whose_turn_it_was_and_by_how_much() {
    assert_data_eq!(
        week().ok("why").split("\n\n").nth(1).unwrap(),
        str![[r#"
  Turn      more gratitude, as you set
            owed 0.3 of a prompt, not shown for 5 days
  Fit       new to you
            short ones get done: 6 of 6
            fits your 15 min
  Left out  1 deeper than you have gone so far
            1 deeper than your max_depth
            1 longer than you have
            1 resting
"#]]
    );
    let first = week().ok("why --on 2026-11-18");
    assert_data_eq!(
        first.split("\n\n").nth(1).unwrap(),
        str![[r#"
  Turn      more gratitude, as you set
  Fit       a light one to start with
            new to you
            fits your 15 min
  Left out  1 deeper than you have gone so far
            1 deeper than your max_depth
            1 longer than you have
"#]]
    );
}

#[test]
fn every_term_is_told_for_the_curious() {
    let page = week().ok("why --all");
    let terms: Vec<&str> = page.split("\n\n").skip(2).take(2).collect();
    assert_data_eq!(
        terms.join("\n\n"),
        str![[r#"
  For the practice:
  share    +0.2000, of all prompts, by your weights
  credit   +0.2507, owed to the practice, in prompts
  since    +5.0000, days shown without it
  weekday  +0.0579, how much more often it gets done on such a day

  For the prompt, where 1 means that it surely gets done:
  kind      -0.0126, how often such prompts get done
  effort    +0.0227, how often that many minutes get done on such a day
  language  +0.0000, love language, by your settings and by what gets
            done
  mine      +0.0000, what you said of this very prompt
  new       +0.0500, never shown before
  vary      -0.0500, of the same kind as the day before
  jitter    +0.0730, chance
"#]]
    );
    let aloud = week().ok("why --all --plain");
    assert!(aloud.contains("\nFor the practice:\nshare: +0.2000, of all prompts, by your weights.\n"), "{aloud}");
}

#[test]
fn the_terms_are_those_of_the_log() {
    let home = week();
    let object = home.json("why --json");
    let shown = home.events().into_iter().rfind(|event| event["event"] == "shown").unwrap();
    for (told, recorded) in [("terms", "terms"), ("ruled_out", "ruled_out"), ("line", "line"), ("reason", "key")] {
        assert_eq!(object[told], shown["why"][recorded], "{told}");
    }
    assert!(!object["evidence"]["caveat"].as_str().unwrap().is_empty());
    assert_data_eq!(
        home.ok("why --json"),
        str![[r#"
{"schema":1,"day":"2026-11-24","id":"gratitude.do-4","practice":"gratitude","practice_title":"Catch the good","kind":"do","text":"Put the kettle on 5 minutes before your partner asks, and say nothing about it.","follow":null,"tip":null,"effort":2,"depth":1,"where":["together","apart"],"love":null,"state":"done","shown_before":0,"why":{"turn":"more gratitude, as you set","fit":"new to you/nshort ones get done: 6 of 6/nfits your 15 min"},"reason":"effort","line":"short ones get done","terms":{"credit":0.2507,"effort":0.0227,"jitter":0.073,"kind":-0.0126,"language":0.0,"mine":0.0,"new":0.05,"share":0.2,"since":5.0,"vary":-0.05,"weekday":0.0579},"ruled_out":{"depth":1,"max_depth":1,"minutes":1,"rest":1},"evidence":{"key":[..],"claim":[..],"cite":[..],"doi":[..],"strength":[..],"caveat":[..]}}

"#]]
    );
}

#[test]
fn a_day_of_another_time_is_told_as_far_as_it_is_known() {
    let line = r#"{"event":"shown","id":"2026-11-20/shown/0","day":"2026-11-20","at":"2026-11-20T08:00:00Z","prompt":"time.gone","practice":"time","kind":"do","text":"Sit.","effort":5}"#;
    let home = Sandbox::at("2026-11-24T08:00:00Z").log(&format!("{line}\n"));
    let page = home.ok("why --on 2026-11-20 --all");
    assert!(
        page.starts_with("○ Make room\n  time.gone\n\n") && !page.contains("owed") && !page.contains("For the"),
        "{page}"
    );
    assert_eq!(home.run("why").code, 2);
    assert_eq!(home.run("why --on 2026-11-19").stderr, "connect: nothing was shown on 2026-11-19\n");
    assert_eq!(home.run("why --all --json").code, 2);
}
