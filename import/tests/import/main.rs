//! Documents in, Flow out: vendors' own where they are at hand, small ones reviewed as snapshots, and hostile ones.
#![allow(clippy::unwrap_used)]

mod corpora;
mod hostile;
mod openapi;
mod sample;
mod schema;
mod variants;

use crossdock_compiler::diagnostic::render;
use crossdock_compiler::{Checked, check};

/// The compiler's answer to a file; whatever was imported compiles without an edit.
fn compiles(text: &str) -> Checked {
    let checked = check(&vec![("partner.flow".to_owned(), text.into())]);
    let human = render::Human { color: false, unicode: true, width: 120 };
    assert!(!checked.has_errors(), "{}\n{text}", render::human(&checked.sources, &checked.problems, human));
    assert_eq!(crossdock_compiler::syntax::format(text).as_deref(), Ok(text));
    checked
}

fn openapi(document: &str) -> String {
    let text = crossdock_import::openapi(document.as_bytes(), &[]).unwrap().text;
    compiles(&text);
    text
}

fn schema(document: &str) -> String {
    let text = crossdock_import::json_schema(document.as_bytes(), "order", &[]).unwrap().text;
    compiles(&text);
    text
}

fn samples(documents: &[&str]) -> String {
    let inputs: Vec<&[u8]> = documents.iter().map(|document| document.as_bytes()).collect();
    let text = crossdock_import::samples(&inputs, "order").unwrap().text;
    compiles(&text);
    text
}
