//! `crossdock test`

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossdock_compiler::diagnostic::render::github_note;
use crossdock_engine::coverage::Point;
use crossdock_engine::testing::{Outcome, Suite, WithExamples};
use crossdock_project::Project;

use crate::exit::Exit;
use crate::project::{self, plural};
use crate::terminal::{Style, Terminal};
use crate::testing::coverage::Coverage;
use crate::testing::diff::diff;
use crate::testing::junit::{Case, junit};
use crate::testing::review::{self, Answer};
use crate::testing::snapshots::{Mode, Snapshots, Source, Verdict};
use crate::testing::watch::Watch;

/// Runs the tests of a project: its test items, snapshots, and the examples in its documentation
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  crossdock test examples/web-shop
  crossdock test --filter \"gift card\"
  crossdock test --review                     look at each snapshot that is new or different
  crossdock test --accept                     take all of them as what is expected
  crossdock test --watch                      again whenever a file changes
  CI=true crossdock test --junit report.xml --coverage-min 80
  crossdock test --coverage                   what no test reaches

Nothing is sent, and the time is always 2026-01-15 12:00 UTC. Exit code 0: all passed; 1: something is different; 2: could not run.
Snapshots are files under snapshots/: review them like code. What is missing or different is put beside them as .snap.new, in the form
that `cargo insta review` reads, too. With CI=true in the environment nothing is written, and a missing one fails.")]
pub struct Args {
    /// The project's folder, or one within it
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// Writes snapshots that are missing or different, and removes those that no test has
    #[arg(long)]
    accept: bool,
    /// Shows each snapshot that is missing or different, and asks whether it is right
    #[arg(long, conflicts_with = "accept")]
    review: bool,
    /// Runs again whenever a file of the project changes, until it is stopped
    #[arg(long, conflicts_with_all = ["accept", "review", "junit", "coverage_json", "coverage_html"])]
    watch: bool,
    /// `github` shows each difference beside its line in a pull request, too
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Writes the results as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Tells which fields, table rows, match arms, sides of an if, fallbacks, rules, look-ups, steps of flows, lifecycle moves and policy answers no test reaches
    #[arg(long)]
    coverage: bool,
    /// Writes that as JSON
    #[arg(long, value_name = "FILE")]
    coverage_json: Option<PathBuf>,
    /// Writes that as a page, DIR/index.html, with the source
    #[arg(long, value_name = "DIR")]
    coverage_html: Option<PathBuf>,
    /// Fails where less than so many percent are reached
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    coverage_min: Option<u8>,
    /// Only tests whose name contains this, in capitals or small letters
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Github,
}

/// Tests that take longer tell how long.
const SLOW: Duration = Duration::from_millis(500);

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    if !args.watch {
        return once(args, terminal);
    }
    let watch = Watch::start(&crossdock_project::find_root(&args.dir)?)?;
    loop {
        // What cannot be read now may be mended by the next change.
        if let Err(error) = once(args, terminal) {
            terminal.error(&format!("{error:#}"));
        }
        terminal.say("waiting for the next change");
        if !watch.wait() {
            return Ok(Exit::Clean);
        }
        terminal.say("");
    }
}

fn once(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = project::open(&args.dir)?;
    let files = WithExamples::new(&project);
    let Some(checked) = project::sound(&files, terminal) else { return Ok(Exit::Problems) };
    let samples = |path: &str| project.read_sample(path).map_err(|error| error.to_string());
    let mut suite = if args.measures() { Suite::with_coverage(&checked, &samples) } else { Suite::new(&checked, &samples) };
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
    let enough = args.measures().then(|| report.coverage(suite.coverage())).transpose()?.unwrap_or(true);
    report.finish(wanted.is_none(), enough)
}

