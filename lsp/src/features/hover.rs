//! What a name means: its declaration and documentation.

use std::collections::BTreeSet;

use crossdock_compiler::lineage::{Hop, Lineage, Origin, Place};
use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Project, RecordId};
use crossdock_compiler::{Checked, FileId};

/// Most fields that are named on either side.
const NAMED_MAX: usize = 4;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hover {
    pub span: Span,
    pub markdown: String,
}

pub(crate) fn hover(checked: &Checked, file: FileId, offset: usize) -> Option<Hover> {
    let mention = super::mention_at(checked, file, offset)?;
    let mut markdown = format!("```flow\n{}\n```", mention.title);
    if let Some(docs) = mention.docs.as_deref().filter(|docs| !docs.trim().is_empty()) {
        markdown.push_str("\n\n---\n\n");
        markdown.push_str(docs.trim());
    }
    if let Some(way) = mention.target.and_then(|target| field_at(&checked.project, target)).and_then(|field| way(checked, field)) {
        markdown.push_str("\n\n---\n\n");
        markdown.push_str(&way);
    }
    Some(Hover { span: mention.span, markdown })
}

/// The field that is declared there.
fn field_at(project: &Project, (file, span): (FileId, Span)) -> Option<(RecordId, u32)> {
    let in_file = project.records.iter().zip(0_u32..).filter(|(record, _)| record.decl.place.file == file && !record.implied);
    in_file.flat_map(|(record, id)| record.fields.iter().zip(0_u32..).map(move |(field, at)| (field.span, (RecordId(id), at)))).find(|(at, _)| *at == span).map(|(_, field)| field)
}

/// ``from `Order.number`, goes to `Release.order_no` ``: one step each way; `crossdock lineage` shows the whole.
fn way(checked: &Checked, (record, field): FieldAt) -> Option<String> {
    let project = &checked.project;
    let (lineage, place) = (Lineage::new(project), Place::record(record).field(record, field));
    let back = lineage.back(project, &place);
    let told = back.origins.iter().map(|origin| told(project, *origin));
    let from = listed(told.chain(next(project, &back)).collect());
    let on = lineage.on(project, &place);
    let sent = on.outlets.iter().filter_map(|outlet| lineage.sends.get(outlet.sent)).filter_map(|sent| {
        let contract = project.contracts.get(sent.contract.index())?;
        Some(format!("{}.{}", contract.decl.name, contract.accepts.get(sent.message as usize)?.name))
    });
    let to = listed(next(project, &on).into_iter().chain(sent).collect());
    match (from.is_empty(), to.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("from {from}")),
        (true, false) => Some(format!("goes to {to}")),
        (false, false) => Some(format!("from {from}; goes to {to}")),
    }
}

type FieldAt = (RecordId, u32);

fn told(project: &Project, origin: Origin) -> String {
    let contract = |id: crossdock_compiler::typed::ContractId| project.contracts.get(id.index());
    let name = match origin {
        Origin::Message(id, at) => contract(id).and_then(|contract| Some(format!("{}.{}", contract.decl.name, contract.sends.get(at as usize)?.name))),
        Origin::LookUp(id, at) => contract(id).and_then(|contract| Some(format!("{}.{}", contract.decl.name, contract.answers.get(at as usize)?.name))),
        Origin::Answer(id, at) => contract(id).and_then(|contract| Some(format!("{}.{}", contract.decl.name, contract.accepts.get(at as usize)?.name))),
    };
    name.unwrap_or_default()
}

/// The fields on the other side of the rules, what only decides aside.
fn next(project: &Project, hop: &Hop) -> Vec<String> {
    hop.steps.iter().flat_map(|step| &step.hops).filter(|hop| !hop.decides).map(|hop| hop.place.show(project)).collect()
}

fn listed(names: Vec<String>) -> String {
    let names: BTreeSet<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let more = names.len().saturating_sub(NAMED_MAX);
    let shown = names.iter().take(NAMED_MAX).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
