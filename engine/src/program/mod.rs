//! A checked project, ready to run.

mod documents;
mod flow;
mod keys;
pub(crate) mod lifecycle;
mod map;
mod policy;
mod question;
mod send;
mod starts;
mod told;

use std::collections::BTreeSet;
use std::sync::Arc;

use crossdock_compiler::Checked;
use crossdock_compiler::typed::{ContractId, Expr, ExprKind, FlowStep, Format, FunctionId, FunctionKind, Project, RecordId, System, Type};

pub use crate::lower::Later;
pub use map::{MapUnit, NoSuchMap, Worker};

use crate::coverage::Points;
use crate::decision::schedule::Schedule;
use crate::decision::{Decision, Event, Flows, Inlet, Keys, Known, Policy, Send};
use crate::failure::Failure;
use crate::lower::{self, Constants, Shared};
use crate::notes::Notes;
use flow::FlowUnit;
use keys::KeyUnit;
use policy::Facts;
use starts::Starts;
use told::ToldUnit;

/// All maps and flows of a project. Cheap to clone; shared between threads.
#[derive(Clone)]
pub struct Program {
    inner: Arc<Inner>,
}

struct Inner {
    maps: Vec<MapUnit>,
    flows: Vec<FlowUnit>,
    keys: Vec<KeyUnit>,
    told: Vec<ToldUnit>,
    /// Of policies.
    later: Vec<Later>,
    common: Arc<Common>,
    targets: Vec<String>,
}

/// What the units of a program share.
pub(crate) struct Common {
    pub project: Project,
    pub constants: Constants,
}

impl Program {
    /// Of a project without errors. One with errors gives a program of what was sound, which nobody should run.
    pub fn new(checked: &Checked) -> Program {
        Program::watched(checked, None, None)
    }

    /// One whose code marks what it reaches, and notes why checks do not hold.
    pub(crate) fn watched(checked: &Checked, points: Option<&Points>, notes: Option<&Notes>) -> Program {
        let project = checked.project.clone();
        let mut constants = Constants::of(&project);
        let mut shared = Shared { project: &project, sources: &checked.sources, constants: &mut constants, points, notes };
        let maps: Vec<_> = runnable_maps(&project).map(|(id, record, result)| map::lower(&mut shared, id, record, result)).collect();
        let flows: Vec<_> = project.flows.iter().map(|flow| flow::lower(&mut shared, flow)).collect();
        let later = policy::later(&project, &checked.sources);
        let told = told::lower(&mut shared);
        if points.is_some() {
            // What no map or flow calls counts, too.
            (0..project.functions.len()).for_each(|at| lower::visit(&mut shared, crossdock_compiler::typed::FunctionId(at as u32)));
        }
        let common = Arc::new(Common { constants, project });
        let inner = Inner {
            maps: maps.into_iter().map(|parts| MapUnit::new(&common, parts)).collect(),
            flows: flows.into_iter().map(|parts| FlowUnit::new(&common, parts)).collect(),
            keys: keys::all(&common),
            later,
            told: told.into_iter().map(|parts| ToldUnit::new(&common, parts)).collect(),
            targets: targets(&common.project),
            common,
        };
        Program { inner: Arc::new(inner) }
    }

    /// The maps that can be run on a payload, as `module.name`.
    pub fn maps(&self) -> impl Iterator<Item = &str> {
        self.inner.maps.iter().map(MapUnit::name)
    }

    /// The map of that name: `release.to_release`, or `to_release` where only one module has it.
    pub fn map(&self, name: &str) -> Result<&MapUnit, NoSuchMap> {
        map::find(&self.inner.maps, name).map_err(|error| NoSuchMap { wire: wire_of_map(&self.inner.common.project, name), ..error })
    }

    /// What the flows and their policies use that `crossdock test` runs and production does not yet, in the order of the source.
    pub fn later(&self) -> impl Iterator<Item = &Later> {
        self.inner.flows.iter().flat_map(|flow| &flow.later).chain(&self.inner.later)
    }

    /// What the flow's policy sends about a failure that trying again has not mended, be it turned into others.
    pub fn told(&self, event: &Event<'_>, flow: &str, policy: &Policy, failure: &Failure) -> Vec<Send> {
        let Some(unit) = self.inner.flows.iter().find(|unit| unit.name == flow) else { return Vec::new() };
        let facts = Facts { flow, event, keys: self.keys_of(event) };
        let mut sends = Vec::new();
        for (failure, _) in policy.chain(failure) {
            for told in self.inner.told.iter().filter(|told| told.is_for(unit.policy, &failure.name)) {
                sends.extend(told.send(&self.inner.common, &facts, &failure, sends.len() as u32));
            }
        }
        sends
    }

