//! Look-ups: an answer that is recorded is read, one that is not stops the run.

use std::ops::Range;

use crossdock_compiler::limits;
use crossdock_compiler::typed::EnumId;

use super::{Decided, Interpreter, Raised, Run, Stop};
use crate::address::{Piece, filled};
use crate::decision::{Exchanged, LookUp, Recorded, Reply};
use crate::decode::decode_at;
use crate::emit::emit;
use crate::failure::Failure;
use crate::ir::{Part, Reg, Site};
use crate::plan::{DecodePlan, EmitPlan};
use crate::slot::Slot;

/// What a unit may ask, and what it was answered.
#[derive(Debug, Default)]
pub(crate) struct Answers<'a> {
    pub questions: &'a [Question],
    pub recorded: &'a [Recorded],
    /// Where the bytes of each recorded answer stand in the payload's buffer.
    pub places: Vec<Range<usize>>,
    /// How what comes back from each message is read that the unit sends for its answer.
    pub replies: &'a [DecodePlan],
    pub exchanged: &'a [Exchanged],
    /// Likewise where their bytes stand.
    pub exchanged_places: Vec<Range<usize>>,
}

/// One look-up of a contract, as a unit asks it.
#[derive(Debug)]
pub(crate) struct Question {
    pub name: String,
    pub path: Vec<QuestionPart>,
    /// What is not found is missing.
    pub optional: bool,
    pub cached_ms: Option<u64>,
    /// Of what a POST carries.
    pub body: Option<EmitPlan>,
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
    pub(super) fn ask(&mut self, system: Slot, place: usize, args: &[Part], body: Option<Reg>, site: &Site) -> Run<Slot> {
        let Some(question) = self.env.answers.questions.get(place) else { return Ok(Slot::Missing) };
        let system = if let Slot::System(id) = system { self.env.project.systems.get(id as usize).map_or("", |system| &system.decl.name) } else { "" };
        let args: Vec<Option<String>> = args.iter().map(|arg| self.arg(arg)).collect();
        let body = question.body.as_ref().zip(body).map(|(plan, body)| self.written(plan, self.get(body)));
        let path = question.path(&args);
        let asked = LookUp { system: system.to_owned(), name: question.name.clone(), args, path, body, cached_ms: question.cached_ms };
        match self.env.answers.recorded.iter().position(|recorded| recorded.look_up.is(&asked)) {
            Some(at) => self.answer(question, at, site),
            None if self.env.answers.recorded.len() >= limits::LOOK_UPS.most => Err(too_many(site)),
            None => Err(Stop::Asks(vec![asked])),
        }
    }

    fn written(&self, plan: &EmitPlan, record: Slot) -> String {
        let mut bytes = Vec::new();
        emit(plan, record, self.view(), &mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Sends a message for its answer, unless it has one. `place` is that of the message among the unit's sends, `reply` that of what comes back.
    pub(super) fn exchange(&mut self, (system, place, value): (Slot, usize, Slot), reply: usize, site: &Site) -> Run<Slot> {
        let ordinal = self.exchanges;
        self.exchanges += 1;
        let answers = self.env.answers;
        let Some((at, known)) = answers.exchanged.iter().enumerate().find(|(_, known)| known.ordinal == ordinal) else {
            if ordinal as usize >= limits::LOOK_UPS.most {
                return Err(too_many(site));
            }
            return Err(Stop::Exchange(ordinal, Box::new(Decided { system, place, value, undo: None })));
        };
        match (&known.reply, answers.replies.get(reply)) {
            (Reply::Failed(failure), _) => Err(failed(failure.name.clone(), failure.message.clone(), site)),
            (Reply::Found(_), None) => Ok(Slot::Missing),
            (Reply::Found(_), Some(plan)) => {
                let place = answers.exchanged_places.get(at).cloned().unwrap_or_default();
                let bytes = self.env.payload.get(place.clone()).unwrap_or_default();
                decode_at(plan, bytes, place.start as u32, self.memory).map_err(|failures| {
                    let told: Vec<String> = failures.iter().map(Failure::to_string).collect();
                    failed("invalid".to_owned(), format!("What was sent is done, but the answer is not what it should be: {}", told.join("; ")), site)
                })
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
        if asks.len() + self.env.answers.recorded.len() > limits::LOOK_UPS.most { Err(too_many(&Site::default())) } else { Ok(()) }
    }
}

fn too_many(site: &Site) -> Stop {
    let limits::Limit { most, failure } = limits::LOOK_UPS;
    failed(failure.to_owned(), format!("The event makes the flow ask more than {most} times."), site)
}

fn failed(name: String, message: String, site: &Site) -> Stop {
    Stop::Failed(vec![Raised { name, message, blame: site.blame.clone(), source: site.source.clone() }])
}
