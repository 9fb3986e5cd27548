//! Secrets: named in the configuration, kept in the environment or in files, shown to nobody.

use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

/// `env:NAME` or `file:PATH`. `Debug` shows where it is kept, never what it is.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret {
    source: String,
    #[serde(skip)]
    value: Option<SecretString>,
}

#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the environment has no variable {0}")]
    NoVariable(String),
    #[error("the file {path} cannot be read: {error}")]
    NoFile { path: String, error: std::io::Error },
    #[error("a secret does not stand in the configuration itself; write \"env:NAME\" for one in the environment or \"file:PATH\" for one in a file")]
    Literal,
    #[error("it is empty")]
    Empty,
}

impl Secret {
    /// Looks it up. A file's last line break does not belong to it.
    pub(super) fn resolve(&mut self, root: &Path) -> Result<(), SecretError> {
        let value = match self.source.split_once(':') {
            Some(("env", name)) => std::env::var(name).map_err(|_| SecretError::NoVariable(name.to_owned()))?,
            Some(("file", path)) => {
                let text = std::fs::read_to_string(root.join(path)).map_err(|error| SecretError::NoFile { path: path.to_owned(), error })?;
                text.trim_end_matches(['\r', '\n']).to_owned()
            }
            _ => return Err(SecretError::Literal),
        };
        if value.is_empty() {
            return Err(SecretError::Empty);
        }
        self.value = Some(SecretString::from(value));
        Ok(())
    }

    /// The secret itself, for the moment of its use.
    pub fn expose(&self) -> &str {
        self.value.as_ref().map_or("", |value| value.expose_secret())
    }
}

/// Kept in the same place, and the same there.
impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        self.source == other.source && self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kept = if self.value.is_some() { self.source.as_str() } else { "…" };
        write!(f, "Secret({kept})")
    }
}
