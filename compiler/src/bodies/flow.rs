//! Flows: what is decided on an event, and whether the policy answers all that can go wrong.

mod collect;
mod problem;
mod replies;
mod schedules;

use crossdock_syntax::{Span, ast};

use super::problem::Problem;
use super::reads::Reads;
use super::{Checker, present};
use crate::context::{Body, Context, Def, Want};
use crate::typed::{Accepts, BuildStep, Contract, ContractId, Decl, Flow, FlowStep, Place, PolicyId, Priority, Start, SystemId, Type, Undo};

/// The built-in failures of every send.
pub(super) const OF_SENDS: [&str; 5] = ["unreachable", "timeout", "busy", "refused", "duplicate"];

pub(super) fn check(ctx: &mut Context<'_>, reads: &mut Reads, body: Body<'_>, item: &ast::Flow) {
    let mut checker = Checker::new(ctx, body.file, reads);
    checker.in_flow = true;
    let Some(flow) = checker.flow(body, item) else { return };
    ctx.project.flows.push(flow);
}

/// What the statements of a flow come to.
#[derive(Default)]
struct Statements {
    policy: Option<(PolicyId, Span)>,
    priority: Option<(Priority, Span)>,
    collect: Option<Span>,
    /// Each `answer`.
    answers: Vec<Span>,
    /// The first `skip` before any of them.
    skipped: Option<Span>,
    /// What the sender waits for; where it waits, but for what is not known, an error.
    awaits: Option<Type>,
    /// An event starts it.
    event: bool,
    /// How deep in `for`s.
    depth: usize,
    /// How deep in `match`es.
    choices: usize,
}

impl Checker<'_, '_> {
    fn flow(&mut self, body: Body<'_>, item: &ast::Flow) -> Option<Flow> {
        let start = self.start(&item.start);
        let mut found = Statements { event: matches!(item.start, ast::FlowStart::Event { .. }), ..Statements::default() };
        found.awaits = start.as_ref().and_then(|start| self.awaited(start));
        self.systems = match &start {
            Some(Start::Event { systems, .. }) => systems.clone(),
            _ => Vec::new(),
        };
        let steps = self.flow_stmts(&item.stmts, &mut found);
        self.answered(item, found.policy);
        if let Some(start) = &start {
            self.replies(item, start, &found);
        }
        let decl = Decl {
            name: item.name.text.clone(),
            module: self.ctx.sources.get(self.file).module.clone(),
            docs: body.item.docs.clone(),
            place: Place { file: self.file, span: item.name.span },
        };
        let start = start?;
        self.mention_flow(item);
        Some(Flow {
            decl,
            start,
            locals: std::mem::take(&mut self.locals),
            priority: found.priority.map_or(Priority::Normal, |(priority, _)| priority),
            steps,
            policy: found.policy.map(|(id, _)| id),
            failures: std::mem::take(&mut self.failures).into_keys().collect(),
        })
    }

    /// What sets the flow going; the event is bound to its name.
    fn start(&mut self, start: &ast::FlowStart) -> Option<Start> {
        match start {
            ast::FlowStart::Event { source, event: name, binding } => {
                let found = self.source(source, name);
                let record = found.as_ref().and_then(|(_, contract, event)| Some(self.ctx.project.contracts.get(contract.index())?.sends.get(*event as usize)?.record));
                self.bind(binding, record.map_or(Type::Error, Type::Record));
                self.raise_built_in("invalid", name.span);
                found.map(|(systems, contract, event)| Start::Event { systems, contract, event })
            }
            ast::FlowStart::At { time, rules } => self.schedule_at(time, rules).map(Start::Schedule),
            ast::FlowStart::Every { every, rules } => self.schedule_every(every, rules).map(Start::Schedule),
            ast::FlowStart::Error => None,
        }
    }

    fn mention_flow(&self, item: &ast::Flow) {
        let failures: Vec<&str> = self.failures.keys().filter_map(|id| self.ctx.project.failures.get(id.index())).map(|failure| failure.decl.name.as_str()).collect();
        let start = match &item.start {
            ast::FlowStart::Event { source, event, .. } => format!("on {}.{}", source.text, event.text),
            ast::FlowStart::At { time, .. } => format!("at \"{}\"", time.text),
            ast::FlowStart::Every { every, .. } => format!("every {}", self.ctx.text(self.file, every.span)),
            ast::FlowStart::Error => String::new(),
        };
        let title = format!("flow {} {start} may meet {}", item.name.text, failures.join(", "));
        self.ctx.mention(self.file, crate::Mention { span: item.name.span, title, docs: None, target: Some((self.file, item.name.span)) });
    }

