//! Moves messages durably between real endpoints: accepted, journalled, decided, delivered or parked.
//!
//! [`Runtime`] is the whole of it in one process; [`desk::Desk`] is how people look into it and mend what is parked, whether it runs or rests.

mod api;
mod clock;
pub mod config;
pub mod core;
mod deliver;
pub mod desk;
mod generation;
mod intake;
mod lanes;
mod process;
mod reload;
mod service;
pub mod store;
mod writer;

pub use deliver::signature;
pub use generation::{Generation, LoadError, Rejected};
pub use service::{Options, Runtime, StartError};
