//! The rows of tables as cells of text, wherever they are kept.

use crossdock_compiler::Checked;
use crossdock_compiler::show;
use crossdock_compiler::typed::{Const, Project, Route, RouteValue, Routes, Table};

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
    let text = source::text(checked, row.place.file, row.place.span);
    let is_sheet = checked.sources.get(row.place.file).path.ends_with(".csv");
    let cells = if is_sheet { from_sheet(checked, routes, row, text) } else { from_flow(text) };
    match cells.as_slice() {
        // One word for all of them.
        [one] if routes.params.len() > 1 => std::iter::once(one.clone()).chain(routes.params.iter().skip(1).map(|_| String::new())).collect(),
        _ => cells,
    }
}

fn from_flow(text: &str) -> Vec<String> {
    let before = text.split_once("=>").map_or(text, |(before, _)| before);
    outside_quotes(before, '|').into_iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The spreadsheet's columns stand in an order of their own.
fn from_sheet(checked: &Checked, routes: &Routes, row: &Route, text: &str) -> Vec<String> {
    let all = &checked.sources.get(row.place.file).text;
    let header = all.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator = [';', '\t', ','].into_iter().max_by_key(|separator| (header.matches(*separator).count(), *separator == ';')).unwrap_or(',');
    let cells = |line: &str| outside_quotes(line, separator).into_iter().map(plain).collect::<Vec<String>>();
    let (heads, values) = (cells(header), cells(text));
    let cell = |name: &String| heads.iter().position(|head| head == name).and_then(|at| values.get(at)).cloned().unwrap_or_default();
    routes.params.iter().map(|(name, _)| cell(name)).collect()
}

fn plain(cell: &str) -> String {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""))
}

fn outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        quoted ^= character == '"';
        if character == separator && !quoted {
            parts.extend(text.get(start..at));
            start = at + character.len_utf8();
        }
    }
    parts.extend(text.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_in_quotes_part_nothing() {
        assert_eq!(from_flow("\"a|b\" | _ | <= 5 => x"), ["\"a|b\"", "_", "<= 5"]);
        assert_eq!(outside_quotes("\"DE;AT\";x", ';').into_iter().map(plain).collect::<Vec<_>>(), ["DE;AT", "x"]);
    }
}
