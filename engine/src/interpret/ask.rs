//! Look-ups: an answer that is recorded is read, one that is not stops the run.

use std::ops::Range;

use crossdock_compiler::typed::EnumId;

use super::{Interpreter, Raised, Run, Stop};
use crate::address::{Piece, filled};
use crate::decision::{LookUp, Recorded, Reply};
use crate::decode::decode_at;
use crate::failure::Failure;
use crate::ir::{Part, Site};
use crate::plan::DecodePlan;
use crate::slot::Slot;

/// More look-ups of one decision than a partner would put up with.
const MOST_LOOK_UPS: usize = 1000;

/// What a unit may ask, and what it was answered.
#[derive(Debug, Default)]
pub(crate) struct Answers<'a> {
    pub questions: &'a [Question],
    pub recorded: &'a [Recorded],
    /// Where the bytes of each recorded answer stand in the payload's buffer.
    pub places: Vec<Range<usize>>,
}

/// One look-up of a contract, as a unit asks it.
#[derive(Debug)]
pub(crate) struct Question {
    pub name: String,
    pub path: Vec<QuestionPart>,
    /// What is not found is missing.
    pub optional: bool,
    pub cached_ms: Option<u64>,
    pub decode: DecodePlan,
}

#[derive(Debug)]
pub(crate) enum QuestionPart {
    Literal(String),
    Param(usize),
    /// A bool, which addresses have as `true` or `false`.
    Flag(usize),
}

impl Question {
    fn path(&self, args: &[Option<String>]) -> String {
        let piece = |part| match part {
            &QuestionPart::Param(at) => Piece::Value(args.get(at).cloned().flatten()),
            &QuestionPart::Flag(at) => Piece::Value(args.get(at).cloned().flatten().map(|flag| (flag == "yes").to_string())),
            QuestionPart::Literal(text) => Piece::Literal(text),
        };
        filled(self.path.iter().map(piece))
    }
}

impl Interpreter<'_> {
    pub(super) fn ask(&mut self, system: Slot, place: usize, args: &[Part], site: &Site) -> Run<Slot> {
        let Some(question) = self.env.answers.questions.get(place) else { return Ok(Slot::Missing) };
        let system = if let Slot::System(id) = system { self.env.project.systems.get(id as usize).map_or("", |system| &system.decl.name) } else { "" };
        let args: Vec<Option<String>> = args.iter().map(|arg| self.arg(arg)).collect();
        let same = |recorded: &Recorded| recorded.look_up.system == system && recorded.look_up.name == question.name && recorded.look_up.args == args;
        match self.env.answers.recorded.iter().position(same) {
            Some(at) => self.answer(question, at, site),
            None if self.env.answers.recorded.len() >= MOST_LOOK_UPS => Err(too_many(site)),
            None => {
                let (path, cached_ms) = (question.path(&args), question.cached_ms);
                Err(Stop::Asks(vec![LookUp { system: system.to_owned(), name: question.name.clone(), args, path, cached_ms }]))
            }
        }
    }

    /// What a recorded answer says.
    fn answer(&mut self, question: &Question, at: usize, site: &Site) -> Run<Slot> {
        let Some(recorded) = self.env.answers.recorded.get(at) else { return Ok(Slot::Missing) };
        match &recorded.reply {
            Reply::Failed(failure) if question.optional && failure.name == "not_found" => Ok(Slot::Missing),
            Reply::Failed(failure) => Err(failed(failure.name.clone(), failure.message.clone(), site)),
            Reply::Found(_) => self.read(question, at).map_err(|failures| {
                let told: Vec<String> = failures.iter().map(Failure::to_string).collect();
                failed("invalid".to_owned(), format!("{} answered what it should not: {}", recorded.look_up, told.join("; ")), site)
            }),
        }
    }

    fn read(&mut self, question: &Question, at: usize) -> Result<Slot, Vec<Failure>> {
        if let Some(slot) = self.read.get(&at) {
            return Ok(*slot);
        }
        let place = self.env.answers.places.get(at).cloned().unwrap_or_default();
        let bytes = self.env.payload.get(place.clone()).unwrap_or_default();
        let slot = decode_at(&question.decode, bytes, place.start as u32, self.memory)?;
        self.read.insert(at, slot);
        Ok(slot)
    }

    /// As it stands in an address: variants by their codes.
    pub(super) fn arg(&self, arg: &Part) -> Option<String> {
        let mut text = String::new();
        match arg {
            Part::Value { reg, .. } if self.get(*reg) == Slot::Missing => return None,
            Part::Value { reg, of: Some(of) } => text.push_str(self.code(*of, self.get(*reg))),
            _ => self.part(arg, &mut text),
        }
        Some(text)
    }

    fn code(&self, of: EnumId, slot: Slot) -> &str {
        let Slot::Enum(variant) = slot else { return "" };
        let item = self.env.project.enums.get(of.index());
        item.and_then(|item| item.variants.get(variant as usize)).map_or("", |variant| &variant.code)
    }

    /// What elements of a list ask: each question once, and not without end.
    pub(super) fn add_asks(&self, asks: &mut Vec<LookUp>, more: Vec<LookUp>) -> Run {
        for one in more {
            if !asks.iter().any(|known| known.is(&one)) {
                asks.push(one);
            }
        }
        if asks.len() + self.env.answers.recorded.len() > MOST_LOOK_UPS { Err(too_many(&Site::default())) } else { Ok(()) }
    }
}

fn too_many(site: &Site) -> Stop {
    failed("invalid".to_owned(), format!("The event makes the flow ask more than {MOST_LOOK_UPS} look-ups."), site)
}

fn failed(name: String, message: String, site: &Site) -> Stop {
    Stop::Failed(vec![Raised { name, message, blame: site.blame.clone(), source: site.source.clone() }])
}
