//! One slip of the keyboard is one problem, nearly always: real projects, each with one thing changed at a place picked by a fixed seed.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossdock_compiler::syntax::tokens;
use crossdock_compiler::{Diagnostic, check};

/// For each kind of slip.
const SLIPS: usize = 60;
/// Problems that a slip may have on average, and at most.
const MEAN_MAX: f64 = 1.1;
const MOST: usize = 4;

/// Paths and texts.
type Project = Vec<(String, Arc<str>)>;

/// All texts below a folder.
fn project(folder: &str) -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut files = Vec::new();
    add(&root, &root, &mut files);
    files.sort();
    files
}

fn add(root: &Path, folder: &Path, files: &mut Project) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            add(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "flow" || extension == "csv") {
            let name: PathBuf = path.strip_prefix(root).unwrap().into();
            files.push((name.to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap().into()));
        }
    }
}

/// A generator of Marsaglia's, so that every run makes the same slips.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count.max(1) as u64) as usize
    }
}

#[derive(Clone, Copy, Debug)]
enum Slip {
    TokenGone,
    TokensSwapped,
    LineTwice,
    LineGone,
    Stray,
}

fn slipped(text: &str, slip: Slip, chance: &mut Chance) -> String {
    match slip {
        Slip::TokenGone | Slip::TokensSwapped => tokens_changed(text, slip, chance),
        Slip::LineTwice | Slip::LineGone => lines_changed(text, slip, chance),
        Slip::Stray => {
            let signs = ["}", "{", ")", "(", "]", "\"", "'", ";", ",", "=", ":", "x", "5", "-", ".", "@"];
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let mut changed = text.to_owned();
            changed.insert_str(places[chance.below(places.len())], signs[chance.below(signs.len())]);
            changed
        }
    }
}

fn tokens_changed(text: &str, slip: Slip, chance: &mut Chance) -> String {
    let tokens: Vec<std::ops::Range<usize>> = tokens(text).into_iter().filter(|token| !token.kind.is_trivia()).map(|token| token.span.range()).collect();
    let at = chance.below(tokens.len() - 1);
    let (first, second) = (tokens[at].clone(), tokens[at + 1].clone());
    let mut changed = text.to_owned();
    match slip {
        Slip::TokensSwapped => changed.replace_range(first.start..second.end, &format!("{}{}{}", &text[second.clone()], &text[first.end..second.start], &text[first])),
        _ => changed.replace_range(first, ""),
    }
    changed
}

fn lines_changed(text: &str, slip: Slip, chance: &mut Chance) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let full: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty()).collect();
    let at = full[chance.below(full.len())];
    match slip {
        Slip::LineTwice => lines.insert(at, lines[at]),
        _ => drop(lines.remove(at)),
    }
    lines.concat()
}

/// What is said about each slip: the changed line, and the problems.
fn session(slips: usize) -> Vec<(Slip, String, Vec<Diagnostic>)> {
    let projects = ["examples/web-shop", "examples/tour", "mappings/shopify"].map(project);
    let mut chance = Chance(0x2026_1124);
    let mut said = Vec::new();
    for slip in [Slip::TokenGone, Slip::TokensSwapped, Slip::LineTwice, Slip::LineGone, Slip::Stray] {
        for _ in 0..slips {
            let mut files = projects[chance.below(projects.len())].clone();
            let flows: Vec<usize> = (0..files.len()).filter(|at| files[*at].0.ends_with(".flow")).collect();
            let at = flows[chance.below(flows.len())];
            let changed = slipped(&files[at].1, slip, &mut chance);
            let line = difference(&files[at].1, &changed);
            files[at].1 = changed.into();
            said.push((slip, format!("{}:{line}", files[at].0), check(&files).problems));
        }
    }
    said
}

/// The first line that is another one.
fn difference(before: &str, after: &str) -> String {
    let at = before.lines().zip(after.lines()).take_while(|(before, after)| before == after).count();
    format!("{}: {} => {}", at + 1, before.lines().nth(at).unwrap_or("").trim(), after.lines().nth(at).unwrap_or("").trim())
}

#[test]
fn the_projects_are_right() {
    for folder in ["examples/web-shop", "examples/tour", "mappings/shopify"] {
        let errors: Vec<Diagnostic> = check(&project(folder)).problems.into_iter().filter(Diagnostic::is_error).collect();
        assert!(errors.is_empty(), "{folder}: {errors:?}");
    }
}

#[test]
fn one_slip_is_one_problem() {
    let said = session(SLIPS);
    let mut counts: Vec<usize> = said.iter().map(|(_, _, problems)| problems.iter().filter(|problem| problem.is_error()).count()).collect();
    counts.sort_unstable();
    let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    assert!(mean <= MEAN_MAX && counts[counts.len() / 2] == 1 && counts[counts.len() - 1] <= MOST, "mean {mean}, most {}: {:#?}", counts[counts.len() - 1], worst(&said));
}

/// The slips with the most problems.
fn worst(said: &[(Slip, String, Vec<Diagnostic>)]) -> Vec<String> {
    let mut said: Vec<_> = said.iter().collect();
    said.sort_by_key(|(_, _, problems)| std::cmp::Reverse(problems.len()));
    let words = |(slip, line, problems): &(Slip, String, Vec<Diagnostic>)| {
        let problems: Vec<String> = problems.iter().map(|problem| format!("\n    {} {}", problem.code, problem.message)).collect();
        format!("{slip:?} {line}: {}{}", problems.len(), problems.concat())
    };
    said.into_iter().take(60).map(words).collect()
}
