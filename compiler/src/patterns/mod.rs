//! What patterns take: the one algebra behind routing tables and `match`.
//!
//! It answers two questions about rows that are tried from the top. Is there a case that no row takes ([`Proof::gaps`], with an example of
//! each)? And is there a row that is never reached, and which rows take its cases ([`Matrix::covers`])?
//!
//! In three steps, each in its file. Patterns are flattened into [`set`]s over columns: a place within what is matched is a column, be it an
//! input of a table, an element of a tuple or a field of a record that a variant carries ([`space`]). The sets of a [`column`] cut its values
//! into the few classes that no row tells apart. Over these the [`matrix`] is walked as Maranget's algorithm does ("Warnings for pattern
//! matching", 2007), each case once for all rows at a time, so that ten thousand rows are no problem.

mod column;
pub(crate) mod decisions;
mod matrix;
mod problem;
pub(crate) mod read;
mod set;
pub(crate) mod space;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use problem::{Problem, undecided};
pub(crate) use space::{GAPS_SHOWN, Missing, Space, present};
