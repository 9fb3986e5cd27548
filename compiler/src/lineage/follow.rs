//! From a place back to where its value is from, and on to where it goes.

use std::collections::BTreeSet;

use super::{Edge, Lineage, Owner, Place, Read, Sent, Value};
use crate::typed::{Accepts, Contract, ContractId, KeyPart, PathPart, Project, RecordId, Sends, Start};

/// Most steps from one place to the next that are followed.
const HOPS_MAX: usize = 32;
/// Most places in one answer.
const PLACES_MAX: usize = 2_000;

/// A place with what is known of it in one direction.
#[derive(Clone, Debug)]
pub struct Hop {
    pub place: Place,
    /// Only decides about the value, and is not in it.
    pub decides: bool,
    pub steps: Vec<Step>,
    /// Systems whose messages have it.
    pub origins: Vec<Origin>,
    pub outlets: Vec<Outlet>,
    /// Flows that decide by it, and keys that are made of it.
    pub uses: Vec<Use>,
    /// It stands further above already.
    pub seen: bool,
}

/// One rule, and the places on its other side.
#[derive(Clone, Debug)]
pub struct Step {
    /// Index into [`Lineage::edges`].
    pub edge: usize,
    pub hops: Vec<Hop>,
}

/// What a system tells us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A message that comes in; index into the contract's `sends`.
    Message(ContractId, u32),
    /// What a look-up brings; index into the contract's `answers`.
    LookUp(ContractId, u32),
    /// What comes back from a message that we send; index into the contract's `accepts`.
    Answer(ContractId, u32),
}

/// A message that a flow sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Index into [`Lineage::sends`].
    pub sent: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// Index into [`Lineage::reads`].
    Read(usize),
    /// `once by`, of a message that comes in or goes out.
    Key { contract: ContractId, message: String },
    /// `in order by`
    Order { contract: ContractId, message: String },
    /// A hole of an address.
    Address { contract: ContractId, message: String },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    On,
}

impl Lineage {
    /// Where the value of a place comes from.
    pub fn back(&self, project: &Project, place: &Place) -> Hop {
        Follower { lineage: self, project, way: Way::Back, seen: BTreeSet::new() }.hop(place.clone(), false, 0)
    }

    /// Where the value of a place goes.
    pub fn on(&self, project: &Project, place: &Place) -> Hop {
        Follower { lineage: self, project, way: Way::On, seen: BTreeSet::new() }.hop(place.clone(), false, 0)
    }

    /// The edges that set the place, or a part of it, or what it is a part of.
    pub fn setting<'l>(&'l self, place: &'l Place) -> impl Iterator<Item = &'l Edge> {
        self.edges.iter().filter(move |edge| rest_of(&edge.target, place).is_some())
    }
}

struct Follower<'l> {
    lineage: &'l Lineage,
    project: &'l Project,
    way: Way,
    seen: BTreeSet<Place>,
}

