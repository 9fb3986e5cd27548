//! `table`: codes to codes. Keys and values are constants of the types declared, no key stands twice, and none is forgotten where all are known.

mod problem;

use std::borrow::Cow;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, Arrow};
use rustc_hash::FxHashMap;

use crate::context::{Context, Def};
use crate::diagnostic::{Edit, Fact};
use crate::patterns::Space;
use crate::patterns::read::{NoNames, Reader};
use crate::show;
use crate::sources::FileId;
use crate::spreadsheet::Sheet;
use crate::typed::{Const, Pattern, TableId, Type};
use problem::Problem;

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Table, id: TableId) {
    let checked = Checking::new(ctx, file, item, id).run();
    if let Some(table) = ctx.project.tables.get_mut(id.index()) {
        table.from = checked.from;
        table.to = checked.to;
        table.rows = checked.rows;
        table.otherwise = checked.otherwise;
        table.total = checked.total;
        table.total_back = checked.total_back;
    }
}

struct Checked {
    from: Type,
    to: Type,
    rows: Vec<(Const, Const)>,
    otherwise: Option<Const>,
    total: bool,
    total_back: bool,
}

struct Checking<'c, 'a> {
    ctx: &'c Context<'a>,
    file: FileId,
    item: &'c ast::Table,
    /// The spreadsheet with the rows, where they are kept in one.
    sheet: Option<Sheet<'c, 'a>>,
    from: Type,
    to: Type,
    /// Where each key, and in a `<->` table each value, stands.
    keys: FxHashMap<Const, Span>,
    values: FxHashMap<Const, Span>,
    rows: Vec<(Const, Const)>,
    otherwise: Option<(Const, Span)>,
    /// A cell could not be read: what is missing is not known then.
    broken: bool,
}

impl<'c, 'a> Checking<'c, 'a> {
    fn new(ctx: &'c Context<'a>, file: FileId, item: &'c ast::Table, id: TableId) -> Checking<'c, 'a> {
        let from = code_type(ctx, file, &item.from);
        let to = code_type(ctx, file, &item.to);
        Checking {
            ctx,
            file,
            item,
            sheet: None,
            from,
            to,
            keys: FxHashMap::default(),
            values: FxHashMap::default(),
            rows: Vec::new(),
            otherwise: None,
            broken: ctx.is_damaged(Def::Table(id)),
        }
    }

    fn run(mut self) -> Checked {
        let rows = self.rows();
        let mut end: Option<Span> = None;
        let heading = rows.first().filter(|first| self.is_heading(first));
        if let Some(first) = heading {
            self.broken = true;
            self.report(Problem::Heading { file: self.rows_file(), row: first.span, next: rows.get(1).map(|next| next.span) });
        }
        for row in rows.iter().skip(usize::from(heading.is_some())) {
            if let Some(otherwise) = end {
                self.report(Problem::BehindOtherwise { file: self.rows_file(), row: row.span, otherwise });
            }
            end = end.or(row.otherwise);
            self.row(row);
        }
        let covered = self.missing_keys();
        let covered_back = self.item.arrow == Arrow::Both && self.missing_values();
        let otherwise = self.otherwise.map(|(value, _)| value);
        // Of a broken table nobody needs to hear that a key may be missing, too.
        let total = covered || otherwise.is_some() || self.broken;
        Checked { from: self.from, to: self.to, rows: self.rows, otherwise, total, total_back: covered_back || self.broken }
    }

