//! What can be wrong with a type as written.

use crossdock_syntax::Span;

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// `mend`: the limits that were probably meant, in place of those written.
    Lengths {
        file: FileId,
        span: Span,
        ty: &'static str,
        mend: Option<(Span, String)>,
    },
    IntLimits {
        file: FileId,
        span: Span,
        mend: Option<(Span, String)>,
    },
    DecimalLimits {
        file: FileId,
        span: Span,
        mend: Option<(Span, String)>,
    },
    NoLimits {
        file: FileId,
        span: Span,
        ty: String,
        mend: Option<(Span, String)>,
    },
    Pattern {
        file: FileId,
        span: Span,
        why: String,
    },
    UnitOnOther {
        file: FileId,
        span: Span,
        ty: String,
    },
    MatchingOnText {
        file: FileId,
        span: Span,
        ty: String,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let diagnostic = match self {
            Problem::Lengths { file, span, ty, .. } => Diagnostic::error("E0370", format!("A {ty} cannot be limited like this."))
                .at(*file, *span, "limits")
                .help(format!("Write `{ty}(5)` for exactly 5, `{ty}(1..5)` for 1 to 5, `{ty}(..5)` for at most 5, `{ty}(1..)` for at least 1.")),
            Problem::IntLimits { file, span, .. } => Diagnostic::error("E0370", "An int is limited by its lowest and highest value.")
                .at(*file, *span, "limits")
                .help("Write `int(1..9)`, `int(0..)` or `int(..100)`, the lower one first."),
            Problem::DecimalLimits { file, span, .. } => Diagnostic::error("E0370", "A decimal is limited by its digits: how many in all, how many of them behind the point.")
                .at(*file, *span, "limits")
                .help("Write `decimal(12,2)` for up to 9999999999.99; at most 38 digits in all."),
            Problem::NoLimits { file, span, ty, .. } => {
                Diagnostic::error("E0370", format!("`{ty}` takes no limits.")).at(*file, *span, "limits").help(format!("Write `{ty}` alone."))
            }
            Problem::Pattern { file, span, why } => Diagnostic::error("E0371", format!("This pattern cannot be read: {why}."))
                .at(*file, *span, "pattern")
                .help("A pattern is a regular expression that the whole text must match, such as \"[A-Z]{2}[0-9]+\"."),
            Problem::UnitOnOther { file, span, ty } => Diagnostic::error("E0306", format!("Only a number has a unit, and this is `{ty}`."))
                .at(*file, *span, "a unit")
                .help("Write `decimal[kg]` or `int[each]`, or take the unit away."),
            Problem::MatchingOnText { file, span, ty } => Diagnostic::error("E0371", format!("`matching` goes with `text`; this is `{ty}`."))
                .at(*file, *span, "only on text")
                .help("Take the pattern away, or make the type `text`."),
        };
        match self.mend() {
            Some((file, (span, text))) if text.is_empty() => diagnostic.fix("remove them", vec![Edit { file, span: *span, text: String::new() }]),
            Some((file, (span, text))) => diagnostic.fix(format!("write `{text}`"), vec![Edit { file, span: *span, text: text.clone() }]),
            None => diagnostic,
        }
    }
}

impl Problem {
    fn mend(&self) -> Option<(FileId, &(Span, String))> {
        match self {
            Problem::Lengths { file, mend, .. } | Problem::IntLimits { file, mend, .. } | Problem::DecimalLimits { file, mend, .. } | Problem::NoLimits { file, mend, .. } => {
                mend.as_ref().map(|mend| (*file, mend))
            }
            Problem::Pattern { .. } | Problem::UnitOnOther { .. } | Problem::MatchingOnText { .. } => None,
        }
    }
}
