//! `table name(inputs) -> result`: the first row that fits. Cells are patterns of their columns' types; there is a row for every case, and a
//! case for every row.

mod problem;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ExprKind, RouteCells};

use crate::context::{Context, Def, Want};
use crate::diagnostic::{Edit, Fact};
use crate::patterns::read::{NoNames, Reader};
use crate::patterns::{GAPS_SHOWN, Missing, Space, undecided};
use crate::sources::FileId;
use crate::spreadsheet::Sheet;
use crate::typed::{ContractId, Pattern, Place, Route, RouteValue, RoutesId, Type};
use problem::{Problem, RowAt};

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Routes, id: RoutesId) {
    let (params, result, rows, total) = {
        let checking = Checking::new(ctx, file, item, id);
        let (rows, total) = checking.run();
        (checking.params, checking.result, rows, total)
    };
    if let Some(routes) = ctx.project.routes.get_mut(id.index()) {
        routes.params = params;
        routes.result = result;
        routes.rows = rows;
        routes.total = total;
    }
}

struct Checking<'c, 'a> {
    ctx: &'c Context<'a>,
    file: FileId,
    item: &'c ast::Routes,
    params: Vec<(String, Type)>,
    result: Type,
    /// Something in it is reported: what is missing is not known then.
    damaged: bool,
}

impl<'c, 'a> Checking<'c, 'a> {
    fn new(ctx: &'c Context<'a>, file: FileId, item: &'c ast::Routes, id: RoutesId) -> Checking<'c, 'a> {
        let mut unique = super::Unique::new(file, "columns");
        for param in &item.params {
            unique.admits(ctx, &param.name);
        }
        let params = item.params.iter().map(|param| (param.name.text.clone(), column_type(ctx, file, &param.ty))).collect();
        let result = result_type(ctx, file, &item.result);
        Checking { ctx, file, item, params, result, damaged: ctx.is_damaged(Def::Routes(id)) }
    }

    /// The rows, and whether there is one for every case.
    fn run(&self) -> (Vec<Route>, bool) {
        if self.params.is_empty() && !self.damaged {
            self.report(Problem::NoColumns { file: self.file, name: self.item.name.clone() });
            return (Vec::new(), true);
        }
        let mut sheet = None;
        let (file, written, header) = match &self.item.from_file {
            Some(from) => self.spreadsheet(from, &mut sheet),
            None => (self.file, self.item.rows.clone(), self.header()),
        };
        let rows: Vec<Option<Route>> = written.iter().map(|row| self.row(file, row)).collect();
        let count = rows.len();
        let rows: Vec<Route> = rows.into_iter().flatten().collect();
        let known = header && !self.damaged && rows.len() == count && !self.params.iter().any(|(_, ty)| *ty == Type::Error);
        // What could not be read may be the row that is missing.
        let total = !known || self.prove(&rows, sheet.as_ref());
        (rows, total)
    }

    /// The rows of the spreadsheet, and whether all of them are known.
    fn spreadsheet(&self, from: &'c ast::FromFile, opened: &mut Option<Sheet<'c, 'a>>) -> (FileId, Vec<ast::Route>, bool) {
        let Some(mut sheet) = Sheet::open(self.ctx, self.file, from, &self.item.name.text) else { return (self.file, Vec::new(), false) };
        let (rows, whole) = sheet.routes(&self.params, &self.result);
        let file = sheet.file;
        *opened = Some(sheet);
        (file, rows, whole)
    }

