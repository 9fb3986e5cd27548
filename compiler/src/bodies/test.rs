//! Tests: what is given, and what is expected of it.

use crossdock_syntax::{Span, ast};

use super::Checker;
use super::problem::Problem;
use super::reads::Reads;
use crate::context::{Body, Context, Def, Want};
use crate::typed::{ContractId, Expect, FieldValue, Given, GivenValue, Place, RecordId, Sent, SystemId, Test, TestStep, Type};

pub(super) fn check(ctx: &mut Context<'_>, body: Body<'_>, item: &ast::Test) {
    // What a test looks at is not read by the project.
    let mut reads = Reads::default();
    let mut checker = Checker::new(ctx, body.file, &mut reads);
    let test = checker.test(item);
    ctx.project.tests.push(test);
}

impl Checker<'_, '_> {
    fn test(&mut self, item: &ast::Test) -> Test {
        let mut steps = Vec::new();
        let samples = self.samples(item);
        for stmt in &item.stmts {
            match stmt {
                ast::TestStmt::GivenNow { span, time } => steps.extend(self.given_now(*span, time, &steps)),
                ast::TestStmt::ExpectReply { span, block } => steps.extend(self.expect_reply(*span, block, &steps).map(TestStep::Expect)),
                ast::TestStmt::Given { span, source, event, from, with } => {
                    let many = self.is_each(from, &samples, &steps);
                    steps.extend(self.given(*span, (source, event), (from, many), with.as_ref()).map(TestStep::Given));
                }
                ast::TestStmt::GivenValue { span, name, record, from, with } => {
                    let many = self.is_each(from, &samples, &steps);
                    steps.extend(self.given_value(*span, (name, record), (from, many), with.as_ref()).map(TestStep::Value));
                }
                ast::TestStmt::GivenAnswer(given) => steps.extend(self.given_answer(given).map(TestStep::Answer)),
                ast::TestStmt::GivenSystem { span, system, state } => steps.extend(self.given_state(*span, system, state)),
                ast::TestStmt::GivenLater { span, by } => steps.extend(self.passing(by).map(|nanos| TestStep::Later { nanos, span: *span })),
                ast::TestStmt::GivenStopped { span, by } => steps.extend(self.passing(by).map(|nanos| TestStep::Stopped { nanos, span: *span })),
                ast::TestStmt::GivenState(about) => steps.extend(self.state_of(about).map(TestStep::EntityState)),
                ast::TestStmt::Error(_) => {}
                stmt => steps.extend(self.expectation(stmt).map(TestStep::Expect)),
            }
        }
        let broken = item.stmts.iter().any(|stmt| matches!(stmt, ast::TestStmt::Error(_)));
        let expects = item.stmts.iter().any(|stmt| !is_given(stmt));
        if !expects && !broken {
            self.report(Problem::NothingExpected { file: self.file, span: item.name.span });
        }
        let about_event = item.stmts.iter().find_map(about_event);
        let gives = item.stmts.iter().any(|stmt| matches!(stmt, ast::TestStmt::Given { .. } | ast::TestStmt::GivenLater { .. } | ast::TestStmt::GivenStopped { .. }));
        if let (Some(span), false, false) = (about_event, gives, broken) {
            self.report(Problem::NothingGiven { file: self.file, span });
        }
        Test { name: item.name.text.clone(), place: Place { file: self.file, span: item.name.span }, steps, samples }
    }

    /// What the first pattern of a test stands for. A second one would multiply it, which nobody could read: it is no file.
    fn samples(&self, item: &ast::Test) -> Vec<String> {
        let pattern = item.stmts.iter().find_map(|stmt| match stmt {
            ast::TestStmt::Given { from, .. } | ast::TestStmt::GivenValue { from, .. } => Some(from).filter(|from| is_pattern(from)),
            _ => None,
        });
        pattern.map_or_else(Vec::new, |pattern| self.ctx.outside.matching(&pattern.text))
    }

    /// Whether this is where each of the test's samples comes in turn.
    fn is_each(&self, from: &ast::Str, samples: &[String], before: &[TestStep]) -> bool {
        let taken = |step: &TestStep| matches!(step, TestStep::Given(Given { file: None, .. }) | TestStep::Value(GivenValue { file: None, .. }));
        !samples.is_empty() && is_pattern(from) && !before.iter().any(taken)
    }

