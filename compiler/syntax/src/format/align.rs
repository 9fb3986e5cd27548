//! Lines to text: neighbouring lines of one kind get their columns aligned.

use super::INDENT;
use super::lines::{Kind, Line};
use super::spacing;
use unicode_width::UnicodeWidthStr as _;

/// A cell that is wider than this, in columns, does not push those beside it away: only its own line is then out of step.
const CELL_MAX: usize = 60;
/// The same for lines with comments behind them.
const COMMENTED_MAX: usize = 100;

/// A line as cells; all but the last are padded to the width of their column.
struct Row {
    indent: usize,
    cells: Vec<String>,
    /// `otherwise => …` in a table of several columns: the first cell reaches to the column of the last.
    spans: bool,
    comment: Option<String>,
}

/// Written lines, blank ones between included.
pub(super) fn align(mut lines: Vec<Line<'_>>) -> Vec<String> {
    let mut out = Vec::new();
    join_comments(&mut lines);
    for group in lines.chunk_by(together) {
        let mut rows: Vec<Row> = group.iter().map(row).collect();
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        rows.iter_mut().for_each(|row| row.spans = row.cells.len() == 2 && columns > 2 && row.cells.last().is_some_and(|last| last.starts_with("=>")));
        let widths = widths(&rows);
        let written = rows.iter().map(|row| write(row, &widths)).collect();
        for (line, text) in group.iter().zip(align_comments(written, &rows)) {
            if line.blank_above {
                out.push(String::new());
            }
            out.push(text);
        }
    }
    out
}

/// A comment on a line of its own belongs to the line below it, so it does not part a table in two.
fn join_comments(lines: &mut [Line<'_>]) {
    for at in (1..lines.len()).rev() {
        let (above, below) = lines.split_at_mut(at);
        if let (Some(comment), Some(next)) = (above.last_mut(), below.first())
            && comment.kind == Kind::Comment
            && comment.block == next.block
            && comment.level == next.level
            && !next.blank_above
        {
            comment.kind = next.kind;
        }
    }
}

/// Whether two lines, one above the other, belong to one table in the eye of the reader.
fn together(above: &Line<'_>, below: &Line<'_>) -> bool {
    above.block == below.block && above.level == below.level && above.kind == below.kind && !below.blank_above
}

fn row(line: &Line<'_>) -> Row {
    let write = if line.kind == Kind::Unit { spacing::write_unit } else { spacing::write };
    let mut cells: Vec<String> = cut(line.kind, &line.tokens).into_iter().map(write).collect();
    // A message without a record leaves the column of the types empty.
    if line.kind == Kind::Entry && cells.get(2).is_some_and(|cell| cell.starts_with("by ")) {
        cells.insert(2, String::new());
    }
    Row { indent: line.level * INDENT, cells, spans: false, comment: line.comment.map(str::to_owned) }
}

/// Cuts a line into the cells of its kind; never loses a token.
fn cut<'l, 'a>(kind: Kind, tokens: &'l [&'a str]) -> Vec<&'l [&'a str]> {
    match kind {
        Kind::Field => cut_field(tokens),
        Kind::Variant => cut_variant(tokens),
        Kind::Ignore => before_each(tokens, |token, _| token.starts_with('"')),
        Kind::Row => before_each(tokens, |token, _| matches!(token, "->" | "<->" | "=>" | "|")),
        Kind::Arm => before_each(tokens, |token, _| token == "=>"),
        Kind::Place => before_each(tokens, |_, at| at == 1),
        Kind::Set => before_each(tokens, |token, at| token == "=" && at == 1),
        Kind::Unit => before_each(tokens, |token, at| token == "=" && at == 2),
        Kind::System => before_each(tokens, |token, _| token == ":"),
        Kind::Failure => before_each(tokens, |token, _| token.starts_with('"')),
        Kind::Entry => cut_entry(tokens),
        Kind::Move => before_each(tokens, |token, _| matches!(token, "->" | "by")),
        Kind::Comment | Kind::Other => vec![tokens],
    }
}

/// `name`, `: type`, then the wire forms.
fn cut_field<'l, 'a>(tokens: &'l [&'a str]) -> Vec<&'l [&'a str]> {
    let mut depth = 0_i32;
    let wire = tokens.iter().enumerate().skip(2).position(|(at, token)| {
        depth += i32::from(matches!(*token, "(")) - i32::from(matches!(*token, ")"));
        depth == 0 && starts_wire(token, tokens.get(at - 1).copied())
    });
    let wire = wire.map_or(tokens.len(), |at| at + 2);
    [tokens.get(..1), tokens.get(1..wire), tokens.get(wire..)].into_iter().flatten().filter(|cell| !cell.is_empty()).collect()
}

