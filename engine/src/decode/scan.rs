//! The JSON grammar, byte by byte, over text that is known to be UTF-8.

/// Objects and lists that may stand within each other.
pub(super) const MOST_DEPTH: u32 = 128;

/// The payload is no JSON: at that byte something else was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub at: usize,
    /// Completes "expected …".
    pub expected: &'static str,
}

/// A string's content, without the quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    /// Has escapes, which are known to be well-formed.
    pub escaped: bool,
}

pub(super) struct Scanner<'p> {
    pub input: &'p [u8],
    pub pos: usize,
    /// Containers that are open.
    depth: u32,
}

type Scan<T> = Result<T, Fault>;

const VALUE: &str = "a value";

impl<'p> Scanner<'p> {
    pub fn new(input: &'p [u8]) -> Scanner<'p> {
        Scanner { input, pos: 0, depth: 0 }
    }

    /// The next byte; 0, which is no JSON, at the end.
    #[inline]
    pub fn peek(&self) -> u8 {
        self.input.get(self.pos).copied().unwrap_or(0)
    }

    pub fn slice(&self, start: usize, end: usize) -> &'p [u8] {
        self.input.get(start..end).unwrap_or_default()
    }

    pub fn fault<T>(&self, expected: &'static str) -> Scan<T> {
        Err(Fault { at: self.pos, expected })
    }

    #[inline]
    pub fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.pos += 1;
        }
    }

    /// Only blanks are left.
    pub fn end(&mut self) -> Scan<()> {
        self.blanks();
        if self.pos == self.input.len() { Ok(()) } else { self.fault("the end of the payload") }
    }

    /// Takes these bytes if they come next.
    #[inline]
    pub fn takes(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest().starts_with(bytes);
        self.pos += if found { bytes.len() } else { 0 };
        found
    }

    #[inline]
    pub fn rest(&self) -> &'p [u8] {
        self.input.get(self.pos..).unwrap_or_default()
    }

    /// Takes the bracket that opens a container, and blanks. True if it closes at once.
    pub fn open(&mut self, close: u8) -> Scan<bool> {
        self.enter()?;
        self.blanks();
        Ok(self.closes(close))
    }

    /// Takes the bracket that opens a container.
    #[inline]
    pub fn enter(&mut self) -> Scan<()> {
        if self.depth == MOST_DEPTH {
            return self.fault("no deeper nesting than 128 objects and lists");
        }
        self.depth += 1;
        self.pos += 1;
        Ok(())
    }

    /// The bracket that closes a container was taken.
    #[inline]
    pub fn left(&mut self) {
        self.depth -= 1;
    }

    /// Whether so many more containers may be opened within each other.
    #[inline]
    pub fn has_room(&self, containers: u32) -> bool {
        self.depth + containers <= MOST_DEPTH
    }

    pub fn closes(&mut self, close: u8) -> bool {
        let closes = self.peek() == close;
        if closes {
            self.pos += 1;
            self.depth -= 1;
        }
        closes
    }

    /// After a member or element: true if another one follows (it is next), false if the container is closed.
    pub fn more(&mut self, close: u8) -> Scan<bool> {
        self.blanks();
        if self.peek() == b',' {
            self.pos += 1;
            self.blanks();
            return Ok(true);
        }
        if self.closes(close) {
            return Ok(false);
        }
        self.fault(if close == b'}' { "a comma or }" } else { "a comma or ]" })
    }

    /// A member's key, the colon and blanks; the value is next.
    pub fn key(&mut self) -> Scan<Token> {
        if self.peek() != b'"' {
            return self.fault("a key in double quotes");
        }
        let key = self.string()?;
        self.blanks();
        if self.peek() != b':' {
            return self.fault("a colon after the key");
        }
        self.pos += 1;
        self.blanks();
        Ok(key)
    }

    pub fn literal(&mut self, literal: &'static str) -> Scan<()> {
        if !self.slice(self.pos, self.input.len()).starts_with(literal.as_bytes()) {
            return self.fault(VALUE);
        }
        self.pos += literal.len();
        Ok(())
    }

    /// Takes a number by the grammar of JSON.
    pub fn number(&mut self) -> Scan<()> {
        if self.peek() == b'-' {
            self.pos += 1;
        }
        match self.peek() {
            b'0' => self.pos += 1,
            _ => self.digits()?,
        }
        if self.peek() == b'.' {
            self.pos += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.pos += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.pos += 1;
            }
            self.digits()?;
        }
        if self.peek().is_ascii_digit() { self.fault("a number without leading zeros") } else { Ok(()) }
    }

    #[inline]
    fn digits(&mut self) -> Scan<()> {
        let count = count_digits(self.rest());
        if count == 0 {
            return self.fault("a digit");
        }
        self.pos += count;
        Ok(())
    }

    /// Takes any value, checking its grammar.
    pub fn skip(&mut self) -> Scan<()> {
        // One bit a container that was opened here, the innermost lowest: 1 is an object.
        let (mut kinds, mut opened) = (0u128, 0u32);
        loop {
            let begun = self.skip_begin()?;
            if let Some(object) = begun {
                kinds = kinds << 1 | u128::from(object);
                opened += 1;
                continue;
            }
            while opened > 0 {
                let object = kinds & 1 == 1;
                if self.more(if object { b'}' } else { b']' })? {
                    if object {
                        self.key()?;
                    }
                    break;
                }
                kinds >>= 1;
                opened -= 1;
            }
            if opened == 0 {
                return Ok(());
            }
        }
    }

    /// Takes a value; or, of a container that is not empty, only the beginning up to its first value: whether it is an object.
    fn skip_begin(&mut self) -> Scan<Option<bool>> {
        match self.peek() {
            b'{' => {
                if self.open(b'}')? {
                    return Ok(None);
                }
                self.key()?;
                return Ok(Some(true));
            }
            b'[' => return Ok(if self.open(b']')? { None } else { Some(false) }),
            _ => self.scalar()?,
        }
        Ok(None)
    }

    /// Takes a value that is no container.
    #[inline]
    pub fn scalar(&mut self) -> Scan<()> {
        match self.peek() {
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => self.fault(VALUE),
        }
    }
}

/// How many digits come first; eight at a time.
#[inline]
fn count_digits(text: &[u8]) -> usize {
    let mut count = 0;
    let (words, rest) = text.as_chunks::<8>();
    for word in words {
        let others = not_digits(u64::from_le_bytes(*word));
        if others != 0 {
            return count + others.trailing_zeros() as usize / 8;
        }
        count += 8;
    }
    count + rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len())
}

/// A bit is set in each byte that is no digit.
#[inline]
fn not_digits(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // A digit is 0x30 with a low half of at most 9: 6 more do not carry into the high half.
    let high = (word & (ONES * 0xF0)) ^ (ONES * 0x30);
    let low = ((word & (ONES * 0x0F)) + ONES * 6) & (ONES * 0xF0);
    high | low
}

#[cfg(test)]
mod tests {
    use super::count_digits;

    #[test]
    fn digits_are_counted_up_to_any_other_byte() {
        for other in (0..=255u8).filter(|byte| !byte.is_ascii_digit()) {
            for at in 0..20 {
                let mut text = *b"01234567899876543210";
                assert_eq!(count_digits(&text), 20);
                text[at] = other;
                assert_eq!(count_digits(&text), at, "{other} at {at}");
            }
        }
    }
}
