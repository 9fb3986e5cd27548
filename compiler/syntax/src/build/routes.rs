//! Routing tables, and what they share with code tables.

use super::{Builder, Children, NAMES, Node, Rule};
use crate::ast::{FromFile, ItemKind, Name, Route, RouteCells, RouteHeader, Routes};

impl<'s> Builder<'s> {
    /// Either kind of table.
    pub(crate) fn any_table(&mut self, node: Node<'s>) -> ItemKind {
        match node.as_rule() {
            Rule::routes => ItemKind::Routes(self.routes(node)),
            _ => ItemKind::Table(self.table(node)),
        }
    }

    fn routes(&mut self, node: Node<'s>) -> Routes {
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::routes_head]) {
            Some(head) => self.routes_head(head),
            None => Routes { name: self.nobody(), params: Vec::new(), result: self.no_type(), header: None, rows: Vec::new(), from_file: None },
        };
        built.from_file = self.file_of_rows(&mut children);
        built.header = children.next(&[Rule::route_header]).map(|header| self.route_header(header));
        built.rows = children.all(&[Rule::route]).into_iter().map(|row| self.route(row)).collect();
        built
    }

    pub(crate) fn routes_head(&mut self, node: Node<'s>) -> Routes {
        let mut children = Children::of(node);
        let (name, params) = (self.next_name(&mut children), self.params(&mut children));
        Routes { name, params, result: self.next_versioned(&mut children), header: None, rows: Vec::new(), from_file: None }
    }

    /// `from "codes/carriers.csv" columns "Service", "Code"`
    pub(super) fn file_of_rows(&mut self, children: &mut Children<'s>) -> Option<FromFile> {
        let node = children.next(&[Rule::from_file])?;
        let span = self.span(&node);
        let mut strings = Children::of(node);
        let path = self.next_string(&mut strings);
        let columns = strings.all(&[Rule::str]).into_iter().map(|column| self.string(column)).collect();
        Some(FromFile { span, path, columns })
    }

    pub(crate) fn route_header(&mut self, node: Node<'s>) -> RouteHeader {
        let span = self.span(&node);
        let mut columns: Vec<Name> = Children::of(node).all(NAMES).into_iter().map(|name| self.name(&name)).collect();
        let result = columns.pop().unwrap_or_else(|| self.nobody());
        RouteHeader { span, columns, result }
    }

    pub(crate) fn route(&mut self, node: Node<'s>) -> Route {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let cells = match children.next(&[Rule::otherwise]) {
            Some(otherwise) => RouteCells::Otherwise(self.span(&otherwise)),
            None => RouteCells::Cells(children.all(&[Rule::route_cell]).into_iter().map(|cell| self.route_cell(cell)).collect()),
        };
        self.arrow_of_arm(&mut children);
        let result = match children.next(&[Rule::route_result]) {
            Some(result) => self.primary(result),
            None => self.broken(span),
        };
        Route { span, cells, result }
    }
}
