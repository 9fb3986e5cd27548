//! `..source except a, b`: fields carried over by name and type.

use crossdock_syntax::{Span, ast};

use super::block::Building;
use super::fit::{Fit, fit};
use super::problem::Problem;
use super::{Checker, is_optional, optional, present};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;
use crate::typed::{BuildStep, Expr, ExprKind, Field, Record, RecordId, Type};

impl Checker<'_, '_> {
    /// A line of its own wins over a spread, a spread over one below it.
    pub(super) fn spread(&mut self, span: Span, source: &ast::Expr, except: &[ast::Name], building: &mut Building<'_>) {
        let value = self.spread_source(source, building);
        let Type::Record(from) = present(&value.ty) else {
            if !matches!(value.ty, Type::Error) {
                self.report(Problem::NotARecord { file: self.file, span: source.span, is: self.ctx.show(&value.ty) });
            }
            return;
        };
        let from = *from;
        let Some(record) = self.ctx.project.records.get(from.index()) else { return };
        self.excepted(from, record, except);
        let mut copied = 0;
        for (at, field) in record.open_fields().iter().enumerate() {
            let Some((to, target)) = building.record.open_fields().iter().enumerate().find(|(_, target)| target.name == field.name) else { continue };
            let left_out =
                except.iter().any(|name| name.text == field.name) || building.explicit.contains(&field.name.as_str()) || building.left_out.contains(&field.name.as_str());
            if left_out || building.set.contains_key(&(to as u32)) {
                continue;
            }
            copied += 1;
            building.set.insert(to as u32, span);
            self.reads.field(from, at as u32);
            if let Some(value) = self.carried(&value, record, (at as u32, field), building.record, target, (span, source)) {
                self.reads.whole(&field.ty);
                building.steps.push(BuildStep::Set(to as u32, value));
            }
        }
        if copied == 0 {
            self.report(Problem::SpreadOfNothing { file: self.file, span, from: record.decl.name.clone(), to: building.record.decl.name.clone() });
        }
    }

    /// Worked out once, however many fields are taken from it.
    fn spread_source(&mut self, source: &ast::Expr, building: &mut Building<'_>) -> Expr {
        if let ast::ExprKind::Name(name) = &*source.kind {
            return self.name(name, None, false);
        }
        let value = self.infer(source, None);
        if matches!(present(&value.ty), Type::Record(_)) {
            let (ty, span) = (value.ty.clone(), value.span);
            let local = self.hidden_local(ty.clone(), span);
            building.steps.push(BuildStep::Let(local, value));
            return Expr { ty, span, kind: Box::new(ExprKind::Local(local)) };
        }
        value
    }

    /// Left out on purpose: that is a way of having looked at it.
    fn excepted(&mut self, from: RecordId, record: &Record, except: &[ast::Name]) {
        for name in except {
            match record.open_fields().iter().position(|field| field.name == name.text) {
                Some(at) => self.reads.field(from, at as u32),
                None => {
                    let near = crate::resolve::nearest(&name.text, record.open_fields().iter().map(|field| field.name.as_str())).map(str::to_owned);
                    let declared = (record.decl.place.file, record.decl.place.span);
                    self.report(Problem::UnknownField { file: self.file, name: name.clone(), record: record.decl.name.clone(), near, declared });
                }
            }
        }
    }

    fn carried(&mut self, value: &Expr, from: &Record, (at, field): (u32, &Field), to: &Record, target: &Field, (span, source): (Span, &ast::Expr)) -> Option<Expr> {
        let ty = if is_optional(&value.ty) { optional(field.ty.clone()) } else { field.ty.clone() };
        let alike = self.is_alike(&ty, &target.ty) && (!is_optional(&ty) || is_optional(&target.ty));
        if !alike && !matches!(fit(&ty, &target.ty), Fit::Proven | Fit::Converted | Fit::Checked) {
            let source = self.ctx.text(self.file, source.span).to_owned();
            let places = ((from.decl.place.file, field.span), (to.decl.place.file, target.span));
            let nested = matches!((present(&ty), present(&target.ty)), (Type::Record(_), Type::Record(_)));
            self.tell(&NotCarried { file: self.file, span, source, name: field.name.clone(), types: (self.ctx.show(&ty), self.ctx.show(&target.ty)), places, nested });
            return None;
        }
        let read = Expr { ty, span: value.span, kind: Box::new(ExprKind::Field { base: value.clone(), field: at }) };
        let place = format!("{}.{}", to.decl.name, target.name);
        Some(self.fitted(read, &target.ty, Some(&place)))
    }
}

/// A field that both records have, but of types that do not go together.
struct NotCarried {
    file: FileId,
    span: Span,
    source: String,
    name: String,
    types: (String, String),
    /// Where the fields are declared.
    places: ((FileId, Span), (FileId, Span)),
    nested: bool,
}

impl Fact for NotCarried {
    fn diagnostic(&self) -> Diagnostic {
        let NotCarried { source, name, types: (is, needs), .. } = self;
        let (line, help) = match self.nested {
            true => (format!("{name} {{ ..{source}.{name} }}"), "Set it in a block of its own, where its own fields can be carried over:"),
            false => (format!("{name} = {source}.{name}"), "Set it in a line of its own, and say there how one becomes the other:"),
        };
        Diagnostic::error("E0465", format!("`..{source}` cannot carry over `{name}`: it is {is}, and {needs} is needed."))
            .at(self.file, self.span, format!("`{name}` would come from here"))
            .at(self.places.0.0, self.places.0.1, is.clone())
            .at(self.places.1.0, self.places.1.1, needs.clone())
            .help(format!("{help} `{line}`."))
            .fix("set it in a line of its own", vec![Edit { file: self.file, span: self.span.after(), text: format!("\n{line}") }])
    }
}
