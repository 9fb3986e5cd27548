//! What flows do besides mapping and sending, as tests of a project show it: look-ups, and what becomes of messages in virtual time.
#![allow(clippy::unwrap_used)]

#[path = "flows/cases.rs"]
mod cases;
#[path = "flows/decisions.rs"]
mod decisions;
#[path = "flows/exchanges.rs"]
mod exchanges;
#[path = "flows/lifecycles.rs"]
mod lifecycles;
#[path = "flows/look_ups.rs"]
mod look_ups;
#[path = "flows/messages.rs"]
mod messages;
#[path = "flows/policies.rs"]
mod policies;
#[path = "flows/variants.rs"]
mod variants;

use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_engine::testing::{Outcome, Suite};

/// Runs the tests of a program.
pub fn outcomes(program: &str, samples: &[(&str, &str)]) -> Vec<Outcome> {
    let files = Files { program: vec![("main.flow".to_owned(), Arc::from(program))] };
    let checked = crossdock_compiler::check(&files);
    assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
    let read = |path: &str| samples.iter().find(|(name, _)| *name == path).map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| format!("{path} cannot be read"));
    Suite::new(&checked, &read).run(|_| true)
}

struct Files {
    program: Vec<(String, Arc<str>)>,
}

impl crossdock_compiler::Files for Files {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.program.clone()
    }

    fn exists(&self, _: &str) -> bool {
        true
    }
}

/// One test of these lines behind a program: its differences, one a line, and its snapshot.
pub fn run(program: &str, samples: &[(&str, &str)], lines: &str) -> (Vec<String>, String) {
    let outcome = outcomes(&format!("{program}\ntest \"it\" {{\n{lines}\n}}\n"), samples).remove(0);
    (outcome.differences.into_iter().map(|difference| difference.text).collect(), outcome.snapshot.unwrap_or_default())
}
