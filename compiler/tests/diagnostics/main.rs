//! What the compiler says, word by word: each snapshot shows a source and the diagnostics below it.
#![allow(clippy::unwrap_used)]

mod bodies;
mod codes;
mod contracts;
mod enums;
mod failures;
mod flows;
mod functions;
mod lifecycles;
mod look_ups;
mod loops;
mod matching;
mod mentions;
mod names;
mod overlays;
mod records;
mod render;
mod routes;
mod rules;
mod spreadsheets;
mod systems;
mod tables;
mod types;
mod units;
mod uses;
mod variants;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_compiler::{Checked, Diagnostic, check};

/// Checks a project of these files.
fn checked(files: &[(&str, &str)]) -> Checked {
    check(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())).collect::<Vec<_>>())
}

/// The files and what is said about them, as a page: sources first, then the diagnostics.
fn report(files: &[(&str, &str)]) -> String {
    let mut checked = checked(files);
    checked.problems.retain(is_of_declarations);
    let sources: Vec<String> = files.iter().map(|(path, text)| format!("----- {path}\n{}\n", text.trim())).collect();
    format!("{}\n----- diagnostics\n{}", sources.join("\n"), human(&checked.sources, &checked.problems, Human::default()))
}

/// Like [`report`], with every warning.
fn whole_report(files: &[(&str, &str)]) -> String {
    let checked = checked(files);
    let sources: Vec<String> = files.iter().map(|(path, text)| format!("----- {path}\n{}\n", text.trim())).collect();
    format!("{}\n----- diagnostics\n{}", sources.join("\n"), human(&checked.sources, &checked.problems, Human::default()))
}

/// The codes of all diagnostics, in order, but for warnings about bodies.
fn codes(text: &str) -> Vec<&'static str> {
    checked(&[("main.flow", text)]).problems.iter().filter(|problem| is_of_declarations(problem)).map(|problem| problem.code).collect()
}

/// Not a warning about coverage: most sources here declare things that no map or flow makes use of.
fn is_of_declarations(problem: &Diagnostic) -> bool {
    problem.is_error() || problem.code.starts_with("W02") || problem.code.starts_with("W065")
}

/// `says!(name, "source")`: a test whose snapshot is the page of a project with one file.
macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $text:expr;)*) => { $(
        $(#[$doc])*
        #[test]
        fn $name() {
            let page = crate::report(&[("main.flow", $text.trim_start())]);
            insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(page) });
        }
    )* };
}
use says;
