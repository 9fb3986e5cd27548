//! Text to the content of a JSON string.

use crate::plain::plain;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Writes the text with the escapes that JSON asks for, and no others; quotes around it are the caller's.
pub(crate) fn escape(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    loop {
        let (clean, special) = rest.split_at(plain(rest));
        out.extend_from_slice(clean);
        let Some((byte, after)) = special.split_first() else { return };
        special_byte(*byte, out);
        rest = after;
    }
}

pub(crate) fn needs_escape(text: &[u8]) -> bool {
    plain(text) < text.len()
}

fn special_byte(byte: u8, out: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x0C => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
            return out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 0xF)]);
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}
