//! The fuzz targets over their corpus and over mutations of it, the same ones every time.

use std::fs;
use std::path::Path;

use crate::home::Dice;
use crate::targets::TARGETS;

/// Mutations of each file of the corpus.
const MUTATIONS: usize = 150;

#[test]
fn what_is_held_true_of_any_bytes_holds_over_the_corpus_and_its_mutations() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "{name} has no corpus");
        let corpus: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
        let mut dice = Dice::new(name);
        for (path, bytes) in paths.iter().zip(&corpus) {
            target(bytes);
            for number in 0..MUTATIONS {
                let mutant = mutate(bytes.clone(), &corpus, &mut dice);
                let survived = std::panic::catch_unwind(|| target(&mutant)).is_ok();
                assert!(survived, "{name}: mutation {number} of {}: {}", path.display(), mutant.escape_ascii());
            }
        }
    }
}

/// A few cuts, doublings, swaps of bytes, and pieces of other files.
fn mutate(mut bytes: Vec<u8>, corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.below(4) {
        let (from, to) = (dice.below(bytes.len() + 1), dice.below(bytes.len() + 1));
        let piece = from.min(to)..from.max(to);
        match dice.below(6) {
            0 => drop(bytes.drain(piece)),
            1 => {
                let copy = bytes[piece].to_vec();
                bytes.splice(from..from, copy);
            }
            2 => bytes[piece].fill(0),
            3 => bytes.insert(from, [b'"', b'{', b'}', b'[', b']', b',', b'\\', b'\n', 0xff, 0x1b][dice.below(10)]),
            4 => {
                let other = &corpus[dice.below(corpus.len())];
                let (start, length) = (dice.below(other.len() + 1), dice.below(200));
                bytes.splice(from..from, other[start..].iter().copied().take(length));
            }
            _ if bytes.is_empty() => {}
            _ => {
                let at = from.min(bytes.len() - 1);
                bytes[at] ^= 1 << dice.below(8);
            }
        }
    }
    bytes
}
