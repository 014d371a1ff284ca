//! Help, and what is said about a command line that makes no sense.

use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

/// Every verb there is.
pub(crate) const VERBS: &[&str] = &[
    "today",
    "another",
    "done",
    "love",
    "skip",
    "snooze",
    "never",
    "note",
    "why",
    "pause",
    "undo",
    "history",
    "stats",
    "report",
    "practices",
    "browse",
    "show",
    "add",
    "check",
    "setup",
    "quiz",
    "config",
    "init",
    "remind",
    "status",
    "data",
    "schema",
    "doctor",
    "completions",
    "man",
    "safety",
];

#[test]
#[expect(clippy::too_many_lines, reason = "a line for each verb")]
fn the_verbs_are_listed_as_people_look_for_them() {
    assert_data_eq!(
        Sandbox::bare(NOW).ok("help"),
        str![[r#"
Every day
  today        Show today's prompt (so does bare `connect`)
  another      Swap it for a different one
  done         Say you did it, with a rating or a note if you like
  love         Say you loved it, so that it may come back one day
  skip         Let this one go
  snooze       Put it off for a week, or as long as you say
  never        Drop a prompt for good
  note         Write down something about it
  why          See why this one, and what research says
  pause        Keep shell and reminder quiet for a while
  undo         Take back the last thing you said

Look back
  history      List past days and what came of them
  stats        See your month, your year and the balance of the nine
  report       Write your year together as a page to keep

Library
  practices    List the nine practices, or read about one
  browse       Search the prompts
  show         Read one prompt in full
  add          Write a prompt of your own
  check        Find mistakes in your settings and packs

Set up
  setup        Answer a few questions, all optional
  quiz         Find your partner's mix of love languages
  config       Read or change a setting
  init         Print the lines that greet you in a new shell
  remind       Set a quiet daily reminder
  status       Print one word for a status bar
  data         Find, copy, merge or erase what is kept
  schema       Print the JSON Schema of a file or an answer
  doctor       Look for trouble and say how to fix it
  completions  Print tab completion for a shell
  man          Print the manual

If you need it
  safety       Read this if you ever feel afraid of your partner

`connect help VERB` has examples. Every verb takes --plain, which is kind
to screen readers, and --ascii.
Topics, as in `connect help packs`: packs, privacy, shell, reminders.

Ideas for everyday closeness. Not therapy, and not for relationships
where you feel afraid: `connect safety`.

"#]]
    );
}

#[test]
fn every_verb_is_listed_once_however_help_is_asked_for() {
    let help = Sandbox::bare(NOW).ok("help");
    assert_eq!(Sandbox::bare(NOW).ok("--help"), help);
    assert_eq!(Sandbox::bare(NOW).ok("-h"), help);
    let listed = help.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let listed: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(listed, VERBS);
    // The Tab key offers them in this order, too.
    let offered = Sandbox::bare(NOW).ok("completions elvish");
    let place = |verb: &&str| offered.find(&format!("cand {verb} '")).unwrap_or_else(|| panic!("{verb}"));
    assert!(VERBS.iter().map(place).is_sorted(), "{offered}");
}

#[test]
fn every_verb_explains_itself_with_examples_that_work() {
    for verb in VERBS {
        let home = Sandbox::bare(NOW);
        let help = home.ok(&format!("help {verb}"));
        assert_eq!(home.ok(&format!("{verb} --help")), help);
        assert!(help.contains("--plain") && help.contains("Examples:\n"), "{verb}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        let help = help.replace("\\\n   ", "");
        let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  connect")).collect();
        assert!(!examples.is_empty(), "{verb}");
        // Some ask questions, which takes a terminal.
        let asks = [" add", " setup", " quiz", " data wipe"];
        for example in examples.into_iter().filter(|example| !asks.contains(example)) {
            let pack = "[[prompt]]\nid = \"time.ours\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Sit on the step together until the last of the light goes.\"\n";
            let home = Sandbox::bare("2026-11-23T08:00:00+01:00").pack("theirs.toml", pack);
            home.ok("");
            home.write("laptop.json", home.ok("data export").as_bytes());
            let home = home.later(NOW);
            home.ok("");
            let run = home.run(&example.replace('~', &home.home().to_string_lossy()));
            assert_eq!(run.code, 0, "connect{example}: {}", run.stderr);
        }
    }
}

#[test]
fn a_narrow_screen_gets_whole_words() {
    let wide = Sandbox::bare(NOW);
    let narrow = Sandbox::bare(NOW).env("COLUMNS", "58");
    let verbs = VERBS.iter().map(|verb| format!("help {verb}"));
    for line in verbs.chain(["help", "help config set", "remind"].map(str::to_owned)) {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let help = narrow.ok(&line);
        assert!(help.lines().all(|line| line.chars().count() <= 58), "{help}");
        assert_eq!(words(&help), words(&wide.ok(&line)), "{line}");
    }
    assert!(
        narrow.ok("help").contains("  today        Show today's prompt (so does bare\n               `connect`)\n")
    );
}

#[test]
fn whatever_makes_no_sense_is_told_in_our_own_words() {
    let cases = [
        ("anohter", "connect: no verb \"anohter\"; did you mean \"another\"?\n"),
        ("dnoe", "connect: no verb \"dnoe\"; did you mean \"done\"?\n"),
        ("qqq", "connect: no verb \"qqq\"\n"),
        ("data exprt", "connect: no verb \"exprt\"; did you mean \"export\"?\n"),
        ("today --pek", "connect: no flag \"--pek\" here; did you mean \"--peek\"?\n"),
        ("today --mood zired", "connect: --mood can't be \"zired\"; did you mean \"tired\"?\n"),
        ("today --where moon", "connect: --where can't be \"moon\"; one of together, apart, distance\n"),
        (
            "today --mood neutral",
            "connect: --mood can't be \"neutral\"; one of stressed, low, tired, tense, excited, playful\n",
        ),
        ("today --practice gratitud", "connect: --practice can't be \"gratitud\"; did you mean \"gratitude\"?\n"),
        ("practices laghter", "connect: PRACTICE can't be \"laghter\"; did you mean \"laughter\"?\n"),
        ("today --minutes 0", "connect: --minutes can't be \"0\"; a number from 1 to 600\n"),
        ("done --rating", "connect: --rating needs a value\n"),
        ("show", "connect: ID is missing; `connect browse` finds one\n"),
        ("never --lift", "connect: ID is missing; `connect browse --never` lists what was dropped\n"),
        ("config get", "connect: KEY is missing; `connect config list` shows them all\n"),
        ("schema", "connect: NAME is missing; one of settings, packs, today, history\n"),
        ("completions", "connect: SHELL is missing; one of bash, zsh, fish, nushell, elvish, powershell\n"),
        ("init tcsh", "connect: SHELL can't be \"tcsh\"; one of bash, zsh, fish, nushell, elvish, xonsh, powershell\n"),
        ("today --json --more --format x", "connect: --json can't be used with --format\n"),
        ("today --hook --peek", "connect: --hook can't be used with --peek\n"),
        ("done extra", "connect: no argument \"extra\" here\n"),
    ];
    for (line, told) in cases {
        let run = Sandbox::bare(NOW).run(line);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", told), "{line}");
    }
}

#[test]
fn the_version_is_told() {
    assert_eq!(Sandbox::bare(NOW).ok("--version"), format!("connect {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_reads_no_settings_and_leaves_no_trace() {
    let home = Sandbox::bare(NOW).settings("[broken");
    for line in ["help", "help today", "done --help", "--version", "safety"] {
        home.ok(line);
    }
    assert!(!home.log_path().exists());
}
