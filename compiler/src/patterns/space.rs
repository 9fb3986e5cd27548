//! What is matched, as columns: an input of a table, an element of a tuple, a field of a record. Patterns become rows of sets over them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rustc_hash::FxHashMap;

use super::column::Column;
use super::matrix::{Gap, Matrix, Row};
use super::set::{Cut, Domain, Line, Set};
use crate::moments::{time_number, timestamp_number};
use crate::typed::{Bound, Const, Dec, DecimalType, Pattern, Project, RecordId, Type};

/// Boxes that one pattern may become; `|` deep within patterns multiply.
const BOXES_MAX: usize = 1_000;
/// Rows of which it is told that they are never reached.
const DEAD_MAX: usize = 20;

/// A place within what is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeId(pub usize);

#[derive(Debug)]
pub(super) struct Node {
    pub ty: Type,
    /// Of its own value; for a record, whether it is there.
    pub column: Option<usize>,
    /// Fields that some pattern looks at.
    pub fields: Vec<(u32, NodeId)>,
}

/// Sets by column: all that a pattern takes, or a part of it.
type Box = Vec<(usize, Set)>;

pub(crate) struct Space<'p> {
    pub(super) project: &'p Project,
    pub(super) nodes: Vec<Node>,
    roots: usize,
    columns: Vec<(Domain, bool)>,
    known: FxHashMap<(NodeId, u32), NodeId>,
    rows: Vec<(bool, Vec<Box>)>,
    tangled: bool,
}

/// A case that no row takes, by what is matched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Missing {
    /// One value each: `west`, `0`.
    pub examples: Vec<String>,
    /// Patterns for it and its like each: `west`, `<= 0`.
    pub patterns: Vec<Vec<String>>,
}

/// A table as a matrix.
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub matrix: Matrix,
    /// By row of the matrix: the table's row.
    pub rows: Vec<usize>,
    /// By column of the matrix: the table's input.
    pub inputs: Vec<usize>,
    pub input_count: usize,
}

/// Gaps that are worth showing.
pub(crate) const GAPS_SHOWN: usize = 5;

/// What is wrong with the rows.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Findings {
    /// As many as were looked for, which may be more than is worth showing.
    pub gaps: Vec<Missing>,
    /// Rows that are never reached, and those that take their cases.
    pub dead: Vec<(usize, Vec<usize>)>,
    /// Neither could be worked out. Not where there are gaps: then these are what is wrong.
    pub tangled: bool,
}

