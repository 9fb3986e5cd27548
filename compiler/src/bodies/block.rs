//! Records being built: each required target once, nothing that the record does not have.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashMap;

use super::fit::{Fit, fit};
use super::problem::{Problem, Suggestion};
use super::{Checker, is_optional, present};
use crate::sources::FileId;
use crate::typed::{BuildStep, Expr, ExprKind, Record, Type};

/// The fields set so far, each with the place that set it; a spread sets weakly: a line of its own may say otherwise.
pub(super) type Set = FxHashMap<u32, Span>;

/// A record on its way.
pub(super) struct Building<'b> {
    pub record: &'b Record,
    /// The fields that lines of their own set, wherever these stand.
    pub explicit: Vec<&'b str>,
    /// The names that are ignored.
    pub left_out: Vec<&'b str>,
    pub set: Set,
    /// Fields that a misspelt line seems to mean.
    pub meant: Vec<u32>,
    pub steps: Vec<BuildStep>,
}

impl Checker<'_, '_> {
    /// A block that makes a record of type `target`. `at` is what to blame when fields are missing.
    pub(super) fn block(&mut self, block: &ast::Block, target: &Type, at: Span) -> Expr {
        let Type::Record(id) = present(target) else {
            if let (Type::List(_), text) = (present(target), self.text_of(at).to_owned()) {
                let name = ast::Name { text, span: at };
                self.report(Problem::BlockOfList { file: self.file, name, is: self.ctx.show(target), tested: false });
            } else if !matches!(target, Type::Error) {
                self.report(Problem::NotARecord { file: self.file, span: block.span, is: self.ctx.show(target) });
            }
            return self.error(block.span);
        };
        let id = *id;
        let Some(record) = self.ctx.project.records.get(id.index()).cloned() else { return self.error(block.span) };
        let (set, mut steps) = self.scoped(|checker| checker.steps(block, &record));
        if self.is_whole(block) {
            match &record.tagged {
                Some(tagged) => self.chosen(block, &record, set.contains_key(&tagged.tag), at),
                None => self.complete(block, &record, &set, at),
            }
        }
        self.rules_of_built(&record, &mut steps, at);
        Expr { ty: Type::Record(id), span: block.span, kind: Box::new(ExprKind::Build { record: id, steps }) }
    }

    /// Whether what is not set here is not set at all. What a broken line meant to set is not known; and with all that it does not name, a map that extends
    /// another is as complete as that one.
    fn is_whole(&self, block: &ast::Block) -> bool {
        !block.stmts.iter().any(|stmt| match stmt {
            ast::Stmt::Error(_) => true,
            ast::Stmt::From { file, map, .. } => !self.is_own(FileId(*file), map),
            ast::Stmt::Let(_) | ast::Stmt::Set { .. } | ast::Stmt::Nest { .. } | ast::Stmt::Spread { .. } | ast::Stmt::Ignore { .. } => false,
        })
    }

    fn steps(&mut self, block: &ast::Block, record: &Record) -> (Set, Vec<BuildStep>) {
        let explicit = block.stmts.iter().filter_map(target_name).collect();
        let left_out = block.stmts.iter().flat_map(left_out).collect();
        let mut building = Building { record, explicit, left_out, set: Set::default(), meant: Vec::new(), steps: Vec::new() };
        for stmt in &block.stmts {
            self.step(stmt, &mut building);
        }
        let Building { mut set, meant, steps, .. } = building;
        // A misspelt target is one mistake: the field that was meant does not count as forgotten.
        for field in meant {
            set.entry(field).or_insert(block.span);
        }
        (set, steps)
    }

    fn step(&mut self, stmt: &ast::Stmt, building: &mut Building<'_>) {
        let record = building.record;
        if record.tagged.is_some() && self.variant_step(stmt, building) {
            return;
        }
        match stmt {
            ast::Stmt::Let(binding) => {
                let (local, value) = self.let_(binding);
                building.steps.push(BuildStep::Let(local, value));
            }
            ast::Stmt::Set { target, value } => match self.target(record, target, &mut building.set) {
                Some(field) => {
                    let value = self.set(record, field, target, value);
                    building.steps.push(BuildStep::Set(field, value));
                }
                None => {
                    building.meant.extend(near_field(record, target));
                    self.infer(value, None);
                }
            },
            ast::Stmt::Nest { target, block } => match self.target(record, target, &mut building.set) {
                Some(field) => {
                    let ty = record.fields.get(field as usize).map_or(Type::Error, |field| field.ty.clone());
                    let value = self.block(block, &ty, target.span);
                    building.steps.push(BuildStep::Set(field, value));
                }
                None => building.meant.extend(near_field(record, target)),
            },
            ast::Stmt::Spread { span, source, except } => self.spread(*span, source, except, building),
            ast::Stmt::Ignore { span, paths, .. } => paths.iter().for_each(|path| self.ignore((paths.len() == 1).then_some(*span), path, building)),
            ast::Stmt::From { file, map, stmt } => self.inherited(FileId(*file), map, stmt, building),
            ast::Stmt::Error(_) => {}
        }
    }

