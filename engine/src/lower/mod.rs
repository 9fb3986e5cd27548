//! Checked program to code: what a unit needs, laid out and turned into instructions.

mod blame;
mod constants;
mod coverage;
mod expr;
mod fit;
mod flow;
mod look_up;
mod loops;
mod matching;
mod needs;
mod notes;
mod rules;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crossdock_compiler::Sources;
use crossdock_compiler::typed::{ContractId, Expr, FileId, FunctionId, FunctionKind, LocalId, Project, RecordId, Type};

pub(crate) use blame::joined;
pub use constants::{Constants, RouteTable, TableIndex};
pub(crate) use needs::Needs;
pub(crate) use notes::{children, is_literal, is_unrounded, shown_unit};

use crate::coverage::Points;
use crate::ir::{Block, Code, Function, FunctionIndex, Inst, Reg};
use crate::notes::Notes;
use crate::slot::{Layouts, Slot};

/// What is the same for all units of a program.
pub(crate) struct Shared<'p> {
    pub project: &'p Project,
    pub sources: &'p Sources,
    pub constants: &'p mut Constants,
    /// Where coverage is measured.
    pub points: Option<&'p Points>,
    /// Where tests want to know why a check did not hold.
    pub notes: Option<&'p Notes>,
}

/// Code and layouts of one unit, and the sends that a flow may make: contract and message of each.
pub(crate) struct Lowered {
    pub code: Code,
    pub layouts: Layouts,
    pub sends: Vec<(ContractId, u32)>,
    /// The look-ups that a flow may ask, likewise.
    pub look_ups: Vec<(ContractId, u32)>,
    /// What comes back from the messages that it sends for their answers.
    pub replies: Vec<Type>,
    /// Its moves of lifecycles: lifecycle, state, and the states that it may come from.
    pub moves: Vec<(u32, u32, Vec<u32>)>,
    /// What it uses that is not in production yet.
    pub later: Vec<Later>,
}

/// A part of a flow that `crossdock test` runs and production does not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// `look-ups`
    pub what: &'static str,
    /// `release.flow:14`
    pub source: String,
}

/// A map that is run on a payload.
pub(crate) fn map(shared: &mut Shared<'_>, id: FunctionId, result: RecordId) -> Lowered {
    let mut needs = Needs::default();
    needs.function(shared.project, id);
    needs.whole(shared.project, result);
    for param in shared.project.functions.get(id.index()).iter().flat_map(|function| function.locals.iter().take(function.params)) {
        needs.checked(shared.project, &param.ty);
    }
    let layouts = needs.layouts(shared.project);
    let mut lowering = Lowering::new(shared, &layouts);
    let entry = lowering.function(id, true);
    lowering.done(entry).with(layouts)
}

/// A flow that decides about an event.
pub(crate) fn flow(shared: &mut Shared<'_>, flow: &crossdock_compiler::typed::Flow) -> Lowered {
    let mut needs = Needs::default();
    needs.flow(shared.project, flow);
    let layouts = needs.layouts(shared.project);
    let mut lowering = Lowering::new(shared, &layouts);
    let entry = lowering.flow(flow);
    lowering.done(entry).with(layouts)
}

/// A fn or map by itself, only for the points in it.
pub(crate) fn visit(shared: &mut Shared<'_>, id: FunctionId) {
    let mut needs = Needs::default();
    needs.function(shared.project, id);
    let layouts = needs.layouts(shared.project);
    Lowering::new(shared, &layouts).function(id, true);
}

/// What a policy sends about a failure, which is the one parameter.
pub(crate) fn told(shared: &mut Shared<'_>, policy: &crossdock_compiler::typed::Policy, send: &crossdock_compiler::typed::PolicySend) -> Lowered {
    let mut needs = Needs::default();
    if let Some(problem) = policy.locals.first() {
        needs.exists(&problem.ty);
    }
    needs.expr(shared.project, &send.value);
    if let Some(record) = record_of(&send.value.ty) {
        needs.whole(shared.project, record);
    }
    let layouts = needs.layouts(shared.project);
    let mut lowering = Lowering::new(shared, &layouts);
    let mut body = Body::new(policy.decl.place.file, vec![LocalId(0)], false);
    let result = body.expr(&mut lowering, &send.value);
    let entry = lowering.place(Function { name: policy.decl.name.clone(), params: 1, registers: body.registers, body: body.code, result });
    lowering.done(entry).with(layouts)
}

