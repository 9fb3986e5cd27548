//! Whether flows leave to each system what it is the record for.
//!
//! The rule: where an entity (a record without a wire) is built on behalf of a flow, each field that a contract owns takes its value from that
//! contract's systems: from their event, if they sent the one that the flow answers, or from a look-up of theirs. A fixed value counts as said by the
//! system of the event; `none` says nothing. What a value depends on only in a condition does not count.

mod origin;

use crossdock_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::Context;
use crate::declare::owns::is_same;
use crate::diagnostic::{Diagnostic, Fact};
use crate::sources::FileId;
use crate::typed::{ContractId, Flow, FlowStep, RecordId, Start};
use origin::{Origin, Origins};

/// Who owns each field, and where that is said.
type Owners = FxHashMap<(RecordId, u32), (ContractId, FileId, Span)>;

pub(super) fn check(ctx: &Context<'_>) {
    let owners = owners(ctx);
    if owners.is_empty() {
        return;
    }
    for flow in &ctx.project.flows {
        let mut seen = FxHashSet::default();
        for set in sets(ctx, flow) {
            let Some((owner, file, span)) = owners.get(&(set.record, set.field)).copied() else { continue };
            let stranger = set.from.contracts_or(speaker(flow)).find(|from| !is_same(ctx, *from, owner));
            if let (Some(stranger), true) = (stranger, seen.insert((set.file, set.span))) {
                report(ctx, flow, &set, stranger, (owner, file, span));
            }
        }
    }
}

/// The contract of the system that sent the event; a clock says nothing.
fn speaker(flow: &Flow) -> Option<ContractId> {
    match flow.start {
        Start::Event { contract, .. } => Some(contract),
        Start::Schedule(_) => None,
    }
}

fn owners(ctx: &Context<'_>) -> Owners {
    let mut owners = Owners::default();
    for (at, contract) in ctx.project.contracts.iter().enumerate() {
        for owned in &contract.owns {
            owners.entry((owned.record, owned.field)).or_insert((ContractId(at as u32), contract.decl.place.file, owned.span));
        }
    }
    owners
}

/// A field that a flow sets, in its own body or in a function that it calls.
struct FieldSet {
    record: RecordId,
    field: u32,
    file: FileId,
    span: Span,
    from: Origin,
}

fn sets(ctx: &Context<'_>, flow: &Flow) -> Vec<FieldSet> {
    let mut origins = Origins::new(&ctx.project);
    let mut body = origins.body(flow.decl.place.file);
    let event = speaker(flow).map(Origin::of);
    if let Some(event) = &event {
        body.bind(crate::typed::LocalId(0), event.clone());
    }
    for step in flow.all_steps() {
        match step {
            FlowStep::Let(local, value) => {
                let value = body.expr(value);
                body.bind(*local, value);
            }
            FlowStep::Send { contract, value, answer, undo, .. } => {
                body.expr(value);
                answer.iter().for_each(|answer| body.bind(*answer, Origin::of(*contract)));
                undo.iter().for_each(|undo| drop(body.expr(&undo.value)));
            }
            FlowStep::For { rows, .. } => drop(body.for_(rows)),
            FlowStep::Match { subjects, arms, .. } => drop(body.match_(subjects, arms)),
            FlowStep::Collect(collect) => body.bind(collect.binding, event.clone().unwrap_or_default()),
            FlowStep::Answer { value, .. } => drop(body.expr(value)),
            FlowStep::Check { .. } | FlowStep::Skip { .. } | FlowStep::Advance { .. } => {}
        }
    }
    origins.sets
}

struct Strange {
    what: String,
    owner: String,
    stranger: String,
    flow: String,
    set: (FileId, Span),
    owns: (FileId, Span),
    flow_at: (FileId, Span),
    constant: bool,
    optional: bool,
}

fn report(ctx: &Context<'_>, flow: &Flow, set: &FieldSet, stranger: ContractId, owner: (ContractId, FileId, Span)) {
    let contract = |id: ContractId| ctx.project.contracts.get(id.index()).map_or_else(String::new, |contract| contract.decl.name.clone());
    let record = ctx.project.records.get(set.record.index());
    let field = record.and_then(|record| record.fields.get(set.field as usize));
    let what = format!("{}.{}", record.map_or("", |record| &record.decl.name), field.map_or("", |field| &field.name));
    let strange = Strange {
        what,
        owner: contract(owner.0),
        stranger: contract(stranger),
        flow: flow.decl.name.clone(),
        set: (set.file, set.span),
        owns: (owner.1, owner.2),
        flow_at: (flow.decl.place.file, flow.decl.place.span),
        constant: set.from.is_nobodys(),
        optional: field.is_some_and(|field| super::is_optional(&field.ty)),
    };
    ctx.report(strange.diagnostic());
}

impl Fact for Strange {
    fn diagnostic(&self) -> Diagnostic {
        let Strange { what, owner, stranger, flow, .. } = self;
        let says = if self.constant { format!("by itself, on an event of `{stranger}`") } else { format!("from what `{stranger}` says") };
        let leave = if self.optional { " Where it does not matter, leave it out: `= none`." } else { "" };
        Diagnostic::error("E0667", format!("`{what}` is owned by `{owner}`, and flow `{flow}` sets it {says}."))
            .at(self.set.0, self.set.1, "set here")
            .at(self.owns.0, self.owns.1, format!("`{owner}` is the record for it"))
            .at(self.flow_at.0, self.flow_at.1, "the flow")
            .help(format!("Ask `{owner}` for it with a look-up and pass that on; or, if `{stranger}` is the record for it, let `{stranger}` own it.{leave}"))
    }
}
