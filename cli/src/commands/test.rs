//! `crossdock test`

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossdock_engine::testing::{Outcome, Suite, WithExamples};
use crossdock_project::Project;

use crate::exit::Exit;
use crate::project::{self, plural};
use crate::terminal::{Style, Terminal};
use crate::testing::diff::diff;
use crate::testing::junit::{Case, junit};
use crate::testing::snapshots::{Snapshots, Verdict};

/// Runs the tests of a project: its test items, snapshots, and the examples in its documentation
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  crossdock test examples/web-shop
  crossdock test --filter \"gift card\"
  crossdock test --accept                     take what came as what is expected
  CI=true crossdock test --junit report.xml

Nothing is sent, and the time is always 2026-01-15 12:00 UTC. Exit code 0: all passed; 1: something is different; 2: could not run.
Snapshots are files under snapshots/: review them like code. With CI=true in the environment a missing one fails.")]
pub struct Args {
    /// The project's folder, or one within it
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// Writes snapshots that are missing or different, and removes those that no test has
    #[arg(long)]
    accept: bool,
    /// Writes the results as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Only tests whose name contains this, in capitals or small letters
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = project::open(&args.dir)?;
    let files = WithExamples::new(&project);
    let Some(checked) = project::sound(&files, terminal) else { return Ok(Exit::Problems) };
    let samples = |path: &str| project.read_sample(path).map_err(|error| error.to_string());
    let mut suite = Suite::new(&checked, &samples);
    let wanted = args.filter.as_deref().map(str::to_lowercase);
    let mut report = Report::new(args, &project, &files, terminal);
    for case in suite.cases() {
        // Tests that are left out have snapshots, too, and their names count.
        let snapshot = case.takes_snapshot().then(|| report.snapshots.name(case.file, case.name()));
        if wanted.as_ref().is_none_or(|wanted| case.name().to_lowercase().contains(wanted)) {
            let started = Instant::now();
            let outcome = suite.run_case(&case);
            report.one(outcome, snapshot.as_deref(), started.elapsed())?;
        }
    }
    report.finish(wanted.is_none())
}

/// The results so far.
struct Report<'a> {
    args: &'a Args,
    root: &'a Path,
    files: &'a WithExamples<'a>,
    terminal: &'a Terminal,
    snapshots: Snapshots,
    /// Nobody is there to look at what is new.
    ci: bool,
    cases: Vec<Case>,
    unreviewed: usize,
}

/// What is wrong with a test.
enum Problem {
    Text(String),
    Snapshot { path: String, kept: String, came: String },
}

impl Problem {
    fn text(&self, paint: impl Fn(Style, &str) -> String) -> String {
        match self {
            Problem::Text(text) => text.clone(),
            Problem::Snapshot { path, kept, came } => format!("{path} is different (- approved, + came):\n{}", diff(kept, came, paint).trim_end()),
        }
    }
}

impl<'a> Report<'a> {
    fn new(args: &'a Args, project: &'a Project, files: &'a WithExamples<'a>, terminal: &'a Terminal) -> Report<'a> {
        let ci = std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        Report { args, root: project.root(), files, terminal, snapshots: Snapshots::new(project.root(), args.accept), ci, cases: Vec::new(), unreviewed: 0 }
    }

    fn one(&mut self, outcome: Outcome, snapshot: Option<&str>, took: Duration) -> anyhow::Result<()> {
        let place = |line| format!("{}:{}", outcome.file, self.files.line(&outcome.file, line));
        let mut problems: Vec<Problem> = outcome.differences.iter().map(|difference| Problem::Text(format!("{}: {}", place(difference.line), difference.text))).collect();
        let note = match (snapshot, outcome.snapshot) {
            (Some(path), Some(came)) => self.review(path, came, &mut problems)?,
            _ => String::new(),
        };
        self.tell(&outcome.name, &problems, &note)?;
        let plain: Vec<String> = problems.iter().map(|problem| problem.text(|_, text| text.to_owned())).collect();
        self.cases.push(Case { file: outcome.file, name: outcome.name, took, failure: (!plain.is_empty()).then(|| plain.join("\n")) });
        Ok(())
    }

    /// Compares what came with what was approved: a problem, or a remark behind the test's name.
    fn review(&mut self, path: &str, came: String, problems: &mut Vec<Problem>) -> anyhow::Result<String> {
        let remark = |text: &str| format!("  {}", self.terminal.paint(Style::Warn, text));
        match self.snapshots.compare(path, &came)? {
            Verdict::Same => {}
            Verdict::Accepted | Verdict::New { written: true } => return Ok(remark(&format!("wrote {path}"))),
            Verdict::New { written: false } if self.ci => problems.push(Problem::Text(format!("{path} is missing; run `crossdock test --accept`, review it and commit it"))),
            Verdict::New { written: false } => {
                self.unreviewed += 1;
                return Ok(format!("{}\n{}", remark(&format!("{path} is missing; this came:")), indented(&came)));
            }
            Verdict::Differs { kept } => problems.push(Problem::Snapshot { path: path.to_owned(), kept, came }),
        }
        Ok(String::new())
    }

    fn tell(&self, name: &str, problems: &[Problem], note: &str) -> anyhow::Result<()> {
        let mark = if problems.is_empty() { self.terminal.paint(Style::Good, "passed") } else { self.terminal.paint(Style::Bad, "failed") };
        let problems: String = problems.iter().map(|problem| indented(&problem.text(|style, text| self.terminal.paint(style, text)))).collect();
        self.terminal.out(&format!("{mark}  {name}{note}\n{problems}"))?;
        Ok(())
    }

    /// `all`: no test was left out, so that it is the time to tidy up.
    fn finish(self, all: bool) -> anyhow::Result<Exit> {
        if all {
            self.left_over()?;
        }
        let failed = self.cases.iter().filter(|case| case.failure.is_some()).count();
        self.terminal.say(&self.summary(failed));
        if let Some(file) = &self.args.junit {
            std::fs::write(file, junit(&self.cases)).with_context(|| format!("{} cannot be written", file.display()))?;
        }
        Ok(Exit::problems(failed > 0))
    }

    fn left_over(&self) -> anyhow::Result<()> {
        let paths = self.snapshots.unreferenced();
        for path in &paths {
            self.terminal.say(&format!("{path} {}", if self.args.accept { "is removed: no test has it" } else { "belongs to no test; `--accept` removes it" }));
        }
        if self.args.accept { self.snapshots.remove(&paths) } else { Ok(()) }
    }

    fn summary(&self, failed: usize) -> String {
        if self.cases.is_empty() {
            return match &self.args.filter {
                Some(filter) => format!("no test has `{filter}` in its name"),
                None => format!("there are no tests in {}; `crossdock explain W0640` shows what one looks like", self.root.display()),
            };
        }
        let passed = self.terminal.err_paint(Style::Good, &format!("{} passed", self.cases.len() - failed));
        let failed = if failed > 0 { format!(", {}", self.terminal.err_paint(Style::Bad, &format!("{failed} failed"))) } else { String::new() };
        let unreviewed = if self.unreviewed > 0 { format!(", {} to look at: `crossdock test --accept`", plural(self.unreviewed, "new snapshot")) } else { String::new() };
        format!("{passed}{failed}{unreviewed}")
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
