//! One file for each command.

pub mod apply;
pub mod check;
pub mod dump;
pub mod explain;
pub mod fmt;
pub mod lsp;
pub mod new;
