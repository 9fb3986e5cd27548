//! What can be wrong with a spreadsheet.

use crossdock_syntax::Span;

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

/// `at` is where the table names the file, or a column of it.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    NoFile {
        at: (FileId, Span),
        path: String,
        near: Option<String>,
    },
    /// `is`: what stands there instead.
    NoCsv {
        at: (FileId, Span),
        path: String,
        is: String,
    },
    /// `named`: where the table names the file.
    NotUtf8 {
        file: FileId,
        span: Span,
        named: (FileId, Span),
    },
    OpenQuote {
        file: FileId,
        span: Span,
    },
    TooManyRows {
        file: FileId,
        span: Span,
        rows_max: usize,
    },
    /// Inputs of a routing table without a column, or its result. `near`: a heading, and the input that it may be.
    Header {
        file: FileId,
        span: Span,
        missing: Vec<String>,
        columns: Vec<String>,
        near: Option<(Span, String)>,
    },
    HeadingTwice {
        file: FileId,
        heading: String,
        second: Span,
        first: Span,
    },
    NoHeading {
        at: (FileId, Span),
        heading: String,
        near: Option<String>,
        known: Vec<String>,
        header: (FileId, Span),
    },
    ColumnCount {
        at: (FileId, Span),
        named: usize,
        wanted: usize,
    },
    /// A code table of a file that has not exactly two columns.
    WhichColumns {
        at: (FileId, Span),
        insert: Span,
        header: (FileId, Span),
        headings: Vec<String>,
    },
    /// The first row has codes.
    NoHeader {
        file: FileId,
        span: Span,
    },
    /// The left column has what the right side takes.
    TurnedRound {
        at: (FileId, Span),
        insert: Span,
        columns: String,
        header: (FileId, Span),
    },
    Short {
        file: FileId,
        span: Span,
        cells: usize,
        wanted: usize,
        /// Of a code table.
        codes: bool,
    },
    Long {
        file: FileId,
        span: Span,
        cells: usize,
        header: usize,
    },
    Blank {
        file: FileId,
        span: Span,
        is_input: bool,
    },
    /// `is`: what the spreadsheet program made of it.
    Spoiled {
        file: FileId,
        span: Span,
        text: String,
        is: &'static str,
        help: &'static str,
    },
    Comma {
        file: FileId,
        span: Span,
        text: String,
        meant: Option<String>,
    },
    Unreadable {
        file: FileId,
        span: Span,
        wanted: String,
        meant: Option<String>,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoFile { at, path, near } => {
                let diagnostic = Diagnostic::error("E0430", format!("There is no spreadsheet `{path}` in the project.")).at(at.0, at.1, "no such file");
                match near {
                    Some(near) => replaced(diagnostic.help(format!("Did you mean `{near}`?")), *at, format!("write \"{near}\""), format!("\"{near}\"")),
                    None => diagnostic.help("The path is relative to the project's folder, with `/`: `codes/carriers.csv`."),
                }
            }
            Problem::NoCsv { at, path, is } => Diagnostic::error("E0430", format!("`{path}` cannot be the spreadsheet of this table: {is}."))
                .at(at.0, at.1, "not a CSV file of the project")
                .help("The rows of a table are kept as CSV in UTF-8, below the project's folder, at most 4 MB and 100,000 rows large."),
            Problem::NotUtf8 { file, span, named } => Diagnostic::error("E0430", "This spreadsheet is not UTF-8, so its letters are in doubt.")
                .at(*file, *span, "a byte that is no letter in UTF-8")
                .at(named.0, named.1, "named here")
                .help("Save it as “CSV UTF-8”."),
            Problem::OpenQuote { file, span } => {
                Diagnostic::error("E0430", "A quote is opened here and never closed.").at(*file, *span, "opened here").help("A quote within a cell is written twice: `\"\"`.")
            }
            Problem::TooManyRows { file, span, rows_max } => Diagnostic::error("E0430", format!("This spreadsheet has more than {rows_max} rows."))
                .at(*file, *span, "one too many")
                .help("What changes every day is better asked of a system: see look-ups (`answers`)."),
            Problem::Header { file, span, missing, columns, near } => header(*file, *span, missing, columns, near.as_ref()),
            Problem::HeadingTwice { file, heading, second, first } => Diagnostic::error("E0431", format!("Two columns are called `{heading}`."))
                .at(*file, *second, "the second")
                .at(*file, *first, "the first")
                .help("Rename one of them: nobody could tell which is meant."),
            Problem::NoHeading { at, heading, near, known, header } => {
                let diagnostic =
                    Diagnostic::error("E0431", format!("The spreadsheet has no column `{heading}`.")).at(at.0, at.1, "no such heading").at(header.0, header.1, "the headings");
                match near {
                    Some(near) => replaced(diagnostic.help(format!("Did you mean `{near}`?")), *at, format!("write \"{near}\""), format!("{near:?}")),
                    None => diagnostic.help(format!("Its columns are: {}.", quoted(known))),
                }
            }
            Problem::ColumnCount { at, named, wanted } => Diagnostic::error("E0431", format!("The table has {wanted} columns, and `columns` names {named}."))
                .at(at.0, at.1, format!("{wanted} headings are needed"))
                .help("Name the heading of each column, in the order of the signature, the result last."),
            Problem::WhichColumns { at, insert, header, headings } => which_columns(*at, *insert, *header, headings),
            Problem::NoHeader { file, span } => Diagnostic::error("E0431", "The first row names the columns, and this one looks like a row of codes.")
                .at(*file, *span, "names of the columns should stand here")
                .help("Put a row with names above it, such as `Service;Code`."),
            Problem::TurnedRound { at, insert, columns, header } => Diagnostic::error("E0431", "The two columns stand the other way round than in the table's signature.")
                .at(at.0, at.1, "declared in another order")
                .at(header.0, header.1, "the other way round")
                .help("Turn the signature round, or name the columns in its order.")
                .fix("name the columns in the signature's order", vec![Edit { file: at.0, span: *insert, text: columns.clone() }]),
            Problem::Short { file, span, cells, wanted, codes } => {
                Diagnostic::error("E0432", format!("This row has {}, and the table needs {wanted}.", if *cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }))
                    .at(*file, *span, "too few cells")
                    .help(if *codes {
                        "Each row says what stands for what: fill in the other code, or remove the row. `?` in its place says that it is still to be decided."
                    } else {
                        "Write `*` where a column of a routing table does not matter."
                    })
            }
            Problem::Long { file, span, cells, header } => Diagnostic::error("E0432", format!("This row has {cells} cells, and the first row names {header} columns."))
                .at(*file, *span, "beyond the last column")
                .help("A cell that holds the sign between the columns stands in quotes: `\"Korea, Republic of\"`."),
            Problem::Blank { file, span, is_input: true } => Diagnostic::error("E0432", "This cell is empty, which could be forgotten or mean anything.")
                .at(*file, *span, "empty")
                .help("Write `*` where a column does not matter, `none` for a missing value, `\"\"` for a text without letters."),
            Problem::Blank { file, span, is_input: false } => Diagnostic::error("E0432", "This cell is empty, and a row needs its value.")
                .at(*file, *span, "empty")
                .help("Fill it in, or remove the row. A text without letters is written `\"\"`, and `?` says that it is still to be decided."),
            Problem::Spoiled { file, span, text, is, help } => Diagnostic::error("E0433", format!("`{text}` is {is}, and not the value itself.")).at(*file, *span, *is).help(*help),
            Problem::Comma { file, span, text, meant: Some(meant) } => {
                let diagnostic = Diagnostic::error("E0433", format!("Decimals have a point, not a comma: `{meant}`, not `{text}`.")).at(*file, *span, "a comma between digits");
                replaced(
                    diagnostic.help("The spreadsheet writes numbers as its computer is set up; format the column as text, or set the decimal sign to a point."),
                    (*file, *span),
                    format!("write `{meant}`"),
                    meant.clone(),
                )
            }
            Problem::Comma { file, span, text, meant: None } => Diagnostic::error("E0433", format!("`{text}` could be one number or several."))
                .at(*file, *span, "a comma between digits")
                .help("Decimals have a point and thousands no sign: `1234.5`. Several values have a blank behind the comma: `12, 5`."),
            Problem::Unreadable { file, span, wanted, meant } => {
                let diagnostic = Diagnostic::error("E0433", "This cell cannot be read.").at(*file, *span, format!("`{wanted}` is needed"));
                match meant {
                    Some(meant) => replaced(diagnostic.help(format!("Write `{meant}`.")), (*file, *span), format!("write `{meant}`"), meant.clone()),
                    None => {
                        diagnostic.help("Cells are written as in a table of the language, texts without quotes: `east`, `<= 500 kg`, `1..9`, `2026-11-23`, `yes`, `*`, `not east`.")
                    }
                }
            }
        }
    }
}

