//! All documents that a decision reads, end to end: texts are ranges of one buffer, whichever document they come from.

use std::borrow::Cow;
use std::ops::Range;

use crate::decision::{Known, Reply};

pub(super) struct Documents<'d> {
    pub bytes: Cow<'d, [u8]>,
    /// Where each recorded answer stands; empty for one that failed.
    pub answers: Vec<Range<usize>>,
    /// Likewise of each message that was answered.
    pub exchanged: Vec<Range<usize>>,
    /// Where each collected event stands.
    pub events: Vec<Range<usize>>,
}

impl<'d> Documents<'d> {
    /// The event's own payload comes first, and alone it need not be copied. None where they are more than can be told apart (4 GB).
    pub fn new(payload: &'d [u8], known: &Known) -> Option<Documents<'d>> {
        let mut documents = Documents { bytes: Cow::Borrowed(payload), answers: Vec::new(), exchanged: Vec::new(), events: Vec::new() };
        documents.answers = known.answers.iter().map(|one| documents.reply(&one.reply)).collect();
        documents.exchanged = known.exchanged.iter().map(|one| documents.reply(&one.reply)).collect();
        for event in known.collected.iter().flat_map(|collected| &collected.events) {
            let place = documents.add(event);
            documents.events.push(place);
        }
        u32::try_from(documents.bytes.len()).is_ok().then_some(documents)
    }

    fn reply(&mut self, reply: &Reply) -> Range<usize> {
        self.add(if let Reply::Found(bytes) = reply { bytes } else { &[] })
    }

    fn add(&mut self, document: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        if !document.is_empty() {
            self.bytes.to_mut().extend_from_slice(document);
        }
        start..self.bytes.len()
    }
}
