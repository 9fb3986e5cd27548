//! What systems were asked, and which answers serve again.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::World;
use crate::decision::{LookUp, Reply};

#[derive(Default)]
pub(in crate::testing) struct Questions {
    /// In their order; what was answered from what is kept is not among them.
    asked: Vec<LookUp>,
    /// By the question, as people read it: the answer, and until when it serves.
    kept: BTreeMap<String, (Vec<u8>, Timestamp)>,
}

impl Questions {
    /// How often; `args` are any where there are none.
    pub fn count(&self, system: &str, name: &str, args: Option<&[Option<String>]>) -> usize {
        let is = |asked: &&LookUp| asked.system == system && asked.name == name && args.is_none_or(|args| args == asked.args);
        self.asked.iter().filter(is).count()
    }
}

impl World {
    /// An answer to an earlier event that still serves (`cached 10min`). Failures never do: what was not answered is asked again.
    pub(super) fn kept(&self, look_up: &LookUp) -> Option<Reply> {
        let (answer, until) = self.questions.kept.get(&look_up.to_string())?;
        (self.now < *until).then(|| Reply::Found(answer.clone()))
    }

    /// What the system says; none where the test does not say.
    pub(super) fn ask(&mut self, look_up: &LookUp) -> Option<Reply> {
        let reply = self.reply(look_up)?;
        self.questions.asked.push(look_up.clone());
        if let (Reply::Found(answer), Some(cached)) = (&reply, look_up.cached_ms) {
            let cached = SignedDuration::from_millis(i64::try_from(cached).unwrap_or(i64::MAX));
            let until = self.now.saturating_add(cached).unwrap_or(Timestamp::MAX);
            self.questions.kept.insert(look_up.to_string(), (answer.clone(), until));
        }
        Some(reply)
    }
}
