//! The states of a record's entities, who moves between them, and how long that may take.

use crossdock_syntax::Span;

use super::{ContractId, Place, Project, RecordId, SystemId, Type};

#[derive(Clone, Debug)]
pub struct Lifecycle {
    pub record: RecordId,
    /// Of the record's name in the lifecycle's head.
    pub place: Place,
    /// Field indexes of the key, from the record inwards.
    pub key: Vec<u32>,
    /// Of the key, without its limits; [`Type::Error`] where the key is wrong.
    pub key_type: Type,
    /// In the order in which they are named; the first is the one that all begin with.
    pub states: Vec<State>,
    pub moves: Vec<Move>,
    pub limits: Vec<TimeLimit>,
}

#[derive(Clone, Debug)]
pub struct State {
    pub name: String,
    /// Where it is named first.
    pub span: Span,
}

/// From one state to another; indexes into the states.
#[derive(Clone, Debug)]
pub struct Move {
    pub from: u32,
    pub to: u32,
    pub by: Vec<Mover>,
    /// Of the line.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    System(SystemId),
    /// Every system of the contract.
    Contract(ContractId),
}

/// `within 4h from released to shipped else alert "pick is late"`
#[derive(Clone, Debug)]
pub struct TimeLimit {
    pub nanos: i64,
    pub from: Vec<u32>,
    pub to: Vec<u32>,
    /// None is a failure, `late`.
    pub answer: Option<LimitAnswer>,
    pub span: Span,
}

/// Whom to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitAnswer {
    pub notify: Vec<String>,
    pub alert: Vec<String>,
}

impl Mover {
    /// Whether it is this system.
    pub fn is(self, project: &Project, system: SystemId) -> bool {
        match self {
            Mover::System(mover) => mover == system,
            Mover::Contract(contract) => project.systems.get(system.index()).is_some_and(|system| system.contract == contract),
        }
    }
}

impl Lifecycle {
    pub fn state(&self, name: &str) -> Option<u32> {
        self.states.iter().position(|state| state.name == name).map(|at| at as u32)
    }

    /// The moves into a state.
    pub fn moves_to(&self, to: u32) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(move |step| step.to == to)
    }

    /// All states that can be reached from these, themselves included, in steps that `follow` says.
    pub fn closure(&self, from: impl IntoIterator<Item = u32>, follow: impl Fn(&Move, u32) -> Option<u32>) -> Vec<u32> {
        let mut reached: Vec<u32> = from.into_iter().collect();
        let mut next = 0;
        while let Some(state) = reached.get(next).copied() {
            for step in &self.moves {
                if let Some(other) = follow(step, state).filter(|other| !reached.contains(other)) {
                    reached.push(other);
                }
            }
            next += 1;
        }
        reached
    }

    /// What can be reached from these states by moving on.
    pub fn reachable(&self, from: impl IntoIterator<Item = u32>) -> Vec<u32> {
        self.closure(from, |step, state| (step.from == state).then_some(step.to))
    }

    /// The states from which these can be reached.
    pub fn leading_to(&self, to: impl IntoIterator<Item = u32>) -> Vec<u32> {
        self.closure(to, |step, state| (step.to == state).then_some(step.from))
    }
}
