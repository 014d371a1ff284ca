//! Real shells, each in a home of its own, that read one file and end.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use crate::sandbox::{PROGRAM, Sandbox, skip};
use crate::terminal::converse;

pub(crate) struct Shell {
    pub(crate) key: &'static str,
    pub(crate) program: &'static str,
    flags: &'static [&'static str],
    rc: &'static str,
    /// Sets a variable for what is started after it.
    set: fn(&str, &str) -> String,
    say: fn(&str) -> String,
    /// Gives the name `connect` to something else.
    pub(crate) taken: &'static str,
    /// Writes all that is defined into a file.
    pub(crate) dump: fn(&str) -> String,
    /// Prints a word and the page faults of the children that were waited for: a child cannot do without.
    pub(crate) children: &'static str,
    /// Runs the block that stands in a file, where reading it time and again takes seconds.
    run: Option<fn(&str) -> String>,
    /// Ends the shell from the file that it reads first.
    end: &'static str,
}

const SHELLS: [Shell; 6] = [
    Shell {
        key: "bash",
        program: "bash",
        flags: &["-i"],
        rc: ".bashrc",
        set: |name, value| format!("export {name}='{value}'"),
        say: |word| format!("echo {word}"),
        taken: "command_not_found_handle() { echo MISSED; }; connect() { echo TAKEN; }; alias connect='echo TAKEN'",
        dump: |path| format!("{{ set; alias; set +o; shopt; trap; declare -F; compgen -v; }} >{path}"),
        children: "read -ra stat </proc/$$/stat; echo children ${stat[10]}",
        run: None,
        end: "exit 0",
    },
    Shell {
        key: "zsh",
        program: "zsh",
        flags: &["-i"],
        rc: ".zshrc",
        set: |name, value| format!("export {name}='{value}'"),
        say: |word| format!("echo {word}"),
        taken: "command_not_found_handler() { echo MISSED }; connect() { echo TAKEN }; alias connect='echo TAKEN'",
        dump: |path| {
            format!("{{ typeset; alias -L; set -o; trap; print -l ${{(ok)functions}}; zmodload; zle -la }} >{path}")
        },
        children: "read -rA stat </proc/$$/stat; echo children $stat[11]",
        run: None,
        end: "exit 0",
    },
    Shell {
        key: "fish",
        program: "fish",
        flags: &["-i"],
        rc: ".config/fish/config.fish",
        set: |name, value| format!("set -gx {name} '{value}'"),
        say: |word| format!("echo {word}"),
        taken: "function fish_command_not_found; echo MISSED; end; function connect; echo TAKEN; end",
        // Universal variables come out of a file whenever that was read.
        dump: |path| format!("begin; set -g; set -l; functions -an; abbr; bind -a; end >{path}"),
        children: "read -lat stat </proc/$fish_pid/stat; echo children $stat[11]",
        run: None,
        end: "exec true",
    },
    Shell {
        key: "nushell",
        program: "nu",
        flags: &["-i"],
        rc: ".config/nushell/config.nu",
        set: |name, value| format!("$env.{name} = '{value}'"),
        say: |word| format!("print {word}"),
        taken: "alias connect = print TAKEN",
        dump: |path| {
            let names = "(scope variables | get name) ++ (scope commands | get name) ++ (scope aliases | get name)";
            format!("{names} ++ (scope modules | get name) ++ ($env | columns) | to text | save -f {path}")
        },
        children: "print $\"children (open --raw $'/proc/($nu.pid)/stat' | split row ' ' | get 10)\"",
        run: None,
        end: "exit 0",
    },
    Shell {
        key: "elvish",
        program: "elvish",
        flags: &[],
        rc: ".config/elvish/rc.elv",
        set: |name, value| format!("set-env {name} '{value}'"),
        say: |word| format!("echo {word}"),
        taken: "fn connect {|@words| echo TAKEN }",
        // What is defined can only be asked for by its name.
        dump: |path| {
            let names = ["file:", "terminal", "is-shown"].map(|name| format!("'put ${name}'")).join(" ");
            format!("for name [{names}] {{ echo $name (bool ?(eval $name)) >>{path} }}")
        },
        children: "",
        run: None,
        end: "exit 0",
    },
    Shell {
        key: "xonsh",
        program: "xonsh",
        flags: &["-i"],
        rc: ".xonshrc",
        set: |name, value| format!("${name} = '{value}'"),
        say: |word| format!("print('{word}', flush=True)"),
        taken: "aliases['connect'] = 'echo TAKEN'",
        dump: |path| {
            let names = "[*__xonsh__.ctx, *aliases, *__xonsh__.env, *vars(__import__('builtins'))]";
            format!("__import__('pathlib').Path('{path}').write_text('\\n'.join(sorted({names})))")
        },
        children: "print('children', open('/proc/self/stat').read().split()[10], flush=True)",
        run: Some(|path| {
            let compile = format!("__xonsh__.execer.compile(open('{path}').read(), mode='exec', glbs=__xonsh__.ctx)");
            format!("if 'block' not in __xonsh__.ctx: block = {compile}\nexec(block, __xonsh__.ctx)")
        }),
        end: "__import__('os')._exit(0)",
    },
];

