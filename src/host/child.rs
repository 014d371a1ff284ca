//! Other programs, run to their end: arguments and perhaps an input go in, what they print comes out.

use std::fs::File;
use std::io;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// A program to run.
pub struct Child<'c> {
    /// Its name, looked up on PATH, or its path.
    pub program: &'c str,
    pub arguments: &'c [&'c str],
    /// What it reads from standard input. A file, for it is whole whatever becomes of us: from a pipe that we stop
    /// filling, a program would take what it got so far for all there is.
    pub input: Option<File>,
    /// Variables it gets beside ours.
    pub variables: &'c [(&'c str, String)],
    /// After so long it is ended.
    pub limit: Duration,
}

/// What a program left behind.
pub struct Ended {
    pub is_success: bool,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl<'c> Child<'c> {
    pub fn new(program: &'c str, arguments: &'c [&'c str]) -> Self {
        Self { program, arguments, input: None, variables: &[], limit: Duration::from_secs(30) }
    }

    /// Runs it to its end. Its messages are asked for in English, so that they can be understood, and in UTF-8:
    /// without a locale, as under cron, it might refuse arguments that are more than ASCII.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotFound`] where there is no such program, [`io::ErrorKind::TimedOut`] where it took too long.
    pub fn run(self) -> io::Result<Ended> {
        let mut command = Command::new(self.program);
        command
            .args(self.arguments)
            .env("LC_ALL", "C.UTF-8")
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(self.input.map_or_else(Stdio::null, Stdio::from));
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let pid = Pid::from_child(&child);
        let (sender, receiver) = mpsc::channel();
        thread::Builder::new().spawn(move || sender.send(child.wait_with_output()))?;
        let Ok(output) = receiver.recv_timeout(self.limit) else {
            let _ = kill_process(pid, Signal::KILL);
            return Err(io::ErrorKind::TimedOut.into());
        };
        let output = output?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Ended { is_success: output.status.success(), stdout: output.stdout, stderr })
    }
}

impl Ended {
    /// The first thing it said about what went wrong.
    pub fn reason(&self) -> String {
        let line = self.stderr.lines().map(str::trim).find(|line| !line.is_empty());
        line.unwrap_or("it failed without a word").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use super::*;

    #[test]
    fn input_goes_in_and_both_outputs_come_out() {
        let mut input = tempfile::tempfile().expect("a file");
        input.write_all(&vec![b'x'; 200_000]).and_then(|()| input.rewind()).expect("written");
        let script = ["-c", "cat; echo \"$WHO $LC_ALL\" >&2; exit 3"];
        let variables = [("WHO", "me".to_owned())];
        let child = Child { input: Some(input), variables: &variables, ..Child::new("sh", &script) };
        let ended = child.run().expect("a shell");
        assert!(!ended.is_success);
        assert_eq!((ended.stdout.len(), ended.reason().as_str()), (200_000, "me C.UTF-8"));
    }

    #[test]
    fn what_is_missing_and_what_hangs_is_told_apart() {
        let missing = Child::new("connect-no-such-program", &[]).run().err().map(|error| error.kind());
        assert_eq!(missing, Some(io::ErrorKind::NotFound));
        let hanging = Child { limit: Duration::from_millis(50), ..Child::new("sleep", &["600"]) };
        assert_eq!(hanging.run().err().map(|error| error.kind()), Some(io::ErrorKind::TimedOut));
    }
}
