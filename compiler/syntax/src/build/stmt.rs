//! Statements: of records being built, of flows and of tests.

use super::{Builder, Children, EXPRESSIONS, NAMES, Node, Rule};
use crate::ast::{Answer, AnswerKind, Arm, BinaryOp, Block, Collect, Expr, ExprKind, Fallback, FlowStmt, GivenAnswer, Let, Match, Sent, StateOf, Stmt, TestStmt, Undo};
use crate::span::Span;

impl<'s> Builder<'s> {
    pub(crate) fn block(&mut self, node: Node<'s>) -> Block {
        let span = self.span(&node);
        let stmts = Children::of(node).all(&[Rule::stmt]).into_iter().map(|stmt| self.stmt(stmt)).collect();
        Block { span, stmts }
    }

    pub(crate) fn stmt(&mut self, node: Node<'s>) -> Stmt {
        let span = self.span(&node);
        let Some(node) = node.into_inner().next() else { return Stmt::Error(span) };
        let rule = node.as_rule();
        if rule == Rule::let_ {
            return Stmt::Let(self.let_(node));
        }
        let mut children = Children::of(node);
        match rule {
            Rule::spread => {
                let source = self.next_expr(&mut children);
                let except = children.all(NAMES).into_iter().map(|name| self.name(&name)).collect();
                Stmt::Spread { span, source, except }
            }
            Rule::ignore => {
                let paths = children.all(&[Rule::path]).into_iter().map(|path| self.names(path)).collect();
                match children.next(&[Rule::str]).map(|because| self.string(because)) {
                    Some(because) => Stmt::Ignore { span, paths, because },
                    None => Stmt::Error(span),
                }
            }
            Rule::nest | Rule::set => {
                let target = self.next_name(&mut children);
                match children.next(&[Rule::block]) {
                    Some(block) => Stmt::Nest { target, block: self.block(block) },
                    None => Stmt::Set { target, value: self.set_value(&mut children) },
                }
            }
            _ => Stmt::Error(span),
        }
    }

