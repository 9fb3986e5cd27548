//! The examples in the documentation of fns, maps and tables, as tests.

use std::collections::HashMap;
use std::sync::Arc;

use crossdock_compiler::syntax::ast::{Item, ItemKind, Name};
use crossdock_compiler::syntax::parse;
use crossdock_compiler::{Files, Unreadable};

/// A project in which each example of a `##` comment stands as a `test` behind the file's own text, where all that the file knows is known.
///
/// An example is a line between two lines of three backticks: `"a".upper() = "A"`. What says its language (```` ```json ````) is something else.
pub struct WithExamples<'f> {
    files: &'f dyn Files,
    texts: Vec<(String, Arc<str>)>,
    /// By file: where the lines behind its text come from.
    origins: HashMap<String, Origins>,
}

/// What stands behind the text of one file.
#[derive(Default)]
struct Origins {
    /// Lines of the file itself, and the blank one after them.
    before: usize,
    /// For each line after those, the line of the comment (from 1) that it was made of.
    lines: Vec<usize>,
}

impl<'f> WithExamples<'f> {
    pub fn new(files: &'f dyn Files) -> WithExamples<'f> {
        let (mut texts, mut origins) = (Vec::new(), HashMap::new());
        for (path, text) in files.flow_files() {
            let (text, of_file) = with_examples(text);
            origins.insert(path.clone(), of_file);
            texts.push((path, text));
        }
        WithExamples { files, texts, origins }
    }

    /// The line (from 1) in the file as people have it: an example stands where its comment does.
    pub fn line(&self, path: &str, line: usize) -> usize {
        let origin = self.origins.get(path).and_then(|origins| origins.lines.get(line.checked_sub(origins.before + 1)?));
        origin.copied().unwrap_or(line)
    }
}

impl Files for WithExamples<'_> {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.texts.clone()
    }

    fn exists(&self, path: &str) -> bool {
        self.files.exists(path)
    }

    fn matching(&self, pattern: &str) -> Vec<String> {
        self.files.matching(pattern)
    }

    fn spreadsheet(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.files.spreadsheet(path)
    }

    fn spreadsheets(&self) -> Vec<String> {
        self.files.spreadsheets()
    }
}

fn with_examples(text: Arc<str>) -> (Arc<str>, Origins) {
    let file = parse(&text).file;
    let mut names = HashMap::new();
    let tests: Vec<(String, usize)> = file.items.iter().flat_map(|item| test_of(item, &text, &mut names)).collect();
    if tests.is_empty() {
        return (text, Origins::default());
    }
    let mut all = format!("{}\n\n", text.trim_end());
    let before = all.matches('\n').count();
    tests.iter().for_each(|(line, _)| all.push_str(line));
    (all.into(), Origins { before, lines: tests.into_iter().map(|(_, origin)| origin).collect() })
}

/// The lines of the test that an item's examples make, each with the line that it comes from.
/// A name that stands there again, as an overload's does, is numbered.
fn test_of(item: &Item, text: &str, names: &mut HashMap<String, usize>) -> Vec<(String, usize)> {
    let (Some(name), Some(docs)) = (name_of(item), item.docs.as_deref()) else { return Vec::new() };
    let places = places_of_docs(item, text, docs.lines().count());
    let examples: Vec<(String, usize)> = examples(docs).map(|(at, example)| (format!("  expect {example}\n"), places.get(at).copied().unwrap_or(0))).collect();
    let (Some((_, first)), Some((_, last))) = (examples.first(), examples.last()) else { return Vec::new() };
    let count = names.entry(name.text.clone()).and_modify(|count| *count += 1).or_insert(1);
    let title = if *count > 1 { format!("{} ({count})", name.text) } else { name.text.clone() };
    let (head, end) = ((format!("test \"example of {title}\" {{\n"), *first), ("}\n".to_owned(), *last));
    [head].into_iter().chain(examples).chain([end]).collect()
}

/// The lines between plain fences, with their place among the lines of the documentation.
fn examples(docs: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fence = None;
    docs.lines().map(str::trim).enumerate().filter(move |(_, line)| match (line.strip_prefix("```"), fence) {
        (Some(language), None) => {
            fence = Some(language.is_empty());
            false
        }
        (Some(_), Some(_)) => {
            fence = None;
            false
        }
        (None, plain) => plain == Some(true) && !line.is_empty(),
    })
}

/// The lines (from 1) of the `##` comments above an item. Remarks may stand between them.
fn places_of_docs(item: &Item, text: &str, count: usize) -> Vec<usize> {
    let above = text.get(..item.span.start as usize).unwrap_or_default();
    let lines: Vec<&str> = above.lines().collect();
    let docs = lines.iter().enumerate().rev().filter(|(_, line)| line.trim_start().starts_with("##"));
    let mut places: Vec<usize> = docs.map(|(at, _)| at + 1).take(count).collect();
    places.reverse();
    places
}

fn name_of(item: &Item) -> Option<&Name> {
    match &item.kind {
        ItemKind::Fn(item) => Some(&item.name),
        ItemKind::Map(item) => Some(&item.name),
        ItemKind::Table(item) => Some(&item.name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEXT: &str = "# About this file.\n\n## Twice as much.\n## ```\n## twice(1) = 2\n# a remark\n## twice(2) = 4\n## ```\nfn twice(n: int) -> int { n * 2 }\n\n\n";

    #[test]
    fn examples_become_a_test_behind_the_text_and_keep_their_lines() {
        let files = vec![("a.flow".to_owned(), Arc::from(TEXT))];
        let with = WithExamples::new(&files);
        let text = with.flow_files()[0].1.clone();
        assert!(text.ends_with("}\n\ntest \"example of twice\" {\n  expect twice(1) = 2\n  expect twice(2) = 4\n}\n"), "{text}");
        let line = |part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
        assert_eq!(with.line("a.flow", line("expect twice(1)")), 5);
        assert_eq!(with.line("a.flow", line("expect twice(2)")), 7);
        assert_eq!(with.line("a.flow", line("test \"")), 5);
        assert_eq!(with.line("a.flow", 9), 9, "the file's own lines are where they are");
        assert_eq!(with.line("b.flow", 1), 1);
    }

    #[test]
    fn other_blocks_are_no_examples() {
        let found = |docs| examples(docs).map(|(_, line)| line).collect::<Vec<_>>();
        assert_eq!(found("```json\n{ \"a\": 1 }\n```\nIn words.\n```\n1 = 1\n\n```\nMore words."), ["1 = 1"]);
        assert_eq!(found("Only words."), Vec::<&str>::new());
    }

    #[test]
    fn a_file_without_examples_stays_as_it_is() {
        let files = vec![("a.flow".to_owned(), Arc::from("fn one() -> int { 1 }\n\n\n"))];
        assert_eq!(WithExamples::new(&files).flow_files(), files);
    }
}
