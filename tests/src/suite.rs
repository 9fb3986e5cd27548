//! The language suite: `.flow` programs that say in comments what must come out of them.
//!
//! ```text
//! map m(a: In) -> Out { x = a.y }      #~ E0342          this diagnostic, its first label on this line
//! #> m {"y": 1}                                          run the map on this payload
//! #= {"x": 1}                                            … and it gives exactly these bytes
//! #> m {"y": "z"}
//! #! invalid at y: a whole number                        … or this failure, whose text begins or continues so
//! ```
//! A line `##~ W0011` at the top of a file allows that warning anywhere in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossdock_compiler::Checked;
use crossdock_engine::Program;

/// Every `.flow` file below the folder, in order.
pub fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path.extension().is_some_and(|extension| extension == "flow") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Checks and runs one program; gives what did not come out as written, one complaint each.
pub fn run(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), Arc::from(text.as_str()))]);
    let mut complaints = compare_diagnostics(&text, &checked);
    if !checked.has_errors() {
        complaints.extend(run_cases(&text, &Program::new(&checked)));
    } else if text.lines().any(|line| line.starts_with("#>")) && !text.contains("#~ E") {
        complaints.push("does not compile, so its cases did not run".to_owned());
    }
    complaints.into_iter().map(|complaint| format!("{}: {complaint}", path.display())).collect()
}

/// Codes by line (from 1), as expected and as found.
fn compare_diagnostics(text: &str, checked: &Checked) -> Vec<String> {
    let allowed: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("##~ ")).map(str::trim).collect();
    let mut expected = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let codes = line.split_once("#~").filter(|_| !line.starts_with("##~")).map_or("", |(_, codes)| codes);
        expected.extend(codes.split_whitespace().map(|code| (index + 1, code.to_owned())));
    }
    let mut found = BTreeSet::new();
    for problem in &checked.problems {
        let start = problem.labels.first().map_or(0, |label| label.span.start as usize);
        let line = text.get(..start).unwrap_or(text).matches('\n').count() + 1;
        if !allowed.contains(&problem.code) {
            found.insert((line, problem.code.to_owned()));
        }
    }
    let missing = expected.difference(&found).map(|(line, code)| format!("line {line}: {code} did not come"));
    let surprising = found.difference(&expected).map(|(line, code)| format!("line {line}: {code} came unexpectedly: {}", messages(checked, code)));
    missing.chain(surprising).collect()
}

fn messages(checked: &Checked, code: &str) -> String {
    checked.problems.iter().filter(|problem| problem.code == code).map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" / ")
}

fn run_cases(text: &str, program: &Program) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        let Some(case) = line.strip_prefix("#> ") else { continue };
        let mut expected = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| line.starts_with("#= ") || line.starts_with("#! ")) {
            expected.push(line.to_owned());
        }
        if let Err(complaint) = run_case(case, &expected, program) {
            complaints.push(format!("line {}: {complaint}", index + 1));
        }
    }
    complaints
}

fn run_case(case: &str, expected: &[String], program: &Program) -> Result<(), String> {
    let (map, payload) = case.split_once(' ').ok_or("a case is `#> map payload`")?;
    let unit = program.map(map).map_err(|error| format!("{error}"))?;
    let mut out = Vec::new();
    let found = match unit.apply(payload.as_bytes(), &mut Default::default(), &mut out) {
        Ok(()) => vec![format!("#= {}", String::from_utf8_lossy(&out))],
        Err(failures) => failures.iter().map(|failure| format!("#! {failure}")).collect(),
    };
    let fits = found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| matches(found, expected));
    if fits { Ok(()) } else { Err(format!("expected\n  {}\nfound\n  {}", expected.join("\n  "), found.join("\n  "))) }
}

/// Outputs to the letter; a failure may be told only in part.
fn matches(found: &str, expected: &str) -> bool {
    if expected.starts_with("#!") { found.starts_with(expected.trim_end()) || expected.strip_prefix("#! ").is_some_and(|part| found.contains(part)) } else { found == expected }
}
