//! What can be wrong with what a policy says about a failure.

use crossdock_syntax::Span;

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// A step that may raise failures itself.
    MayFail { file: FileId, span: Span, failures: Vec<String> },
    /// Neither fixed text nor a field of `problem`.
    NotKnown { file: FileId, span: Span },
    /// Each of these is turned into the next, and the last into the first.
    Circle { file: FileId, span: Span, names: Vec<String> },
    /// Turned into a failure that the policy does not answer.
    Unanswered { file: FileId, span: Span, policy: String, failure: String, insert: Span },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::MayFail { file, span, failures } => {
                Diagnostic::error("E0555", format!("This may fail with `{}`, and nothing answers a failure of the answer.", failures.join("`, `")))
                    .at(*file, *span, "may fail")
                    .help("Make it fit (`.truncate(80)`), or answer it on the spot: `… on misfit => \"?\"`.")
            }
            Problem::NotKnown { file, span } => Diagnostic::error("E0556", "This is worked out, and a policy can only name what it knows about the failure.")
                .at(*file, *span, "neither fixed text nor a field of `problem`")
                .help("Write text with holes for fields of `problem`, such as \"{problem.key}: {problem.message}\". A message to a system (`send`) may be built by a map."),
            Problem::Circle { file, span, names } => Diagnostic::error("E0557", format!("These failures are turned into each other, and so they never end: {}.", circle(names)))
                .at(*file, *span, "back to where it began")
                .help("Let one of them end with `park`, `done` or `skip`."),
            Problem::Unanswered { file, span, policy, failure, insert } => {
                Diagnostic::error("E0558", format!("Policy `{policy}` turns a failure into `{failure}`, but does not answer that."))
                    .at(*file, *span, "and then?")
                    .help(format!("Add an arm for `{failure}`: what is to be done is yours to decide."))
                    .fix("answer it with `park`", vec![Edit { file: *file, span: *insert, text: format!("  {failure} => park\n") }])
            }
        }
    }
}

/// `a`, `b`, and again `a`
fn circle(names: &[String]) -> String {
    match names {
        [one] => format!("`{one}` into itself"),
        _ => format!("`{}` and again `{}`", names.join("`, `"), names.first().map_or("", String::as_str)),
    }
}
