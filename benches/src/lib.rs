//! What the measurements have in common.

// `json!` of a large object recurses over its members.
#![recursion_limit = "512"]

pub mod by_hand;
pub mod contender;
pub mod equal;
pub mod ours;
pub mod payloads;
#[cfg(feature = "peers")]
pub mod peers;
pub mod reference;
pub mod timing;
