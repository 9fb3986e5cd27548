//! Points in the words of the source.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::syntax::line_index::Columns;
use crossdock_compiler::typed::{FailureId, FileId, Lifecycle, PolicyId, Project, RecordId, TableId};
use crossdock_compiler::{Checked, show};

use super::places::Places;
use super::{Points, Spot, Step, hints};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TargetField,
    SourceField,
    TableRow,
    MatchArm,
    Choice,
    Partner,
    Fallback,
    RecordRule,
    LookUp,
    FlowStep,
    Lifecycle,
    PolicyAnswer,
}

impl Kind {
    pub const ALL: [Kind; 12] = [
        Kind::TargetField,
        Kind::SourceField,
        Kind::TableRow,
        Kind::MatchArm,
        Kind::Choice,
        Kind::Partner,
        Kind::Fallback,
        Kind::RecordRule,
        Kind::LookUp,
        Kind::FlowStep,
        Kind::Lifecycle,
        Kind::PolicyAnswer,
    ];

    /// In the plural, for people.
    pub fn words(self) -> &'static str {
        match self {
            Kind::TargetField => "target fields",
            Kind::SourceField => "source fields",
            Kind::TableRow => "table rows",
            Kind::MatchArm => "match arms",
            Kind::Choice => "sides of an if",
            Kind::Partner => "joins and zips",
            Kind::Fallback => "else and on",
            Kind::RecordRule => "record rules",
            Kind::LookUp => "look-ups",
            Kind::FlowStep => "steps of flows",
            Kind::Lifecycle => "lifecycles",
            Kind::PolicyAnswer => "policy answers",
        }
    }

    /// In the singular, for machines.
    pub fn key(self) -> &'static str {
        match self {
            Kind::TargetField => "target_field",
            Kind::SourceField => "source_field",
            Kind::TableRow => "table_row",
            Kind::MatchArm => "match_arm",
            Kind::Choice => "choice",
            Kind::Partner => "partner",
            Kind::Fallback => "fallback",
            Kind::RecordRule => "record_rule",
            Kind::LookUp => "look_up",
            Kind::FlowStep => "flow_step",
            Kind::Lifecycle => "lifecycle",
            Kind::PolicyAnswer => "policy_answer",
        }
    }
}

/// A point of the project's own files, and whether a test has reached it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// A `.flow` file, or the spreadsheet of a table.
    pub file: String,
    /// Counts from 1.
    pub line: usize,
    pub kind: Kind,
    /// `Release.order_no`, `"GND"`, `timeout`
    pub what: String,
    /// What a test has to give or expect to reach it.
    pub hint: String,
    pub reached: bool,
}

/// All points in the order of the source. What the library has is not the project's to test.
pub fn report(checked: &Checked, points: &Points) -> Vec<Point> {
    let mut reporter = Reporter { checked, project: &checked.project, places: Places::new(&checked.sources) };
    let mut report: Vec<Point> = points.all().into_iter().filter_map(|(spot, reached)| reporter.point(spot, reached)).collect();
    report.sort();
    report.dedup();
    report
}

struct Reporter<'a> {
    checked: &'a Checked,
    project: &'a Project,
    places: Places<'a>,
}

/// A point before its file and line are known.
struct Found {
    kind: Kind,
    file: FileId,
    span: Span,
    what: String,
    hint: String,
}

impl Found {
    fn new(kind: Kind, (file, span): (FileId, Span), what: impl Into<String>, hint: impl Into<String>) -> Found {
        Found { kind, file, span, what: what.into(), hint: hint.into() }
    }
}

