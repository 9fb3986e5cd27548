//! `matching "[A-Z]+"`: regular expressions that a whole text has to match.

use regex::Regex;

/// The expression as one that matches whole texts only. Every part of the program that reads such a pattern reads it here, so that what the checker has
/// accepted is what runs.
pub fn whole(source: &str) -> Result<Regex, regex::Error> {
    // By itself first: "a)|(?:b" must not become one by what is put around it.
    Regex::new(source)?;
    // Behind "(?x)" a comment goes on to the end of the line, which may be the end of the pattern.
    Regex::new(&format!("^(?:{source})$")).or_else(|_| Regex::new(&format!("^(?:{source}\n)$")))
}

/// Whether the whole text matches.
pub(crate) fn fits(source: &str, text: &str) -> bool {
    whole(source).is_ok_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_pattern_is_about_the_whole_text() {
        for (pattern, fitting, other) in [("a|b", "b", "ab"), ("(?x) [A-Z]+ # letters", "ABC", "ABC#"), ("(?x) a # one\n b", "ab", "a"), ("(?i)x", "X", "xx"), ("", "", "\n")] {
            let whole = whole(pattern).unwrap();
            assert!(whole.is_match(fitting) && !whole.is_match(other), "{pattern}");
        }
    }

    #[test]
    fn what_is_no_pattern_does_not_become_one() {
        for wrong in ["a)|(?:b", "(", "[", "(?x) ( # )"] {
            assert!(whole(wrong).is_err(), "{wrong}");
        }
    }
}
