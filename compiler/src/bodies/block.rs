//! Records being built: each required target once, nothing that the record does not have.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashMap;

use super::fit::{Fit, fit};
use super::problem::{Problem, Suggestion};
use super::{Checker, is_optional, optional, present};
use crate::typed::{BuildStep, Expr, ExprKind, Record, RecordId, Type};

/// The fields set so far, each with the place that set it; a spread sets weakly: a line of its own may say otherwise.
type Set = FxHashMap<u32, Span>;

impl Checker<'_, '_> {
    /// A block that makes a record of type `target`. `at` is what to blame when fields are missing.
    pub(super) fn block(&mut self, block: &ast::Block, target: &Type, at: Span) -> Expr {
        let Type::Record(id) = present(target) else {
            if !matches!(target, Type::Error) {
                self.report(Problem::NotARecord { file: self.file, span: block.span, is: self.ctx.show(target) });
            }
            return self.error(block.span);
        };
        let id = *id;
        let Some(record) = self.ctx.project.records.get(id.index()).cloned() else { return self.error(block.span) };
        let (set, steps) = self.scoped(|checker| checker.steps(block, id, &record));
        // What a broken line meant to set is not known, so nothing counts as forgotten.
        if !block.stmts.iter().any(|stmt| matches!(stmt, ast::Stmt::Error(_))) {
            self.complete(block, &record, &set, at);
        }
        Expr { ty: Type::Record(id), span: block.span, kind: Box::new(ExprKind::Build { record: id, steps }) }
    }

    fn steps(&mut self, block: &ast::Block, id: RecordId, record: &Record) -> (Set, Vec<BuildStep>) {
        let explicit: Vec<&str> = block.stmts.iter().filter_map(target_name).collect();
        let mut set = Set::default();
        let mut meant: Vec<u32> = Vec::new();
        let mut steps = Vec::new();
        for stmt in &block.stmts {
            match stmt {
                ast::Stmt::Let(binding) => {
                    let (local, value) = self.let_(binding);
                    steps.push(BuildStep::Let(local, value));
                }
                ast::Stmt::Set { target, value } => {
                    if let Some(field) = self.target(id, record, target, &mut set) {
                        let step = self.set(record, field, value);
                        steps.push(BuildStep::Set(field, step));
                    } else {
                        meant.extend(near_field(record, target));
                        self.infer(value, None);
                    }
                }
                ast::Stmt::Nest { target, block } => {
                    if let Some(field) = self.target(id, record, target, &mut set) {
                        let ty = record.fields.get(field as usize).map_or(Type::Error, |field| field.ty.clone());
                        steps.push(BuildStep::Set(field, self.block(block, &ty, target.span)));
                    } else {
                        meant.extend(near_field(record, target));
                    }
                }
                ast::Stmt::Spread { span, source, except } => self.spread(*span, source, except, record, &explicit, &mut set, &mut steps),
                ast::Stmt::Error(_) => {}
            }
        }
        // A misspelt target is one mistake: the field that was meant does not count as forgotten.
        for field in meant {
            set.entry(field).or_insert(block.span);
        }
        (set, steps)
    }

    fn set(&mut self, record: &Record, field: u32, value: &ast::Expr) -> Expr {
        let Some(field) = record.fields.get(field as usize) else { return self.error(value.span) };
        let place = format!("{}.{}", record.decl.name, field.name);
        self.assigned(value, &field.ty, Some(&place))
    }

    /// The field that a line sets; unknown ones and those set already are reported.
    fn target(&mut self, _id: RecordId, record: &Record, name: &ast::Name, set: &mut Set) -> Option<u32> {
        let declared = (record.decl.place.file, record.decl.place.span);
        let Some(at) = record.fields.iter().position(|field| field.name == name.text) else {
            let near = near_field(record, name).and_then(|at| record.fields.get(at as usize)).map(|field| field.name.clone());
            self.report(Problem::UnknownTarget { file: self.file, name: name.clone(), record: record.decl.name.clone(), near, declared });
            return None;
        };
        let field = record.fields.get(at)?;
        let title = format!("{}.{} : {}", record.decl.name, field.name, self.ctx.show(&field.ty));
        self.ctx.mention(self.file, crate::Mention { span: name.span, title, docs: field.docs.clone(), target: Some((record.decl.place.file, field.span)) });
        if let Some(first) = set.insert(at as u32, name.span) {
            self.report(Problem::SetTwice { file: self.file, name: name.clone(), first });
        }
        Some(at as u32)
    }

