//! Finding what is special in the content of a JSON string: quotes, backslashes, control characters.
//!
//! The only module of the project with unsafe code: one call, which is safe on every machine that it is compiled for.

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHS: u64 = ONES << 7;

/// How many bytes go before the first that is special.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let mut count = 0;
    let (blocks, rest) = bytes.as_chunks::<16>();
    for block in blocks {
        let special = in_block(block);
        if special != 0 {
            return count + special.trailing_zeros() as usize;
        }
        count += 16;
    }
    count + by_words(rest)
}

/// A bit for each byte, the first one lowest; of those behind the first special one nothing is told.
#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "instructions of SSE2 are told to be safe only within functions that ask for SSE2")]
fn in_block(block: &[u8; 16]) -> u32 {
    // SAFETY: what is asked for is that the processor knows SSE2; it is part of every x86-64, the target that this is compiled for. No memory is
    // touched by address.
    unsafe { by_sse2(block) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn by_sse2(block: &[u8; 16]) -> u32 {
    use std::arch::x86_64::{__m128i, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8};
    let (low, high) = halves(block);
    let bytes: __m128i = _mm_set_epi64x(high.cast_signed(), low.cast_signed());
    let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"'.cast_signed()));
    let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\'.cast_signed()));
    let controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), controls)).cast_unsigned()
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn in_block(block: &[u8; 16]) -> u32 {
    in_words(block)
}

/// The same for any machine.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn in_words(block: &[u8; 16]) -> u32 {
    let (low, high) = halves(block);
    let first = |word: u64| in_word(word).trailing_zeros() / 8;
    match first(low) {
        8 => 1u32.checked_shl(8 + first(high)).filter(|_| first(high) < 8).unwrap_or(0),
        at => 1 << at,
    }
}

fn halves(block: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(*block);
    (both as u64, (both >> 64) as u64)
}

fn by_words(bytes: &[u8]) -> usize {
    let mut count = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let special = in_word(u64::from_le_bytes(*word));
        if special != 0 {
            return count + special.trailing_zeros() as usize / 8;
        }
        count += 8;
    }
    count + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

pub(crate) fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// The high bit of each byte that is special is set; bytes after the first such one may be wrong.
#[inline]
fn in_word(word: u64) -> u64 {
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(word ^ ONES.wrapping_mul(b'"'.into()));
    let backslash = zero(word ^ ONES.wrapping_mul(b'\\'.into()));
    let control = word.wrapping_sub(ONES.wrapping_mul(0x20)) & !word;
    (quote | backslash | control) & HIGHS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_stands() {
        for special in (0u8..0x20).chain([b'"', b'\\']) {
            for at in 0..40 {
                let mut bytes = [0x7f, b'!', b'#', b'[', b']', 0xC3, 0xA9, b' '].repeat(5);
                bytes.truncate(40);
                assert_eq!(plain(&bytes), 40);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = special;
                }
                assert_eq!(plain(&bytes), at, "{special} at {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn blocks_and_words_find_the_same(bytes in prop::collection::vec(prop_oneof![4 => 0x20u8..=0xFF, 1 => Just(b'"'), 1 => any::<u8>()], 0..80)) {
            let first = bytes.iter().position(|byte| is_special(*byte)).unwrap_or(bytes.len());
            prop_assert_eq!(plain(&bytes), first);
            prop_assert_eq!(by_words(&bytes), first);
            for block in bytes.as_chunks::<16>().0 {
                prop_assert_eq!(in_block(block).trailing_zeros(), in_words(block).trailing_zeros());
            }
        }
    }
}
