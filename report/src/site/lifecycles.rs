//! Lifecycles: their states as a picture, and the same as tables of moves and time limits.

use std::collections::VecDeque;

use crossdock_compiler::typed::{Lifecycle, Mover};

use super::Page;
use super::book::{Book, Cells, cells, code, list, table};
use super::flows;
use super::graph::{Edge, Node, drawn};
use super::html::escaped;
use crate::words;

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    let lifecycles = book.project().lifecycles.iter().enumerate();
    lifecycles
        .filter_map(|(at, cycle)| {
            let record = book.project().records.get(cycle.record.index())?;
            let own = !book.checked.sources.get(cycle.place.file).library;
            own.then(|| book.item("lifecycle", "Lifecycles", &record.decl, &page(book, at, cycle)))
        })
        .collect()
}

fn page(book: &Book<'_>, at: usize, cycle: &Lifecycle) -> String {
    let name = |state: u32| cycle.states.get(state as usize).map_or_else(String::new, |state| state.name.clone());
    let moves: Vec<Cells> = cycle
        .moves
        .iter()
        .map(|step| {
            cells(None, "", &[escaped(&name(step.from)), escaped(&name(step.to)), list(step.by.iter().map(|by| mover(book, *by))), list(made_by(book, at, &name(step.to)))])
        })
        .collect();
    let limits: Vec<Cells> = cycle.limits.iter().map(|limit| cells(None, "", &[code(&words::limit(limit, name))])).collect();
    let key = words::field_path(book.project(), cycle.record, &cycle.key);
    format!(
        "<dl><dt>Record<dd>{}<dt>Key<dd>{}<dt>Begins as<dd>{}</dl>{}{}{}",
        book.record_link(cycle.record, None, "its fields"),
        code(&key),
        escaped(&name(0)),
        picture(book, cycle),
        table("Moves", &["From", "To", "By", "Made by"], &moves),
        table("Time limits", &["Limit"], &limits)
    )
}

fn mover(book: &Book<'_>, mover: Mover) -> String {
    let contract = match mover {
        Mover::Contract(id) => Some(id),
        Mover::System(id) => book.project().systems.get(id.index()).map(|system| system.contract),
    };
    let declared = contract.and_then(|id| book.contracts().find(|(known, _)| *known == id));
    let text = words::mover(book.project(), mover);
    declared.map_or_else(|| escaped(&text), |(_, contract)| book.link("contract", &contract.decl, &text))
}

/// The flows that move entities there.
fn made_by(book: &Book<'_>, cycle: usize, state: &str) -> Vec<String> {
    let moves = |flow: &crossdock_compiler::typed::Flow| flows::moves(book.project(), flow).iter().any(|(at, text)| *at == cycle && text.ends_with(&format!(" to {state}")));
    flows::own(book).filter(|(_, flow)| moves(flow)).map(|(_, flow)| book.link("flow", &flow.decl, &flow.decl.name)).collect()
}

fn picture(book: &Book<'_>, cycle: &Lifecycle) -> String {
    let columns = columns(cycle);
    let is_end = |at: usize| !cycle.moves.iter().any(|step| step.from as usize == at);
    let class = |at: usize| {
        if at == 0 {
            "start"
        } else if is_end(at) {
            "end"
        } else {
            ""
        }
    };
    let nodes: Vec<Node> =
        cycle.states.iter().enumerate().map(|(at, state)| Node { text: state.name.clone(), column: columns.get(at).copied().unwrap_or(0), href: None, class: class(at) }).collect();
    let by = |step: &crossdock_compiler::typed::Move| step.by.iter().map(|by| words::mover(book.project(), *by)).collect::<Vec<_>>().join(", ");
    let edges: Vec<Edge> = cycle.moves.iter().map(|step| Edge { from: step.from as usize, to: step.to as usize, says: format!("by {}", by(step)) }).collect();
    drawn(&nodes, &edges, "The states from the first on the left, and the moves between them; the table below lists them")
}

/// How many moves each state is away from the first; what is never reached stands last.
fn columns(cycle: &Lifecycle) -> Vec<usize> {
    let mut columns = vec![None; cycle.states.len()];
    let mut open = VecDeque::from([(0_usize, 0_usize)]);
    while let Some((state, column)) = open.pop_front() {
        let Some(place) = columns.get_mut(state).filter(|place| place.is_none()) else { continue };
        *place = Some(column);
        open.extend(cycle.moves.iter().filter(|step| step.from as usize == state).map(|step| (step.to as usize, column + 1)));
    }
    let last = columns.iter().flatten().max().map_or(0, |last| last + 1);
    columns.into_iter().map(|column| column.unwrap_or(last)).collect()
}