    /// `..source except a, b`: the fields of the same name whose types fit. A line of its own wins over a spread.
    #[allow(clippy::too_many_arguments)]
    fn spread(&mut self, span: Span, source: &ast::Expr, except: &[ast::Name], record: &Record, explicit: &[&str], set: &mut Set, steps: &mut Vec<BuildStep>) {
        let value = match &*source.kind {
            ast::ExprKind::Name(name) => self.name(name, None, false),
            _ => self.infer(source, None),
        };
        let Type::Record(from) = present(&value.ty) else {
            if !matches!(value.ty, Type::Error) {
                self.report(Problem::NotARecord { file: self.file, span: source.span, is: self.ctx.show(&value.ty) });
            }
            return;
        };
        let (from, missing) = (*from, is_optional(&value.ty));
        let Some(source_record) = self.ctx.project.records.get(from.index()) else { return };
        for name in except {
            let known = source_record.fields.iter().position(|field| field.name == name.text);
            match known {
                // Left out on purpose: that is a way of having looked at it.
                Some(at) => self.reads.field(from, at as u32),
                None => {
                    let near = crate::resolve::nearest(&name.text, source_record.fields.iter().map(|field| field.name.as_str())).map(str::to_owned);
                    let declared = (source_record.decl.place.file, source_record.decl.place.span);
                    self.report(Problem::UnknownField { file: self.file, name: name.clone(), record: source_record.decl.name.clone(), near, declared });
                }
            }
        }
        let mut copied = 0;
        for (at, field) in source_record.fields.iter().enumerate() {
            let Some(to) = record.fields.iter().position(|target| target.name == field.name) else { continue };
            let Some(target) = record.fields.get(to) else { continue };
            if except.iter().any(|name| name.text == field.name) || explicit.contains(&field.name.as_str()) || set.contains_key(&(to as u32)) {
                continue;
            }
            let ty = if missing { optional(field.ty.clone()) } else { field.ty.clone() };
            if !matches!(fit(&ty, &target.ty), Fit::Proven | Fit::Converted | Fit::Checked) {
                continue;
            }
            self.reads.field(from, at as u32);
            let read = Expr { ty, span: value.span, kind: Box::new(ExprKind::Field { base: value.clone(), field: at as u32 }) };
            let place = format!("{}.{}", record.decl.name, target.name);
            let fitted = self.fitted(read, &target.ty, Some(&place));
            self.reads.whole(&target.ty);
            set.insert(to as u32, span);
            steps.push(BuildStep::Set(to as u32, fitted));
            copied += 1;
        }
        if copied == 0 {
            self.report(Problem::SpreadOfNothing { file: self.file, span, from: source_record.decl.name.clone(), to: record.decl.name.clone() });
        }
    }

    /// One diagnostic for all required fields that nothing sets, one warning for all optional ones that nothing mentions.
    fn complete(&self, block: &ast::Block, record: &Record, set: &Set, at: Span) {
        let unset = |wanted: bool| record.fields.iter().enumerate().filter(move |(index, field)| !set.contains_key(&(*index as u32)) && is_optional(&field.ty) != wanted);
        let required: Vec<Suggestion> =
            unset(true).map(|(_, field)| Suggestion { name: field.name.clone(), ty: self.ctx.show(&field.ty), value: self.guess(&field.name, &field.ty) }).collect();
        let declared = (record.decl.place.file, record.decl.place.span);
        let insert = self.insertion(block);
        if !required.is_empty() {
            self.report(Problem::Incomplete { file: self.file, at, record: record.decl.name.clone(), missing: required, declared, insert: insert.clone() });
        }
        let optional: Vec<Suggestion> = unset(false)
            .map(|(_, field)| Suggestion {
                name: field.name.clone(),
                ty: self.ctx.show(&field.ty),
                value: Some(self.guess(&field.name, &field.ty).unwrap_or_else(|| "none".to_owned())),
            })
            .collect();
        if !optional.is_empty() {
            self.report(Problem::Unmentioned { file: self.file, at, record: record.decl.name.clone(), missing: optional, insert });
        }
    }

    /// A visible record with a field of that name and a type that fits: the best guess there is.
    fn guess(&self, name: &str, ty: &Type) -> Option<String> {
        self.scope.iter().find_map(|(local, id)| {
            let Type::Record(record) = self.local(*id)?.ty else { return None };
            let field = self.ctx.project.records.get(record.index())?.fields.iter().find(|field| field.name == name)?;
            matches!(fit(&field.ty, ty), Fit::Proven | Fit::Converted | Fit::Checked).then(|| format!("{local}.{name}"))
        })
    }

    /// Where new lines go, and their indentation: behind the last statement, or just inside the opening brace.
    fn insertion(&self, block: &ast::Block) -> (Span, String) {
        let source = &self.ctx.sources.get(self.file).text;
        let line_start = |offset: usize| source.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let opening = block.span.start as usize;
        let own = source.get(line_start(opening)..).map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
        let close = (block.span.end as usize).saturating_sub(1).max(opening);
        let end = source.get(..close).map_or(close, |before| before.trim_end().len());
        (Span::new(end, end), " ".repeat(own + 2))
    }
}

/// The field that a name which is none may have meant.
fn near_field(record: &Record, name: &ast::Name) -> Option<u32> {
    let near = crate::resolve::nearest(&name.text, record.fields.iter().map(|field| field.name.as_str()))?;
    record.fields.iter().position(|field| field.name == near).map(|at| at as u32)
}

fn target_name(stmt: &ast::Stmt) -> Option<&str> {
    match stmt {
        ast::Stmt::Set { target, .. } | ast::Stmt::Nest { target, .. } => Some(&target.text),
        _ => None,
    }
}
