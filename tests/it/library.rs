//! Finding one's way in the library, adding to it, and checking what was added.

use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

#[test]
fn browse_finds_by_words_and_filters() {
    let home = Sandbox::at(NOW);
    home.ok("today --practice gratitude --minutes 5");
    home.ok("love");
    home.ok("never laughter.ask-8");
    assert_data_eq!(
        home.ok("browse BOAT day --practice laughter --kind ask"),
        str![[r#"
× laughter.ask-8  ask · 5 min · light
 “What would you call a day like this
  one, number 9, if it were a boat?”

  1 of 36 match.

"#]]
    );
    assert_data_eq!(
        home.ok("browse --loved"),
        str![[r#"
♥ gratitude.ask-4  ask · 5 min · light
 “What would you call a day like this
  one, number 5, if it were a boat?”

  1 of 36 match.

"#]]
    );
    assert_eq!(home.ok("browse nothing-like-this"), "  Nothing of 36 matches.\n");
    let count = |line: &str| home.json(&format!("browse {line} --json"))["prompts"].as_array().unwrap().len();
    assert_eq!(count(""), 36);
    assert_eq!((count("--practice time"), count("--kind do"), count("--facet f2")), (4, 9, 9));
    assert_eq!((count("--minutes 5"), count("--depth 2"), count("--mood tired")), (18, 9, 9));
    assert_eq!((count("--where apart"), count("--where distance"), count("--love words")), (36, 0, 0));
    assert_eq!((count("--unseen"), count("--never"), count("--loved")), (35, 1, 1));
    let hit = home.command("browse boat --practice time --kind ask").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8(hit.stdout).unwrap().contains("a \u{1b}[4mboat\u{1b}[0m?"));
    assert!(
        home.ok("browse boat --practice time --plain").starts_with("time.ask-5: ask, 5 min, light.\nAsk: What would")
    );
}

#[test]
fn the_whole_library_can_be_browsed() {
    let home = Sandbox::bare(NOW);
    let all = home.json("browse --json");
    assert_eq!(all["total"].as_u64().unwrap(), all["prompts"].as_array().unwrap().len() as u64);
    let page = home.ok("browse");
    assert!(page.ends_with(&format!("  {0} of {0} match.\n", all["total"])));
    assert_ne!(home.json("browse thank --practice gratitude --json")["prompts"], json!([]));
}

#[test]
fn add_writes_a_prompt_that_is_checked_first() {
    let home = Sandbox::bare(NOW);
    let bench = "add --practice time --kind do --minutes 15 --depth 1 --where together 'Walk to our bench, and sit on it until one of us says something new.'";
    assert_eq!(home.ok(bench), "  Added: time.walk-bench-sit, in ~/.config/connect/prompts/ours.toml.\n");
    assert_eq!(home.json(&format!("{bench} --json"))["id"], "time.walk-bench-sit-2");
    assert_data_eq!(
        std::fs::read_to_string(home.path(".config/connect/prompts/ours.toml")).unwrap(),
        str![[r##"
#:schema ./connect-pack.schema.json

[[prompt]]
id = "time.walk-bench-sit"
kind = "do"
effort = 15
depth = 1
where = ["together"]
text = "Walk to our bench, and sit on it until one of us says something new."

[[prompt]]
id = "time.walk-bench-sit-2"
kind = "do"
effort = 15
depth = 1
where = ["together"]
text = "Walk to our bench, and sit on it until one of us says something new."

"##]]
    );
    let path = home.path(".config/connect/prompts/ours.toml");
    assert_eq!(home.ok(&format!("check '{}'", path.display())), "  No fault. 2 prompts are fine.\n");
    assert!(home.ok("show time.walk-bench-sit").contains("From   ~/.config/connect/prompts/ours.toml"));
    let few = home.run("add --practice laughter --kind do --minutes 10 --depth 1 'Sing the washing-up song together.'");
    assert_eq!((few.code, few.stdout.lines().count()), (0, 1), "among one's own a few words may say it all");
    assert!(few.stderr.contains("worth a second look: 34 characters; 60 to 180 read best"), "{}", few.stderr);
}

#[test]
fn add_refuses_what_check_would_refuse() {
    let home = Sandbox::bare(NOW);
    let run = home.run("add --practice time --kind ask --minutes 5 --depth 1 --follow 'Who else?' 'Do you like how I load the dishwasher, on the whole?'");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""));
    assert!(run.stderr.contains("an ask needs an open question; \"Do\" closes it"), "{}", run.stderr);
    assert!(run.stderr.ends_with("connect: nothing was added; mend that and try again\n"), "{}", run.stderr);
    assert!(!home.path(".config/connect/prompts").exists());
    let broken = home.pack("ours.toml", "[[prompt]\n");
    let run = broken.run("add --practice time --kind do --minutes 5 --depth 1 'Walk to our bench, and sit on it until one of us says something new.'");
    assert_eq!(run.code, 65);
    assert!(
        run.stderr
            .ends_with("connect: nothing was added; ~/.config/connect/prompts/ours.toml has to be mended first\n"),
        "{}",
        run.stderr
    );
    assert_eq!(std::fs::read_to_string(broken.path(".config/connect/prompts/ours.toml")).unwrap(), "[[prompt]\n");
    let unreadable = Sandbox::bare(NOW);
    unreadable.write(".config/connect/prompts/ours.toml", b"# caf\xe9\n");
    let run = unreadable
        .run("add --practice time --kind do --minutes 5 --depth 1 'Walk to our bench, and sit on it until it rains.'");
    assert_eq!(run.code, 65, "{}", run.stderr);
    assert_eq!(std::fs::read(unreadable.path(".config/connect/prompts/ours.toml")).unwrap(), b"# caf\xe9\n");
    for (line, told) in [
        ("add", "connect: TEXT is needed where nobody can be asked\n"),
        ("add ' '", "connect: TEXT is empty; write a sentence or two\n"),
        ("add Walk", "connect: --practice is needed where nobody can be asked\n"),
        (
            "add Walk --practice time --kind do --minutes 5 --depth 1 --pack ../evil",
            "connect: a pack's name is of lower-case letters, digits, - and _\n",
        ),
    ] {
        let run = Sandbox::bare(NOW).run(line);
        assert_eq!((run.code, run.stderr.as_str()), (2, told));
    }
}

#[test]
fn check_tells_everything_at_once_with_its_place() {
    let home = Sandbox::bare(NOW).pack(
        "ours.toml",
        "[[prompt]]\nid = \"time.dishes\"\nkind = \"ask\"\neffort = 5\ndepth = 1\n\
         text = \"Do you like how I load the dishwasher, on the whole?\"\nfollow = \"What would you change?\"\n\
         [[prompt]]\nid = \"time.dare\"\nkind = \"dare\"\neffort = 5\ndepth = 1\ntext = \"Sit down.\"\n\
         [[prompt]]\nid = \"time.bench\"\nkind = \"do\"\neffort = 5\ndepth = 1\n\
         text = \"Walk to our bench, and sit on it until one of us says something new.\"\n",
    );
    let path = home.path(".config/connect/prompts");
    let run = home.run(&format!("check '{}'", path.display()));
    assert_eq!((run.code, run.stderr.as_str()), (65, "connect: 2 faults to mend\n"));
    assert_data_eq!(
        run.stdout,
        str![[r#"
~/.config/connect/prompts/ours.toml:6:9: an ask needs an open question; "Do" closes it
  6 | text = "Do you like how I load the dishwasher, on the whole?"
    |         ^^
~/.config/connect/prompts/ours.toml:10:8: no kind "dare"; one of ask, do, say, notice
  10 | kind = "dare"
     |        ^^^^^^
~/.config/connect/prompts/ours.toml:6:8: worth a second look: 52 characters; 60 to 180 read best
  6 | text = "Do you like how I load the dishwasher, on the whole?"
    |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  2 faults, 1 warning. The other prompt is fine.

"#]]
    );
    let json = home.run(&format!("check --json '{}'", path.display()));
    let object: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&object["errors"], &object["warnings"], &object["prompts"]), (&json!(2), &json!(1), &json!(2)));
    assert_eq!((&object["findings"][0]["line"], &object["findings"][0]["column"]), (&json!(6), &json!(9)));
}

#[test]
fn check_sees_one_id_in_two_packs() {
    let bench = "[[prompt]]\nid = \"time.bench\"\nkind = \"do\"\neffort = 5\ndepth = 1\n\
        text = \"Walk to our bench, and sit on it until one of us says something new.\"\n";
    let home = Sandbox::bare(NOW).pack("a.toml", bench).pack("b.toml", bench);
    let out = home.run("check").stdout;
    let told = "~/.config/connect/prompts/b.toml: worth a second look: time.bench is in ~/.config/connect/prompts/a.toml already, which comes first\n";
    assert!(out.contains(told), "{out}");
}

#[test]
fn the_library_passes_its_own_check() {
    let run = Sandbox::bare(NOW).run("check");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let last = run.stdout.lines().last().unwrap();
    assert_eq!(last, "  No fault. 1078 prompts are fine.");
}

#[test]
fn check_reads_the_settings_too_and_other_verbs_stay_brief() {
    let home = Sandbox::bare(NOW).settings(
        "minutes = \"many\"\nnmae = \"Robin\"\ncost = 9\nhave = 2\n\
         [[occasions]]\nname = \"our tenth\"\ndate = 2026-11-01\n",
    );
    let check = home.run("check");
    assert_eq!((check.code, check.stderr.as_str()), (65, "connect: 5 faults to mend\n"));
    let lines: Vec<&str> = check.stdout.lines().filter(|line| line.starts_with('~')).collect();
    let at: Vec<&str> = lines.iter().filter_map(|line| line.split(':').nth(1)).collect();
    assert_eq!(at, ["1", "2", "3", "4", "5"], "as they stand in the file: {lines:?}");
    assert!(check.stdout.ends_with("  5 faults. 1078 prompts are fine.\n"), "{}", check.stdout);
    let told = home.run("").stderr;
    assert_eq!(told.matches("settings.toml:").count(), 3, "{told}");
    assert!(told.ends_with("connect: and 2 more faults: `connect check` shows them all\n"), "{told}");
}
