//! Every verb that writes. A new one is a line here, and meets every fault.

use std::fs;

use crate::home::{NOW, copy, files, home};
use crate::sandbox::Sandbox;
use crate::scenes::{
    NOTE, holding, merged, received, settled, settled_in, sourced, told, torn, unfinished, with_jobs, with_systemd,
};

/// A command line that writes something.
pub(crate) struct Writing {
    /// `~` is the home.
    pub(crate) line: &'static str,
    /// What was typed before it on the same day.
    before: &'static [&'static str],
    /// What else is there.
    scene: fn(&Sandbox),
    /// What it does to the day's prompt.
    pub(crate) effect: Effect,
    pub(crate) log: Log,
    /// Whether the words of the scene are to be in no file afterwards.
    forgets: bool,
    /// What would do as well.
    pub(crate) instead: Option<&'static str>,
    /// Whether what it acknowledges is there.
    is_kept: fn(&Sandbox) -> bool,
}

/// What a verb is to the day's prompt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It shows the day's own: the same one whatever happened.
    Shows,
    /// It puts another one in its place.
    Changes,
    /// It says something; whatever it prints on standard output is an acknowledgement.
    Says,
}

/// What a verb does to the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    Appends,
    /// Lines of it move or go.
    Rewrites,
    /// All of it goes, and the settings with it.
    Removes,
    Leaves,
}

use Effect::{Changes, Shows};
use Log::{Leaves, Removes, Rewrites};

const ADD: &str = "add --practice time --kind do --minutes 15 --depth 1 \
                   'Walk to our bench, and sit until one of us says something new.'";

const ADD_MORE: &str = "add --practice time --kind do --minutes 60 --depth 1 \
                        'Cook what you cooked on the first evening, and set the table as it was.'";

const QUIZ: &str = "quiz --answers 1,2,e,n,1,2,e,n,1,2,e,n,1,2,e,n,1,2,e,n --save";

/// What most verbs are.
const SAYS: Writing = Writing {
    line: "",
    before: &[],
    scene: |_| (),
    effect: Effect::Says,
    log: Log::Appends,
    forgets: false,
    instead: None,
    is_kept: |_| true,
};

/// What verbs are that write another file than the log.
const BESIDE: Writing = Writing { log: Leaves, ..SAYS };

/// What verbs are that take words out of every file.
const FORGETS: Writing = Writing { scene: told, log: Rewrites, forgets: true, ..SAYS };

macro_rules! logged {
    ($event:literal) => {
        |home| home.log_text().contains(concat!("\"event\":\"", $event, "\""))
    };
}

/// Whether a file holds a text.
macro_rules! holds {
    ($file:literal, $text:literal) => {
        |home| read(home, $file).contains($text)
    };
}

/// Whether a file is there, without a text.
macro_rules! lacks {
    ($file:literal, $text:literal) => {
        |home| !read(home, $file).contains($text)
    };
}

