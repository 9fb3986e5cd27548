//! Maps that run on payloads.

use std::fmt;
use std::sync::Arc;

use crossdock_compiler::typed::{FunctionId, RecordId};

use super::Common;
use crate::decode::decode;
use crate::emit::emit;
use crate::failure::Failure;
use crate::interpret::{Answers, Env, Interpreter, Stop};
use crate::ir::Code;
use crate::lower::{self, Lowered, Shared};
use crate::plan::{DecodePlan, EmitPlan};
use crate::slot::Memory;
use crate::view::View;

/// One map, from payload bytes to payload bytes.
pub struct MapUnit {
    name: String,
    common: Arc<Common>,
    code: Code,
    decode: DecodePlan,
    emit: EmitPlan,
}

/// Buffers that are used again from message to message; one for each thread.
#[derive(Debug, Default)]
pub struct Worker {
    memory: Memory,
}

/// There is no map of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchMap {
    pub name: String,
    /// Maps that could have been meant: the ambiguous ones, or all.
    pub known: Vec<String>,
    pub ambiguous: bool,
    /// It is there, but this version cannot read or write this wire.
    pub wire: Option<&'static str>,
}

impl fmt::Display for NoSuchMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(wire) = self.wire {
            return write!(f, "`{}` is a map from or to `{wire}`, and this version reads and writes messages as JSON only", self.name);
        }
        match (self.ambiguous, self.known.is_empty()) {
            (true, _) => write!(f, "several modules have a map `{}`; write {}", self.name, self.known.join(" or ")),
            (false, true) => write!(f, "there is no map `{}`; the project has no map from one record to another", self.name),
            (false, false) => write!(f, "there is no map `{}`; the project has {}", self.name, self.known.join(", ")),
        }
    }
}

impl std::error::Error for NoSuchMap {}

/// A map on its way to being a unit.
pub(super) struct Parts {
    name: String,
    lowered: Lowered,
    from: RecordId,
    to: RecordId,
}

pub(super) fn lower(shared: &mut Shared<'_>, id: FunctionId, from: RecordId, to: RecordId) -> Parts {
    let name = shared.project.functions.get(id.index()).map_or_else(String::new, |function| format!("{}.{}", function.decl.module, function.decl.name));
    Parts { name, lowered: lower::map(shared, id, to), from, to }
}

pub(super) fn find<'m>(maps: &'m [MapUnit], name: &str) -> Result<&'m MapUnit, NoSuchMap> {
    if let Some(map) = maps.iter().find(|map| map.name == name) {
        return Ok(map);
    }
    let bare: Vec<&MapUnit> = maps.iter().filter(|map| map.name.rsplit('.').next() == Some(name)).collect();
    match bare.as_slice() {
        [one] => Ok(one),
        [] => Err(NoSuchMap { name: name.to_owned(), known: maps.iter().map(|map| map.name.clone()).collect(), ambiguous: false, wire: None }),
        several => Err(NoSuchMap { name: name.to_owned(), known: several.iter().map(|map| map.name.clone()).collect(), ambiguous: true, wire: None }),
    }
}

impl MapUnit {
    pub(super) fn new(common: &Arc<Common>, parts: Parts) -> MapUnit {
        let Parts { name, lowered, from, to } = parts;
        let decode = DecodePlan::new(&common.project, &lowered.layouts, from);
        let emit = EmitPlan::new(&common.project, &lowered.layouts, to);
        MapUnit { name, common: common.clone(), code: lowered.code, decode, emit }
    }

    /// `release.to_release`
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn code(&self) -> &Code {
        &self.code
    }

    /// Appends the mapped payload to `out`. What `now()` means is the present moment's business, so a map applied by itself gets the Unix epoch.
    ///
    /// # Errors
    /// All that is wrong with the payload, or what the map raised; `out` is then as it was.
    pub fn apply(&self, payload: &[u8], worker: &mut Worker, out: &mut Vec<u8>) -> Result<(), Vec<Failure>> {
        let memory = &mut worker.memory;
        memory.clear();
        let record = decode(&self.decode, payload, memory)?;
        let env =
            Env { project: &self.common.project, constants: &self.common.constants, payload, received: jiff::Timestamp::UNIX_EPOCH, answers: &Answers::default(), events: None };
        let result = Interpreter::new(env, &self.code, memory).run(&[record]).map_err(failures)?;
        emit(&self.emit, result, View { payload, memory, constants: &self.common.constants.text }, out);
        Ok(())
    }
}

/// A map neither skips nor asks.
fn failures(stop: Stop) -> Vec<Failure> {
    match stop {
        Stop::Failed(raised) => raised.into_iter().map(Failure::from).collect(),
        Stop::Skipped { .. } | Stop::Asks(_) | Stop::Exchange(..) | Stop::Collecting(_) => Vec::new(),
    }
}
