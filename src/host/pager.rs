//! Long lists in the person's own pager, which gets them on its standard input and nowhere else.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::env::Env;
use super::out::Out;
use crate::error::Error;
use crate::model::view::paint::{Line, render};

/// Prints a page, through the pager where one is set and the terminal is too low for the page.
///
/// A pager that cannot be run, or fails, is done without.
pub fn print(env: &Env, out: &Out, page: &[Line]) -> Result<(), Error> {
    match &env.pager {
        Some((pager, rows)) if page.len() >= *rows => {
            let shown = show(pager, env.less_is_set, &render(page, out.look));
            shown.map_or_else(|| out.print(page), Ok)
        }
        _ => out.print(page),
    }
}

/// Whether the pager showed the text and ended well.
fn show(pager: &str, less_is_set: bool, text: &str) -> Option<()> {
    let words = shell_words::split(pager).ok()?;
    let (program, args) = words.split_first()?;
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped());
    if !less_is_set {
        // Colours as they are, no screen of its own, and gone at once if all fits: what git asks of it, too.
        command.env("LESS", "FRX");
    }
    let mut child = command.spawn().ok()?;
    // Whoever has read enough closes the pager before the end.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(text.as_bytes()));
    child.wait().ok()?.success().then_some(())
}
