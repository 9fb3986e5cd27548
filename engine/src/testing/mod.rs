//! Runs the `test` items of a project: what is given goes through the same engine as in production, and what comes of it is compared with
//! what is expected. Nothing is sent, and time passes only where a test says so.

mod answers;
mod compare;
mod constant;
mod examples;
mod expect;
mod expect_flow;
mod expect_sent;
mod given;
mod named;
mod power;
mod pretty;
mod reach;
mod snapshot;
mod world;

use std::sync::Arc;

use crossdock_compiler::Checked;
use crossdock_compiler::syntax::Span;
use crossdock_compiler::syntax::line_index::Columns;
use crossdock_compiler::typed::{Expect, FileId, Project, Test, TestStep};

pub use examples::WithExamples;
pub use pretty::pretty;

use crate::coverage::{self, Point, Points};
use crate::decision::Decision;
use crate::notes::Notes;
use crate::program::Program;
use constant::Evaluator;
use world::{Stuck, World};

/// When a test begins: 2026-01-15 12:00 in UTC.
const RECEIVED: jiff::Timestamp = jiff::Timestamp::constant(1_768_478_400, 0);

/// Reads a sample by its path in the project; the error is a sentence.
pub type Samples<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// A test, not yet run.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    test: &'a Test,
    /// The `.flow` file it stands in.
    pub file: &'a str,
    /// Of those that a pattern stands for, the one of this case.
    sample: Option<&'a str>,
    name: String,
}

impl<'a> Case<'a> {
    fn new(test: &'a Test, file: &'a str, sample: Option<&'a str>) -> Case<'a> {
        let name = sample.map_or_else(|| test.name.clone(), |sample| format!("{}: {}", test.name, sample.rsplit('/').next().unwrap_or(sample)));
        Case { test, file, sample, name }
    }

    /// That of the test, and of the sample where there are several.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it says `expect snapshot`.
    pub fn takes_snapshot(&self) -> bool {
        self.test.expects().any(|expect| matches!(expect, Expect::Snapshot { .. }))
    }
}

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
    /// What `expect snapshot` asks to compare with what was approved; none where something else differs already.
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
    bench: Bench<'a>,
    /// One for all tests, as it knows the project's tables.
    evaluator: Evaluator<'a>,
}

/// What every test runs on.
struct Bench<'a> {
    checked: &'a Checked,
    program: Program,
    samples: Samples<'a>,
    points: Option<Arc<Points>>,
    /// Why checks of the running test did not hold.
    notes: Notes,
}

