//! What can be wrong with a rule of a record.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

pub(in crate::bodies) enum Problem {
    NeverMissing {
        file: FileId,
        name: ast::Name,
        ty: String,
        there: bool,
    },
    /// `last` and `others` set the fields that the rule is about.
    Broken {
        last: (FileId, Span),
        others: Vec<(FileId, Span)>,
        record: String,
        rule: (FileId, Span),
        because: Option<String>,
    },
    Builds {
        file: FileId,
        span: Span,
        name: String,
    },
    AlwaysHolds {
        file: FileId,
        span: Span,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NeverMissing { file, name, ty, there } => {
                let (word, help) = match there {
                    true => ("required", "Say what its value has to be instead, such as `then qty > 0`."),
                    false => ("missing", "Make it optional where it is declared, or say what its value has to be."),
                };
                Diagnostic::error("E0473", format!("`{}` is always there ({ty}), so it cannot be {word} in some cases only.", name.text))
                    .at(*file, name.span, "never missing")
                    .help(help)
            }
            Problem::Broken { last, others, record, rule, because } => {
                let why = because.as_ref().map_or_else(String::new, |because| format!(" {because}"));
                let diagnostic = Diagnostic::error("E0474", format!("What is set here always breaks a rule of `{record}`.{why}")).at(last.0, last.1, "breaks the rule");
                let with = others.iter().fold(diagnostic, |diagnostic, place| diagnostic.at(place.0, place.1, "together with this"));
                with.at(rule.0, rule.1, "the rule").help("Set the fields so that the rule holds, or change the rule.")
            }
            Problem::Builds { file, span, name } => Diagnostic::error("E0475", format!("A rule only looks at its record, and `{name}` builds one."))
                .at(*file, *span, "builds a record")
                .help("Use a function that gives a single value."),
            Problem::AlwaysHolds { file, span } => Diagnostic::warning("W0461", "The types of the fields see to it that this rule always holds.")
                .at(*file, *span, "never broken")
                .fix("remove the rule", vec![Edit { file: *file, span: *span, text: String::new() }]),
        }
    }
}
