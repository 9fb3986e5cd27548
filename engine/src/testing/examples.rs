//! The examples in the documentation of fns, maps and tables, as tests.

use std::sync::Arc;

use crossdock_compiler::Files;
use crossdock_compiler::syntax::ast::{Item, ItemKind, Name};
use crossdock_compiler::syntax::parse;

/// A project in which each example of a `##` comment stands as a `test` behind the file's own text, where all that the file knows is known.
///
/// An example is a line between two lines of three backticks: `"a".upper() = "A"`.
pub struct WithExamples<'f> {
    files: &'f dyn Files,
}

impl<'f> WithExamples<'f> {
    pub fn new(files: &'f dyn Files) -> WithExamples<'f> {
        WithExamples { files }
    }
}

impl Files for WithExamples<'_> {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.files.flow_files().into_iter().map(|(path, text)| (path, with_examples(text))).collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.files.exists(path)
    }
}

fn with_examples(text: Arc<str>) -> Arc<str> {
    let parsed = parse(&text);
    let tests: String = parsed.file.items.iter().filter_map(tests_of).collect();
    if tests.is_empty() { text } else { format!("{}\n\n{tests}", text.trim_end()).into() }
}

fn tests_of(item: &Item) -> Option<String> {
    let name = name_of(item)?;
    let mut inside = false;
    let mut lines = Vec::new();
    for line in item.docs.as_deref()?.lines() {
        if line.trim() == "```" {
            inside = !inside;
        } else if inside && !line.trim().is_empty() {
            lines.push(format!("  expect {}\n", line.trim()));
        }
    }
    (!lines.is_empty()).then(|| format!("test \"example of {}\" {{\n{}}}\n\n", name.text, lines.concat()))
}

fn name_of(item: &Item) -> Option<&Name> {
    match &item.kind {
        ItemKind::Fn(item) => Some(&item.name),
        ItemKind::Map(item) => Some(&item.name),
        ItemKind::Table(item) => Some(&item.name),
        _ => None,
    }
}
