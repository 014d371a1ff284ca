//! One file of the log, read as far as it is needed.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::Path;

use bumpalo::Bump;
use chrono::{DateTime, FixedOffset, NaiveDate};
use memchr::{memchr, memmem, memrchr};

use crate::model::day::shift;
use crate::model::gather::{Gathering, Passed};
use crate::model::lines::{Lines, appended_at};

/// No file is read that is longer than this, in bytes.
pub const LIMIT: u64 = 256 << 20;
/// At least so much of the end is read, in bytes; and the steps in which its lines are dated, going back.
const STEP: u64 = 64 << 10;
/// Lines are gathered from blocks of so many bytes, or as long as the longest line.
const BLOCK: usize = 64 << 10;

/// What was read of a file.
pub(super) struct Part {
    /// Whole lines, in the order of the file; where lines were gathered, those whose effect may last for ever.
    pub(super) bytes: Vec<u8>,
    /// What the file was like: inode and length.
    pub(super) seen: (u64, u64),
    /// What lies before, if that was only looked through.
    pub(super) older: Option<Older>,
}

/// The lines of a file that are older than the picker's memory. Where each is, and which prompt it may name, is noted
/// when they are looked through, for reading them all a second time would take as long again.
pub(super) struct Older {
    file: File,
    /// Those that were not parsed.
    passed: Vec<Passed>,
}

impl Part {
    /// All of a file.
    pub(super) fn whole(path: &Path) -> io::Result<Self> {
        let (file, about) = open(path)?;
        Self::read(&file, &about, 0)
    }

    /// The end of a file, from the beginning of a line that is old enough.
    pub(super) fn end(path: &Path, old: DateTime<FixedOffset>) -> io::Result<Self> {
        let (file, about) = open(path)?;
        let mut size = STEP;
        loop {
            let part = Self::read(&file, &about, about.len().saturating_sub(size))?;
            if size >= about.len() || begins_before(&part.bytes, old) {
                return Ok(part);
            }
            size = size.saturating_mul(4);
        }
    }

    /// The lines that may speak of `day` or later, after those of older ones whose effect may last for ever. Of
    /// prompts that were shown before `whole_from` words and reasons are not kept.
    pub(super) fn since<'a>(
        path: &Path,
        day: NaiveDate,
        whole_from: NaiveDate,
        arena: &'a Bump,
    ) -> io::Result<(Self, Lines<'a>)> {
        let (file, about) = open(path)?;
        let recent = recent_start(&file, about.len(), day)?;
        let mut gathering = Gathering::new(arena, about.len(), recent, whole_from);
        let read = in_blocks(&file, about.len(), |block, at| gathering.add(block, at))?;
        let Gathering { lines, lasting, passed, .. } = gathering;
        let older = (recent > 0).then_some(Older { file, passed });
        Ok((Self { bytes: lasting, seen: (about.ino(), read), older }, lines))
    }

    /// The older lines that name this prompt, with all whose effect may last for ever: one may take back another.
    pub(super) fn beyond(&self, prompt: &str) -> io::Result<Vec<u8>> {
        let mut kept = Vec::new();
        if let Some(Older { file, passed }) = &self.older {
            let mut line = Vec::new();
            for Passed { at, length, .. } in passed.iter().filter(|line| line.may_name(prompt)) {
                line.resize(*length as usize, 0);
                file.read_exact_at(&mut line, *at)?;
                if memmem::find(&line, prompt.as_bytes()).is_some() {
                    kept.extend_from_slice(&line);
                    kept.push(b'\n');
                }
            }
            kept.extend_from_slice(&self.bytes);
        }
        Ok(kept)
    }

    /// What stands in a file from `start` on.
    fn read(mut file: &File, about: &fs::Metadata, start: u64) -> io::Result<Self> {
        // One byte more than there is, so that its end is seen by the first read.
        let mut bytes = Vec::with_capacity(usize::try_from(about.len() - start).unwrap_or(0) + 1);
        file.seek(SeekFrom::Start(start))?;
        let read = file.read_to_end(&mut bytes)?;
        Ok(Self { bytes, seen: (about.ino(), start + read as u64), older: None })
    }
}

/// All of a regular file, with its inode and length.
pub fn whole_file(path: &Path) -> io::Result<(Vec<u8>, (u64, u64))> {
    Part::whole(path).map(|part| (part.bytes, part.seen))
}

/// Opens a file that is a file: a pipe or a device in its place could make us wait for ever.
fn open(path: &Path) -> io::Result<(File, fs::Metadata)> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    if about.len() > LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 256 MiB"));
    }
    Ok((File::open(path)?, about))
}

/// Whether the first lines of a block, the cut one aside, were appended before an instant.
fn begins_before(block: &[u8], old: DateTime<FixedOffset>) -> bool {
    let mut lines = block.split(|&byte| byte == b'\n').skip(1);
    lines.find_map(appended_at).is_some_and(|at| at < old)
}

/// Where the lines begin that may speak of this day or later.
///
/// A log is in order of the time of appending, so it is probed from its end, a step at a time, until two probes in
/// a row were appended well before the day: one alone may come from a clock that was wrong. The first of them may be that
/// one, so that only what stands before both is surely old.
fn recent_start(file: &File, length: u64, day: NaiveDate) -> io::Result<u64> {
    let old = shift(day, -2);
    let mut was_old = false;
    let mut at = length;
    let mut probe = [0; 4096];
    while at > STEP {
        at -= STEP;
        let read = read_at(file, &mut probe, at)?;
        // A line so long that no other begins here tells nothing.
        let start = memchr(b'\n', &probe[..read]).map_or(read, |end| end + 1);
        let appended = probe[start..read].split(|&byte| byte == b'\n').find_map(appended_at);
        let is_old = appended.is_some_and(|appended| appended.date_naive() < old);
        if is_old && was_old {
            return Ok(at + start as u64);
        }
        was_old = is_old;
    }
    Ok(0)
}

/// Calls `each` with the first bytes of a file, in blocks of whole lines, and with where each block begins. How much
/// there was.
fn in_blocks(file: &File, length: u64, mut each: impl FnMut(&[u8], u64)) -> io::Result<u64> {
    let mut block = vec![0; usize::try_from(length).unwrap_or(BLOCK).min(BLOCK)];
    let (mut at, mut cut) = (0, 0);
    while at < length {
        if cut == block.len() {
            block.resize(2 * cut, 0);
        }
        let room = usize::try_from(length - at).unwrap_or(usize::MAX).min(block.len() - cut);
        let read = read_at(file, &mut block[cut..cut + room], at)?;
        if read == 0 {
            break;
        }
        at += read as u64;
        let end = cut + read;
        let whole = memrchr(b'\n', &block[cut..end]).map_or(0, |found| cut + found + 1);
        each(&block[..whole], at - end as u64);
        block.copy_within(whole..end, 0);
        cut = end - whole;
    }
    each(&block[..cut], at - cut as u64);
    Ok(at)
}

fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    loop {
        match file.read_at(buffer, at) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}
