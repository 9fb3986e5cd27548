//! Crossdock: the `.flow` program, compiled as any, and the library call that `crossdock apply` makes.

use std::sync::Arc;

use crossdock_compiler::check;
use crossdock_engine::{Program, Worker};

use crate::contender::Contender;

const PICK: &str = include_str!("../flow/pick.flow");
const ORDER: &str = include_str!("../flow/order.flow");

pub fn contender(mapping: &str) -> Contender {
    let (source, map) = source(mapping);
    let program = compiled(source);
    let mut worker = Worker::default();
    Contender::exact("Crossdock", move |payload, out| {
        let unit = program.map(map).expect("the map is there");
        unit.apply(payload, &mut worker, out).expect("the messages are valid");
    })
}

/// The program of a mapping and the name of its map.
pub fn source(mapping: &str) -> (&'static str, &'static str) {
    match mapping {
        "pick" => (PICK, "main.to_confirmation"),
        _ => (ORDER, "main.to_release"),
    }
}

/// # Panics
/// Where the program has an error.
pub fn compiled(source: &str) -> Program {
    let checked = check(&vec![("main.flow".to_owned(), Arc::from(source))]);
    let problem = checked.problems.iter().find(|problem| problem.is_error());
    assert!(problem.is_none(), "{}", problem.map_or("", |problem| problem.message.as_str()));
    Program::new(&checked)
}
