//! Editing a file that a shell reads when it starts: the block goes in at the end, between its markers, and comes out
//! again without a trace.

use std::ops::Range;

const OPEN: &[u8] = b"# >>> connect >>>";
const CLOSE: &[u8] = b"# <<< connect <<<";

/// A marker without its counterpart: where the block begins or ends cannot be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaired {
    /// Its line, from 1.
    pub line: usize,
}

/// The blocks in a text, each from its first marker to the end of the line of its last.
pub fn blocks(text: &[u8]) -> Result<Vec<Range<usize>>, Unpaired> {
    let (mut found, mut open, mut end) = (Vec::new(), None, 0);
    for (number, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let start = end;
        end += line.len();
        let line = line.trim_ascii();
        if line == OPEN {
            if let Some((before, _)) = open.replace((number + 1, start)) {
                return Err(Unpaired { line: before });
            }
        } else if line == CLOSE {
            let (_, start) = open.take().ok_or(Unpaired { line: number + 1 })?;
            found.push(start..end);
        }
    }
    match open {
        Some((line, _)) => Err(Unpaired { line }),
        None => Ok(found),
    }
}

/// The text with this block in it, once: where a block stood already, or else at the end.
///
/// A file that is not there yet begins with the marker itself, which is how [`remove`] knows that the file was made
/// for the block.
pub fn insert(text: Option<&[u8]>, block: &str) -> Result<Vec<u8>, Unpaired> {
    let lines = block.trim_start().as_bytes();
    let Some(text) = text else {
        return Ok(lines.to_vec());
    };
    let found = blocks(text)?;
    let Some((first, others)) = found.split_first() else {
        return Ok([text, block.as_bytes()].concat());
    };
    let behind: Vec<Range<usize>> = others.iter().map(|range| range.start - first.end..range.end - first.end).collect();
    Ok([&text[..first.start], lines, &without(&text[first.end..], &behind)].concat())
}

/// The text without any block; nothing where the file was made for it.
pub fn remove(text: &[u8]) -> Result<Option<Vec<u8>>, Unpaired> {
    let found = blocks(text)?;
    let rest = without(text, &found);
    let was_made = found.first().is_some_and(|first| first.start == 0);
    Ok(Some(rest).filter(|rest| !(was_made && rest.is_empty())))
}

