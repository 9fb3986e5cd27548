//! One file for each command.

pub mod apply;
pub mod audit;
pub mod check;
pub mod demo;
pub mod diff;
pub mod doc;
pub mod dump;
pub mod explain;
pub mod fmt;
pub mod import;
pub mod lineage;
pub mod lsp;
pub mod new;
pub mod parked;
pub mod run;
pub mod test;
pub mod trace;
