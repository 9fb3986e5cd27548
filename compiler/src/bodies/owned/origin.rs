//! Where values come from: which contracts' systems said them, field by field.
//!
//! Lineage (`crate::lineage`) follows values, too, but takes a record for the same thing wherever it stands. Here it counts which flow calls a
//! map, and with what, so this walk carries the origins of the arguments along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::FieldSet;
use crate::resolve::MOST_CALLS;
use crate::sources::FileId;
use crate::typed::{Arm, BuildStep, Clause, ClauseKind, ContractId, Expr, ExprKind, For, FunctionId, FunctionKind, LocalId, Pattern, Project, TextPart, Unmatched};

/// The contracts that a value comes from. Of records that are built here, also those of each field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    contracts: BTreeSet<ContractId>,
    fields: BTreeMap<u32, Origin>,
    /// It is `none`, or always fails: it says nothing.
    silent: bool,
}

impl Origin {
    pub fn of(contract: ContractId) -> Origin {
        Origin { contracts: [contract].into(), ..Origin::default() }
    }

    fn silent() -> Origin {
        Origin { silent: true, ..Origin::default() }
    }

    /// A fixed value.
    pub fn is_nobodys(&self) -> bool {
        self.contracts.is_empty()
    }

    /// What it comes from; a fixed value is said by `otherwise`, if there is one, and `none` by nobody.
    pub fn contracts_or(&self, otherwise: Option<ContractId>) -> impl Iterator<Item = ContractId> {
        let fixed = otherwise.filter(|_| self.contracts.is_empty() && !self.silent);
        self.contracts.iter().copied().chain(fixed)
    }

    fn join(mut self, other: Origin) -> Origin {
        // What only one of them knows field by field holds for it as a whole.
        let fields = if self.fields.is_empty() || other.fields.is_empty() { BTreeMap::new() } else { joined(self.fields, &other.fields) };
        self.contracts.extend(other.contracts);
        Origin { contracts: self.contracts, fields, silent: self.silent && other.silent }
    }

    fn field(&self, field: u32) -> Origin {
        self.fields.get(&field).cloned().unwrap_or_else(|| Origin { contracts: self.contracts.clone(), ..Origin::default() })
    }
}

fn joined(a: BTreeMap<u32, Origin>, b: &BTreeMap<u32, Origin>) -> BTreeMap<u32, Origin> {
    a.into_iter().filter_map(|(field, origin)| Some((field, origin.join(b.get(&field)?.clone())))).collect()
}

/// What is found out about the functions that a flow calls.
pub(super) struct Origins<'p> {
    project: &'p Project,
    known: HashMap<(FunctionId, Vec<Origin>), Origin>,
    /// Calls that are being looked into.
    depth: usize,
    pub(super) sets: Vec<FieldSet>,
}

/// One body with the origins of its locals.
pub(super) struct BodyOrigins<'o, 'p> {
    origins: &'o mut Origins<'p>,
    file: FileId,
    locals: HashMap<LocalId, Origin>,
}

impl<'p> Origins<'p> {
    pub fn new(project: &'p Project) -> Origins<'p> {
        Origins { project, known: HashMap::new(), depth: 0, sets: Vec::new() }
    }

    pub fn body(&mut self, file: FileId) -> BodyOrigins<'_, 'p> {
        BodyOrigins { origins: self, file, locals: HashMap::new() }
    }

    /// Each is looked into once for arguments of the same origins. Circles and chains without end are reported elsewhere, and not followed.
    fn call(&mut self, id: FunctionId, args: Vec<Origin>) -> Origin {
        let key = (id, args);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let Some(function) = self.project.functions.get(id.index()).filter(|_| self.depth < MOST_CALLS) else { return Origin::default() };
        self.known.insert(key.clone(), Origin::default());
        self.depth += 1;
        let mut body = self.body(function.decl.place.file);
        for (at, origin) in key.1.iter().enumerate() {
            body.bind(LocalId(at as u32), origin.clone());
        }
        let result = match &function.kind {
            FunctionKind::Fn(expr) | FunctionKind::Map(expr) => body.expr(expr),
            FunctionKind::Native => key.1.iter().cloned().reduce(Origin::join).unwrap_or_default(),
        };
        self.depth -= 1;
        self.known.insert(key, result.clone());
        result
    }
}

impl BodyOrigins<'_, '_> {
    pub fn bind(&mut self, local: LocalId, origin: Origin) {
        self.locals.insert(local, origin);
    }

    pub fn expr(&mut self, expr: &Expr) -> Origin {
        match &*expr.kind {
            ExprKind::Const(_) | ExprKind::System(_) => Origin::default(),
            ExprKind::None | ExprKind::Fail(_) => Origin::silent(),
            ExprKind::Text(parts) => self.all(parts.iter().filter_map(|part| if let TextPart::Hole(hole) = part { Some(hole) } else { None })),
            ExprKind::Local(id) => self.locals.get(id).cloned().unwrap_or_default(),
            ExprKind::Field { base, field } => self.expr(base).field(*field),
            ExprKind::Call { function, args } => {
                let args = args.iter().map(|arg| self.expr(arg)).collect();
                self.origins.call(*function, args)
            }
            ExprKind::Native { args, .. } => self.native(args),
            ExprKind::Table { key: value, .. } | ExprKind::Unary { value, .. } | ExprKind::Fit { value, .. } | ExprKind::Reunit { value } => self.expr(value),
            ExprKind::LookUp { contract, args, .. } => {
                self.all(args);
                Origin::of(*contract)
            }
            ExprKind::Binary { left, right, .. } => self.all([left, right]),
            ExprKind::If { condition, then, otherwise } => self.chosen(condition, [then, otherwise]),
            ExprKind::Route { args, .. } => self.all(args),
            ExprKind::Match { subjects, arms } => self.match_(subjects, arms),
            ExprKind::For(item) => self.for_(item),
            ExprKind::Build { record, steps } => self.build(*record, steps),
            ExprKind::Let { local, value, body } | ExprKind::Through { value, local, body } => {
                let value = self.expr(value);
                self.bind(*local, value);
                self.expr(body)
            }
            ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => self.all([value, fallback]),
            ExprKind::Lambda { body, .. } => self.expr(body),
            ExprKind::List(elements) => self.all(elements),
            ExprKind::Elsewhere { file, value } => self.in_file(*file, value),
        }
    }

