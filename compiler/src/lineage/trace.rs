//! The walk over the typed program that finds the edges.

use crossdock_syntax::Span;
use rustc_hash::FxHashMap;

use super::place::record_in;
use super::{Binding, Edge, Lineage, Owner, Place, Read, Sent, Value};
use crate::sources::FileId;
use crate::typed::{
    Arm, BuildStep, ClauseKind, ContractId, Expr, ExprKind, FlowStep, For, FunctionId, FunctionKind, Local, LocalId, Pattern, Project, RecordId, Start, TextPart, Type,
};

/// What single values were given to functions is known only after their callers were looked at; so many callers above each other are followed.
const ROUNDS: usize = 6;
/// Functions that stand in each other's calls are looked into so deep.
const DEPTH_MAX: usize = 24;

pub(super) fn trace(project: &Project) -> Lineage {
    let mut tracer = Tracer { project, given: FxHashMap::default(), known: FxHashMap::default(), lineage: Lineage::default(), depth: 0 };
    for _ in 0..ROUNDS {
        let before = tracer.given.clone();
        tracer.known.clear();
        tracer.lineage = Lineage::default();
        tracer.everything();
        if tracer.given == before {
            break;
        }
    }
    tracer.lineage
}

struct Tracer<'p> {
    project: &'p Project,
    /// What callers give for parameters that are no records.
    given: FxHashMap<(FunctionId, usize), Value>,
    /// What a call gives, by its arguments.
    known: FxHashMap<(FunctionId, Vec<Value>), Value>,
    lineage: Lineage,
    depth: usize,
}

/// One function or flow at work.
struct Walk<'t, 'p> {
    tracer: &'t mut Tracer<'p>,
    owner: Owner,
    file: FileId,
    locals: FxHashMap<LocalId, Value>,
    /// The arms of `match` around what is looked at.
    when: Vec<(FileId, Span)>,
    /// Whether what is set is written down; not where a function is only looked into for what a call gives.
    records: bool,
}

impl<'p> Tracer<'p> {
    fn everything(&mut self) {
        for at in 0..self.project.functions.len() {
            self.function(FunctionId(at as u32));
        }
        for at in 0..self.project.flows.len() {
            self.flow(at);
        }
    }

    fn function(&mut self, id: FunctionId) {
        let Some(function) = self.project.functions.get(id.index()) else { return };
        let (FunctionKind::Fn(body) | FunctionKind::Map(body)) = &function.kind else { return };
        let locals = (0..function.params).map(|at| (LocalId(at as u32), self.param(id, at, &function.locals))).collect();
        let mut walk = Walk { tracer: self, owner: Owner::Function(id), file: function.decl.place.file, locals, when: Vec::new(), records: true };
        walk.value(body);
    }

    /// A record stands for itself; of a single value only its callers know where it is from.
    fn param(&self, id: FunctionId, at: usize, locals: &[Local]) -> Value {
        match locals.get(at).and_then(|local| record_in(&local.ty)) {
            Some(record) => Value { from: [Place::record(record)].into(), ..Value::default() },
            None => self.given.get(&(id, at)).cloned().unwrap_or_default(),
        }
    }

    fn flow(&mut self, at: usize) {
        let Some(flow) = self.project.flows.get(at) else { return };
        let event = match flow.start {
            Start::Event { .. } => flow.locals.first().and_then(|local| record_in(&local.ty)).map(Place::record),
            Start::Schedule(_) => None,
        };
        let locals = event.map(|event| (LocalId(0), Value { from: [event].into(), ..Value::default() })).into_iter().collect();
        let mut walk = Walk { tracer: self, owner: Owner::Flow(at), file: flow.decl.place.file, locals, when: Vec::new(), records: true };
        for step in &flow.steps {
            walk.step(at, step);
        }
        let policy = flow.policy.and_then(|id| self.project.policies.get(id.index()));
        for send in policy.iter().flat_map(|policy| &policy.answers).flat_map(|(_, answer)| &answer.sends) {
            if let Some(record) = record_in(&send.value.ty) {
                self.lineage.sends.push(Sent { flow: at, contract: send.contract, message: send.message, system: Some(send.system), record });
            }
        }
    }
}

