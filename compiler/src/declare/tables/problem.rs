//! What can be wrong with a table.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// The first row names the columns; `next` is the row below it.
    Heading {
        file: FileId,
        row: Span,
        next: Option<Span>,
    },
    NoCode {
        file: FileId,
        span: Span,
        is: String,
    },
    KeyTwice {
        file: FileId,
        key: String,
        second: Span,
        first: Span,
    },
    /// `insert`: the missing rows.
    Incomplete {
        file: FileId,
        name: ast::Name,
        side: Span,
        missing: Vec<String>,
        insert: Option<Edit>,
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
        name: (FileId, Span),
    },
    /// Something in a `<->` table that cannot be read backwards.
    NoWayBack {
        file: FileId,
        span: Span,
        name: (FileId, Span),
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
            Problem::Heading { file, row, next } => {
                let until = next.map_or(row.end, |next| next.start);
                Diagnostic::error("E0121", "A code table has no heading: what its two sides are stands in its first line.")
                    .at(*file, *row, "a heading?")
                    .fix("remove it", vec![Edit { file: *file, span: Span { start: row.start, end: until }, text: String::new() }])
            }
            Problem::NoCode { file, span, is } => Diagnostic::error("E0450", format!("A table holds codes, and `{is}` is not one."))
                .at(*file, *span, "no code")
                .help("Both sides are text, int, bool or an enum, and always there."),
            Problem::KeyTwice { file, key, second, first } => Diagnostic::error("E0454", format!("The code `{key}` has two rows."))
                .at(*file, *second, "the second")
                .at(*file, *first, "the first")
                .help("Remove one of them: nobody could tell which is meant."),
            Problem::Incomplete { file, name, side, missing, insert, one_way } => incomplete(*file, name, *side, missing, insert.as_ref(), *one_way),
            Problem::BehindOtherwise { file, row, otherwise } => Diagnostic::error("E0456", "This row is never reached: `otherwise` above it takes all that is left.")
                .at(*file, *row, "never reached")
                .at(*file, *otherwise, "takes the rest")
                .help("Move the `otherwise` row to the end."),
            Problem::ValueTwice { file, value, second, first, name } => Diagnostic::error("E0457", format!("Read backwards, `{value}` could mean either of two codes."))
                .at(*file, *second, "the second")
                .at(*file, *first, "the first")
                .at(name.0, name.1, "this table is read both ways")
                .help("Give each row a value of its own, or write `->` for a table that is read in one direction only."),
            Problem::NoWayBack { file, span, name, what } => Diagnostic::error("E0458", format!("A table with `<->` is read both ways, and {what} cannot be read backwards."))
                .at(*file, *span, "no way back")
                .at(name.0, name.1, "this table is read both ways")
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

fn incomplete(file: FileId, name: &ast::Name, side: Span, missing: &[String], insert: Option<&Edit>, one_way: bool) -> Diagnostic {
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
    insert.iter().fold(diagnostic, |diagnostic, insert| diagnostic.fix("insert the missing rows", vec![(*insert).clone()]))
}