impl<'p> Space<'p> {
    /// One type for each input, or element of a tuple.
    pub fn new(project: &'p Project, types: impl IntoIterator<Item = Type>) -> Space<'p> {
        let mut space = Space { project, nodes: Vec::new(), roots: 0, columns: Vec::new(), known: FxHashMap::default(), rows: Vec::new(), tangled: false };
        for ty in types {
            space.node(ty);
            space.roots += 1;
        }
        space
    }

    /// A row of one pattern for each input. A guarded one may be turned down by a condition.
    pub fn add(&mut self, patterns: &[Pattern], guarded: bool) {
        let roots: Vec<(NodeId, &Pattern)> = patterns.iter().enumerate().map(|(at, pattern)| (NodeId(at), pattern)).collect();
        let boxes = self.product(&roots);
        self.rows.push((guarded, boxes));
    }

    pub fn findings(&self) -> Findings {
        if self.tangled {
            return Findings { tangled: true, ..Findings::default() };
        }
        let columns = self.built_columns();
        let (matrix, rows_of_boxes) = self.matrix(&columns);
        let proof = matrix.prove();
        let gaps: Vec<Missing> = proof.gaps.iter().map(|gap| self.missing(&columns, gap)).collect();
        let dead = if proof.complete { self.dead(&matrix, &proof.reached, &rows_of_boxes) } else { Vec::new() };
        // A gap that was found is one, whatever else could not be worked out.
        let tangled = !proof.complete && gaps.is_empty();
        Findings { gaps, dead, tangled }
    }

    /// What decisions are made of; none where the rows are tangled.
    pub(super) fn matrix_of_columns(&self) -> Option<Table> {
        let columns = self.built_columns();
        let (matrix, rows) = self.matrix(&columns);
        let input = |column: usize| self.nodes.iter().position(|node| node.column == Some(column)).unwrap_or(0);
        let inputs = (0..columns.len()).map(input).collect();
        (!self.tangled).then_some(Table { columns, matrix, rows, inputs, input_count: self.roots })
    }

    fn dead(&self, matrix: &Matrix, reached: &[bool], rows_of_boxes: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let alive: BTreeSet<usize> = rows_of_boxes.iter().zip(reached).filter(|(_, reached)| **reached).map(|(row, _)| *row).collect();
        let dead = (0..self.rows.len()).filter(|row| !alive.contains(row)).take(DEAD_MAX);
        dead.map(|row| (row, self.covers(matrix, row, rows_of_boxes))).collect()
    }

    fn covers(&self, matrix: &Matrix, row: usize, rows_of_boxes: &[usize]) -> Vec<usize> {
        let own = rows_of_boxes.iter().enumerate().filter(|(_, of)| **of == row);
        let covering = own.flat_map(|(at, _)| matrix.covers(at));
        let rows: BTreeSet<usize> = covering.filter_map(|at| rows_of_boxes.get(at).copied()).filter(|cover| *cover != row).collect();
        rows.into_iter().collect()
    }

    fn built_columns(&self) -> Vec<Column> {
        let mut sets: Vec<Vec<&Set>> = vec![Vec::new(); self.columns.len()];
        for (column, set) in self.rows.iter().flat_map(|(_, boxes)| boxes.iter().flatten()) {
            if let Some(sets) = sets.get_mut(*column) {
                sets.push(set);
            }
        }
        self.columns.iter().zip(sets).map(|((domain, optional), sets)| Column::new(domain.clone(), *optional, sets.into_iter())).collect()
    }

    /// With the row of each of its boxes.
    fn matrix(&self, columns: &[Column]) -> (Matrix, Vec<usize>) {
        let mut matrix = Matrix { widths: columns.iter().map(Column::width).collect(), rows: Vec::new() };
        let mut rows_of_boxes = Vec::new();
        for (at, (guarded, boxes)) in self.rows.iter().enumerate() {
            for sets in boxes {
                let mut cells = vec![None; columns.len()];
                for (column, set) in sets {
                    if let (Some(cell), Some(column)) = (cells.get_mut(*column), columns.get(*column)) {
                        *cell = Some(column.atoms(set)).filter(|atoms| atoms.as_slice() != [(0, column.width())]);
                    }
                }
                matrix.rows.push(Row { cells, guarded: *guarded });
                rows_of_boxes.push(at);
            }
        }
        (matrix, rows_of_boxes)
    }

    fn missing(&self, columns: &[Column], gap: &Gap) -> Missing {
        let words = super::words::Words { space: self, columns, gap };
        let roots = || (0..self.roots).map(NodeId);
        Missing { examples: roots().map(|root| words.example(root)).collect(), patterns: roots().map(|root| words.patterns(root)).collect() }
    }

    fn node(&mut self, ty: Type) -> NodeId {
        self.nodes.push(Node { ty, column: None, fields: Vec::new() });
        NodeId(self.nodes.len() - 1)
    }

    /// The node of a record's field, made when it is first asked for.
    fn field(&mut self, of: NodeId, record: RecordId, field: u32) -> NodeId {
        if let Some(known) = self.known.get(&(of, field)) {
            return *known;
        }
        let declared = self.project.records.get(record.index());
        let ty = declared.and_then(|record| record.fields.get(field as usize)).map_or(Type::Error, |field| field.ty.clone());
        // What a variant carries is asked for only where it is that variant, and then it is there.
        let is_part = declared.and_then(|record| record.tagged.as_ref()).is_some_and(|tagged| tagged.parts.contains(&Some(field)));
        let node = self.node(if is_part { present(&ty).clone() } else { ty });
        self.known.insert((of, field), node);
        if let Some(of) = self.nodes.get_mut(of.0) {
            of.fields.push((field, node));
        }
        node
    }

    fn column(&mut self, node: NodeId) -> usize {
        let Some(found) = self.nodes.get_mut(node.0) else { return 0 };
        let (domain, optional) = (domain_of(self.project, present(&found.ty)), matches!(found.ty, Type::Optional(_)));
        *found.column.get_or_insert_with(|| {
            self.columns.push((domain, optional));
            self.columns.len() - 1
        })
    }

    fn boxes(&mut self, node: NodeId, pattern: &Pattern) -> Vec<Box> {
        match pattern {
            Pattern::Otherwise => vec![Box::new()],
            Pattern::AnyOf(of) if !of.iter().all(is_flat) => of.iter().flat_map(|pattern| self.boxes(node, pattern)).collect(),
            Pattern::Record { record, fields } => {
                let there = self.there(node);
                let fields: Vec<(NodeId, &Pattern)> = fields.iter().map(|(field, pattern)| (self.field(node, *record, *field), pattern)).collect();
                let boxes = self.product(&fields);
                boxes.into_iter().map(|sets| there.iter().cloned().chain(sets).collect()).collect()
            }
            Pattern::Tuple(of) => {
                let roots: Vec<(NodeId, &Pattern)> = of.iter().enumerate().map(|(at, pattern)| (NodeId(at), pattern)).collect();
                self.product(&roots)
            }
            Pattern::Bind(_) => vec![self.there(node)],
            flat => vec![vec![(self.column(node), set(flat))]],
        }
    }

    /// What says that the value is there.
    fn there(&mut self, node: NodeId) -> Box {
        let optional = self.nodes.get(node.0).is_some_and(|node| matches!(node.ty, Type::Optional(_)));
        if optional { vec![(self.column(node), Set::Present)] } else { Box::new() }
    }

    /// Each way in which all of the patterns fit.
    fn product(&mut self, patterns: &[(NodeId, &Pattern)]) -> Vec<Box> {
        let mut product = vec![Box::new()];
        for (node, pattern) in patterns {
            let boxes = self.boxes(*node, pattern);
            if product.len() * boxes.len() > BOXES_MAX {
                self.tangled = true;
                return Vec::new();
            }
            product = product.iter().flat_map(|before| boxes.iter().map(|sets| before.iter().chain(sets).cloned().collect())).collect();
        }
        product
    }
}

/// A set of one column.
fn is_flat(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Const(_) | Pattern::Range { .. } | Pattern::None | Pattern::Otherwise | Pattern::Not(_) => true,
        Pattern::AnyOf(of) => of.iter().all(is_flat),
        Pattern::Bind(_) | Pattern::Record { .. } | Pattern::Tuple(_) => false,
    }
}

