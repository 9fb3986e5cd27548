//! Bytes to trees.

mod json;
mod yaml;

use crate::error::Error;
use crate::tree::Tree;

/// A schema or API description: JSON where it begins like JSON, else YAML, which most of them are.
pub(crate) fn description(bytes: &[u8]) -> Result<Tree, Error> {
    let text = text(bytes)?;
    if text.trim_start().starts_with('{') { json::one(text) } else { yaml::read(text) }
}

/// The documents of a sample: one, several after another (JSON Lines), or the elements of a list.
pub(crate) fn documents(bytes: &[u8]) -> Result<Vec<Tree>, Error> {
    let mut documents = json::all(text(bytes)?)?;
    match documents.as_mut_slice() {
        [Tree::List(elements)] => Ok(std::mem::take(elements)),
        _ => Ok(documents),
    }
}

fn text(bytes: &[u8]) -> Result<&str, Error> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
        Error::Syntax { line, message: "this is not UTF-8 text; save it in that encoding".to_owned() }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
