//! What can go wrong, in words that say what to do, and the exit code that goes with it.

use std::io;

/// What kind of failure it is; each has one exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line asks for something that does not exist.
    Usage,
    /// A file holds something unusable, or there is nothing to show.
    Data,
    /// Reading or writing failed.
    Io,
    /// The prompt was shown, but not recorded.
    NotRecorded,
    /// The settings file can't be used.
    Settings,
    /// The reader of our output went away: nothing is wrong.
    ClosedPipe,
}

impl Kind {
    /// The exit code, after BSD's sysexits(3) where that has one.
    pub fn code(self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::Usage => 2,
            Self::Data => 65,
            Self::Io => 74,
            Self::NotRecorded => 75,
            Self::Settings => 78,
        }
    }
}

/// A failure, ready to be told.
#[derive(Clone, Debug)]
pub struct Error {
    pub kind: Kind,
    /// What is wrong and what happens instead: lower case, no full stop.
    pub message: String,
    /// What to type next.
    pub hint: Option<String>,
}

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Something that cannot be written or read: `what` names the deed and the path.
    pub fn io(what: &str, error: &io::Error) -> Self {
        Self::new(Kind::Io, format!("{what}: {}", reason(error)))
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same failure, where a prompt was shown all the same.
    #[must_use]
    pub fn not_recorded(self) -> Self {
        let message = format!("{}; today's prompt isn't saved", self.message);
        Self { kind: Kind::NotRecorded, message, ..self }
    }
}

/// An I/O error in a few words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "disk full".to_owned(),
        io::ErrorKind::QuotaExceeded => "disk quota used up".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "read-only disk".to_owned(),
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::NotADirectory => "a file stands where a folder should be".to_owned(),
        io::ErrorKind::IsADirectory => "a folder stands where the file should be".to_owned(),
        _ if error.raw_os_error().is_none() => error.to_string(),
        _ => {
            // "No space left on device (os error 28)" says nothing in its brackets.
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}
