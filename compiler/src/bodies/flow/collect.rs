//! `collect`: many events become one. And what is about the flow as a whole.

use crossdock_syntax::{Span, ast};

use super::super::{Checker, is_optional};
use super::Statements;
use super::problem::Problem;
use crate::declare::is_key;
use crate::diagnostic::Fact as _;
use crate::duration;
use crate::resolve::nearest;
use crate::typed::{Collect, Expr, FlowStep, ListType, LocalId, Priority, Type};

const PRIORITIES: [(&str, Priority); 3] = [("high", Priority::High), ("normal", Priority::Normal), ("low", Priority::Low)];

impl Checker<'_, '_> {
    pub(super) fn tell_flow(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }

    pub(super) fn top_only(&self, what: &'static str, span: Span, found: &Statements) {
        let within = match (found.depth, found.choices) {
            (0, 0) => return,
            (0, _) => "match",
            _ => "for",
        };
        self.tell_flow(Problem::TopOnly { file: self.file, span, what, within });
    }

    /// A `skip` is about the whole event, of which an arm of a `match` is a case.
    pub(super) fn not_in_rows(&self, what: &'static str, span: Span, found: &Statements) {
        if found.depth > 0 {
            self.tell_flow(Problem::TopOnly { file: self.file, span, what, within: "for" });
        }
    }

    /// The name is bound to the list of the events even where the rest is wrong.
    pub(super) fn collect_(&mut self, item: &ast::Collect, found: &mut Statements) -> Option<FlowStep> {
        let fits = self.may_collect(item, found);
        found.collect.get_or_insert(item.span);
        let by: Vec<Expr> = item.by.iter().map(|key| self.collect_key(key)).collect();
        let event = self.local(LocalId(0)).filter(|_| found.event).map_or(Type::Error, |event| event.ty.clone());
        let of = if matches!(event, Type::Error) { Type::Error } else { Type::List(Box::new(ListType { min: 1, max: None, of: event })) };
        let binding = self.bind(&item.binding, of);
        let until = item.until.as_ref().map(|until| self.condition(until));
        let after_nanos = self.collect_time(&item.after)?;
        fits.then_some(FlowStep::Collect(Collect { name: item.binding.text.clone(), binding, by, until, after_nanos, span: item.span }))
    }

    fn may_collect(&self, item: &ast::Collect, found: &Statements) -> bool {
        if found.depth + found.choices > 0 {
            self.top_only("collect", item.span, found);
            return false;
        }
        let problem = match (found.event, found.collect, &found.awaits) {
            (false, ..) => Some(("a schedule has no events", None)),
            (_, Some(first), _) => Some(("the events are collected already", Some((first, "the first")))),
            (_, _, Some(_)) => Some(("the sender waits for an answer to this very event", None)),
            _ => None,
        };
        if let Some((why, other)) = problem {
            self.tell_flow(Problem::CollectNowhere { file: self.file, span: item.span, why, other });
        }
        problem.is_none()
    }

    fn collect_key(&mut self, key: &ast::Expr) -> Expr {
        let value = self.infer(key, None);
        let missing = is_optional(&value.ty);
        if missing || !(is_key(&value.ty) || matches!(value.ty, Type::Error | Type::Never)) {
            self.tell_flow(Problem::CollectKey { file: self.file, span: key.span, is: self.ctx.show(&value.ty), missing });
        }
        value
    }

    fn collect_time(&self, after: &ast::Expr) -> Option<i64> {
        let ast::ExprKind::Quantity { number, unit } = &*after.kind else { return None };
        let why = match duration::nanos(&number.text, &unit.text) {
            Ok(nanos) if nanos > 0 => return Some(nanos),
            Ok(_) => "no time passes".to_owned(),
            Err(error) => error.to_string(),
        };
        self.tell_flow(Problem::CollectTime { file: self.file, span: after.span, why });
        None
    }

    pub(super) fn priority(&self, span: Span, level: &ast::Name, found: &mut Statements) {
        self.top_only("priority", span, found);
        if let Some((_, first)) = found.priority {
            self.tell_flow(Problem::PriorityTwice { file: self.file, span, first });
        }
        match PRIORITIES.iter().find(|(name, _)| *name == level.text) {
            Some((_, priority)) => found.priority = Some((*priority, span)),
            None => {
                let near = nearest(&level.text, PRIORITIES.iter().map(|(name, _)| *name));
                let near = near.and_then(|near| PRIORITIES.iter().map(|(name, _)| *name).find(|name| *name == near));
                self.tell_flow(Problem::Priority { file: self.file, level: level.clone(), near });
            }
        }
    }
}
