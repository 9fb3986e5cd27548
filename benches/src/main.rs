//! Checks a generated project of 200 files and 20,000 lines from cold and tells how long that took. The goal is less than a second.
//! Formats one file of 10,000 lines, too, in less than half a second.
//!
//! ```text
//! cd benches && cargo run --release            # prints the figures; exit code 1 where the goal is missed
//! cd benches && cargo run --release -- 400     # another number of files
//! ```

mod project;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crossdock_compiler::{check, syntax};

const FILES: usize = 200;
const RUNS: usize = 5;
const GOAL: Duration = Duration::from_secs(1);
const FORMATTED_LINES: usize = 10_000;
const FORMATTING_GOAL: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(FILES);
    let files = project::files(count);
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    println!("{} files, {lines} lines", files.len());

    let started = Instant::now();
    let parsed = files.iter().map(|(_, text)| syntax::parse(text).problems.len()).sum::<usize>();
    println!("parse   {:>8.1} ms  ({parsed} problems)", ms(started.elapsed()));

    let long: String = files.iter().skip(1).map(|(_, text)| text.as_ref()).flat_map(str::lines).take(FORMATTED_LINES).flat_map(|line| [line, "\n"]).collect();
    let started = Instant::now();
    let formatted = syntax::format(&long).is_ok();
    let formatting = started.elapsed();
    println!("format  {:>8.1} ms  (one file of {} lines)", ms(formatting), long.lines().count());

    // The first one is cold: nothing of the library is there yet.
    let mut cold = Duration::ZERO;
    let mut best = Duration::MAX;
    for run in 0..RUNS {
        let started = Instant::now();
        let checked = check(&files);
        let took = started.elapsed();
        if let Some(problem) = checked.problems.iter().find(|problem| problem.is_error()) {
            eprintln!("the generated project is wrong: {} {}", problem.code, problem.message);
            return ExitCode::from(2);
        }
        cold = if run == 0 { took } else { cold };
        best = best.min(took);
    }
    println!("check   {:>8.1} ms  cold", ms(cold));
    println!("        {:>8.1} ms  best of {RUNS}", ms(best));
    let missed = cold > GOAL || formatting > FORMATTING_GOAL || !formatted;
    if count == FILES && missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
