//! Prompts of one's own: found, preferred, and told what is wrong with them.

use crate::sandbox::Sandbox;

const NOW: &str = "2026-11-24T08:01:12+01:00";

fn prompt(id: &str, text: &str) -> String {
    format!("[[prompt]]\nid = \"{id}\"\nkind = \"do\"\neffort = 5\ndepth = 1\ntext = \"{text}\"\n")
}

#[test]
fn packs_extend_and_override_the_library() {
    let home = Sandbox::bare(NOW)
        .pack("ours.toml", &(prompt("time.ours", "Ours.") + &prompt("gratitude.six-word-note", "Seven words.")));
    assert!(home.ok("show time.ours").contains("From   ~/.config/connect/prompts/ours.toml"));
    assert!(home.ok("show gratitude.six-word-note").contains("Seven words."));
    let alone = home.settings("library = false");
    assert!(["time.ours", "gratitude.six-word-note"].contains(&alone.id().as_str()));
}

#[test]
fn faults_name_file_line_and_column_and_spoil_nothing_else() {
    let bad = prompt("time.good", "Good.")
        + &prompt("time.bad", "Bad.").replace("\"do\"", "\"dare\"")
        + &prompt("time.late", "Late.");
    let home = Sandbox::bare(NOW).settings("library = false").pack("ours.toml", &bad);
    let run = home.run("today");
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stderr,
        "connect: ~/.config/connect/prompts/ours.toml:9:8: no kind \"dare\"; one of ask, do, say, notice\n\
         \x20 9 | kind = \"dare\"\n    |        ^^^^^^\n"
    );
    assert_eq!(home.run("show time.bad").code, 2);
    assert_eq!(home.run("show time.late").code, 0);
}

#[test]
fn every_kind_of_broken_pack_is_told_and_the_prompt_appears() {
    let deep = format!("x = {}{}", "[".repeat(20_000), "]".repeat(20_000));
    let junk = "x".repeat(2 << 20);
    let cases: [(&[u8], &str); 7] = [
        (b"\xff\xfep\0", "bad.toml: is UTF-16; save it as UTF-8; this pack is skipped"),
        (b"\xfe\xff\0p", "bad.toml: is UTF-16; save it as UTF-8; this pack is skipped"),
        (b"# caf\xe9\n", "bad.toml:1:6: is not UTF-8 from here on; save it as UTF-8; this pack is skipped"),
        (b"prompt = 3\n", "bad.toml:1:10: prompts are written as [[prompt]]; this one is skipped"),
        (b"[promt]\n", "bad.toml:1:2: no table \"promt\"; did you mean \"prompt\"?"),
        (deep.as_bytes(), "bad.toml:1:"),
        (junk.as_bytes(), "bad.toml:1:"),
    ];
    for (bytes, told) in cases {
        let home = Sandbox::bare(NOW);
        home.write(".config/connect/prompts/bad.toml", bytes);
        let run = home.run("");
        assert_eq!(run.code, 0, "{told}");
        assert!(run.stdout.starts_with("○ "), "{told}");
        assert!(run.stderr.starts_with(&format!("connect: ~/.config/connect/prompts/{told}")), "{}", run.stderr);
        assert!(run.stderr.len() < 500, "a page of junk is not printed");
    }
    let good = Sandbox::bare(NOW)
        .pack("crlf.toml", &format!("\u{feff}{}", prompt("time.ours", "Ours.").replace('\n', "\r\n")));
    good.ok("show time.ours");
    let large = Sandbox::bare(NOW);
    large.write(".config/connect/prompts/large.toml", &vec![b'#'; (16 << 20) + 1]);
    assert!(large.run("").stderr.contains("large.toml: is larger than 16 MiB; this pack is skipped"));
}

#[test]
fn text_from_a_pack_cannot_act_on_the_terminal() {
    let text = r"Say \u001b[2J\u0007\u009b31m\u202Eolleh\u200E \uFEFF\U000E0041 now.";
    let home = Sandbox::bare(NOW).settings("library = false").pack("evil.toml", &prompt("time.evil", text));
    for line in [
        "today",
        "today --json",
        "today --plain",
        "today --format '{text}'",
        "show time.evil",
        "show time.evil --json",
        "why",
    ] {
        for color in ["0", "1"] {
            let run = home.command(line).env("CLICOLOR_FORCE", color).output().unwrap();
            let text = String::from_utf8(run.stdout)
                .unwrap()
                .replace("\u{1b}[1m", "")
                .replace("\u{1b}[0m", "")
                .replace("\u{1b}[1;91m", "");
            let acts = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{200e}\u{feff}\u{e0041}".contains(c);
            assert!(!text.chars().any(acts), "{line}: {text:?}");
        }
    }
    let json = home.json("today --json");
    assert!(json["text"].as_str().unwrap().contains("\u{1b}[2J"), "JSON keeps what was written");
    let run = Sandbox::bare(NOW).pack("evil.toml", "\"\\u001b[2J\" = 1\n").run("");
    assert!(run.stderr.contains("no table \"^[[2J\"") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn ten_thousand_prompts_are_taken_in_stride() {
    let many: String = (0..10_000).map(|number| prompt(&format!("time.number-{number}"), "Count.")).collect();
    let home = Sandbox::bare(NOW).pack("many.toml", &many);
    home.ok("");
    let twice = home.pack("more.toml", &prompt("time.number-7", "Again."));
    let run = twice.run("practices");
    assert_eq!(
        run.stderr,
        "connect: ~/.config/connect/prompts/more.toml: time.number-7 is in ~/.config/connect/prompts/many.toml already, which comes first\n"
    );
}

#[test]
fn packs_that_stand_alone_and_cannot_be_read_withhold_no_prompt() {
    let told = "connect: no prompt of your own can be read; using the built-in ones until that is mended\n";
    let broken = Sandbox::bare(NOW).settings("library = false").pack("ours.toml", "[[prompt]\n");
    let unreadable = Sandbox::bare(NOW).settings("library = false");
    unreadable.write(".config/connect/prompts/ours.toml/folder", b"");
    for home in [broken, unreadable] {
        let run = home.run("");
        assert!(run.code == 0 && run.stdout.starts_with("○ "), "{run:?}");
        assert!(run.stderr.contains("ours.toml") && run.stderr.ends_with(told), "{}", run.stderr);
        assert_eq!(home.run("done").code, 0);
        let home = home.later("2026-11-25T08:00:00+01:00");
        assert!(home.ok("today --hook").starts_with("○ "), "and the shell hears nothing of it");
    }
}
