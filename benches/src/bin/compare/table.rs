//! The figures as Markdown.

use crossdock_benches::payloads::Set;
use crossdock_benches::timing::Timed;

/// A row for each contender, a column for each set.
#[derive(Default)]
pub struct Table {
    sets: Vec<&'static str>,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    /// By set; `None` where it does not take part.
    cells: Vec<Option<Cell>>,
}

struct Cell {
    ratio: f64,
    micros: f64,
    /// Messages that came out otherwise.
    differing: usize,
}

impl Table {
    pub fn add(&mut self, set: &Set, timed: &[Timed], differing: &[usize]) {
        for (one, differing) in timed.iter().zip(differing) {
            let before = self.sets.len();
            let row = self.row(&one.name);
            row.cells.resize_with(before, || None);
            row.cells.push(Some(Cell { ratio: one.ratio, micros: one.nanos / 1000.0, differing: *differing }));
        }
        self.sets.push(set.name);
    }

    fn row(&mut self, name: &str) -> &mut Row {
        let at = self.rows.iter().position(|row| row.name == name).unwrap_or_else(|| {
            self.rows.push(Row { name: name.to_owned(), cells: Vec::new() });
            self.rows.len() - 1
        });
        &mut self.rows[at]
    }

    /// Speed as a multiple of the first row's, with the time of one message.
    pub fn markdown(&self) -> String {
        let head = format!("| | {} |\n|---|{}\n", self.sets.join(" | "), "---|".repeat(self.sets.len()));
        let rows = self.rows.iter().map(|row| format!("| {} | {} |\n", row.name, self.sets.iter().enumerate().map(|(at, _)| row.cell(at)).collect::<Vec<_>>().join(" | ")));
        head + &rows.collect::<String>()
    }
}

impl Row {
    fn cell(&self, at: usize) -> String {
        let Some(Some(cell)) = self.cells.get(at) else { return String::new() };
        let wrong = if cell.differing > 0 { format!(", {} wrong", cell.differing) } else { String::new() };
        format!("{}, {} µs{wrong}", digits(cell.ratio), digits(cell.micros))
    }
}

/// Three digits that count, or two of a small number.
fn digits(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 0.1 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}