/// `name`, `: Record`, then `at "code"` or `"code"`.
fn cut_variant<'l, 'a>(tokens: &'l [&'a str]) -> Vec<&'l [&'a str]> {
    let is_code = |at: usize| tokens.get(at).is_some_and(|token| token.starts_with('"'));
    before_each(tokens, |token, at| token == ":" || token == "at" && is_code(at + 1) || is_code(at) && tokens.get(at - 1) != Some(&"at"))
}

fn starts_wire(token: &str, before: Option<&str>) -> bool {
    matches!(token, "at" | "as" | "format" | "zone" | "blank" | "yes" | "implied" | "by") && !matches!(before, Some(":" | "of" | "to"))
        || (token == "or" && before.is_some_and(|before| before.starts_with('"')))
}

/// `sends`, `name(…)`, `: type`, `on POST "/path"`, `awaits …`, `answers …`, `once by …`, `in order by …`, `cached …`.
fn cut_entry<'l, 'a>(tokens: &'l [&'a str]) -> Vec<&'l [&'a str]> {
    let head = outside(tokens, ":");
    let by = head + outside(tokens.get(head..).unwrap_or(&[]), "by");
    before_each(tokens, |token, at| {
        at == 1
            || at == head
            || (at > head && matches!(token, "on" | "once" | "in" | "cached" | "awaits" | "answers"))
            || (at == by && !matches!(tokens.get(at - 1), Some(&"once" | &"order")))
    })
}

/// Where a token first stands outside of all brackets; 0 if nowhere.
fn outside(tokens: &[&str], wanted: &str) -> usize {
    let mut depth = 0_i32;
    let found = tokens.iter().position(|token| {
        depth += i32::from(matches!(*token, "(" | "[" | "{")) - i32::from(matches!(*token, ")" | "]" | "}"));
        depth == 0 && *token == wanted
    });
    found.unwrap_or(0)
}

/// Cuts before each token that asks for it, the first of a line aside.
fn before_each<'l, 'a>(tokens: &'l [&'a str], starts: impl Fn(&str, usize) -> bool) -> Vec<&'l [&'a str]> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate() {
        if at > start && depth == 0 && starts(token, at) {
            cells.extend(tokens.get(start..at));
            start = at;
        }
        depth += i32::from(matches!(*token, "(" | "[" | "{")) - i32::from(matches!(*token, ")" | "]" | "}"));
    }
    cells.extend(tokens.get(start..));
    cells
}

/// The width of each column: of cells that have a neighbour on their right.
fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows.iter().filter(|row| !row.spans) {
        for (column, cell) in row.cells.iter().enumerate().take(row.cells.len().saturating_sub(1)) {
            if widths.len() <= column {
                widths.push(0);
            }
            if let Some(width) = widths.get_mut(column).filter(|_| width_of(cell) <= CELL_MAX) {
                *width = (*width).max(width_of(cell));
            }
        }
    }
    let spanning = rows.iter().filter(|row| row.spans).filter_map(|row| row.cells.first()).map(|cell| width_of(cell)).max().unwrap_or(0);
    let missing = spanning.saturating_sub(width_of_all(&widths));
    if let Some(last) = widths.last_mut() {
        *last += missing;
    }
    widths
}

/// Of columns with the blanks between them.
fn width_of_all(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + widths.len().saturating_sub(1)
}

fn write(row: &Row, widths: &[usize]) -> String {
    let mut out = " ".repeat(row.indent);
    for (column, cell) in row.cells.iter().enumerate() {
        let is_nothing = cell.is_empty() && widths.get(column) == Some(&0);
        if column > 0 && !is_nothing {
            out.push(' ');
        }
        out.push_str(cell);
        if column + 1 < row.cells.len() {
            let width = if row.spans { width_of_all(widths) } else { widths.get(column).copied().unwrap_or(0) };
            out.push_str(&" ".repeat(width.saturating_sub(width_of(cell))));
        }
    }
    out
}

/// Comments behind code stand in one column where lines with one follow each other.
fn align_comments(texts: Vec<String>, rows: &[Row]) -> Vec<String> {
    let column = |text: &String, row: &Row| if row.comment.is_some() && !row.cells.concat().is_empty() { width_of(text) } else { 0 };
    let widest = texts.iter().zip(rows).map(|(text, row)| column(text, row)).filter(|width| *width <= COMMENTED_MAX).max().unwrap_or(0);
    texts.into_iter().zip(rows).map(|(text, row)| with_comment(text, row, widest)).collect()
}

fn with_comment(text: String, row: &Row, widest: usize) -> String {
    match &row.comment {
        None => text,
        Some(comment) if row.cells.concat().is_empty() => format!("{text}{comment}"),
        Some(comment) => format!("{text}{}  {comment}", " ".repeat(widest.saturating_sub(width_of(&text)))),
    }
}

/// In columns of a screen: East Asian letters are wide, combining marks take no room.
fn width_of(text: &str) -> usize {
    text.width()
}
