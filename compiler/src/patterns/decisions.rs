//! The rows of a routing table as decisions: which row is the first that fits, found by looking at each column once.
//!
//! It stands on the classes that the proof is made of ([`super::column`]): a value is looked up among the few classes of its column, and the
//! classes lead from node to node to the row. Rows that cut each other into very many cases share the last nodes and are tried one by one there,
//! so that the decisions never take much more room than the rows.

use rustc_hash::FxHashMap;

use super::column::{Class, Column};
use super::matrix::Matrix;
use super::set::Cut;
use super::space::Space;
use crate::typed::{Dec, Pattern, Project, Type};

/// So few rows are as quickly tried one by one.
const FEW: usize = 3;
/// Rows that stand in all runs of all decisions, for each row of the table.
const ROOM: usize = 32;

/// See [`Decisions::of`].
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// By input of the table; none where no row looks at it.
    inputs: Vec<Option<Classes>>,
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    /// The first of these that fits; with `certain`, there is but one, and it does.
    Rows { rows: Box<[u32]>, certain: bool },
    /// By the class of an input: before each of these ends another node, the last of them at the end of all classes.
    By { input: usize, ends: Box<[u32]>, nodes: Box<[u32]> },
}

/// From a value to its class.
#[derive(Clone, Debug)]
enum Classes {
    /// The value is its own class.
    Few(u32),
    /// Cuts between the classes, ascending.
    Line(Box<[Cut]>),
    Texts(FxHashMap<Box<str>, u32>),
}

/// What is looked for in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    Missing,
    /// A variant by its index; 0 and 1 for `no` and `yes`.
    One(u32),
    /// A number, the number of a day since 1970-01-01, or nanoseconds.
    Number(Dec),
    Text(&'v str),
}

impl Decisions {
    /// For rows of one pattern for each input. None where they cannot be decided, which is where the proof cannot be made either.
    pub fn of<'r>(project: &Project, inputs: impl IntoIterator<Item = Type>, rows: impl IntoIterator<Item = &'r [Pattern]>) -> Option<Decisions> {
        let mut space = Space::new(project, inputs);
        rows.into_iter().for_each(|row| space.add(row, false));
        let table = space.matrix_of_columns()?;
        let mut graph =
            Graph { room: table.matrix.rows.len() * ROOM, matrix: &table.matrix, rows: &table.rows, inputs: &table.inputs, known: FxHashMap::default(), nodes: Vec::new() };
        let all: Vec<u32> = (0..table.matrix.rows.len() as u32).collect();
        graph.node(table.matrix.all_columns()?, all);
        let nodes = graph.nodes;
        let column = |input: usize| table.inputs.iter().position(|of| *of == input).and_then(|column| table.columns.get(column));
        Some(Decisions { inputs: (0..table.input_count).map(|input| column(input).map(Classes::of)).collect(), nodes })
    }

    /// The first row that fits: `value` gives the value of an input, `fits` tells whether a row does, and is seldom asked.
    pub fn first<'v>(&self, value: impl Fn(usize) -> Value<'v>, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let mut node = self.nodes.last()?;
        loop {
            match node {
                Node::Rows { rows, certain: true } => return rows.first().map(|row| *row as usize),
                Node::Rows { rows, certain: false } => return rows.iter().map(|row| *row as usize).find(|row| fits(*row)),
                Node::By { input, ends, nodes } => {
                    let class = self.inputs.get(*input)?.as_ref()?.class(value(*input));
                    let run = ends.partition_point(|end| *end <= class);
                    node = self.nodes.get(*nodes.get(run)? as usize)?;
                }
            }
        }
    }

    /// Rows that one question may have to try, at most; for tests and measurements.
    pub fn longest_trial(&self) -> usize {
        let trials = self.nodes.iter().map(|node| if let Node::Rows { rows, certain: false } = node { rows.len() } else { 0 });
        trials.max().unwrap_or(0)
    }
}

