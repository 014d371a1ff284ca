//! `connect init`: the block is printed, put into the shell's file, and taken out again.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;
use crate::terminal::converse;

const NOW: &str = "2026-11-24T08:01:12+01:00";

#[test]
fn the_block_is_printed_as_it_is_to_stand_in_the_file() {
    let home = Sandbox::bare(NOW);
    for (shell, block) in [
        ("bash", include_str!("../../src/model/shell/bash.sh")),
        ("zsh", include_str!("../../src/model/shell/zsh.zsh")),
        ("fish", include_str!("../../src/model/shell/fish.fish")),
        ("nushell", include_str!("../../src/model/shell/nushell.nu")),
        ("elvish", include_str!("../../src/model/shell/elvish.elv")),
        ("xonsh", include_str!("../../src/model/shell/xonsh.xsh")),
        ("powershell", include_str!("../../src/model/shell/powershell.ps1")),
    ] {
        assert_eq!(home.ok(&format!("init {shell} --plain --ascii")), block);
    }
    assert_eq!(home.ok("init nu"), home.ok("init nushell"), "by the name of its program too");
    assert_data_eq!(
        home.ok("init bash").lines().rev().take(3).collect::<Vec<_>>().join("\n"),
        str![[r#"
# <<< connect <<<
# Quiet for now: export CONNECT_DISABLE=1
# Take it out again: connect init bash --remove
"#]]
    );
    assert!(!home.log_path().exists(), "and nothing is read or recorded");
}

#[test]
fn the_shell_is_that_of_the_person_unless_one_is_named() {
    let home = Sandbox::bare(NOW).env("SHELL", "/usr/bin/fish");
    assert_eq!(home.ok("init"), home.ok("init fish"));
    let told = |home: &Sandbox, line: &str| {
        let run = home.run(line);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        run.stderr
    };
    let names = "name one of bash, zsh, fish, nushell, elvish, xonsh, powershell";
    assert_eq!(
        told(&home.env("SHELL", "/bin/tcsh"), "init"),
        format!("connect: there is no block for /bin/tcsh; {names}\n")
    );
    let home = Sandbox::bare(NOW);
    assert_eq!(told(&home, "init"), format!("connect: $SHELL does not say which shell is yours; {names}\n"));
    assert_eq!(told(&home, "init fsh"), "connect: SHELL can't be \"fsh\"; did you mean \"fish\"?\n");
}

#[test]
fn what_is_installed_is_removed_byte_for_byte() {
    let files = [
        ("bash", ".bashrc"),
        ("zsh", ".zshrc"),
        ("fish", ".config/fish/conf.d/connect.fish"),
        ("nushell", ".config/nushell/autoload/connect.nu"),
        ("elvish", ".config/elvish/rc.elv"),
        ("xonsh", ".xonshrc"),
        ("powershell", ".config/powershell/Microsoft.PowerShell_profile.ps1"),
    ];
    for (shell, file) in files {
        for before in [None, Some(&b""[..]), Some(b"one\n"), Some(b"no end"), Some(b"\xff\r\n\0")] {
            let home = Sandbox::bare(NOW);
            if let Some(before) = before {
                home.write(file, before);
            }
            let text = || fs::read(home.path(file)).ok();
            home.ok(&format!("init {shell} --install --yes"));
            let installed = text().unwrap();
            assert!(installed.starts_with(before.unwrap_or_default()) && installed.ends_with(b"# <<< connect <<<\n"));
            let again = home.ok(&format!("init {shell} --install"));
            assert_eq!(again, format!("~/{file} has the block already; nothing to change.\n"));
            home.ok(&format!("init {shell} --remove --yes"));
            assert_eq!(text().as_deref(), before, "{shell}");
            let again = home.ok(&format!("init {shell} --remove"));
            assert_eq!(again, format!("~/{file} has no block of ours; nothing to change.\n"));
        }
    }
}

#[test]
fn what_was_appended_by_hand_is_known_too() {
    let home = Sandbox::bare(NOW);
    let block = home.ok("init zsh");
    home.write("dots/.zshrc", format!("one\n{block}two\n{block}").as_bytes());
    let home = home.env("ZDOTDIR", "[HOME]/dots");
    assert!(home.ok("init zsh --remove").contains("no block of ours"), "a relative folder is not looked in");
    let dots = home.path("dots").display().to_string();
    let home = home.env("ZDOTDIR", &dots);
    home.ok("init zsh --remove --yes");
    assert_eq!(fs::read_to_string(home.path("dots/.zshrc")).unwrap(), "one\ntwo\n");
}

#[test]
fn an_older_block_is_renewed_where_it_stands() {
    let home = Sandbox::bare(NOW).env("XDG_CONFIG_HOME", "/nowhere");
    home.write(".bashrc", b"one\n\n# >>> connect >>>\nold\n# <<< connect <<<\ntwo");
    let told = home.ok("init bash --install --yes");
    assert!(
        told.starts_with("To be taken out of ~/.bashrc, from line 4:\n  old\nTo be added to ~/.bashrc, from line 4:\n")
    );
    let block = home.ok("init bash");
    assert_eq!(fs::read_to_string(home.path(".bashrc")).unwrap(), format!("one\n{block}two"));
}

#[test]
fn the_change_is_shown_and_agreed_to() {
    let home = Sandbox::bare(NOW);
    home.write(".bashrc", b"alias l=ls\n");
    let ask = |answer: &str| converse(home.command("init bash --install"), 80, &[("[Y/n] > ", answer)]);
    let text = || fs::read_to_string(home.path(".bashrc")).unwrap();
    let (code, screen) = ask("no\n");
    assert_eq!((code, text().as_str()), (Some(0), "alias l=ls\n"));
    assert!(
        screen.starts_with("To be added to ~/.bashrc, from line 2:\n\n  # >>> connect >>>\n  # The day's"),
        "{screen}"
    );
    assert!(screen.ends_with("  # <<< connect <<<\nChange it? [Y/n] > no\nNothing was changed.\n"), "{screen}");
    let unsure = [("[Y/n] > ", "nonsense\n"), ("y or n\r\nChange it? [Y/n] > ", "N\n")];
    let (_, screen) = converse(home.command("init bash --install"), 80, &unsure);
    assert!(screen.ends_with("\nNothing was changed.\n"), "what is neither counts as neither: {screen}");
    let (_, screen) = ask("\n");
    assert!(screen.ends_with("Added to ~/.bashrc.\nhint: open a new shell to see it\n"), "{screen}");
    assert_eq!(text(), format!("alias l=ls\n{}", home.ok("init bash")));
    home.ok("");
    let (_, screen) = converse(home.command("init zsh --install --yes"), 120, &[]);
    assert!(screen.ends_with("was shown; tomorrow's first shell brings the next\n"), "{screen}");
    let run = home.run("init bash --remove");
    assert_eq!((run.code, run.stderr.as_str()), (2, "connect: --yes is needed where nobody can be asked\n"));
    assert!(run.stdout.starts_with("To be taken out of ~/.bashrc, from line 2:\n"), "but what would change is shown");
    assert_ne!(text(), "alias l=ls\n");
}

#[test]
fn a_marker_without_its_counterpart_stops_the_change() {
    let home = Sandbox::bare(NOW);
    let damaged = b"one\n# >>> connect >>>\ntwo\n";
    home.write(".bashrc", damaged);
    for verb in ["--install", "--remove"] {
        let run = home.run(&format!("init bash {verb} --yes"));
        let told = "connect: ~/.bashrc:2: this marker of a block has no counterpart; nothing was changed\n";
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (65, "", told));
    }
    assert_eq!(fs::read(home.path(".bashrc")).unwrap(), damaged);
}

#[test]
fn links_are_followed_and_rights_are_kept() {
    let home = Sandbox::bare(NOW);
    home.write("dots/bashrc", b"one\n");
    fs::set_permissions(home.path("dots/bashrc"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("dots/link", home.path(".bashrc")).unwrap();
    symlink("bashrc", home.path("dots/link")).unwrap();
    symlink("dots/zshrc", home.path(".zshrc")).unwrap();
    for shell in ["bash", "zsh"] {
        home.ok(&format!("init {shell} --install --yes"));
    }
    let about = fs::metadata(home.path("dots/bashrc")).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(home.path("dots/bashrc")).unwrap().contains("connect today --hook"));
    assert!(
        fs::read_to_string(home.path("dots/zshrc")).unwrap().contains("connect today --hook"),
        "a link to nothing yet"
    );
    for shell in ["bash", "zsh"] {
        home.ok(&format!("init {shell} --remove --yes"));
        assert!(fs::symlink_metadata(home.path(&format!(".{shell}rc"))).unwrap().is_symlink(), "{shell}");
    }
    assert_eq!(fs::read(home.path("dots/bashrc")).unwrap(), b"one\n");
    let left: Vec<_> = fs::read_dir(home.path("dots")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no temporary file, and no zshrc: {left:?}");
}

#[test]
fn what_cannot_be_changed_is_told_with_its_path() {
    let home = Sandbox::bare(NOW);
    fs::create_dir(home.path(".bashrc")).unwrap();
    let run = home.run("init bash --install --yes");
    assert_eq!((run.code, run.stderr.as_str()), (74, "connect: can't read ~/.bashrc: it is no regular file\n"));
    home.write(".config/fish", b"a file");
    let run = home.run("init fish --install --yes");
    let told = "connect: can't read ~/.config/fish/conf.d/connect.fish: a file stands where a folder should be\n";
    assert_eq!((run.code, run.stderr.as_str()), (74, told));
}
