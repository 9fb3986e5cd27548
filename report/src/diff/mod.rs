//! `crossdock diff`: what changed between two versions of a project, what it breaks, which fields it reaches, and what comes out otherwise.

mod affects;
mod contracts;
mod items;
mod maps;
mod output;
mod records;
mod render;
mod shape;

use crossdock_compiler::Checked;

pub use output::{Sample, SampleError};

/// Whom a change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Within the project; nobody else sees it as such.
    Internal,
    /// A partner sees it, and has nothing to do.
    Compatible,
    /// What a partner sends is refused, or it gets what it did not agree to.
    Breaking,
}

/// One item that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `contract`, `map`, `table` …
    pub kind: &'static str,
    pub name: String,
    pub how: How,
    /// What exactly.
    pub points: Vec<Point>,
    /// Fields that maps set from it: `release.to_release: Release.order_no`.
    pub affects: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Added,
    Removed,
    Changed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub impact: Impact,
    pub what: String,
}

/// What a sample makes of the two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputChange {
    pub sample: String,
    /// A flow, or a map.
    pub by: String,
    /// Lines such as `wms.release lines[0].qty: 2 -> 3`.
    pub lines: Vec<String>,
}

/// Everything that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    pub changes: Vec<Change>,
    /// None: no samples were given.
    pub outputs: Option<Outputs>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outputs {
    pub samples: usize,
    pub changes: Vec<OutputChange>,
}

impl Diff {
    /// Compares two checked projects without errors.
    pub fn new(old: &Checked, new: &Checked) -> Diff {
        let mut changes = contracts::changes(old, new);
        changes.extend(records::changes(old, new));
        changes.extend(maps::changes(old, new));
        changes.extend(items::changes(old, new));
        Diff { changes, outputs: None }
    }

    /// Runs samples through both versions.
    pub fn run(&mut self, old: &Checked, new: &Checked, samples: &[Sample]) -> Result<(), SampleError> {
        self.outputs = Some(Outputs { samples: samples.len(), changes: output::changes(old, new, samples)? });
        Ok(())
    }

    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(|change| change.impact() == Impact::Breaking)
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.outputs.as_ref().is_none_or(|outputs| outputs.changes.is_empty())
    }

    pub fn text(&self) -> String {
        render::text(self)
    }

    pub fn markdown(&self) -> String {
        render::markdown(self)
    }

    pub fn github(&self) -> String {
        render::github(self)
    }

    pub fn json(&self) -> String {
        render::json(self)
    }
}

impl Change {
    /// The worst of its points.
    pub fn impact(&self) -> Impact {
        self.points.iter().map(|point| point.impact).max().unwrap_or(Impact::Internal)
    }
}

impl Point {
    pub fn new(impact: Impact, what: impl Into<String>) -> Point {
        Point { impact, what: what.into() }
    }
}