/// Every verb that writes.
pub(crate) const WRITING: &[Writing] = &[
    Writing { effect: Shows, is_kept: logged!("shown"), ..SAYS },
    Writing { line: "today --hook", effect: Shows, is_kept: logged!("shown"), ..SAYS },
    Writing { line: "another", before: &[""], effect: Changes, is_kept: logged!("shown"), ..SAYS },
    Writing {
        line: "today --mood tired --minutes 5",
        before: &[""],
        effect: Changes,
        is_kept: logged!("shown"),
        ..SAYS
    },
    Writing { line: "done --rating 4 --note 'said words'", before: &[""], is_kept: logged!("done"), ..SAYS },
    Writing { line: "love", before: &[""], is_kept: logged!("done"), ..SAYS },
    Writing { line: "skip", before: &[""], is_kept: logged!("skip"), ..SAYS },
    Writing { line: "snooze", before: &["", "another"], is_kept: logged!("snooze"), ..SAYS },
    Writing { line: "never time.ask-5", before: &[""], is_kept: logged!("never"), ..SAYS },
    Writing { line: "never time.ask-5 --lift", before: &["never time.ask-5"], is_kept: logged!("allow"), ..SAYS },
    Writing { line: "note 'said words'", is_kept: logged!("note"), ..SAYS },
    Writing { line: "pause", is_kept: logged!("pause"), ..SAYS },
    Writing { line: "undo", before: &["", "skip"], is_kept: logged!("undo"), ..SAYS },
    Writing { line: ADD, is_kept: holds!(".config/connect/prompts/ours.toml", "Walk to our bench"), ..BESIDE },
    Writing {
        line: ADD_MORE,
        before: &[ADD],
        is_kept: holds!(".config/connect/prompts/ours.toml", "Cook what you cooked"),
        ..BESIDE
    },
    Writing {
        line: "config set name Robin",
        scene: settled,
        is_kept: holds!(".config/connect/settings.toml", "Robin"),
        ..BESIDE
    },
    Writing {
        line: "config unset name",
        scene: settled,
        before: &["config set name Robin"],
        is_kept: lacks!(".config/connect/settings.toml", "Robin"),
        ..BESIDE
    },
    Writing {
        line: "setup --name Robin --minutes 20 --cost free",
        scene: settled,
        is_kept: holds!(".config/connect/settings.toml", "Robin"),
        ..BESIDE
    },
    Writing { line: QUIZ, scene: settled, is_kept: holds!(".config/connect/settings.toml", "languages"), ..BESIDE },
    Writing {
        line: "init bash --install --yes",
        scene: sourced,
        is_kept: holds!(".bashrc", ">>> connect >>>"),
        ..BESIDE
    },
    Writing {
        line: "init bash --remove --yes",
        before: &["init bash --install --yes"],
        scene: sourced,
        is_kept: lacks!(".bashrc", ">>> connect >>>"),
        ..BESIDE
    },
    // Where systemd cannot be asked, cron runs it.
    Writing {
        line: "remind on",
        scene: with_systemd,
        instead: Some("remind on --via cron"),
        is_kept: |home| read(home, TIMER).contains("18:30") || read(home, "crontab").contains("# connect remind"),
        ..BESIDE
    },
    Writing {
        line: "remind on --via cron",
        scene: with_jobs,
        is_kept: holds!("crontab", "# connect remind"),
        ..BESIDE
    },
    Writing {
        line: "remind off",
        before: &["remind on"],
        scene: with_systemd,
        is_kept: |home| !home.path(TIMER).exists() && files(home.home()).iter().all(|name| !name.contains("-remind")),
        ..BESIDE
    },
    Writing {
        line: "remind off",
        before: &["remind on --via cron"],
        scene: with_jobs,
        is_kept: lacks!("crontab", "# connect remind"),
        ..BESIDE
    },
    Writing { line: "remind now --show-prompt", effect: Shows, is_kept: logged!("shown"), ..SAYS },
    Writing {
        line: "report --out ~/year.html --force",
        before: &["", "report --out ~/year.html", "love"],
        is_kept: holds!("year.html", "Loved"),
        ..BESIDE
    },
    Writing { line: "man --out ~/man", is_kept: holds!("man/man5/connect-packs.5", "SEE ALSO"), ..BESIDE },
    Writing { line: "data export ~/all.json", scene: told, is_kept: holds!("all.json", "heron"), ..BESIDE },
    Writing {
        line: "data import ~/theirs.json --yes",
        scene: received,
        is_kept: |home| home.log_text().contains("from them"),
        ..FORGETS
    },
    Writing { line: "data merge", scene: merged, is_kept: |home| home.log_text().contains("from afar"), ..FORGETS },
    Writing { line: "data erase --notes --yes", ..FORGETS },
    Writing { line: "data erase --notes --yes", scene: unfinished, ..FORGETS },
    Writing { line: NOTE.erased, scene: torn, ..FORGETS },
    Writing { line: "data erase --before 2026-11-24 --yes", ..FORGETS },
    Writing {
        line: "data wipe --yes",
        scene: settled_in,
        before: &["remind on --via cron", "init bash --install --yes"],
        log: Removes,
        is_kept: |home| {
            let ours = files(home.home()).into_iter().find(|path| path.contains("/connect/"));
            ours.is_none() && ["crontab", ".bashrc"].iter().all(|name| !read(home, name).contains("connect"))
        },
        ..FORGETS
    },
];

const TIMER: &str = ".config/systemd/user/connect-remind.timer";

fn read(home: &Sandbox, path: &str) -> String {
    fs::read_to_string(home.path(path)).unwrap_or_default()
}

impl Writing {
    /// A home in which it can be typed.
    pub(crate) fn home(&self) -> Sandbox {
        let home = home(NOW);
        (self.scene)(&home);
        for line in self.before {
            let run = home.run(&typed(line, &home));
            assert_eq!(run.code, 0, "connect {line}: {run:?}");
        }
        home
    }

    /// That home again and again, each time untouched.
    pub(crate) fn homes(&self) -> impl Fn() -> Sandbox + use<> {
        let home = self.home();
        move || copy(&home)
    }

    /// What is typed in this home.
    pub(crate) fn typed(&self, home: &Sandbox) -> String {
        typed(self.line, home)
    }

    /// Whether other programs do a part of it: what they meet is their own matter.
    pub(crate) fn runs_tools(&self) -> bool {
        self.line.starts_with("remind") || self.log == Removes
    }

    /// Whether it shows what it is going to do before it does it, so that only its end acknowledges anything.
    pub(crate) fn shows_first(&self) -> bool {
        self.line.starts_with("init") || self.line.starts_with("quiz")
    }

    /// Whether nobody is there when it runs: it never fails, and other verbs tell of faults.
    pub(crate) fn is_unattended(&self) -> bool {
        self.line.contains("--hook") || self.line.starts_with("remind now")
    }

    pub(crate) fn is_kept(&self, home: &Sandbox) -> bool {
        self.is_kept_but_for(home, "")
    }

    /// Whether what it acknowledges is there, but for what it said that it could not reach.
    pub(crate) fn is_kept_but_for(&self, home: &Sandbox, told: &str) -> bool {
        let is_named = |path: &str| {
            let path = path.replace(home.home().to_str().unwrap(), "~");
            // A folder is named where it could not be removed.
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            told.contains(&format!("{path} ")) || told.contains(&format!("{folder} holds"))
        };
        let excuses = ["a reminder there is left as it is", "take lines of connect out by hand"];
        let is_left = self.log == Removes && excuses.iter().any(|excuse| told.contains(excuse));
        ((self.is_kept)(home) || is_left) && (!self.forgets || holding(home).iter().all(|path| is_named(path)))
    }
}

fn typed(line: &str, home: &Sandbox) -> String {
    line.replace('~', home.home().to_str().unwrap())
}
