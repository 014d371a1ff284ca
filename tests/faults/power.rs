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
            is_ordered(&calls(&home, verb.line), there, verb)
        });
    }
}

/// What has been done to a file, or to the names in a folder, and not been synced since.
#[derive(Default)]
struct Disk<'c> {
    unsynced: BTreeMap<&'c str, &'c str>,
}

fn is_ordered(calls: &[Call], mut there: BTreeSet<String>, verb: &Writing) -> Verdict {
    let (mut disk, mut is_acknowledged) = (Disk::default(), false);
    for call in calls {
        let text = call.text.as_str();
        let (name, path) = (call.name.as_str(), behind_descriptor(text));
        let paths: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
        match name {
            "write" if text.starts_with("write(1<") && verb.effect == Effect::Says => {
                is_acknowledged = true;
            }
            "write" | "pwrite64" | "ftruncate" => disk.touch(path, text),
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
            _ => {}
        }
        let is_early = is_acknowledged && !disk.unsynced.is_empty();
        require(!is_early, || format!("acknowledged before it is safe: {:?}", disk.unsynced))?;
    }
    Ok(())
}

impl<'c> Disk<'c> {
    fn touch(&mut self, path: &'c str, by: &'c str) {
        if path.contains("/connect") && !is_derived(path) {
            self.unsynced.insert(path, by);
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