impl Walk<'_, '_> {
    fn step(&mut self, flow: usize, step: &FlowStep) {
        match step {
            FlowStep::Let(local, value) => {
                let value = self.value(value);
                self.locals.insert(*local, value);
            }
            FlowStep::Check { condition, .. } | FlowStep::Skip { condition, .. } => self.reads(flow, condition),
            FlowStep::Advance { key, .. } => self.reads(flow, key),
            FlowStep::Send { system, contract, message, value, answer, undo, .. } => {
                self.sent(flow, system, (*contract, *message), value);
                if let Some(answer) = answer {
                    let value = self.answer((*contract, *message), value);
                    self.locals.insert(*answer, value);
                }
                if let Some(undo) = undo {
                    self.sent(flow, &undo.system, (undo.contract, undo.message), &undo.value);
                }
            }
            FlowStep::For { rows, steps, span } => {
                let (lists, chosen) = self.rows(rows);
                let mut value = Value::default();
                value.decided_by(lists);
                value.decided_by(chosen);
                self.tracer.lineage.reads.push(Read { flow, value, file: self.file, span: *span });
                steps.iter().for_each(|step| self.step(flow, step));
            }
            FlowStep::Match { subjects, arms, bodies } => {
                let value = self.matched(subjects, arms);
                let span = subjects.first().map(|subject| subject.span).unwrap_or_default();
                self.tracer.lineage.reads.push(Read { flow, value, file: self.file, span });
                bodies.iter().flatten().for_each(|step| self.step(flow, step));
            }
            FlowStep::Collect(collect) => {
                collect.by.iter().for_each(|key| self.reads(flow, key));
                // The events come from where each of them does.
                let event = self.locals.get(&LocalId(0)).cloned().unwrap_or_default();
                self.locals.insert(collect.binding, event);
                collect.until.iter().for_each(|until| self.reads(flow, until));
            }
            FlowStep::Answer { value, .. } => drop(self.value(value)),
        }
    }

    fn sent(&mut self, flow: usize, system: &Expr, (contract, message): (ContractId, u32), value: &Expr) {
        if !matches!(*system.kind, ExprKind::System(_)) {
            self.reads(flow, system);
        }
        self.value(value);
        let named = if let ExprKind::System(id) = *system.kind { Some(id) } else { None };
        if let Some(record) = record_in(&value.ty) {
            self.tracer.lineage.sends.push(Sent { flow, contract, message, system: named, record });
        }
    }

    fn reads(&mut self, flow: usize, condition: &Expr) {
        let value = self.value(condition);
        self.tracer.lineage.reads.push(Read { flow, value, file: self.file, span: condition.span });
    }

