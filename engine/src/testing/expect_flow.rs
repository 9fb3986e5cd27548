//! What is expected of flows besides messages: what the sender is answered, what was undone, what is collected.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Expr, FieldValue, RecordId, SystemId};

use super::Run;
use crate::decision::LookUp;

impl Run<'_, '_> {
    /// The last reply has these fields.
    pub(super) fn replied(&mut self, record: RecordId, fields: &[FieldValue], span: Span) {
        let reply = self.decisions.iter().rev().find_map(|decision| decision.reply.as_ref()).map(|reply| String::from_utf8_lossy(reply).into_owned());
        let Some(reply) = reply else {
            let text = format!("The sender was not answered. {}", self.what_happened());
            return self.differs(span, text);
        };
        for field in fields {
            if let Some(text) = self.wrong(record, field, &reply) {
                self.differs(field.span, text);
            }
        }
    }

    pub(super) fn undone(&mut self, name: &str, span: Span) {
        if !self.world.shipments.is_undone(name) {
            let text = format!("{name} was not undone. {}", self.what_happened());
            self.differs(span, text);
        }
    }

    /// So often, or once at least.
    pub(super) fn asked(&mut self, (system, look_up): (SystemId, u32), args: Option<&[Expr]>, times: Option<u32>, span: Span) {
        let project = &self.bench.checked.project;
        let declared = project.systems.get(system.index()).and_then(|system| Some((system, project.contracts.get(system.contract.index())?)));
        let Some((system, answers)) = declared.and_then(|(system, contract)| Some((&system.decl.name, contract.answers.get(look_up as usize)?))) else { return };
        let args = match args.map(|args| self.in_address(args)).transpose() {
            Ok(args) => args,
            Err(why) => return self.differs(span, format!("It cannot be worked out: {why}")),
        };
        let count = self.world.questions.count(system, &answers.name, args.as_deref());
        let fits = times.map_or(count > 0, |times| times as usize == count);
        if !fits {
            let asked = LookUp { system: system.clone(), name: answers.name.clone(), args: args.clone().unwrap_or_default(), path: String::new(), body: None, cached_ms: None };
            let asked = if args.is_some() { asked.to_string() } else { format!("{system}.{}", answers.name) };
            let came = if count == 0 { "not asked".to_owned() } else { format!("asked {}", often(count)) };
            let wanted = times.filter(|times| *times > 0).map_or_else(String::new, |times| format!(", but {} was expected", often(times as usize)));
            self.differs(span, format!("{asked} was {came}{wanted}. {}", self.what_happened()));
        }
    }

    pub(super) fn collecting(&mut self, open: bool, span: Span) {
        let text = match (open, self.world.collections.first()) {
            (true, None) => "Nothing is being collected.".to_owned(),
            (false, Some(collection)) => format!("{} still collects {}.", collection.flow, collection.name),
            _ => return,
        };
        let text = format!("{text} {}", self.what_happened());
        self.differs(span, text);
    }
}

pub(super) fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        _ => format!("{times} times"),
    }
}
