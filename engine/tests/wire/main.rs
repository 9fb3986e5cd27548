//! Decoder and emitter by plans, against payloads written by hand and made at random.
#![allow(clippy::unwrap_used)]

mod builder;
mod decode;
mod emit;
mod grammar;
mod learned;
mod random;
mod variants;