    /// What a value is made of; records that are built within it are written down on the way.
    fn value(&mut self, expr: &Expr) -> Value {
        match &*expr.kind {
            ExprKind::Const(_) | ExprKind::None | ExprKind::System(_) | ExprKind::Fail(_) => Value::default(),
            ExprKind::Local(local) => self.locals.get(local).cloned().unwrap_or_default(),
            ExprKind::Text(parts) => self.all(parts.iter().filter_map(|part| if let TextPart::Hole(hole) = part { Some(hole) } else { None })),
            ExprKind::Field { base, field } => self.field(base, *field),
            ExprKind::Call { function, args } => self.call(*function, args),
            ExprKind::Native { args, .. } => self.native(&expr.ty, args),
            ExprKind::LookUp { contract, look_up, args, .. } => self.look_up(*contract, *look_up, args, expr),
            ExprKind::Table { table, key, .. } => {
                let mut value = self.value(key);
                value.tables.insert(*table);
                value
            }
            ExprKind::Unary { value, .. } | ExprKind::Fit { value, .. } | ExprKind::Reunit { value } | ExprKind::Elsewhere { value, .. } => self.value(value),
            ExprKind::Binary { left, right, .. } => self.all([left, right]),
            ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => self.all([value, fallback]),
            ExprKind::List(elements) => self.all(elements),
            ExprKind::If { condition, then, otherwise } => {
                let mut value = self.all([then, otherwise]);
                value.decided_by(self.value(condition));
                value
            }
            // What it gives stands in the table; its columns decide which of it.
            ExprKind::Route { args, .. } => {
                let mut value = Value::default();
                args.iter().for_each(|arg| value.decided_by(self.value(arg)));
                value
            }
            ExprKind::Match { subjects, arms } => {
                let decides = self.matched(subjects, arms);
                let mut value = self.all(arms.iter().map(|arm: &Arm| &arm.value));
                value.decided_by(decides);
                value
            }
            ExprKind::For(rows) => {
                let (lists, chosen) = self.rows(rows);
                let mut value = self.value(&rows.body);
                value.decided_by(lists);
                value.decided_by(chosen);
                value
            }
            ExprKind::Build { record, .. } => {
                let place = Place::record(*record);
                self.set(expr, &place, &Value::default());
                Value { from: [place].into(), ..Value::default() }
            }
            ExprKind::Let { local, value, body } | ExprKind::Through { value, local, body } => {
                let value = self.value(value);
                self.locals.insert(*local, value);
                self.value(body)
            }
            ExprKind::Lambda { body, .. } => self.value(body),
        }
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Value {
        let mut all = Value::default();
        for expr in exprs {
            all.join(self.value(expr));
        }
        all
    }

    /// All that a `match` looks at; the names in its patterns stand for parts of it.
    fn matched(&mut self, subjects: &[Expr], arms: &[Arm]) -> Value {
        let values: Vec<Value> = subjects.iter().map(|subject| self.value(subject)).collect();
        for pattern in arms.iter().flat_map(|arm| &arm.patterns) {
            match pattern {
                Pattern::Tuple(parts) => parts.iter().zip(&values).for_each(|(part, value)| self.bind(part, value)),
                one => values.iter().take(1).for_each(|value| self.bind(one, value)),
            }
        }
        let mut decides = self.all(arms.iter().filter_map(|arm| arm.guard.as_ref()));
        values.into_iter().for_each(|value| decides.join(value));
        decides
    }

    fn bind(&mut self, pattern: &Pattern, value: &Value) {
        match pattern {
            Pattern::Bind(local) => drop(self.locals.insert(*local, value.clone())),
            Pattern::Record { record, fields } => {
                for (field, pattern) in fields {
                    let value = self.field_of(value.clone(), Some(*record), *field);
                    self.bind(pattern, &value);
                }
            }
            Pattern::AnyOf(parts) | Pattern::Tuple(parts) => parts.iter().for_each(|pattern| self.bind(pattern, value)),
            Pattern::Const(_) | Pattern::Range { .. } | Pattern::None | Pattern::Otherwise | Pattern::Not(_) => {}
        }
    }

    /// Places that hold such a record go one step further in; of others it is only known that they are in it.
    fn field(&mut self, base: &Expr, field: u32) -> Value {
        let value = self.value(base);
        self.field_of(value, record_in(&base.ty), field)
    }

    fn field_of(&self, mut value: Value, record: Option<RecordId>, field: u32) -> Value {
        let project = self.tracer.project;
        let further = |place: Place| match record.filter(|record| place.inner_record(project) == Some(*record)) {
            Some(record) => place.field(record, field),
            None => place,
        };
        value.from = value.from.into_iter().map(further).collect();
        value
    }

    fn call(&mut self, id: FunctionId, args: &[Expr]) -> Value {
        let args: Vec<Value> = args.iter().map(|arg| self.value(arg)).collect();
        let Some(function) = self.tracer.project.functions.get(id.index()) else { return Value::default() };
        for (at, arg) in args.iter().enumerate().filter(|(at, _)| function.locals.get(*at).is_some_and(|local| record_in(&local.ty).is_none())) {
            self.tracer.given.entry((id, at)).or_default().join(arg.clone());
        }
        let mut value = self.result(id, args);
        value.functions.insert(id);
        value
    }

    /// What the function makes of these arguments.
    fn result(&mut self, id: FunctionId, args: Vec<Value>) -> Value {
        let key = (id, args);
        if let Some(known) = self.tracer.known.get(&key) {
            return known.clone();
        }
        let Some(function) = self.tracer.project.functions.get(id.index()) else { return Value::default() };
        let value = match &function.kind {
            FunctionKind::Fn(body) | FunctionKind::Map(body) if self.tracer.depth < DEPTH_MAX => {
                let locals = key.1.iter().cloned().enumerate().map(|(at, arg)| (LocalId(at as u32), arg)).collect();
                self.tracer.depth += 1;
                let value = Walk { tracer: self.tracer, owner: Owner::Function(id), file: function.decl.place.file, locals, when: Vec::new(), records: false }.value(body);
                self.tracer.depth -= 1;
                value
            }
            FunctionKind::Fn(_) | FunctionKind::Map(_) | FunctionKind::Native => key.1.iter().cloned().fold(Value::default(), |mut all, arg| {
                all.join(arg);
                all
            }),
        };
        self.tracer.known.insert(key, value.clone());
        value
    }

    /// What comes back is the record that the contract declares; what is asked for decides which one.
    fn look_up(&mut self, contract: ContractId, look_up: u32, args: &[Expr], expr: &Expr) -> Value {
        let asked = self.all(args);
        if let (Owner::Flow(flow), false) = (self.owner, args.is_empty()) {
            self.tracer.lineage.reads.push(Read { flow, value: asked.clone(), file: self.file, span: expr.span });
        }
        let answers = self.tracer.project.contracts.get(contract.index()).and_then(|contract| contract.answers.get(look_up as usize));
        let mut value = Value { from: answers.map(|answers| Place::record(answers.record)).into_iter().collect(), ..Value::default() };
        value.decided_by(asked);
        value
    }

    /// What comes back from a message is the record that the contract declares; what was sent decides which one.
    fn answer(&mut self, (contract, message): (ContractId, u32), sent: &Expr) -> Value {
        let accepts = self.tracer.project.contracts.get(contract.index()).and_then(|contract| contract.accepts.get(message as usize));
        let record = accepts.and_then(|accepts| accepts.answered_record());
        let mut value = Value { from: record.map(Place::record).into_iter().collect(), ..Value::default() };
        value.decided_by(self.value(sent));
        value
    }

    /// A lambda sees the elements of the list before it. What it gives is the result, unless elements themselves are (`filter`, `first`): then it decides.
    fn native(&mut self, result: &Type, args: &[Expr]) -> Value {
        let mut all = Value::default();
        let mut receiver: Option<Value> = None;
        for arg in args {
            let ExprKind::Lambda { param, body } = &*arg.kind else {
                let value = self.value(arg);
                receiver.get_or_insert_with(|| value.clone());
                all.join(value);
                continue;
            };
            let elements = receiver.clone().unwrap_or_default();
            self.locals.insert(*param, elements);
            let given = self.value(body);
            if record_in(result).is_some() && record_in(result) != record_in(&body.ty) {
                all.decided_by(given);
            } else {
                all = given;
            }
        }
        all
    }

    /// The lists that are gone through, and what decides which rows of them there are.
    fn rows(&mut self, rows: &For) -> (Value, Value) {
        let (mut lists, mut chosen) = (Value::default(), Value::default());
        for clause in &rows.clauses {
            let list = self.value(&clause.list);
            self.locals.insert(clause.binding, list.clone());
            match &clause.kind {
                ClauseKind::Each | ClauseKind::Zip(_) => {}
                ClauseKind::Matching(keys) | ClauseKind::Join(keys, _) => keys.iter().for_each(|key| chosen.join(self.all([&key.element, &key.row]))),
                ClauseKind::Group { element, keys } => {
                    self.locals.insert(*element, list.clone());
                    for (local, key) in keys {
                        let key = self.value(key);
                        chosen.join(key.clone());
                        self.locals.insert(*local, key);
                    }
                }
            }
            lists.join(list);
        }
        chosen.join(self.all(rows.filter.iter().chain(rows.sort.iter().map(|key| &key.value))));
        (lists, chosen)
    }

    /// What is set to a place; within records that are built, each field by itself.
    fn set(&mut self, expr: &Expr, target: &Place, decides: &Value) {
        if let ExprKind::Elsewhere { file, value } = &*expr.kind {
            let outer = std::mem::replace(&mut self.file, *file);
            self.set(value, target, decides);
            self.file = outer;
            return;
        }
        if !builds(expr) {
            let mut value = self.value(expr);
            value.decided_by(decides.clone());
            return self.edge(expr, target, value);
        }
        match &*expr.kind {
            ExprKind::Build { record, steps } => self.build(*record, steps, target, decides),
            ExprKind::If { condition, then, otherwise } => {
                let decides = self.also(decides, condition);
                self.set(then, target, &decides);
                self.set(otherwise, target, &decides);
            }
            ExprKind::Match { subjects, arms } => {
                let mut decides = decides.clone();
                decides.join(self.matched(subjects, arms));
                for arm in arms {
                    self.when.push((self.file, arm.span));
                    self.set(&arm.value, target, &decides);
                    self.when.pop();
                }
            }
            ExprKind::For(rows) => {
                // Which rows there are is a matter of the list, not of each field of them.
                let (lists, mut chosen) = self.rows(rows);
                chosen.join(decides.clone());
                self.edge_of_list(expr, target, &lists, &chosen);
                self.set(&rows.body, target, decides);
            }
            ExprKind::Let { local, value, body } | ExprKind::Through { value, local, body } => {
                let value = self.value(value);
                self.locals.insert(*local, value);
                self.set(body, target, decides);
            }
            ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => {
                self.set(value, target, decides);
                self.set(fallback, target, decides);
            }
            ExprKind::Fit { value, .. } => self.set(value, target, decides),
            _ => {
                let value = self.value(expr);
                self.edge(expr, target, value);
            }
        }
    }

    fn build(&mut self, record: RecordId, steps: &[BuildStep], target: &Place, decides: &Value) {
        for step in steps {
            match step {
                BuildStep::Let(local, expr) => {
                    let value = self.value(expr);
                    let (file, expr) = if let ExprKind::Elsewhere { file, value } = &*expr.kind { (*file, value) } else { (self.file, expr) };
                    self.binding(*local, &value, (file, expr.span));
                    self.locals.insert(*local, value);
                }
                BuildStep::Set(field, value) => self.set(value, &target.field(record, *field), decides),
                BuildStep::Rules(_) => {}
            }
        }
    }

    fn binding(&mut self, local: LocalId, value: &Value, (file, span): (FileId, Span)) {
        let Owner::Function(id) = self.owner else { return };
        let name = self.tracer.project.functions.get(id.index()).and_then(|function| function.locals.get(local.index())).map(|local| local.name.clone());
        // What has no name is a spread's source, which its fields tell.
        if let Some(name) = name.filter(|name| self.records && !name.is_empty()) {
            self.tracer.lineage.bindings.push(Binding { owner: self.owner, name, value: value.clone(), file, span });
        }
    }

    fn also(&mut self, decides: &Value, condition: &Expr) -> Value {
        let mut decides = decides.clone();
        decides.join(self.value(condition));
        decides
    }

    /// The list itself is made of the list that is gone through; its fields follow by themselves.
    fn edge_of_list(&mut self, expr: &Expr, target: &Place, list: &Value, decides: &Value) {
        let mut value = list.clone();
        value.decided_by(decides.clone());
        self.edge(expr, target, value);
    }

    fn edge(&mut self, expr: &Expr, target: &Place, value: Value) {
        if self.records && !target.steps.is_empty() {
            let (target, when) = (target.clone(), self.when.clone());
            self.tracer.lineage.edges.push(Edge { owner: self.owner, target, value, file: self.file, span: expr.span, spread: is_spread(expr), when });
        }
    }
}

/// A field that `..` carries over has the place of the whole.
fn is_spread(expr: &Expr) -> bool {
    match &*expr.kind {
        ExprKind::Field { base, .. } => base.span == expr.span,
        ExprKind::Fit { value, .. } | ExprKind::Elsewhere { value, .. } => is_spread(value),
        _ => false,
    }
}

/// Whether a record is built field by field in it, right where its value goes.
fn builds(expr: &Expr) -> bool {
    match &*expr.kind {
        ExprKind::Build { .. } => true,
        ExprKind::If { then, otherwise, .. } => builds(then) || builds(otherwise),
        ExprKind::Match { arms, .. } => arms.iter().any(|arm| builds(&arm.value)),
        ExprKind::For(For { body, .. }) | ExprKind::Let { body, .. } | ExprKind::Through { body, .. } => builds(body),
        ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => builds(value) || builds(fallback),
        ExprKind::Fit { value, .. } | ExprKind::Elsewhere { value, .. } => builds(value),
        _ => false,
    }
}
