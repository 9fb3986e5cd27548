//! What can be wrong with a routing table.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::patterns::Missing;
use crate::sources::FileId;

/// Rows that are shown as those that take another row's cases.
const COVERS_SHOWN: usize = 3;

#[derive(Clone, Copy, Debug)]
pub(super) struct RowAt {
    pub file: FileId,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoColumns {
        file: FileId,
        name: ast::Name,
    },
    /// `first`: where the first row begins.
    NoHeader {
        file: FileId,
        name: ast::Name,
        wanted: String,
        first: Option<Span>,
    },
    OtherHeader {
        file: FileId,
        span: Span,
        wanted: String,
        name: Span,
    },
    Cells {
        file: FileId,
        row: Span,
        found: usize,
        columns: Vec<String>,
    },
    Column {
        file: FileId,
        span: Span,
        is: String,
    },
    Result {
        file: FileId,
        span: Span,
        ty: String,
    },
    OtherContract {
        file: FileId,
        name: ast::Name,
        is: String,
        wanted: String,
        declared: (FileId, Span),
        result: (FileId, Span),
    },
    /// `insert`: the missing rows.
    Gaps {
        file: FileId,
        name: ast::Name,
        columns: Vec<String>,
        gaps: Vec<Missing>,
        insert: Option<Edit>,
    },
    Dead {
        row: RowAt,
        covers: Vec<RowAt>,
    },
    Tangled {
        file: FileId,
        name: ast::Name,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoColumns { file, name } => Diagnostic::error("E0320", format!("Table `{}` has no columns, so there is nothing to choose by.", name.text))
                .at(*file, name.span, "without columns")
                .help("Name them between the parentheses: `table warehouse_for(region: Region) -> Wms { … }`."),
            Problem::NoHeader { file, name, wanted, first } => {
                let diagnostic = Diagnostic::error("E0320", format!("Table `{}` has no first row that names its columns.", name.text))
                    .at(*file, first.unwrap_or(name.span), "the names of the columns should stand here")
                    .help(format!("Begin with `{wanted}`."));
                first.iter().fold(diagnostic, |d, first| d.fix("insert the first row", vec![Edit { file: *file, span: *first, text: format!("{wanted}\n  ") }]))
            }
            Problem::OtherHeader { file, span, wanted, name } => Diagnostic::error("E0320", "The first row does not name the columns as the table's signature does.")
                .at(*file, *span, "other columns")
                .at(*file, *name, "declared here")
                .fix(format!("write `{wanted}`"), vec![Edit { file: *file, span: *span, text: wanted.clone() }]),
            Problem::Cells { file, row, found, columns } => {
                Diagnostic::error("E0321", format!("This row has {}, and the table {}.", counted(*found, "cell"), counted(columns.len(), "column")))
                    .at(*file, *row, format!("the columns are {}", columns.join(" | ")))
                    .help("Write `_` where a column does not matter, and `|` between the cells.")
            }
            Problem::Column { file, span, is } => {
                Diagnostic::error("E0322", format!("A value of type `{is}` cannot stand in a cell.")).at(*file, *span, "no column can hold this").help(
                    "Columns are text, int, decimal, bool, date, duration or an enum, with `?` where they may be missing; a result may also be a contract, for one of its systems.",
                )
            }
            Problem::Result { file, span, ty } => Diagnostic::error("E0325", format!("The table gives `{ty}`, and this is something else."))
                .at(*file, *span, format!("`{ty}` is needed"))
                .help("Write a value of that type; where nothing fits, `none`, and a `?` behind the result's type."),
            Problem::OtherContract { file, name, is, wanted, declared, result } => {
                Diagnostic::error("E0326", format!("System `{}` speaks {is}, and this table gives systems of {wanted}.", name.text))
                    .at(*file, name.span, format!("of {is}"))
                    .at(declared.0, declared.1, "declared here")
                    .at(result.0, result.1, format!("all of them {wanted}"))
                    .help("A flow sends what the contract says, so all systems of a table speak the same version of one.")
            }
            Problem::Gaps { file, name, columns, gaps, insert } => gaps_found(*file, name, columns, gaps, insert.as_ref()),
            Problem::Dead { row, covers } => dead(*row, covers),
            Problem::Tangled { file, name } => {
                Diagnostic::warning("W0420", format!("The rows of table `{}` overlap in too many ways to prove that there is one for every case.", name.text))
                    .at(*file, name.span, "not proven")
                    .help("A case without a row is `unmapped` then, and the policy answers it. End with `otherwise => …`, or divide the table in two.")
            }
        }
    }
}

fn gaps_found(file: FileId, name: &ast::Name, columns: &[String], gaps: &[Missing], insert: Option<&Edit>) -> Diagnostic {
    let case = |gap: &Missing| columns.iter().zip(&gap.examples).map(|(column, value)| format!("{column} = {value}")).collect::<Vec<_>>().join(", ");
    let first = gaps.first().map(case).unwrap_or_default();
    let diagnostic = Diagnostic::error("E0323", format!("Table `{}` has no row for `{first}`.", name.text)).at(file, name.span, "not complete");
    let others: Vec<String> = gaps.iter().skip(1).map(|gap| format!("`{}`", case(gap))).collect();
    let also = if others.is_empty() { String::new() } else { format!("Nor for {}. ", others.join(", or ")) };
    let diagnostic = diagnostic.help(format!("{also}Add the missing rows, or end with `otherwise => …` if all others are alike."));
    insert.iter().fold(diagnostic, |diagnostic, insert| diagnostic.fix("insert the missing rows", vec![(*insert).clone()]))
}

fn dead(row: RowAt, covers: &[RowAt]) -> Diagnostic {
    if covers.is_empty() {
        return Diagnostic::error("E0324", "This row is never reached: no values are so.")
            .at(row.file, row.span, "never reached")
            .help("One of its cells fits no value of its column. Mend it, or remove the row.");
    }
    let message = match covers.len() {
        1 => "This row is never reached: a row above takes all of its cases.".to_owned(),
        count => format!("This row is never reached: {count} rows above take all of its cases between them."),
    };
    let diagnostic = Diagnostic::error("E0324", message).at(row.file, row.span, "never reached");
    let shown = covers.iter().take(COVERS_SHOWN);
    shown.fold(diagnostic, |diagnostic, cover| diagnostic.at(cover.file, cover.span, "takes its cases")).help("The first row that fits counts. Move this one up, or remove it.")
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
