//! What a name means: its declaration and documentation.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::{Checked, FileId};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hover {
    pub span: Span,
    pub markdown: String,
}

pub(crate) fn hover(checked: &Checked, file: FileId, offset: usize) -> Option<Hover> {
    let mention = super::mention_at(checked, file, offset)?;
    let mut markdown = format!("```flow\n{}\n```", mention.title);
    if let Some(docs) = mention.docs.as_deref().filter(|docs| !docs.trim().is_empty()) {
        markdown.push_str("\n\n---\n\n");
        markdown.push_str(docs.trim());
    }
    Some(Hover { span: mention.span, markdown })
}