    fn given_value(&mut self, span: Span, (name, record): (&ast::Name, &ast::Name), (from, many): (&ast::Str, bool), with: Option<&ast::Block>) -> Option<GivenValue> {
        if !many {
            self.sample(from);
        }
        let found = self.ctx.expect(self.file, record, Want::Type, &[]);
        let Some(Def::Record(id)) = found else {
            if found.is_some() {
                self.report(Problem::NotARecord { file: self.file, span: record.span, is: record.text.clone() });
            }
            self.bind(name, Type::Error);
            return None;
        };
        let with = with.map_or_else(Vec::new, |block| self.field_values(block, id));
        let local = self.bind(name, Type::Record(id));
        Some(GivenValue { local, name: name.text.clone(), record: id, file: (!many).then(|| from.text.clone()), with, span })
    }

    /// `many`: the sample is each of the test's.
    fn given(&mut self, span: Span, (source, event): (&ast::Name, &ast::Name), (from, many): (&ast::Str, bool), with: Option<&ast::Block>) -> Option<Given> {
        if !many {
            self.sample(from);
        }
        let (system, contract) = self.system(source)?;
        let declared = self.ctx.project.contracts.get(contract.index())?;
        let Some(at) = declared.sends.iter().position(|sends| sends.name == event.text) else {
            let known: Vec<&str> = declared.sends.iter().map(|sends| sends.name.as_str()).collect();
            self.no_message(event, "sends", declared, &known);
            return None;
        };
        let record = declared.sends.get(at)?.record;
        let with = with.map_or_else(Vec::new, |block| self.field_values(block, record));
        Some(Given { system, event: at as u32, file: (!many).then(|| from.text.clone()), with, span })
    }

    /// Reports a sample that is not there.
    pub(super) fn sample(&self, from: &ast::Str) {
        if !self.ctx.is_library(self.file) && !self.ctx.outside.exists(&from.text) {
            self.report(Problem::NoSample { file: self.file, span: from.span, path: from.text.clone() });
        }
    }

    pub(super) fn system(&mut self, name: &ast::Name) -> Option<(SystemId, ContractId)> {
        match self.ctx.expect(self.file, name, Want::System, &[])? {
            Def::System(id) => Some((id, self.ctx.project.systems.get(id.index())?.contract)),
            _ => None,
        }
    }

    fn expectation(&mut self, stmt: &ast::TestStmt) -> Option<Expect> {
        match stmt {
            ast::TestStmt::ExpectSent { span, sent } => {
                let known: Vec<Option<Sent>> = sent.iter().map(|sent| self.sent_message(sent)).collect();
                Some(Expect::Sent { sent: known.into_iter().collect::<Option<_>>()?, span: *span })
            }
            ast::TestStmt::ExpectUndone { span, system, message } => {
                let (system, message, _) = self.accepted(system, message)?;
                Some(Expect::Undone { system, message, span: *span })
            }
            ast::TestStmt::ExpectAsked { span, system, look_up, args, not, times } => {
                let times = if *not { Some(0) } else { self.times(times.as_ref()) };
                let (system, look_up, args) = self.asked_about(system, look_up, args.as_deref())?;
                Some(Expect::Asked { system, look_up, args, times, span: *span })
            }
            ast::TestStmt::ExpectCollecting { span, open } => Some(Expect::Collecting { open: *open, span: *span }),
            ast::TestStmt::ExpectNotSent { span, system, message } => {
                let (system, message, _) = self.accepted(system, message)?;
                Some(Expect::NotSent { system, message, span: *span })
            }
            ast::TestStmt::ExpectNothingSent { span } => Some(Expect::NothingSent { span: *span }),
            ast::TestStmt::ExpectFailed { span, failure, at } => match self.ctx.expect(self.file, failure, Want::Failure, &[])? {
                Def::Failure(failure) => Some(Expect::Failed { failure, at: at.as_ref().map(|at| at.text.clone()), span: *span }),
                _ => None,
            },
            ast::TestStmt::ExpectSkipped { span } => Some(Expect::Skipped { span: *span }),
            ast::TestStmt::ExpectSnapshot { span, of } => Some(Expect::Snapshot { of: of.as_ref().map(|of| self.infer(of, None)), span: *span }),
            ast::TestStmt::ExpectState(about) => Some(Expect::State(self.state_of(about)?)),
            ast::TestStmt::ExpectAnswer { span, answer, desk } => Some(Expect::Answered { answer: *answer, desk: desk.as_ref().map(|desk| desk.text.clone()), span: *span }),
            ast::TestStmt::Expect { span, condition } => Some(Expect::Holds { condition: self.condition(condition), span: *span }),
            ast::TestStmt::Given { .. }
            | ast::TestStmt::GivenValue { .. }
            | ast::TestStmt::GivenAnswer(_)
            | ast::TestStmt::GivenSystem { .. }
            | ast::TestStmt::GivenNow { .. }
            | ast::TestStmt::GivenLater { .. }
            | ast::TestStmt::GivenStopped { .. }
            | ast::TestStmt::ExpectReply { .. }
            | ast::TestStmt::GivenState(_)
            | ast::TestStmt::Error(_) => None,
        }
    }