impl<'a> Suite<'a> {
    pub fn new(checked: &'a Checked, samples: Samples<'a>) -> Suite<'a> {
        Suite::watched(checked, samples, None)
    }

    /// One that also knows what its tests reach; see [`Suite::coverage`].
    pub fn with_coverage(checked: &'a Checked, samples: Samples<'a>) -> Suite<'a> {
        let points = Arc::new(Points::default());
        reach::declare(&checked.project, &points);
        Suite::watched(checked, samples, Some(points))
    }

    fn watched(checked: &'a Checked, samples: Samples<'a>, points: Option<Arc<Points>>) -> Suite<'a> {
        let notes = Notes::default();
        let program = Program::watched(checked, points.as_deref(), Some(&notes));
        Suite { bench: Bench { checked, program, samples, points: points.clone(), notes }, evaluator: Evaluator::new(checked, points) }
    }

    /// The points of the project's files, and which of them the tests so far have reached; nothing where that is not measured.
    pub fn coverage(&self) -> Vec<Point> {
        self.bench.points.as_ref().map_or_else(Vec::new, |points| coverage::report(self.bench.checked, points))
    }

    /// All tests of the project's own files, in the order of the source.
    pub fn cases(&self) -> impl Iterator<Item = Case<'a>> + use<'a> {
        let checked = self.bench.checked;
        let tests = checked.project.tests.iter().map(|test| (checked.sources.get(test.place.file), test));
        tests.filter(|(source, _)| !source.library).flat_map(|(source, test)| {
            let alone = test.samples.is_empty().then(|| Case::new(test, &source.path, None));
            alone.into_iter().chain(test.samples.iter().map(|sample| Case::new(test, &source.path, Some(sample))))
        })
    }

    /// Runs the tests whose names are wanted, in the order of the source.
    pub fn run(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<Outcome> {
        self.cases().filter(|case| wanted(case.name())).map(|case| self.run_case(&case)).collect()
    }

    /// Runs one test; no test sees what another one did.
    pub fn run_case(&mut self, case: &Case<'_>) -> Outcome {
        self.bench.notes.take();
        self.evaluator.forget();
        let (test, file) = (case.test, case.test.place.file);
        let mut run = Run {
            bench: &self.bench,
            file,
            evaluator: &mut self.evaluator,
            sample: case.sample,
            decisions: Vec::new(),
            shown: String::new(),
            differences: Vec::new(),
            world: World::new(),
        };
        run.begins(RECEIVED);
        if run.steps(test).is_ok() {
            run.nothing_else_failed(test);
        }
        let snapshot = case.takes_snapshot() && run.differences.is_empty();
        Outcome {
            name: case.name.clone(),
            file: case.file.to_owned(),
            line: run.bench.line(file, test.place.span),
            snapshot: snapshot.then(|| run.snapshot(test)),
            differences: run.differences,
        }
    }
}

impl Bench<'_> {
    fn line(&self, file: FileId, span: Span) -> usize {
        let source = self.checked.sources.get(file);
        source.lines.line_column(&source.text, span.start as usize, Columns::Characters).line as usize + 1
    }
}

/// One test on its way.
struct Run<'r, 'a> {
    bench: &'r Bench<'a>,
    file: FileId,
    evaluator: &'r mut Evaluator<'a>,
    sample: Option<&'r str>,
    /// Of what was decided again only the last.
    decisions: Vec<Decision>,
    world: World,
    /// The values of `expect snapshot of …`.
    shown: String,
    differences: Vec<Difference>,
}

impl Run<'_, '_> {
    fn project(&self) -> &Project {
        &self.bench.checked.project
    }

    fn differs(&mut self, span: Span, text: impl Into<String>) {
        let line = self.bench.line(self.file, span);
        self.differences.push(Difference { line, text: text.into() });
    }

    /// What is given and what is expected, in the order of the test: an expectation is about what has happened so far.
    fn steps(&mut self, test: &Test) -> Result<(), Stuck> {
        for step in &test.steps {
            match step {
                TestStep::Given(given) => {
                    let event = self.given(given).map_err(|why| self.stuck(given.span, why))?;
                    self.arrives(event, self.world.now, given.span)?;
                }
                TestStep::Value(given) => {
                    let document = self.document(given.file.as_deref().or(self.sample), given.record, &given.with).map_err(|why| self.stuck(given.span, why))?;
                    self.evaluator.give(given.local, &given.name, given.record, &document);
                }
                TestStep::Answer(given) => {
                    let stub = self.stub(given).map_err(|why| self.stuck(given.span, why))?;
                    self.world.stubs.push(stub);
                }
                TestStep::State { system, state, .. } => self.state(*system, *state),
                TestStep::Now { at, .. } => self.begins(*at),
                TestStep::Later { nanos, span } => self.later(*nanos, *span)?,
                TestStep::Stopped { nanos, span } => self.stopped(*nanos, *span)?,
                TestStep::EntityState(about) => {
                    let (entity, key, state) = self.state_of(about).map_err(|why| self.stuck(about.span, why))?;
                    self.world.put(&entity, &key, state);
                }
                TestStep::Expect(expect) => self.compare(expect),
            }
        }
        Ok(())
    }

    fn stuck(&mut self, span: Span, why: String) -> Stuck {
        self.differs(span, why);
        Stuck
    }
}
