//! Strings: where they end, and what their escapes stand for.

use super::scan::{Fault, Scanner, Token};
use crate::plain::plain;

impl Scanner<'_> {
    /// Takes a string, its opening quote being next.
    pub fn string(&mut self) -> Result<Token, Fault> {
        self.pos += 1;
        let start = self.pos;
        let mut escaped = false;
        loop {
            self.pos += plain(self.rest());
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
