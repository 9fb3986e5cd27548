//! What can be wrong with a spreadsheet.

use crossdock_syntax::Span;

use crate::diagnostic::{Diagnostic, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(crate) enum Problem {
    NoFile {
        file: FileId,
        span: Span,
        path: String,
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
    Header {
        file: FileId,
        span: Span,
        missing: Vec<String>,
        result: bool,
        columns: Vec<String>,
    },
    Short {
        file: FileId,
        span: Span,
        cells: usize,
        wanted: usize,
    },
    Blank {
        file: FileId,
        span: Span,
    },
    Comma {
        file: FileId,
        span: Span,
        text: String,
    },
    Unreadable {
        file: FileId,
        span: Span,
        wanted: String,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoFile { file, span, path } => Diagnostic::error("E0430", format!("There is no spreadsheet `{path}` in the project."))
                .at(*file, *span, "no such file")
                .help("The path is relative to the project's folder, with `/`; the file is CSV and at most 4 MB large."),
            Problem::NotUtf8 { file, span, named } => Diagnostic::error("E0430", "This spreadsheet is not UTF-8, so its letters are in doubt.")
                .at(*file, *span, "a byte that is no letter in UTF-8")
                .at(named.0, named.1, "named here")
                .help("Save it as “CSV UTF-8”."),
            Problem::OpenQuote { file, span } => {
                Diagnostic::error("E0430", "A quote is opened here and never closed.").at(*file, *span, "opened here").help("A quote within a cell is written twice: `\"\"`.")
            }
            Problem::Header { file, span, missing, result, columns } => {
                let diagnostic = match (missing.as_slice(), result) {
                    ([], _) => Diagnostic::error("E0431", "It does not show which column is the result."),
                    (missing, _) => {
                        Diagnostic::error("E0431", format!("The spreadsheet has no column {}.", missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")))
                    }
                };
                diagnostic.at(*file, *span, "the names of the columns").help(format!(
                    "The first row names the columns {}, in any order, and `result`; other columns are notes. Where there is one column more than these, it is the result.",
                    columns.join(", ")
                ))
            }
            Problem::Short { file, span, cells, wanted } => Diagnostic::error("E0432", format!("This row has {cells} cells, and the table needs {wanted}."))
                .at(*file, *span, "too few cells")
                .help("Write `*` where a column does not matter."),
            Problem::Blank { file, span } => Diagnostic::error("E0432", "This cell is empty, which could be forgotten or mean anything.")
                .at(*file, *span, "empty")
                .help("Write `*` where a column does not matter, `none` for a missing value, `\"\"` for a text without letters."),
            Problem::Comma { file, span, text } => Diagnostic::error("E0433", format!("`{text}` could be one number or several."))
                .at(*file, *span, "a comma between digits")
                .help("Decimals have a point: `12.5`. Several values have a blank behind the comma: `12, 5`."),
            Problem::Unreadable { file, span, wanted } => Diagnostic::error("E0433", "This cell cannot be read.")
                .at(*file, *span, format!("`{wanted}` is needed"))
                .help("Cells are written as in a table of the language, texts without quotes: `east`, `<= 500 kg`, `1..9`, `2026-11-23`, `yes`, `*`, `not east`."),
        }
    }
}