/// An expression that stands by itself, without an event. Its parameters are these records, which came in.
pub(crate) fn constant(shared: &mut Shared<'_>, file: FileId, expr: &Expr, given: &[(LocalId, RecordId)]) -> Lowered {
    let mut needs = Needs::default();
    for (_, record) in given {
        needs.exists(&Type::Record(*record));
        needs.checked(shared.project, &Type::Record(*record));
    }
    needs.expr(shared.project, expr);
    if let Some(record) = record_of(&expr.ty) {
        needs.whole(shared.project, record);
    }
    let layouts = needs.layouts(shared.project);
    let mut lowering = Lowering::new(shared, &layouts);
    let mut body = Body::new(file, given.iter().map(|(local, _)| *local).collect(), false);
    for (at, (_, record)) in given.iter().enumerate() {
        body.look_at(&mut lowering, Reg(at as u32), &Type::Record(*record), crate::ir::Blame::Nobody);
    }
    let result = body.expr(&mut lowering, expr);
    let entry = lowering.place(Function { name: "constant".to_owned(), params: given.len() as u32, registers: body.registers, body: body.code, result });
    lowering.done(entry).with(layouts)
}

/// The unit being lowered.
struct Lowering<'l, 'p> {
    shared: &'l mut Shared<'p>,
    layouts: &'l Layouts,
    /// A function has its place before its code is there.
    functions: Vec<Option<Function>>,
    indexes: HashMap<FunctionId, FunctionIndex>,
    /// Records whose rules, or those of records within, are to be looked at.
    ruled: HashSet<RecordId>,
    rule_indexes: HashMap<(RecordId, rules::Which), FunctionIndex>,
    sends: Vec<(ContractId, u32)>,
    look_ups: Vec<(ContractId, u32)>,
    replies: Vec<Type>,
    moves: Vec<(u32, u32, Vec<u32>)>,
    later: Vec<Later>,
}

impl Lowered {
    fn with(self, layouts: Layouts) -> Lowered {
        Lowered { layouts, ..self }
    }
}

/// The function being lowered.
struct Body {
    file: FileId,
    code: Block,
    registers: u32,
    /// Registers of the locals.
    locals: HashMap<LocalId, Reg>,
    /// Which part of the payload a local holds, as told at the depth where it was bound.
    origins: HashMap<LocalId, (u32, crate::ir::Blame)>,
    /// Loops around what is being lowered.
    depth: u32,
}

impl<'l, 'p> Lowering<'l, 'p> {
    fn new(shared: &'l mut Shared<'p>, layouts: &'l Layouts) -> Lowering<'l, 'p> {
        let ruled = rules::ruled(shared.project);
        Lowering {
            shared,
            layouts,
            ruled,
            rule_indexes: HashMap::new(),
            functions: Vec::new(),
            indexes: HashMap::new(),
            sends: Vec::new(),
            look_ups: Vec::new(),
            replies: Vec::new(),
            moves: Vec::new(),
            later: Vec::new(),
        }
    }

    /// All that was lowered, but the layouts, which it only borrows.
    fn done(self, entry: FunctionIndex) -> Lowered {
        let code = Code { functions: self.functions.into_iter().flatten().collect(), entry: entry.0 as usize };
        Lowered { code, layouts: Layouts::default(), sends: self.sends, look_ups: self.look_ups, replies: self.replies, moves: self.moves, later: self.later }
    }

