//! What is expected, against what was decided.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Expect, Expr, FieldValue, RecordId, Test};

use super::compare::{Step, first_difference, same};
use super::given::{get, is_number, place};
use super::named::named;
use super::pretty::pretty;
use super::{Run, answers, snapshot};
use crate::decision::{Decision, Outcome, Send, Settled};
use crate::failure::Failure;
use crate::lower::is_literal;
use crate::notes::{VALUE_MAX, shortened};
use crate::slot::Slot;

impl Run<'_, '_> {
    pub(super) fn compare(&mut self, expect: &Expect) {
        match expect {
            Expect::Sent { sent, span } => self.all_sent(sent, *span),
            Expect::Replied { record, fields, span } => self.replied(*record, fields, *span),
            Expect::Undone { system, message, span } => {
                let (name, _) = self.message(system.index(), *message);
                self.undone(&name, *span);
            }
            Expect::Asked { system, look_up, args, times, span } => self.asked((*system, *look_up), args.as_deref(), *times, *span),
            Expect::Collecting { open, span } => self.collecting(*open, *span),
            Expect::NotSent { system, message, span } => {
                let (name, _) = self.message(system.index(), *message);
                self.not_sent(&name, *span);
            }
            Expect::NothingSent { span } => self.nothing_sent(*span),
            Expect::Failed { failure, at, span } => {
                let name = self.project().failures.get(failure.index()).map_or_else(String::new, |failure| failure.decl.name.clone());
                self.failed(&name, at.as_deref(), *span);
            }
            Expect::Skipped { span } => self.skipped(*span),
            Expect::Holds { condition, span } => self.holds(condition, *span),
            Expect::State(about) => self.is_in_state(about),
            Expect::Answered { answer, desk, span } => self.answered(*answer, desk.as_deref(), *span),
            Expect::Snapshot { of, span } => of.iter().for_each(|of| self.show(of, *span)),
        }
    }

    /// `wms.release`, and the record that it takes.
    pub(super) fn message(&self, system: usize, message: u32) -> (String, Option<RecordId>) {
        let project = self.project();
        let Some(system) = project.systems.get(system) else { return (String::new(), None) };
        let accepts = project.contracts.get(system.contract.index()).and_then(|contract| contract.accepts.get(message as usize));
        (format!("{}.{}", system.decl.name, accepts.map_or("", |accepts| &accepts.name)), accepts.map(|accepts| accepts.record))
    }

    /// What flows and policies send, in the order in which they do.
    pub(super) fn sends(&self) -> impl Iterator<Item = &Send> {
        self.world.log.iter().flat_map(|happened| happened.what.sends())
    }

    fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.decisions.iter().flat_map(|decision| match &decision.outcome {
            Outcome::Failed(failures) => failures.as_slice(),
            _ => &[],
        })
    }

    /// What is wrong with a field of a body, if anything.
    pub(super) fn wrong(&mut self, record: RecordId, field: &FieldValue, body: &str) -> Option<String> {
        let project = &self.bench.checked.project;
        let (keys, declared) = place(project, record, &field.path)?;
        let wanted = match self.evaluator.value(self.file, &field.value) {
            Ok(value) => value.json(&declared.ty, &declared.wire),
            Err(why) => return Some(format!("The expected value cannot be worked out: {why}")),
        };
        let came = get(body, &keys).filter(|came| came != "null");
        let fits = match (&wanted, &came) {
            (Some(wanted), Some(came)) => same(wanted, came, is_number(&declared.ty)),
            (None, None) => true,
            _ => false,
        };
        if fits {
            return None;
        }
        let parts = if is_literal(&field.value) { String::new() } else { self.parts_of(&field.value) };
        let name = |further: &[Step]| named(project, record, &field.path, further);
        Some(differ(name, wanted.as_deref(), came.as_deref()) + &parts)
    }

    fn not_sent(&mut self, name: &str, span: Span) {
        if self.sends().any(|send| format!("{}.{}", send.system, send.message) == name) {
            self.differs(span, format!("{name} was sent. {}", self.what_happened()));
        }
    }

    fn nothing_sent(&mut self, span: Span) {
        let first = self.sends().next().map(|send| format!("{}.{}", send.system, send.message));
        if let Some(name) = first {
            let text = format!("{name} was sent. {}", self.what_happened());
            self.differs(span, text);
        }
    }

    fn failed(&mut self, name: &str, at: Option<&str>, span: Span) {
        let fits = |failure: &&Failure| failure.name == name && at.is_none_or(|at| failure.path.as_deref() == Some(at));
        if self.world.met.iter().find(fits).is_none() {
            let place = at.map_or_else(String::new, |at| format!(" at {at}"));
            self.differs(span, format!("It did not fail with {name}{place}. {}", self.what_happened()));
        }
    }

    /// No flow sends or fails, unless the policy skips that, and one at least says why it skips.
    fn skipped(&mut self, span: Span) {
        let skips = |decision: &Decision| matches!(decision.outcome, Outcome::Skipped { .. }) || self.is_skipped(decision);
        let idle = |outcome: &Outcome| matches!(outcome, Outcome::Sends(sends) if sends.is_empty());
        let all = self.decisions.iter().all(|decision| skips(decision) || idle(&decision.outcome));
        let any = self.decisions.iter().any(skips);
        if !all || !any {
            self.differs(span, format!("It was not skipped. {}", self.what_happened()));
        }
    }

    fn holds(&mut self, condition: &Expr, span: Span) {
        let text = match self.evaluator.value(self.file, condition).map(|value| value.slot) {
            Ok(Slot::Bool(true)) => return,
            Ok(_) => self.why_not(condition),
            Err(why) => format!("It cannot be worked out: {why}"),
        };
        self.differs(span, text);
    }

    /// Keeps the value for the snapshot.
    fn show(&mut self, of: &Expr, span: Span) {
        let source = self.source_of(self.file, of);
        match self.evaluator.value(self.file, of).map(|value| value.shown()) {
            Ok(value) => self.shown.push_str(&format!("{source}\n{}\n\n", pretty(value.as_bytes()))),
            Err(why) => self.differs(span, format!("It cannot be worked out: {why}")),
        }
    }

    /// All that was decided, and the values that the test asks for.
    pub(super) fn snapshot(&self, test: &Test) -> String {
        let decided = test.expects().any(|expect| matches!(expect, Expect::Snapshot { of: None, .. }));
        let decided = if decided { snapshot::text(&self.world.log) + "\n" } else { String::new() };
        format!("{}\n", (decided + &self.shown).trim_end())
    }

    /// A failure that nobody expects would make `expect not sent` come true for the wrong reason. A snapshot shows all of them.
    pub(super) fn nothing_else_failed(&mut self, test: &Test) {
        let shown = test.expects().any(|expect| matches!(expect, Expect::Snapshot { of: None, .. }));
        if shown || !self.differences.is_empty() {
            return;
        }
        let settled = self.decisions.iter().flat_map(answers::settled);
        let unexpected = self
            .failures()
            .zip(settled)
            .find(|(failure, settled)| ![&failure.name, &settled.failure.name].iter().any(|name| self.expects_failure(test, name)) && !expects_answer(test, settled));
        if let Some(text) =
            unexpected.map(|(failure, _)| failure.name.as_str()).map(|name| format!("It failed with {name}, which no `expect failed` names. {}", self.what_happened()))
        {
            self.differs(test.place.span, text);
        }
    }

    fn expects_failure(&self, test: &Test, name: &str) -> bool {
        test.expects().any(|expect| match expect {
            Expect::Failed { failure, .. } => self.project().failures.get(failure.index()).is_some_and(|failure| failure.decl.name == name),
            _ => false,
        })
    }

    pub(super) fn what_happened(&self) -> String {
        let lines: String = self.world.log.iter().flat_map(|happened| snapshot::lines(&happened.what)).map(|line| format!("\n  {line}")).collect();
        if lines.is_empty() {
            return snapshot::NOTHING.to_owned();
        }
        let notes: String = self.bench.notes.all().iter().map(|note| format!("\n  {note}")).collect();
        format!("What happened:{lines}{notes}")
    }
}

/// The sentence about a field. Of lists and records it says where they differ.
fn differ(name: impl Fn(&[Step]) -> String, wanted: Option<&str>, came: Option<&str>) -> String {
    let shown = |value: Option<&str>| value.map_or_else(|| "nothing".to_owned(), |value| shortened(value, VALUE_MAX));
    match wanted.zip(came).and_then(|(wanted, came)| first_difference(wanted, came)) {
        Some(found) => format!("{}: expected {}, but {} was sent.", name(&found.place), found.wanted, found.came),
        None => format!("{}: expected {}, but {} was sent.", name(&[]), shown(wanted), shown(came)),
    }
}

/// Whoever expects what the policy does about a failure expects the failure.
fn expects_answer(test: &Test, settled: &Settled) -> bool {
    test.expects().any(|expect| match expect {
        Expect::Answered { answer, desk, .. } => answers::was(settled, *answer, desk.as_deref()),
        Expect::Skipped { .. } => matches!(settled.ending, crate::decision::Ending::Skip { .. }),
        Expect::Sent { .. }
        | Expect::Replied { .. }
        | Expect::Undone { .. }
        | Expect::Asked { .. }
        | Expect::Collecting { .. }
        | Expect::NotSent { .. }
        | Expect::NothingSent { .. }
        | Expect::Failed { .. }
        | Expect::Snapshot { .. }
        | Expect::State(_)
        | Expect::Holds { .. } => false,
    })
}
