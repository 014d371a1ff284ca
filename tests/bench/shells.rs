//! What the block costs a later shell of the day: interactive starts in a terminal, with the block and without it.
//!
//! Both kinds of start run once a round, in a new order each round; what is told is the median of each, and the
//! median of the differences round by round, from which a drifting machine has dropped out. `-- --rounds N` sets how
//! many rounds there are.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// A shell, the file it reads, and how that file ends it.
const SHELLS: [(&str, &str, &str); 3] =
    [("bash", ".bashrc", "exit"), ("zsh", ".zshrc", "exit"), ("fish", ".config/fish/config.fish", "exec true")];

/// A home in which the day's prompt was shown already.
fn furnish(home: &Path, rc: &str, text: &str) {
    let stamp = home.join(".local/state/connect/quiet-until");
    for path in [&stamp, &home.join(rc)] {
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    }
    fs::write(home.join(rc), text).expect("a file");
    #[expect(clippy::disallowed_methods, reason = "shells look at the clock themselves")]
    let until = SystemTime::now() + Duration::from_secs(40_000);
    let seconds = until.duration_since(SystemTime::UNIX_EPOCH).expect("a time").as_secs();
    fs::write(&stamp, format!("{seconds}\n")).expect("a stamp");
    File::options().append(true).open(&stamp).and_then(|file| file.set_modified(until)).expect("a date");
}

/// One start in the terminal, in milliseconds.
fn start(shell: &str, home: &Path, terminal: &str) -> f64 {
    let side = || OwnedFd::from(File::options().read(true).write(true).open(terminal).expect("a terminal"));
    let mut command = Command::new(shell);
    command.arg("-i").env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8").stdin(side()).stdout(side()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the shell runs");
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    assert!(status.success(), "{shell} failed");
    milliseconds
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let mut args = std::env::args().skip_while(|arg| arg != "--rounds").skip(1);
    let rounds: usize = args.next().map_or(150, |rounds| rounds.parse().expect("a number of rounds"));
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("a terminal");
    let terminal = ptsname(&master, Vec::new()).expect("a name").into_string().expect("a path in UTF-8");
    println!("Later shells of the day, {rounds} rounds, milliseconds.\n");
    println!("{:<6} {:>8} {:>8} {:>10}", "shell", "without", "with", "difference");
    let mut random = 1_u64;
    for (shell, rc, end) in SHELLS {
        if !["/usr/bin", "/bin"].iter().any(|folder| Path::new(folder).join(shell).is_file()) {
            println!("{shell:<6} is not installed");
            continue;
        }
        let block = Command::new(env!("CARGO_BIN_EXE_connect")).args(["init", shell]).output().expect("it runs").stdout;
        let block = String::from_utf8(block).expect("UTF-8");
        let folders = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
        furnish(folders[0].path(), rc, &format!("{end}\n"));
        furnish(folders[1].path(), rc, &format!("{block}{end}\n"));
        let mut took = [Vec::new(), Vec::new()];
        for round in 0..=rounds {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let first = usize::from(random >> 63 == 1);
            for which in [first, 1 - first] {
                let milliseconds = start(shell, folders[which].path(), &terminal);
                // The first round finds nothing in the cache.
                if round > 0 {
                    took[which].push(milliseconds);
                }
            }
        }
        let mut more: Vec<f64> = took[1].iter().zip(&took[0]).map(|(with, without)| with - without).collect();
        let [without, with] = took.each_mut().map(|took| median(took));
        println!("{shell:<6} {without:>8.2} {with:>8.2} {:>+10.3}", median(&mut more));
    }
}
