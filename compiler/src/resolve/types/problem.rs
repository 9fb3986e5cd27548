//! What can be wrong with a type as written.

use crossdock_syntax::Span;

use crate::diagnostic::{Diagnostic, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    Lengths { file: FileId, span: Span, ty: &'static str },
    IntLimits { file: FileId, span: Span },
    DecimalLimits { file: FileId, span: Span },
    NoLimits { file: FileId, span: Span, ty: String },
    Pattern { file: FileId, span: Span, why: String },
    UnitOnOther { file: FileId, span: Span, ty: String },
    MatchingOnText { file: FileId, span: Span, ty: String },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Lengths { file, span, ty } => Diagnostic::error("E0370", format!("A {ty} cannot be limited like this."))
                .at(*file, *span, "limits")
                .help(format!("Write `{ty}(5)` for exactly 5, `{ty}(1..5)` for 1 to 5, `{ty}(..5)` for at most 5, `{ty}(1..)` for at least 1.")),
            Problem::IntLimits { file, span } => Diagnostic::error("E0370", "An int is limited by its lowest and highest value.")
                .at(*file, *span, "limits")
                .help("Write `int(1..9)`, `int(0..)` or `int(..100)`, the lower one first."),
            Problem::DecimalLimits { file, span } => Diagnostic::error("E0370", "A decimal is limited by its digits: how many in all, how many of them behind the point.")
                .at(*file, *span, "limits")
                .help("Write `decimal(12,2)` for up to 9999999999.99; at most 38 digits in all."),
            Problem::NoLimits { file, span, ty } => Diagnostic::error("E0370", format!("`{ty}` takes no limits.")).at(*file, *span, "limits").help(format!("Write `{ty}` alone.")),
            Problem::Pattern { file, span, why } => Diagnostic::error("E0371", format!("This pattern cannot be read: {why}."))
                .at(*file, *span, "pattern")
                .help("A pattern is a regular expression that the whole text must match, such as \"[A-Z]{2}[0-9]+\"."),
            Problem::UnitOnOther { file, span, ty } => Diagnostic::error("E0306", format!("Only a number has a unit, and this is `{ty}`."))
                .at(*file, *span, "a unit")
                .help("Write `decimal[kg]` or `int[each]`, or take the unit away."),
            Problem::MatchingOnText { file, span, ty } => Diagnostic::error("E0371", format!("`matching` goes with `text`; this is `{ty}`."))
                .at(*file, *span, "only on text")
                .help("Take the pattern away, or make the type `text`."),
        }
    }
}
