//! What can be wrong with a table.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoCode {
        file: FileId,
        span: Span,
        is: String,
    },
    OtherType {
        file: FileId,
        span: Span,
        wanted: String,
        example: String,
        /// What was probably meant.
        mend: Option<String>,
    },
    Hole {
        file: FileId,
        span: Span,
    },
    UnknownVariant {
        file: FileId,
        name: ast::Name,
        of: String,
        at: (FileId, Span),
        near: Option<String>,
        known: Vec<String>,
    },
    Unfit {
        file: FileId,
        span: Span,
        ty: String,
        why: String,
    },
    KeyTwice {
        file: FileId,
        key: String,
        second: Span,
        first: Span,
    },
    /// `last`: behind which row the missing ones would go.
    Incomplete {
        file: FileId,
        name: ast::Name,
        side: Span,
        missing: Vec<String>,
        rows: Vec<String>,
        last: Option<Span>,
        one_way: bool,
    },
    BehindOtherwise {
        file: FileId,
        row: Span,
        otherwise: Span,
    },
    ValueTwice {
        file: FileId,
        value: String,
        second: Span,
        first: Span,
        name: Span,
    },
    /// Something in a `<->` table that cannot be read backwards.
    NoWayBack {
        file: FileId,
        span: Span,
        name: Span,
        what: &'static str,
    },
    /// `between`: from the left side of the row to the right one.
    OtherArrow {
        file: FileId,
        row: Span,
        between: Span,
        name: Span,
        both: bool,
    },
    NeedlessOtherwise {
        file: FileId,
        span: Span,
        remove: Option<Span>,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoCode { file, span, is } => Diagnostic::error("E0450", format!("A table holds codes, and `{is}` is not one."))
                .at(*file, *span, "no code")
                .help("Both sides are text, int, bool or an enum, and always there."),
            Problem::OtherType { file, span, wanted, example, mend } => {
                let diagnostic = Diagnostic::error("E0451", format!("A cell of this column is of type `{wanted}`, written out.")).at(*file, *span, format!("`{wanted}` is needed"));
                match mend {
                    Some(mend) => diagnostic.help(format!("Write `{mend}`.")).fix(format!("write `{mend}`"), vec![Edit { file: *file, span: *span, text: mend.clone() }]),
                    None => diagnostic.help(format!("Write {example}.")),
                }
            }
            Problem::Hole { file, span } => {
                Diagnostic::error("E0451", "A code in a table is fixed; this one has a hole.").at(*file, *span, "known only later").help("Write the code out, or a brace as `\\{`.")
            }
            Problem::UnknownVariant { file, name, of, at, near, known } => unknown_variant(*file, name, of, *at, near.as_deref(), known),
            Problem::Unfit { file, span, ty, why } => Diagnostic::error("E0453", format!("This code does not fit `{ty}`: {why}."))
                .at(*file, *span, "does not fit")
                .help("Mend the code, or the type in the table's first line."),
            Problem::KeyTwice { file, key, second, first } => Diagnostic::error("E0454", format!("The code `{key}` has two rows."))
                .at(*file, *second, "the second")
                .at(*file, *first, "the first")
                .help("Remove one of them: nobody could tell which is meant."),
            Problem::Incomplete { file, name, side, missing, rows, last, one_way } => incomplete(*file, name, *side, missing, rows, *last, *one_way),
            Problem::BehindOtherwise { file, row, otherwise } => Diagnostic::error("E0456", "This row is never reached: `otherwise` above it takes all that is left.")
                .at(*file, *row, "never reached")
                .at(*file, *otherwise, "takes the rest")
                .help("Move the `otherwise` row to the end."),
            Problem::ValueTwice { file, value, second, first, name } => Diagnostic::error("E0457", format!("Read backwards, `{value}` could mean either of two codes."))
                .at(*file, *second, "the second")
                .at(*file, *first, "the first")
                .at(*file, *name, "this table is read both ways")
                .help("Give each row a value of its own, or write `->` for a table that is read in one direction only."),
            Problem::NoWayBack { file, span, name, what } => Diagnostic::error("E0458", format!("A table with `<->` is read both ways, and {what} cannot be read backwards."))
                .at(*file, *span, "no way back")
                .at(*file, *name, "this table is read both ways")
                .help("Write one code a row, or `->` for a table that is read in one direction only."),
            Problem::OtherArrow { file, row, between, name, both } => {
                let (header, other) = if *both { ("<->", "->") } else { ("->", "<->") };
                Diagnostic::error("E0459", format!("This row has `{other}`, but the table is declared with `{header}`."))
                    .at(*file, *row, format!("write `{header}`"))
                    .at(*file, *name, format!("declared with `{header}`"))
                    .fix(format!("write `{header}`"), vec![Edit { file: *file, span: *between, text: format!(" {header} ") }])
            }
            Problem::NeedlessOtherwise { file, span, remove } => {
                let diagnostic = Diagnostic::warning("W0202", "Every code has its row already, so `otherwise` is never used.")
                    .at(*file, *span, "never used")
                    .help("Without it a new code, once there is one, is reported instead of passing unseen.");
                remove.iter().fold(diagnostic, |d, remove| d.fix("remove the row", vec![Edit { file: *file, span: *remove, text: String::new() }]))
            }
        }
    }
}

fn unknown_variant(file: FileId, name: &ast::Name, of: &str, at: (FileId, Span), near: Option<&str>, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0452", format!("Enum `{of}` has no variant `{}`.", name.text)).at(file, name.span, "no such variant").at(at.0, at.1, "the enum");
    match near {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file, span: name.span, text: near.to_owned() }]),
        None => diagnostic.help(format!("Its variants are: {}.", known.join(", "))),
    }
}

fn incomplete(file: FileId, name: &ast::Name, side: Span, missing: &[String], rows: &[String], last: Option<Span>, one_way: bool) -> Diagnostic {
    let these = match missing {
        [one] => format!("`{one}` has no row"),
        many => format!("{} have no row", many.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")),
    };
    let help = if one_way {
        "Add the missing rows, or end with `otherwise -> …` if all others are alike."
    } else {
        "Add the missing rows, or write `->` for a table that is read in one direction only."
    };
    let diagnostic = Diagnostic::error("E0455", format!("Table `{}` is not complete: {these}.", name.text))
        .at(file, name.span, these)
        .at(file, side, "every value of this needs one")
        .help(help);
    match last {
        Some(span) => diagnostic.fix("insert the missing rows", vec![Edit { file, span, text: rows.iter().map(|row| format!("\n  {row}")).collect() }]),
        None => diagnostic,
    }
}
