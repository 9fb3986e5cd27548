//! What the checker knows of a result is true: random expressions, and calls of every function of the library with random arguments, run on random
//! payloads, give values of the type that was inferred for them, and raise nothing that was not foreseen.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod expressions;
mod natives;
mod outside;
mod writer;

use std::sync::Arc;

use crossdock_compiler::check;
use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_compiler::typed::{BUILT_IN_FAILURES, Type};
use crossdock_engine::{Program, Worker};

use outside::outside;
use writer::{HEAD, Writer};

/// What was tried.
#[derive(Default)]
struct Tally {
    limited: usize,
    raised: usize,
    sure: usize,
    given: usize,
}

/// An expression about `i: In`, and its type without limits.
struct Tried {
    ty: String,
    expression: String,
}

/// Each as a fn without limits, whose result then has those that were inferred, and a map that calls it.
fn program(expressions: &[Tried]) -> String {
    let mut text = HEAD.to_owned();
    for (at, Tried { ty, expression }) in expressions.iter().enumerate() {
        text.push_str(&format!("record R{at} as json {{ x: {ty} }}\nfn f{at}(i: In) -> {ty} {{ {expression} }}\nmap m{at}(i: In) -> R{at} {{ x = f{at}(i) }}\n"));
    }
    text
}

/// Runs each of the expressions on the payloads.
fn hold(expressions: &[Tried], payloads: &[String], tally: &mut Tally) {
    let checked = check(&vec![("main.flow".to_owned(), Arc::from(program(expressions)))]);
    assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
    let units = Program::new(&checked);
    let mut worker = Worker::default();
    for (at, tried) in expressions.iter().enumerate() {
        let function = checked.project.functions.iter().find(|function| function.decl.name == format!("f{at}")).unwrap();
        let failures: Vec<&str> = function.failures.iter().filter_map(|failure| BUILT_IN_FAILURES.get(failure.index()).copied()).collect();
        tally.limited += usize::from(!matches!(&function.result, Type::Decimal(decimal) if decimal.limits.is_none()));
        tally.sure += usize::from(failures.is_empty());
        for payload in payloads {
            let mut out = Vec::new();
            let context = || format!("{}: {}\n{payload}\n{:?}", tried.ty, tried.expression, function.result);
            match units.map(&format!("m{at}")).unwrap().apply(payload.as_bytes(), &mut worker, &mut out) {
                Ok(()) => {
                    tally.given += 1;
                    let out = String::from_utf8(out).unwrap();
                    let value = out.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap();
                    assert_eq!(outside(&function.result, value.strip_prefix("\"x\":")), None, "{}", context());
                }
                Err(found) => {
                    tally.raised += 1;
                    assert!(found.iter().all(|one| failures.contains(&one.name.as_str())), "{found:?} was not foreseen\n{}", context());
                }
            }
        }
    }
}

#[test]
fn expressions_are_of_the_type_that_is_inferred() {
    let mut writer = Writer { state: 0x9E37_79B9_7F4A_7C15 };
    let mut tally = Tally::default();
    for _ in 0..12 {
        let expressions: Vec<Tried> = (0..120)
            .map(|at| match at % 3 {
                0 => Tried { ty: "text".to_owned(), expression: writer.text(3) },
                1 => Tried { ty: "int".to_owned(), expression: writer.int(3) },
                _ => Tried { ty: "decimal".to_owned(), expression: writer.decimal(3) },
            })
            .collect();
        let payloads: Vec<String> = (0..12).map(|_| writer.payload()).collect();
        hold(&expressions, &payloads, &mut tally);
    }
    let Tally { limited, raised, sure, .. } = tally;
    assert!(limited > 500 && raised > 50 && sure > 500, "little was tried: {limited} with limits, {raised} failures, {sure} that never fail");
}
