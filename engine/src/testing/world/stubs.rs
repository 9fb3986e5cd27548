//! How systems answer in a test: what its `given` lines say, made ready.

use crossdock_compiler::typed::{AnswerTo, Answered, Expr, FieldValue, GivenAnswer, RecordId, SystemId, SystemState};

use super::super::Run;
use super::World;
use crate::decision::{LookUp, Reply, Send};
use crate::failure::Failure;

/// One scripted answer.
pub(in crate::testing) struct Stub {
    system: String,
    /// Of the look-up or message.
    name: String,
    /// Only to these arguments.
    args: Option<Vec<Option<String>>>,
    answer: StubAnswer,
    /// How often still; none is for ever.
    left: Option<u32>,
}

enum StubAnswer {
    Found(Vec<u8>),
    /// By the failure's name.
    Failed(String),
    Accepted,
}

impl World {
    /// What the look-up is answered; none where the test does not say.
    pub fn reply(&mut self, look_up: &LookUp) -> Option<Reply> {
        let about = format!("{}({})", look_up.name, look_up.args.iter().map(|arg| format!("{:?}", arg.as_deref().unwrap_or("none"))).collect::<Vec<_>>().join(", "));
        if let Some(failure) = self.failing(&look_up.system) {
            return Some(Reply::Failed(failure_of(&look_up.system, &failure, &about)));
        }
        Some(match self.use_stub(&look_up.system, &look_up.name, &look_up.args)? {
            StubAnswer::Found(bytes) => Reply::Found(bytes.clone()),
            StubAnswer::Failed(name) => Reply::Failed(failure_of(&look_up.system, name, &about)),
            StubAnswer::Accepted => return None,
        })
    }

    /// What comes back from the message; none where the test does not say.
    pub fn reply_to(&mut self, send: &Send) -> Option<Reply> {
        if let Some(failure) = self.failing(&send.system) {
            return Some(Reply::Failed(failure_of(&send.system, &failure, &send.message)));
        }
        match self.use_stub(&send.system, &send.message, &[])? {
            StubAnswer::Found(bytes) => Some(Reply::Found(bytes.clone())),
            StubAnswer::Failed(name) => Some(Reply::Failed(failure_of(&send.system, name, &send.message))),
            StubAnswer::Accepted => None,
        }
    }

    /// Why the message is not taken, if it is not.
    pub fn refusal(&mut self, send: &Send) -> Option<Failure> {
        if let Some(failure) = self.failing(&send.system) {
            return Some(failure_of(&send.system, &failure, &send.message));
        }
        match self.use_stub(&send.system, &send.message, &[])? {
            StubAnswer::Failed(name) => Some(failure_of(&send.system, name, &send.message)),
            StubAnswer::Found(_) | StubAnswer::Accepted => None,
        }
    }

    fn failing(&self, system: &str) -> Option<String> {
        self.failing.iter().find(|(failing, _)| failing == system).map(|(_, failure)| failure.clone())
    }

    /// Of the stubs that fit and are not used up, one for just these arguments wins, and then what was said last.
    fn use_stub(&mut self, system: &str, name: &str, args: &[Option<String>]) -> Option<&StubAnswer> {
        let fits = |stub: &Stub| stub.system == system && stub.name == name && stub.args.as_deref().is_none_or(|only| only == args) && stub.left != Some(0);
        let (_, stub) = self.stubs.iter_mut().enumerate().filter(|(_, stub)| fits(stub)).max_by_key(|(at, stub)| (stub.args.is_some(), *at))?;
        stub.left = stub.left.map(|left| left - 1);
        Some(&stub.answer)
    }
}

impl Run<'_, '_> {
    pub(in crate::testing) fn stub(&mut self, given: &GivenAnswer) -> Result<Stub, String> {
        let project = &self.bench.checked.project;
        let system = project.systems.get(given.system.index()).ok_or("the system is not known")?;
        let contract = project.contracts.get(system.contract.index()).ok_or("the contract is not known")?;
        let (name, record) = match given.to {
            AnswerTo::LookUp(at) => contract.answers.get(at as usize).map(|answers| (&answers.name, Some(answers.record))),
            AnswerTo::Message(at) => contract.accepts.get(at as usize).map(|accepts| (&accepts.name, accepts.answered_record())),
        }
        .ok_or("it is not in the contract")?;
        let answer = match &given.answer {
            Answered::Accepted => StubAnswer::Accepted,
            Answered::Failure(failure) => StubAnswer::Failed(project.failures.get(failure.index()).map_or_else(String::new, |failure| failure.decl.name.clone())),
            Answered::List { record, of } => StubAnswer::Found(self.documents(*record, of)?),
            Answered::Record { file, with } => StubAnswer::Found(self.document(file.as_deref(), record.ok_or("a message has no answer")?, with)?),
        };
        let args = match &given.args {
            Some(args) => Some(self.in_address(args)?),
            None => None,
        };
        Ok(Stub { system: system.decl.name.clone(), name: name.clone(), args, answer, left: given.times })
    }

    /// A list of objects with these fields.
    fn documents(&mut self, record: RecordId, of: &[Vec<FieldValue>]) -> Result<Vec<u8>, String> {
        let all = of.iter().map(|with| self.document(None, record, with)).collect::<Result<Vec<_>, _>>()?;
        Ok([b"[".as_slice(), &all.join(&b','), b"]"].concat())
    }

    /// Arguments as they stand in an address; none is missing.
    pub(in crate::testing) fn in_address(&mut self, args: &[Expr]) -> Result<Vec<Option<String>>, String> {
        args.iter().map(|arg| self.evaluator.value(self.file, arg).map(|value| value.in_address())).collect()
    }

    pub(in crate::testing) fn state(&mut self, system: SystemId, state: SystemState) {
        let project = &self.bench.checked.project;
        let Some(system) = project.systems.get(system.index()) else { return };
        let name = &system.decl.name;
        self.world.failing.retain(|(failing, _)| failing != name);
        if let SystemState::Failing(failure) = state
            && let Some(failure) = project.failures.get(failure.index())
        {
            self.world.failing.push((name.clone(), failure.decl.name.clone()));
        }
    }
}

/// In the words that the runtime has for it.
fn failure_of(system: &str, name: &str, about: &str) -> Failure {
    let message = match name {
        "unreachable" => format!("{system} cannot be reached."),
        "timeout" => format!("{system} did not answer in time."),
        "busy" => format!("{system} is busy."),
        "refused" => format!("{system} refused {about}."),
        "duplicate" => format!("{system} has had {about} already."),
        "not_found" => format!("{system} has no {about}."),
        _ => format!("{system} answered {about} with what cannot be read."),
    };
    Failure { name: name.to_owned(), message, path: None, source: None }
}
