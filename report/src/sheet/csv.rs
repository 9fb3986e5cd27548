//! RFC 4180, in UTF-8 with the mark that spreadsheets want.

use super::Table;

pub(super) fn csv(table: &Table) -> String {
    let mut out = String::from("\u{feff}");
    line(&mut out, table.columns.iter().map(|(name, _)| *name));
    for row in &table.rows {
        line(&mut out, row.iter().map(String::as_str));
    }
    out
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    out.push_str(&cells.map(cell).collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

fn cell(text: &str) -> String {
    let text = inert(text);
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// What a spreadsheet would take for a formula is shown as text: documents may come from anywhere.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formula_runs() {
        let table = Table { name: "T", columns: vec![("a", 1), ("b", 1)], rows: vec![vec!["x,\"y\"\n".to_owned(), "=1+1".to_owned()]] };
        assert_eq!(csv(&table), "\u{feff}a,b\r\n\"x,\"\"y\"\"\n\",'=1+1\r\n");
    }
}
