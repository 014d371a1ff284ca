//! A shell must never wait: the hook gives up after a while, whatever it was doing.

use std::thread;
use std::time::Duration;

/// Ends the process in so many milliseconds, without a word and as if all were well.
///
/// The end may come at any instant, as a kill would; whatever is written to the log survives that.
pub fn give_up_after(milliseconds: u64) {
    let watch = move || {
        thread::sleep(Duration::from_millis(milliseconds));
        #[expect(clippy::exit, reason = "a hanging disk leaves no other way out")]
        std::process::exit(0);
    };
    // Without a second thread there is no deadline, which is still better than no prompt.
    let _ = thread::Builder::new().stack_size(16 * 1024).spawn(watch);
}