impl Reporter<'_> {
    fn point(&mut self, spot: Spot, reached: bool) -> Option<Point> {
        let Found { kind, file, span, what, hint } = self.found(spot)?;
        let source = self.checked.sources.get(file);
        let line = source.lines.line_column(&source.text, span.start as usize, Columns::Characters).line as usize + 1;
        (!source.library).then(|| Point { file: source.path.clone(), line, kind, what, hint, reached })
    }

    fn found(&mut self, spot: Spot) -> Option<Found> {
        let checked = self.checked;
        let text = |file, span| excerpt(checked, file, span);
        Some(match spot {
            Spot::Target { file, span, record, field } => Found::new(Kind::TargetField, (file, span), self.field(record, field)?, hints::TARGET),
            Spot::Source { record, field } => {
                let declared = self.project.records.get(record.index())?;
                let place = (declared.decl.place.file, declared.fields.get(field as usize)?.span);
                Found::new(Kind::SourceField, place, self.field(record, field)?, hints::SOURCE)
            }
            Spot::Row { table, row } => self.row(table, row)?,
            Spot::Route { table, row } => {
                let declared = self.project.routes.get(table.index())?;
                let place = declared.rows.get(row as usize)?.place;
                Found::new(Kind::TableRow, (place.file, place.span), format!("{}: {}", declared.decl.name, text(place.file, place.span)), hints::ROUTE)
            }
            Spot::Arm { file, span } => Found::new(Kind::MatchArm, (file, span), text(file, span), hints::ARM),
            Spot::Alternative { file, arm, span } => Found::new(Kind::MatchArm, (file, span), format!("{} of {}", text(file, span), text(file, arm)), hints::ALTERNATIVE),
            Spot::Partner { file, span, matched } => {
                let what = format!("{} {}", text(file, span), if matched { "matches" } else { "matches nothing" });
                Found::new(Kind::Partner, (file, span), what, hints::partner(matched))
            }
            Spot::Side { file, span, then } => {
                Found::new(Kind::Choice, (file, span), format!("{} {}", text(file, span), if then { "holds" } else { "does not hold" }), hints::side(then))
            }
            Spot::Fallback { file, span } => Found::new(Kind::Fallback, (file, span), text(file, span), hints::FALLBACK),
            Spot::LookUp { file, span, found: true } => Found::new(Kind::LookUp, (file, span), text(file, span), hints::FOUND),
            Spot::LookUp { file, span, found: false } => Found::new(Kind::LookUp, (file, span), format!("{} finds nothing", text(file, span)), hints::NOT_FOUND),
            Spot::Rule { record, rule, holds } => self.rule(record, rule, holds)?,
            Spot::Step { file, span, what } => Found::new(Kind::FlowStep, (file, span), step(what, &text(file, span)), hints::step(what)),
            Spot::Move { lifecycle, from, to } => self.step(lifecycle, from, to)?,
            Spot::Limit { lifecycle, limit } => {
                let declared = self.project.lifecycles.get(lifecycle as usize)?;
                let place = (declared.place.file, declared.limits.get(limit as usize)?.span);
                Found::new(Kind::Lifecycle, place, format!("{} runs out", text(place.0, place.1)), hints::LIMIT)
            }
            Spot::Answer { policy, failure } => self.answer(policy, failure)?,
        })
    }

    fn field(&self, record: RecordId, field: u32) -> Option<String> {
        let record = self.project.records.get(record.index())?;
        Some(format!("{}.{}", record.decl.name, record.fields.get(field as usize)?.name))
    }

    fn row(&mut self, table: TableId, row: u32) -> Option<Found> {
        let declared = self.project.tables.get(table.index())?;
        let key = declared.rows.get(row as usize).map_or_else(|| "otherwise".to_owned(), |(key, _)| show::constant(self.project, key));
        let span = self.places.rows(declared).get(row as usize).copied().unwrap_or(declared.decl.place.span);
        Some(Found::new(Kind::TableRow, (declared.decl.place.file, span), format!("{} {key}", declared.decl.name), hints::ROW))
    }

    fn rule(&self, record: RecordId, rule: u32, holds: bool) -> Option<Found> {
        let declared = self.project.records.get(record.index())?;
        let rule = declared.rules.get(rule as usize)?;
        let (what, hint) = if holds { ("holds", hints::HOLDS) } else { ("is broken", hints::BROKEN) };
        Some(Found::new(Kind::RecordRule, (declared.decl.place.file, rule.span), format!("{} {what}", rule.text), hint))
    }

    /// At the line of the lifecycle that has the move.
    fn step(&self, lifecycle: u32, from: u32, to: u32) -> Option<Found> {
        let declared = self.project.lifecycles.get(lifecycle as usize)?;
        let line = declared.moves.iter().find(|line| line.from == from && line.to == to)?;
        let what = format!("{} -> {}", state(declared, from)?, state(declared, to)?);
        Some(Found::new(Kind::Lifecycle, (declared.place.file, line.span), what, hints::MOVE))
    }

    fn answer(&mut self, policy: PolicyId, failure: FailureId) -> Option<Found> {
        let declared = self.project.policies.get(policy.index())?;
        let span = self.places.answer(self.project, &declared.decl, failure)?;
        let name = &self.project.failures.get(failure.index())?.decl.name;
        Some(Found::new(Kind::PolicyAnswer, (declared.decl.place.file, span), format!("{} on {name}", declared.decl.name), hints::answer(name)))
    }
}

fn state(lifecycle: &Lifecycle, state: u32) -> Option<&str> {
    lifecycle.states.get(state as usize).map(|state| state.name.as_str())
}

/// `text` is the statement, or its condition.
fn step(what: Step, text: &str) -> String {
    match what {
        Step::Runs => format!("flow {text} runs"),
        Step::Fails => format!("check {text} fails"),
        Step::Skips => format!("skip when {text}"),
        Step::Sends | Step::Undoes | Step::Moves | Step::Answers => text.to_owned(),
        Step::Completes => format!("{text} is complete"),
        Step::RunsOut => format!("{text} runs out of time"),
    }
}

/// The source on one line, not too much of it.
fn excerpt(checked: &Checked, file: FileId, span: Span) -> String {
    let text = span.text(&checked.sources.get(file).text).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(&text)),
        None => text,
    }
}