    pub(crate) fn let_(&mut self, node: Node<'s>) -> Let {
        let span = self.span(&node);
        let typed = self.without_type(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        Let { span, name, value: typed.unwrap_or_else(|| self.set_value(&mut children)) }
    }

    /// What stands behind the `=`.
    fn set_value(&mut self, children: &mut Children<'s>) -> Expr {
        if let Some(colon) = children.next(&[Rule::foreign_colon]) {
            self.written_otherwise(&colon, "=", "setting a field");
        }
        let value = self.next_expr(children);
        self.runs_on |= self.is_next_statement(&value);
        value
    }

    /// `let number: text = …`: reads as a comparison behind a colon. The type is worked out by the checker.
    fn without_type(&mut self, node: &Node<'s>) -> Option<Expr> {
        let colon = node.clone().into_inner().find(|child| child.as_rule() == Rule::foreign_colon)?;
        let expr = node.clone().into_inner().find(|child| child.as_rule() == Rule::expr)?;
        let before = self.problems.len();
        let value = self.expr(expr);
        let ExprKind::Binary { op: BinaryOp::Equal, op_span, left, right } = *value.kind else {
            self.problems.truncate(before);
            return None;
        };
        let ExprKind::Name(name) = &*left.kind else { return None };
        crate::mistakes::is_type(&name.text).then(|| {
            let span = self.span(&colon).to(left.span);
            self.problems.push(crate::problem::SyntaxProblem::NeedlessType.at(Span { start: span.start, end: op_span.start }));
            right
        })
    }

    /// `x = ⏎ y = z` reads as a comparison, but was not meant so: a line that begins with `name =` is a statement of its own.
    fn is_next_statement(&self, value: &Expr) -> bool {
        let ExprKind::Binary { op: BinaryOp::Equal, op_span, .. } = &*value.kind else { return false };
        let sign = self.source.at_or_after(op_span.start as usize);
        let alone = self.source.starts_line(sign.saturating_sub(1)) && self.source.is_word(sign.saturating_sub(1));
        // Within parentheses the comparison's span is wider than its operands, and it was meant.
        alone && value.span.end == self.end_of_last_operand(value)
    }

    fn end_of_last_operand(&self, value: &Expr) -> u32 {
        match &*value.kind {
            ExprKind::Binary { right, .. } => right.span.end,
            _ => value.span.end,
        }
    }

    pub(crate) fn flow_stmt(&mut self, node: Node<'s>) -> FlowStmt {
        let span = self.span(&node);
        let Some(node) = node.into_inner().next() else { return FlowStmt::Error(span) };
        let rule = node.as_rule();
        if rule == Rule::let_ {
            return FlowStmt::Let(self.let_(node));
        }
        let mut children = Children::of(node);
        match rule {
            Rule::check => {
                let condition = self.next_expr(&mut children);
                match children.next(&[Rule::fail]) {
                    Some(fail) => FlowStmt::Check { span, condition, failure: self.fail(fail) },
                    None => FlowStmt::Error(span),
                }
            }
            Rule::skip => {
                let condition = self.next_expr(&mut children);
                FlowStmt::Skip { span, condition, because: self.next_text(&mut children) }
            }
            Rule::send | Rule::let_sent => {
                let answer = (rule == Rule::let_sent).then(|| self.next_name(&mut children));
                if let Some(colon) = children.next(&[Rule::foreign_colon]) {
                    self.written_otherwise(&colon, "=", "setting a field");
                }
                let (system, message) = (self.next_name(&mut children), self.next_name(&mut children));
                let args = children.all(EXPRESSIONS).into_iter().map(|arg| self.expr(arg)).collect();
                FlowStmt::Send { span, answer, system, message, args, undo: children.next(&[Rule::undo_part]).map(|undo| self.undo(undo)) }
            }
            Rule::advance => {
                let (entity, key) = (self.next_name(&mut children), self.next_expr(&mut children));
                FlowStmt::Advance { span, entity, key, to: self.next_name(&mut children) }
            }
            Rule::flow_for => match children.next(&[Rule::for_head]) {
                Some(head) => {
                    let head = self.for_head(head);
                    FlowStmt::For { span, head, stmts: children.all(&[Rule::flow_stmt]).into_iter().map(|stmt| self.flow_stmt(stmt)).collect() }
                }
                None => FlowStmt::Error(span),
            },
            Rule::flow_match => self.flow_match(span, &mut children),
            Rule::collect => self.collect(span, &mut children),
            Rule::answer => FlowStmt::Answer { span, value: self.next_expr(&mut children) },
            Rule::priority => FlowStmt::Priority { span, level: self.next_name(&mut children) },
            Rule::on_failure => FlowStmt::OnFailure { span, policy: self.next_name(&mut children) },
            _ => FlowStmt::Error(span),
        }
    }

    fn flow_match(&mut self, span: Span, children: &mut Children<'s>) -> FlowStmt {
        let Some(head) = children.next(&[Rule::match_head]) else { return FlowStmt::Error(span) };
        let (subject, mut arms, mut bodies) = (self.match_head(head), Vec::new(), Vec::new());
        for arm in children.all(&[Rule::flow_arm]) {
            let span = self.span(&arm);
            let mut parts = Children::of(arm);
            let (patterns, guard) = self.case(&mut parts);
            bodies.push(parts.all(&[Rule::flow_stmt]).into_iter().map(|stmt| self.flow_stmt(stmt)).collect());
            arms.push(Arm { span, patterns, guard, value: Fallback::Value(Expr { span, kind: Box::new(ExprKind::None) }) });
        }
        FlowStmt::Match { span, head: Match { subject, arms }, bodies }
    }

    fn undo(&mut self, node: Node<'s>) -> Undo {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let (system, message) = (self.next_name(&mut children), self.next_name(&mut children));
        Undo { span, system, message, args: children.all(EXPRESSIONS).into_iter().map(|arg| self.expr(arg)).collect() }
    }

    fn collect(&mut self, span: Span, children: &mut Children<'s>) -> FlowStmt {
        let binding = self.next_name(children);
        let by = children.all(EXPRESSIONS).into_iter().map(|key| self.expr(key)).collect();
        let until = children.next(&[Rule::until]).map(|until| self.next_expr(&mut Children::of(until)));
        let Some(after) = children.next(&[Rule::time]).map(|time| self.time(time)) else { return FlowStmt::Error(span) };
        FlowStmt::Collect(Collect { span, binding, by, until, after })
    }

    pub(crate) fn test_stmt(&mut self, node: Node<'s>) -> TestStmt {
        let span = self.span(&node);
        let Some(node) = node.into_inner().next() else { return TestStmt::Error(span) };
        let rule = node.as_rule();
        let mut children = Children::of(node);
        match rule {
            Rule::given => {
                let (source, event) = (self.next_name(&mut children), self.next_name(&mut children));
                let Some(from) = children.next(&[Rule::str]).map(|from| self.string(from)) else { return TestStmt::Error(span) };
                let with = children.next(&[Rule::block]).map(|block| self.block(block));
                TestStmt::Given { span, source, event, from, with }
            }
            Rule::given_value => {
                let (name, record) = (self.next_name(&mut children), self.next_name(&mut children));
                let from = self.next_string(&mut children);
                TestStmt::GivenValue { span, name, record, from, with: children.next(&[Rule::block]).map(|block| self.block(block)) }
            }
            Rule::given_answers => self.given_answer(span, &mut children),
            Rule::given_is => TestStmt::GivenSystem { span, system: self.next_name(&mut children), state: self.next_name(&mut children) },
            Rule::given_later => match children.next(&[Rule::time]) {
                Some(by) => TestStmt::GivenLater { span, by: self.time(by) },
                None => TestStmt::Error(span),
            },
            Rule::given_stopped => match children.next(&[Rule::time]) {
                Some(by) => TestStmt::GivenStopped { span, by: self.time(by) },
                None => TestStmt::Error(span),
            },
            Rule::expect_asked => {
                let not = children.next(&[Rule::not_asked]).is_some();
                let (system, look_up) = (self.next_name(&mut children), self.next_name(&mut children));
                let args = children.next(&[Rule::args]).map(|args| self.args(args));
                let times = children.next(&[Rule::unsigned]).map(|times| self.number(&times));
                TestStmt::ExpectAsked { span, system, look_up, args, not, times }
            }
            Rule::expect_sent => TestStmt::ExpectSent { span, sent: children.all(&[Rule::one_sent]).into_iter().map(|sent| self.sent(sent)).collect() },
            Rule::expect_reply => match children.next(&[Rule::block]) {
                Some(block) => TestStmt::ExpectReply { span, block: self.block(block) },
                None => TestStmt::Error(span),
            },
            Rule::expect_undone => TestStmt::ExpectUndone { span, system: self.next_name(&mut children), message: self.next_name(&mut children) },
            Rule::expect_collecting => TestStmt::ExpectCollecting { span, open: children.next(&[Rule::not_collecting]).is_none() },
            Rule::given_now => TestStmt::GivenNow { span, time: self.next_string(&mut children) },
            Rule::expect_not_sent => TestStmt::ExpectNotSent { span, system: self.next_name(&mut children), message: self.next_name(&mut children) },
            Rule::expect_nothing_sent => TestStmt::ExpectNothingSent { span },
            Rule::expect_failed => {
                let failure = self.next_name(&mut children);
                let at = children.next(&[Rule::str]).map(|at| self.string(at));
                TestStmt::ExpectFailed { span, failure, at }
            }
            Rule::expect_skipped => TestStmt::ExpectSkipped { span },
            Rule::expect_snapshot => TestStmt::ExpectSnapshot { span, of: children.next(EXPRESSIONS).map(|of| self.expr(of)) },
            Rule::expect_answer => self.expect_answer(span, &mut children),
            Rule::given_state | Rule::expect_state => {
                let (entity, key) = (self.next_name(&mut children), self.next_expr(&mut children));
                let state = self.next_name(&mut children);
                let about = StateOf { span, entity, key, state };
                if rule == Rule::given_state { TestStmt::GivenState(about) } else { TestStmt::ExpectState(about) }
            }
            Rule::expect => TestStmt::Expect { span, condition: self.next_expr(&mut children) },
            _ => TestStmt::Error(span),
        }
    }

    fn sent(&mut self, node: Node<'s>) -> Sent {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let (system, message) = (self.next_name(&mut children), self.next_name(&mut children));
        let times = children.next(&[Rule::unsigned]).map(|times| self.number(&times));
        Sent { span, system, message, times, block: children.next(&[Rule::block]).map(|block| self.block(block)) }
    }

    fn given_answer(&mut self, span: Span, children: &mut Children<'s>) -> TestStmt {
        let (system, name) = (self.next_name(children), self.next_name(children));
        let args = children.next(&[Rule::args]).map(|args| self.args(args));
        let Some(answer) = children.next(&[Rule::sample, Rule::blocks, Rule::block, Rule::name]) else { return TestStmt::Error(span) };
        let answer = match answer.as_rule() {
            Rule::sample => {
                let mut sample = Children::of(answer);
                Answer::Sample { from: self.next_string(&mut sample), with: sample.next(&[Rule::block]).map(|block| self.block(block)) }
            }
            Rule::block => Answer::Block(self.block(answer)),
            Rule::blocks => Answer::List { span: self.span(&answer), blocks: Children::of(answer).all(&[Rule::block]).into_iter().map(|block| self.block(block)).collect() },
            _ => Answer::Failure(self.name(&answer)),
        };
        let times = children.next(&[Rule::unsigned]).map(|times| self.number(&times));
        TestStmt::GivenAnswer(GivenAnswer { span, system, name, args, answer, times })
    }

    fn expect_answer(&mut self, span: Span, children: &mut Children<'s>) -> TestStmt {
        let Some(node) = children.next(&[Rule::expect_parked, Rule::expect_notified, Rule::expect_alerted]) else { return TestStmt::Error(span) };
        let answer = match node.as_rule() {
            Rule::expect_notified => AnswerKind::Notified,
            Rule::expect_alerted => AnswerKind::Alerted,
            _ => AnswerKind::Parked,
        };
        let desk = Children::of(node).next(&[Rule::str]).map(|desk| self.string(desk));
        TestStmt::ExpectAnswer { span, answer, desk }
    }
}
