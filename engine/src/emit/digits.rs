//! Numbers to digits.

use std::io::Write;

use crossdock_compiler::typed::Dec;

/// `00` to `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = [b'0' + (at / 10) as u8, b'0' + (at % 10) as u8];
        at += 1;
    }
    pairs
};

/// Digits of a `u64`, with those behind a point.
const MOST: usize = 40;

/// Writes the number with as many digits behind the point as its scale says, as its `Display` does.
pub(super) fn decimal(number: Dec, out: &mut Vec<u8>) {
    let (mantissa, scale) = (number.mantissa, usize::from(number.scale));
    let Ok(size) = u64::try_from(mantissa.unsigned_abs()) else {
        // Writing into a vector cannot fail.
        let _ = write!(out, "{number}");
        return;
    };
    let mut buffer = [b'0'; MOST];
    // A zero stands before the point at least; no scale is beyond 38.
    let at = digits(size, &mut buffer).min(MOST - 1 - scale.min(MOST - 1));
    if mantissa < 0 {
        out.push(b'-');
    }
    if scale == 0 {
        return out.extend_from_slice(&buffer[at..]);
    }
    let (whole, behind) = buffer.split_at(MOST - scale.min(MOST - 1));
    out.extend_from_slice(&whole[at..]);
    out.push(b'.');
    out.extend_from_slice(behind);
}

/// A whole number.
pub(super) fn whole(number: i64, out: &mut Vec<u8>) {
    let mut buffer = [b'0'; MOST];
    let at = digits(number.unsigned_abs(), &mut buffer);
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&buffer[at..]);
}

/// Writes them at the end of the buffer; where they begin.
fn digits(mut rest: u64, buffer: &mut [u8; MOST]) -> usize {
    let mut at = MOST;
    while rest >= 100 {
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    if rest >= 10 {
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[rest as usize]);
        return at;
    }
    buffer[at - 1] = b'0' + rest as u8;
    at - 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_are_those_of_display(mantissa in prop_oneof![any::<i64>().prop_map(i128::from), any::<i128>().prop_map(|wide| wide >> 2), -2000i128..2000], scale in 0u8..=38) {
            let number = Dec { mantissa, scale };
            let mut out = Vec::new();
            decimal(number, &mut out);
            prop_assert_eq!(String::from_utf8(out), Ok(number.to_string()));
            let mut out = Vec::new();
            whole(mantissa as i64, &mut out);
            prop_assert_eq!(String::from_utf8(out), Ok((mantissa as i64).to_string()));
        }
    }
}
