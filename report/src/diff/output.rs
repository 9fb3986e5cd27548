//! What samples make of the two versions: the same events through both engines, and the messages compared field by field.

use std::collections::{BTreeMap, BTreeSet};

use crossdock_compiler::Checked;
use crossdock_compiler::typed::Dec;
use crossdock_engine::{Decision, Event, Flows as _, Outcome, Program, Send, Worker};
use serde_json::value::RawValue;

use super::OutputChange;

/// When every sample was received: 2026-01-15 12:00 in UTC, as in tests.
const RECEIVED_S: i64 = 1_768_478_400;

/// A document, and what it is for.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `shop.order_created`, or a map; none where the project has one event alone.
    pub of: Option<String>,
    /// For people: its file.
    pub name: String,
    pub payload: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    #[error("say what the samples are for: --samples NAME=FILES, with an event ({events}) or a map")]
    Unclear { events: String },
    #[error("there is no event and no map `{name}` in the older version; its events are {events}")]
    Unknown { name: String, events: String },
}

pub(super) fn changes(old: &Checked, new: &Checked, samples: &[Sample]) -> Result<Vec<OutputChange>, SampleError> {
    let (before, after) = (Program::new(old), Program::new(new));
    let events: BTreeSet<String> = before.inlets().iter().map(|inlet| format!("{}.{}", inlet.system, inlet.event)).collect();
    let mut changes = Vec::new();
    for sample in samples {
        let name = name(sample, &events)?;
        match name.split_once('.').filter(|_| events.contains(&name)) {
            Some((system, event)) => changes.extend(of_event(&before, &after, sample, system, event)),
            None => changes.extend(of_map(&before, &after, sample, &name, &events)?),
        }
    }
    Ok(changes)
}

fn name(sample: &Sample, events: &BTreeSet<String>) -> Result<String, SampleError> {
    match (&sample.of, events.len(), events.first()) {
        (Some(name), _, _) => Ok(name.clone()),
        (None, 1, Some(only)) => Ok(only.clone()),
        _ => Err(SampleError::Unclear { events: listed(events) }),
    }
}

fn listed(events: &BTreeSet<String>) -> String {
    events.iter().cloned().collect::<Vec<_>>().join(", ")
}

fn of_event(old: &Program, new: &Program, sample: &Sample, system: &str, event: &str) -> Vec<OutputChange> {
    let Ok(received) = jiff::Timestamp::from_second(RECEIVED_S) else { return Vec::new() };
    let event = Event { id: "sample", system, name: event, payload: &sample.payload, headers: &[], received };
    let decided = |program: &Program| -> BTreeMap<String, BTreeMap<String, String>> {
        program.decide(&event).into_iter().map(|decision| (decision.flow.clone(), facts(&decision))).collect()
    };
    let (before, after) = (decided(old), decided(new));
    let flows: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let none = BTreeMap::new();
    let lines = |flow: &String| compared(before.get(flow).unwrap_or(&none), after.get(flow).unwrap_or(&none));
    flows
        .into_iter()
        .map(|flow| (flow, lines(flow)))
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(flow, lines)| OutputChange { sample: sample.name.clone(), by: format!("flow {flow}"), lines })
        .collect()
}

/// What was decided, as facts with names.
fn facts(decision: &Decision) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    match &decision.outcome {
        Outcome::Skipped { because } => drop(facts.insert("skips".to_owned(), because.clone())),
        Outcome::Failed(failures) => facts.extend(failures.iter().enumerate().map(|(at, failure)| (format!("fails [{at}]"), failure.to_string()))),
        Outcome::Collecting(waits) => drop(facts.insert(format!("collects {}", waits.name), format!("{} for {} ms", waits.keys.join(", "), waits.after_ms))),
        Outcome::Asks(asked) => facts.extend(asked.iter().map(|asked| (format!("asks {}.{}", asked.system, asked.name), asked.path.clone()))),
        // Decided as far as it can be without the answer.
        Outcome::Exchange(send) => add_send(&mut facts, send),
        Outcome::Sends(sends) => sends.iter().for_each(|send| add_send(&mut facts, send)),
    }
    facts
}

fn add_send(facts: &mut BTreeMap<String, String>, send: &Send) {
    let name = format!("{}.{}", send.system, send.message);
    let others = facts.keys().filter(|key| key.starts_with(&format!("{name} (")) || **key == format!("{name} address")).count();
    let name = if others == 0 { name } else { format!("{name} ({})", others + 1) };
    facts.insert(format!("{name} address"), format!("{} {}", send.method, send.path));
    flatten(&name, send.said(), facts);
}

fn of_map(old: &Program, new: &Program, sample: &Sample, name: &str, events: &BTreeSet<String>) -> Result<Vec<OutputChange>, SampleError> {
    let unit = old.map(name).map_err(|_| SampleError::Unknown { name: name.to_owned(), events: listed(events) })?;
    let made = |unit: &crossdock_engine::MapUnit| {
        let (mut facts, mut out) = (BTreeMap::new(), Vec::new());
        match unit.apply(&sample.payload, &mut Worker::default(), &mut out) {
            Ok(()) => flatten("", &out, &mut facts),
            Err(failures) => facts.extend(failures.iter().enumerate().map(|(at, failure)| (format!("fails [{at}]"), failure.to_string()))),
        }
        facts
    };
    let after = new.map(name).map(made).unwrap_or_default();
    let lines = compared(&made(unit), &after);
    Ok(if lines.is_empty() { Vec::new() } else { vec![OutputChange { sample: sample.name.clone(), by: format!("map {name}"), lines }] })
}

fn compared(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<String> {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let line = |key: &String| match (old.get(key), new.get(key)) {
        (Some(old), Some(new)) if !same(old, new) => Some(format!("{key}: {old} -> {new}")),
        (Some(old), None) => Some(format!("{key}: {old} -> (nothing)")),
        (None, Some(new)) => Some(format!("{key}: (nothing) -> {new}")),
        _ => None,
    };
    keys.into_iter().filter_map(line).collect()
}

/// Numbers by their value, exactly.
fn same(old: &str, new: &str) -> bool {
    let number = |text: &str| text.parse::<Dec>().ok().filter(|_| !text.starts_with('"'));
    old == new || number(old).zip(number(new)).is_some_and(|(old, new)| old == new)
}

/// Every single value of a JSON document, by its path; numbers as they are written.
fn flatten(name: &str, json: &[u8], facts: &mut BTreeMap<String, String>) {
    if let Ok(raw) = serde_json::from_slice::<Box<RawValue>>(json) {
        walk(name, raw.get(), facts);
    }
}

fn walk(path: &str, json: &str, facts: &mut BTreeMap<String, String>) {
    match json.as_bytes().first() {
        Some(b'{') => {
            for (key, value) in serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(json).unwrap_or_default() {
                let inner = if path.is_empty() {
                    key
                } else if path.contains(' ') || path.contains('[') {
                    format!("{path}.{key}")
                } else {
                    format!("{path} {key}")
                };
                walk(&inner, value.get(), facts);
            }
        }
        Some(b'[') => {
            let list = serde_json::from_str::<Vec<Box<RawValue>>>(json).unwrap_or_default();
            if list.is_empty() {
                facts.insert(path.to_owned(), "[]".to_owned());
            }
            list.iter().enumerate().for_each(|(at, value)| walk(&format!("{path}[{at}]"), value.get(), facts));
        }
        _ => drop(facts.insert(path.to_owned(), json.to_owned())),
    }
}
