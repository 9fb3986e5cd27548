//! What else could be taken to map messages.

mod typed;

use crate::contender::Contender;

pub fn all(mapping: &str) -> Vec<Contender> {
    vec![typed::sonic(mapping), typed::simd(mapping)]
}
