//! Rules of a record as code.

use std::sync::Arc;

use crossdock_compiler::typed::EnumId;

use super::{Blame, Block, Reg};

/// One thing to look at; all are looked at, whatever fails.
#[derive(Clone, Debug)]
pub enum RulePart {
    Own(Rule),
    /// The rules of a record within.
    Within(Block),
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub code: Block,
    pub holds: Reg,
    /// Works out the values that are shown where the rule does not hold.
    pub shows_code: Block,
    pub shows: Vec<Shown>,
    /// `Order`
    pub record: String,
    /// As it is written: `when promised then carrier required`.
    pub text: String,
    pub because: Option<String>,
    pub blame: Blame,
    pub source: Arc<str>,
}

/// A value of a rule, by its text.
#[derive(Clone, Debug)]
pub struct Shown {
    pub text: String,
    pub reg: Reg,
    pub of: Option<EnumId>,
    /// `kg`; empty for what has none.
    pub unit: String,
}
