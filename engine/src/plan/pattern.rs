//! `matching "…"`: a regular expression that the whole text must match.

use regex::Regex;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    regex: Option<Regex>,
}

impl Pattern {
    /// Patterns of a checked program compile. Another one is taken to match nothing.
    pub fn new(source: &str) -> Pattern {
        Pattern { source: source.to_owned(), regex: crossdock_compiler::pattern::whole(source).ok() }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    pub fn source(&self) -> &str {
        &self.source
    }
}