/// What the stand-in prints.
pub(crate) const CARD: &str = "CARD\n";

/// A program by its name, as this process would find it.
///
/// A missing one fails the tests where everything has to be there, and is told of elsewhere.
#[expect(clippy::disallowed_methods, reason = "which shells there are depends on the machine, not on the home")]
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file());
    if found.is_none() {
        skip(program);
    }
    found
}

/// Runs a test in every shell at once.
pub(crate) fn in_every_shell(test: impl Fn(&'static Shell) + Sync) {
    static ALL: [Shell; 6] = SHELLS;
    if find("setsid").is_none() {
        return;
    }
    thread::scope(|scope| {
        for shell in ALL.iter().filter(|shell| find(shell.program).is_some()) {
            let test = &test;
            scope.spawn(move || test(shell));
        }
    });
}

/// Runs a test in one shell.
pub(crate) fn in_shell(key: &str, test: impl Fn(&'static Shell) + Sync) {
    in_every_shell(|shell| {
        if shell.key == key {
            test(shell);
        }
    });
}

/// What stands behind the name `connect`.
pub(crate) enum Program {
    Missing,
    /// It notes that it was called and prints a card, and ends like this.
    StandIn(&'static str),
    Real,
}

/// A home whose person uses this shell.
pub(crate) struct Home {
    pub(crate) shell: &'static Shell,
    pub(crate) sandbox: Sandbox,
    /// Comes last where the machine is busy: many shells start at once here.
    yields: bool,
}

impl Home {
    pub(crate) fn new(shell: &'static Shell, program: &Program) -> Self {
        let mut sandbox = Sandbox::at("2026-11-24T08:01:12+01:00");
        // Shells look at the clock themselves.
        sandbox.unset("CONNECT_NOW");
        // Elvish keeps a socket where things are temporary, which no two homes may share.
        sandbox.set("TMPDIR", &sandbox.home().display().to_string());
        sandbox.write("bin/.keep", b"");
        let path = sandbox.path("bin/connect");
        match program {
            Program::Missing => {}
            Program::StandIn(ending) => {
                let note = "read -r typed\necho \"$* <$typed>\" >>~/calls";
                sandbox.write(
                    "bin/connect",
                    format!("#!/bin/sh\n{note}\necho CARD\necho FAULT >&2\n{ending}\n").as_bytes(),
                );
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            }
            Program::Real => symlink(PROGRAM, &path).unwrap(),
        }
        let own = find(shell.program).unwrap();
        let folders = [path.parent().unwrap(), own.parent().unwrap(), Path::new("/usr/bin"), Path::new("/bin")];
        sandbox.set("PATH", &folders.map(|folder| folder.display().to_string()).join(":"));
        // The program itself gives up after a while.
        Self { shell, sandbox, yields: !matches!(program, Program::Real) }
    }

    /// Writes the shell's file, which then ends the shell.
    pub(crate) fn rc(&self, text: &str) {
        self.rc_that_goes_on(&format!("{text}\n{}\n", self.shell.end));
    }

    pub(crate) fn rc_that_goes_on(&self, text: &str) {
        self.sandbox.write(self.shell.rc, text.as_bytes());
    }

    pub(crate) fn block(&self) -> String {
        self.sandbox.ok(&format!("init {}", self.shell.key))
    }

    /// The shell in a session of its own, which the terminal then belongs to.
    pub(crate) fn command(&self, wrapper: &[&str]) -> Command {
        let mut command = Command::new("setsid");
        command
            .args(["-wc", "nice", "-n", if self.yields { "19" } else { "0" }])
            .args(wrapper)
            .arg(find(self.shell.program).unwrap());
        command.args(self.shell.flags);
        self.sandbox.furnish(&mut command);
        command
    }

    /// What the shell prints from its file, in a terminal in which somebody has begun to type.
    pub(crate) fn screen(&self) -> String {
        self.screen_through(&[])
    }

    /// What the first shell shows that has anything to show. On a busy machine the program may be late and give up,
    /// which leaves the day's prompt to the next shell.
    pub(crate) fn greeting(&self) -> String {
        (0..20).map(|_| self.screen()).find(|screen| !screen.is_empty()).unwrap_or_default()
    }

    /// What it prints where its output goes through a pipe.
    pub(crate) fn piped(&self) -> String {
        self.screen_through(&["sh", "-c", "\"$0\" \"$@\" 2>&1 | cat"])
    }

    fn screen_through(&self, wrapper: &[&str]) -> String {
        // A shell that gave its file up would wait for more.
        let (code, screen) = converse(self.command(wrapper), 80, &[("", "typed ahead\nexit 9\n")]);
        assert_eq!(code, Some(0), "{}: {screen}", self.shell.key);
        screen.replace("typed ahead\n", "").replace("exit 9\n", "")
    }

    /// How often the stand-in was called. It must have got nothing of what was typed.
    pub(crate) fn calls(&self) -> usize {
        let calls = fs::read_to_string(self.sandbox.path("calls")).unwrap_or_default();
        assert!(calls.lines().all(|call| call == "today --hook <>"), "{calls}");
        calls.lines().count()
    }
}

/// One run of the block.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) label: String,
    /// The folder of its stamp, below `stamps`.
    pub(crate) stamp: &'static str,
    /// A variable that is set for it.
    pub(crate) variable: Option<(&'static str, &'static str)>,
    pub(crate) speaks: bool,
}

/// A file that runs the block once for each step, with the step's label behind it.
pub(crate) fn session(home: &Home, before: &str, steps: &[Step]) -> String {
    let Shell { set, say, run, .. } = home.shell;
    let mut block = home.block();
    if let Some(run) = run {
        home.sandbox.write("block", block.as_bytes());
        block = run(&home.sandbox.path("block").display().to_string());
    }
    let mut text = before.to_owned();
    for step in steps {
        let folder = home.sandbox.path("stamps").join(step.stamp).display().to_string();
        let usual = |name: &str| if name == "TERM" { "xterm-256color" } else { "" };
        let before = step.variable.map(|(name, value)| set(name, value)).unwrap_or_default();
        let after = step.variable.map(|(name, _)| set(name, usual(name))).unwrap_or_default();
        let lines = [set("CONNECT_STATE_DIR", &folder), before, block.clone(), after, say(&step.label)];
        let _ = write!(text, "\n{}", lines.join("\n"));
    }
    text
}

/// What the screen shows of a session in which nothing goes wrong.
pub(crate) fn expected(steps: &[Step], speaks: bool) -> String {
    let lines = |step: &Step| [if speaks && step.speaks { CARD } else { "" }, &*step.label, "\n"].concat();
    steps.iter().map(lines).collect()
}