    fn sent_message(&mut self, sent: &ast::Sent) -> Option<Sent> {
        let (system, message, record) = self.accepted(&sent.system, &sent.message)?;
        let fields = sent.block.as_ref().map_or_else(Vec::new, |block| self.sent_values(block, system, message, record));
        Some(Sent { system, message, times: self.times(sent.times.as_ref()), fields, span: sent.span })
    }

    fn accepted(&mut self, system: &ast::Name, message: &ast::Name) -> Option<(SystemId, u32, RecordId)> {
        let (system, contract) = self.system(system)?;
        let declared = self.ctx.project.contracts.get(contract.index())?;
        let found = declared.accepts.iter().position(|accepts| accepts.name == message.text);
        let Some(at) = found else {
            let known: Vec<&str> = declared.accepts.iter().map(|accepts| accepts.name.as_str()).collect();
            self.no_message(message, "accepts", declared, &known);
            return None;
        };
        Some((system, at as u32, declared.accepts.get(at)?.record))
    }

    /// The lines of a `with` or `expect sent` block, however deep, as single fields.
    pub(super) fn field_values(&mut self, block: &ast::Block, record: RecordId) -> Vec<FieldValue> {
        let mut values = Vec::new();
        self.collect(block, record, &[], &mut values);
        values
    }

    /// Parameters and fields of the body stand side by side.
    fn sent_values(&mut self, block: &ast::Block, system: SystemId, message: u32, record: RecordId) -> Vec<FieldValue> {
        let project = &self.ctx.project;
        let contract = project.systems.get(system.index()).and_then(|system| project.contracts.get(system.contract.index()));
        let accepts = contract.and_then(|contract| contract.accepts.get(message as usize));
        let Some((at, body)) = accepts.and_then(|accepts| accepts.body_field().zip(accepts.body_record())) else { return self.field_values(block, record) };
        let params = project.records.get(record.index()).map_or(&[][..], |record| &record.fields);
        let is_param = |stmt: &ast::Stmt| matches!(stmt, ast::Stmt::Set { target, .. } if params.iter().take(at as usize).any(|param| param.name == target.text));
        let (in_address, in_body) = block.stmts.iter().cloned().partition(is_param);
        let part = |stmts: Vec<ast::Stmt>| ast::Block { stmts, ..block.clone() };
        let mut values = self.field_values(&part(in_address), record);
        self.collect(&part(in_body), body, &[at], &mut values);
        values
    }