impl Args {
    /// Whether anything asks for coverage.
    fn measures(&self) -> bool {
        self.coverage || self.coverage_json.is_some() || self.coverage_html.is_some() || self.coverage_min.is_some()
    }
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
    started: jiff::Timestamp,
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
        let mode = match (args.accept, ci) {
            (true, _) => Mode::Accept,
            (false, true) => Mode::Tell,
            (false, false) => Mode::Pending,
        };
        Report {
            args,
            root: project.root(),
            files,
            terminal,
            snapshots: Snapshots::new(project.root(), mode),
            ci,
            started: jiff::Timestamp::now(),
            cases: Vec::new(),
            unreviewed: 0,
        }
    }

    fn one(&mut self, mut outcome: Outcome, snapshot: Option<&str>, took: Duration) -> anyhow::Result<()> {
        let place = |line| format!("{}:{}", outcome.file, self.files.line(&outcome.file, line));
        let mut problems: Vec<Problem> = outcome.differences.iter().map(|difference| Problem::Text(format!("{}: {}", place(difference.line), difference.text))).collect();
        let note = match (snapshot, outcome.snapshot.take()) {
            (Some(path), Some(came)) => {
                let source = Source { file: &outcome.file, test: &outcome.name, line: self.files.line(&outcome.file, outcome.line) };
                self.review(path, came, source, &mut problems)?
            }
            _ => String::new(),
        };
        let slow = if took > SLOW { format!("  {}", self.terminal.paint(Style::Warn, &format!("{:.1} s", took.as_secs_f64()))) } else { String::new() };
        self.tell(&outcome.name, &problems, &format!("{slow}{note}"))?;
        if self.args.format == Format::Github {
            self.annotate(&outcome, &problems)?;
        }
        let plain: Vec<String> = problems.iter().map(|problem| problem.text(|_, text| text.to_owned())).collect();
        self.cases.push(Case { file: outcome.file, name: outcome.name, took, failure: (!plain.is_empty()).then(|| plain.join("\n")) });
        Ok(())
    }

    /// Compares what came with what was approved: a problem, or a remark behind the test's name.
    fn review(&mut self, path: &str, came: String, source: Source<'_>, problems: &mut Vec<Problem>) -> anyhow::Result<String> {
        let remark = |text: &str| format!("  {}", self.terminal.paint(Style::Warn, text));
        match self.snapshots.compare(path, &came, source)? {
            Verdict::Same => {}
            Verdict::Accepted | Verdict::New { written: true } => return Ok(remark(&format!("wrote {path}"))),
            Verdict::New { written: false } if self.ci => problems.push(Problem::Text(format!("{path} is missing; run `crossdock test --accept`, review it and commit it"))),
            verdict @ (Verdict::New { .. } | Verdict::Differs { .. }) if self.args.review => return self.asked(path, &came, source, verdict, problems),
            Verdict::New { written: false } => {
                self.unreviewed += 1;
                return Ok(format!("{}\n{}", remark(&format!("{path} is missing; this came:")), indented(&came)));
            }
            Verdict::Differs { kept } => problems.push(Problem::Snapshot { path: path.to_owned(), kept, came }),
        }
        Ok(String::new())
    }

    /// Shows what is new or different, and does with it what a person says.
    fn asked(&mut self, path: &str, came: &str, source: Source<'_>, verdict: Verdict, problems: &mut Vec<Problem>) -> anyhow::Result<String> {
        let kept = if let Verdict::Differs { kept } = verdict { kept } else { String::new() };
        let shown = diff(&kept, came, |style, text| self.terminal.err_paint(style, text));
        self.terminal.say(&format!("\n{}\n{}\n", self.terminal.err_paint(Style::Strong, source.test), shown.trim_end()));
        match review::ask(path, &mut std::io::stdin().lock(), std::io::stderr())? {
            Answer::Accept => {
                self.snapshots.accept(path, came, source)?;
                return Ok(format!("  {}", self.terminal.paint(Style::Warn, &format!("wrote {path}"))));
            }
            Answer::Reject => {
                self.snapshots.reject(path)?;
                problems.push(Problem::Text(format!("{path}: what came is not what should come")));
            }
            Answer::Later => {
                self.unreviewed += 1;
                problems.push(Problem::Text(format!("{path} is still to be looked at")));
            }
        }
        Ok(String::new())
    }

    /// As GitHub's runners understand it: beside the line, in the pull request.
    fn annotate(&self, outcome: &Outcome, problems: &[Problem]) -> anyhow::Result<()> {
        let snapshots = problems.iter().filter(|problem| matches!(problem, Problem::Snapshot { .. })).map(|problem| (outcome.line, problem.text(|_, text| text.to_owned())));
        let differences = outcome.differences.iter().map(|difference| (difference.line, difference.text.clone()));
        let notes = differences.chain(snapshots).map(|(line, text)| {
            let file = format!("{}{}", project::from_here(self.root), outcome.file);
            github_note(&file, self.files.line(&outcome.file, line), &outcome.name, &text)
        });
        self.terminal.out(&notes.collect::<String>())?;
        Ok(())
    }

    fn tell(&self, name: &str, problems: &[Problem], note: &str) -> anyhow::Result<()> {
        let mark = if problems.is_empty() { self.terminal.paint(Style::Good, "passed") } else { self.terminal.paint(Style::Bad, "failed") };
        let problems: String = problems.iter().map(|problem| indented(&problem.text(|style, text| self.terminal.paint(style, text)))).collect();
        self.terminal.out(&format!("{mark}  {name}{note}\n{problems}"))?;
        Ok(())
    }

    /// Tells and writes what was reached; whether that is enough.
    fn coverage(&self, points: Vec<Point>) -> anyhow::Result<bool> {
        let coverage = Coverage::new(points.into_iter().map(|point| Point { line: self.files.line(&point.file, point.line), ..point }).collect());
        let shown = |file: &Path| format!("{} cannot be written", file.display());
        if let Some(file) = &self.args.coverage_json {
            std::fs::write(file, coverage.json()).with_context(|| shown(file))?;
        }
        if let Some(folder) = &self.args.coverage_html {
            std::fs::create_dir_all(folder).with_context(|| shown(folder))?;
            let page = coverage.html(&|path| std::fs::read_to_string(self.root.join(path)).unwrap_or_default());
            std::fs::write(folder.join("index.html"), page).with_context(|| shown(folder))?;
        }
        if self.args.coverage {
            self.terminal.out(&coverage.text(|style, text| self.terminal.paint(style, text)))?;
        }
        let least = self.args.coverage_min.unwrap_or(0);
        let enough = coverage.percent() >= u32::from(least);
        if !enough {
            self.terminal.say(&format!("the tests reach {} %, and {least} % are asked for; `--coverage` shows what is missing", coverage.percent()));
        }
        Ok(enough)
    }

    /// `all`: no test was left out, so that it is the time to tidy up. `enough`: so is the coverage.
    fn finish(self, all: bool, enough: bool) -> anyhow::Result<Exit> {
        if all {
            self.left_over()?;
        }
        let failed = self.cases.iter().filter(|case| case.failure.is_some()).count();
        self.terminal.say(&self.summary(failed));
        if let Some(file) = &self.args.junit {
            std::fs::write(file, junit(&self.cases, self.started)).with_context(|| format!("{} cannot be written", file.display()))?;
        }
        Ok(Exit::problems(failed > 0 || !enough))
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
        let unreviewed = if self.unreviewed > 0 { format!(", {} to look at: `crossdock test --review`", plural(self.unreviewed, "new snapshot")) } else { String::new() };
        format!("{passed}{failed}{unreviewed}")
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