fn set(pattern: &Pattern) -> Set {
    match pattern {
        Pattern::Const(value) => one(value),
        Pattern::Range { min, max } => {
            let start = min.as_ref().and_then(|bound| cut(bound, false));
            let end = max.as_ref().and_then(|bound| cut(bound, true));
            Set::Range(start, end)
        }
        Pattern::None => Set::Missing,
        Pattern::Bind(_) => Set::Present,
        Pattern::AnyOf(of) => Set::Union(of.iter().map(set).collect()),
        Pattern::Not(of) => Set::Not(std::boxed::Box::new(set(of))),
        Pattern::Otherwise | Pattern::Record { .. } | Pattern::Tuple(_) => Set::All,
    }
}

fn one(value: &Const) -> Set {
    match value {
        Const::Text(text) => Set::Text(text.clone()),
        Const::Bool(value) => Set::One(u32::from(*value)),
        Const::Enum(_, variant) => Set::One(*variant),
        Const::Int(_) | Const::Decimal(_) | Const::Date(_) | Const::Time(_) | Const::Timestamp(_) | Const::Duration(_) => {
            let number = number(value);
            Set::Range(number.map(Cut::before), number.map(Cut::after))
        }
    }
}

/// Where a range ends, or begins.
fn cut(bound: &Bound, is_end: bool) -> Option<Cut> {
    let value = number(&bound.value)?;
    Some(Cut { value, after: bound.inclusive == is_end })
}

/// Where the value stands on its line: a number, the number of a day, or nanoseconds (since midnight, since 1970, or at all).
pub(crate) fn number(value: &Const) -> Option<Dec> {
    match value {
        Const::Int(value) | Const::Duration(value) => Some(Dec::from(*value)),
        Const::Decimal(value) => Some(*value),
        Const::Date(date) => Some(Dec::from(day(*date))),
        Const::Time(time) => Some(time_number(*time)),
        Const::Timestamp(at) => Some(timestamp_number(*at)),
        Const::Text(_) | Const::Bool(_) | Const::Enum(..) => None,
    }
}

/// Days since the first of the epoch.
pub fn day(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// The day of that number.
pub(super) fn date(day: i64) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

const EPOCH: Date = Date::constant(1970, 1, 1);

pub(crate) fn present(ty: &Type) -> &Type {
    match ty {
        Type::Optional(of) => of,
        other => other,
    }
}

pub(super) fn domain_of(project: &Project, ty: &Type) -> Domain {
    match ty {
        Type::Bool => Domain::Few(2),
        Type::Enum(id) => Domain::Few(project.enums.get(id.index()).map_or(0, |found| found.variants.len() as u32)),
        Type::Text(_) => Domain::Texts,
        Type::Quantity(quantity) => domain_of(project, &quantity.number),
        Type::Int(int) => Domain::Line(Line { min: Some(int.min.into()), max: Some(int.max.into()), scale: Some(0) }),
        Type::Decimal(decimal) => Domain::Line(decimals(decimal)),
        Type::Date => Domain::Line(Line { min: Some(day(Date::MIN).into()), max: Some(day(Date::MAX).into()), scale: Some(0) }),
        Type::Duration => Domain::Line(Line { min: Some(i64::MIN.into()), max: Some(i64::MAX.into()), scale: Some(0) }),
        Type::Time => Domain::Line(Line { min: Some(time_number(Time::MIN)), max: Some(time_number(Time::MAX)), scale: Some(0) }),
        Type::Timestamp => Domain::Line(Line { min: Some(timestamp_number(Timestamp::MIN)), max: Some(timestamp_number(Timestamp::MAX)), scale: Some(0) }),
        Type::Json | Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Optional(_) => Domain::Few(1),
        Type::System(_) | Type::Lambda(_) | Type::None | Type::Never | Type::Error => Domain::Few(1),
    }
}

/// `decimal(12,2)` goes up to 9999999999.99 in steps of 0.01.
fn decimals(ty: &DecimalType) -> Line {
    let Some((digits, scale)) = ty.limits else { return Line::default() };
    let most = Dec { mantissa: 10_i128.pow(u32::from(digits.min(38))) - 1, scale };
    Line { min: Some(most.neg()), max: Some(most), scale: Some(scale) }
}