/// The text without these ranges, and without the line end that [`insert`] put before each.
fn without(text: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let (mut rest, mut end) = (Vec::new(), 0);
    for range in ranges {
        let (before, block) = (&text[end..range.start], &text[range.clone()]);
        // Editors that turn line ends into CR LF turn those of the block too.
        let turned = block.split(|&byte| byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r"));
        let ended = turned.then(|| before.strip_suffix(b"\r\n")).flatten().or_else(|| before.strip_suffix(b"\n"));
        let is_last = range.end == text.len();
        let kept = ended.filter(|kept| kept.is_empty() || kept.ends_with(b"\n") || is_last);
        rest.extend_from_slice(kept.unwrap_or(before));
        end = range.end;
    }
    rest.extend_from_slice(&text[end..]);
    rest
}

/// Where two texts differ: the first line, from 1, with the lines that go and those that come.
pub fn difference<'t>(before: &'t [u8], after: &'t [u8]) -> (usize, Vec<&'t [u8]>, Vec<&'t [u8]>) {
    let lines = |text: &'t [u8]| text.split_inclusive(|&byte| byte == b'\n').collect::<Vec<_>>();
    let (mut gone, mut new) = (lines(before), lines(after));
    let same = gone.iter().zip(&new).take_while(|(gone, new)| gone == new).count();
    let (mut gone, mut new) = (gone.split_off(same), new.split_off(same));
    while gone.last().is_some_and(|last| new.last() == Some(last)) {
        gone.pop();
        new.pop();
    }
    (same + 1, gone, new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BLOCK: &str = "\n# >>> connect >>>\nnew\n# <<< connect <<<\n";

    fn inserted(text: &str) -> String {
        String::from_utf8(insert(Some(text.as_bytes()), BLOCK).unwrap()).unwrap()
    }

    fn removed(text: &str) -> Option<String> {
        remove(text.as_bytes()).unwrap().map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_file_made_for_the_block_goes_with_it_and_an_empty_one_stays() {
        let made = insert(None, BLOCK).unwrap();
        assert_eq!(made, BLOCK.trim_start().as_bytes());
        assert_eq!(remove(&made), Ok(None));
        assert_eq!(removed(&inserted("")).as_deref(), Some(""));
    }

    #[test]
    fn an_older_block_is_replaced_where_it_stands_and_a_second_goes() {
        let old = "a\n\n# >>> connect >>>\nold\n# <<< connect <<<\nb\n";
        let new = "a\n\n# >>> connect >>>\nnew\n# <<< connect <<<\nb\n";
        assert_eq!(inserted(old), new);
        assert_eq!(inserted(&format!("{old}{BLOCK}c")), format!("{new}c"));
        assert_eq!(removed(&format!("{old}{BLOCK}")).as_deref(), Some("a\nb\n"));
        let bare = BLOCK.trim();
        assert_eq!(inserted(&format!("{bare}\n{bare}")), BLOCK.trim_start(), "nothing stands between them");
    }

    #[test]
    fn what_was_written_behind_the_block_stays_on_lines_of_its_own() {
        assert_eq!(removed(&format!("{}more\n", inserted("no end"))).as_deref(), Some("no end\nmore\n"));
        assert_eq!(removed(&format!("{}more\n", inserted("end\n"))).as_deref(), Some("end\nmore\n"));
        assert_eq!(removed(&inserted("a\n").replace('\n', "\r\n")).as_deref(), Some("a\r\n"));
    }

    #[test]
    fn a_marker_without_its_counterpart_stops_everything() {
        let open = "a\n# >>> connect >>>\nb\n";
        for (text, line) in [
            (open.to_owned(), 2),
            (format!("{open}{BLOCK}"), 2),
            (format!("{BLOCK}# <<< connect <<<"), 5),
            (format!("{BLOCK}{open}"), 6),
        ] {
            assert_eq!(remove(text.as_bytes()), Err(Unpaired { line }), "{text}");
            assert_eq!(insert(Some(text.as_bytes()), BLOCK), Err(Unpaired { line }), "{text}");
        }
    }

    #[test]
    fn the_difference_is_told_line_by_line() {
        let lines = |text: &'static str| text.split_inclusive('\n').map(str::as_bytes).collect::<Vec<_>>();
        assert_eq!(difference(b"a\nb\nc\n", b"a\nx\ny\nc\n"), (2, lines("b\n"), lines("x\ny\n")));
        assert_eq!(difference(b"a\n", b"a\nb"), (2, vec![], lines("b")));
        assert_eq!(difference(b"a\n", b""), (1, lines("a\n"), vec![]));
        assert_eq!(difference(b"a\na\n", b"a\n"), (2, lines("a\n"), vec![]));
    }

    proptest! {
        #[test]
        fn removing_undoes_inserting_byte_for_byte(text in proptest::collection::vec(any::<u8>(), 0..80)) {
            let inserted = insert(Some(&text), BLOCK).unwrap();
            prop_assert_eq!(&inserted, &[&text, BLOCK.as_bytes()].concat(), "the same as appending it");
            prop_assert_eq!(remove(&inserted).unwrap(), Some(text));
        }

        #[test]
        fn inserting_twice_is_inserting_once(lines in proptest::collection::vec("(a|\r|# >>> connect >>>|# <<< connect <<<)\n?", 0..9)) {
            let text = lines.concat();
            if let Ok(once) = insert(Some(text.as_bytes()), BLOCK) {
                prop_assert_eq!(blocks(&once).unwrap().len(), 1);
                prop_assert_eq!(insert(Some(&once), BLOCK).unwrap(), once.clone());
                let without = remove(&once).unwrap().unwrap_or_default();
                prop_assert!(blocks(&without).unwrap().is_empty());
            } else {
                prop_assert!(remove(text.as_bytes()).is_err());
            }
        }
    }
}
