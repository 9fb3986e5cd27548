//! Flows: what is decided on an event, and whether the policy answers all that can go wrong.

use crossdock_syntax::{Span, ast};

use super::problem::Problem;
use super::reads::Reads;
use super::{Checker, present};
use crate::context::{Body, Context, Def, Want};
use crate::typed::{Contract, ContractId, Decl, Flow, FlowStep, Place, PolicyId, SystemId, Type};

/// The built-in failures of every send.
pub(super) const OF_SENDS: [&str; 5] = ["unreachable", "timeout", "busy", "refused", "duplicate"];

pub(super) fn check(ctx: &mut Context<'_>, reads: &mut Reads, body: Body<'_>, item: &ast::Flow) {
    let mut checker = Checker::new(ctx, body.file, reads);
    checker.in_flow = true;
    let Some(flow) = checker.flow(body, item) else { return };
    ctx.project.flows.push(flow);
}

impl Checker<'_, '_> {
    fn flow(&mut self, body: Body<'_>, item: &ast::Flow) -> Option<Flow> {
        let source = self.source(&item.source, &item.event);
        self.systems = source.as_ref().map_or_else(Vec::new, |(systems, _, _)| systems.clone());
        let event = match &source {
            Some((_, contract, event)) => {
                self.ctx.project.contracts.get(contract.index()).and_then(|contract| contract.sends.get(*event as usize)).map_or(Type::Error, |sends| Type::Record(sends.record))
            }
            None => Type::Error,
        };
        self.bind(&item.binding, event);
        self.raise_built_in("invalid", item.event.span);
        let mut steps = Vec::new();
        let mut policy = None;
        for stmt in &item.stmts {
            self.flow_stmt(stmt, &mut steps, &mut policy);
        }
        self.answered(item, policy);
        let (systems, contract, event) = source?;
        let decl = Decl {
            name: item.name.text.clone(),
            module: self.ctx.sources.get(self.file).module.clone(),
            docs: body.item.docs.clone(),
            place: Place { file: self.file, span: item.name.span },
        };
        self.mention_flow(item);
        Some(Flow {
            decl,
            systems,
            contract,
            event,
            locals: std::mem::take(&mut self.locals),
            steps,
            policy: policy.map(|(id, _)| id),
            failures: std::mem::take(&mut self.failures).into_keys().collect(),
        })
    }

    fn mention_flow(&self, item: &ast::Flow) {
        let failures: Vec<&str> = self.failures.keys().filter_map(|id| self.ctx.project.failures.get(id.index())).map(|failure| failure.decl.name.as_str()).collect();
        let title = format!("flow {} on {}.{} may meet {}", item.name.text, item.source.text, item.event.text, failures.join(", "));
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

    pub(super) fn no_message(&self, name: &ast::Name, does: &'static str, contract: &Contract, known: &[&str]) {
        let near = crate::resolve::nearest(&name.text, known.iter().copied()).map(str::to_owned);
        let declared = (contract.decl.place.file, contract.decl.place.span);
        let known = known.iter().map(|name| (*name).to_owned()).collect();
        self.report(Problem::NoSuchMessage { file: self.file, name: name.clone(), contract: contract.decl.name.clone(), does, known, near, declared });
    }

    fn flow_stmt(&mut self, stmt: &ast::FlowStmt, steps: &mut Vec<FlowStep>, policy: &mut Option<(PolicyId, Span)>) {
        match stmt {
            ast::FlowStmt::Let(binding) => {
                let (local, value) = self.let_(binding);
                steps.push(FlowStep::Let(local, value));
            }
            ast::FlowStmt::Check { condition, failure, .. } => {
                let condition = self.condition(condition);
                if let Some(fail) = self.fail(failure) {
                    steps.push(FlowStep::Check { condition, fail });
                }
            }
            ast::FlowStmt::Skip { condition, because, .. } => {
                let condition = self.condition(condition);
                let because = self.infer(because, None);
                steps.push(FlowStep::Skip { condition, because });
            }
            ast::FlowStmt::Send { span, system, message, value } => {
                if let Some(step) = self.send(*span, system, message, value) {
                    steps.push(step);
                }
            }
            ast::FlowStmt::Advance { span, entity, key, to } => {
                if let Some(step) = self.advance(*span, entity, key, to, steps) {
                    steps.push(step);
                }
            }
            ast::FlowStmt::OnFailure { span, policy: name } => self.policy(*span, name, policy),
            ast::FlowStmt::Error(_) => {}
        }
    }

    pub(super) fn send(&mut self, span: Span, system: &ast::Name, message: &ast::Name, value: &ast::Expr) -> Option<FlowStep> {
        let target = self.target_system(system);
        let Type::System(contract_id) = present(&target.ty).clone() else {
            if !matches!(target.ty, Type::Error) {
                self.report(Problem::NotASystem { file: self.file, span: system.span, is: self.ctx.show(&target.ty) });
            }
            self.infer(value, None);
            return None;
        };
        let contract = self.ctx.project.contracts.get(contract_id.index())?;
        let found = contract.accepts.iter().position(|accepts| accepts.name == message.text);
        let Some((at, accepts)) = found.and_then(|at| Some((at, contract.accepts.get(at)?))) else {
            let known: Vec<&str> = contract.accepts.iter().map(|accepts| accepts.name.as_str()).collect();
            if !self.is_look_up(contract, system, message) {
                self.no_message(message, "accepts", contract, &known);
            }
            self.infer(value, None);
            return None;
        };
        let title = format!("{} accepts {} : {}", contract.decl.name, accepts.name, self.ctx.show(&Type::Record(accepts.record)));
        self.ctx.mention(self.file, crate::Mention { span: message.span, title, docs: accepts.docs.clone(), target: Some((contract.decl.place.file, accepts.span)) });
        let value = self.assigned(value, &Type::Record(accepts.record), Some(&format!("{}.{}", system.text, message.text)));
        OF_SENDS.iter().for_each(|failure| self.raise_built_in(failure, span));
        Some(FlowStep::Send { system: target, contract: contract_id, message: at as u32, value, span })
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
