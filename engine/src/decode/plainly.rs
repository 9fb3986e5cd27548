//! Values as nearly all of them are written: text without escapes, short numbers, true and false.
//!
//! What is written in another way, or is not what the shape wants, is left to the general way, which also knows what to tell.

use crossdock_compiler::typed::{Dec, IntType};

use super::Decoder;
use crate::plain::plain;
use crate::plan::{BoolForm, Shape, Value};
use crate::slot::{Origin, Slot, Text};

/// Digits that always fit 64 bits.
const SHORT: usize = 18;

impl Decoder<'_> {
    /// Takes the next value, if it is one of these.
    #[inline]
    pub(super) fn plainly(&mut self, value: &Value) -> Option<Slot> {
        if value.blank_is_missing {
            return None;
        }
        let rest = self.scan.rest();
        let (slot, taken) = match (&value.shape, rest.first()?) {
            (Shape::Text { min, max, pattern: None }, b'"') => {
                let len = content(rest)?;
                // A character has one to four bytes, so that mostly none need be counted.
                let sure = len <= max.map_or(usize::MAX, |max| max as usize) && (*min == 0 || *min == 1 && len > 0 || len / 4 >= *min as usize);
                let start = self.base + self.scan.pos as u32 + 1;
                (sure.then_some(Slot::Text(Text { start, len: len as u32, origin: Origin::Payload, clean: true }))?, len + 2)
            }
            (Shape::Int { range, quoted: false }, b'0'..=b'9' | b'-') => int(rest, *range)?,
            (Shape::Decimal { limits, implied: None, quoted: true }, b'"') => {
                let (slot, len) = decimal(rest.get(1..)?, *limits)?;
                (rest.get(len + 1) == Some(&b'"')).then_some((slot, len + 2))?
            }
            (Shape::Decimal { limits, implied: None, quoted: false }, b'0'..=b'9' | b'-') => {
                let (slot, len) = decimal(rest, *limits)?;
                ends(rest, len).then_some((slot, len))?
            }
            (Shape::Bool(BoolForm::Plain), b't') => (Slot::Bool(true), rest.starts_with(b"true").then_some(4)?),
            (Shape::Bool(BoolForm::Plain), b'f') => (Slot::Bool(false), rest.starts_with(b"false").then_some(5)?),
            (Shape::Enum(codes), b'"') => {
                let len = content(rest)?;
                (codes.keys.find(rest.get(1..=len)?, usize::MAX).map(|index| Slot::Enum(index as u32))?, len + 2)
            }
            _ => return None,
        };
        self.scan.pos += taken;
        Some(slot)
    }
}

/// Bytes between the quotes, if no escape is among them.
#[inline]
fn content(quoted: &[u8]) -> Option<usize> {
    let content = quoted.get(1..)?;
    let len = plain(content);
    (content.get(len) == Some(&b'"')).then_some(len)
}

/// A whole number without point and exponent, and how long it is.
#[inline]
fn int(text: &[u8], range: IntType) -> Option<(Slot, usize)> {
    let negative = text.first() == Some(&b'-');
    let digits = text.get(usize::from(negative)..)?;
    let (mut number, mut len) = (0i64, 0);
    while let Some(digit) = digits.get(len).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        number = number.wrapping_mul(10).wrapping_add(digit.into());
        len += 1;
    }
    let number = if negative { -number } else { number };
    let sound = (1..=SHORT).contains(&len) && (len == 1 || digits.first() != Some(&b'0')) && ends(digits, len);
    let fits = sound && (range.min..=range.max).contains(&number);
    fits.then_some((Slot::Int(number), len + usize::from(negative)))
}

/// No more of a number follows.
#[inline]
fn ends(text: &[u8], len: usize) -> bool {
    !matches!(text.get(len), Some(b'.' | b'e' | b'E' | b'0'..=b'9'))
}

/// A number with or without a point and with no more digits behind it than the limits have, and how long it is. The scale is that of the limits.
#[inline]
fn decimal(text: &[u8], limits: Option<(u8, u8)>) -> Option<(Slot, usize)> {
    let negative = text.first() == Some(&b'-');
    let digits = text.get(usize::from(negative)..)?;
    let (mut number, mut len, mut point) = (0i64, 0, None);
    loop {
        match digits.get(len) {
            Some(digit @ b'0'..=b'9') => number = number.wrapping_mul(10).wrapping_add((digit - b'0').into()),
            Some(b'.') if point.is_none() => point = Some(len),
            _ => break,
        }
        len += 1;
    }
    let scale = point.map_or(0, |point| len - point - 1);
    let whole = point.unwrap_or(len);
    let sound = whole > 0 && whole + scale <= SHORT && (scale > 0) == point.is_some() && (whole == 1 || digits.first() != Some(&b'0'));
    let number = Dec { mantissa: i128::from(if negative { -number } else { number }), scale: sound.then_some(scale as u8)? };
    let number = match limits {
        None => number,
        Some((most, scale)) if number.scale <= scale && number.fits(most, scale) => number.rescale(scale)?,
        Some(_) => return None,
    };
    Some((Slot::Dec(number), len + usize::from(negative)))
}
