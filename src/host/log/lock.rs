//! The lock on the log: on its folder's handle, so that it leaves nothing behind and dies with the process.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long an answer waits for the lock.
pub const PATIENCE: Duration = Duration::from_millis(200);

/// What came of asking for the lock.
pub enum Lock {
    /// Ours, until this is dropped.
    Held(File),
    /// Nobody can lock here; go on with care.
    Unsupported,
    /// Another process has it.
    Busy,
}

impl Lock {
    /// Asks for the lock, for so long.
    pub fn take(folder: &Path, patience: Duration) -> Self {
        let Ok(handle) = File::open(folder) else {
            return Self::Unsupported;
        };
        if is_remote(&handle) {
            return Self::Unsupported;
        }
        let deadline = Instant::now() + patience;
        loop {
            match handle.try_lock() {
                Ok(()) => return Self::Held(handle),
                Err(TryLockError::Error(_)) => return Self::Unsupported,
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return Self::Busy,
                Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(2)),
            }
        }
    }

    pub fn is_held(&self) -> bool {
        matches!(self, Self::Held(_))
    }
}

/// Whether a folder lies on a network file system, where even asking for a lock may hang.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_remote(folder: &File) -> bool {
    // The magic numbers of statfs(2) for NFS, SMB, SMB2, CIFS, 9P, AFS, Coda and Ceph.
    const REMOTE: [u32; 8] =
        [0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42, 0x0102_1997, 0x5346_414f, 0x7375_7245, 0x00c3_6400];
    let kind = rustix::fs::fstatfs(folder).map(|about| about.f_type);
    kind.is_ok_and(|kind| REMOTE.iter().any(|&remote| i128::from(kind) & 0xffff_ffff == i128::from(remote)))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_remote(_: &File) -> bool {
    false
}
