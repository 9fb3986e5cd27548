//! Whether a flow's policy answers all that can go wrong in it, and what mends that.

use crossdock_syntax::{Span, ast};

use super::Checker;
use super::problem::{Problem, Unanswered};
use crate::context::{Context, Def};
use crate::diagnostic::{Edit, Fix};
use crate::resolve;
use crate::sources::FileId;
use crate::typed::{Answer, FailureId, PolicyId};

/// What a pause may mend.
const TRANSIENT: [&str; 3] = ["unreachable", "timeout", "busy"];

impl Checker<'_, '_> {
    /// Every failure has its answer in the policy; what the policy retries can get better.
    pub(super) fn answered(&self, item: &ast::Flow, policy: Option<(PolicyId, Span)>) {
        let names_policy = item.stmts.iter().any(|stmt| matches!(stmt, ast::FlowStmt::OnFailure { .. }));
        let broken = item.stmts.iter().any(|stmt| matches!(stmt, ast::FlowStmt::Error(_)));
        let Some((id, place)) = policy else {
            if !names_policy && !broken {
                let fix = self.use_a_policy(item);
                self.report(Problem::NoPolicy { file: self.file, name: item.name.clone(), failures: self.unanswered(&[]), fix });
            }
            return;
        };
        if self.ctx.is_damaged(Def::Policy(id)) {
            return;
        }
        let Some(policy) = self.ctx.project.policies.get(id.index()) else { return };
        let missing = self.unanswered(&policy.answers);
        let declared = policy.decl.place;
        if !missing.is_empty() {
            let fix = self.answer_in(id, &policy.answers);
            self.report(Problem::Unanswered { file: self.file, span: place, policy: policy.decl.name.clone(), declared: (declared.file, declared.span), missing, fix });
        }
    }

    fn unanswered(&self, answers: &[(FailureId, Answer)]) -> Vec<Unanswered> {
        let open = self.open(answers).filter_map(|(id, span)| {
            let name = self.ctx.project.failures.get(id.index())?.decl.name.clone();
            let narrowing = self.narrowing.clone().filter(|_| name == "misfit");
            Some(Unanswered { name, span, narrowing })
        });
        open.collect()
    }

    /// What the flow can meet and these do not answer.
    fn open(&self, answers: &[(FailureId, Answer)]) -> impl Iterator<Item = (FailureId, Span)> {
        let open = self.failures.iter().filter(|(id, _)| !answers.iter().any(|(answered, _)| answered == *id));
        open.map(|(id, span)| (*id, *span))
    }

    /// The missing arms, and the `use` for failures that the policy's file does not know yet.
    fn answer_in(&self, id: PolicyId, answers: &[(FailureId, Answer)]) -> Option<Fix> {
        let (file, end) = policy_end(self.ctx, id)?;
        let open: Vec<FailureId> = self.open(answers).map(|(id, _)| id).collect();
        let names: Vec<&str> = open.iter().filter_map(|id| self.ctx.project.failures.get(id.index())).map(|failure| failure.decl.name.as_str()).collect();
        let mut edits = vec![Edit { file, span: end, text: arms(&names) }];
        edits.extend(self.uses(file, &open));
        Some(Fix { title: "add the missing answers".to_owned(), edits })
    }

    fn uses(&self, file: FileId, failures: &[FailureId]) -> Option<Edit> {
        let unknown = failures.iter().filter_map(|id| self.ctx.project.failures.get(id.index()));
        let unknown = unknown.filter(|failure| self.ctx.lookup(file, &failure.decl.name).is_none());
        let lines: String = unknown.map(|failure| format!("use {}.{{{}}}\n", failure.decl.module, failure.decl.name)).collect();
        let span = resolve::place_for_use(self.ctx, file);
        (!lines.is_empty()).then_some(Edit { file, span, text: lines })
    }

    /// The first policy of this file that answers everything.
    fn use_a_policy(&self, item: &ast::Flow) -> Option<Fix> {
        let named = self.ctx.visible(self.file, |def| matches!(def, Def::Policy(_)));
        let fitting = named.into_iter().find(|name| match self.ctx.lookup(self.file, name) {
            Some(Def::Policy(id)) => self.ctx.project.policies.get(id.index()).is_some_and(|policy| self.open(&policy.answers).next().is_none()),
            _ => false,
        })?;
        let end = item.body.end.saturating_sub(1);
        let text = self.ctx.text(self.file, Span { start: item.body.start, end });
        let (blank, indent) = if text.ends_with('\n') { ("", "  ") } else { (" ", "") };
        let line_end = if blank.is_empty() { "\n" } else { " " };
        let edit = Edit { file: self.file, span: Span { start: end, end }, text: format!("{indent}on failure use {fitting}{line_end}") };
        Some(Fix { title: format!("use the policy `{fitting}`"), edits: vec![edit] })
    }
}

/// Just before the closing brace of a policy of the project, where new arms go.
fn policy_end(ctx: &Context<'_>, id: PolicyId) -> Option<(FileId, Span)> {
    let place = ctx.project.policies.get(id.index())?.decl.place;
    let (_, tree) = ctx.files.iter().find(|(file, _)| *file == place.file)?;
    let item = tree.items.iter().find(|item| matches!(&item.kind, ast::ItemKind::Policy(policy) if policy.name.span == place.span))?;
    let end = item.span.end.saturating_sub(1);
    (!ctx.is_library(place.file)).then_some((place.file, Span { start: end, end }))
}

/// An arm for each kind of failure, with the answer that most people give: a start to be thought about.
fn arms(names: &[&str]) -> String {
    let (transient, others): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| TRANSIENT.contains(name));
    let (same, others): (Vec<&str>, Vec<&str>) = others.into_iter().partition(|name| *name == "duplicate");
    let kinds = [(transient, "retry 10 times from 2s to 5min then park"), (others, "park"), (same, "done")];
    kinds.iter().filter(|(names, _)| !names.is_empty()).map(|(names, answer)| format!("  {} => {answer}\n", names.join(" | "))).collect()
}
