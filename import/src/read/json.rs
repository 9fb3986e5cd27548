//! JSON to trees, strictly, with numbers as they are written.

use crate::error::Error;
use crate::tree::{DEPTH_MAX, Object, Tree};

/// The one value of a text.
pub(super) fn one(text: &str) -> Result<Tree, Error> {
    let mut reader = Reader { text, pos: 0 };
    let value = reader.value(0)?;
    reader.blanks();
    if reader.pos < text.len() { reader.fault("something follows the end of the document") } else { Ok(value) }
}

/// All values of a text, one after another.
pub(super) fn all(text: &str) -> Result<Vec<Tree>, Error> {
    let mut reader = Reader { text, pos: 0 };
    let mut values = Vec::new();
    reader.blanks();
    while reader.pos < text.len() {
        values.push(reader.value(0)?);
        reader.blanks();
    }
    Ok(values)
}

struct Reader<'t> {
    text: &'t str,
    /// In bytes; always between two characters.
    pos: usize,
}

impl<'t> Reader<'t> {
    fn value(&mut self, depth: usize) -> Result<Tree, Error> {
        if depth > DEPTH_MAX {
            return Err(Error::Depth(DEPTH_MAX));
        }
        self.blanks();
        match self.peek() {
            Some(b'{') => self.object(depth).map(Tree::Object),
            Some(b'[') => self.list(depth).map(Tree::List),
            Some(b'"') => self.string().map(Tree::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.takes("true") => Ok(Tree::Bool(true)),
            _ if self.takes("false") => Ok(Tree::Bool(false)),
            _ if self.takes("null") => Ok(Tree::Null),
            _ => self.fault("expected a value: an object, a list, a text in double quotes, a number, true, false or null"),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Object, Error> {
        let mut object = Object::new();
        self.pos += 1;
        self.blanks();
        if self.takes("}") {
            return Ok(object);
        }
        loop {
            self.blanks();
            if self.peek() != Some(b'"') {
                return self.fault("expected a key in double quotes");
            }
            let key = self.string()?;
            self.blanks();
            self.expect(":")?;
            let value = self.value(depth + 1)?;
            if object.contains_key(&key) {
                return self.fault(&format!("the key \"{key}\" stands twice in one object"));
            }
            object.insert(key, value);
            self.blanks();
            if self.takes("}") {
                return Ok(object);
            }
            self.expect(",")?;
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Tree>, Error> {
        let mut list = Vec::new();
        self.pos += 1;
        self.blanks();
        if self.takes("]") {
            return Ok(list);
        }
        loop {
            list.push(self.value(depth + 1)?);
            self.blanks();
            if self.takes("]") {
                return Ok(list);
            }
            self.expect(",")?;
        }
    }

    fn string(&mut self) -> Result<String, Error> {
        self.pos += 1;
        let mut out = String::new();
        loop {
            let Some(next) = self.rest().chars().next() else { return self.fault("the quote that ends this text is missing") };
            self.pos += next.len_utf8();
            match next {
                '"' => return Ok(out),
                '\\' => out.push(self.escape()?),
                '\0'..='\u{1f}' => return self.fault("a text may not hold this control character"),
                other => out.push(other),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let next = self.peek();
        self.pos += usize::from(next.is_some_and(|byte| byte.is_ascii()));
        Ok(match next {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.fault("unknown escape behind a backslash"),
        })
    }

    fn unicode(&mut self) -> Result<char, Error> {
        let first = self.unit()?;
        let code = match first {
            0xD800..=0xDBFF if self.takes("\\u") => 0x10000 + ((first - 0xD800) << 10) + (self.unit()?.wrapping_sub(0xDC00) & 0x3FF),
            other => other,
        };
        match char::from_u32(code) {
            Some(character) => Ok(character),
            None => self.fault("half of a surrogate pair"),
        }
    }

    fn unit(&mut self) -> Result<u32, Error> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.pos += 4;
                Ok(unit)
            }
            None => self.fault("four hexadecimal digits are missing behind \\u"),
        }
    }

    fn number(&mut self) -> Result<Tree, Error> {
        let length = self.rest().bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let written = self.rest().get(..length).unwrap_or_default();
        if !is_number(written) {
            return self.fault("this is no number");
        }
        self.pos += length;
        Ok(Tree::Number(written.to_owned()))
    }

    fn blanks(&mut self) {
        self.pos += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.pos..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    fn takes(&mut self, wanted: &str) -> bool {
        let takes = self.rest().starts_with(wanted);
        self.pos += if takes { wanted.len() } else { 0 };
        takes
    }

    fn expect(&mut self, wanted: &str) -> Result<(), Error> {
        if self.takes(wanted) { Ok(()) } else { self.fault(&format!("expected `{wanted}`")) }
    }

    fn fault<T>(&self, message: &str) -> Result<T, Error> {
        let line = 1 + self.text.bytes().take(self.pos).filter(|byte| *byte == b'\n').count();
        Err(Error::Syntax { line, message: message.to_owned() })
    }
}

/// JSON's grammar of numbers.
pub(super) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}
