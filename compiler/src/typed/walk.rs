//! Walks over typed expressions.

use super::{BuildStep, Clause, ClauseKind, Expr, ExprKind, Flow, FlowStep, For, LocalId, TextPart, Unmatched};

impl Flow {
    /// Calls `look` with every expression of its steps, and with all that they are made of.
    pub fn walk<'e>(&'e self, look: &mut impl FnMut(&'e Expr)) {
        for step in self.all_steps() {
            step.parts(&mut |part| part.walk(look));
        }
    }
}

impl FlowStep {
    /// Its own expressions; the steps within a `for` are others.
    fn parts<'e>(&'e self, look: &mut dyn FnMut(&'e Expr)) {
        match self {
            FlowStep::Let(_, value) | FlowStep::Answer { value, .. } => look(value),
            FlowStep::Check { condition, fail } => [condition].into_iter().chain(&fail.args).for_each(look),
            FlowStep::Skip { condition, because } => [condition, because].into_iter().for_each(look),
            FlowStep::Send { system, value, undo, .. } => {
                [system, value].into_iter().chain(undo.iter().flat_map(|undo| [&undo.system, &undo.value])).for_each(look);
            }
            FlowStep::For { rows, .. } => rows.parts(look),
            FlowStep::Match { subjects, arms, .. } => subjects.iter().chain(arms.iter().filter_map(|arm| arm.guard.as_ref())).for_each(look),
            FlowStep::Collect(collect) => collect.by.iter().chain(&collect.until).for_each(look),
            FlowStep::Advance { key, .. } => look(key),
        }
    }
}

impl Expr {
    /// Calls `look` with the expression, then with all that it is made of.
    pub fn walk<'e>(&'e self, look: &mut impl FnMut(&'e Expr)) {
        look(self);
        self.parts(&mut |part| part.walk(look));
    }

    /// The value itself, where it is only given another unit.
    pub fn bare(&self) -> &Expr {
        match &*self.kind {
            ExprKind::Reunit { value } => value.bare(),
            _ => self,
        }
    }

    /// Whether it reads one of these locals.
    pub fn reads_any(&self, locals: &[LocalId]) -> bool {
        let mut found = false;
        self.walk(&mut |expr| found |= matches!(&*expr.kind, ExprKind::Local(id) if locals.contains(id)));
        found
    }

    /// What it is made of, one level down.
    // `look` is unsized here, or each level of the recursion above would be a type of its own.
    fn parts<'e>(&'e self, look: &mut dyn FnMut(&'e Expr)) {
        match &*self.kind {
            ExprKind::Const(_) | ExprKind::None | ExprKind::System(_) | ExprKind::Local(_) => {}
            ExprKind::Text(parts) => parts.iter().for_each(|part| {
                if let TextPart::Hole(hole) = part {
                    look(hole);
                }
            }),
            ExprKind::Field { base: value, .. }
            | ExprKind::Unary { value, .. }
            | ExprKind::Fit { value, .. }
            | ExprKind::Reunit { value }
            | ExprKind::Elsewhere { value, .. }
            | ExprKind::Lambda { body: value, .. } => look(value),
            ExprKind::Call { args, .. } | ExprKind::Native { args, .. } | ExprKind::Route { args, .. } | ExprKind::List(args) => args.iter().for_each(look),
            ExprKind::Table { key, .. } => look(key),
            ExprKind::LookUp { system, args, .. } => {
                look(system);
                args.iter().for_each(look);
            }
            ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(look),
            ExprKind::If { condition, then, otherwise } => [condition, then, otherwise].into_iter().for_each(look),
            ExprKind::Match { subjects, arms } => {
                subjects.iter().for_each(&mut *look);
                for arm in arms {
                    arm.guard.iter().for_each(&mut *look);
                    look(&arm.value);
                }
            }
            ExprKind::For(item) => item.parts(look),
            ExprKind::Build { steps, .. } => steps.iter().for_each(|step| match step {
                BuildStep::Let(_, value) | BuildStep::Set(_, value) => look(value),
                BuildStep::Rules(_) => {}
            }),
            ExprKind::Let { value, body, .. } | ExprKind::Through { value, body, .. } => [value, body].into_iter().for_each(look),
            ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => [value, fallback].into_iter().for_each(look),
            ExprKind::Fail(fail) => fail.args.iter().for_each(look),
        }
    }
}

impl For {
    /// The body for each element of a list.
    pub fn each(binding: LocalId, list: Expr, body: Expr) -> For {
        let clauses = vec![Clause { kind: ClauseKind::Each, binding, span: list.span, list }];
        For { clauses, filter: None, sort: Vec::new(), limited: false, number: None, body }
    }

    /// Lists, keys, answers, filter, order and body.
    pub fn parts<'e>(&'e self, look: &mut dyn FnMut(&'e Expr)) {
        for clause in &self.clauses {
            look(&clause.list);
            clause.parts(look);
        }
        self.filter.iter().for_each(&mut *look);
        self.sort.iter().for_each(|key| look(&key.value));
        look(&self.body);
    }
}

impl Clause {
    fn parts<'e>(&'e self, look: &mut dyn FnMut(&'e Expr)) {
        if let ClauseKind::Matching(keys) | ClauseKind::Join(keys, _) = &self.kind {
            keys.iter().flat_map(|key| [&key.element, &key.row]).for_each(&mut *look);
        }
        match &self.kind {
            ClauseKind::Group { keys, .. } => keys.iter().for_each(|(_, key)| look(key)),
            ClauseKind::Join(_, Unmatched::Fail(fail)) | ClauseKind::Zip(Unmatched::Fail(fail)) => look(fail),
            ClauseKind::Each | ClauseKind::Matching(_) | ClauseKind::Join(..) | ClauseKind::Zip(_) => {}
        }
    }
}
