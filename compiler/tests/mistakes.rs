//! Mistakes that analysts make, one small program each in `mistakes/`: what the compiler says about it, and what its fixes make of it.
//!
//! A program with a spreadsheet begins with it: `# file: codes/carriers.csv`, its rows, and `# file: main.flow`. There `⏵` stands for a tab.
//!
//! Each snapshot shows the source, the diagnostics below it, and the program after every fix that was offered, one after the other. To add a mistake,
//! write the file and run with `INSTA_UPDATE=always`; then read the new snapshot as the analyst would.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_compiler::diagnostic::{Diagnostic, Edit};
use crossdock_compiler::{Checked, Files, Unreadable, check};

/// More fixes one after the other than this, and they chase each other.
const FIXES_MAX: usize = 24;

/// The files of a program, beside a sample.
struct Program(Vec<(String, String)>);

impl Program {
    fn of(text: &str) -> Program {
        let Some(parts) = text.strip_prefix("# file: ") else { return Program(vec![("main.flow".to_owned(), text.to_owned())]) };
        Program(parts.split("\n# file: ").filter_map(|part| part.split_once('\n')).map(|(path, text)| (path.to_owned(), text.replace('⏵', "\t"))).collect())
    }

    fn show(&self) -> String {
        match self.0.as_slice() {
            [(_, text)] => text.trim_end().to_owned(),
            files => files.iter().map(|(path, text)| format!("# file: {path}\n{}", text.trim_end())).collect::<Vec<_>>().join("\n"),
        }
    }
}

impl Files for Program {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.0.iter().filter(|(path, _)| path.ends_with(".flow")).map(|(path, text)| (path.clone(), text.as_str().into())).collect()
    }

    fn exists(&self, path: &str) -> bool {
        path == "order.json"
    }

    fn spreadsheet(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone().into_bytes()).ok_or(Unreadable::Missing)
    }

    fn spreadsheets(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.clone()).filter(|path| path.ends_with(".csv")).collect()
    }
}

/// The mistakes by their names.
fn mistakes() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let flows = files.filter(|path| path.extension().is_some_and(|extension| extension == "flow"));
    flows.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())).collect()
}

/// Without the remarks on fields that nothing reads and failures that nothing raises: these programs are parts of larger ones.
fn checked(program: &Program) -> Checked {
    let mut checked = check(program);
    checked.problems.retain(|problem| !matches!(problem.code, "W0402" | "W0502"));
    checked
}

fn apply(program: &Program, found: &Checked, edits: &[Edit]) -> Program {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut files = program.0.clone();
    for edit in edits {
        let path = &found.sources.get(edit.file).path;
        files.iter_mut().filter(|(known, _)| known == path).for_each(|(_, text)| text.replace_range(edit.span.range(), &edit.text));
    }
    Program(files)
}

/// The first fix that is offered, over and over: the program in the end, and how many it took.
fn mended(program: &Program) -> (Program, usize) {
    let mut program = Program(program.0.clone());
    for count in 0..FIXES_MAX {
        let found = checked(&program);
        let Some(fix) = found.problems.iter().find_map(|problem| problem.fix.as_ref()) else { return (program, count) };
        program = apply(&program, &found, &fix.edits);
    }
    (program, FIXES_MAX)
}

fn page(text: &str) -> String {
    let program = Program::of(text);
    let found = checked(&program);
    let said = human(&found.sources, &found.problems, Human::default());
    let mut page = format!("----- source\n{}\n\n----- diagnostics\n{said}", program.show());
    let (after, count) = mended(&program);
    if count > 0 {
        let left: Vec<&str> = checked(&after).problems.iter().map(|problem| problem.code).collect();
        let left = if left.is_empty() { "right".to_owned() } else { format!("still: {}", left.join(" ")) };
        page = format!("{page}\n----- after {count} fixes, {left}\n{}\n", after.show());
    }
    page
}

#[test]
fn each_is_named_placed_and_mended() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("mistakes/snapshots");
    let mut different = Vec::new();
    for (name, text) in mistakes() {
        let same = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name.as_str(), page(&text)))));
        if same.is_err() {
            different.push(name);
        }
    }
    assert!(different.is_empty(), "different: {different:?}");
}

#[test]
fn there_are_many_and_none_goes_unnoticed() {
    let mistakes = mistakes();
    assert!(mistakes.len() >= 120);
    let unnoticed: Vec<&String> =
        mistakes.iter().filter(|(name, text)| !name.ends_with("_is_fine") && checked(&Program::of(text)).problems.is_empty()).map(|(name, _)| name).collect();
    assert!(unnoticed.is_empty(), "nothing is said about {unnoticed:?}");
}

/// What a fix is offered for is gone once it is applied.
#[test]
fn fixes_mend_what_they_are_offered_for() {
    let mut bad = Vec::new();
    for (name, text) in mistakes() {
        let program = Program::of(&text);
        let found = checked(&program);
        for problem in &found.problems {
            let Some(fix) = &problem.fix else { continue };
            let after = apply(&program, &found, &fix.edits);
            if count(&checked(&after).problems, problem) >= count(&found.problems, problem) {
                bad.push(format!("{name}: {} “{}” is still there after “{}”\n{}", problem.code, problem.message, fix.title, after.show()));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

fn count(problems: &[Diagnostic], like: &Diagnostic) -> usize {
    problems.iter().filter(|problem| (problem.code, &problem.message) == (like.code, &like.message)).count()
}
