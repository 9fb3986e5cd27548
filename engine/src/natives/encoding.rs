//! `stdlib/encoding.flow`: bytes, alphabets and normal forms of texts.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::{Cx, Native, Raise, args};
use crate::plan::quoted;
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[
    Native { name: "encoding.nfc", call: |cx, args| made(cx, args, |text| text.nfc().collect()) },
    Native { name: "encoding.nfkc", call: |cx, args| made(cx, args, |text| text.nfkc().collect()) },
    Native { name: "encoding.to_ascii", call: |cx, args| to_alphabet(cx, args, |c| c.is_ascii(), "ASCII") },
    Native { name: "encoding.to_latin1", call: |cx, args| to_alphabet(cx, args, |c| (c as u32) < 256, "Latin-1") },
    Native { name: "encoding.utf8_length", call: |_, args| Ok(Slot::Int(args::text(args, 0)?.len.into())) },
    Native { name: "encoding.utf16_length", call: |cx, args| Ok(Slot::Int(cx.text(args::text(args, 0)?).encode_utf16().count() as i64)) },
    Native { name: "encoding.truncate_bytes", call: truncate_bytes },
    Native { name: "encoding.encode_base64", call: |cx, args| made(cx, args, |text| BASE64.encode(text)) },
    Native { name: "encoding.decode_base64", call: |cx, args| decoded(cx, args, "base64", |text| BASE64.decode(text).ok()) },
    Native { name: "encoding.encode_hex", call: |cx, args| made(cx, args, |text| hex(text.as_bytes())) },
    Native { name: "encoding.decode_hex", call: |cx, args| decoded(cx, args, "hexadecimal digits", unhex) },
    Native { name: "encoding.encode_url", call: |cx, args| made(cx, args, encode_url) },
    Native { name: "encoding.decode_url", call: |cx, args| decoded(cx, args, "percent-encoded text", decode_url) },
    Native { name: "encoding.escape_html", call: |cx, args| made(cx, args, escape_html) },
];

fn made(cx: &mut Cx<'_>, args: &[Slot], make: impl FnOnce(&str) -> String) -> Result<Slot, Raise> {
    let text = make(cx.text(args::text(args, 0)?));
    Ok(cx.new_text(&text))
}

/// What is decoded has to be text again.
fn decoded(cx: &mut Cx<'_>, args: &[Slot], what: &str, decode: impl FnOnce(&str) -> Option<Vec<u8>>) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    match decode(text).and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(decoded) => Ok(cx.new_text(&decoded)),
        None => Err(Raise::invalid(format!("The text {} is no {what} of a text.", quoted(text)))),
    }
}

/// As many whole characters as fit into so many bytes of UTF-8.
fn truncate_bytes(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let most = args::count(args, 1)?;
    let whole = cx.text(text);
    let mut end = most.min(whole.len());
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    Ok(Slot::Text(crate::slot::Text { len: end as u32, ..text }))
}

/// The second argument says what becomes of umlauts (a variant of `Umlauts`), the third what stands for letters that have no other form.
fn to_alphabet(cx: &mut Cx<'_>, args: &[Slot], fits: impl Fn(char) -> bool, name: &str) -> Result<Slot, Raise> {
    let digraphs = args::any(args, 1) == Slot::Enum(1);
    let instead = if let Slot::Text(text) = args::any(args, 2) { Some(cx.text(text).to_owned()) } else { None };
    let text = cx.text(args::text(args, 0)?);
    let mut out = String::with_capacity(text.len());
    for letter in text.nfc() {
        if fits(letter) {
            out.push(letter);
            continue;
        }
        match (plain(letter, digraphs).filter(|plain| plain.chars().all(&fits)), &instead) {
            (Some(plain), _) => out.push_str(&plain),
            (None, Some(instead)) => out.push_str(instead),
            (None, None) => return Err(Raise::misfit(format!("{} in {} cannot be written in {name}.", quoted(&letter.to_string()), quoted(text)))),
        }
    }
    Ok(cx.new_text(&out))
}

/// A letter without its marks, or what people write for it.
fn plain(letter: char, digraphs: bool) -> Option<String> {
    let written = |known: &[(char, &str)]| known.iter().find(|(from, _)| *from == letter).map(|(_, to)| (*to).to_owned());
    let digraph = if digraphs { written(DIGRAPHS) } else { None };
    digraph.or_else(|| written(LETTERS)).or_else(|| {
        let mut base = String::new();
        decompose_canonical(letter, |part| {
            if !is_combining_mark(part) {
                base.push(part);
            }
        });
        // The mark alone is no letter, and nothing is lost with it.
        (base.chars().count() <= 1 && base.chars().all(|part| part != letter)).then_some(base)
    })
}

/// What German, Danish, Norwegian and Swedish write where there are no umlauts.
const DIGRAPHS: &[(char, &str)] = &[('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('Ä', "Ae"), ('Ö', "Oe"), ('Ü', "Ue"), ('å', "aa"), ('Å', "Aa"), ('ø', "oe"), ('Ø', "Oe")];

/// Letters and signs that are no letter with a mark.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('ẞ', "SS"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('œ', "oe"),
    ('Œ', "OE"),
    ('ø', "o"),
    ('Ø', "O"),
    ('đ', "d"),
    ('Đ', "D"),
    ('ð', "d"),
    ('Ð', "D"),
    ('þ', "th"),
    ('Þ', "Th"),
    ('ł', "l"),
    ('Ł', "L"),
    ('ħ', "h"),
    ('Ħ', "H"),
    ('ı', "i"),
    ('ŋ', "ng"),
    ('Ŋ', "NG"),
    ('ŧ', "t"),
    ('Ŧ', "T"),
    ('ĸ', "k"),
    ('ſ', "s"),
    ('ﬀ', "ff"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('–', "-"),
    ('—', "-"),
    ('‐', "-"),
    ('‑', "-"),
    ('−', "-"),
    ('‘', "'"),
    ('’', "'"),
    ('‚', "'"),
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('«', "\""),
    ('»', "\""),
    ('…', "..."),
    ('•', "*"),
    ('\u{a0}', " "),
    ('\u{2009}', " "),
    ('\u{202f}', " "),
    ('×', "x"),
    ('€', "EUR"),
    ('£', "GBP"),
    ('¥', "JPY"),
    ('©', "(C)"),
    ('®', "(R)"),
    ('™', "(TM)"),
    ('°', "o"),
    ('º', "o"),
    ('ª', "a"),
    ('²', "2"),
    ('³', "3"),
    ('½', "1/2"),
    ('¼', "1/4"),
    ('¾', "3/4"),
    ('№', "No."),
];

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let (pairs, _) = digits.as_chunks::<2>();
    Some(pairs.iter().map(|[high, low]| high * 16 + low).collect())
}

/// Everything but letters, digits and `-._~`, as RFC 3986 says.
fn encode_url(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            // Writing into a string cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
        out
    })
}

fn decode_url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            out.push(*first);
            continue;
        }
        let (digits, behind) = rest.split_at_checked(2)?;
        out.extend(unhex(std::str::from_utf8(digits).ok()?)?);
        rest = behind;
    }
    Some(out)
}

/// What `text` looks like on a page: nothing in it is markup, in an element or in a quoted attribute.
pub fn escape_html(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        out
    })
}
