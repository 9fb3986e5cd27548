//! Flows: what starts them, what they ask, send, collect and move, and what happens when something goes wrong.

use std::collections::BTreeSet;

use crossdock_compiler::show;
use crossdock_compiler::typed::{ContractId, ExprKind, Flow, FlowStep, Priority, Project, Start};

use super::Page;
use super::book::{Book, cells, code, full, list, table};
use super::html::escaped;
use crate::words;

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    own(book).map(|(at, flow)| book.item("flow", "Flows", &flow.decl, &page(book, at, flow))).collect()
}

/// The flows of the project itself, each with its number.
pub(super) fn own<'b>(book: &'b Book<'_>) -> impl Iterator<Item = (usize, &'b Flow)> {
    book.project().flows.iter().enumerate().filter(|(_, flow)| book.is_own(&flow.decl))
}

fn page(book: &Book<'_>, at: usize, flow: &Flow) -> String {
    let sends = list(sends(book, at).into_iter().map(|(_, link)| link));
    let facts = [
        ("Starts", start(book, flow)),
        ("Asks", list(asked(book, flow))),
        ("Collects", collects(flow)),
        ("Sends", sends),
        ("Moves", list(moves(book.project(), flow).into_iter().map(|(lifecycle, text)| lifecycle_link(book, lifecycle, &text)))),
        ("Priority", priority(flow)),
        ("Policy", policy(book, flow)),
    ];
    let facts: String = facts.into_iter().filter(|(_, fact)| !fact.is_empty()).map(|(name, fact)| format!("<dt>{name}<dd>{fact}")).collect();
    format!("<dl>{facts}</dl>{}{}{}", failures(book, flow), maps(book, at), book.written(&flow.decl))
}

/// `shop order_created`, or the clock.
pub(super) fn start(book: &Book<'_>, flow: &Flow) -> String {
    match &flow.start {
        Start::Event { systems, contract, event } => {
            let name = book.project().contracts.get(contract.index()).and_then(|contract| contract.sends.get(*event as usize)).map_or("", |sends| sends.name.as_str());
            let systems: Vec<&str> = systems.iter().map(|id| words::system(book.project(), *id)).collect();
            book.contract_link(*contract, name, &format!("{} sends {name}", systems.join(", ")))
        }
        Start::Schedule(schedule) => escaped(&words::schedule(schedule)),
    }
}

/// What it sends, each message once: the system (or contract), and a link.
pub(super) fn sends(book: &Book<'_>, at: usize) -> Vec<(String, String)> {
    let project = book.project();
    let mut seen = BTreeSet::new();
    let mut sends = Vec::new();
    for sent in book.view.lineage.sends.iter().filter(|sent| sent.flow == at && seen.insert((sent.contract, sent.message, sent.system))) {
        let Some(contract) = project.contracts.get(sent.contract.index()) else { continue };
        let name = contract.accepts.get(sent.message as usize).map_or("", |accepts| accepts.name.as_str());
        let system = sent.system.map_or(contract.decl.name.as_str(), |id| words::system(project, id));
        sends.push((system.to_owned(), book.contract_link(sent.contract, name, &format!("{system} {name}"))));
    }
    sends
}

fn collects(flow: &Flow) -> String {
    let collect = flow.steps.iter().find_map(|step| if let FlowStep::Collect(collect) = step { Some(collect) } else { None });
    collect.map(|collect| format!("{}, for at most {}", escaped(&collect.name), show::duration(collect.after_nanos))).unwrap_or_default()
}

/// The lifecycles that it moves entities of, with the state.
pub(super) fn moves(project: &Project, flow: &Flow) -> Vec<(usize, String)> {
    let step = |step: &FlowStep| {
        let FlowStep::Advance { lifecycle, to, .. } = step else { return None };
        let cycle = project.lifecycles.get(*lifecycle as usize)?;
        let record = project.records.get(cycle.record.index())?;
        Some((*lifecycle as usize, format!("{} to {}", record.decl.name, cycle.states.get(*to as usize)?.name)))
    };
    flow.all_steps().into_iter().filter_map(step).collect()
}

fn lifecycle_link(book: &Book<'_>, at: usize, text: &str) -> String {
    let record = book.project().lifecycles.get(at).and_then(|cycle| book.project().records.get(cycle.record.index()));
    record.map_or_else(|| escaped(text), |record| book.link("lifecycle", &record.decl, text))
}

fn priority(flow: &Flow) -> String {
    match flow.priority {
        Priority::High => "high".to_owned(),
        Priority::Normal => String::new(),
        Priority::Low => "low".to_owned(),
    }
}

fn policy(book: &Book<'_>, flow: &Flow) -> String {
    let policy = flow.policy.and_then(|id| book.project().policies.get(id.index()));
    policy.map(|policy| book.link("policy", &policy.decl, &policy.decl.name)).unwrap_or_default()
}

/// Each failure that the flow can meet, and its answer.
fn failures(book: &Book<'_>, flow: &Flow) -> String {
    let project = book.project();
    let policy = flow.policy.and_then(|id| project.policies.get(id.index()));
    let rows = flow.failures.iter().filter_map(|id| {
        let failure = project.failures.get(id.index())?;
        let answer = policy.and_then(|policy| policy.answers.iter().find(|(known, _)| known == id)).map(|(_, answer)| words::answer(project, answer));
        Some(cells(None, "", &[code(&failure.decl.name), code(&answer.unwrap_or_default())]))
    });
    table("What may go wrong", &["Failure", "Answer"], &rows.collect::<Vec<_>>())
}

/// The maps whose records it sends.
fn maps(book: &Book<'_>, at: usize) -> String {
    let records: BTreeSet<_> = book.view.lineage.sends.iter().filter(|sent| sent.flow == at).map(|sent| sent.record).collect();
    let makes = |name: &str| records.iter().filter_map(|id| book.project().records.get(id.index())).any(|record| full(&record.decl) == name);
    let links = book.sheets.iter().filter(|sheet| makes(&sheet.target_record)).map(super::maps::link);
    let links = list(links);
    if links.is_empty() { links } else { format!("<h2>Mappings of what it sends</h2>{links}") }
}

fn asked(book: &Book<'_>, flow: &Flow) -> Vec<String> {
    look_ups(flow)
        .into_iter()
        .filter_map(|(contract, at)| {
            let declared = book.project().contracts.get(contract.index())?;
            let name = &declared.answers.get(at as usize)?.name;
            Some(book.contract_link(contract, name, &format!("{} {name}", declared.decl.name)))
        })
        .collect()
}

/// The look-ups that it may ask.
pub(super) fn look_ups(flow: &Flow) -> BTreeSet<(ContractId, u32)> {
    let mut found = BTreeSet::new();
    flow.walk(&mut |expr| {
        if let ExprKind::LookUp { contract, look_up, .. } = &*expr.kind {
            found.insert((*contract, *look_up));
        }
    });
    found
}
