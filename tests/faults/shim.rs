//! Pieces written in C, compiled when they are first needed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::home::has;
use crate::sandbox::Sandbox;

/// What stands between the program and the C library; none where that cannot be had.
fn library() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    SHIM.get_or_init(|| compiled("shim.c", &["-shared", "-fPIC"])).as_deref()
}

/// Compiles a file of this folder; none where there is no compiler.
pub(crate) fn compiled(name: &str, flags: &[&str]) -> Option<PathBuf> {
    if !has("cc", &["--version"]) {
        return None;
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults").join(name);
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("built");
    let status = Command::new("cc").args(flags).arg("-O1").arg("-o").arg(&built).arg(source).arg("-ldl").status();
    assert!(status.unwrap().success(), "{name} compiles");
    Some(built)
}

/// The same home, where every program meets this fault; none where it cannot be made.
pub(crate) fn with(home: Sandbox, faults: &[(&str, &str)]) -> Option<Sandbox> {
    let library = library()?;
    let home = home.env("LD_PRELOAD", library.to_str().unwrap());
    Some(faults.iter().fold(home, |home, (name, value)| home.env(name, value)))
}

/// A home in which locks work, and one in which they do not.
pub(crate) fn with_and_without_locks(home: impl Fn() -> Sandbox) -> Vec<Sandbox> {
    std::iter::once(home()).chain(with(home(), &[("SHIM_NO_LOCKS", "1")])).collect()
}
