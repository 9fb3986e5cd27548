//! The sources behind the typed program: rules, remarks and whole items as people wrote them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crossdock_compiler::syntax::Span;
use crossdock_compiler::syntax::ast;
use crossdock_compiler::syntax::line_index::Columns;
use crossdock_compiler::typed::Place;
use crossdock_compiler::{Checked, FileId};

/// `release.flow:12`
pub(crate) fn place(checked: &Checked, file: FileId, span: Span) -> String {
    format!("{}:{}", checked.sources.get(file).path, line(checked, file, span))
}

/// Counts from 1.
pub(crate) fn line(checked: &Checked, file: FileId, span: Span) -> usize {
    let source = checked.sources.get(file);
    source.lines.line_column(&source.text, span.start as usize, Columns::Characters).line as usize + 1
}

/// An expression on one line.
pub(crate) fn rule(checked: &Checked, file: FileId, span: Span) -> String {
    let lines = text(checked, file, span).lines().map(|line| line.split('#').next().filter(|_| !line.contains('"')).unwrap_or(line));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// What stands before the `=>` of an arm.
pub(crate) fn pattern(checked: &Checked, file: FileId, arm: Span) -> String {
    let arm = text(checked, file, arm);
    let arrow = crossdock_compiler::syntax::tokens(arm).iter().find(|token| token.span.text(arm) == "=>").map_or(arm.len(), |token| token.span.start as usize);
    arm.get(..arrow).unwrap_or(arm).split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn text(checked: &Checked, file: FileId, span: Span) -> &str {
    checked.sources.get(file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// The remarks on the lines above a place, and behind it.
pub(crate) fn remarks(checked: &Checked, file: FileId, span: Span) -> String {
    let text = &checked.sources.get(file).text;
    let start = text.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let above: Vec<&str> = text.get(..start).unwrap_or_default().lines().rev().map(str::trim).take_while(|line| line.starts_with('#')).collect();
    let behind = text.get(span.end as usize..).unwrap_or_default().lines().next().unwrap_or_default().trim();
    let all = above.into_iter().rev().chain(Some(behind).filter(|behind| behind.starts_with('#')));
    all.map(|line| line.trim_start_matches('#').trim()).collect::<Vec<_>>().join(" ")
}

/// The files as trees, each parsed once, when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    files: RefCell<BTreeMap<FileId, Rc<ast::File>>>,
}

impl Trees {
    /// What is found in the item whose name stands at a place.
    pub fn find<T>(&self, checked: &Checked, place: Place, look: impl FnOnce(&ast::Item) -> T) -> Option<T> {
        let mut files = self.files.borrow_mut();
        let file = files.entry(place.file).or_insert_with(|| Rc::new(crossdock_compiler::syntax::parse(&checked.sources.get(place.file).text).file)).clone();
        drop(files);
        file.items.iter().find(|item| item.span.start <= place.span.start && place.span.end <= item.span.end).map(look)
    }

    /// The item as it is written.
    pub fn item(&self, checked: &Checked, place: Place) -> String {
        self.find(checked, place, |item| text(checked, place.file, item.span).to_owned()).unwrap_or_default()
    }
}

/// The first paragraph of a documentation.
pub(crate) fn summary(docs: Option<&str>) -> String {
    docs.unwrap_or_default().lines().take_while(|line| !line.trim().is_empty() && !line.trim_start().starts_with("```")).map(str::trim).collect::<Vec<_>>().join(" ")
}
