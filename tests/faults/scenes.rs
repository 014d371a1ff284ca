//! What stands in a home before a verb is typed: words in every file that words can come to stand in, conflict copies,
//! files of other programs.

use std::fs;

use crate::home::{NOW, files, home};
use crate::sandbox::Sandbox;

/// The words that are to be gone.
const CANARY: &str = "the heron flew at noon";

/// The note that says them, and how it is erased.
pub(crate) struct Note {
    line: &'static str,
    pub(crate) erased: &'static str,
}

pub(crate) const NOTE: Note = Note {
    line: r#"{"event":"note","id":"cafe0123","day":"2026-11-23","at":"2026-11-23T09:00:00.000+01:00","text":"the heron flew at noon"}"#,
    erased: "data erase cafe0123 --yes",
};

const HEADER: &str =
    r#"{"connect_log":1,"min_reader":1,"seed":"00000000000000d7","at":"2026-11-23T08:00:00.000+01:00"}"#;

const AFAR: &str =
    r#"{"event":"note","id":"0af1","day":"2026-11-24","at":"2026-11-24T07:00:00.000+01:00","text":"from afar"}"#;

const ERASED: &str =
    r#"{"event":"erased","id":"e4a5","day":"2026-11-24","at":"2026-11-24T07:30:00.000+01:00","target":"cafe0123"}"#;

const FOLDER: &str = ".local/share/connect";

/// The words in the log, in its copies, put aside, in a rewrite that was ended and in a note that was never taken over.
pub(crate) fn told(home: &Sandbox) {
    let begun = format!("{HEADER}\n{}\n", NOTE.line);
    home.write(&format!("{FOLDER}/history.jsonl"), begun.as_bytes());
    home.ok("");
    let log = home.log_text();
    let write = |name: &str, text: &str| home.write(&format!("{FOLDER}/{name}"), text.as_bytes());
    write("history.sync-conflict-20261124-1.jsonl", &log);
    assert_eq!(home.run("data merge").code, 0);
    let torn = NOTE.line;
    write("history.sync-conflict-20261124-2.jsonl", &log);
    write(
        "history.sync-conflict-20261124-3.jsonl",
        &format!("no event\n{}\n{}\n", &torn[..torn.len() - 9], &torn[30..]),
    );
    home.run("history");
    write(".history.99.0123", &log);
    write("quarantine/.history.99.4567", &log);
    write(".note-0123/note.txt", &format!("{CANARY}\n"));
    assert!(holding(home).len() >= 8, "{:?}", files(home.home()));
}

/// Those words whole in the log alone, and in pieces elsewhere: once they are gone there, nobody knows the pieces.
pub(crate) fn torn(home: &Sandbox) {
    told(home);
    let is_whole = |path: &&String| path.contains("sync-conflict") || path.ends_with("4567");
    files(home.home()).iter().filter(is_whole).for_each(|path| fs::remove_file(path).unwrap());
    assert!(holding(home).len() >= 4, "{:?}", files(home.home()));
}

/// A note that was never taken over, and nothing else.
pub(crate) fn unfinished(home: &Sandbox) {
    home.ok("");
    home.write(&format!("{FOLDER}/.note-0123/note.txt"), CANARY.as_bytes());
}

/// Those words, and an export made where they were erased.
pub(crate) fn received(mine: &Sandbox) {
    told(mine);
    let theirs = home(NOW);
    theirs.ok("note 'from them'");
    theirs.write(&format!("{FOLDER}/history.jsonl"), format!("{}{ERASED}\n", theirs.log_text()).as_bytes());
    let export = theirs.ok("data export");
    mine.write("theirs.json", export.as_bytes());
}

/// Those words, and conflict copies that say that they are erased, and more.
pub(crate) fn merged(home: &Sandbox) {
    told(home);
    // Its sync tool came back with the lines that it had torn.
    fs::remove_file(home.path(&format!("{FOLDER}/history.sync-conflict-20261124-3.jsonl"))).unwrap();
    for (number, line) in [(4, AFAR), (5, ERASED)] {
        home.write(&format!("{FOLDER}/history.sync-conflict-20261124-{number}.jsonl"), format!("{line}\n").as_bytes());
    }
}

/// What ends a line that the person wrote into a file that is not this program's alone: it stays whatever happens.
pub(crate) const THEIRS: &str = "# theirs";

/// Settings with a line of the person's own.
pub(crate) fn settled(home: &Sandbox) {
    home.write(".config/connect/settings.toml", b"# our two mugs # theirs\nlibrary = false # theirs\n");
}

/// A start-up file with lines of the person's own.
pub(crate) fn sourced(home: &Sandbox) {
    home.write(".bashrc", b"alias ll='ls -l' # theirs\nexport EDITOR=nano # theirs\n");
}

/// A user session of systemd, which remembers when a timer came last.
pub(crate) fn with_systemd(home: &Sandbox) {
    home.write("has-systemd", b"");
    home.write(".local/share/systemd/timers/stamp-connect-remind.timer", b"");
}

/// A crontab with jobs of the person's own.
pub(crate) fn with_jobs(home: &Sandbox) {
    home.write("crontab", b"# since 2009 # theirs\n*/5 * * * * date >/dev/null # theirs\n");
}

/// Words in every file that words can come to stand in, and files of the person's own with lines of ours in them.
pub(crate) fn settled_in(home: &Sandbox) {
    told(home);
    sourced(home);
    with_jobs(home);
}

/// The files of a home that hold the words.
pub(crate) fn holding(home: &Sandbox) -> Vec<String> {
    let holds = |path: &String| fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains("heron"));
    files(home.home()).into_iter().filter(holds).collect()
}
