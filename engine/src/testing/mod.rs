//! Runs the `test` items of a project: what is given goes through the same engine as in production, and what comes of it is compared with
//! what is expected. Nothing is sent, and the time is always the same.

mod compare;
mod constant;
mod examples;
mod expect;
mod given;
mod pretty;
mod snapshot;

use crossdock_compiler::Checked;
use crossdock_compiler::syntax::Span;
use crossdock_compiler::syntax::line_index::Columns;
use crossdock_compiler::typed::{Expect, FileId, Project, Test};

pub use examples::WithExamples;
pub use pretty::pretty;

use crate::decision::{Decision, Event, Flows as _};
use crate::program::Program;
use constant::Evaluator;

/// When every given event was received: 2026-01-15 12:00 in UTC.
const RECEIVED: jiff::Timestamp = jiff::Timestamp::constant(1_768_478_400, 0);

/// Reads a sample by its path in the project; the error is a sentence.
pub type Samples<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// How a test went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub name: String,
    /// The `.flow` file it stands in.
    pub file: String,
    /// Counts from 1.
    pub line: usize,
    /// What is not as expected; empty if it passed so far.
    pub differences: Vec<Difference>,
    /// What `expect snapshot` asks to compare with what was approved.
    pub snapshot: Option<String>,
}

/// One thing that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line of the expectation, from 1.
    pub line: usize,
    /// Sentences, possibly of several lines.
    pub text: String,
}

/// The tests of a project without errors, made ready.
pub struct Suite<'a> {
    checked: &'a Checked,
    program: Program,
    samples: Samples<'a>,
}

impl<'a> Suite<'a> {
    pub fn new(checked: &'a Checked, samples: Samples<'a>) -> Suite<'a> {
        Suite { checked, program: Program::new(checked), samples }
    }

    /// Runs the tests whose names are wanted, in the order of the source.
    pub fn run(&self, wanted: impl Fn(&str) -> bool) -> Vec<Outcome> {
        let tests = self.checked.project.tests.iter().filter(|test| !self.checked.sources.get(test.place.file).library && wanted(&test.name));
        tests.map(|test| self.one(test)).collect()
    }

    fn one(&self, test: &Test) -> Outcome {
        let file = test.place.file;
        let mut run = Run { suite: self, file, evaluator: Evaluator::new(self.checked), decisions: Vec::new(), differences: Vec::new() };
        run.decide(test);
        if run.differences.is_empty() {
            run.compare(test);
        }
        let snapshot = test.expect.iter().any(|expect| matches!(expect, Expect::Snapshot { .. }));
        Outcome {
            name: test.name.clone(),
            file: self.checked.sources.get(file).path.clone(),
            line: self.line(file, test.place.span),
            snapshot: (snapshot && run.differences.is_empty()).then(|| snapshot::text(&run.decisions)),
            differences: run.differences,
        }
    }

    fn line(&self, file: FileId, span: Span) -> usize {
        let source = self.checked.sources.get(file);
        source.lines.line_column(&source.text, span.start as usize, Columns::Characters).line as usize + 1
    }
}

/// One test on its way.
struct Run<'a> {
    suite: &'a Suite<'a>,
    file: FileId,
    evaluator: Evaluator<'a>,
    decisions: Vec<Decision>,
    differences: Vec<Difference>,
}

impl Run<'_> {
    fn project(&self) -> &Project {
        &self.suite.checked.project
    }

    fn differs(&mut self, span: Span, text: impl Into<String>) {
        let line = self.suite.line(self.file, span);
        self.differences.push(Difference { line, text: text.into() });
    }

    /// What the flows decide about all that is given.
    fn decide(&mut self, test: &Test) {
        for (at, given) in test.given.iter().enumerate() {
            match self.given(given) {
                Ok(event) => {
                    let id = format!("test-{}", at + 1);
                    let event = Event { id: &id, system: &event.system, name: &event.name, payload: &event.payload, headers: &[], received: RECEIVED };
                    self.decisions.extend(self.suite.program.decide(&event));
                }
                Err(text) => self.differs(given.span, text),
            }
        }
    }
}
