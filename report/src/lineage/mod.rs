//! `crossdock lineage`: one field's way, as text, as JSON and as a graph.

mod dot;
mod json;
mod text;

use crossdock_compiler::Checked;
use crossdock_compiler::lineage::{Edge, Hop, Lineage, Origin, Place, ReadPlaceError, Use};
use crossdock_compiler::show;
use crossdock_compiler::typed::{ContractId, RecordId, SystemId};

use crate::source;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct LineageError(#[from] ReadPlaceError);

/// What is known of one field.
pub struct LineageReport<'c> {
    view: View<'c>,
    back: Hop,
    on: Hop,
}

/// What words are made from.
pub(crate) struct View<'c> {
    pub checked: &'c Checked,
    pub lineage: Lineage,
    pub trees: source::Trees,
}

/// The lineage of the field that `text` names, see [`Place::read`].
pub fn lineage<'c>(checked: &'c Checked, text: &str) -> Result<LineageReport<'c>, LineageError> {
    let place = Place::read(&checked.project, text)?;
    let view = View::new(checked);
    let (back, on) = (view.lineage.back(&checked.project, &place), view.lineage.on(&checked.project, &place));
    Ok(LineageReport { view, back, on })
}

impl LineageReport<'_> {
    pub fn text(&self) -> String {
        text::text(&self.view, &self.back, &self.on)
    }

    pub fn dot(&self) -> String {
        dot::dot(&self.view, &self.back, &self.on)
    }

    pub fn json(&self) -> String {
        json::json(&self.view, &self.back, &self.on)
    }
}

