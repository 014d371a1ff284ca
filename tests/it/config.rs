//! Settings from the command line: found, changed with their comments, never damaged.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::sandbox::{PROGRAM, Run, Sandbox};
use crate::terminal::code_and_screen;

const NOW: &str = "2026-11-24T08:01:12+01:00";

fn path(home: &Sandbox) -> PathBuf {
    home.path(".config/connect/settings.toml")
}

fn written(home: &Sandbox) -> String {
    fs::read_to_string(path(home)).unwrap()
}

fn mode(path: &PathBuf) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// What lies in the settings' folder.
fn names(home: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(home.path(".config/connect")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn all_settings_are_listed_with_their_origin() {
    let home = Sandbox::bare(NOW).settings(
        "name = \"Robin\"\n\nminutes = 15\nwhere = { weekend = [\"together\"] }\n\n[practices]\n# More thanks.\ngratitude = 2\n\n\
         [[occasions]]\nname = \"Anniversary\"\ndate = \"06-14\"\nkind = \"anniversary\"\n",
    );
    let list = home.ok("config list");
    assert_data_eq!(
        &list,
        str![[r#"
  name                 Robin                            settings.toml:1
  day_starts           04:00                            default
  minutes              15                               settings.toml:3
  where.weekday        together, apart                  default
  where.weekend        together                         settings.toml:4
  weekend              sat, sun                         default
  have                 touch, move, outdoors, see,      default
                       hear
  cost                 low                              default
  max_depth            3                                default
  adapt                gentle                           default
  library              true                             default
  hook                 prompt                           default
  practices.gratitude  2                                settings.toml:8
  languages            none                             default
  occasions            Anniversary (06-14)              settings.toml:10

"#]]
    );
    assert_eq!(home.ok("config"), list, "a list is what `config` alone prints");
    let narrow = home.env("COLUMNS", "40").ok("config");
    assert!(narrow.lines().all(|line| line.chars().count() <= 40), "{narrow}");
    assert!(narrow.contains("  have\n    touch, move, outdoors, see, hear ·\n    default\n"), "{narrow}");
}

#[test]
fn one_setting_is_printed_as_a_script_wants_it() {
    let home = Sandbox::bare(NOW).settings("minutes = { weekday = 10 }\nname = \"Robin\"\n");
    assert_eq!(home.ok("config get name"), "Robin\n");
    assert_eq!(home.ok("config get where"), "together, apart\n");
    assert_eq!(home.ok("config get minutes.weekday"), "10\n");
    assert_eq!(
        home.ok("config get minutes"),
        "  minutes.weekday  10  settings.toml:1\n  minutes.weekend  60  default\n"
    );
    assert_eq!(Sandbox::bare(NOW).ok("config get name"), "\n", "nothing is set");
    assert_eq!(home.ok("config get name --plain"), "name: Robin, from line 2 of settings.toml.\n");
    assert_eq!(
        home.json("config get minutes --json"),
        json!({ "schema": 1, "file": "[HOME]/.config/connect/settings.toml", "settings": [
            { "key": "minutes.weekday", "value": 10, "origin": "file", "line": 1 },
            { "key": "minutes.weekend", "value": 60, "origin": "default", "line": null },
        ] })
    );
    assert_eq!(home.json("config list --json")["settings"].as_array().unwrap().len(), 13 + 9 + 5 + 1);
    let run = home.run("config get nmae");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: no setting \"nmae\"; did you mean \"name\"?\n"));
}

#[test]
fn a_change_keeps_comments_and_counts_at_once() {
    let text = "# Ours.\nname = \"Robin\" # the cat says Bob\n\n[practices]\n# Thanks!\ngratitude = 2\n";
    let home = Sandbox::bare(NOW).settings(text);
    assert_eq!(
        home.ok("config set minutes.weekend 45"),
        "  minutes.weekend is now 45, in ~/.config/connect/settings.toml.\n"
    );
    home.ok("config set name Mary Ann");
    home.ok("config set practices.time 0");
    assert_eq!(
        written(&home),
        "# Ours.\nname = \"Mary Ann\" # the cat says Bob\nminutes = { weekend = 45 }\n\n[practices]\n# Thanks!\ngratitude = 2\ntime = 0\n"
    );
    assert!(home.ok("practices").contains("Make room         122 prompts  off"));
    assert_eq!(home.ok("config unset practices.time"), "  practices.time is back to its default.\n");
    assert_eq!(home.ok("config unset practices.time"), "  practices.time is at its default already.\n");
    home.ok("config unset minutes");
    home.ok("config set name Robin");
    assert_eq!(written(&home), text);
}

#[test]
fn a_first_setting_makes_a_private_file() {
    let home = Sandbox::bare(NOW);
    let mut command = Command::new("sh");
    home.furnish(&mut command);
    let script = format!("umask 0; {PROGRAM} config set where apart distance >/dev/null");
    assert!(command.args(["-c", &script]).status().unwrap().success());
    assert_eq!(written(&home), "where = [\"apart\", \"distance\"]\n");
    assert_eq!((mode(&path(&home)), mode(&home.path(".config/connect"))), (0o600, 0o700));
    assert_eq!(names(&home), ["settings.toml"]);
}

#[test]
fn links_permissions_and_line_ends_stay() {
    let home = Sandbox::bare(NOW);
    home.write("dotfiles/connect.toml", b"name = \"Robin\"\r\n# ours\r\n");
    let real = home.path("dotfiles/connect.toml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir_all(home.path(".config/connect")).unwrap();
    symlink("../../dotfiles/connect.toml", path(&home)).unwrap();
    home.ok("config set minutes 10");
    assert!(fs::symlink_metadata(path(&home)).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "name = \"Robin\"\r\n# ours\r\nminutes = 10\r\n");
    assert_eq!(mode(&real), 0o640);
    assert_eq!(fs::read_dir(home.path("dotfiles")).unwrap().count(), 1, "nothing is left beside it");
    fs::remove_file(&real).unwrap();
    let run = home.run("config set minutes 10");
    assert_eq!(run.code, 78, "a link to nothing is not followed: {}", run.stderr);
    assert!(!real.exists());
}

#[test]
fn what_is_not_toml_is_left_alone() {
    let broken = "name = \"Robin\"\n[practices\ngratitude = 2\n";
    for line in ["config set minutes 10", "config unset name", "config get name", "config list"] {
        let home = Sandbox::bare(NOW).settings(broken);
        let run = home.run(line);
        assert_eq!((run.code, run.stdout.as_str()), (78, ""), "{line}");
        assert_eq!(
            run.stderr, "connect: ~/.config/connect/settings.toml:2:11: unclosed table, expected `]`\n",
            "{line}"
        );
        assert_eq!(written(&home), broken, "{line}");
    }
    let home = Sandbox::bare(NOW);
    home.write(".config/connect/settings.toml", b"\xff\xfen\0");
    let run = home.run("config set minutes 10");
    assert_eq!((run.code, fs::read(path(&home)).unwrap()), (78, b"\xff\xfen\0".to_vec()), "{}", run.stderr);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let text = "minuts = 3\nmax_depth = 9\n";
    let home = Sandbox::bare(NOW).settings(text);
    let cases = [
        ("config set minutes many", "minutes is a number"),
        ("config set minutes 0", "minutes is from 1 to 600"),
        ("config set practices.time -1", "a weight is a number from 0 to 1000"),
        ("config set adapt gentel", "no adapt \"gentel\"; did you mean \"gentle\"?"),
        ("config set nmae Robin", "no setting \"nmae\"; did you mean \"name\"?"),
        ("config set occasions x", "occasions are written by hand: `connect config edit`"),
        ("config unset nmae", "no setting \"nmae\"; did you mean \"name\"?"),
        ("config set minutes", "VALUE is missing"),
        ("config lst", "no verb \"lst\"; did you mean \"list\"?"),
        ("config zzz", "no verb \"zzz\"; one of get, set, unset, list, edit, path"),
    ];
    for (line, told) in cases {
        let run = home.run(line);
        assert_eq!((run.code, run.stderr), (2, format!("connect: {told}\n")), "{line}");
        assert_eq!(written(&home), text, "{line}");
    }
    home.ok("config set cost free");
    home.ok("config unset minuts");
    assert_eq!(written(&home), "max_depth = 9\ncost = \"free\"\n", "old faults are no hindrance, and can be mended");
}

#[test]
fn a_write_that_fails_leaves_the_old_file() {
    let text = "# Ours.\nname = \"Robin\"\n";
    let home = Sandbox::bare(NOW).settings(text);
    let mut command = Command::new("sh");
    home.furnish(&mut command);
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {PROGRAM} config set minutes 10 2>&1 | cat");
    let told = String::from_utf8(command.args(["-c", &script]).output().unwrap().stdout).unwrap();
    assert!(told.starts_with("connect: can't write ~/.config/connect/settings.toml: "), "{told}");
    assert_eq!(written(&home), text);
    assert_eq!(names(&home), ["settings.toml"], "no half file is left");
}

#[test]
fn two_changes_do_not_undo_each_other() {
    let home = Sandbox::bare(NOW).settings("minutes = 10\n");
    let other = fs::File::open(home.path(".config/connect")).unwrap();
    other.lock().unwrap();
    let run = home.run("config set cost free");
    let told = "connect: the settings are being changed by another process; try again\n";
    assert_eq!((run.code, run.stderr.as_str(), written(&home).as_str()), (74, told, "minutes = 10\n"));
    drop(other);
    home.ok("config set cost free");
}

#[test]
fn the_path_is_one_that_programs_can_use() {
    let home = Sandbox::bare(NOW);
    assert_eq!(home.ok("config path"), "[HOME]/.config/connect/settings.toml\n");
    assert_eq!(
        home.json("config path --json"),
        json!({ "schema": 1, "settings": "[HOME]/.config/connect/settings.toml", "origin": null })
    );
    let elsewhere = home.path("elsewhere");
    let home = home.env("CONNECT_CONFIG_DIR", elsewhere.to_str().unwrap());
    let (_, screen) = code_and_screen(&home, "config path", 200, "");
    assert_eq!(
        screen,
        format!("{}/settings.toml\nhint: it is there because of CONNECT_CONFIG_DIR\n", elsewhere.display())
    );
    let mut command = home.command("config set name Robin");
    command.env_remove("CONNECT_CONFIG_DIR").env("HOME", "relative");
    let run = Run::of(command.output().unwrap(), home.home());
    assert_eq!((run.code, run.stderr.as_str()), (74, "connect: there is no home folder to keep settings in\n"));
}

/// A home whose editor runs these commands, each time it is opened the next; `$1` is the file.
fn with_editor(home: Sandbox, scripts: &[&str]) -> Sandbox {
    let cases: Vec<String> = scripts.iter().enumerate().map(|(at, script)| format!("{at}) {script} ;;")).collect();
    let cases = cases.join("\n");
    let script = format!(
        "n=$(cat \"$HOME/count\" 2>/dev/null || echo 0)\necho $((n + 1)) > \"$HOME/count\"\ncase $n in\n{cases}\nesac\n"
    );
    home.write("editor", script.as_bytes());
    let editor = format!("sh '{}'", home.path("editor").display());
    home.env("EDITOR", &editor).env("NO_COLOR", "1")
}

fn edited(home: &Sandbox, keys: &str) -> (Option<i32>, String) {
    let (code, screen) = code_and_screen(home, "config edit", 72, keys);
    (code, screen.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn the_file_is_edited_as_a_copy() {
    let home = Sandbox::bare(NOW).settings("# Ours.\nminutes = 10\n");
    let look =
        "ls -l \"$1\" | cut -c1-10 > \"$HOME/mode\"; cat \"$HOME/.config/connect/settings.toml\" > \"$HOME/meanwhile\"";
    let home = with_editor(
        home,
        &[&format!("echo 'name = \"Robin\"' >> \"$1\"; {look}"), "true", "echo junk >> \"$1\"; false"],
    );
    let (code, screen) = edited(&home, "");
    assert_eq!((code, screen.as_str()), (Some(0), "Saved: ~/.config/connect/settings.toml."));
    assert_eq!(written(&home), "# Ours.\nminutes = 10\nname = \"Robin\"\n");
    let read = |name: &str| fs::read_to_string(home.path(name)).unwrap();
    assert_eq!((read("mode").as_str(), read("meanwhile").as_str()), ("-rw-------\n", "# Ours.\nminutes = 10\n"));
    assert_eq!(edited(&home, ""), (Some(0), "Nothing changed.".to_owned()));
    assert_eq!(names(&home), ["settings.toml"], "and no copy is left");
    let (code, screen) = edited(&home, "");
    assert_eq!(code, Some(74));
    assert!(screen.contains("connect: the editor \"sh\" failed; nothing was changed, and what you wrote is in ~/.config/connect/.settings-"), "{screen}");
    assert_eq!(names(&home).len(), 2, "what was written stays");
}

#[test]
fn a_fault_is_offered_to_be_mended() {
    let home = Sandbox::bare(NOW).settings("minutes = 10\n");
    let home = with_editor(
        home,
        &["echo '[oops' >> \"$1\"", "echo 'minutes = \"many\"' > \"$1\"", "echo 'minutes = 20' > \"$1\""],
    );
    let (code, screen) = edited(&home, "\ny\n");
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("settings.toml:2:6: unclosed table"), "{screen}");
    assert!(screen.contains("minutes is a number"), "{screen}");
    assert_eq!(screen.matches("Open it again? [Y/n] >").count(), 2, "{screen}");
    assert_eq!((written(&home).as_str(), names(&home).len()), ("minutes = 20\n", 1));
}

#[test]
fn what_was_left_broken_is_told_of() {
    let home = with_editor(Sandbox::bare(NOW).settings("minutes = 10\n[oops\n"), &["true"; 3]);
    let told = "connect: nothing changed, and it is still broken: ~/.config/connect/settings.toml:2:6: unclosed table";
    let (code, screen) = edited(&home, "");
    assert!(code == Some(78) && screen.starts_with(told), "{screen}");
    let home = home.settings("minutes = \"many\"\n");
    let (code, screen) = edited(&home, "");
    assert!(code == Some(0) && screen.contains("settings.toml:1:11: minutes is a number"), "{screen}");
    assert!(screen.ends_with("Nothing changed."), "{screen}");
}

#[test]
fn only_what_parses_is_written() {
    let home = Sandbox::bare(NOW).settings("minutes = 10\n");
    let home = with_editor(home, &["echo '[oops' >> \"$1\"", "echo 'minuts = 20' > \"$1\""]);
    let (code, screen) = edited(&home, "n\n");
    assert_eq!((code, written(&home).as_str()), (Some(78), "minutes = 10\n"), "{screen}");
    let kept = names(&home).into_iter().find(|name| name.starts_with(".settings-")).expect("what was written");
    assert!(screen.contains(&format!("what you wrote is in ~/.config/connect/{kept}")), "{screen}");
    // A fault that costs one key is the person's to keep.
    let (code, screen) = edited(&home, "n\n");
    assert_eq!((code, written(&home).as_str()), (Some(0), "minuts = 20\n"), "{screen}");
}

#[test]
fn a_change_that_came_meanwhile_is_not_lost() {
    let home = Sandbox::bare(NOW).settings("minutes = 10\n");
    let home = with_editor(
        home,
        &["echo 'cost = \"free\"' >> \"$1\"; echo 'minutes = 30' > \"$HOME/.config/connect/settings.toml\""],
    );
    let (code, screen) = edited(&home, "");
    assert_eq!((code, written(&home).as_str()), (Some(65), "minutes = 30\n"), "{screen}");
    assert!(
        screen.contains("the settings were changed meanwhile; nothing was changed, and what you wrote is in"),
        "{screen}"
    );
}

#[test]
fn a_file_that_is_not_there_begins_as_a_page_of_defaults() {
    let home = with_editor(Sandbox::bare(NOW), &["cat \"$1\" > \"$HOME/seen\"", "sed -i 's/^# //' \"$1\""]);
    assert_eq!(edited(&home, "").1, "Nothing changed.");
    assert!(!path(&home).exists());
    let seen = fs::read_to_string(home.path("seen")).unwrap();
    assert!(
        seen.contains("\n# minutes.weekend = 60\n")
            && seen.lines().all(|line| line.is_empty() || line.starts_with('#'))
    );
    // With every comment sign taken away, each line is a setting.
    home.write("editor", b"sed -i -e 1d -e 's/^# //' \"$1\"");
    let (code, screen) = edited(&home, "");
    assert_eq!((code, screen.as_str()), (Some(0), "Saved: ~/.config/connect/settings.toml."));
    assert_eq!(home.json("config get minutes.weekend --json")["settings"][0]["origin"], "file");
}

#[test]
fn without_a_terminal_or_an_editor_nothing_is_opened() {
    let home = Sandbox::bare(NOW);
    let run = home.run("config edit");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`config edit` needs a terminal"), "{}", run.stderr);
    let (code, screen) = edited(&home, "");
    assert_eq!(code, Some(2));
    assert!(screen.contains("no editor is set; name yours, as in `EDITOR=nano connect config edit`"), "{screen}");
    assert!(!home.path(".config").exists());
}
