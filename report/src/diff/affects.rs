//! Which fields a change reaches, by lineage.

use std::collections::BTreeSet;

use crossdock_compiler::Checked;
use crossdock_compiler::lineage::{Edge, Place};
use crossdock_compiler::typed::RecordId;

use crate::lineage::View;

pub(super) struct Affects<'c> {
    pub old: View<'c>,
    pub new: View<'c>,
}

impl<'c> Affects<'c> {
    pub fn new(old: &'c Checked, new: &'c Checked) -> Affects<'c> {
        Affects { old: View::new(old), new: View::new(new) }
    }

    /// The places that rules set from a field, or to it, in either version.
    pub fn of_field(&self, old: RecordId, new: RecordId, path: &str) -> BTreeSet<String> {
        [(&self.old, old), (&self.new, new)].into_iter().flat_map(|(view, record)| touching(view, record, path)).collect()
    }

    /// The places that rules set through a function or table.
    pub fn through(&self, name: &str) -> BTreeSet<String> {
        let project = &self.new.checked.project;
        let named = |decl: &crossdock_compiler::typed::Decl| format!("{}.{}", decl.module, decl.name) == name;
        let is = |edge: &&Edge| {
            let tables = edge.value.tables.iter().filter_map(|id| project.tables.get(id.index())).any(|table| named(&table.decl));
            tables || edge.value.functions.iter().filter_map(|id| project.functions.get(id.index())).any(|function| named(&function.decl))
        };
        self.new.lineage.edges.iter().filter(is).map(|edge| shown(&self.new, edge)).collect()
    }
}

fn touching(view: &View<'_>, record: RecordId, path: &str) -> BTreeSet<String> {
    let Some(place) = place(view, record, path) else { return BTreeSet::new() };
    let hop = view.lineage.on(&view.checked.project, &place);
    let reading = hop.steps.iter().filter_map(|step| view.lineage.edges.get(step.edge));
    let setting = view.lineage.setting(&place).filter(|edge| edge.target.root == place.root && edge.target.steps.len() >= place.steps.len());
    reading.chain(setting).map(|edge| shown(view, edge)).collect()
}

fn shown(view: &View<'_>, edge: &Edge) -> String {
    format!("{}: {}", edge.owner.show(&view.checked.project), view.place(&edge.target))
}

/// The place that names lead to.
fn place(view: &View<'_>, record: RecordId, path: &str) -> Option<Place> {
    let project = &view.checked.project;
    path.split('.').try_fold(Place::record(record), |place, name| {
        let inner = place.inner_record(project)?;
        let at = project.records.get(inner.index())?.fields.iter().position(|field| field.name == name)?;
        Some(place.field(inner, at as u32))
    })
}
