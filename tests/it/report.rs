//! `report`: a page that loads nothing, lets no text act, keeps notes to itself, and is good to read for everyone.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::sandbox::{Sandbox, skip};
use crate::terminal::in_terminal;

/// What a hostile hand might write into a note.
const HOSTILE: &str = "</blockquote><script>alert(1)</script><img src=x onerror=alert(1)>\u{1b}[31m\u{202e}&amp;\"'";

/// A home in which a week was lived.
fn lived() -> Sandbox {
    let mut home = Sandbox::bare("2026-11-18T08:00:00+01:00").settings("name = \"Robin <b>\"\n");
    for (day, answer) in [
        (18, "love --note 'They laughed at the third one.'"),
        (19, "done"),
        (20, "skip"),
        (22, "done --rating 4"),
        (23, "another"),
        (24, ""),
    ] {
        home.set("CONNECT_NOW", &format!("2026-11-{day}T08:00:00+01:00"));
        home.ok("");
        home.ok(answer);
    }
    home.later("2026-11-24T20:00:00+01:00")
}

/// The text of a page, without its markup.
fn text_of(page: &str) -> String {
    let body = page.split("<body>").nth(1).unwrap().replace("</th>", "; ").replace("</td>", "; ");
    let mut text = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_week_is_told_as_it_was() {
    let page = lived().ok("report");
    assert_data_eq!(
        text_of(&page).split("Nine ways").next().unwrap(),
        str![[r#"
November 2026
Together with Robin &lt;b&gt;
One small thing to do, ask, say or notice came on 6 days. It was done on 3 of them, and loved on 1.
The days
November
done loved seen A row is a week, Monday first.
The same days by date
1 November 2026 to 24 November 2026
Month; Loved; Done; Seen;
November 2026; 18; 19, 22; 20, 23, 24;
Loved
Admit to Robin &lt;b&gt; one thing you got wrong today that has nothing to do with them: the weather, or which way a door opens.
Go first · 18 November 2026

"#]]
    );
}

#[test]
fn the_balance_is_told_as_it_was() {
    let page = lived().ok("report");
    assert_data_eq!(
        text_of(&page).split("Nine ways").nth(1).unwrap(),
        str![[r#"

Be herenone
Ask what matters0 of 1
Go first1 of 1
Catch the good0 of 1
Make roomnone
Love their way1 of 1
Tune in0 of 1
Be sillynone
Same team1 of 1
Done, by what was asked: questions 0 of 1, small deeds 2 of 3, words said aloud 1 of 2.
The same in numbers
Prompts by practice
Practice; Shown; Done; Loved;
Be here; 0; 0; 0;
Ask what matters; 1; 0; 0;
Go first; 1; 1; 1;
Catch the good; 1; 0; 0;
Make room; 0; 0; 0;
Love their way; 1; 1; 0;
Tune in; 1; 0; 0;
Be silly; 0; 0; 0;
Same team; 1; 1; 0;
Written by connect on 24 November 2026. It counts only what was told to it; most of a year is elsewhere.
"#]]
    );
}

#[test]
fn the_days_are_drawn_as_they_were() {
    let page = lived().ok("report");
    let pictures: Vec<&str> = page.split("role=\"img\" aria-label=\"").skip(1).collect();
    assert_eq!(pictures.len(), 1, "a month for every month there was");
    assert!(
        pictures[0].starts_with("November 2026: 3 days done, 1 of them loved; 3 seen; 1 not opened\""),
        "{}",
        pictures[0]
    );
    let marks = |class: &str| pictures[0].split("</svg>").next().unwrap().matches(class).count();
    assert_eq!(["loved", "done", "seen", "none"].map(|class| marks(&format!("class=\"{class}\""))), [1, 2, 3, 1]);
}

#[test]
fn the_page_is_one_file_that_loads_and_runs_nothing() {
    let page = lived().ok("report --notes");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    for way in ["<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "http:", "https:", " on"] {
        let markup = page.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(!style.contains(way) || way == " on", "{way}");
        assert!(markup.map(|tag| format!("<{tag}")).all(|tag| !tag.contains(way)), "{way}");
    }
}

#[test]
fn notes_are_told_only_if_asked_and_cannot_act() {
    let home = lived();
    assert!(home.command("note").arg(HOSTILE).output().unwrap().status.success());
    let quiet = home.ok("report");
    assert!(!quiet.contains("third one") && !quiet.contains("alert"), "notes are private");
    let page = home.ok("report --notes");
    assert!(page.contains("<blockquote>They laughed at the third one.</blockquote>"), "{page}");
    let escaped = "<blockquote>&lt;/blockquote&gt;&lt;script&gt;alert(1)&lt;/script&gt;\
                   &lt;img src=x onerror=alert(1)&gt;^[[31m\u{fffd}&amp;amp;&quot;&#39;</blockquote>";
    assert!(page.contains(escaped), "{page}");
    assert!(page.contains("<h1>Together with Robin &lt;b&gt;</h1>"), "{page}");
}

#[test]
fn of_a_single_day_it_is_said_plainly() {
    let home = Sandbox::at("2026-11-24T08:00:00+01:00");
    home.ok("");
    let lead = |said: &str| format!("One small thing to do, ask, say or notice came on 1 day.{said}<");
    assert!(home.ok("report").contains(&lead("")));
    home.ok("done");
    assert!(home.ok("report").contains(&lead(" It was done.")));
    home.ok("love");
    assert!(home.ok("report").contains(&lead(" It was done, and loved.")));
}

#[test]
fn the_numbers_are_those_of_the_log() {
    let home = lived();
    let done = home.events().iter().filter(|event| event["event"] == "done").count();
    let page = home.ok("report");
    assert!(page.contains(&format!("It was done on {done} of them, and loved on 1.")), "{page}");
    home.ok("undo");
    home.ok("undo");
    assert!(home.ok("report").contains("It was done on 2 of them, and loved on 1."), "what was taken back is gone");
}

#[test]
fn a_year_is_asked_for_by_its_number() {
    let home = lived().later("2027-03-01T08:00:00+01:00");
    assert_eq!(home.ok("report --year 2026").matches("<figure>").count(), 2, "November and December");
    assert_eq!(home.ok("report").matches("<figure>").count(), 5, "to this month");
    let home = home.later("2028-03-01T08:00:00+01:00");
    let run = home.run("report");
    let told = "connect: nothing was shown from 1 Apr 2027 to Wed 1 Mar, so there is no page to write\n";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (65, "", told));
    let run = home.run("report --year 2029");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: 2029 is still to come\n"));
}

#[test]
fn a_file_is_written_for_the_owner_alone() {
    let home = lived();
    let path = home.path("year.html");
    assert_eq!(home.ok(&format!("report --out {}", path.display())), "  Written: ~/year.html.\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), home.ok("report"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn nothing_is_written_over_unless_that_is_asked_and_only_files_are() {
    let home = lived();
    let write = |name: &str, flags: &str| home.run(&format!("report --out {} {flags}", home.path(name).display()));
    let is_left = || assert_eq!(fs::read_to_string(home.path("mine.html")).unwrap(), "mine");
    home.write("mine.html", b"mine");
    fs::set_permissions(home.path("mine.html"), Permissions::from_mode(0o644)).unwrap();
    let run = write("mine.html", "");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", "connect: ~/mine.html exists already\n"));
    is_left();
    fs::create_dir(home.path("folder")).unwrap();
    symlink(home.path("mine.html"), home.path("link")).unwrap();
    for (name, told) in [("folder", "~/folder"), ("link", "~/link"), ("/dev/null", "/dev/null")] {
        let run = write(name, "--force");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}");
        assert_eq!(run.stderr, format!("connect: {told} is no regular file\n"));
    }
    is_left();
    let run = write("nowhere/year.html", "");
    assert_eq!((run.code, run.stderr.as_str()), (74, "connect: can't write ~/nowhere/year.html: it does not exist\n"));
    assert_eq!(write("mine.html", "--force").code, 0);
    assert!(fs::read_to_string(home.path("mine.html")).unwrap().ends_with("</html>\n"));
    let mode = fs::metadata(home.path("mine.html")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "what anyone could read before is private now");
    let names: Vec<_> = fs::read_dir(home.home()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        names.iter().all(|name| !name.to_string_lossy().starts_with(".connect")),
        "nothing is left over: {names:?}"
    );
}

#[test]
fn a_history_that_cannot_be_read_is_not_an_empty_one() {
    let home = lived();
    fs::remove_file(home.log_path()).unwrap();
    fs::create_dir(home.log_path()).unwrap();
    let run = home.run("report");
    assert_eq!((run.code, run.stdout.as_str()), (74, ""));
    assert!(run.stderr.starts_with("connect: can't read ~/.local/share/connect/history.jsonl: "), "{}", run.stderr);
}

#[test]
fn a_terminal_is_told_of_files_and_ascii_stays_ascii() {
    let home = lived();
    assert!(
        in_terminal(&home, "report", 80, "")
            .ends_with("hint: `connect report --out year.html` writes a file for a browser\n")
    );
    let page = home.ok("report --ascii --notes");
    assert!(page.is_ascii() && page.contains("&#183;"));
}

/// Where the browser's packages are, and the browser; none where they are missing, which only a laptop may do.
#[expect(clippy::disallowed_methods, reason = "where a laptop keeps what tests need")]
fn browser() -> Option<(PathBuf, PathBuf)> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let cache = variable("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&variable("HOME")?).join(".cache")))?;
    let modules = cache.join("connect-ci/node_modules");
    let path = variable("PATH")?;
    let mut names = std::env::split_paths(&path).map(|folder| folder.join("chromium"));
    let found = names.find(|name| name.exists()).filter(|_| modules.join("axe-core").exists());
    if found.is_none() {
        skip("chromium, playwright-core and axe-core");
    }
    found.map(|browser| (modules, browser))
}

#[test]
fn everyone_can_read_it() {
    let Some((modules, browser)) = browser() else {
        return;
    };
    let home = lived();
    home.ok(&format!("report --notes --out {}", home.path("year.html").display()));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/audit.cjs");
    let mut audit = Command::new("node");
    home.furnish(&mut audit);
    let run =
        audit.arg(script).args([modules, browser, home.path("year.html"), home.path("year.pdf")]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let found: Value = serde_json::from_slice(&run.stdout).unwrap();
    let readers = found["readers"].as_object().unwrap();
    assert_eq!(readers.len(), 4);
    for (name, reader) in readers {
        assert_eq!(reader["violations"], serde_json::json!([]), "{name}");
        assert_eq!(reader["told"], serde_json::json!([]), "{name}: the console is quiet");
        assert_eq!(reader["overflow"], 0, "{name}: nothing is wider than the screen");
        assert_eq!(reader["requests"], 1, "{name}: only the page itself is read");
        assert!(reader["passes"].as_u64() > Some(20), "{name}: the audit took place");
    }
    assert_eq!(found["sheets"], 2, "a week is printed on two sheets");
    assert!(fs::read(home.path("year.pdf")).unwrap().starts_with(b"%PDF-"));
}