fn replaced(diagnostic: Diagnostic, (file, span): (FileId, Span), title: String, text: String) -> Diagnostic {
    diagnostic.fix(title, vec![Edit { file, span, text }])
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn header(file: FileId, span: Span, missing: &[String], columns: &[String], near: Option<&(Span, String)>) -> Diagnostic {
    let message = match missing {
        [] => "It does not show which column is the result.".to_owned(),
        missing => format!("The spreadsheet has no column {}.", quoted(missing)),
    };
    let diagnostic = Diagnostic::error("E0431", message).at(file, span, "the names of the columns");
    match near {
        Some((heading, name)) => replaced(diagnostic.help(format!("Did you mean `{name}`?")), (file, *heading), format!("write `{name}`"), name.clone()),
        None => diagnostic.help(format!(
            "The first row names the columns {}, in any order, and `result`; other columns are notes. Or the table names the headings in the order of its signature: `columns \"Land\", …`.",
            columns.join(", ")
        )),
    }
}

fn which_columns(at: (FileId, Span), insert: Span, header: (FileId, Span), headings: &[String]) -> Diagnostic {
    let message = match headings {
        [] => "The spreadsheet is empty; its first row names the columns.".to_owned(),
        [one] => format!("The spreadsheet has only the column `{one}`, and a code table needs two."),
        several => format!("The spreadsheet has {} columns: which two are the codes?", several.len()),
    };
    let diagnostic = Diagnostic::error("E0431", message).at(at.0, at.1, "two columns are needed").at(header.0, header.1, "the headings");
    match headings {
        [left, right, _, ..] => diagnostic
            .help("Name the headings of both columns, the left one first. The other columns are notes.")
            .fix("name the first two columns", vec![Edit { file: at.0, span: insert, text: format!(" columns {left:?}, {right:?}") }]),
        _ => diagnostic.help("Commas, semicolons or tabs part the columns, and the first row names them."),
    }
}