    /// As they are written here, or in a spreadsheet.
    fn rows(&mut self) -> Cow<'c, [ast::Row]> {
        let Some(from) = &self.item.from_file else { return Cow::Borrowed(&self.item.rows) };
        let Some(mut sheet) = Sheet::open(self.ctx, self.file, from, &self.item.name.text) else {
            self.broken = true;
            return Cow::Owned(Vec::new());
        };
        let (rows, whole) = sheet.codes(&self.from, &self.to, self.item.arrow);
        self.sheet = Some(sheet);
        self.broken |= !whole;
        Cow::Owned(rows)
    }

    fn rows_file(&self) -> FileId {
        self.sheet.as_ref().map_or(self.file, |sheet| sheet.file)
    }

    /// `code -> carrier`: names on both sides, and neither is a value of its column.
    fn is_heading(&self, row: &ast::Row) -> bool {
        let names = |cell: &ast::Expr, ty: &Type| match (&*cell.kind, ty) {
            (ast::ExprKind::Name(name), Type::Enum(id)) => self.ctx.project.enums.get(id.index()).is_some_and(|item| item.variants.iter().all(|variant| variant.name != name.text)),
            (ast::ExprKind::Name(_), Type::Text(_) | Type::Int(_)) => true,
            _ => false,
        };
        let other_rows = self.item.rows.iter().skip(1).any(|row| !matches!(&*row.to.kind, ast::ExprKind::Name(_)) || matches!(self.to, Type::Enum(_)));
        self.sheet.is_none() && other_rows && matches!(row.from.as_slice(), [from] if names(from, &self.from)) && names(&row.to, &self.to)
    }

    fn row(&mut self, row: &ast::Row) {
        self.row_form(row);
        let value = self.cell(&self.to.clone(), &row.to);
        if let (Some(value), Some(span)) = (&value, row.otherwise) {
            self.otherwise.get_or_insert((value.clone(), span));
        }
        for key in &row.from {
            let Some(key_const) = self.cell(&self.from.clone(), key) else { continue };
            if !self.is_new_key(&key_const, key.span) {
                continue;
            }
            match &value {
                Some(value) => self.rows.push((key_const, value.clone())),
                None => self.broken = true,
            }
        }
        if let (Arrow::Both, Some(value), None) = (self.item.arrow, value, row.otherwise) {
            self.note_value(value, row.to.span);
        }
    }

    /// The shape of a row: the header's arrow, and in a `<->` table one code a side.
    fn row_form(&self, row: &ast::Row) {
        if row.arrow != self.item.arrow {
            let left = row.from.last().map(|cell| cell.span).or(row.otherwise).unwrap_or(row.span);
            let between = Span { start: left.end.min(row.to.span.start), end: row.to.span.start };
            let both = self.item.arrow == Arrow::Both;
            self.report(Problem::OtherArrow { file: self.rows_file(), row: row.span, between, name: self.item.name.span, both });
        }
        if self.item.arrow == Arrow::Forward {
            return;
        }
        if let Some(span) = row.otherwise {
            self.report(Problem::NoWayBack { file: self.rows_file(), span, name: (self.file, self.item.name.span), what: "`otherwise`" });
        } else if let [first, .., last] = row.from.as_slice() {
            let span = first.span.to(last.span);
            self.report(Problem::NoWayBack { file: self.rows_file(), span, name: (self.file, self.item.name.span), what: "several codes" });
        }
    }

    fn cell(&mut self, ty: &Type, expr: &ast::Expr) -> Option<Const> {
        let found = Reader::of_values(self.ctx, self.rows_file(), &mut NoNames).literal(expr, ty);
        self.broken |= found.is_none();
        found
    }

    fn is_new_key(&mut self, key: &Const, span: Span) -> bool {
        let first = self.keys.get(key).copied();
        match first {
            Some(first) => self.report(Problem::KeyTwice { file: self.rows_file(), key: self.written(key), second: span, first }),
            None => {
                self.keys.insert(key.clone(), span);
            }
        }
        first.is_none()
    }

    fn note_value(&mut self, value: Const, span: Span) {
        match self.values.get(&value).copied() {
            Some(first) => self.report(Problem::ValueTwice { file: self.rows_file(), value: self.written(&value), second: span, first, name: (self.file, self.item.name.span) }),
            None => {
                self.values.insert(value, span);
            }
        }
    }

    /// Whether all keys that there can be are there; reports those that are not, unless `otherwise` takes them.
    fn missing_keys(&self) -> bool {
        let missing = self.missing(&self.from, self.keys.keys());
        if let (true, Some((_, span))) = (missing.is_empty(), &self.otherwise) {
            self.report(Problem::NeedlessOtherwise { file: self.rows_file(), span: *span, remove: self.removal(*span) });
        }
        if !missing.is_empty() && self.otherwise.is_none() && !self.broken && is_listed(&self.from) {
            let rows = missing.iter().map(|key| [key.clone(), "?".to_owned()]).collect();
            self.report(self.incomplete(missing, rows, &self.item.from));
            return false;
        }
        missing.is_empty()
    }

    /// The same for the values of a `<->` table.
    fn missing_values(&self) -> bool {
        let missing = self.missing(&self.to, self.values.keys());
        if !missing.is_empty() && !self.broken && is_listed(&self.to) {
            let rows = missing.iter().map(|value| ["?".to_owned(), value.clone()]).collect();
            self.report(self.incomplete(missing, rows, &self.item.to));
            return false;
        }
        missing.is_empty()
    }

    /// The values of the type that are none of these.
    fn missing<'k>(&self, ty: &Type, known: impl Iterator<Item = &'k Const>) -> Vec<String> {
        let mut space = Space::new(&self.ctx.project, [ty.clone()]);
        space.add(&[Pattern::AnyOf(known.cloned().map(Pattern::Const).collect())], false);
        space.findings().gaps.into_iter().flat_map(|gap| gap.patterns.concat()).collect()
    }

    /// The row at `otherwise` together with what parts it from the one before.
    fn removal(&self, otherwise: Span) -> Option<Span> {
        let at = self.item.rows.iter().position(|row| row.otherwise == Some(otherwise))?;
        let before = self.item.rows.get(at.checked_sub(1)?)?;
        let row = self.item.rows.get(at)?;
        Some(Span { start: before.span.end, end: row.span.end })
    }

    /// `rows` are those that the fix adds.
    fn incomplete(&self, missing: Vec<String>, rows: Vec<[String; 2]>, side: &ast::TypeExpr) -> Problem {
        let one_way = self.item.arrow == Arrow::Forward;
        let arrow = if one_way { "->" } else { "<->" };
        let insert = match &self.sheet {
            Some(sheet) => Some(sheet.append(&rows.into_iter().map(Vec::from).collect::<Vec<_>>())),
            None => self.item.rows.last().map(|last| {
                let text = rows.iter().map(|[from, to]| format!("\n  {from} {arrow} {to}")).collect();
                Edit { file: self.file, span: last.span.after(), text }
            }),
        };
        Problem::Incomplete { file: self.file, name: self.item.name.clone(), side: side.span, missing, insert, one_way }
    }

    /// The constant as one writes it.
    fn written(&self, value: &Const) -> String {
        show::constant(&self.ctx.project, value)
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// The type of a side of the table; only codes can be looked up.
fn code_type(ctx: &Context<'_>, file: FileId, tree: &ast::TypeExpr) -> Type {
    match ctx.resolve_type(file, tree) {
        fine @ (Type::Text(_) | Type::Int(_) | Type::Bool | Type::Enum(_) | Type::Error) => fine,
        other => {
            ctx.report(Problem::NoCode { file, span: tree.span, is: ctx.show(&other) }.diagnostic());
            Type::Error
        }
    }
}

/// All values of the type are written out somewhere, so that a table can be expected to have each of them.
fn is_listed(ty: &Type) -> bool {
    matches!(ty, Type::Enum(_) | Type::Bool)
}
