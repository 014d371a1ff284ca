//! How it adds up.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::history::{lived, said, shown};
use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T20:00:00+01:00";

/// The thirty days up to 24 November 2026: done, loved, seen and not opened.
const MONTH: &str = "*.o*.*.*o.h..*.**...**.ooo*h.o";

/// Prompts of the fixture library, in turn, on the days of a month that ends today.
fn month(settings: &str) -> Sandbox {
    let practices = ["presence", "questions", "vulnerability", "gratitude", "time", "languages", "attunement"];
    let mut log = String::new();
    for (at, mark) in MONTH.chars().enumerate() {
        let day = if at < 6 { format!("2026-10-{}", 26 + at) } else { format!("2026-11-{:02}", at - 5) };
        let (kind, number) = (["ask", "do", "say", "notice"][at % 4], at % 7 + 1);
        let prompt = format!("{}.{kind}-{number}", practices[at % 7]);
        let rating = if mark == 'h' { r#","rating":5"# } else { "" };
        if mark != '.' {
            log += &(shown(&day, 0, &prompt, "").replace("\"do\"", &format!("\"{kind}\"")) + "\n");
        }
        if matches!(mark, '*' | 'h') {
            log += &(said("done", &day, 0, &prompt, rating) + "\n");
        }
    }
    Sandbox::at(NOW).log(&log).settings(&format!("library = false\n{settings}"))
}

#[test]
fn a_month_adds_up() {
    assert_data_eq!(
        month("").ok("stats"),
        str![[r#"
  12 of the last 30 days
  26 Oct  ●·○●·●· ●○·♥··● ·●●···● ●·○○○●♥ ·○  24 Nov

  Your last 18 prompts
  Be here           ●●●  3 of 3
  Ask what matters  ●○○  1 of 3
  Go first          ●○○  1 of 3
  Catch the good    ♥●○  2 of 3
  Make room         ○    0 of 1
  Love their way    ●●   2 of 2
  Tune in           ♥●●  3 of 3
  Be silly          none
  Same team         none

  ● done  ♥ loved  ○ seen  · not opened

  What gets done
  Kind     questions 3 of 5, small deeds 3 of 5,
           words said aloud 2 of 3, things to notice 4 of 5
  Effort   up to 5 min 12 of 18
  Weekday  Mon 3 of 3, Tue 1 of 3, Wed 1 of 3, Thu 2 of 3, Fri 0 of 1,
           Sat 2 of 2, Sun 3 of 3

  Favourites
  gratitude.say-4      not before Thu 26 Nov
  attunement.notice-7  not before Sat 28 Nov

  At one a day, nothing but favourites repeats before 9 Dec 2026.

"#]]
    );
}

#[test]
fn more_of_one_than_of_another_is_set_against_what_was_asked_for() {
    let page = month("[practices]\ngratitude = 2\nlaughter = 0\n").ok("stats");
    let rows: Vec<&str> = page.lines().skip(4).take(9).collect();
    assert_data_eq!(
        rows.join("\n"),
        str![[r#"
  Be here           ●●●  3 of 3, asked for 2
  Ask what matters  ●○○  1 of 3, asked for 2
  Go first          ●○○  1 of 3, asked for 2
  Catch the good    ♥●○  2 of 3, asked for 4
  Make room         ○    0 of 1, asked for 2
  Love their way    ●●   2 of 2, asked for 2
  Tune in           ♥●●  3 of 3, asked for 2
  Be silly          off
  Same team         none, asked for 2
"#]]
    );
}

#[test]
fn a_year_has_a_row_for_each_month() {
    let home = month("");
    assert_data_eq!(
        home.ok("stats --year"),
        str![[r#"
       1        10        20        30
  Oct                           ●·○●·●
  Nov  ·●○·♥··●·●●···●●·○○○●♥·○

  ● done  ♥ loved  ○ seen  · not opened
  12 of the last 365 days.

"#]]
    );
    let first: Vec<String> = home.later("2027-10-03T20:00:00Z").ok("stats --year").lines().map(str::to_owned).collect();
    assert!(first[1].starts_with("  Nov  ·●○") && first[12].starts_with("  Oct  ···"), "{first:?}");
}

#[test]
fn every_look_says_the_same() {
    let home = month("");
    let ascii = home.ok("stats --ascii");
    assert!(ascii.is_ascii(), "{ascii}");
    assert!(ascii.contains("\n  26 Oct  +.o+.+. +o.*..+ .++...+ +.ooo+* .o  24 Nov\n"), "{ascii}");
    assert!(ascii.contains("+ done  * loved  o seen  . not opened"));
    assert_data_eq!(
        home.ok("stats --plain"),
        str![[r#"
Last 30 days: 12 done, 2 of them loved. 6 seen. 12 not opened.
Your last 18 prompts:
Be here: 3 done of 3.
Ask what matters: 1 done of 3.
Go first: 1 done of 3.
Catch the good: 2 done of 3.
Make room: 0 done of 1.
Love their way: 2 done of 2.
Tune in: 3 done of 3.
Be silly: none.
Same team: none.
Kind: questions 3 of 5, small deeds 3 of 5, words said aloud 2 of 3, things to notice 4 of 5.
Effort: up to 5 min 12 of 18.
Weekday: Mon 3 of 3, Tue 1 of 3, Wed 1 of 3, Thu 2 of 3, Fri 0 of 1, Sat 2 of 2, Sun 3 of 3.
Favourite: gratitude.say-4, not before Thu 26 Nov.
Favourite: attunement.notice-7, not before Sat 28 Nov.
At one a day, nothing but favourites repeats before 9 Dec 2026.

"#]]
    );
    assert_data_eq!(
        home.ok("stats --year --plain"),
        str![[r#"
October 2026: 3 done, 0 of them loved. 1 seen. 2 not opened.
November 2026: 9 done, 2 of them loved. 5 seen. 10 not opened.
12 of the last 365 days.

"#]]
    );
}

#[test]
fn no_screen_is_too_narrow() {
    for columns in 20..=80 {
        let narrow = month("[practices]\ngratitude = 2\n").env("COLUMNS", &columns.to_string());
        for line in ["stats", "stats --year"] {
            let page = narrow.ok(line);
            let widest = page.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= columns.clamp(34, 72), "{columns}: {page}");
        }
    }
}

#[test]
fn json_has_every_number() {
    assert_data_eq!(
        month("").ok("stats --json"),
        str![[r#"
{"schema":1,"day":"2026-11-24","last_30_days":{"done":12,"loved":2,"seen":6,"not_opened":12},"last_365_days":{"done":12,"loved":2,"seen":6,"not_opened":347},"days":[{"day":"2026-10-26","done":true,"loved":false},{"day":"2026-10-28","done":false,"loved":false},{"day":"2026-10-29","done":true,"loved":false},{"day":"2026-10-31","done":true,"loved":false},{"day":"2026-11-02","done":true,"loved":false},{"day":"2026-11-03","done":false,"loved":false},{"day":"2026-11-05","done":true,"loved":true},{"day":"2026-11-08","done":true,"loved":false},{"day":"2026-11-10","done":true,"loved":false},{"day":"2026-11-11","done":true,"loved":false},{"day":"2026-11-15","done":true,"loved":false},{"day":"2026-11-16","done":true,"loved":false},{"day":"2026-11-18","done":false,"loved":false},{"day":"2026-11-19","done":false,"loved":false},{"day":"2026-11-20","done":false,"loved":false},{"day":"2026-11-21","done":true,"loved":false},{"day":"2026-11-22","done":true,"loved":true},{"day":"2026-11-24","done":false,"loved":false}],"prompts":18,"practices":[{"key":"presence","title":"Be here","share":0.1111,"shown":3,"done":3,"loved":0},{"key":"questions","title":"Ask what matters","share":0.1111,"shown":3,"done":1,"loved":0},{"key":"vulnerability","title":"Go first","share":0.1111,"shown":3,"done":1,"loved":0},{"key":"gratitude","title":"Catch the good","share":0.1111,"shown":3,"done":2,"loved":1},{"key":"time","title":"Make room","share":0.1111,"shown":1,"done":0,"loved":0},{"key":"languages","title":"Love their way","share":0.1111,"shown":2,"done":2,"loved":0},{"key":"attunement","title":"Tune in","share":0.1111,"shown":3,"done":3,"loved":1},{"key":"laughter","title":"Be silly","share":0.1111,"shown":0,"done":0,"loved":0},{"key":"disagreement","title":"Same team","share":0.1111,"shown":0,"done":0,"loved":0}],"kinds":[{"key":"ask","shown":5,"done":3,"loved":0},{"key":"do","shown":5,"done":3,"loved":0},{"key":"say","shown":3,"done":2,"loved":1},{"key":"notice","shown":5,"done":4,"loved":1}],"efforts":[{"up_to":5,"shown":18,"done":12,"loved":2},{"up_to":15,"shown":0,"done":0,"loved":0},{"up_to":45,"shown":0,"done":0,"loved":0},{"up_to":null,"shown":0,"done":0,"loved":0}],"weekdays":[{"key":"mon","shown":3,"done":3,"loved":0},{"key":"tue","shown":3,"done":1,"loved":0},{"key":"wed","shown":3,"done":1,"loved":0},{"key":"thu","shown":3,"done":2,"loved":1},{"key":"fri","shown":1,"done":0,"loved":0},{"key":"sat","shown":2,"done":2,"loved":0},{"key":"sun","shown":3,"done":3,"loved":1}],"favourites":[{"id":"gratitude.say-4","practice":"gratitude","last":"2026-11-05","returns":"2026-11-26"},{"id":"attunement.notice-7","practice":"attunement","last":"2026-11-22","returns":"2026-11-28"}],"no_repeat_before":"2026-12-09","repeats_then":true}

"#]]
    );
}

#[test]
fn its_numbers_are_those_of_history() {
    for home in [lived(), month("")] {
        let (stats, history) = (home.json("stats --json"), home.json("history --json"));
        let days = history["days"].as_array().unwrap().iter();
        let prompts: Vec<Value> = days.flat_map(|day| day["prompts"].as_array().unwrap().clone()).collect();
        let count = |is: &dyn Fn(&Value) -> bool| prompts.iter().filter(|prompt| is(prompt)).count();
        let sum = |list: &str, field: &str| -> u64 {
            stats[list].as_array().unwrap().iter().map(|tally| tally[field].as_u64().unwrap()).sum()
        };
        let done = count(&|prompt| prompt["state"] == "done");
        let standing = count(&|prompt| prompt["state"] != "snoozed" && prompt["replaced"] == false);
        for list in ["practices", "kinds", "efforts", "weekdays"] {
            assert_eq!(sum(list, "done"), done as u64, "{list}");
            assert_eq!(sum(list, "shown"), standing as u64, "{list}");
        }
        assert_eq!(sum("practices", "loved"), count(&|prompt| prompt["loved"] == true) as u64);
        assert_eq!(stats["prompts"], standing);
    }
}

#[test]
fn what_repeats_is_foretold_and_then_comes() {
    let mut home = Sandbox::at("2026-11-24T08:00:00Z");
    let before = home.json("stats --json")["no_repeat_before"].as_str().unwrap().to_owned();
    assert!(!home.log_path().exists(), "looking back makes nothing");
    let mut seen = Vec::new();
    let mut day: chrono::NaiveDate = "2026-11-24".parse().unwrap();
    loop {
        home.set("CONNECT_NOW", &format!("{day}T08:00:00Z"));
        let id = home.id();
        if seen.contains(&id) {
            break;
        }
        assert_eq!(home.json("stats --json")["no_repeat_before"], *before, "each day says the same, for it came");
        seen.push(id);
        day = day + chrono::Days::new(1);
        assert!(seen.len() < 40);
    }
    assert_eq!(day.to_string(), before);
}

#[test]
fn a_library_that_was_seen_whole_comes_round_again() {
    let one =
        "[[prompt]]\nid = \"time.ours\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"Sit on the step together.\"\n";
    let home = Sandbox::bare(NOW).settings("library = false\n").pack("one.toml", one);
    home.ok("");
    assert!(home.ok("stats").ends_with("\n  Most of what fits was shown; what rested long comes round again.\n"));
}

#[test]
fn little_or_nothing_is_told_as_what_it_is() {
    assert_data_eq!(
        Sandbox::at(NOW).ok("stats"),
        str![[r#"
  0 of the last 30 days
  26 Oct  ······· ······· ······· ······· ··  24 Nov

  At one a day, nothing but favourites repeats before 14 Dec 2026.

"#]]
    );
    assert_data_eq!(
        Sandbox::at(NOW).ok("stats --year"),
        str![[r#"
       1        10        20        30
  Nov                         ·

  ● done  ♥ loved  ○ seen  · not opened
  0 of the last 365 days.

"#]]
    );
    let off = Sandbox::bare(NOW).settings("library = false\n");
    assert!(off.ok("stats").contains("nothing is left to show"), "{}", off.ok("stats"));
    let bad = Sandbox::at(NOW).log(&format!("{}\nnonsense\n", shown("2026-11-24", 0, "time.bench", ""))).run("stats");
    assert_eq!(bad.code, 0);
    assert!(bad.stderr.contains("1 line of the history") && bad.stdout.contains("0 of the last 30 days"), "{bad:?}");
}
