//! The rows of tables as cells of text, wherever they are kept.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Const, Project, Route, RouteValue, Routes, Table};
use crossdock_compiler::{Checked, FileId, show};

use crate::{source, words};

/// Input and result of each row, the row `otherwise` last.
pub(crate) fn of_codes(project: &Project, table: &Table) -> Vec<Vec<String>> {
    let shown = |value: &Const| show::constant(project, value);
    let otherwise = table.otherwise.iter().map(|value| vec!["otherwise".to_owned(), shown(value)]);
    table.rows.iter().map(|(input, result)| vec![shown(input), shown(result)]).chain(otherwise).collect()
}

/// A cell for each input, and the result.
pub(crate) fn of_routes(checked: &Checked, routes: &Routes) -> Vec<Vec<String>> {
    routes.rows.iter().map(|row| [inputs(checked, routes, row), vec![result(&checked.project, &row.value)]].concat()).collect()
}

fn result(project: &Project, value: &RouteValue) -> String {
    match value {
        RouteValue::Const(value) => show::constant(project, value),
        RouteValue::System(id) => words::system(project, *id).to_owned(),
        RouteValue::Missing => "none".to_owned(),
    }
}

/// As they are written, in the order of the signature.
fn inputs(checked: &Checked, routes: &Routes, row: &Route) -> Vec<String> {
    let mut cells: Vec<String> = row.written.iter().map(|span| plain(checked, row.place.file, *span)).collect();
    // One word for all of them.
    cells.resize(routes.params.len(), String::new());
    cells
}

/// Without the quotes that a spreadsheet's cell needs.
fn plain(checked: &Checked, file: FileId, span: Span) -> String {
    let cell = source::text(checked, file, span).trim();
    let quoted = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).filter(|_| checked.sources.get(file).path.ends_with(".csv"));
    quoted.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""))
}
