//! What sets flows going, as the runtime knows it.

use crossdock_compiler::typed::{self, Flow, Project, Sends, Start};

use crate::decision::Priority;
use crate::decision::schedule::{Missed, Repeated, Schedule, Skipped, When};

pub(super) enum Starts {
    Event { systems: Vec<String>, event: String },
    Schedule(Schedule),
}

pub(super) fn starts(project: &Project, flow: &Flow) -> Starts {
    match &flow.start {
        Start::Event { systems, .. } => Starts::Event {
            systems: systems.iter().filter_map(|id| project.systems.get(id.index())).map(|system| system.decl.name.clone()).collect(),
            event: sends(project, &flow.start).map_or_else(String::new, |sends| sends.name.clone()),
        },
        Start::Schedule(schedule) => {
            Starts::Schedule(Schedule { flow: format!("{}.{}", flow.decl.module, flow.decl.name), when: when(&schedule.when), missed: missed(schedule.missed) })
        }
    }
}

/// The contract's entry of the event.
pub(super) fn sends<'p>(project: &'p Project, start: &Start) -> Option<&'p Sends> {
    let Start::Event { contract, event, .. } = start else { return None };
    project.contracts.get(contract.index())?.sends.get(*event as usize)
}

fn when(when: &typed::When) -> When {
    match when {
        typed::When::Every { nanos } => When::Every { nanos: *nanos },
        typed::When::At { time, zone, skipped, repeated } => When::At {
            hour: time.hour(),
            minute: time.minute(),
            zone: zone.clone(),
            skipped: match skipped {
                typed::Skipped::Later => Skipped::Later,
                typed::Skipped::Omitted => Skipped::Omitted,
            },
            repeated: match repeated {
                typed::Repeated::First => Repeated::First,
                typed::Repeated::Last => Repeated::Last,
                typed::Repeated::Twice => Repeated::Twice,
            },
        },
    }
}

fn missed(missed: typed::Missed) -> Missed {
    match missed {
        typed::Missed::Once => Missed::Once,
        typed::Missed::All => Missed::All,
        typed::Missed::Omitted => Missed::Omitted,
    }
}

pub(super) fn priority(priority: typed::Priority) -> Priority {
    match priority {
        typed::Priority::High => Priority::High,
        typed::Priority::Normal => Priority::Normal,
        typed::Priority::Low => Priority::Low,
    }
}