impl<'c> View<'c> {
    pub fn new(checked: &'c Checked) -> View<'c> {
        View { checked, lineage: Lineage::new(&checked.project), trees: source::Trees::default() }
    }

    pub fn place(&self, place: &Place) -> String {
        place.show(&self.checked.project)
    }

    /// `text(1..22)`; a whole record is called so.
    pub fn ty(&self, place: &Place) -> String {
        place.last(&self.checked.project).map_or_else(|| "record".to_owned(), |field| show::ty(&self.checked.project, &field.ty))
    }

    /// Where the field is declared.
    pub fn declared(&self, place: &Place) -> String {
        let records = &self.checked.project.records;
        let owner = place.steps.last().map_or(place.root, |(record, _)| *record);
        let Some(record) = records.get(owner.index()) else { return String::new() };
        let span = place.last(&self.checked.project).map_or(record.decl.place.span, |field| field.span);
        source::place(self.checked, record.decl.place.file, span)
    }

    /// The rule of an edge as it is written: `order.number.truncate(22)`.
    pub fn rule(&self, edge: usize) -> String {
        let Some(edge) = self.lineage.edges.get(edge) else { return String::new() };
        let rule = source::rule(self.checked, edge.file, edge.span);
        self.when(edge) + &if edge.spread { format!("..{rule}") } else { rule }
    }

    /// ``when picked(p): ``, where the edge counts only for some cases; else nothing.
    pub fn when(&self, edge: &Edge) -> String {
        let arms: Vec<String> = edge.when.iter().map(|(file, span)| source::pattern(self.checked, *file, *span)).collect();
        match arms.as_slice() {
            [] => String::new(),
            [otherwise] if otherwise == "otherwise" => "otherwise: ".to_owned(),
            several => format!("when {}: ", several.join(" and ")),
        }
    }

    pub fn edge_place(&self, edge: usize) -> String {
        self.lineage.edges.get(edge).map(|edge| source::place(self.checked, edge.file, edge.span)).unwrap_or_default()
    }

    pub fn edge_owner(&self, edge: usize) -> String {
        self.lineage.edges.get(edge).map(|edge| edge.owner.show(&self.checked.project)).unwrap_or_default()
    }

    /// `shop sends order_created`
    pub fn origin(&self, origin: Origin) -> String {
        let contracts = &self.checked.project.contracts;
        match origin {
            Origin::Message(id, at) => {
                contracts.get(id.index()).and_then(|contract| contract.sends.get(at as usize)).map(|sends| format!("{} sends {}", self.systems(id), sends.name))
            }
            Origin::LookUp(id, at) => {
                contracts.get(id.index()).and_then(|contract| contract.answers.get(at as usize)).map(|answers| format!("{} answers {}", self.systems(id), answers.name))
            }
            Origin::Answer(id, at) => {
                contracts.get(id.index()).and_then(|contract| contract.accepts.get(at as usize)).map(|accepts| format!("{} answers to {}", self.systems(id), accepts.name))
            }
        }
        .unwrap_or_default()
    }

    /// The contract, and what the message or look-up is called.
    pub fn origin_name(&self, origin: Origin) -> (ContractId, String) {
        let contract = |id: ContractId| self.checked.project.contracts.get(id.index());
        match origin {
            Origin::Message(id, at) => (id, contract(id).and_then(|contract| contract.sends.get(at as usize)).map(|sends| sends.name.clone()).unwrap_or_default()),
            Origin::LookUp(id, at) => (id, contract(id).and_then(|contract| contract.answers.get(at as usize)).map(|answers| answers.name.clone()).unwrap_or_default()),
            Origin::Answer(id, at) => (id, contract(id).and_then(|contract| contract.accepts.get(at as usize)).map(|accepts| accepts.name.clone()).unwrap_or_default()),
        }
    }

    /// The record of what a system tells us.
    pub fn record_of(&self, origin: Origin) -> Option<RecordId> {
        let contracts = &self.checked.project.contracts;
        match origin {
            Origin::Message(id, at) => contracts.get(id.index())?.sends.get(at as usize).map(|sends| sends.record),
            Origin::LookUp(id, at) => contracts.get(id.index())?.answers.get(at as usize).map(|answers| answers.record),
            Origin::Answer(id, at) => contracts.get(id.index())?.accepts.get(at as usize)?.answered_record(),
        }
    }

    /// `wms accepts release, from flow orders.release_order`
    pub fn outlet(&self, sent: usize) -> String {
        let Some(sent) = self.lineage.sends.get(sent) else { return String::new() };
        let project = &self.checked.project;
        let to = sent.system.map_or_else(|| self.systems(sent.contract), |system| self.system(system));
        let message = project.contracts.get(sent.contract.index()).and_then(|contract| contract.accepts.get(sent.message as usize)).map_or("", |accepts| accepts.name.as_str());
        let flow = project.flows.get(sent.flow).map(|flow| format!("{}.{}", flow.decl.module, flow.decl.name)).unwrap_or_default();
        format!("{to} accepts {message}, from flow {flow}")
    }

    pub fn using(&self, using: &Use) -> String {
        match using {
            Use::Read(at) => {
                let Some(read) = self.lineage.reads.get(*at) else { return String::new() };
                let flow = self.checked.project.flows.get(read.flow).map(|flow| format!("{}.{}", flow.decl.module, flow.decl.name)).unwrap_or_default();
                format!("flow {flow} looks at it: {}", source::rule(self.checked, read.file, read.span))
            }
            Use::Key { contract, message } => format!("{}: {message} is told from others by it", self.contract(*contract)),
            Use::Order { contract, message } => format!("{}: {message} is kept in order by it", self.contract(*contract)),
            Use::Address { contract, message } => format!("{}: {message} has it in its address", self.contract(*contract)),
        }
    }

    fn contract(&self, id: ContractId) -> String {
        self.checked.project.contracts.get(id.index()).map(|contract| format!("contract {} v{}", contract.decl.name, contract.version)).unwrap_or_default()
    }

    fn system(&self, id: SystemId) -> String {
        self.checked.project.systems.get(id.index()).map(|system| system.decl.name.clone()).unwrap_or_default()
    }

    /// All systems of a contract; the contract itself if there is none.
    pub fn systems(&self, id: ContractId) -> String {
        let systems: Vec<&str> = self.checked.project.systems.iter().filter(|system| system.contract == id).map(|system| system.decl.name.as_str()).collect();
        if systems.is_empty() { self.contract(id) } else { systems.join(", ") }
    }
}
