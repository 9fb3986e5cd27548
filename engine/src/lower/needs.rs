//! Which fields of which records a unit reads or sets: only these get slots, only these are decoded.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crossdock_compiler::typed::{Arm, BuildStep, Expr, ExprKind, Flow, FlowStep, FunctionId, FunctionKind, Pattern, Project, RecordId, TextPart, Type};

use super::record_of;
use crate::slot::{Layout, Layouts};

#[derive(Debug, Default)]
pub(crate) struct Needs {
    fields: HashMap<RecordId, BTreeSet<u32>>,
    functions: HashSet<FunctionId>,
    whole: HashSet<RecordId>,
    checked: HashSet<RecordId>,
    /// See [`super::rules::ruled`].
    ruled: Option<Rc<HashSet<RecordId>>>,
}

impl Needs {
    pub fn function(&mut self, project: &Project, id: FunctionId) {
        if !self.functions.insert(id) {
            return;
        }
        let Some(function) = project.functions.get(id.index()) else { return };
        for local in function.locals.iter().take(function.params) {
            self.exists(&local.ty);
        }
        match &function.kind {
            FunctionKind::Fn(expr) | FunctionKind::Map(expr) => self.expr(project, expr),
            FunctionKind::Native => {}
        }
    }

    pub fn flow(&mut self, project: &Project, flow: &Flow) {
        if let Some(event) = flow.locals.first() {
            self.exists(&event.ty);
            self.checked(project, &event.ty);
        }
        for step in flow.all_steps() {
            match step {
                FlowStep::Let(_, value) => self.expr(project, value),
                FlowStep::Check { condition, fail } => {
                    self.expr(project, condition);
                    fail.args.iter().for_each(|arg| self.expr(project, arg));
                }
                FlowStep::Skip { condition, because } => {
                    self.expr(project, condition);
                    self.expr(project, because);
                }
                FlowStep::Advance { key, .. } => self.expr(project, key),
                FlowStep::Send { system, value, answer, undo, .. } => {
                    if let Some(answer) = answer.and_then(|answer| flow.locals.get(answer.index())) {
                        self.exists(&answer.ty);
                        self.checked(project, &answer.ty);
                    }
                    self.expr(project, system);
                    self.written(project, value);
                    if let Some(undo) = undo {
                        self.expr(project, &undo.system);
                        self.written(project, &undo.value);
                    }
                }
                FlowStep::For { rows, .. } => rows.parts(&mut |part| self.expr(project, part)),
                FlowStep::Match { subjects, arms, .. } => self.match_(project, subjects, arms),
                FlowStep::Collect(collect) => collect.by.iter().chain(&collect.until).for_each(|part| self.expr(project, part)),
                FlowStep::Answer { value, .. } => self.written(project, value),
            }
        }
    }

    /// A record that comes in: what its rules read, and those of the records within.
    pub fn checked(&mut self, project: &Project, ty: &Type) {
        let ruled = self.ruled.get_or_insert_with(|| Rc::new(super::rules::ruled(project))).clone();
        let Some(id) = super::rules::within(ty).filter(|id| ruled.contains(id)) else { return };
        let Some(record) = project.records.get(id.index()).filter(|_| self.checked.insert(id)) else { return };
        let all: Vec<u32> = (0..record.rules.len() as u32).collect();
        self.rules(project, id, &all);
        for (at, field) in record.fields.iter().enumerate() {
            if super::rules::within(&field.ty).is_some_and(|inner| ruled.contains(&inner)) {
                self.field(id, at as u32);
                self.exists(&field.ty);
                self.checked(project, &field.ty);
            }
        }
    }

    fn rules(&mut self, project: &Project, id: RecordId, rules: &[u32]) {
        let Some(record) = project.records.get(id.index()) else { return };
        self.fields.entry(id).or_default();
        for rule in rules.iter().filter_map(|at| record.rules.get(*at as usize)) {
            rule.parts().for_each(|part| self.expr(project, part));
            rule.shows.iter().for_each(|(_, value)| self.expr(project, value));
        }
    }

    /// A value that goes out as it is.
    fn written(&mut self, project: &Project, value: &Expr) {
        self.expr(project, value);
        if let Some(record) = record_of(&value.ty) {
            self.whole(project, record);
        }
    }

    /// A record that is written out: all its fields, and of all records within.
    pub fn whole(&mut self, project: &Project, id: RecordId) {
        if !self.whole.insert(id) {
            return;
        }
        let Some(record) = project.records.get(id.index()) else { return };
        let fields = self.fields.entry(id).or_default();
        fields.extend(0..record.fields.len() as u32);
        record.fields.iter().for_each(|field| self.whole_type(project, &field.ty));
    }

    fn whole_type(&mut self, project: &Project, ty: &Type) {
        match ty {
            Type::Record(id) => self.whole(project, *id),
            Type::Optional(inner) | Type::MapOf(inner) => self.whole_type(project, inner),
            Type::List(list) => self.whole_type(project, &list.of),
            _ => {}
        }
    }

    pub fn field(&mut self, record: RecordId, field: u32) {
        self.fields.entry(record).or_default().insert(field);
    }

    /// Records of this type have a layout, be it an empty one.
    pub fn exists(&mut self, ty: &Type) {
        match ty {
            Type::Record(record) => {
                self.fields.entry(*record).or_default();
            }
            Type::Optional(inner) | Type::MapOf(inner) => self.exists(inner),
            Type::List(list) => self.exists(&list.of),
            _ => {}
        }
    }