    /// The first row names the columns as the signature does.
    fn header(&self) -> bool {
        let wanted: Vec<&str> = self.item.params.iter().map(|param| param.name.text.as_str()).collect();
        let Some(header) = &self.item.header else {
            let first = self.item.rows.first().map(|row| Span { start: row.span.start, end: row.span.start });
            if !self.damaged {
                self.report(Problem::NoHeader { file: self.file, name: self.item.name.clone(), wanted: self.header_text(), first });
            }
            return false;
        };
        let right = header.columns.iter().map(|column| column.text.as_str()).eq(wanted.iter().copied());
        if !right {
            let named = header.columns.iter().any(|column| wanted.contains(&column.text.as_str()));
            let wanted = self.header_text();
            self.report(if named || header.columns.len() == self.params.len() && self.item.rows.iter().any(|row| matches!(row.cells, RouteCells::Error)) {
                Problem::OtherHeader { file: self.file, span: header.span, wanted, name: self.item.name.span }
            } else {
                Problem::NoHeader { file: self.file, name: self.item.name.clone(), wanted, first: Some(Span { start: header.span.start, end: header.span.start }) }
            });
        }
        for (column, param) in header.columns.iter().zip(&self.item.params).filter(|_| right) {
            let ty = self.params.iter().find(|(name, _)| *name == column.text).map_or(String::new(), |(_, ty)| self.ctx.show(ty));
            let mention = crate::Mention { span: column.span, title: format!("{} : {ty}", column.text), docs: None, target: Some((self.file, param.name.span)) };
            self.ctx.mention(self.file, mention);
        }
        right
    }

    /// `region | hazmat => warehouse`
    fn header_text(&self) -> String {
        let columns: Vec<&str> = self.item.params.iter().map(|param| param.name.text.as_str()).collect();
        let result = self.item.header.as_ref().map_or("result", |header| header.result.text.as_str());
        format!("{} => {result}", columns.join(" | "))
    }

    fn row(&self, file: FileId, row: &ast::Route) -> Option<Route> {
        let cells = match &row.cells {
            RouteCells::Otherwise(_) => Some(vec![Pattern::Otherwise; self.params.len()]),
            RouteCells::Cells(cells) if cells.len() == self.params.len() => self.cells(file, cells),
            RouteCells::Cells(cells) => {
                let columns = self.params.iter().map(|(name, _)| name.clone()).collect();
                self.report(Problem::Cells { file, row: row.span, found: cells.len(), columns });
                None
            }
            RouteCells::Error => None,
        };
        let value = self.value(file, &row.result);
        Some(Route { cells: cells?, written: written(&row.cells), value: value?, place: Place { file, span: row.span } })
    }

    fn cells(&self, file: FileId, cells: &[ast::Pattern]) -> Option<Vec<Pattern>> {
        let mut no_names = NoNames;
        let mut reader = Reader::new(self.ctx, file, &mut no_names);
        let read: Vec<Option<Pattern>> = cells.iter().zip(&self.params).map(|(cell, (_, ty))| reader.read(cell, ty)).collect();
        read.into_iter().collect()
    }

    fn value(&self, file: FileId, expr: &ast::Expr) -> Option<RouteValue> {
        let (plain, optional) = match &self.result {
            Type::Optional(of) => (&**of, true),
            other => (other, false),
        };
        match (plain, &*expr.kind) {
            (Type::Error, _) | (_, ExprKind::Error) => None,
            (_, ExprKind::None) if optional => Some(RouteValue::Missing),
            (_, ExprKind::Undecided) => {
                self.ctx.report(undecided(file, expr.span));
                None
            }
            (Type::System(contract), ExprKind::Name(name)) => self.system(file, name, *contract),
            (Type::System(_), _) | (_, ExprKind::None) => {
                self.report(Problem::Result { file, span: expr.span, ty: self.ctx.show(&self.result) });
                None
            }
            (plain, _) => Reader::of_values(self.ctx, file, &mut NoNames).literal(expr, plain).map(RouteValue::Const),
        }
    }

    fn system(&self, file: FileId, name: &ast::Name, contract: ContractId) -> Option<RouteValue> {
        let Some(Def::System(id)) = self.ctx.expect(file, name, Want::System, &[]) else { return None };
        let system = self.ctx.project.systems.get(id.index())?;
        let of = self.ctx.project.contracts.get(system.contract.index())?;
        if system.contract == contract {
            return Some(RouteValue::System(id));
        }
        let wanted = self.ctx.project.contracts.get(contract.index())?;
        let spoken = |contract: &crate::typed::Contract| format!("{} v{}", contract.decl.name, contract.version);
        let place = system.decl.place;
        self.report(Problem::OtherContract {
            file,
            name: name.clone(),
            is: spoken(of),
            wanted: spoken(wanted),
            declared: (place.file, place.span),
            result: (self.file, self.item.result.span),
        });
        None
    }