    fn in_file(&mut self, file: FileId, expr: &Expr) -> Origin {
        let outer = std::mem::replace(&mut self.file, file);
        let origin = self.expr(expr);
        self.file = outer;
        origin
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Origin {
        exprs.into_iter().map(|expr| self.expr(expr)).reduce(Origin::join).unwrap_or_default()
    }

    /// A translation of codes says what its subject says; where the values come from somewhere themselves, the condition does not count.
    fn chosen<'e>(&mut self, subject: &Expr, values: impl IntoIterator<Item = &'e Expr>) -> Origin {
        let subject = self.expr(subject);
        self.chosen_by(subject, values)
    }

    pub fn match_(&mut self, subjects: &[Expr], arms: &[Arm]) -> Origin {
        let origins: Vec<Origin> = subjects.iter().map(|subject| self.expr(subject)).collect();
        for pattern in arms.iter().flat_map(|arm| &arm.patterns) {
            match pattern {
                Pattern::Tuple(parts) => parts.iter().zip(&origins).for_each(|(part, origin)| self.names(part, origin)),
                one => origins.iter().take(1).for_each(|origin| self.names(one, origin)),
            }
        }
        arms.iter().filter_map(|arm| arm.guard.as_ref()).for_each(|guard| drop(self.expr(guard)));
        let subject = origins.into_iter().reduce(Origin::join).unwrap_or_default();
        self.chosen_by(subject, arms.iter().map(|arm| &arm.value))
    }

    /// The names of a pattern stand for parts of what is matched.
    fn names(&mut self, pattern: &Pattern, origin: &Origin) {
        match pattern {
            Pattern::Bind(local) => self.bind(*local, origin.clone()),
            Pattern::Record { fields, .. } => fields.iter().for_each(|(field, pattern)| self.names(pattern, &origin.field(*field))),
            Pattern::AnyOf(parts) | Pattern::Tuple(parts) => parts.iter().for_each(|part| self.names(part, origin)),
            Pattern::Const(_) | Pattern::Range { .. } | Pattern::None | Pattern::Otherwise | Pattern::Not(_) => {}
        }
    }

    fn chosen_by<'e>(&mut self, subject: Origin, values: impl IntoIterator<Item = &'e Expr>) -> Origin {
        let values: Vec<Origin> = values.into_iter().map(|value| self.expr(value)).collect();
        let translates = values.iter().any(|value| value.is_nobodys() && !value.silent);
        let values = values.into_iter().reduce(Origin::join).unwrap_or_default();
        if translates { values.join(subject) } else { values }
    }

    /// The functions that a native is given see the elements of its list.
    fn native(&mut self, args: &[Expr]) -> Origin {
        let Some((receiver, others)) = args.split_first() else { return Origin::default() };
        let mut all = self.expr(receiver);
        for arg in others {
            if let ExprKind::Lambda { param, .. } = &*arg.kind {
                self.bind(*param, all.clone());
            }
            all = all.join(self.expr(arg));
        }
        all
    }

    pub fn for_(&mut self, item: &For) -> Origin {
        for clause in &item.clauses {
            self.clause(clause);
        }
        item.filter.iter().for_each(|filter| drop(self.expr(filter)));
        item.sort.iter().for_each(|key| drop(self.expr(&key.value)));
        self.expr(&item.body)
    }

    fn clause(&mut self, clause: &Clause) {
        let list = self.expr(&clause.list);
        self.bind(clause.binding, list.clone());
        match &clause.kind {
            ClauseKind::Each => {}
            ClauseKind::Matching(keys) => keys.iter().for_each(|key| drop(self.all([&key.element, &key.row]))),
            ClauseKind::Join(keys, unmatched) => {
                keys.iter().for_each(|key| drop(self.all([&key.element, &key.row])));
                self.unmatched(unmatched);
            }
            ClauseKind::Zip(unmatched) => self.unmatched(unmatched),
            ClauseKind::Group { element, keys } => {
                self.bind(*element, list);
                for (local, key) in keys {
                    let key = self.expr(key);
                    self.bind(*local, key);
                }
            }
        }
    }

    fn unmatched(&mut self, unmatched: &Unmatched) {
        match unmatched {
            Unmatched::Fail(fail) => drop(self.expr(fail)),
            Unmatched::Skip | Unmatched::None | Unmatched::Never => {}
        }
    }

    fn build(&mut self, record: crate::typed::RecordId, steps: &[BuildStep]) -> Origin {
        let mut built = Origin::default();
        for step in steps {
            match step {
                BuildStep::Let(local, value) => {
                    let value = self.expr(value);
                    self.bind(*local, value);
                }
                BuildStep::Set(field, value) => {
                    let from = self.expr(value);
                    built.contracts.extend(from.contracts.iter().copied());
                    let (file, span) = if let ExprKind::Elsewhere { file, value } = &*value.kind { (*file, value.span) } else { (self.file, value.span) };
                    self.origins.sets.push(FieldSet { record, field: *field, file, span, from: from.clone() });
                    built.fields.insert(*field, from);
                }
                BuildStep::Rules(_) => {}
            }
        }
        built
    }
}
