//! The blocks of `connect init` in real shells, in terminals and in pipes.
//!
//! A session is one shell that starts and runs its block once for each step; the screen must show just the steps that
//! were to speak. `connect` is a stand-in where the block is on trial, and itself where both are.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use crate::sandbox::Sandbox;
use crate::session::{CARD, Home, Program, Shell, Step, expected, find, in_every_shell, in_shell, session};
use crate::terminal::converse;

/// Variables under which the program is not even asked.
const SILENCERS: [(&str, &str); 5] = [
    ("VSCODE_RESOLVING_ENVIRONMENT", "1"),
    ("INTELLIJ_ENVIRONMENT_READER", "1"),
    ("CONNECT_DISABLE", "1"),
    ("TERM", "dumb"),
    ("TERM", ""),
];

/// Stamps by the names of their folders, and whether they keep the shell quiet.
const STAMPS: [(&str, bool); 17] = [
    ("none", false),
    ("fresh", true),
    ("fresh-without-end", true),
    ("fresh with spaces", true),
    ("expired", false),
    ("beyond-tomorrow", false),
    ("years-ahead", false),
    ("empty", false),
    ("junk", false),
    ("hostile", false),
    ("long", false),
    ("pipe", false),
    ("folder", false),
    ("locked", false),
    ("negative", false),
    ("followed", false),
    ("formula", false),
];
/// Those that bash and zsh do not take for numbers.
const PADDED: [(&str, bool); 2] = [("return", false), ("blank", false)];

/// Makes every stamp, dated as its text says.
#[expect(clippy::disallowed_methods, reason = "shells look at the clock themselves")]
fn make_stamps(home: &Sandbox) {
    let now = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    for (name, text, date) in [
        ("fresh", format!("{}\n", now + 5_000), now + 5_000),
        ("fresh-without-end", (now + 93_000).to_string(), now + 93_000),
        ("fresh with spaces", format!("{}\n", now + 5_000), now + 5_000),
        ("expired", format!("{}\n", now - 1), now - 1),
        ("beyond-tomorrow", format!("{}\n", now + 94_000), now + 94_000),
        ("years-ahead", "9999999999\n".to_owned(), 9_999_999_999),
        ("empty", String::new(), now),
        ("junk", "soon\n\0\u{1b}[31m".to_owned(), now),
        ("hostile", "x[$(touch ~/harm)]\n(touch ~/harm)\n".to_owned(), now),
        ("long", "1".repeat(40), now),
        ("locked", format!("{}\n", now - 1), now - 1),
        ("negative", format!("-{}\n", now + 5_000), now),
        ("return", format!("{}\r\n", now + 5_000), now),
        ("blank", format!(" {}\n", now + 5_000), now),
        ("followed", format!("{}\n1\n", now + 5_000), now),
        ("formula", format!("{}+1\n", now + 5_000), now),
    ] {
        let path = format!("stamps/{name}/quiet-until");
        home.write(&path, text.as_bytes());
        let file = fs::File::options().append(true).open(home.path(&path)).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(date)).unwrap();
    }
    home.write("stamps/folder/quiet-until/.keep", b"");
    // Root reads it all the same, and so it holds nothing that would keep a shell quiet.
    fs::set_permissions(home.path("stamps/locked/quiet-until"), fs::Permissions::from_mode(0o000)).unwrap();
    home.write("stamps/pipe/.keep", b"");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mkfifoat(rustix::fs::CWD, home.path("stamps/pipe/quiet-until"), mode).unwrap();
}

/// A step for every stamp.
fn every_stamp(shell: &Shell) -> Vec<Step> {
    // Elvish leaves the stamp to the program.
    let speaks = |quiet: bool| !quiet || shell.key == "elvish";
    let step = |&(stamp, quiet): &(&'static str, bool)| Step {
        label: stamp.replace(' ', "-"),
        stamp,
        variable: None,
        speaks: speaks(quiet),
    };
    let padded = PADDED.iter().filter(|_| ["bash", "zsh"].contains(&shell.key));
    STAMPS.iter().chain(padded).map(step).collect()
}

/// A step for every stamp under every silencer.
fn every_silence(shell: &Shell) -> Vec<Step> {
    let step = |stamp: &'static str, variable: (&'static str, &'static str)| Step {
        label: format!("{}-{}", stamp.replace(' ', "-"), variable.0),
        stamp,
        variable: Some(variable),
        speaks: false,
    };
    // Fish itself complains of an empty TERM.
    let silencers = SILENCERS.into_iter().filter(|(_, value)| shell.key != "fish" || !value.is_empty());
    STAMPS.iter().flat_map(|&(stamp, _)| silencers.clone().map(move |variable| step(stamp, variable))).collect()
}

