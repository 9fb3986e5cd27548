//! Rules of records to functions of their own: one that looks at a record which came in, with all that it holds, and one that looks at a
//! record which was built, whose parts were looked at when they were built.

use std::collections::HashSet;

use crossdock_compiler::typed::{Expr, LocalId, Project, Record, RecordId, Type, Wire};

use super::notes::unit_of;
use super::{Body, Lowering, record_of};
use crate::coverage::Spot;
use crate::ir::{Blame, Block, Clause, ClauseKind, For, Function, FunctionIndex, Inst, Reg, Rule, RulePart, Shown};

/// Which rules of a record a function looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Which {
    /// All of them, and those of records within.
    Deep,
    /// These, by their index.
    Own(Vec<u32>),
}

/// The records that have rules, or hold records that have.
pub(crate) fn ruled(project: &Project) -> HashSet<RecordId> {
    let mut ruled: HashSet<RecordId> = ids(project).filter(|(_, record)| !record.rules.is_empty()).map(|(id, _)| id).collect();
    loop {
        let more: Vec<RecordId> = ids(project)
            .filter(|(id, record)| !ruled.contains(id) && record.fields.iter().any(|field| within(&field.ty).is_some_and(|inner| ruled.contains(&inner))))
            .map(|(id, _)| id)
            .collect();
        if more.is_empty() {
            return ruled;
        }
        ruled.extend(more);
    }
}

fn ids(project: &Project) -> impl Iterator<Item = (RecordId, &Record)> {
    project.records.iter().enumerate().map(|(at, record)| (RecordId(at as u32), record))
}

/// The record that a field holds, be it in a list or a map.
pub(crate) fn within(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::List(list) => within(&list.of),
        Type::MapOf(inner) | Type::Optional(inner) => within(inner),
        other => record_of(other),
    }
}

impl Body {
    /// Looks at a record that came in, if there is anything to look at.
    pub(super) fn look_at(&mut self, lowering: &mut Lowering<'_, '_>, value: Reg, ty: &Type, blame: Blame) {
        let Some(record) = record_of(ty).filter(|id| lowering.ruled.contains(id)) else { return };
        let function = lowering.rules(record, Which::Deep);
        let check = |body: &mut Body| {
            let to = body.register();
            body.push(Inst::Call { to, function, args: vec![value], blame });
        };
        if matches!(ty, Type::Optional(_)) {
            let missing = self.to(|to| Inst::IsMissing { to, value });
            let (otherwise, ()) = self.block(check);
            self.push(Inst::If { condition: missing, then: Vec::new(), otherwise });
        } else {
            check(self);
        }
    }

    /// Looks at a record that was built.
    pub(super) fn look_at_built(&mut self, lowering: &mut Lowering<'_, '_>, value: Reg, record: RecordId, rules: &[u32]) {
        let function = lowering.rules(record, Which::Own(rules.to_vec()));
        let to = self.register();
        self.push(Inst::Call { to, function, args: vec![value], blame: Blame::Nobody });
    }

    fn rule(&mut self, lowering: &mut Lowering<'_, '_>, (id, record): (RecordId, &Record), at: u32, rule: &crossdock_compiler::typed::Rule) -> Rule {
        let (code, holds) = self.block(|body| body.holds(lowering, rule, Spot::Rule { record: id, rule: at, holds: true }));
        let (shows_code, shows) = self.block(|body| {
            body.mark_broken(lowering, id, at);
            rule.shows.iter().map(|(text, value)| body.shown(lowering, text, value)).collect()
        });
        let field = rule.at.and_then(|at| record.fields.get(at as usize));
        let blame = field.map_or_else(Blame::here, |field| field.wire.path.iter().fold(Blame::here(), |blame, key| blame.within(key)));
        Rule {
            code,
            holds,
            shows_code,
            shows,
            record: record.decl.name.clone(),
            text: rule.text.clone(),
            because: rule.because.clone(),
            blame,
            source: self.source(lowering, rule.span),
        }
    }

    /// What it asks for only where its condition holds; `spot` is that this was so.
    fn holds(&mut self, lowering: &mut Lowering<'_, '_>, rule: &crossdock_compiler::typed::Rule, spot: Spot) -> Reg {
        let Some(when) = &rule.when else {
            let holds = self.expr(lowering, &rule.then);
            self.mark_if(lowering, holds, spot);
            return holds;
        };
        let condition = self.expr(lowering, when);
        let to = self.constant(crate::slot::Slot::Bool(true));
        let (then, ()) = self.block(|body| {
            let from = body.expr(lowering, &rule.then);
            body.mark_if(lowering, from, spot);
            body.push(Inst::Copy { to, from });
        });
        self.push(Inst::If { condition, then, otherwise: Vec::new() });
        to
    }

