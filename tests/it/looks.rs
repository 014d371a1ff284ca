//! Every page at every width, in colour and without, in Unicode and ASCII, and read aloud.

use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

fn home() -> Sandbox {
    Sandbox::bare(NOW).settings("library = false\n").pack(
        "looks.toml",
        r#"
[[prompt]]
id = "gratitude.six-word-note"
kind = "do"
effort = 5
depth = 1
text = "Write a six-word thank-you and leave it where your partner will meet it by surprise. Inside a shoe counts. So does a message timed for 3 p.m."
[[prompt]]
id = "questions.keep-and-hand-back"
kind = "ask"
effort = 5
depth = 1
text = "Which five minutes of today would you keep, and which five would you hand back?"
follow = "What made the keeper worth keeping?"
"#,
    )
}

#[test]
fn a_card_is_set_like_verse_at_every_width() {
    let at = |columns: &str| home().env("COLUMNS", columns).ok("today --practice questions");
    let wide = at("72");
    assert_data_eq!(
        &wide,
        str![[r#"
○ Ask what matters
 “Which five minutes of today would you
  keep, and which five would you hand back?”

  5 min · curiosity, as you asked

"#]]
    );
    assert_eq!(at("200"), wide);
    assert_data_eq!(
        at("40"),
        str![[r#"
○ Ask what matters
 “Which five minutes of today
  would you keep, and which
  five would you hand back?”

  5 min · curiosity, as you asked

"#]]
    );
    assert_data_eq!(
        at("24"),
        str![[r#"
○ Ask what matters
“Which five minutes
of today would you
keep, and which five
would you hand back?”

5 min · curiosity, as
you asked

"#]]
    );
    for columns in 1..=80 {
        let page = at(&columns.to_string());
        let widest = page.lines().skip(1).map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns.clamp(6, 72), "{columns}: {page}");
    }
}

#[test]
fn ascii_is_used_where_nothing_else_can_be() {
    let page = home().ok("today --practice questions --ascii");
    assert_data_eq!(
        &page,
        str![[r#"
o Ask what matters
 "Which five minutes of today would you
  keep, and which five would you hand back?"

  5 min - curiosity, as you asked

"#]]
    );
    assert_eq!(home().env("LANG", "C").ok("today --practice questions"), page);
    assert_eq!(home().env("TERM", "linux").ok("today --practice questions"), page);
    assert_eq!(home().env("LC_ALL", "POSIX").ok("today --practice questions"), page);
}

#[test]
fn a_screen_reader_gets_sentences() {
    let page = home().ok("today --practice questions --plain");
    assert_data_eq!(
        &page,
        str![[r#"
Practice: Ask what matters.
Ask: Which five minutes of today would you keep, and which five would you hand back?
Time: 5 minutes.
Why: Curiosity, as you asked.
State: open.

"#]]
    );
    assert_eq!(home().env("TERM", "dumb").ok("today --practice questions"), page);
    let home = home();
    home.ok("today --practice questions");
    home.ok("love");
    assert_data_eq!(
        home.ok("--plain --more"),
        str![[r#"
Practice: Ask what matters.
Ask: Which five minutes of today would you keep, and which five would you hand back?
If it stalls: What made the keeper worth keeping?
Time: 5 minutes.
Why: Curiosity, as you asked.
State: loved at 08:01.

"#]]
    );
    assert_eq!(home.ok("skip --plain"), "Skipped: questions.keep-and-hand-back.\n");
}

#[test]
fn colour_is_weight_and_one_red() {
    let page = home().env("CLICOLOR_FORCE", "1").ok("today --practice gratitude");
    assert_data_eq!(
        page.replace('\u{1b}', "ESC"),
        str![[r#"
ESC[1;91m○ESC[0m ESC[1mCatch the goodESC[0m
  Write a six-word thank-you and leave it where
  your partner will meet it by surprise. Inside a
  shoe counts. So does a message timed for 3 p.m.

  5 min · gratitude, as you asked

"#]]
    );
    let plain = home().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").ok("today --practice gratitude");
    assert_eq!(plain, strip(&page), "without colour nothing is lost");
    let loved = home().env("CLICOLOR_FORCE", "1");
    loved.ok("");
    assert!(loved.ok("love").starts_with("\u{1b}[1;91m♥\u{1b}[0m Loved: \u{1b}[1m"));
    assert!(loved.ok("done --rating 3").starts_with("● Done: \u{1b}[1m"));
}

fn strip(page: &str) -> String {
    page.replace("\u{1b}[1;91m", "").replace("\u{1b}[1m", "").replace("\u{1b}[0m", "")
}

#[test]
fn why_tells_turn_and_fit_and_what_research_says() {
    let home = home();
    home.ok("today --practice gratitude");
    assert_data_eq!(
        home.ok("why"),
        str![[r#"
○ Catch the good
  gratitude.six-word-note

  Turn  gratitude, as you asked
  Fit   a light one to start with
        new to you
        fits your 15 min

  In daily diaries from couples living together, feeling
  grateful one day went with a little more connection and
  satisfaction the next, for giver and receiver alike.
  About 65 couples, mostly content. Diaries can't show what caused what.
  Algoe, Gable & Maisel 2010 · early evidence: small or correlational

"#]]
    );
    assert!(
        home.ok("why --plain")
            .starts_with("Catch the good\ngratitude.six-word-note\n\nTurn: gratitude, as you asked.\n")
    );
}

#[test]
fn the_nine_are_a_table_that_narrows() {
    let home = Sandbox::at(NOW).settings("library = false\n[practices]\ngratitude = 2\ndisagreement = 0\n");
    home.ok("");
    assert_data_eq!(
        home.ok("practices"),
        str![[r#"
  presence       Be here           4 prompts       not yet
  questions      Ask what matters  4 prompts       not yet
  vulnerability  Go first          4 prompts       not yet
  gratitude      Catch the good    4 prompts  ×2   today
  time           Make room         4 prompts       not yet
  languages      Love their way    4 prompts       not yet
  attunement     Tune in           4 prompts       not yet
  laughter       Be silly          4 prompts       not yet
  disagreement   Same team         4 prompts  off  not yet

"#]]
    );
    let narrow = home.later(NOW).env("COLUMNS", "36");
    assert_eq!(narrow.ok("practices").lines().nth(3), Some("  gratitude      today"));
    assert_eq!(
        narrow.ok("practices --plain").lines().nth(3),
        Some("Catch the good: gratitude, 4 prompts, weight 2, last shown today.")
    );
    let one = narrow.env("COLUMNS", "72").ok("practices gratitude");
    assert_data_eq!(
        one.split("\n\n").take(2).collect::<Vec<_>>().join("\n\n"),
        str![[r#"
  Catch the good
  Thank for small things, praise what you admire, leave notes and
  messages.

  Facets  1 f0, 1 f1, 1 f3, 1 f2
  Kinds   1 ask, 1 do, 1 say, 1 notice
  Depth   3 light, 1 personal, 0 tender
  Weight  ×2, about 1 in 5
  So far  shown once, done 0, loved 0
"#]]
    );
}

#[test]
fn a_prompt_is_shown_in_full() {
    let home = Sandbox::at(NOW);
    home.ok("today --practice gratitude --minutes 5");
    home.ok("love");
    assert_data_eq!(
        home.ok("show gratitude.ask-4"),
        str![[r#"
♥ Catch the good
 “What would you call a day like this
  one, number 5, if it were a boat?”

  Id      gratitude.ask-4
  Facet   f0
  Kind    ask · 5 min · light · free
  Where   together, apart
  Follow  Where would it sail first?
  Tip     Wait for the harbour.
  Shown   Tue 24 Nov (loved)
  From    ~/.config/connect/prompts/fixture.toml

"#]]
    );
    let object = home.json("show gratitude.ask-4 --json");
    assert_eq!((&object["shown"][0]["state"], &object["shown"][0]["loved"]), (&json!("done"), &json!(true)));
    assert_eq!(home.run("show gratitude.six").code, 2);
}

#[test]
fn the_safety_screen_is_short_and_recorded_nowhere() {
    let home = Sandbox::bare(NOW);
    for verb in ["safety", "help-now", "safety --plain", "safety --ascii"] {
        let page = home.ok(verb);
        assert!(page.lines().count() < 24, "{verb}");
        assert!(page.contains("lila.help") && page.contains("findahelpline.com"));
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        assert!(!page.chars().any(|c| c.is_ascii_digit()) || page.matches("2026-11").count() == 1, "no phone numbers");
    }
    assert_eq!(std::fs::read_dir(home.home()).unwrap().count(), 0, "not a trace");
}

#[test]
fn the_safety_screen_breaks_no_word_and_names_the_true_folder() {
    let home = Sandbox::bare(NOW).env("COLUMNS", "40").env("CONNECT_DATA_DIR", "/var/empty/elsewhere");
    let page = home.ok("safety");
    assert!(page.lines().all(|line| line.chars().count() <= 40), "{page}");
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("it keeps a history in /var/empty/elsewhere. Clearing things"), "{page}");
    assert!(words.contains("lila.help help near you, in nearly every country findahelpline.com people"), "{page}");
}
