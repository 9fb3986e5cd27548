//! Addresses of messages and look-ups: holes filled and percent-encoded.

use std::fmt::Write as _;

/// A piece of an address, with what its hole is filled with.
pub(crate) enum Piece<'p> {
    Literal(&'p str),
    /// None is missing.
    Value(Option<String>),
}

/// What is missing is left out of the query, with its name.
pub(crate) fn filled<'p>(pieces: impl IntoIterator<Item = Piece<'p>>) -> String {
    let mut path = String::new();
    let mut left_out = false;
    for piece in pieces {
        match piece {
            Piece::Literal(text) if left_out => {
                path.push_str(text.strip_prefix('&').filter(|_| path.ends_with(['?', '&'])).unwrap_or(text));
                left_out = false;
            }
            Piece::Literal(text) => path.push_str(text),
            Piece::Value(Some(value)) => percent_encode(&value, &mut path),
            Piece::Value(None) => {
                let name = path.rfind(['?', '&']).map_or(path.len(), |name| name + 1);
                path.truncate(name);
                left_out = true;
            }
        }
    }
    if left_out { path.trim_end_matches(['?', '&']).to_owned() } else { path }
}

/// All but unreserved characters (RFC 3986, section 2.3).
fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            other => {
                let written = write!(out, "%{other:02X}");
                debug_assert!(written.is_ok(), "writing to a string does not fail");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_left_out_of_the_query() {
        let path = |args: [Option<&str>; 3]| {
            let value = |at: usize| Piece::Value(args[at].map(str::to_owned));
            filled([Piece::Literal("/s/"), value(0), Piece::Literal("?a="), value(1), Piece::Literal("&b="), value(2), Piece::Literal("&c=1")])
        };
        assert_eq!(path([Some("x y/z"), Some("1"), Some("2")]), "/s/x%20y%2Fz?a=1&b=2&c=1");
        assert_eq!(path([Some("x"), None, Some("2")]), "/s/x?b=2&c=1");
        assert_eq!(path([Some("x"), Some("1"), None]), "/s/x?a=1&c=1");
        assert_eq!(path([Some("x"), None, None]), "/s/x?c=1");
        let last = |b: Option<&str>| filled([Piece::Literal("/s?a="), Piece::Value(b.map(str::to_owned))]);
        assert_eq!((last(Some("1")), last(None)), ("/s?a=1".to_owned(), "/s".to_owned()));
    }
}