    /// The systems whose event it is, their contract, and which of its events.
    fn source(&mut self, source: &ast::Name, event: &ast::Name) -> Option<(Vec<SystemId>, ContractId, u32)> {
        let (systems, contract) = match self.ctx.expect(self.file, source, Want::SystemOrContract, &[])? {
            Def::System(id) => (vec![id], self.ctx.project.systems.get(id.index())?.contract),
            Def::Contract(id) => (self.systems_of(id), id),
            _ => return None,
        };
        let declared = self.ctx.project.contracts.get(contract.index())?;
        let found = declared.sends.iter().position(|sends| sends.name == event.text);
        match found.and_then(|at| Some((at, declared.sends.get(at)?))) {
            Some((at, sends)) => {
                let title = format!("{} sends {} : {}", declared.decl.name, sends.name, self.ctx.show(&Type::Record(sends.record)));
                self.ctx.mention(self.file, crate::Mention { span: event.span, title, docs: sends.docs.clone(), target: Some((declared.decl.place.file, sends.span)) });
                Some((systems, contract, at as u32))
            }
            None => {
                let known: Vec<&str> = declared.sends.iter().map(|sends| sends.name.as_str()).collect();
                self.no_message(event, "sends", declared, &known);
                None
            }
        }
    }

    fn systems_of(&self, contract: ContractId) -> Vec<SystemId> {
        let systems = self.ctx.project.systems.iter().enumerate();
        systems.filter(|(_, system)| system.contract == contract).map(|(at, _)| SystemId(at as u32)).collect()
    }

    /// Silent where an entry of the contract could not be read: it may be this one.
    pub(super) fn no_message(&self, name: &ast::Name, does: &'static str, contract: &Contract, known: &[&str]) {
        if self.ctx.is_broken_message(contract, &name.text) {
            return;
        }
        let near = crate::resolve::nearest(&name.text, known.iter().copied()).map(str::to_owned);
        let declared = (contract.decl.place.file, contract.decl.place.span);
        let known = known.iter().map(|name| (*name).to_owned()).collect();
        let other_way = match does {
            "accepts" => contract.sends.iter().any(|sends| sends.name == name.text),
            "sends" => contract.accepts.iter().any(|accepts| accepts.name == name.text),
            _ => false,
        };
        self.report(Problem::NoSuchMessage { file: self.file, name: name.clone(), contract: contract.decl.name.clone(), does, known, near, other_way, declared });
    }

    fn flow_stmts(&mut self, stmts: &[ast::FlowStmt], found: &mut Statements) -> Vec<FlowStep> {
        let mut steps = Vec::new();
        for stmt in stmts {
            steps.extend(self.flow_stmt(stmt, &steps, found));
        }
        steps
    }

    /// `before` are the steps above it.
    fn flow_stmt(&mut self, stmt: &ast::FlowStmt, before: &[FlowStep], found: &mut Statements) -> Option<FlowStep> {
        match stmt {
            ast::FlowStmt::Let(binding) => {
                let (local, value) = self.let_(binding);
                Some(FlowStep::Let(local, value))
            }
            ast::FlowStmt::Check { condition, failure, .. } => {
                let condition = self.condition(condition);
                let known = self.learn(&condition, true);
                let fail = self.fail(failure)?;
                self.known.extend(known);
                Some(FlowStep::Check { condition, fail })
            }
            ast::FlowStmt::Skip { span, condition, because } => {
                self.not_in_rows("skip", *span, found);
                if found.answers.is_empty() {
                    found.skipped.get_or_insert(*span);
                }
                let condition = self.condition(condition);
                let because = self.infer(because, None);
                self.known.extend(self.learn(&condition, false));
                Some(FlowStep::Skip { condition, because })
            }
            ast::FlowStmt::Send { span, answer: None, system, message, args, undo } => {
                let step = self.send(*span, system, message, args);
                let undone = undo.as_ref().and_then(|undo| self.undo(undo));
                step.map(|step| with_undo(step, undone))
            }
            ast::FlowStmt::Send { span, answer: Some(answer), system, message, args, .. } => self.send_for_answer(*span, answer, (system, message), args),
            ast::FlowStmt::For { span, head, stmts } => Some(self.flow_for(*span, head, stmts, found)),
            ast::FlowStmt::Match { span, head, bodies } => Some(self.flow_match(*span, head, bodies, found)),
            ast::FlowStmt::Advance { span, entity, key, to } => self.advance(*span, entity, key, to, before),
            ast::FlowStmt::Collect(collect) => self.collect_(collect, found),
            ast::FlowStmt::Answer { span, value } => self.answer(*span, value, found),
            ast::FlowStmt::Priority { span, level } => {
                self.priority(*span, level, found);
                None
            }
            ast::FlowStmt::OnFailure { span, policy: name } => {
                self.top_only("on failure", *span, found);
                self.policy(*span, name, &mut found.policy);
                None
            }
            ast::FlowStmt::Error(_) => None,
        }
    }

