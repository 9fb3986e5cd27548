//! Text to number, exactly.

use super::{Dec, LIMIT, MAX_DIGITS};

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseDecError {
    #[error("not a number")]
    NotANumber,
    #[error("the number has more than 38 digits")]
    TooLong,
}

impl std::str::FromStr for Dec {
    type Err = ParseDecError;

    fn from_str(text: &str) -> Result<Dec, ParseDecError> {
        Dec::parse(text.as_bytes())
    }
}

impl Dec {
    /// Reads `-12.50`, `+7`, `1.5e3`: a sign, digits, a fraction, an exponent; leading zeros are allowed, blanks are not.
    /// The scale is that of the text (`12.50` has 2), less trailing zeros where there are too many digits.
    pub fn parse(text: &[u8]) -> Result<Dec, ParseDecError> {
        if let Some(number) = plain(text) {
            return Ok(number);
        }
        let (negative, rest) = sign(text);
        let (whole, rest) = digits(rest);
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => digits(rest),
            _ => (&text[..0], rest),
        };
        let dotted = text.contains(&b'.');
        if whole.is_empty() || dotted && fraction.is_empty() {
            return Err(ParseDecError::NotANumber);
        }
        let exponent = exponent(rest)?;
        let (size, zeros) = mantissa(whole, fraction)?;
        let scale = fraction.len() as i64 - zeros - exponent;
        let mantissa = if negative { -size } else { size };
        place(mantissa, scale, fraction.len() as i64 - exponent)
    }
}

/// As many digits always fit 64 bits.
const SHORT: usize = 18;

/// Most numbers: `12`, `-12.50`, of few digits. None is for the others, be they numbers or not.
fn plain(text: &[u8]) -> Option<Dec> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.len() > SHORT + 1 {
        return None;
    }
    let (mut size, mut point) = (0u64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => size = size * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let scale = point.map_or(0, |point| digits.len() - 1 - point);
    let written = digits.len() - usize::from(point.is_some());
    let whole = written > 0 && written <= SHORT && (scale > 0) == point.is_some();
    let size = i128::from(size);
    whole.then(|| Dec { mantissa: if digits.len() < text.len() { -size } else { size }, scale: scale as u8 })
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len()))
}

/// Nothing, or `e` with a sign and digits; what is far out of reach is capped.
fn exponent(text: &[u8]) -> Result<i64, ParseDecError> {
    let [b'e' | b'E', rest @ ..] = text else {
        return if text.is_empty() { Ok(0) } else { Err(ParseDecError::NotANumber) };
    };
    let (negative, rest) = sign(rest);
    let (digits, rest) = digits(rest);
    if digits.is_empty() || !rest.is_empty() {
        return Err(ParseDecError::NotANumber);
    }
    let size = digits.iter().fold(0i64, |sum, digit| (sum * 10 + i64::from(digit - b'0')).min(1 << 40));
    Ok(if negative { -size } else { size })
}

/// The digits as a number, and how many zeros at their end it leaves out because there would be too many digits.
fn mantissa(whole: &[u8], fraction: &[u8]) -> Result<(i128, i64), ParseDecError> {
    let (mut size, mut zeros) = (0u128, 0i64);
    for digit in whole.iter().chain(fraction) {
        if *digit == b'0' && size > 0 {
            zeros += 1;
            continue;
        }
        let digit = u128::from(digit - b'0');
        size = raise(size, zeros + 1).and_then(|raised| raised.checked_add(digit)).ok_or(ParseDecError::TooLong)?;
        zeros = 0;
    }
    let size = i128::try_from(size).ok().filter(|size| size.unsigned_abs() < LIMIT).ok_or(ParseDecError::TooLong)?;
    Ok((size, zeros))
}

fn raise(size: u128, by: i64) -> Option<u128> {
    if size == 0 {
        return Some(0);
    }
    10u128.checked_pow(u32::try_from(by).ok()?)?.checked_mul(size).filter(|raised| *raised < LIMIT)
}

/// The number with the scale that was written, or as near to it as 38 digits allow.
fn place(mantissa: i128, scale: i64, written: i64) -> Result<Dec, ParseDecError> {
    let most = i64::from(MAX_DIGITS);
    if mantissa == 0 {
        return Ok(Dec { mantissa, scale: written.clamp(0, most) as u8 });
    }
    let mut size = mantissa;
    let mut at = scale;
    while at < written.clamp(0, most) {
        match size.checked_mul(10).filter(|raised| raised.unsigned_abs() < LIMIT) {
            Some(raised) => size = raised,
            None => break,
        }
        at += 1;
    }
    if (0..=most).contains(&at) {
        return Ok(Dec { mantissa: size, scale: at as u8 });
    }
    // A tiny number may still have zeros to give up: `0.10e-38`.
    while at > most && size % 10 == 0 {
        size /= 10;
        at -= 1;
    }
    if at == most { Ok(Dec { mantissa: size, scale: MAX_DIGITS }) } else { Err(ParseDecError::TooLong) }
}
