//! Runs checked programs: payload bytes in, payload bytes out.

pub mod dates;
pub mod decision;
pub mod decode;
pub mod emit;
pub mod failure;
mod interpret;
mod ir;
mod lower;
pub mod natives;
pub mod plan;
mod program;
pub mod slot;
pub mod testing;
pub mod view;

pub use decision::{Answer, Decision, End, Event, Flows, Inlet, Keys, Outcome, Policy, Retry, Send};
pub use failure::Failure;
pub use program::{MapUnit, NoSuchMap, Program, Worker};
