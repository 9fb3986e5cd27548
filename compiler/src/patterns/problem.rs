//! What can be wrong with a pattern.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// `value`: what a table gives, or one of its codes; else something is held against it.
    Kind {
        file: FileId,
        span: Span,
        wanted: String,
        example: String,
        meant: Option<String>,
        value: bool,
    },
    NeverMissing {
        file: FileId,
        span: Span,
        is: String,
    },
    Hole {
        file: FileId,
        span: Span,
        value: bool,
    },
    Unfit {
        file: FileId,
        span: Span,
        ty: String,
        why: String,
        value: bool,
        /// With the zeros in front that a spreadsheet may have dropped.
        zeros: Option<String>,
    },
    NamedTwice {
        file: FileId,
        name: ast::Name,
        why: &'static str,
    },
    NoOrder {
        file: FileId,
        span: Span,
        is: String,
    },
    Backwards {
        file: FileId,
        span: Span,
    },
    Parts {
        file: FileId,
        span: Span,
        found: usize,
        wanted: usize,
    },
    NoRecord {
        file: FileId,
        span: Span,
        is: String,
    },
    /// A variant without a record, and a pattern for one.
    CarriesNothing {
        file: FileId,
        name: ast::Name,
        span: Span,
    },
    /// `unit`: of what is matched, with a blank before it; empty for a plain number. `number`: the literal's place without its unit.
    OtherUnit {
        file: FileId,
        span: Span,
        unit: String,
        found: String,
        number: Span,
    },
    /// `default` or the like.
    MeantOtherwise {
        file: FileId,
        name: ast::Name,
    },
    /// `null` or the like.
    MeantNone {
        file: FileId,
        name: ast::Name,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Kind { file, span, wanted, example, meant, value } => {
                let diagnostic = match value {
                    true => Diagnostic::error("E0451", format!("A cell of this column is of type `{wanted}`, written out.")),
                    false => Diagnostic::error("E0356", format!("This can never be equal to a value of type {wanted}.")),
                };
                let diagnostic = diagnostic.at(*file, *span, format!("`{wanted}` is needed"));
                match meant {
                    Some(meant) => diagnostic.help(format!("Write `{meant}`.")).fix(format!("write `{meant}`"), vec![Edit { file: *file, span: *span, text: meant.clone() }]),
                    None => diagnostic.help(format!("Write {example}.")),
                }
            }
            Problem::NeverMissing { file, span, is } => Diagnostic::error("E0356", format!("A value of type {is} is never missing."))
                .at(*file, *span, "never comes")
                .help("Leave it out; or write `?` behind the type if the value may be missing after all."),
            Problem::Hole { file, span, value: true } => Diagnostic::error("E0451", "What a table says is fixed; this text has a hole.")
                .at(*file, *span, "known only later")
                .help("Write the text out, or a brace as `\\{`."),
            Problem::Hole { file, span, value: false } => Diagnostic::error("E0331", "What is compared with is fixed; this text has a hole.")
                .at(*file, *span, "known only later")
                .help("Write the text out, or a brace as `\\{`. What is worked out is compared in a condition: `x where x = …`."),
            Problem::Unfit { file, span, ty, why, value: true, zeros } => {
                let diagnostic = Diagnostic::error("E0453", format!("This does not fit `{ty}`: {why}.")).at(*file, *span, "does not fit");
                match zeros {
                    Some(zeros) => diagnostic.help(format!("Was it `{zeros}`? A spreadsheet drops zeros in front of a number; format the column as text.")),
                    None => diagnostic.help("Mend it, or the type in the table's first line."),
                }
            }
            Problem::Unfit { file, span, ty, why, value: false, .. } => {
                Diagnostic::error("E0327", format!("No value of type `{ty}` is so: {why}.")).at(*file, *span, "never comes").help("Mend the value, or the limits of the type.")
            }
            Problem::NamedTwice { file, name, why } => Diagnostic::error("E0332", format!("`{}` cannot be a name here: {why}.", name.text))
                .at(*file, name.span, "what would it be?")
                .help("Write `_` for what does not matter, or an arm for each case."),
            Problem::NoOrder { file, span, is } => Diagnostic::error("E0336", format!("Values of type {is} have no order."))
                .at(*file, *span, "neither more nor less")
                .help(if is.starts_with("text") {
                    "List the texts: `\"AK\" | \"HI\"`, in a table `\"AK\", \"HI\"`. By its length a text is told apart as `match name.length() { 0 => …, ..35 => …, otherwise => … }`."
                } else {
                    "Ranges and comparisons are for numbers, quantities, dates, times and lengths of time. List the values: `[a, b]`."
                }),
            Problem::Backwards { file, span } => {
                Diagnostic::error("E0336", "This range ends before it begins.").at(*file, *span, "no value is so").help("The lower end comes first: `1..9`.")
            }
            Problem::Parts { file, span, found, wanted } => {
                Diagnostic::error("E0334", format!("What is matched has {}, and this pattern {found}.", if *wanted == 1 { "1 part".to_owned() } else { format!("{wanted} parts") }))
                    .at(*file, *span, "another number of parts")
                    .help("A pattern of `match (a, b)` has a part for each value: `(x, _)`; `_` takes all of them.")
            }
            Problem::OtherUnit { file, span, unit, found, number } => {
                let code = if unit.is_empty() || found.is_empty() { "E0301" } else { "E0300" };
                let named = |unit: &str| if unit.is_empty() { "a plain number".to_owned() } else { format!("in {}", unit.trim()) };
                let diagnostic = Diagnostic::error(code, format!("This is {}, and what it is compared with is {}.", named(found), named(unit))).at(*file, *span, named(found));
                // In a spreadsheet the number has no place of its own.
                match unit.is_empty() && number.end < span.end || found.is_empty() {
                    true => diagnostic.fix(
                        format!("write the number{}", if unit.is_empty() { " alone" } else { " with its unit" }),
                        vec![Edit { file: *file, span: Span { start: number.end, end: span.end }, text: unit.clone() }],
                    ),
                    false if unit.is_empty() => diagnostic.help("Write the number alone."),
                    false => diagnostic.help(format!("Write the value in{unit}: a table and a pattern convert nothing.")),
                }
            }
            Problem::MeantOtherwise { file, name } => Diagnostic::error("E0110", format!("“All other values” is written `otherwise`, not `{}`.", name.text))
                .at(*file, name.span, "write `otherwise`")
                .fix("write `otherwise`", vec![Edit { file: *file, span: name.span, text: "otherwise".to_owned() }]),
            Problem::MeantNone { file, name } => Diagnostic::error("E0110", format!("“nothing” is written `none`, not `{}`.", name.text))
                .at(*file, name.span, "write `none`")
                .fix("write `none`", vec![Edit { file: *file, span: name.span, text: "none".to_owned() }]),
            Problem::NoRecord { file, span, is } => Diagnostic::error("E0335", format!("A value of type {is} has no fields to look into."))
                .at(*file, *span, "fields of what?")
                .help("`{ field = pattern }` looks into a record."),
            Problem::CarriesNothing { file, name, span } => {
                Diagnostic::error("E0335", format!("`{}` carries nothing to look into.", name.text)).at(*file, *span, "of what?").help(format!("Write `{}` alone.", name.text))
            }
        }
    }
}

/// `?`, where a fix left something for a person to decide.
pub(crate) fn undecided(file: FileId, span: Span) -> Diagnostic {
    Diagnostic::error("E0328", "This is still to be decided.").at(file, span, "what should it be?").help("`?` holds the place of a value that only you know. Write the value.")
}