#[test]
fn stamps_and_silencers_are_heeded_in_a_terminal_and_nothing_is_said_in_a_pipe() {
    in_every_shell(|shell| {
        let home = Home::new(shell, &Program::StandIn("exit 0"));
        make_stamps(&home.sandbox);
        let steps = [every_stamp(shell), every_silence(shell)].concat();
        home.rc(&session(&home, "", &steps));
        assert_eq!(home.screen(), expected(&steps, true), "{}", shell.key);
        let calls = steps.iter().filter(|step| step.speaks).count();
        assert_eq!(home.calls(), calls, "{}", shell.key);
        assert_eq!(home.piped(), expected(&steps, false), "{}", shell.key);
        assert_eq!(home.calls(), calls, "{}: in a pipe it is not even asked", shell.key);
        assert!(!home.sandbox.path("harm").exists(), "{}", shell.key);
    });
}

#[test]
fn a_name_that_is_taken_by_an_alias_or_a_function_is_passed_over() {
    in_every_shell(|shell| {
        for (program, speaks) in [(Program::StandIn("exit 0"), true), (Program::Missing, false)] {
            let home = Home::new(shell, &program);
            make_stamps(&home.sandbox);
            let steps = every_stamp(shell);
            home.rc(&session(&home, shell.taken, &steps));
            assert_eq!(home.screen(), expected(&steps, speaks), "{}", shell.key);
        }
    });
}

#[test]
fn strict_shells_go_on_whatever_the_program_does() {
    in_every_shell(|shell| {
        let strict = if ["bash", "zsh"].contains(&shell.key) { "set -eu; set -o pipefail" } else { "" };
        for ending in ["exit 75", "kill -SEGV $$"] {
            let home = Home::new(shell, &Program::StandIn(ending));
            make_stamps(&home.sandbox);
            let steps = every_stamp(shell);
            home.rc(&session(&home, strict, &steps));
            let screen = home.screen();
            // That a program crashed is the shell's to report.
            let is_ours = |line: &&str| !line.contains("SIGSEGV") && !line.contains("egmentation fault");
            let lines: Vec<&str> = screen.lines().filter(is_ours).collect();
            assert_eq!(lines.join("\n") + "\n", expected(&steps, true), "{}: {ending}", shell.key);
        }
    });
}

#[test]
fn a_program_that_hangs_ends_with_ctrl_c_and_the_shell_goes_on() {
    // Whoever is started in the background ignores Ctrl-C, and so would all that it starts.
    let hangs = "set -- env --default-signal=INT; \"$@\" true || shift $#\n\
                 exec \"$@\" sh -c 'echo HANGS; exec sleep 600'";
    for key in ["bash", "zsh"] {
        in_shell(key, |shell| {
            let home = Home::new(shell, &Program::StandIn(hangs));
            home.rc_that_goes_on(&format!("PS1='ready> '\n{}", home.block()));
            let parts = [("HANGS", "\u{3}"), ("ready> ", "echo alive; exit 0\n")];
            let (code, screen) = converse(home.command(&[]), 80, &parts);
            assert_eq!(code, Some(0), "{screen}");
            assert!(screen.contains("alive\n"), "{screen}");
        });
    }
}

#[test]
fn a_later_shell_is_quiet_under_any_options() {
    for (key, options) in [
        ("bash", "set -euCfo pipefail; set -o posix; shopt -s nocasematch extglob nullglob; IFS=0123456789"),
        (
            "bash",
            "unset HOME; set -u; trap 'echo ERR' ERR; read() { echo READ; }; unset -f read; alias read='echo READ'",
        ),
        ("zsh", "set -euC; setopt ksh_arrays sh_word_split glob_subst no_prompt_percent prompt_subst; IFS=0123456789"),
        (
            "zsh",
            "setopt csh_nullcmd csh_junkie_quotes ksh_glob extended_glob null_glob all_export; alias eval='echo EVAL' unset='echo UNSET'",
        ),
    ] {
        in_shell(key, |shell| {
            let home = Home::new(shell, &Program::StandIn("exit 0"));
            make_stamps(&home.sandbox);
            let steps = [every_stamp(shell), every_silence(shell)].concat();
            home.rc(&session(&home, options, &steps));
            assert_eq!(home.screen(), expected(&steps, true), "{key}: {options}");
        });
    }
}

