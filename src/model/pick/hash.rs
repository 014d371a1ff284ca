//! Chance without a generator: every draw is a hash of who, when and what.
//!
//! Scoring each candidate by its own hash means that adding or removing one moves no other.

/// FNV-1a, 64 bits.
pub fn fnv1a(text: &str) -> u64 {
    fnv1a_bytes(text.as_bytes())
}

/// FNV-1a, 64 bits, of any bytes.
pub fn fnv1a_bytes(bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// A hash for comparing within one run: several times as fast as [`fnv1a`], whose every byte waits for the one before.
/// Nothing that is kept or chosen depends on it.
pub fn quick(text: &[u8]) -> u64 {
    let step =
        |hash: u64, word: [u8; 8]| (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let (words, rest) = text.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    step(words.iter().copied().fold(text.len() as u64, step), last)
}

/// One step of `SplitMix64` (Steele, Lea & Flood 2014).
pub fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A hash of a key and two numbers.
pub fn h3(key: u64, a: u64, b: u64) -> u64 {
    mix(mix(mix(key) ^ a) ^ b)
}

/// A hash as a number from 0 up to, not including, 1.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
pub fn unit(hash: u64) -> f64 {
    (hash >> 11) as f64 / 9_007_199_254_740_992.0
}

/// A day's number as hash input; days before 1970 wrap round.
#[expect(clippy::cast_sign_loss, reason = "any distinct value will do")]
pub fn day_bits(day: i32) -> u64 {
    i64::from(day) as u64
}

/// The picker's key for an installation.
pub fn key(seed: &str) -> u64 {
    fnv1a(&format!("connect/pick/1|{seed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first is the published test vector of `SplitMix64`; the others pin our composition of it.
    #[test]
    fn known_values_come_out() {
        assert_eq!(mix(1_234_567), 6_457_827_717_110_365_317);
        assert_eq!(h3(1, 2, 3), 0xd073_4750_fde3_62b3);
        assert_eq!(fnv1a("gratitude-001"), 0xda9a_9bf4_c556_b332);
        assert_ne!(quick(b"gratitude-001"), quick(b"gratitude-002"));
        assert_ne!(quick(b"2026-11-24/shown/0"), quick(b"2026-11-25/shown/0"));
        assert!(unit(u64::MAX) < 1.0 && unit(0) >= 0.0);
    }
}
