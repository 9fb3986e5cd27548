//! Where a name is declared.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::{Checked, FileId};

pub(crate) fn definition(checked: &Checked, file: FileId, offset: usize) -> Option<(FileId, Span)> {
    super::mention_at(checked, file, offset)?.target
}
