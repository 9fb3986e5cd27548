//! Rules of records: all that do not hold are told together, each with the values of its sides.

use std::fmt::Write as _;

use super::{Interpreter, Raised, Run, Stop, display};
use crate::ir::{Note, Rule, RulePart, Shown};
use crate::notes::{Line, laid_out};
use crate::plan::quoted;
use crate::slot::Slot;

impl<'a> Interpreter<'a> {
    pub(super) fn rules(&mut self, parts: &'a [RulePart]) -> Run {
        let mut failures = Vec::new();
        for part in parts {
            let run = match part {
                RulePart::Own(rule) => self.rule(rule),
                RulePart::Within(block) => self.block(block),
            };
            match run {
                Ok(()) => {}
                Err(Stop::Failed(more)) => failures.extend(more),
                Err(stop) => return Err(stop),
            }
            if failures.len() >= super::MOST_FAILURES {
                break;
            }
        }
        if failures.is_empty() { Ok(()) } else { Err(Stop::Failed(failures)) }
    }

    fn rule(&mut self, rule: &'a Rule) -> Run {
        match self.block(&rule.code) {
            Ok(()) if self.get(rule.holds) == Slot::Bool(true) => Ok(()),
            Ok(()) => {
                let message = self.broken(rule);
                Err(invalid(rule, message))
            }
            Err(Stop::Failed(failures)) => {
                let why = failures.first().map_or("", |failure| failure.message.as_str());
                Err(invalid(rule, format!("The rule `{}` of `{}` cannot be worked out: {why}", rule.text, rule.record)))
            }
            Err(stop) => Err(stop),
        }
    }

    fn broken(&mut self, rule: &'a Rule) -> String {
        // What cannot be worked out is not shown.
        let values = match self.block(&rule.shows_code) {
            Ok(()) => rule.shows.iter().map(|shown| self.shown(shown)).collect::<Vec<_>>().join(", "),
            Err(_) => String::new(),
        };
        let colon = if values.is_empty() { "" } else { ": " };
        match &rule.because {
            Some(because) => format!("{because} `{}` does not hold for `{}`{colon}{values}.", rule.text, rule.record),
            None => format!("`{}` does not hold for `{}`{colon}{values}.", rule.text, rule.record),
        }
    }

    /// Writes down the parts of a condition. What cannot be worked out is left out.
    pub(super) fn note(&mut self, note: &'a Note) {
        let mut lines = Vec::new();
        for part in &note.parts {
            if self.block(&part.code).is_ok() {
                lines.push(Line::new(part.depth, &part.shown.text, &self.value(&part.shown)));
            }
        }
        note.notes.add(format!("{} does not hold{}", note.head, if lines.is_empty() { ".".to_owned() } else { format!(":{}", laid_out(&lines, 4)) }));
    }

    fn value(&self, shown: &Shown) -> String {
        match self.get(shown.reg) {
            Slot::Missing => "none".to_owned(),
            Slot::List(list) => format!("{} {}", list.len, if list.len == 1 { "element" } else { "elements" }),
            Slot::Text(text) => quoted(self.view().text(text)),
            slot => {
                let mut out = String::new();
                display(self.view(), self.env.project, slot, shown.of, &mut out);
                with_unit(out, &shown.unit)
            }
        }
    }

    fn shown(&self, shown: &Shown) -> String {
        let mut out = format!("{} = ", shown.text);
        match self.get(shown.reg) {
            Slot::Missing => return format!("{} is missing", shown.text),
            Slot::List(list) => return format!("{} has {} {}", shown.text, list.len, if list.len == 1 { "element" } else { "elements" }),
            Slot::Text(text) => {
                let written = out.write_str(&quoted(self.view().text(text)));
                debug_assert!(written.is_ok(), "writing to a string does not fail");
            }
            slot => display(self.view(), self.env.project, slot, shown.of, &mut out),
        }
        with_unit(out, &shown.unit)
    }
}

/// `6 kg`, as it is written.
pub(crate) fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

fn invalid(rule: &Rule, message: String) -> Stop {
    Stop::Failed(vec![Raised { name: "invalid".to_owned(), message, blame: rule.blame.clone(), source: rule.source.clone() }])
}
