//! What tests exercise: points of the program, each with a flag that its instruction sets.
//!
//! Only a program that is lowered with [`Points`] has such instructions; production has none and pays nothing. A new kind of point is a variant of
//! [`Spot`], an instruction where it is lowered, and its line in [`report`](self).

mod hints;
mod places;
mod report;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{FailureId, FileId, PolicyId, RecordId, RoutesId, TableId};

pub use report::{Kind, Point, report};

/// A point of the program. The same point in two units is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// A field that a line of a map sets.
    Target { file: FileId, span: Span, record: RecordId, field: u32 },
    /// A field that something reads.
    Source { record: RecordId, field: u32 },
    /// A row of a table, from the top; the row `otherwise` counts as the last one.
    Row { table: TableId, row: u32 },
    /// A row of a routing table, from the top.
    Route { table: RoutesId, row: u32 },
    /// An arm of a `match` that has one pattern.
    Arm { file: FileId, span: Span },
    /// One of several patterns of an arm.
    Alternative { file: FileId, arm: Span, span: Span },
    /// A `join` or `zip` that finds a row's partner, or none.
    Partner { file: FileId, span: Span, matched: bool },
    /// One side of an `if`, by its condition.
    Side { file: FileId, span: Span, then: bool },
    /// What stands in for a value that is missing or fails: behind `else`, behind `on … =>`.
    Fallback { file: FileId, span: Span },
    /// A question to a system that brings an answer, or one that nothing is found for and the flow goes on without.
    LookUp { file: FileId, span: Span, found: bool },
    /// A rule of a record that holds, or is broken.
    Rule { record: RecordId, rule: u32, holds: bool },
    /// What a flow does.
    Step { file: FileId, span: Span, what: Step },
    /// A move of a lifecycle that some flow can make; indexes into its states.
    Move { lifecycle: u32, from: u32, to: u32 },
    /// A time limit of a lifecycle that runs out.
    Limit { lifecycle: u32, limit: u32 },
    /// What a policy answers to a failure.
    Answer { policy: PolicyId, failure: FailureId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// The flow itself.
    Runs,
    /// A `check` that does not hold.
    Fails,
    Skips,
    Sends,
    /// What was sent is taken back.
    Undoes,
    Moves,
    /// A collection that has all it waits for.
    Completes,
    /// One whose time is over first.
    RunsOut,
    Answers,
}

/// Set once the point was reached.
#[derive(Clone, Default)]
pub struct Flag(Arc<AtomicBool>);

impl Flag {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_set() { "reached" } else { "not reached" })
    }
}

/// All points of a program, as far as it was lowered.
#[derive(Debug, Default)]
pub struct Points {
    flags: Mutex<BTreeMap<Spot, Flag>>,
}

impl Points {
    /// The flag of a point, which counts from now on.
    pub(crate) fn flag(&self, spot: Spot) -> Flag {
        self.flags.lock().unwrap_or_else(PoisonError::into_inner).entry(spot).or_default().clone()
    }

    /// Sets the flag of a point, if it is one.
    pub(crate) fn reach(&self, spot: &Spot) {
        if let Some(flag) = self.flags.lock().unwrap_or_else(PoisonError::into_inner).get(spot) {
            flag.set();
        }
    }

    fn all(&self) -> Vec<(Spot, bool)> {
        self.flags.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(spot, flag)| (*spot, flag.is_set())).collect()
    }
}