    /// Whether every case has its row, or what is missing is reported; so are rows that have no case.
    fn prove(&self, rows: &[Route], sheet: Option<&Sheet<'_, '_>>) -> bool {
        let mut space = Space::new(&self.ctx.project, self.params.iter().map(|(_, ty)| ty.clone()));
        rows.iter().for_each(|row| space.add(&row.cells, false));
        let findings = space.findings();
        if findings.tangled {
            self.report(Problem::Tangled { file: self.file, name: self.item.name.clone() });
            return false;
        }
        for (row, covers) in &findings.dead {
            let at = |row: &usize| rows.get(*row).map(|row| RowAt { file: row.place.file, span: row.place.span });
            if let Some(row) = at(row) {
                self.report(Problem::Dead { row, covers: covers.iter().filter_map(at).collect() });
            }
        }
        if !findings.gaps.is_empty() {
            let columns = self.params.iter().map(|(name, _)| name.clone()).collect();
            let gaps: Vec<Missing> = findings.gaps.iter().take(GAPS_SHOWN).cloned().collect();
            let insert = self.insert(&gaps, sheet);
            self.report(Problem::Gaps { file: self.file, name: self.item.name.clone(), columns, gaps, insert });
        }
        true
    }

    /// Rows for the gaps, what they give left open.
    fn insert(&self, gaps: &[Missing], sheet: Option<&Sheet<'_, '_>>) -> Option<Edit> {
        let rows = gaps.iter().map(|gap| gap.patterns.iter().map(|cell| cell.join(", ")).collect::<Vec<String>>());
        if let Some(sheet) = sheet {
            let in_sheet = |cell: String| if cell == "_" { "*".to_owned() } else { cell };
            let rows: Vec<Vec<String>> = rows.map(|row| row.into_iter().map(in_sheet).chain(["?".to_owned()]).collect()).collect();
            return Some(sheet.append(&rows));
        }
        let last = self.item.rows.last()?;
        let text = rows.map(|row| format!("\n  {} => ?", row.join(" | "))).collect();
        Some(Edit { file: self.file, span: last.span.after(), text })
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

fn written(cells: &RouteCells) -> Vec<Span> {
    match cells {
        RouteCells::Otherwise(word) => vec![*word],
        RouteCells::Cells(cells) => cells.iter().map(|cell| cell.span).collect(),
        RouteCells::Error => Vec::new(),
    }
}

/// A column holds what can be compared with a cell.
fn column_type(ctx: &Context<'_>, file: FileId, tree: &ast::TypeExpr) -> Type {
    let ty = ctx.resolve_type(file, tree);
    let plain = if let Type::Optional(of) = &ty { of } else { &ty };
    if matches!(
        plain.number(),
        Type::Text(_) | Type::Int(_) | Type::Decimal(_) | Type::Bool | Type::Date | Type::Time | Type::Timestamp | Type::Duration | Type::Enum(_) | Type::Error
    ) {
        return ty;
    }
    ctx.report(Problem::Column { file, span: tree.span, is: ctx.show(&ty) }.diagnostic());
    Type::Error
}

/// A result can be written in a cell.
fn result_type(ctx: &Context<'_>, file: FileId, tree: &ast::TypeExpr) -> Type {
    let ty = ctx.resolve_type(file, tree);
    let plain = if let Type::Optional(of) = &ty { of } else { &ty };
    let fine = matches!(
        plain.number(),
        Type::Text(_) | Type::Int(_) | Type::Decimal(_) | Type::Bool | Type::Date | Type::Time | Type::Timestamp | Type::Duration | Type::Enum(_) | Type::System(_) | Type::Error
    );
    if fine {
        return ty;
    }
    ctx.report(Problem::Column { file, span: tree.span, is: ctx.show(&ty) }.diagnostic());
    Type::Error
}
