//! Completions: every script loads in its shell, and completes a verb, a flag, a practice and a verb of a verb.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::sandbox::{Sandbox, skip};
use crate::terminal::converse;

const NOW: &str = "2026-11-24T08:01:12+01:00";

/// What is typed, and what it becomes.
const TYPED: [(&str, &str); 5] = [
    ("connect pract", "practices"),
    ("connect today --pra", "--practice"),
    ("connect today --practice gra", "gratitude"),
    ("connect practices gra", "gratitude"),
    ("connect config uns", "unset"),
];

/// A home with the script of a shell in it, where that shell is.
fn home_of(shell: &str, program: &str) -> Option<Sandbox> {
    let there = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_err() {
        skip(program);
        return None;
    }
    let home = Sandbox::bare(NOW);
    let temporary = home.home().display().to_string();
    // Elvish keeps a socket there, which no two homes may share.
    let home = home.env("TMPDIR", &temporary);
    let script = home.ok(&format!("completions {shell}"));
    home.write("script", script.as_bytes());
    Some(home)
}

/// What a shell prints in a home, without a terminal.
fn printed(home: &Sandbox, program: &str, args: &[&str]) -> String {
    let mut command = Command::new(program);
    home.furnish(&mut command);
    let output = command.args(args).env("PATH", path()).current_dir(home.home()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Where this machine's shells are.
#[expect(clippy::disallowed_methods, reason = "shells are found as people find them")]
fn path() -> String {
    std::env::var("PATH").unwrap()
}

/// What a shell in a terminal leaves in the file `out`.
fn left(home: &Sandbox, program: &str, args: &[&str]) -> String {
    let mut command = Command::new(program);
    home.furnish(&mut command);
    command.args(args).env("PATH", path()).env("ZDOTDIR", home.home()).current_dir(home.home());
    let (_, screen) = converse(command, 80, &[]);
    fs::read_to_string(home.path("out")).unwrap_or_else(|_| panic!("{program} said {screen}"))
}

#[test]
fn bash_completes() {
    let Some(home) = home_of("bash", "bash") else { return };
    for (typed, completed) in TYPED {
        let words: Vec<&str> = typed.split(' ').collect();
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let script = format!(
            "source ./script; complete -p connect >/dev/null; COMP_WORDS=({typed}); COMP_CWORD={}; \
             _connect connect {last} {before}; echo \"${{COMPREPLY[@]}}\"",
            words.len() - 1
        );
        assert_eq!(printed(&home, "bash", &["--norc", "-c", &script]), format!("{completed}\n"), "{typed}");
    }
}

#[test]
fn fish_completes() {
    let Some(home) = home_of("fish", "fish") else { return };
    for (typed, completed) in TYPED {
        let script = format!("source ./script; complete -C '{typed}'");
        let told = printed(&home, "fish", &["--no-config", "-c", &script]);
        assert_eq!(told.lines().count(), 1, "{typed}: {told}");
        assert_eq!(told.split(['\t', '\n']).next(), Some(completed), "{typed}");
    }
}

#[test]
fn zsh_completes() {
    let Some(home) = home_of("zsh", "zsh") else { return };
    fs::rename(home.path("script"), home.path("_connect")).unwrap();
    let lines: Vec<String> = TYPED.iter().map(|(typed, _)| format!("'{typed}'")).collect();
    let rc = format!(
        "fpath=($ZDOTDIR $fpath)\nautoload -Uz compinit; compinit -D -u\n\
         complete-all() {{\n for line in {}; do\n BUFFER=$line; CURSOR=$#BUFFER; zle complete-word\n \
         print -r -- \"$BUFFER\" >>$ZDOTDIR/out\n done\n BUFFER=exit; zle accept-line\n}}\nzle -N zle-line-init complete-all\n",
        lines.join(" ")
    );
    home.write(".zshrc", rc.as_bytes());
    let out = left(&home, "zsh", &["-i"]);
    let ends: Vec<&str> = out.lines().map(|line| line.trim_end_matches([' ', '='])).collect();
    assert_eq!(ends.len(), TYPED.len(), "{out}");
    for (end, (typed, completed)) in ends.iter().zip(TYPED) {
        assert!(end.ends_with(&format!(" {completed}")), "{typed}: {end}");
    }
}

#[test]
fn elvish_completes() {
    let Some(home) = home_of("elvish", "elvish") else { return };
    let rc: Vec<String> = TYPED
        .iter()
        .map(|(typed, _)| format!("$edit:completion:arg-completer[connect] {typed} | each {{|c| try {{ put $c[stem] }} catch {{ put $c }} }} | str:join ' ' | echo (all) >>out"))
        .collect();
    let rc = format!("use str\neval (slurp <script)\n{}\nexit\n", rc.join("\n"));
    home.write("rc.elv", rc.as_bytes());
    let out = left(&home, "elvish", &["-rc", "rc.elv"]);
    assert_eq!(out.lines().count(), TYPED.len(), "{out}");
    for (line, (typed, completed)) in out.lines().zip(TYPED) {
        // Elvish itself picks those that fit.
        let begun = typed.rsplit(' ').next().unwrap();
        let fit: Vec<&str> = line.split(' ').filter(|word| word.starts_with(begun)).collect();
        assert_eq!(fit, [completed], "{typed}: {line}");
    }
}

#[test]
fn nushell_completes() {
    let Some(home) = home_of("nushell", "nu") else { return };
    let script = fs::read_to_string(home.path("script")).unwrap();
    for (typed, completed) in TYPED {
        let line = format!("{script}\n{typed}");
        home.write("line.nu", line.as_bytes());
        let told = printed(&home, "nu", &["--no-config-file", "--ide-complete", &line.len().to_string(), "line.nu"]);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let found: Vec<&str> =
            told["completions"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        assert_eq!(found.len(), 1, "{typed}: {told}");
        assert!(format!(" {}", found[0]).ends_with(&format!(" {completed}")), "{typed}: {told}");
    }
}

#[test]
fn powershell_gets_what_it_got() {
    // There is no PowerShell to try it in.
    let script = Sandbox::bare(NOW).ok("completions powershell");
    assert!(script.contains("Register-ArgumentCompleter -Native -CommandName 'connect'"), "{script}");
    for (_, completed) in TYPED.iter().filter(|(_, completed)| *completed != "gratitude") {
        assert!(script.contains(&format!("[CompletionResult]::new('{completed}'")), "{completed}");
    }
}

#[test]
fn where_a_script_goes_is_told() {
    let home = Sandbox::bare(NOW);
    let help = home.ok("help completions");
    for shell in ["bash", "zsh", "fish", "nushell", "elvish", "powershell"] {
        assert!(help.contains(&format!("\n  {shell} ")), "{shell}");
        assert!(
            !home
                .ok(&format!("completions {shell}"))
                .contains(&*Path::new(env!("CARGO_MANIFEST_DIR")).to_string_lossy())
        );
    }
    let run = home.run("completions ed");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "connect: SHELL can't be \"ed\"; one of bash, zsh, fish, nushell, elvish, powershell\n")
    );
}
