//! Moves of lifecycles, as plain data.

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// An entity's step from one state to another, which commits with the decision: if it can be made then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// `Order`
    pub entity: String,
    pub key: String,
    /// The state of an entity that nothing has moved yet.
    pub first: String,
    /// The states from which the flow's system may make it.
    pub from: Vec<String>,
    pub to: String,
    /// How long the entity may then stay.
    pub limits: Vec<Limit>,
}

/// By when the entity is to be in one of these states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub nanos: i64,
    pub until: Vec<String>,
    /// The states from which it can still get there; in others the limit is void.
    pub open: Vec<String>,
    pub answer: LimitAnswer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LimitAnswer {
    Tell {
        notify: Vec<String>,
        alert: Vec<String>,
    },
    /// The failure `late` of the flow that made the move.
    Late,
}

impl Move {
    /// Why it cannot be made from the state that the entity is in, if it cannot.
    pub fn refusal(&self, state: &str) -> Option<Failure> {
        let Move { entity, key, to, .. } = self;
        let message = if state == to { format!("{entity} {key} is {to} already.") } else { format!("{entity} {key} is {state}, and cannot become {to} from there.") };
        (!self.from.iter().any(|from| from == state)).then(|| Failure { name: "illegal_move".to_owned(), message, path: None, source: None })
    }

    /// That the entity has not come to where it should be.
    pub fn late(&self, limit: &Limit, state: &str) -> Failure {
        let until = limit.until.join(" or ");
        let message = format!("{} {} is {state}, and should be {until} by now.", self.entity, self.key);
        Failure { name: "late".to_owned(), message, path: None, source: None }
    }
}
