//! What the compiler says: a code, a sentence, places, and nearly always a way to mend it.
//!
//! Facts stand in enums beside the phase that finds them ([`Fact`]); the words are written next to the facts. This type is what
//! they become for people, editors and machines.

pub mod registry;
pub mod render;

use crossdock_syntax::Span;

use crate::sources::FileId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Warning,
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// `E0312`; stable, with a page `docs/errors/E0312.md`.
    pub code: &'static str,
    pub severity: Severity,
    /// One sentence in the analyst's words.
    pub message: String,
    /// The first is the cause; others show where the conflict lies.
    pub labels: Vec<Label>,
    /// Further places in the file of the first label at which the same mistake is made; the fix mends them all.
    pub again: Vec<Span>,
    /// How to mend it, where that is more than the fix.
    pub help: Option<String>,
    pub fix: Option<Fix>,
    /// Other ways to mend it, of which the writer may want one instead.
    pub other_fixes: Vec<Fix>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub file: FileId,
    pub span: Span,
    /// May be empty: the place alone says enough.
    pub text: String,
}

/// A change that the editor can apply.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// `insert the missing lines`
    pub title: String,
    pub edits: Vec<Edit>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub file: FileId,
    pub span: Span,
    pub text: String,
}

/// Something the checker found; each phase has an enum of these.
pub trait Fact {
    fn diagnostic(&self) -> Diagnostic;
}

impl Diagnostic {
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity: Severity::Error, message: message.into(), labels: Vec::new(), again: Vec::new(), help: None, fix: None, other_fixes: Vec::new() }
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    pub fn at(mut self, file: FileId, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { file, span, text: text.into() });
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Diagnostic {
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }

    pub fn or_fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Diagnostic {
        self.other_fixes.push(Fix { title: title.into(), edits });
        self
    }

    /// Every place of the mistake; none for one that has no place at all.
    pub fn places(&self) -> impl Iterator<Item = Option<Span>> {
        std::iter::once(self.labels.first().map(|label| label.span)).chain(self.again.iter().map(|span| Some(*span)))
    }

    /// All fixes, the one to try first in front.
    pub fn fixes(&self) -> impl Iterator<Item = &Fix> {
        self.fix.iter().chain(&self.other_fixes)
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