    fn keys_of(&self, event: &Event<'_>) -> Option<&KeyUnit> {
        self.inner.keys.iter().find(|unit| unit.is_for(event))
    }

    /// The code of all units, for `crossdock dump --ir`.
    pub fn dump(&self) -> String {
        let maps = self.inner.maps.iter().map(|map| format!("map {}\n{}\n", map.name(), map.code()));
        let flows = self.inner.flows.iter().map(|flow| format!("flow {}\n{}\n", flow.name, flow.code));
        maps.chain(flows).collect()
    }
}

/// Maps from one record to a record, both of which can be read and written.
fn runnable_maps(project: &Project) -> impl Iterator<Item = (FunctionId, RecordId, RecordId)> {
    maps(project).filter(|(_, from, to)| uncarried(project, *from).or_else(|| uncarried(project, *to)).is_none())
}

fn maps(project: &Project) -> impl Iterator<Item = (FunctionId, RecordId, RecordId)> {
    project.functions.iter().enumerate().filter_map(|(at, function)| {
        let (FunctionKind::Map(_), 1, Some(local), Type::Record(result)) = (&function.kind, function.params, function.locals.first(), &function.result) else { return None };
        let Type::Record(record) = local.ty else { return None };
        Some((FunctionId(at as u32), record, *result))
    })
}

/// The wire of a record that this version can neither read nor write.
fn uncarried(project: &Project, record: RecordId) -> Option<&'static str> {
    match project.records.get(record.index())?.format.as_ref()? {
        Format::Json => None,
        Format::Edi(edi) => Some(edi.syntax.name()),
    }
}

/// The wire that keeps the map of this name from running.
fn wire_of_map(project: &Project, name: &str) -> Option<&'static str> {
    maps(project).find_map(|(id, from, to)| {
        let decl = &project.functions.get(id.index())?.decl;
        let is = decl.name == name || format!("{}.{}", decl.module, decl.name) == name;
        uncarried(project, to).or_else(|| uncarried(project, from)).filter(|_| is)
    })
}

/// The systems that flows and policies can send to, and those that flows can ask.
fn targets(project: &Project) -> Vec<String> {
    let mut names: BTreeSet<String> = told::targets(project).collect();
    for flow in &project.flows {
        for step in flow.all_steps() {
            let FlowStep::Send { system, contract, undo, .. } = step else { continue };
            names.extend(may_be(project, system, *contract));
            names.extend(undo.iter().flat_map(|undo| may_be(project, &undo.system, undo.contract)));
        }
        flow.walk(&mut |expr| {
            if let ExprKind::LookUp { system, contract, .. } = &*expr.kind {
                names.extend(may_be(project, system, *contract));
            }
        });
    }
    names.into_iter().collect()
}

/// The system that is named, or all of the contract where it is computed.
fn may_be(project: &Project, system: &Expr, contract: ContractId) -> Vec<String> {
    let name = |system: &System| system.decl.name.clone();
    match &*system.kind {
        ExprKind::System(id) => project.systems.get(id.index()).map(name).into_iter().collect(),
        _ => project.systems.iter().filter(|system| system.contract == contract).map(name).collect(),
    }
}

impl Flows for Program {
    fn inlets(&self) -> Vec<Inlet> {
        self.inner.keys.iter().map(KeyUnit::inlet).collect()
    }

    fn systems(&self) -> Vec<String> {
        self.inner.common.project.systems.iter().map(|system| system.decl.name.clone()).collect()
    }

    fn targets(&self) -> Vec<String> {
        self.inner.targets.clone()
    }

    fn schedules(&self) -> Vec<Schedule> {
        let schedule = |flow: &FlowUnit| if let Starts::Schedule(schedule) = &flow.starts { Some(schedule.clone()) } else { None };
        self.inner.flows.iter().filter_map(schedule).collect()
    }

    fn keys(&self, event: &Event<'_>) -> Keys {
        let unit = self.inner.keys.iter().find(|unit| unit.is_for(event));
        unit.map_or_else(Keys::default, |unit| unit.keys(event))
    }

    fn decide(&self, event: &Event<'_>) -> Vec<Decision> {
        let keys = self.keys_of(event);
        self.inner.flows.iter().filter(|flow| flow.is_for(event)).map(|flow| flow.decide(event, &Known::default(), keys)).collect()
    }

    fn decide_again(&self, event: &Event<'_>, flow: &str, known: &Known) -> Option<Decision> {
        let keys = self.keys_of(event);
        self.inner.flows.iter().find(|unit| unit.name == flow && unit.is_for(event)).map(|unit| unit.decide(event, known, keys))
    }
}
