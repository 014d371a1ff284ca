//! One command line in one home, and what a run of it costs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// A command line that is run again and again.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
    pub(crate) home: PathBuf,
    pub(crate) now: String,
    /// How long the log is before a run that appends to it.
    pub(crate) log: Option<u64>,
}

impl Case {
    /// Takes back what the run before has appended.
    fn reset(&self) {
        if let Some(length) = self.log {
            let log = File::options().write(true).open(log_path(&self.home)).expect("a log");
            log.set_len(length).expect("the log is cut");
        }
    }

    /// The command in an environment that holds nothing by chance, run by another program where one is given.
    pub(crate) fn command(&self, wrapper: &[&str]) -> Command {
        let mut words: Vec<&str> = wrapper.to_vec();
        words.push(self.program.to_str().expect("a path in UTF-8"));
        words.extend(self.args.iter().map(String::as_str));
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env_clear().env("PATH", "/usr/bin:/bin").env("HOME", &self.home);
        command.env("LANG", "C.UTF-8").env("TZ", "Europe/Berlin").env("CONNECT_NOW", &self.now);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Seconds of wall time.
    pub(crate) fn seconds(&self) -> f64 {
        self.reset();
        let mut command = self.command(&[]);
        let start = Instant::now();
        let status = command.status().expect("it runs");
        let seconds = start.elapsed().as_secs_f64();
        assert!(status.success(), "{} failed", self.name);
        seconds
    }

    /// Instructions in user space, by callgrind; none where that is not installed.
    pub(crate) fn instructions(&self) -> Option<f64> {
        let told = self.told_by(&["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"])?;
        told.split("Collected : ").nth(1)?.split_whitespace().next()?.parse().ok()
    }

    /// The most memory ever in use, in KiB, by GNU time; none where that is not installed.
    pub(crate) fn peak(&self) -> Option<f64> {
        self.told_by(&["/usr/bin/time", "-f", "%M"])?.split_whitespace().last()?.parse().ok()
    }

    /// What a wrapper says on standard error.
    fn told_by(&self, wrapper: &[&str]) -> Option<String> {
        self.reset();
        let output = self.command(wrapper).stderr(Stdio::piped()).output().ok()?;
        Some(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// Where a home has its log.
pub(crate) fn log_path(home: &Path) -> PathBuf {
    home.join(".local/share/connect/history.jsonl")
}

/// Seconds of every case, in so many rounds.
///
/// Every case runs once a round, and in a new order each round, so that none always follows the same neighbour: what
/// runs after something large finds the caches cold.
pub(crate) fn rounds(cases: &[Case], rounds: usize) -> Vec<Vec<f64>> {
    let mut wall = vec![Vec::new(); cases.len()];
    let mut random = 1_u64;
    for _ in 0..rounds {
        let mut order: Vec<usize> = (0..cases.len()).collect();
        for at in (1..order.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, usize::try_from(random >> 33).expect("small") % (at + 1));
        }
        for at in order {
            wall[at].push(cases[at].seconds());
        }
    }
    wall
}

/// The median of the ratios of two cases, round by round, with the bounds between which it lies 95 times in 100.
///
/// A machine that is busy for a while is busy for both, and drops out of their ratio.
pub(crate) fn ratio(own: &[f64], base: &[f64]) -> [f64; 3] {
    let mut ratios: Vec<f64> = own.iter().zip(base).map(|(own, base)| own / base).collect();
    ratios.sort_by(f64::total_cmp);
    // Ranks of the median of so many values: the binomial distribution, by its normal approximation.
    let reach = ratios.len().isqrt();
    let at = |rank: usize| ratios[rank.min(ratios.len() - 1)];
    let middle = ratios.len() / 2;
    [at(middle.saturating_sub(reach)), at(middle), at(middle + reach)]
}

/// The value in the middle.
pub(crate) fn median(values: &[f64]) -> f64 {
    ratio(values, &vec![1.0; values.len()])[1]
}