    fn shown(&mut self, lowering: &mut Lowering<'_, '_>, text: &str, value: &Expr) -> Shown {
        Shown { text: text.to_owned(), reg: self.expr(lowering, value), of: enum_of(&value.ty), unit: unit_of(lowering, &value.ty) }
    }

    /// The rules of the records that a field holds.
    fn rules_within(&mut self, lowering: &mut Lowering<'_, '_>, value: Reg, (ty, wire): (&Type, &Wire), blame: Blame) {
        match ty {
            Type::Optional(inner) if matches!(**inner, Type::List(_) | Type::MapOf(_)) => self.rules_within(lowering, value, (inner, wire), blame),
            Type::List(list) => self.rules_of_each(lowering, (ClauseKind::Each, value), (&list.of, wire), blame),
            Type::MapOf(of) => {
                let under = wire.by.as_ref().map(|(_, value)| value.clone());
                self.rules_of_each(lowering, (ClauseKind::Values { under }, value), (of, wire), blame);
            }
            _ => self.look_at(lowering, value, ty, blame),
        }
    }

    fn rules_of_each(&mut self, lowering: &mut Lowering<'_, '_>, (kind, list): (ClauseKind, Reg), of: (&Type, &Wire), blame: Blame) {
        self.depth += 1;
        let (to, binding) = (self.register(), self.register());
        let (body, ()) = self.block(|body| body.rules_within(lowering, binding, of, Blame::here()));
        self.depth -= 1;
        let clauses = vec![Clause { kind, before: Vec::new(), list, binding, blame, marks: None }];
        let source = std::sync::Arc::from("");
        self.push(Inst::For(Box::new(For { to, clauses, bound: Vec::new(), limited: false, number: None, filter: None, sort: None, body, value: binding, source })));
    }
}

pub(super) fn enum_of(ty: &Type) -> Option<crossdock_compiler::typed::EnumId> {
    match ty {
        Type::Enum(id) => Some(*id),
        Type::Optional(inner) => enum_of(inner),
        _ => None,
    }
}

impl Lowering<'_, '_> {
    /// The function that looks at such a record; its code is made when it is first asked for.
    fn rules(&mut self, id: RecordId, which: Which) -> FunctionIndex {
        if let Some(index) = self.rule_indexes.get(&(id, which.clone())) {
            return *index;
        }
        let index = FunctionIndex(self.functions.len() as u32);
        self.functions.push(None);
        self.rule_indexes.insert((id, which.clone()), index);
        let project = self.shared.project;
        if let Some(record) = project.records.get(id.index()) {
            let mut body = Body::new(project.file_of_rules(record), vec![LocalId(0)], false);
            let parts = self.rule_parts(&mut body, record, &which, id);
            body.push(Inst::Rules { parts });
            let name = format!("rules of {}.{}", record.decl.module, record.decl.name);
            if let Some(place) = self.functions.get_mut(index.0 as usize) {
                *place = Some(Function { name, params: 1, registers: body.registers, body: body.code, result: Reg(0) });
            }
        }
        index
    }

    fn rule_parts(&mut self, body: &mut Body, record: &Record, which: &Which, id: RecordId) -> Vec<RulePart> {
        let wanted = |at: usize| match which {
            Which::Deep => true,
            Which::Own(rules) => rules.contains(&(at as u32)),
        };
        let own = record.rules.iter().enumerate().filter(|(at, _)| wanted(*at));
        let mut parts: Vec<RulePart> = own.map(|(at, rule)| RulePart::Own(body.rule(self, (id, record), at as u32, rule))).collect();
        if *which == Which::Deep {
            for (at, field) in record.fields.iter().enumerate().filter(|(_, field)| within(&field.ty).is_some_and(|inner| self.ruled.contains(&inner))).collect::<Vec<_>>() {
                let Some(slot) = self.slot(id, at as u32) else { continue };
                let blame = field.wire.path.iter().fold(Blame::here(), |blame, key| blame.within(key));
                let (block, ()): (Block, ()) = body.block(|body| {
                    let value = body.to(|to| Inst::Field { to, base: Reg(0), slot });
                    body.rules_within(self, value, (&field.ty, &field.wire), blame);
                });
                parts.push(RulePart::Within(block));
            }
        }
        parts
    }
}