    /// A statement of the map that this one extends. What is wrong with it was said there.
    fn inherited(&mut self, file: FileId, map: &str, stmt: &ast::Stmt, building: &mut Building<'_>) {
        let before = building.steps.len();
        let outer = (self.file, self.quiet);
        (self.file, self.quiet) = (file, !self.is_own(file, map));
        self.step(stmt, building);
        (self.file, self.quiet) = outer;
        if file != outer.0 {
            for step in building.steps.iter_mut().skip(before) {
                let (BuildStep::Let(_, value) | BuildStep::Set(_, value)) = step else { continue };
                let moved = std::mem::replace(value, self.error(value.span));
                *value = Expr { ty: moved.ty.clone(), span: moved.span, kind: Box::new(ExprKind::Elsewhere { file, value: moved }) };
            }
        }
    }

    fn set(&mut self, record: &Record, field: u32, name: &ast::Name, value: &ast::Expr) -> Expr {
        let Some(field) = record.fields.get(field as usize) else { return self.error(value.span) };
        let place = format!("{}.{}", record.decl.name, field.name);
        if self.two_targets(name, value, &field.ty) {
            return self.error(value.span);
        }
        let value = self.infer(value, Some(&field.ty));
        self.reads.passed_on(&value);
        if let Some(proof) = self.proof(&value, &field.ty) {
            self.ctx.add_to_mention(self.file, name.span, &proof);
        }
        self.limit = Some((record.decl.place.file, field.span));
        let value = self.fitted(value, &field.ty, Some(&place));
        self.limit = None;
        value
    }

    /// The field that a line sets; unknown ones and those set already are reported.
    fn target(&mut self, record: &Record, name: &ast::Name, set: &mut Set) -> Option<u32> {
        let declared = (record.decl.place.file, record.decl.place.span);
        let Some(at) = record.open_fields().iter().position(|field| field.name == name.text) else {
            if self.ctx.is_damaged_record(record) {
                return None;
            }
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
            let field = self.ctx.project.records.get(record.index())?.open_fields().iter().find(|field| field.name == name)?;
            matches!(fit(&field.ty, ty), Fit::Proven | Fit::Converted | Fit::Checked).then(|| format!("{local}.{name}"))
        })
    }

    fn insertion(&self, block: &ast::Block) -> (Span, String) {
        insertion(&self.ctx.sources.get(self.file).text, block)
    }
}

/// Where new lines go, and their indentation: behind the last statement, or just inside the opening brace.
pub(super) fn insertion(source: &str, block: &ast::Block) -> (Span, String) {
    let line_start = |offset: usize| source.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let opening = block.span.start as usize;
    let own = source.get(line_start(opening)..).map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
    let close = (block.span.end as usize).saturating_sub(1).max(opening);
    let end = source.get(..close).map_or(close, |before| before.trim_end().len());
    (Span::new(end, end), " ".repeat(own + 2))
}

/// The field that a name which is none may have meant.
fn near_field(record: &Record, name: &ast::Name) -> Option<u32> {
    let near = crate::resolve::nearest(&name.text, record.open_fields().iter().map(|field| field.name.as_str()))?;
    record.fields.iter().position(|field| field.name == near).map(|at| at as u32)
}

fn target_name(stmt: &ast::Stmt) -> Option<&str> {
    match stmt {
        ast::Stmt::From { stmt, .. } => target_name(stmt),
        ast::Stmt::Set { target, .. } | ast::Stmt::Nest { target, .. } => Some(&target.text),
        ast::Stmt::Let(_) | ast::Stmt::Spread { .. } | ast::Stmt::Ignore { .. } | ast::Stmt::Error(_) => None,
    }
}

fn left_out(stmt: &ast::Stmt) -> Vec<&str> {
    match stmt {
        ast::Stmt::From { stmt, .. } => left_out(stmt),
        ast::Stmt::Ignore { paths, .. } => paths.iter().filter_map(|path| if let [name] = path.as_slice() { Some(name.text.as_str()) } else { None }).collect(),
        ast::Stmt::Let(_) | ast::Stmt::Set { .. } | ast::Stmt::Nest { .. } | ast::Stmt::Spread { .. } | ast::Stmt::Error(_) => Vec::new(),
    }
}
