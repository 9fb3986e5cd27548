//! The look-ups that a flow may ask.

use crossdock_compiler::typed::{Answers, ContractId, LookUpPart, Project, RecordId, Type};

use crate::interpret::{Question, QuestionPart};
use crate::plan::DecodePlan;
use crate::slot::Layouts;

pub(super) fn question(project: &Project, layouts: &Layouts, contract: ContractId, look_up: u32) -> Question {
    let answers = project.contracts.get(contract.index()).and_then(|contract| contract.answers.get(look_up as usize));
    let part = |part: &LookUpPart| match part {
        LookUpPart::Literal(text) => QuestionPart::Literal(text.clone()),
        LookUpPart::Param(at) if is_flag(answers, *at) => QuestionPart::Flag(*at as usize),
        LookUpPart::Param(at) => QuestionPart::Param(*at as usize),
    };
    Question {
        name: answers.map_or_else(String::new, |answers| answers.name.clone()),
        path: answers.map_or_else(Vec::new, |answers| answers.path.iter().map(part).collect()),
        optional: answers.is_some_and(|answers| answers.optional),
        cached_ms: answers.and_then(|answers| answers.cached_ms),
        decode: DecodePlan::new(project, layouts, answers.map_or(RecordId(u32::MAX), |answers| answers.record)),
    }
}

fn is_flag(answers: Option<&Answers>, at: u32) -> bool {
    let ty = answers.and_then(|answers| answers.params.get(at as usize)).map(|(_, ty)| ty);
    match ty {
        Some(Type::Optional(inner)) => **inner == Type::Bool,
        ty => ty == Some(&Type::Bool),
    }
}
