//! What would outlast a failing power: everything is on the disk before it is acknowledged, contents before names.

use std::collections::{BTreeMap, BTreeSet};

use crate::home::{Verdict, check_all, files, require};
use crate::strace::{self, Call, calls};
use crate::verbs::{Effect, WRITING, Writing};

#[test]
fn nothing_is_acknowledged_or_named_before_it_is_on_the_disk() {
    if strace::works() {
        let name = |verb: &Writing| format!("connect {}", verb.line);
        check_all(WRITING, name, |verb| {
            let home = verb.home();
            let there = files(home.home());
            is_ordered(&calls(&home, verb), there, verb, home.home().to_str().unwrap())
        });
    }
}

/// What has been done to a file, or to the names in a folder, and not been synced since.
struct Disk<'c> {
    home: &'c str,
    unsynced: BTreeMap<&'c str, &'c str>,
}

fn is_ordered(calls: &[Call], mut there: BTreeSet<String>, verb: &Writing, home: &str) -> Verdict {
    let (mut disk, mut is_acknowledged) = (Disk { home, unsynced: BTreeMap::new() }, false);
    for call in calls {
        let text = call.text.as_str();
        let (name, path) = (call.name.as_str(), behind_descriptor(text));
        let paths: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
        match name {
            "write" if text.starts_with("write(1<") && verb.effect == Effect::Says => {
                is_acknowledged = !verb.shows_first();
            }
            "rmdir" | "unlinkat" if name == "rmdir" || text.contains("AT_REMOVEDIR") => disk.pass_on(paths[0], text),
            "write" | "pwrite64" | "ftruncate" | "unlinkat" => disk.touch(path, text),
            "fsync" | "fdatasync" => drop(disk.unsynced.remove(path)),
            "openat" if text.contains("O_CREAT") && there.insert(paths[0].to_owned()) => {
                disk.touch(parent(paths[0]), text);
            }
            "linkat" | "rename" | "renameat" | "renameat2" => {
                let (from, to) = (paths[0], paths[1]);
                let unsafe_yet = disk.unsynced.contains_key(from) && !is_derived(from);
                require(!unsafe_yet, || format!("named before it is written: {text}"))?;
                there.insert(to.to_owned());
                disk.touch(parent(to), text);
            }
            "unlink" if paths[0].contains("/connect/") => disk.touch(parent(paths[0]), text),
            _ => {}
        }
        let is_early = is_acknowledged && !disk.unsynced.is_empty();
        require(!is_early, || format!("acknowledged before it is safe: {:?}", disk.unsynced))?;
    }
    let is_late = verb.effect == Effect::Says && !disk.unsynced.is_empty();
    require(!is_late, || format!("ended before it is safe: {:?}", disk.unsynced))
}

impl<'c> Disk<'c> {
    fn touch(&mut self, path: &'c str, by: &'c str) {
        if path.starts_with(self.home) && !is_derived(path) {
            self.unsynced.insert(path, by);
        }
    }

    /// What was in a folder that is removed is gone for good once that is on the disk, or is gone for good itself.
    fn pass_on(&mut self, folder: &'c str, by: &'c str) {
        if self.unsynced.remove(folder).is_some() {
            self.touch(parent(folder), by);
        }
    }
}

/// The stamp can be made again at any time.
fn is_derived(path: &str) -> bool {
    path.contains("/.local/state/")
}

fn behind_descriptor(text: &str) -> &str {
    text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path)
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