    /// The steps once for each row of a list.
    fn flow_for(&mut self, span: Span, head: &ast::ForHead, stmts: &[ast::FlowStmt], found: &mut Statements) -> FlowStep {
        self.scoped(|checker| {
            let head = checker.for_head(head);
            found.depth += 1;
            let steps = checker.flow_stmts(stmts, found);
            found.depth -= 1;
            let nothing = crate::typed::Expr { ty: Type::None, span, kind: Box::new(crate::typed::ExprKind::None) };
            FlowStep::For { rows: head.rows(nothing), steps, span }
        })
    }

    /// The steps of the arm that fits; every case has one.
    fn flow_match(&mut self, span: Span, head: &ast::Match, bodies: &[Vec<ast::FlowStmt>], found: &mut Statements) -> FlowStep {
        let (mut steps, mut stmts) = (Vec::new(), bodies.iter());
        found.choices += 1;
        let (subjects, arms) = self.cases(head, (span, true), &mut |checker, arm| {
            steps.push(checker.flow_stmts(stmts.next().map_or(&[], Vec::as_slice), found));
            crate::typed::Expr { ty: Type::None, span: arm.span, kind: Box::new(crate::typed::ExprKind::None) }
        });
        found.choices -= 1;
        FlowStep::Match { subjects, arms, bodies: steps }
    }

    fn undo(&mut self, undo: &ast::Undo) -> Option<Undo> {
        let met = self.failures.clone();
        let step = self.send(undo.span, &undo.system, &undo.message, &undo.args);
        // Sent when all else is over, it is parked if it fails: no answer of the policy's is asked for.
        for failure in OF_SENDS {
            if let Some(id) = crate::resolve::built_in_failure(failure)
                && !met.contains_key(&id)
            {
                self.failures.remove(&id);
            }
        }
        match step? {
            FlowStep::Send { system, contract, message, value, span, .. } => Some(Undo { system, contract, message, value, span }),
            _ => None,
        }
    }

    pub(super) fn send(&mut self, span: Span, system: &ast::Name, message: &ast::Name, args: &[ast::Expr]) -> Option<FlowStep> {
        let target = self.target_system(system);
        let Type::System(contract_id) = present(&target.ty).clone() else {
            if !matches!(target.ty, Type::Error) {
                self.report(Problem::NotASystem { file: self.file, span: system.span, is: self.ctx.show(&target.ty) });
            }
            args.iter().for_each(|arg| drop(self.infer(arg, None)));
            return None;
        };
        let contract = self.ctx.project.contracts.get(contract_id.index())?;
        let found = contract.accepts.iter().position(|accepts| accepts.name == message.text);
        let Some((at, accepts)) = found.and_then(|at| Some((at, contract.accepts.get(at)?))) else {
            let known: Vec<&str> = contract.accepts.iter().map(|accepts| accepts.name.as_str()).collect();
            if !self.is_look_up(contract, system, message) {
                self.no_message(message, "accepts", contract, &known);
            }
            args.iter().for_each(|arg| drop(self.infer(arg, None)));
            return None;
        };
        let title = self.message_title(contract_id, accepts);
        self.ctx
            .mention(self.file, crate::Mention { span: message.span, title: title.clone(), docs: accepts.docs.clone(), target: Some((contract.decl.place.file, accepts.span)) });
        let value = self.sent(span, system, contract_id, accepts, args, title)?;
        OF_SENDS.iter().for_each(|failure| self.raise_built_in(failure, span));
        Some(FlowStep::Send { system: target, contract: contract_id, message: at as u32, value, answer: None, undo: None, span })
    }

