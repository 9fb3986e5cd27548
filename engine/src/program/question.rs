//! The look-ups that a flow may ask.

use crossdock_compiler::typed::{Answers, ContractId, LookUpPart, Project, RecordId, Type};

use crate::interpret::{Question, QuestionPart};
use crate::lower::record_of;
use crate::plan::{DecodePlan, EmitPlan};
use crate::slot::Layouts;

pub(super) fn question(project: &Project, layouts: &Layouts, contract: ContractId, look_up: u32) -> Question {
    let answers = project.contracts.get(contract.index()).and_then(|contract| contract.answers.get(look_up as usize));
    let part = |part: &LookUpPart| match part {
        LookUpPart::Literal(text) => QuestionPart::Literal(text.clone()),
        LookUpPart::Param(at) if is_flag(answers, *at) => QuestionPart::Flag(in_address(answers, *at)),
        LookUpPart::Param(at) => QuestionPart::Param(in_address(answers, *at)),
    };
    let body = answers.and_then(|answers| record_of(&answers.params.get(answers.body? as usize)?.1));
    Question {
        name: answers.map_or_else(String::new, |answers| answers.name.clone()),
        path: answers.map_or_else(Vec::new, |answers| answers.path.iter().map(part).collect()),
        optional: answers.is_some_and(|answers| answers.optional),
        cached_ms: answers.and_then(|answers| answers.cached_ms),
        body: body.map(|record| EmitPlan::new(project, layouts, record)),
        decode: answered(project, layouts, answers.map(|answers| &answers.ty)),
    }
}

/// How what comes back is read.
pub(super) fn answered(project: &Project, layouts: &Layouts, ty: Option<&Type>) -> DecodePlan {
    DecodePlan::of(project, layouts, ty.unwrap_or(&Type::Record(RecordId(u32::MAX))))
}

/// Its place among the parameters that stand in the address.
fn in_address(answers: Option<&Answers>, at: u32) -> usize {
    let before = answers.and_then(|answers| answers.body).is_some_and(|body| body < at);
    at as usize - usize::from(before)
}

fn is_flag(answers: Option<&Answers>, at: u32) -> bool {
    let ty = answers.and_then(|answers| answers.params.get(at as usize)).map(|(_, ty)| ty);
    match ty {
        Some(Type::Optional(inner)) => **inner == Type::Bool,
        ty => ty == Some(&Type::Bool),
    }
}
