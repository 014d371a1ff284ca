//! Whatever verbs print, in whatever way, of hostile names, prompts, notes, settings, paths, variables and arguments:
//! nothing of it can act on a terminal.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use serde_json::{Value, json};

use crate::home::{Dice, NOW, check_all, require};
use crate::sandbox::Sandbox;
use crate::targets::assert_clean;

const HOMES: usize = 6;

/// What acts on terminals, hides text, reorders it, or piles up on it.
const PIECES: [&str; 24] = [
    "\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;file:///etc\u{1b}\\",
    "\u{9b}2J",
    "\u{90}q",
    "\u{8}\u{8}\u{8}",
    "\r",
    "\u{7f}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\u{2028}",
    "\u{feff}",
    "\u{e0041}",
    "\u{1f3f4}\u{e0067}\u{e007f}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{fff9}",
    "words",
    " your partner ",
    "?",
    "{text}",
    "\\",
    "\"",
];

/// What verbs within verbs print.
const WITHIN: [&[&str]; 5] = [
    &["config", "list"],
    &["config", "list", "--json"],
    &["config", "get", "name"],
    &["config", "set", "name", "\u{1b}[31m"],
    &["config", "path"],
];

fn hostile(dice: &mut Dice) -> String {
    (0..3 + dice.below(6)).map(|_| PIECES[dice.below(PIECES.len())]).collect()
}

/// A home in which every text is hostile.
fn hostile_home(dice: &mut Dice) -> Sandbox {
    let pack = ["time.a", "time.b", "laughter.c", "questions.d"].map(|id| prompt(id, dice)).concat();
    let settings = format!(
        "library = false\nname = {}\n{} = 1\nadapt = {}\n[[occasions]]\nname = {}\ndate = \"11-25\"\nkind = \"birthday\"\n",
        toml(dice),
        toml(dice),
        toml(dice),
        toml(dice)
    );
    let name = format!("p{}.toml", hostile(dice).replace(['/', '\0'], ""));
    let broken = format!("[[prompt]\n{}", hostile(dice));
    Sandbox::bare(NOW).settings(&settings).pack(&name, &pack).pack("broken.toml", &broken).log(&log(dice))
}

/// A hostile text in quotes.
fn toml(dice: &mut Dice) -> String {
    Value::from(hostile(dice)).to_string().replace('\u{7f}', "\\u007f")
}

fn prompt(id: &str, dice: &mut Dice) -> String {
    let texts = ["facet", "text", "follow", "tip"].map(|key| format!("{key} = {}\n", toml(dice))).concat();
    format!("[[prompt]]\nid = \"{id}\"\nkind = \"ask\"\neffort = 5\ndepth = 1\n{texts}{} = 1\n\n", toml(dice))
}

/// Yesterday, in hostile words, and lines that are none.
fn log(dice: &mut Dice) -> String {
    let mut event = |event: &str, more: Value| {
        let mut line = json!({"event": event, "id": hostile(dice), "day": "2026-11-23",
            "at": "2026-11-23T09:00:00.000+01:00", "of": "2026-11-23/shown/0", "prompt": "time.a", "text": hostile(dice)});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line.to_string() + "\n"
    };
    let why =
        json!({"key": "due", "line": "\u{1b}[2J", "turn": "\u{202e}a\nb", "fit": "\u{9b}", "ruled_out": {"\u{1b}": 1}});
    let shown =
        json!({"id": "2026-11-23/shown/0", "practice": "time", "kind": "do", "effort": 5, "depth": 1, "why": why});
    let said = [event("done", json!({"rating": 5})), event("note", json!({})), event("\u{1b}[31m", json!({}))].concat();
    event("shown", shown) + &said + "\u{1b}]0;bad\u{7}\n"
}

/// The verbs, as the help lists them.
fn verbs(home: &Sandbox) -> Vec<String> {
    let help = home.ok("help");
    let listed = help.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let verbs: Vec<String> = listed.filter_map(|line| line.split_once("  ").map(|(verb, _)| verb.to_owned())).collect();
    assert!(verbs.len() >= 17, "{help}");
    verbs
}

#[test]
fn nothing_that_any_verb_prints_can_act_on_a_terminal() {
    let verbs = verbs(&Sandbox::bare(NOW));
    let cases: Vec<(usize, &String)> = (0..HOMES).flat_map(|home| verbs.iter().map(move |verb| (home, verb))).collect();
    let name = |(home, verb): &(usize, &String)| format!("connect {verb} in home {home}");
    check_all(&cases, name, |(home, verb)| {
        let mut dice = Dice::new(&format!("home {home}"));
        let sandbox = hostile_home(&mut dice);
        let mut dice = Dice::new(&format!("{home} {verb}"));
        for flags in
            [&[][..], &["--plain"], &["--ascii"], &["--json"], &["--more"], &["--on", "yesterday"], &["--help"]]
        {
            is_clean(&sandbox, &[&[verb.as_str()], flags].concat(), &mut dice)?;
            let (first, second) = (hostile(&mut dice), hostile(&mut dice));
            is_clean(&sandbox, &[&[verb.as_str()], flags, &[&first, &second]].concat(), &mut dice)?;
            is_clean(&sandbox, &[&[verb.as_str()], flags, &["time.a"]].concat(), &mut dice)?;
        }
        for words in WITHIN.iter().filter(|words| words[0] == verb.as_str()) {
            is_clean(&sandbox, words, &mut dice)?;
        }
        is_clean(&sandbox, &[verb, "--format", "{text}{why.turn}\u{1b}[31m{id}\u{202e}"], &mut dice)?;
        is_clean(&sandbox, &[&hostile(&mut dice), verb], &mut dice)
    });
}

fn is_clean(home: &Sandbox, arguments: &[&str], dice: &mut Dice) -> Result<(), String> {
    let color = dice.below(2) == 0;
    let mut command = home.command("");
    command.args(arguments.iter().map(|argument| OsStr::from_bytes(argument.split('\0').next().unwrap().as_bytes())));
    command.env("CLICOLOR_FORCE", if color { "1" } else { "0" }).env("COLUMNS", ["20", "72", "1"][dice.below(3)]);
    command.env(["TERM", "CONNECT_NOW", "CONNECT_SEED"][dice.below(3)], hostile(dice)).env("EDITOR", hostile(dice));
    command.env("XDG_STATE_HOME", format!("/{}", hostile(dice)));
    let output = command.output().map_err(|error| error.to_string())?;
    for bytes in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(bytes.clone()).map_err(|_| format!("{arguments:?} prints no UTF-8"))?;
        let text = text.replace('\t', " ");
        require(!text.contains("panicked"), || format!("{arguments:?}: {text}"))?;
        let printed = std::panic::catch_unwind(|| assert_clean(&text, color));
        require(printed.is_ok(), || format!("{arguments:?} prints {text:?}"))?;
    }
    Ok(())
}