impl Classes {
    fn of(column: &Column) -> Classes {
        let values = column.values();
        let classes = (0..values).map(|atom| column.class(atom));
        match column.class(0) {
            Class::Between(..) => {
                let starts = classes.skip(1).filter_map(|class| if let Class::Between(start, _) = class { start } else { None });
                Classes::Line(starts.collect())
            }
            Class::Text(_) | Class::OtherText => {
                let texts = classes.zip(0..).filter_map(|(class, atom)| if let Class::Text(text) = class { Some((text.into(), atom)) } else { None });
                Classes::Texts(texts.collect())
            }
            Class::Missing | Class::One(_) => Classes::Few(values),
        }
    }

    fn class(&self, value: Value<'_>) -> u32 {
        match (self, value) {
            (Classes::Few(_), Value::One(value)) => value,
            (Classes::Line(cuts), Value::Number(number)) => cuts.partition_point(|cut| *cut <= Cut::before(number)) as u32,
            (Classes::Texts(texts), Value::Text(text)) => texts.get(text).copied().unwrap_or(texts.len() as u32),
            // Missing comes behind all values.
            (Classes::Few(count), _) => *count,
            (Classes::Line(cuts), _) => cuts.len() as u32 + 1,
            (Classes::Texts(texts), _) => texts.len() as u32 + 1,
        }
    }
}

/// The graph while it is made: nodes come behind those that they lead to.
struct Graph<'m> {
    matrix: &'m Matrix,
    /// By row of the matrix: the table's row.
    rows: &'m [usize],
    /// By column of the matrix: the table's input.
    inputs: &'m [usize],
    /// What is decided already: columns not looked at, and rows left.
    known: FxHashMap<(u128, Vec<u32>), u32>,
    nodes: Vec<Node>,
    /// Rows that may still be written down.
    room: usize,
}

/// No room is left for a decision.
struct Full;

impl Graph<'_> {
    fn node(&mut self, open: u128, rows: Vec<u32>) -> u32 {
        let key = (open, rows);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let node = self.decide(open, &key.1);
        self.nodes.push(node);
        let at = self.nodes.len() as u32 - 1;
        self.known.insert(key, at);
        at
    }

    fn decide(&mut self, open: u128, rows: &[u32]) -> Node {
        let certain = rows.first().is_some_and(|first| self.matrix.takes_all(*first, open));
        match rows.first() {
            Some(first) if !certain && rows.len() > FEW => {
                let column = self.matrix.best_column(open, *first, rows);
                self.split(open, column, rows).unwrap_or_else(|Full| self.trial(rows, false))
            }
            _ => self.trial(rows, certain),
        }
    }

    fn trial(&self, rows: &[u32], certain: bool) -> Node {
        let counted = if certain { rows.get(..1).unwrap_or_default() } else { rows };
        Node::Rows { rows: counted.iter().filter_map(|row| self.rows.get(*row as usize)).map(|row| *row as u32).collect(), certain }
    }

    fn split(&mut self, open: u128, column: usize, rows: &[u32]) -> Result<Node, Full> {
        let (mut runs, mut room) = (Vec::new(), self.room);
        self.matrix.each_run(open & !(1 << column), column, rows, None, |(_, end), fitting| {
            room = room.checked_sub(fitting.len()).ok_or(Full)?;
            runs.push((end, fitting));
            Ok(())
        })?;
        self.room = room;
        let (mut ends, mut nodes): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for (end, fitting) in runs {
            let node = self.node(open & !(1 << column), fitting);
            match (ends.last_mut(), nodes.last()) {
                (Some(last), Some(before)) if *before == node => *last = end,
                _ => {
                    ends.push(end);
                    nodes.push(node);
                }
            }
        }
        let input = self.inputs.get(column).copied().unwrap_or(0);
        Ok(Node::By { input, ends: ends.into(), nodes: nodes.into() })
    }
}

#[cfg(test)]
mod tests;
