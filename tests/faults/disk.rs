//! A disk of 64 KB that fills up while words are being written.

use std::process::Command;

use serde_json::Value;

use crate::home::{NOW, has, home};
use crate::sandbox::{PROGRAM, Sandbox};
use crate::shim::with_and_without_locks;

/// Runs a script in a home whose data lie on a disk of 64 KB, `$DATA`, and copies them to `after` at the end.
fn on_a_small_disk(home: &Sandbox, script: &str) -> String {
    let mut command = Command::new("unshare");
    home.furnish(&mut command);
    let data = home.path(".local/share/connect");
    std::fs::create_dir_all(&data).unwrap();
    let whole = format!(
        "mount -t tmpfs -o size=64k,mode=700 none \"$DATA\" || exit 1\ncd \"$HOME\"\n{script}\ncp -r \"$DATA\" after\n"
    );
    let output = command.env("DATA", &data).args(["-rm", "sh", "-c", &whole]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn works() -> bool {
    has("unshare", &["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"])
}

#[test]
fn a_disk_that_fills_up_loses_nothing_acknowledged_and_damages_no_line() {
    if !works() {
        return;
    }
    for (number, home) in with_and_without_locks(|| home(NOW)).iter().enumerate() {
        // Notes of uneven length, so that a page of the disk ends in the middle of a line.
        let script = format!(
            "{PROGRAM} today; i=0; pad=x\nwhile [ $i -lt 150 ]; do\n  i=$((i+1)); pad=\"$pad word$i\"\n  \
             {PROGRAM} note \"n$i. $pad\" >/dev/null 2>told; code=$?; echo \"note $i $code\"\n  \
             [ $code = 0 ] || {{ grep -q \"^n$i\\. x word1\" told && grep -q 'disk full' told || echo 'the words are not given back'; }}\n\
             done\n{PROGRAM} today || echo \"today $?\"\ncp \"$DATA/history.jsonl\" full.jsonl\n\
             rm -f \"$DATA/filler\"; truncate -s 30000 \"$DATA/history.jsonl\"; {PROGRAM} note 'room again' >/dev/null || echo failed"
        );
        let told = on_a_small_disk(home, &script);
        let code =
            |line: &str| line.strip_prefix("note ")?.split_once(' ').map(|(i, code)| (i.to_owned(), code.to_owned()));
        let (kept, refused): (Vec<_>, Vec<_>) = told.lines().filter_map(code).partition(|(_, code)| code == "0");
        assert!(kept.len() > 20 && refused.len() > 20, "{told}");
        assert!(refused.iter().all(|(_, code)| code == "74"), "{told}");
        assert!(!told.contains("given back") && !told.contains("failed"), "{told}");
        let cards: Vec<&str> = told.split("○ ").skip(1).map(|card| card.split("note ").next().unwrap()).collect();
        assert!(cards.len() == 2 && cards[0].lines().next() == cards[1].lines().next(), "the prompt stays: {told}");
        let log = std::fs::read_to_string(home.path("full.jsonl")).unwrap();
        let lines: Vec<Option<Value>> = log.lines().map(|line| serde_json::from_str(line).ok()).collect();
        // Without a lock what was half written cannot be taken back; it is passed over.
        assert!(number == 1 || lines.iter().all(Option::is_some), "a torn line: {log}");
        let texts: Vec<&str> = lines.iter().flatten().filter_map(|event| event["text"].as_str()).collect();
        for (i, _) in &kept {
            assert!(texts.iter().any(|text| text.starts_with(&format!("n{i}. x"))), "note {i} is lost");
        }
        let after = std::fs::read_to_string(home.path("after/history.jsonl")).unwrap();
        assert!(after.contains("room again"), "{after}");
    }
}

#[test]
fn a_full_disk_is_left_without_half_a_log_and_the_prompt_appears() {
    if !works() {
        return;
    }
    let home = home(NOW);
    let script = format!(
        "cat /dev/zero >\"$DATA/filler\" 2>/dev/null; {PROGRAM} today; echo \"code $?\"; ls -A \"$DATA\"\n\
         {PROGRAM} today; rm \"$DATA/filler\"; {PROGRAM} today; echo \"code $?\""
    );
    let told = on_a_small_disk(&home, &script);
    let codes: Vec<&str> = told.lines().filter(|line| line.starts_with("code ")).collect();
    assert_eq!(codes, ["code 75", "code 0"], "{told}");
    assert_eq!(told.matches("○ ").count(), 3, "{told}");
    assert!(told.contains("code 75\nfiller\n"), "nothing but the filler is left: {told}");
    let log = std::fs::read_to_string(home.path("after/history.jsonl")).unwrap();
    assert!(log.starts_with("{\"connect_log\"") && log.lines().count() == 2, "{log}");
}
