//! Strings: where they end, and what their escapes stand for.

use super::scan::{Fault, Scanner, Token};

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHS: u64 = ONES << 7;

impl Scanner<'_> {
    /// Takes a string, its opening quote being next.
    pub fn string(&mut self) -> Result<Token, Fault> {
        self.pos += 1;
        let start = self.pos;
        let mut escaped = false;
        loop {
            self.pos += plain(self.input.get(self.pos..).unwrap_or_default());
            match self.peek() {
                b'"' => {
                    self.pos += 1;
                    return Ok(Token { start, end: self.pos - 1, escaped });
                }
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ if self.pos == self.input.len() => return self.fault("the quote that ends the string"),
                _ => return self.fault("no control character in a string (write it as \\u00XX)"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.pos += 1;
        match self.peek() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.pos += 1;
                Ok(())
            }
            b'u' => self.unicode(),
            _ => self.fault("one of \" \\ / b f n r t u after a backslash"),
        }
    }

    /// `\uXXXX`, or two of them that are one character.
    fn unicode(&mut self) -> Result<(), Fault> {
        let unit = self.unit()?;
        match unit {
            0xD800..=0xDBFF => {
                let second = self.slice(self.pos, self.pos + 2) == b"\\u";
                self.pos += usize::from(second);
                if !second || !matches!(self.unit()?, 0xDC00..=0xDFFF) {
                    return self.fault("the second half of a surrogate pair (\\uDC00 to \\uDFFF)");
                }
            }
            0xDC00..=0xDFFF => return self.fault("the first half of a surrogate pair before this one"),
            _ => {}
        }
        Ok(())
    }

    /// `u` and four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Fault> {
        self.pos += 1;
        match hex(self.slice(self.pos, self.pos + 4)) {
            Some(unit) => {
                self.pos += 4;
                Ok(unit)
            }
            None => self.fault("four hexadecimal digits after \\u"),
        }
    }
}

/// Four hexadecimal digits.
fn hex(digits: &[u8]) -> Option<u32> {
    let mut unit = 0;
    for digit in digits {
        unit = unit << 4 | char::from(*digit).to_digit(16)?;
    }
    (digits.len() == 4).then_some(unit)
}

/// How many bytes go before the first quote, backslash or control character; eight at a time.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    let mut count = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return count + special.trailing_zeros() as usize / 8;
        }
        count += 8;
    }
    count + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}

/// The high bit of each byte that is special is set; bytes after the first such one may be wrong.
#[inline]
fn special(word: u64) -> u64 {
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(word ^ ONES.wrapping_mul(b'"'.into()));
    let backslash = zero(word ^ ONES.wrapping_mul(b'\\'.into()));
    let control = word.wrapping_sub(ONES.wrapping_mul(0x20)) & !word;
    (quote | backslash | control) & HIGHS
}

/// Writes what a well-formed string's content stands for.
pub(super) fn unescape(content: &str, out: &mut String) {
    let mut rest = content;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (character, length) = escaped_char(escape.as_bytes());
        out.push(character);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// The character that an escape stands for, and the escape's length.
fn escaped_char(escape: &[u8]) -> (char, usize) {
    let simple = |character| (character, 2);
    match escape.get(1) {
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'u') => {
            let unit = |from: usize| escape.get(from..from + 4).and_then(hex).unwrap_or(0xFFFD);
            match unit(2) {
                high @ 0xD800..=0xDBFF => {
                    let code = 0x10000 + ((high - 0xD800) << 10) + (unit(8) & 0x3FF);
                    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                code => (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
            }
        }
        Some(other) => simple(char::from(*other)),
        None => ('\\', 1),
    }
}

#[cfg(test)]
mod tests {
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
}
