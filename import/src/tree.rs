//! A JSON or YAML document as a tree. Numbers stay as they are written: nothing is rounded.

use indexmap::IndexMap;

/// Deepest nesting that is read.
pub const DEPTH_MAX: usize = 128;

/// Keys in the order of the document.
pub type Object = IndexMap<String, Tree>;

#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    /// As written: `1.10`, `1e3`, `18446744073709551616`.
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Object),
}

impl Tree {
    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.object()?.get(key)
    }

    pub fn object(&self) -> Option<&Object> {
        match self {
            Tree::Object(object) => Some(object),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::List(_) => None,
        }
    }

    pub fn list(&self) -> Option<&[Tree]> {
        match self {
            Tree::List(list) => Some(list),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Object(_) => None,
        }
    }

    /// What `key` holds, if that is text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Tree::as_text)
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Tree::Text(text) => Some(text),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::List(_) | Tree::Object(_) => None,
        }
    }

    /// What `key` holds, if that is a list; else nothing.
    pub fn items(&self, key: &str) -> &[Tree] {
        self.get(key).and_then(Tree::list).unwrap_or(&[])
    }

    /// The members of the object at `key`, if it is one.
    pub fn members(&self, key: &str) -> impl Iterator<Item = (&str, &Tree)> {
        self.get(key).and_then(Tree::object).into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether `key` says so.
    pub fn says(&self, key: &str) -> bool {
        self.get(key) == Some(&Tree::Bool(true))
    }

    /// A single value as it is written, quotes aside.
    pub fn written(&self) -> Option<String> {
        match self {
            Tree::Text(text) | Tree::Number(text) => Some(text.clone()),
            Tree::Bool(yes) => Some(yes.to_string()),
            Tree::Null | Tree::List(_) | Tree::Object(_) => None,
        }
    }
}
