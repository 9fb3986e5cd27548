//! Runs checked programs: payload bytes in, payload bytes out.

mod address;
pub mod coverage;
pub mod dates;
pub mod decision;
pub mod decode;
pub mod emit;
pub mod failure;
mod interpret;
mod ir;
mod lower;
pub mod natives;
mod notes;
mod numbers;
mod plain;
pub mod plan;
mod program;
pub mod slot;
pub mod testing;
pub mod view;

pub use decision::schedule::{Missed, Repeated, Schedule, Skipped, When};
pub use decision::{
    Answer, Collected, Collecting, Decision, End, Ending, Event, Exchanged, Flows, Identity, Inlet, Keys, Known, Limit, LimitAnswer, LookUp, Move, Outcome, Policy, Priority,
    Recorded, Reply, Retry, Send, Settled, Word, Words,
};
pub use failure::Failure;
pub use program::{Later, MapUnit, NoSuchMap, Program, Worker};