    pub fn layouts(mut self, project: &Project) -> Layouts {
        self.variants(project);
        let records = self.fields.into_iter().map(|(id, fields)| {
            let count = project.records.get(id.index()).map_or(0, |record| record.fields.len());
            let mut layout = Layout { slots: vec![None; count], size: fields.len() as u32 };
            for (slot, field) in fields.into_iter().enumerate() {
                if let Some(place) = layout.slots.get_mut(field as usize) {
                    *place = Some(slot as u32);
                }
            }
            (id, layout)
        });
        Layouts { records: records.collect() }
    }

    /// Which variant a value is, and what it carries, is read of every enum whose variants carry records; what all variants have is read of each.
    fn variants(&mut self, project: &Project) {
        for id in self.fields.keys().copied().collect::<Vec<_>>() {
            let Some((record, tagged)) = project.records.get(id.index()).and_then(|record| Some((record, record.tagged.as_ref()?))) else { continue };
            let fields = self.fields.entry(id).or_default();
            let common: Vec<u32> = fields.range(..tagged.tag).copied().collect();
            fields.extend(tagged.parts.iter().flatten().chain([&tagged.tag]));
            let parts = (0..tagged.parts.len() as u32).filter_map(|variant| record.part(variant));
            parts.for_each(|(_, part)| {
                self.fields.entry(part).or_default();
            });
            common.iter().flat_map(|field| record.sources_of(*field)).for_each(|(part, field)| self.field(part, field));
        }
    }

    fn match_(&mut self, project: &Project, subjects: &[Expr], arms: &[Arm]) {
        subjects.iter().for_each(|subject| self.expr(project, subject));
        for arm in arms {
            arm.patterns.iter().for_each(|pattern| self.pattern(pattern));
            arm.guard.iter().for_each(|guard| self.expr(project, guard));
            self.expr(project, &arm.value);
        }
    }

    /// Fields that patterns look at.
    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Record { record, fields } => {
                self.fields.entry(*record).or_default();
                for (field, pattern) in fields {
                    self.field(*record, *field);
                    self.pattern(pattern);
                }
            }
            Pattern::AnyOf(of) | Pattern::Tuple(of) => of.iter().for_each(|pattern| self.pattern(pattern)),
            Pattern::Not(of) => self.pattern(of),
            Pattern::Const(_) | Pattern::Range { .. } | Pattern::None | Pattern::Otherwise | Pattern::Bind(_) => {}
        }
    }

    pub fn expr(&mut self, project: &Project, expr: &Expr) {
        self.exists(&expr.ty);
        match &*expr.kind {
            ExprKind::Const(_) | ExprKind::None | ExprKind::System(_) | ExprKind::Local(_) => {}
            ExprKind::Text(parts) => {
                for part in parts {
                    if let TextPart::Hole(hole) = part {
                        self.expr(project, hole);
                    }
                }
            }
            ExprKind::Field { base, field } => {
                if let Some(record) = record_of(&base.ty) {
                    self.field(record, *field);
                }
                self.expr(project, base);
            }
            ExprKind::Call { function, args } => {
                self.function(project, *function);
                args.iter().for_each(|arg| self.expr(project, arg));
            }
            ExprKind::Native { args, .. } => args.iter().for_each(|arg| self.expr(project, arg)),
            ExprKind::Table { key, .. } => self.expr(project, key),
            ExprKind::LookUp { system, args, .. } => {
                self.checked(project, &expr.ty);
                self.expr(project, system);
                // A record among them is the body.
                args.iter().for_each(|arg| self.written(project, arg));
            }
            ExprKind::Unary { value, .. } | ExprKind::Fit { value, .. } | ExprKind::Reunit { value } | ExprKind::Elsewhere { value, .. } => self.expr(project, value),
            ExprKind::Binary { left, right, .. } => {
                self.expr(project, left);
                self.expr(project, right);
            }
            ExprKind::If { condition, then, otherwise } => [condition, then, otherwise].into_iter().for_each(|part| self.expr(project, part)),
            ExprKind::Route { args, .. } => args.iter().for_each(|arg| self.expr(project, arg)),
            ExprKind::Match { subjects, arms } => self.match_(project, subjects, arms),
            ExprKind::For(item) => item.parts(&mut |part| self.expr(project, part)),
            ExprKind::Build { record, steps } => {
                self.fields.entry(*record).or_default();
                for step in steps {
                    match step {
                        BuildStep::Let(_, value) => self.expr(project, value),
                        BuildStep::Rules(rules) => self.rules(project, *record, rules),
                        BuildStep::Set(field, value) => {
                            self.field(*record, *field);
                            self.expr(project, value);
                        }
                    }
                }
            }
            ExprKind::Let { value, body, .. } | ExprKind::Through { value, body, .. } => {
                self.expr(project, value);
                self.expr(project, body);
            }
            ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => {
                self.expr(project, value);
                self.expr(project, fallback);
            }
            ExprKind::Fail(fail) => fail.args.iter().for_each(|arg| self.expr(project, arg)),
            ExprKind::Lambda { body, .. } => self.expr(project, body),
            ExprKind::List(elements) => elements.iter().for_each(|element| self.expr(project, element)),
        }
    }
}