    fn collect(&mut self, block: &ast::Block, id: RecordId, path: &[u32], values: &mut Vec<FieldValue>) {
        let Some(record) = self.ctx.project.records.get(id.index()) else { return };
        for stmt in &block.stmts {
            if let Some((tag, part)) = self.variant_values(stmt, record, path) {
                values.extend(tag);
                if let Some((path, inner, block)) = part {
                    self.collect(block, inner, &path, values);
                }
                continue;
            }
            let (target, span) = match stmt {
                ast::Stmt::Set { target, .. } | ast::Stmt::Nest { target, .. } => (target, target.span),
                ast::Stmt::Let(ast::Let { span, .. }) | ast::Stmt::Spread { span, .. } | ast::Stmt::Ignore { span, .. } => {
                    self.report(Problem::NotInTests { file: self.file, span: *span });
                    continue;
                }
                ast::Stmt::From { .. } | ast::Stmt::Error(_) => continue,
            };
            let Some(at) = record.open_fields().iter().position(|field| field.name == target.text) else {
                if self.ctx.is_damaged(Def::Record(id)) {
                    continue;
                }
                let near = crate::resolve::nearest(&target.text, record.open_fields().iter().map(|field| field.name.as_str())).map(str::to_owned);
                let declared = (record.decl.place.file, record.decl.place.span);
                self.report(Problem::UnknownTarget { file: self.file, name: target.clone(), record: record.decl.name.clone(), near, declared });
                continue;
            };
            let Some(field) = record.fields.get(at) else { continue };
            let path: Vec<u32> = path.iter().copied().chain([at as u32]).collect();
            match (stmt, super::present(&field.ty)) {
                (ast::Stmt::Nest { block, .. }, Type::Record(inner)) => self.collect(block, *inner, &path, values),
                (ast::Stmt::Set { value, .. }, _) => {
                    let value = self.test_value(value, &field.ty);
                    values.push(FieldValue { path, value, span });
                }
                (_, other @ Type::List(_)) => self.report(Problem::BlockOfList { file: self.file, name: target.clone(), is: self.ctx.show(other), tested: true }),
                (_, other) => self.report(Problem::NotARecord { file: self.file, span: target.span, is: self.ctx.show(other) }),
            }
        }
    }

    /// A value in a test may break the field's limits: that is often what is tested. But its kind must be right.
    pub(super) fn test_value(&mut self, value: &ast::Expr, ty: &Type) -> crate::typed::Expr {
        let value = self.infer(value, Some(ty));
        match super::fit::fit(&value.ty, ty) {
            super::fit::Fit::Checked | super::fit::Fit::Never | super::fit::Fit::Missing => value,
            _ => self.fitted(value, ty, None),
        }
    }
}

fn is_pattern(from: &ast::Str) -> bool {
    from.text.contains('*')
}

/// It sets something up, rather than expecting something.
fn is_given(stmt: &ast::TestStmt) -> bool {
    match stmt {
        ast::TestStmt::Given { .. }
        | ast::TestStmt::GivenValue { .. }
        | ast::TestStmt::GivenAnswer(_)
        | ast::TestStmt::GivenSystem { .. }
        | ast::TestStmt::GivenNow { .. }
        | ast::TestStmt::GivenLater { .. }
        | ast::TestStmt::GivenStopped { .. }
        | ast::TestStmt::GivenState(_) => true,
        ast::TestStmt::ExpectSent { .. }
        | ast::TestStmt::ExpectNotSent { .. }
        | ast::TestStmt::ExpectNothingSent { .. }
        | ast::TestStmt::ExpectFailed { .. }
        | ast::TestStmt::ExpectSkipped { .. }
        | ast::TestStmt::ExpectSnapshot { .. }
        | ast::TestStmt::ExpectAnswer { .. }
        | ast::TestStmt::ExpectState(_)
        | ast::TestStmt::ExpectReply { .. }
        | ast::TestStmt::ExpectUndone { .. }
        | ast::TestStmt::ExpectCollecting { .. }
        | ast::TestStmt::ExpectAsked { .. }
        | ast::TestStmt::Expect { .. }
        | ast::TestStmt::Error(_) => false,
    }
}

/// The place of an expectation that is about an event.
fn about_event(stmt: &ast::TestStmt) -> Option<Span> {
    match stmt {
        ast::TestStmt::ExpectSent { span, .. }
        | ast::TestStmt::ExpectNotSent { span, .. }
        | ast::TestStmt::ExpectNothingSent { span }
        | ast::TestStmt::ExpectFailed { span, .. }
        | ast::TestStmt::ExpectSkipped { span }
        | ast::TestStmt::ExpectSnapshot { span, of: None }
        | ast::TestStmt::ExpectReply { span, .. }
        | ast::TestStmt::ExpectUndone { span, .. }
        | ast::TestStmt::ExpectCollecting { span, .. }
        | ast::TestStmt::ExpectAsked { span, .. }
        | ast::TestStmt::ExpectAnswer { span, .. } => Some(*span),
        ast::TestStmt::ExpectState(about) => Some(about.span),
        _ => None,
    }
}