    /// `let label = send ups.create_label(…)`: the flow goes on with what comes back.
    fn send_for_answer(&mut self, span: Span, name: &ast::Name, (system, message): (&ast::Name, &ast::Name), args: &[ast::Expr]) -> Option<FlowStep> {
        let Some(FlowStep::Send { system: target, contract, message: at, value, undo, .. }) = self.send(span, system, message, args) else {
            self.bind(name, Type::Error);
            return None;
        };
        let until_send = Span { start: span.start, end: self.start_of_send(span, system) };
        let ty = self.answer_of(contract, at, message, until_send);
        self.raise_built_in("invalid", span);
        let answer = Some(self.bind(name, ty));
        Some(FlowStep::Send { system: target, contract, message: at, value, answer, undo, span })
    }

    /// Where the word `send` stands before the system.
    fn start_of_send(&self, span: Span, system: &ast::Name) -> u32 {
        let before = self.ctx.text(self.file, Span { start: span.start, end: system.span.start });
        span.start + before.rfind("send").unwrap_or_default() as u32
    }

    /// What is sent: a record as it is, or one that the arguments make.
    fn sent(&mut self, span: Span, system: &ast::Name, contract: ContractId, accepts: &Accepts, args: &[ast::Expr], signature: String) -> Option<crate::typed::Expr> {
        let record = self.ctx.project.records.get(accepts.record.index())?;
        let whole = accepts.is_its_body();
        let fields = if whole { &[][..] } else { &record.fields };
        let wanted = if whole { 1 } else { fields.len() };
        let least = if whole { 1 } else { fields.iter().rposition(|field| !matches!(field.ty, Type::Optional(_))).map_or(0, |last| last + 1) };
        if args.len() > wanted || args.len() < least {
            let declared = (self.ctx.project.contracts.get(contract.index())?.decl.place.file, accepts.span);
            self.report(Problem::Arity { file: self.file, span, name: accepts.name.clone(), given: args.len(), wanted, declared, signature });
            args.iter().for_each(|arg| drop(self.infer(arg, None)));
            return None;
        }
        let ty = Type::Record(accepts.record);
        if let (true, [value]) = (whole, args) {
            return Some(self.assigned(value, &ty, Some(&format!("{}.{}", system.text, accepts.name))));
        }
        let set = args.iter().zip(fields).zip(0_u32..);
        let steps = set.map(|((arg, field), at)| BuildStep::Set(at, self.assigned(arg, &field.ty, Some(&field.name)))).collect();
        Some(crate::typed::Expr { ty, span, kind: Box::new(crate::typed::ExprKind::Build { record: accepts.record, steps }) })
    }

    /// `Wms accepts cancel(order_no: text) : Cancel`
    fn message_title(&self, contract: ContractId, accepts: &Accepts) -> String {
        let contract = self.ctx.project.contracts.get(contract.index()).map_or("", |contract| &contract.decl.name);
        let fields = self.ctx.project.records.get(accepts.record.index()).map_or(&[][..], |record| &record.fields);
        let params: Vec<String> = fields.iter().take(accepts.params as usize).map(|field| format!("{}: {}", field.name, self.ctx.show(&field.ty))).collect();
        let params = if params.is_empty() { String::new() } else { format!("({})", params.join(", ")) };
        let body = accepts.body.as_ref().map(|body| format!(" : {}", self.ctx.show(body))).unwrap_or_default();
        let answer = accepts.answer.as_ref().map(|answer| format!(" answers {}", self.ctx.show(answer))).unwrap_or_default();
        format!("{contract} accepts {}{params}{body}{answer}", accepts.name)
    }

    fn target_system(&mut self, system: &ast::Name) -> crate::typed::Expr {
        let local = self.scope.iter().any(|(known, _)| *known == system.text);
        if !local && self.ctx.expect(self.file, system, Want::System, &self.visible()).is_none() {
            return self.error(system.span);
        }
        self.name(system, None, true)
    }

    fn policy(&mut self, span: Span, name: &ast::Name, policy: &mut Option<(PolicyId, Span)>) {
        if let Some((_, first)) = policy {
            let first = *first;
            self.report(Problem::TwoPolicies { file: self.file, span, first });
        }
        if let Some(Def::Policy(id)) = self.ctx.expect(self.file, name, Want::Policy, &[]) {
            *policy = Some((id, span));
        }
    }
}

fn with_undo(step: FlowStep, undone: Option<Undo>) -> FlowStep {
    match step {
        FlowStep::Send { system, contract, message, value, answer, span, .. } => FlowStep::Send { system, contract, message, value, answer, undo: undone, span },
        other => other,
    }
}