impl Follower<'_> {
    fn hop(&mut self, place: Place, decides: bool, depth: usize) -> Hop {
        let seen = !self.seen.insert(place.clone());
        let mut hop = Hop { decides, steps: Vec::new(), origins: Vec::new(), outlets: Vec::new(), uses: Vec::new(), seen, place };
        if seen || depth > HOPS_MAX || self.seen.len() > PLACES_MAX {
            return hop;
        }
        match self.way {
            Way::Back => hop.origins = self.origins(&hop.place),
            Way::On => {
                hop.outlets = self.outlets(&hop.place);
                hop.uses = self.uses(&hop.place);
            }
        }
        // Where the record itself is built, it is not also looked for as a part of others.
        let is_built = self.lineage.edges.iter().any(|edge| edge.target.root == hop.place.root && is_set_by(edge, &hop.place));
        for (at, edge) in self.lineage.edges.iter().enumerate() {
            let sets = self.way == Way::Back && is_set_by(edge, &hop.place) && (edge.target.root == hop.place.root || !is_built);
            let hops = if sets || self.way == Way::On { self.across(edge, &hop.place) } else { Vec::new() };
            if sets || !hops.is_empty() {
                let hops = hops.into_iter().map(|(place, decides)| self.hop(place, decides, depth + 1)).collect();
                hop.steps.push(Step { edge: at, hops });
            }
        }
        hop
    }

    /// The places on the other side of an edge.
    fn across(&self, edge: &Edge, place: &Place) -> Vec<(Place, bool)> {
        match self.way {
            Way::Back => match rest_of(&edge.target, place) {
                Some(rest) => self.sources(&edge.value, rest),
                None => Vec::new(),
            },
            Way::On => self.targets(edge, place),
        }
    }

    fn sources(&self, value: &Value, rest: &[(RecordId, u32)]) -> Vec<(Place, bool)> {
        let from: Vec<(Place, bool)> = value.from.iter().filter_map(|place| Some((self.further(place, rest)?, false))).collect();
        let by = value.by.difference(&value.from).filter(|_| rest.is_empty() || !from.is_empty()).map(|place| (place.clone(), true));
        from.iter().cloned().chain(by).collect()
    }

    /// A part of a record that was passed on whole is a part of where it came from; of a record that was built, each field has its own rule.
    fn further(&self, place: &Place, rest: &[(RecordId, u32)]) -> Option<Place> {
        match rest.first() {
            Some((record, _)) => (place.inner_record(self.project) == Some(*record)).then(|| place.join(rest)),
            None => Some(place.clone()),
        }
    }

    fn targets(&self, edge: &Edge, place: &Place) -> Vec<(Place, bool)> {
        let through = |source: &Place| rest_of(source, place).map(|rest| if self.takes(&edge.target, rest) { edge.target.join(rest) } else { edge.target.clone() });
        let from = edge.value.from.iter().filter_map(|source| Some((through(source)?, false)));
        let by = edge.value.by.iter().filter(|source| rest_of(source, place).is_some_and(<[_]>::is_empty)).map(|_| (edge.target.clone(), true));
        let mut all: Vec<(Place, bool)> = from.chain(by).collect();
        all.dedup_by(|a, b| a.0 == b.0);
        all.retain(|(target, _)| target != place);
        all
    }

    fn takes(&self, target: &Place, rest: &[(RecordId, u32)]) -> bool {
        rest.first().is_some_and(|(record, _)| target.inner_record(self.project) == Some(*record))
    }

    /// Messages that a flow takes, where there are flows at all, and look-ups.
    fn origins(&self, place: &Place) -> Vec<Origin> {
        let mut origins = Vec::new();
        for (id, contract) in self.contracts() {
            let sends = contract.sends.iter().zip(0_u32..).filter(|(sends, at)| self.holds(sends.record, place.root) && self.is_taken(id, *at));
            origins.extend(sends.map(|(_, at)| Origin::Message(id, at)));
            let answers = contract.answers.iter().zip(0_u32..).filter(|(answers, _)| self.holds(answers.record, place.root));
            origins.extend(answers.map(|(_, at)| Origin::LookUp(id, at)));
            let accepts = contract.accepts.iter().zip(0_u32..).filter(|(accepts, _)| accepts.answered_record().is_some_and(|record| self.holds(record, place.root)));
            origins.extend(accepts.map(|(_, at)| Origin::Answer(id, at)));
        }
        origins
    }

    fn is_taken(&self, contract: ContractId, message: u32) -> bool {
        let takes = |start: &Start| matches!(start, Start::Event { contract: of, event, .. } if (*of, *event) == (contract, message));
        self.project.flows.is_empty() || self.project.flows.iter().any(|flow| takes(&flow.start))
    }

    fn outlets(&self, place: &Place) -> Vec<Outlet> {
        let mut seen = BTreeSet::new();
        let mut is_new = |sent: &Sent| seen.insert((sent.flow, sent.contract, sent.message, sent.system));
        let sends = self.lineage.sends.iter().enumerate().filter(|(_, sent)| self.holds(sent.record, place.root));
        sends.filter(|(_, sent)| is_new(sent)).map(|(sent, _)| Outlet { sent }).collect()
    }

    fn contracts(&self) -> impl Iterator<Item = (ContractId, &Contract)> {
        self.project.contracts.iter().enumerate().map(|(at, contract)| (ContractId(at as u32), contract))
    }

    /// Whether a record has the other one in it, or is it.
    fn holds(&self, outer: RecordId, inner: RecordId) -> bool {
        let mut open = vec![outer];
        let mut seen = BTreeSet::new();
        while let Some(record) = open.pop() {
            if record == inner {
                return true;
            }
            if seen.insert(record) {
                let fields = self.project.records.get(record.index()).map_or(&[][..], |record| &record.fields);
                open.extend(fields.iter().filter_map(|field| super::place::record_in(&field.ty)));
            }
        }
        false
    }

    fn uses(&self, place: &Place) -> Vec<Use> {
        let reads = self.lineage.reads.iter().enumerate().filter(|(_, read)| is_read(read, place)).map(|(at, _)| Use::Read(at));
        let keys = self.contracts().flat_map(|(id, contract)| self.keys(id, contract, place));
        reads.chain(keys).collect()
    }

    fn keys(&self, id: ContractId, contract: &Contract, place: &Place) -> Vec<Use> {
        let is = |record: RecordId, path: &[u32]| self.at(record, path).as_ref() == Some(place);
        let by = |record: RecordId, parts: &[KeyPart]| parts.iter().any(|part| matches!(part, KeyPart::Field(path) if is(record, path)));
        let mut uses = Vec::new();
        for Sends { name, record, once_by, in_order_by, .. } in &contract.sends {
            uses.extend(by(*record, once_by).then(|| Use::Key { contract: id, message: name.clone() }));
            uses.extend(by(*record, in_order_by).then(|| Use::Order { contract: id, message: name.clone() }));
        }
        for Accepts { name, record, once_by, path, .. } in &contract.accepts {
            uses.extend(by(*record, once_by).then(|| Use::Key { contract: id, message: name.clone() }));
            let in_address = path.iter().any(|part| matches!(part, PathPart::Field(path) if is(*record, path)));
            uses.extend(in_address.then(|| Use::Address { contract: id, message: name.clone() }));
        }
        uses
    }

    /// The place that field indexes lead to.
    fn at(&self, record: RecordId, path: &[u32]) -> Option<Place> {
        path.iter().try_fold(Place::record(record), |place, field| {
            let inner = place.inner_record(self.project)?;
            Some(place.field(inner, *field))
        })
    }
}

