//! Where the decoder stands, as a person reads the wire: `lines[2].qty`. A list on the call stack, rendered only for a failure.

use std::fmt;

#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, u32),
}

impl Path<'_> {
    /// None at the root.
    pub fn rendered(&self) -> Option<String> {
        let text = self.to_string();
        (!text.is_empty()).then_some(text)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Index(up, index) => write!(f, "{up}[{index}]"),
            Path::Key(up, key) if !is_plain(key) => write!(f, "{up}[{key:?}]"),
            Path::Key(Path::Root, key) => f.write_str(key),
            Path::Key(up, key) => write!(f, "{up}.{key}"),
        }
    }
}

/// A key as a step of a path.
pub(crate) fn step(key: &str) -> String {
    if is_plain(key) { key.to_owned() } else { format!("[{key:?}]") }
}

/// Reads as one step without quotes.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@' | ':'))
}
