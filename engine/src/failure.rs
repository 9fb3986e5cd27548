//! What went wrong with one message, as a value: named, placed, and told in words.

use serde::{Deserialize, Serialize};

/// A failure raised while a message was decoded, mapped or sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The failure's name in the language: `invalid`, `misfit`, `on_credit_hold` …
    pub name: String,
    /// A whole sentence for the person who has to act on it.
    pub message: String,
    /// Where in the payload, as a person reads the wire: `lines[2].qty`; none where no place is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The place in the `.flow` source that raised it: `release.flow:14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} at {path}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}