    /// The function's index; its code is made when it is first asked for.
    fn function(&mut self, id: FunctionId, entry: bool) -> FunctionIndex {
        if let Some(index) = self.indexes.get(&id) {
            return *index;
        }
        let index = FunctionIndex(self.functions.len() as u32);
        self.functions.push(None);
        self.indexes.insert(id, index);
        let project = self.shared.project;
        if let Some(function) = project.functions.get(id.index()) {
            let params = (0..function.params as u32).map(LocalId).collect();
            let mut body = Body::new(function.decl.place.file, params, entry);
            let result = match &function.kind {
                FunctionKind::Fn(expr) | FunctionKind::Map(expr) => {
                    if entry && let Some(param) = function.locals.first() {
                        body.look_at(self, Reg(0), &param.ty, crate::ir::Blame::Payload(String::new()));
                    }
                    body.expr(self, expr)
                }
                FunctionKind::Native => body.constant(Slot::Missing),
            };
            let name = format!("{}.{}", function.decl.module, function.decl.name);
            let lowered = Function { name, params: function.params as u32, registers: body.registers, body: body.code, result };
            if let Some(place) = self.functions.get_mut(index.0 as usize) {
                *place = Some(lowered);
            }
        }
        index
    }

    /// A place for one more send.
    fn outlet(&mut self, message: (ContractId, u32)) -> usize {
        self.sends.push(message);
        self.sends.len() - 1
    }

    fn place(&mut self, function: Function) -> FunctionIndex {
        self.functions.push(Some(function));
        FunctionIndex(self.functions.len() as u32 - 1)
    }

    /// The slot of a field in this unit's layout.
    fn slot(&self, record: RecordId, field: u32) -> Option<u32> {
        self.layouts.records.get(&record)?.slots.get(field as usize).copied().flatten()
    }

    fn size(&self, record: RecordId) -> u32 {
        self.layouts.records.get(&record).map_or(0, |layout| layout.size)
    }
}

impl Body {
    /// The entry's one parameter is the payload; of other functions only the first is known to be somebody's.
    fn new(file: FileId, params: Vec<LocalId>, entry: bool) -> Body {
        let origin = |index: usize| match (entry, index) {
            (true, _) => crate::ir::Blame::Payload(String::new()),
            (false, 0) => crate::ir::Blame::here(),
            (false, _) => crate::ir::Blame::Nobody,
        };
        Body {
            file,
            code: Vec::new(),
            registers: params.len() as u32,
            locals: params.iter().enumerate().map(|(at, id)| (*id, Reg(at as u32))).collect(),
            origins: params.iter().enumerate().map(|(at, id)| (*id, (0, origin(at)))).collect(),
            depth: 0,
        }
    }

    fn register(&mut self) -> Reg {
        self.registers += 1;
        Reg(self.registers - 1)
    }

    fn push(&mut self, inst: Inst) {
        self.code.push(inst);
    }

    fn constant(&mut self, value: Slot) -> Reg {
        let to = self.register();
        self.push(Inst::Const { to, value });
        to
    }

    /// Lowers what stands in another file.
    fn in_file<T>(&mut self, file: FileId, build: impl FnOnce(&mut Body) -> T) -> T {
        let outer = std::mem::replace(&mut self.file, file);
        let built = build(self);
        self.file = outer;
        built
    }

    /// Lowers into a block of its own.
    fn block<T>(&mut self, build: impl FnOnce(&mut Body) -> T) -> (Block, T) {
        let outer = std::mem::take(&mut self.code);
        let built = build(self);
        (std::mem::replace(&mut self.code, outer), built)
    }

    /// `release.flow:14`
    fn source(&self, lowering: &Lowering<'_, '_>, span: crossdock_compiler::syntax::Span) -> Arc<str> {
        Arc::from(source_of(lowering.shared.sources, self.file, span))
    }
}

/// `release.flow:14`
pub(crate) fn source_of(sources: &Sources, file: FileId, span: crossdock_compiler::syntax::Span) -> String {
    let source = sources.get(file);
    let place = source.lines.line_column(&source.text, span.start as usize, crossdock_compiler::syntax::line_index::Columns::Characters);
    format!("{}:{}", source.path, place.line + 1)
}

/// The record type within, if it is one.
pub(crate) fn record_of(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(id) => Some(*id),
        Type::Optional(inner) => record_of(inner),
        _ => None,
    }
}
