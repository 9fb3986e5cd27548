//! What the server can tell about a checked project. Pure: in go the check and byte offsets, out come spans and texts.

pub(crate) mod actions;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod formatting;
pub(crate) mod hover;
pub(crate) mod symbols;

use crossdock_compiler::{Checked, FileId, Mention};

/// What stands at the offset: the smallest mention that holds it.
fn mention_at(checked: &Checked, file: FileId, offset: usize) -> Option<&Mention> {
    let here = checked.mentions.iter().filter(|(of, mention)| *of == file && mention.span.contains(offset));
    here.map(|(_, mention)| mention).min_by_key(|mention| mention.span.end - mention.span.start)
}
