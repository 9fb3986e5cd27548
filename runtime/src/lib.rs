//! Moves messages durably between real endpoints: accepted, journalled, decided, delivered or parked.

pub mod config;
pub mod core;
pub mod store;
