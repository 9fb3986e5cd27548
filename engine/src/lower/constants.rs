//! What does not change from message to message: text literals and the rows of tables, of codes and for routing.

use std::sync::Arc;

use crossdock_compiler::Decisions;
use crossdock_compiler::typed::{Const, EnumId, Project, RouteValue, Routes, Table, Type};

use rustc_hash::FxHashMap;

use super::matching::test;
use crate::emit::needs_escape;
use crate::ir::Test;
use crate::slot::{Origin, Slot, Text};

/// All literals of a program, end to end, and its tables.
#[derive(Clone, Debug, Default)]
pub struct Constants {
    pub text: String,
    known: FxHashMap<String, (u32, u32)>,
    /// By [`crossdock_compiler::typed::TableId`]: forwards and backwards.
    pub tables: Vec<(Arc<TableIndex>, Arc<TableIndex>)>,
    /// By [`crossdock_compiler::typed::RoutesId`].
    pub routes: Vec<Arc<RouteTable>>,
}

/// A routing table.
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    pub name: String,
    /// Names, and for messages the enums.
    pub columns: Vec<(String, Option<EnumId>)>,
    /// Tests and result of each row, in order.
    pub rows: Vec<(Vec<Test>, Slot)>,
    /// Which row it is; none where the rows are too tangled, and tried one by one.
    pub decisions: Option<Decisions>,
}

/// One direction of a code table.
#[derive(Clone, Debug, Default)]
pub struct TableIndex {
    pub name: String,
    texts: FxHashMap<Box<[u8]>, Slot>,
    /// A table's keys are of one enum, so the variant's index says it all.
    variants: FxHashMap<u32, Slot>,
    others: FxHashMap<Const, Slot>,
    otherwise: Option<Slot>,
}

impl Constants {
    pub fn of(project: &Project) -> Constants {
        let mut constants = Constants::default();
        for table in &project.tables {
            let forwards = constants.index(table, table.rows.iter().map(|(from, to)| (from, to)), table.otherwise.as_ref());
            let backwards = constants.index(table, table.rows.iter().map(|(from, to)| (to, from)), None);
            constants.tables.push((Arc::new(forwards), Arc::new(backwards)));
        }
        for table in &project.routes {
            let routes = constants.route_table(project, table);
            constants.routes.push(Arc::new(routes));
        }
        constants
    }

    fn route_table(&mut self, project: &Project, table: &Routes) -> RouteTable {
        let columns = table.params.iter().map(|(name, ty)| (name.clone(), enum_of(ty))).collect();
        let rows = table.rows.iter().map(|row| {
            let tests = row.cells.iter().map(|cell| test(self, cell)).collect();
            let result = match &row.value {
                RouteValue::Const(value) => self.slot(value),
                RouteValue::System(system) => Slot::System(system.0),
                RouteValue::Missing => Slot::Missing,
            };
            (tests, result)
        });
        let rows = rows.collect();
        let inputs = table.params.iter().map(|(_, ty)| ty.clone());
        let decisions = Decisions::of(project, inputs, table.rows.iter().map(|row| row.cells.as_slice()));
        RouteTable { name: table.decl.name.clone(), columns, rows, decisions }
    }

    fn index<'r>(&mut self, table: &Table, rows: impl Iterator<Item = (&'r Const, &'r Const)>, otherwise: Option<&Const>) -> TableIndex {
        let mut index = TableIndex { name: table.decl.name.clone(), otherwise: otherwise.map(|value| self.slot(value)), ..TableIndex::default() };
        for (key, value) in rows {
            let value = self.slot(value);
            match key {
                // The first row wins, as it is read from the top.
                Const::Text(text) => {
                    index.texts.entry(text.as_bytes().into()).or_insert(value);
                }
                Const::Enum(_, variant) => {
                    index.variants.entry(*variant).or_insert(value);
                }
                other => {
                    index.others.entry(other.clone()).or_insert(value);
                }
            }
        }
        index
    }

    /// From a key to the number of its row, in one direction; `otherwise` is the last.
    pub fn row_numbers(table: &Table, reverse: bool) -> TableIndex {
        let numbers: Vec<Const> = (0..=table.rows.len() as i64).map(Const::Int).collect();
        let keys = table.rows.iter().map(|(from, to)| if reverse { to } else { from });
        let otherwise = numbers.last().filter(|_| table.otherwise.is_some() && !reverse);
        Constants::default().index(table, keys.zip(&numbers), otherwise)
    }

    pub fn slot(&mut self, value: &Const) -> Slot {
        match value {
            Const::Text(text) => Slot::Text(self.literal(text)),
            Const::Int(value) => Slot::Int(*value),
            Const::Decimal(value) => Slot::Dec(*value),
            Const::Bool(value) => Slot::Bool(*value),
            Const::Date(value) => Slot::Date(*value),
            Const::Time(value) => Slot::Time(*value),
            Const::Timestamp(value) => Slot::Timestamp(*value),
            Const::Duration(value) => Slot::Duration(*value),
            Const::Enum(_, variant) => Slot::Enum(*variant),
        }
    }

    pub fn literal(&mut self, text: &str) -> Text {
        let next = (self.text.len() as u32, text.len() as u32);
        let (start, len) = *self.known.entry(text.to_owned()).or_insert(next);
        if (start, len) == next {
            self.text.push_str(text);
        }
        Text { start, len, origin: Origin::Constant, clean: !needs_escape(text.as_bytes()) }
    }
}

fn enum_of(ty: &Type) -> Option<EnumId> {
    match ty {
        Type::Enum(id) => Some(*id),
        Type::Optional(of) => enum_of(of),
        _ => None,
    }
}

impl TableIndex {
    /// The row's value; `key` is the text where the slot is one.
    pub fn get(&self, slot: Slot, key: Option<&[u8]>) -> Option<Slot> {
        let found = match (slot, key) {
            (_, Some(text)) => self.texts.get(text).copied(),
            (Slot::Int(value), _) => self.others.get(&Const::Int(value)).copied(),
            (Slot::Dec(value), _) => self.others.get(&Const::Decimal(value)).copied(),
            (Slot::Bool(value), _) => self.others.get(&Const::Bool(value)).copied(),
            (Slot::Date(value), _) => self.others.get(&Const::Date(value)).copied(),
            (Slot::Enum(variant), _) => self.variants.get(&variant).copied(),
            _ => None,
        };
        found.or(self.otherwise)
    }
}
