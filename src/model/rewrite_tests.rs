//! A rewritten log says what the old one said, keeps every byte of every line, and nothing of what was erased.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn event(kind: &str, id: &str, minute: u32, more: Value) -> String {
    let mut event = json!({"event": kind, "id": id, "day": "2026-11-24",
        "at": format!("2026-11-24T08:{minute:02}:00.000+01:00"), "of": "2026-11-24/shown/0", "prompt": "time.a"});
    if let (Value::Object(event), Value::Object(more)) = (&mut event, more) {
        event.extend(more);
    }
    event.to_string()
}

fn erased(target: &str, only_text: bool) -> String {
    let more = if only_text { json!({"target": target, "only": "text"}) } else { json!({"target": target}) };
    event("erased", &format!("e-{target}-{only_text}"), 59, more)
}

fn file(lines: &[&str]) -> Vec<u8> {
    lines
        .iter()
        .fold(String::new(), |mut file, line| {
            let _ = writeln!(file, "{line}");
            file
        })
        .into_bytes()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn lines_are_put_in_order_and_each_stands_once() {
    let (skip, note) =
        (event("skip", "a", 1, json!({})), event("note", "b", 2, json!({"text": "x", "from later": [1]})));
    let bad = "<<<<<<< ours";
    let (ours, theirs) = (file(&[&note, bad]), file(&["\u{feff}", &skip, &note]));
    let united = unite(&[&ours, &theirs], &Erasures::default());
    assert_eq!(text(united), format!("{skip}\n{note}\n{bad}\n"));
}

#[test]
fn a_line_without_a_time_stays_behind_its_predecessor() {
    let bare = event("note", "b", 0, json!({"text": "x", "at": null}));
    let (early, late) = (event("skip", "a", 1, json!({})), event("skip", "c", 9, json!({})));
    let (ours, theirs) = (file(&[&late, &bare]), file(&[&early]));
    let united = unite(&[&ours, &theirs], &Erasures::default());
    assert_eq!(text(united), format!("{early}\n{late}\n{bare}\n"));
}

#[test]
fn what_is_erased_goes_and_every_other_byte_stays() {
    let done = r#"{"event":"done", "id":"d","day":"2026-11-24","rating":5,"text":"secret","later":{"a": 1},"at":"2026-11-24T08:02:00.000+01:00","of":"2026-11-24/shown/0","prompt":"time.a"}"#;
    let (note, strange) =
        (event("note", "n", 3, json!({"text": "secret"})), event("sung", "s", 4, json!({"song": "secret"})));
    let tombs = [erased("n", false), erased("s", false), erased("d", true)];
    let log = file(&[done, &note, &strange, &tombs[0], &tombs[1], &tombs[2]]);
    let united = text(unite(&[&log], &Erasures::named_in(&[&log])));
    let bare = done.replace(r#""text":"secret","#, "").replace(", ", ",").replace("\"a\":1", "\"a\": 1");
    assert_eq!(united, format!("{bare}\n{}\n{}\n{}\n", tombs[0], tombs[1], tombs[2]));
    assert!(!united.contains("secret"));
}

#[test]
fn no_cut_of_an_erased_line_is_left() {
    let note = event("note", "0123456789abcdef", 3, json!({"text": "one \"secret\" more"}));
    let tomb = erased("0123456789abcdef", false);
    for cut in 0..note.len() {
        let (head, tail) = note.split_at(cut);
        let log = file(&[&note, &tomb]);
        for piece in [head, tail] {
            let torn = file(&[piece, "<<<<<<< ours"]);
            let erasures = Erasures::named_in(&[&log, &torn]);
            let left = erasures.scrub(&torn).map_or_else(|| text(torn.clone()), text);
            assert!(!left.contains("secret"), "{left}");
            assert!(left.ends_with("<<<<<<< ours\n"), "and nothing else goes");
        }
    }
}

#[test]
fn no_cut_of_a_line_that_stays_is_lost() {
    // Only an answer can lose its words alone, and what says that something was erased stays itself.
    let (note, tomb) = (event("note", "n", 3, json!({"text": "kept"})), erased("n", true));
    let log = file(&[&note, &tomb, &erased("e-n-true", false)]);
    let torn = file(&[&note[..40], &tomb[..20]]);
    assert_eq!(Erasures::named_in(&[&log, &torn]).scrub(&torn), None);
}

#[test]
fn what_names_nothing_erased_is_left_as_it_is() {
    let log = file(&[&event("note", "n", 3, json!({"text": "kept"})), "no event"]);
    assert_eq!(Erasures::named_in(&[&log]).scrub(&log), None);
    let tomb = file(&[&erased("other", false)]);
    assert_eq!(Erasures::named_in(&[&log, &tomb]).scrub(&log), None);
}

#[test]
fn only_what_is_new_is_taken_over() {
    let (skip, note) = (event("skip", "a", 1, json!({})), event("note", "b", 2, json!({"text": "x"})));
    let here = file(&[&skip]);
    let (new, unreadable) = new_to(&[&here], &file(&[&skip, &note, "no event", &note]));
    assert_eq!((text(new), unreadable), (format!("{note}\n"), 1));
}

/// A line of a small world: few days, few ids, so that everything meets everything.
fn any_line() -> impl Strategy<Value = String> {
    let id = prop::sample::select(vec!["2026-11-24/shown/0", "2026-11-24/shown/1", "aaaaaaaa", "bbbbbbbb", "cccccccc"]);
    let prompt = prop::sample::select(vec!["time.a", "time.b"]);
    let kinds =
        vec!["shown", "done", "skip", "snooze", "never", "allow", "note", "undo", "erased", "sung", "bad", "head"];
    let at = prop::option::weighted(0.9, 0u32..6);
    (prop::sample::select(kinds), id.clone(), id, prompt, at, any::<bool>()).prop_map(
        |(kind, id, other, prompt, at, flag)| {
            let at = at.map(|minute| format!("2026-11-24T08:{minute:02}:00.000+01:00"));
            if kind == "bad" {
                return format!("no event {}", u8::from(flag));
            }
            if kind == "head" {
                return json!({"connect_log": 1, "min_reader": 1, "seed": prompt, "at": at}).to_string();
            }
            let mut event = json!({"event": kind, "id": id, "day": "2026-11-24", "prompt": prompt, "of": other,
                "target": other, "until": "2026-12-01", "practice": "time", "kind": "do", "effort": 5});
            let because = if flag { "never" } else { "swap" };
            if let Value::Object(event) = &mut event {
                event.extend(at.map(|at| ("at".to_owned(), at.into())));
                event.extend((flag && kind == "erased").then(|| ("only".to_owned(), "text".into())));
                event.extend((flag || kind == "note").then(|| ("text".to_owned(), "words".into())));
                event.extend((kind == "shown").then(|| ("because".to_owned(), because.into())));
                event.extend((kind == "shown").then(|| ("replaces".to_owned(), other.into())));
            }
            event.to_string()
        },
    )
}

fn any_files() -> impl Strategy<Value = Vec<String>> {
    let file = prop::collection::vec(any_line(), 0..10).prop_map(|lines| lines.join("\n") + "\n");
    prop::collection::vec(file, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_rewritten_log_says_the_same(files in any_files()) {
        let texts = files;
        let files: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        let erasures = Erasures::named_in(&files);
        let united = unite(&files, &erasures);
        let timed = texts.iter().all(|file| file.lines().all(|line| line.contains("\"at\":\"") || line.starts_with("no event")));
        // A line that took its time from one that was erased now takes an earlier one's, which may change anything.
        if timed || erasures.is_empty() {
            prop_assert!(agree(&replay(&files), &replay(&[&united])), "{}", String::from_utf8_lossy(&united));
            let again = unite(&[&united], &Erasures::named_in(&[&united]));
            prop_assert_eq!(&again, &united, "again is no change");
        }
        // And every line is there, but for what was erased.
        let scrubbed: Vec<Vec<u8>> =
            files.iter().map(|file| erasures.scrub(file).unwrap_or_else(|| file.to_vec())).collect();
        let lines = |file: &[u8]| file.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect::<BTreeSet<_>>();
        let kept: BTreeSet<Vec<u8>> = scrubbed.iter().flat_map(|file| lines(file)).filter(|line| !line.is_empty()).collect();
        let united_lines: BTreeSet<Vec<u8>> = lines(&united).into_iter().filter(|line| !line.is_empty()).collect();
        prop_assert_eq!(kept, united_lines);
        // Whether copies are folded in or stay beside the log makes no difference.
        for (main, fold) in [(0, false), (0, true), (files.len() - 1, false)] {
            let (added, log) = files.split_last().expect("a file");
            let files = Files { log, main: main.min(log.len().saturating_sub(1)), aside: &[] };
            if !log.is_empty() && (timed || erasures.is_empty()) {
                prop_assert!(files.agree(added, &files.plan(added, fold)));
            }
        }
    }

    #[test]
    fn nothing_makes_it_stumble(bytes in any::<Vec<u8>>(), files in any_files()) {
        let mut all: Vec<&[u8]> = files.iter().map(String::as_bytes).collect();
        all.push(&bytes);
        let erasures = Erasures::named_in(&all);
        let _ = unite(&all, &erasures);
        let _ = erasures.scrub(&bytes);
    }
}
