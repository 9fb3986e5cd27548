//! The look-ups that a flow may ask.

use std::borrow::Cow;
use std::ops::Range;

use crossdock_compiler::typed::{ContractId, LookUpPart, Project, RecordId};

use crate::decision::{Recorded, Reply};
use crate::interpret::{Question, QuestionPart};
use crate::plan::DecodePlan;
use crate::slot::Layouts;

pub(super) fn question(project: &Project, layouts: &Layouts, contract: ContractId, look_up: u32) -> Question {
    let answers = project.contracts.get(contract.index()).and_then(|contract| contract.answers.get(look_up as usize));
    let part = |part: &LookUpPart| match part {
        LookUpPart::Literal(text) => QuestionPart::Literal(text.clone()),
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

/// All documents that a decision reads, end to end: texts are ranges of one buffer, whichever document they come from.
pub(super) struct Documents<'d> {
    pub bytes: Cow<'d, [u8]>,
    /// Where each recorded answer stands; empty for one that failed.
    pub answers: Vec<Range<usize>>,
}

impl<'d> Documents<'d> {
    /// The event's own payload comes first, and alone it need not be copied. None where they are more than can be told apart (4 GB).
    pub fn new(payload: &'d [u8], recorded: &[Recorded]) -> Option<Documents<'d>> {
        let mut documents = Documents { bytes: Cow::Borrowed(payload), answers: Vec::with_capacity(recorded.len()) };
        for one in recorded {
            let found = if let Reply::Found(bytes) = &one.reply { bytes.as_slice() } else { &[] };
            let place = documents.add(found);
            documents.answers.push(place);
        }
        u32::try_from(documents.bytes.len()).is_ok().then_some(documents)
    }

    fn add(&mut self, document: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        if !document.is_empty() {
            self.bytes.to_mut().extend_from_slice(document);
        }
        start..self.bytes.len()
    }
}
