//! Policies: the answer to each failure, and which flows can meet it.

use crossdock_compiler::typed::{FailureId, Flow, Policy, PolicyId};

use super::Page;
use super::book::{Book, Cells, cells, code, table};
use super::flows;
use super::html::escaped;
use crate::words;

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    let policies = book.project().policies.iter().enumerate().filter(|(_, policy)| book.is_own(&policy.decl));
    policies.map(|(at, policy)| book.item("policy", "Policies", &policy.decl, &page(book, PolicyId(at as u32), policy))).collect()
}

fn page(book: &Book<'_>, id: PolicyId, policy: &Policy) -> String {
    let flows: Vec<&Flow> = flows::own(book).map(|(_, flow)| flow).filter(|flow| flow.policy == Some(id)).collect();
    let names: Vec<&str> = flows.iter().map(|flow| flow.decl.name.as_str()).collect();
    let heads: Vec<&str> = ["Failure", "Answer"].into_iter().chain(names).collect();
    let rows: Vec<Cells> = policy.answers.iter().map(|(failure, answer)| row(book, *failure, &words::answer(book.project(), answer), &flows)).collect();
    let links: Vec<String> = flows.iter().map(|flow| book.link("flow", &flow.decl, &flow.decl.name)).collect();
    let used = if links.is_empty() { "<p>No flow uses it.".to_owned() } else { format!("<p>Used by {}.", links.join(", ")) };
    format!("{used}{}{}", table("Answers, by failure and flow", &heads, &rows), book.written(&policy.decl))
}

fn row(book: &Book<'_>, failure: FailureId, answer: &str, flows: &[&Flow]) -> Cells {
    let declared = book.project().failures.get(failure.index());
    let name = declared.map_or_else(String::new, |declared| {
        if book.is_own(&declared.decl) {
            format!("<a href=\"failures.html#{}\">{}</a>", super::html::anchor("failure", &super::book::full(&declared.decl)), escaped(&declared.decl.name))
        } else {
            escaped(&declared.decl.name)
        }
    });
    let meets = |flow: &&Flow| if flow.failures.contains(&failure) { "can meet it".to_owned() } else { "<small>never</small>".to_owned() };
    let all: Vec<String> = [name, code(answer)].into_iter().chain(flows.iter().map(meets)).collect();
    cells(None, "", &all)
}