#[test]
fn a_strict_shell_without_a_home_asks_the_program() {
    for key in ["bash", "zsh"] {
        in_shell(key, |shell| {
            let home = Home::new(shell, &Program::StandIn("exit 0"));
            home.rc(&format!("unset HOME CONNECT_STATE_DIR XDG_STATE_HOME; set -u\n{}", home.block()));
            assert_eq!(home.screen(), CARD, "{key}");
        });
    }
}

#[test]
fn a_bash_without_a_clock_or_a_file_that_cannot_be_read_asks_the_program() {
    in_shell("bash", |shell| {
        let home = Home::new(shell, &Program::StandIn("exit 0"));
        make_stamps(&home.sandbox);
        // A regular file whose reading fails whoever reads it.
        home.sandbox.write("stamps/unreadable/.keep", b"");
        symlink("/proc/self/mem", home.sandbox.path("stamps/unreadable/quiet-until")).unwrap();
        let speaks = |stamp: &'static str| Step { label: stamp.to_owned(), stamp, variable: None, speaks: true };
        home.rc(&session(&home, "", &[speaks("unreadable")]));
        assert_eq!(home.screen(), expected(&[speaks("unreadable")], true));
        home.rc(&session(&home, "set -u; unset EPOCHSECONDS", &[speaks("fresh")]));
        assert_eq!(home.screen(), expected(&[speaks("fresh")], true));
    });
}

/// Values that change by themselves, and those that a shell sets when any program has run.
fn is_steady(line: &str) -> bool {
    let changing = [
        "_=",
        "BASH_LINENO=",
        "BASHPID=",
        "EPOCHREALTIME=",
        "EPOCHSECONDS=",
        "LINENO=",
        "LINES",
        "COLUMNS",
        "RANDOM=",
        "SECONDS=",
        "SRANDOM=",
        "TTYIDLE=",
        "PIPESTATUS=",
        "pipestatus=",
        "LAST_EXIT_CODE",
        "status ",
        "CMD_DURATION",
    ];
    let name = line.split_whitespace().last().unwrap_or_default();
    !changing.iter().any(|changing| line.starts_with(changing) || name.starts_with(changing))
}