/// How `place` goes on behind `known`, if it does, or stands around it: then it goes on with nothing. A record that stands by itself in one
/// place stands within another one elsewhere: its fields are the same there.
fn rest_of<'p>(known: &Place, place: &'p Place) -> Option<&'p [(RecordId, u32)]> {
    if known.root == place.root {
        return after(&known.steps, &place.steps);
    }
    let inner = place.steps.iter().position(|(record, _)| *record == known.root).filter(|at| *at > 0);
    if let Some(at) = inner {
        let steps = place.steps.get(at..).unwrap_or(&[]);
        return if known.steps.is_empty() { Some(steps) } else { steps.strip_prefix(known.steps.as_slice()) };
    }
    let outer = known.steps.iter().position(|(record, _)| *record == place.root).filter(|at| *at > 0)?;
    after(known.steps.get(outer..).unwrap_or(&[]), &place.steps)
}

fn after<'p>(known: &[(RecordId, u32)], steps: &'p [(RecordId, u32)]) -> Option<&'p [(RecordId, u32)]> {
    if steps.is_empty() {
        return Some(&[]);
    }
    match steps.strip_prefix(known) {
        Some(rest) => Some(rest),
        None => known.starts_with(steps).then_some(&[]),
    }
}

fn is_set_by(edge: &Edge, place: &Place) -> bool {
    rest_of(&edge.target, place).is_some()
}

fn is_read(read: &Read, place: &Place) -> bool {
    read.value.from.iter().chain(&read.value.by).any(|source| rest_of(source, place).is_some_and(<[_]>::is_empty) && source.steps.len() >= place.steps.len().min(1))
}

impl Owner {
    /// What it is and is called: `map release.to_release`, `flow orders.release_order`.
    pub fn show(self, project: &Project) -> String {
        let named = |kind: &str, decl: &crate::typed::Decl| format!("{kind} {}.{}", decl.module, decl.name);
        match self {
            Owner::Function(id) => project.functions.get(id.index()).map(|function| named(kind_of(&function.kind), &function.decl)).unwrap_or_default(),
            Owner::Flow(at) => project.flows.get(at).map(|flow| named("flow", &flow.decl)).unwrap_or_default(),
        }
    }
}

fn kind_of(kind: &crate::typed::FunctionKind) -> &'static str {
    match kind {
        crate::typed::FunctionKind::Map(_) => "map",
        crate::typed::FunctionKind::Fn(_) | crate::typed::FunctionKind::Native => "fn",
    }
}
