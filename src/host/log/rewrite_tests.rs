//! What another program does to the log in the very moment of a rewrite.

use std::io::Write as _;

use super::*;

/// A log as it was read, in a folder of its own.
fn found(text: &str) -> (tempfile::TempDir, Found) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(NAME);
    fs::write(&path, text).expect("a log");
    let found = Found::read(path).expect("a log");
    (folder, found)
}

#[test]
fn a_line_that_came_after_the_rename_into_the_old_file_is_taken_over() {
    let (_folder, found) = found("one\n");
    // A writer without the lock had opened the file before; its line is in no name's file any more.
    let mut writer = File::options().append(true).open(&found.path).expect("the log");
    let late = |written: Vec<u8>| {
        writer.write_all(b"late\n").expect("a line");
        written == b"one, rewritten\n"
    };
    // While the new file is read back the old one grows, so it must not be replaced.
    assert_eq!(replace(&found, b"one, rewritten\n", late).expect_err("changed").to_string(), changed().to_string());
    assert_eq!(fs::read(&found.path).expect("the log"), b"one\nlate\n");
    // Grown after the rename, it is taken over.
    fs::write(found.path.with_extension("new"), "one, rewritten\n").expect("a file");
    fs::rename(found.path.with_extension("new"), &found.path).expect("a rename");
    take_over(&found, &found.path).expect("taken over");
    assert_eq!(fs::read(&found.path).expect("the log"), b"one, rewritten\nlate\n");
}

#[test]
fn a_file_that_another_has_put_in_its_place_is_not_replaced() {
    let (folder, found) = found("one\n");
    fs::remove_file(&found.path).expect("removed");
    fs::write(folder.path().join("other"), "two\n").expect("a file");
    fs::rename(folder.path().join("other"), &found.path).expect("a rename");
    assert!(replace(&found, b"new\n", |_| true).is_err());
    assert!(remove(&found).is_err());
    assert_eq!(fs::read(&found.path).expect("the log"), b"two\n");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "and nothing is left behind");
}

#[test]
fn what_does_not_read_back_as_it_should_replaces_nothing() {
    let (folder, found) = found("one\n");
    assert!(replace(&found, b"new\n", |_| false).is_err());
    assert_eq!(fs::read(&found.path).expect("the log"), b"one\n");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_copy_that_changed_while_it_was_moved_comes_back() {
    let (folder, found) = found("one\n");
    let aside = folder.path().join("aside");
    fs::create_dir(&aside).expect("a folder");
    assert!(quarantine::move_there(&aside, &found.path, b"other\n").is_err());
    assert_eq!(fs::read(&found.path).expect("the copy"), b"one\n");
    let place = quarantine::move_there(&aside, &found.path, b"one\n").expect("moved");
    assert!(!found.path.exists() && place.exists());
}