#[test]
fn nothing_that_is_defined_stays_and_no_option_changes() {
    in_every_shell(|shell| {
        for program in [Program::StandIn("exit 0"), Program::Missing] {
            let home = Home::new(shell, &program);
            let path = |name: &str| home.sandbox.path(name).display().to_string();
            let dump = |name: &str| (shell.dump)(&path(name));
            // Whatever the first look itself leaves behind is there before it counts.
            home.rc(&[dump("rehearsal"), dump("before"), home.block(), dump("after")].join("\n"));
            home.screen();
            let read = |name: &str| fs::read_to_string(path(name)).unwrap();
            let steady = |text: &str| text.lines().filter(|line| is_steady(line)).collect::<Vec<_>>().join("\n");
            let before = steady(&read("before"));
            assert!(before.len() > 40, "{}: {before}", shell.key);
            assert_eq!(steady(&read("after")), before, "{}", shell.key);
        }
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_later_shell_starts_no_process() {
    in_every_shell(|shell| {
        if shell.children.is_empty() {
            return;
        }
        let children = |stamp: &'static str| {
            let home = Home::new(shell, &Program::StandIn("exit 0"));
            make_stamps(&home.sandbox);
            let step = Step { label: "run".to_owned(), stamp, variable: None, speaks: false };
            home.rc(&format!("{}\n{}\n{}", shell.children, session(&home, "", &[step]), shell.children));
            let screen = home.screen();
            let counts = screen.lines().filter_map(|line| line.strip_prefix("children "));
            let counts: Vec<u64> = counts.map(|count| count.parse().unwrap()).collect();
            assert_eq!(counts.len(), 2, "{}: {screen}", shell.key);
            counts[1] - counts[0]
        };
        assert_eq!(children("fresh"), 0, "{}", shell.key);
        assert_ne!(children("none"), 0, "{}: or else this test would see nothing", shell.key);
    });
}

#[test]
fn a_shell_that_is_not_interactive_says_nothing() {
    for key in ["bash", "zsh", "fish", "nushell", "xonsh"] {
        in_shell(key, |shell| {
            let home = Home::new(shell, &Program::StandIn("exit 0"));
            home.sandbox.write("script", home.block().as_bytes());
            let mut command = Command::new(find(shell.program).unwrap());
            home.sandbox.furnish(&mut command);
            command.arg(home.sandbox.path("script"));
            assert_eq!(converse(command, 80, &[]), (Some(0), String::new()), "{}", shell.key);
            assert_eq!(home.calls(), 0, "{}", shell.key);
        });
    }
}

#[test]
fn the_block_may_be_evaluated_instead() {
    for (key, line) in [
        ("bash", "set -eu; eval \"$(connect init bash)\""),
        ("zsh", "set -eu; eval \"$(connect init zsh)\""),
        ("fish", "connect init fish | source"),
        ("elvish", "eval (connect init elvish | slurp)"),
        ("xonsh", "execx($(connect init xonsh), 'exec', __xonsh__.ctx)"),
    ] {
        in_shell(key, |shell| {
            let home = Home::new(shell, &Program::Real);
            home.rc(line);
            let screen = home.greeting();
            assert!(screen.starts_with("\n\u{1b}[1;91m○"), "{key}: {screen}");
            assert_eq!(home.screen(), "", "{key}: once a day");
        });
    }
}

#[test]
fn the_first_shell_of_the_day_greets_and_no_other() {
    in_every_shell(|shell| {
        let home = Home::new(shell, &Program::Real);
        home.rc(&home.block());
        let screen = home.greeting();
        assert!(screen.starts_with("\n\u{1b}[1;91m○"), "{}: {screen}", shell.key);
        assert_eq!(home.screen(), "", "{}", shell.key);
        assert_eq!(home.sandbox.events().len(), 1);
    });
}

#[test]
fn a_nudge_is_given_once_and_a_pause_is_kept() {
    in_shell("bash", |shell| {
        let home = Home::new(shell, &Program::Real);
        home.rc(&home.block());
        home.sandbox.write(".config/connect/settings.toml", b"hook = \"nudge\"\n");
        assert!(home.greeting().contains("Today's prompt is ready: `connect`"));
        assert_eq!(home.screen(), "");
        let home = Home::new(shell, &Program::Real);
        home.rc(&home.block());
        home.sandbox.ok("pause");
        assert_eq!(home.screen(), "");
        assert!(home.sandbox.stamp_path().exists());
    });
}

#[test]
fn twelve_panes_that_open_at_once_show_one_prompt() {
    in_shell("bash", |shell| {
        let home = Home::new(shell, &Program::Real);
        home.rc(&home.block());
        let panes = || -> Vec<String> {
            std::thread::scope(|scope| {
                let panes: Vec<_> = (0..12).map(|_| scope.spawn(|| home.screen())).collect();
                let screens = panes.into_iter().map(|pane| pane.join().unwrap());
                screens.filter(|screen| !screen.is_empty()).collect()
            })
        };
        // All of them may be late on a busy machine, which leaves the prompt to the next.
        let shown = (0..20).map(|_| panes()).find(|shown| !shown.is_empty()).unwrap_or_default();
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert_eq!(home.sandbox.events().len(), 1);
    });
}

#[test]
fn under_powerlevel10k_the_prompt_comes_when_the_shell_stands() {
    // What its instant prompt does: standard output is held back until the first prompt.
    let instant = "__p9k_instant_prompt_active=1\nexec {screen}>&1 >held\nPS1='ready> '\n\
        precmd() { exec >&$screen; unset __p9k_instant_prompt_active; unfunction precmd }\n";
    in_shell("zsh", |shell| {
        for (program, said) in [(Program::StandIn("exit 0"), CARD), (Program::Missing, "")] {
            let home = Home::new(shell, &program);
            home.rc_that_goes_on(&format!("cd\n{instant}{}", home.block()));
            let ask = "whence -w __connect_once; zle -la | grep -c connect; exit 0\n";
            let (code, screen) =
                converse(home.command(&[]), 80, &[(if said.is_empty() { "ready> " } else { said.trim() }, ask)]);
            assert_eq!(code, Some(0), "{screen}");
            assert_eq!(screen.contains("CARD"), !said.is_empty(), "{screen}");
            assert!(screen.contains("__connect_once: none\n0\n"), "nothing is left: {screen}");
            assert!(!screen.contains("not found"), "{screen}");
            assert_eq!(fs::read_to_string(home.sandbox.path("held")).unwrap(), "");
        }
    });
}

#[test]
fn the_blocks_are_clean() {
    for (program, flags, shell) in [
        ("shellcheck", &["-s", "bash"][..], "bash"),
        ("bash", &["-n"], "bash"),
        ("zsh", &["-n"], "zsh"),
        ("fish", &["-n"], "fish"),
    ] {
        let home = Sandbox::bare("2026-11-24T08:01:12+01:00");
        home.write("block", home.ok(&format!("init {shell}")).as_bytes());
        let Some(program) = find(program) else { continue };
        let output = Command::new(program).args(flags).arg(home.path("block")).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        assert!(output.status.success() && told.is_empty(), "{}", String::from_utf8_lossy(&told));
    }
}
