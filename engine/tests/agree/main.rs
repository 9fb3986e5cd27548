//! The engine against others that are simpler: serde_json for what is JSON and what it says, and an evaluator of document trees for what a program makes of it.
//!
//! `CROSSDOCK_THOROUGH=1 cargo test -p crossdock-engine --test agree` tries everything instead of a sample.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
#![recursion_limit = "512"]

mod exceptions;
mod oracle;
#[path = "../../../benches/src/payloads/mod.rs"]
#[expect(dead_code, reason = "the measurements use more of it")]
mod payloads;
mod programs;
mod sets;
mod suite;

/// Whether everything is to be tried, however long it takes.
fn thorough() -> bool {
    std::env::var_os("CROSSDOCK_THOROUGH").is_some()
}
