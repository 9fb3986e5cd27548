//! Harness of the end-to-end tests: the real binary, a real project folder, and systems on loopback that misbehave on demand.
//!
//! Nothing here knows how the runtime works inside; it sees what a customer's systems see.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

pub mod binary;
pub mod library_page;
pub mod runtime;
pub mod stand_in;
pub mod suite;
pub mod wait;
