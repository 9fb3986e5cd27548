//! What serde_json says of a payload, and whether the engine says the same.

use std::fmt;
use std::sync::Arc;

use crossdock_compiler::check;
use crossdock_engine::{Failure, Program, Worker};
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

/// A map that hands on some fields of a message as they stand; all else is skipped.
pub struct Passing {
    fields: &'static [&'static str],
    program: Program,
    worker: Worker,
}

impl Passing {
    pub fn new(fields: &'static [&'static str]) -> Passing {
        let declared: Vec<String> = fields.iter().map(|field| format!("{field}: json?")).collect();
        let set: Vec<String> = fields.iter().map(|field| format!("{field} = i.{field}")).collect();
        let (declared, set) = (declared.join(", "), set.join(", "));
        let source = format!("record In as json {{ {declared} }}\nrecord Out as json {{ {declared} }}\nmap pass(i: In) -> Out {{ {set} }}\n");
        Passing { fields, program: compiled(&source), worker: Worker::default() }
    }

    pub fn pass(&mut self, payload: &[u8]) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        self.program.map("pass").unwrap().apply(payload, &mut self.worker, &mut out).map_err(told)?;
        Ok(out)
    }

    /// Both take the payload or neither does, and what is handed on is what serde_json has read. A declared key that stands twice is the one thing
    /// in which the engine is stricter.
    pub fn agree(&mut self, payload: &[u8]) {
        let ours = self.pass(payload);
        let shown = || String::from_utf8_lossy(payload).into_owned();
        match judged(payload) {
            None => assert!(ours.is_err(), "serde_json refuses {:?}, which gave {ours:?}", shown()),
            Some(read) if read.twice(self.fields) => assert!(ours.as_ref().is_err_and(|told| told.contains("twice")), "{:?} has a key twice, and gave {ours:?}", shown()),
            Some(read) => {
                let ours = ours.unwrap_or_else(|told| panic!("serde_json takes {:?}: {told}", shown()));
                if let Some(members) = read.members {
                    let ours: Map<String, Value> = serde_json::from_slice(&ours).unwrap();
                    assert_eq!(ours, picked(&members, self.fields), "{:?}", shown());
                }
            }
        }
    }
}

fn told(failures: Vec<Failure>) -> String {
    failures.iter().map(Failure::to_string).collect::<Vec<_>>().join("; ")
}

/// # Panics
/// Where the program is wrong.
pub fn compiled(source: &str) -> Program {
    let checked = check(&vec![("main.flow".to_owned(), Arc::from(source))]);
    let errors: Vec<&str> = checked.problems.iter().filter(|problem| problem.is_error()).map(|problem| problem.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{source}");
    Program::new(&checked)
}

/// An object that serde_json takes.
pub struct Read {
    keys: Vec<String>,
    /// None where a number is too large for a float, which is all that serde_json has for it; the grammar allows it.
    members: Option<Map<String, Value>>,
}

impl Read {
    fn twice(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.keys.iter().filter(|key| key == field).count() > 1)
    }
}

/// What serde_json makes of the payload; nothing where it is no object. When it skips, it does not look into escapes; so it has to read it as a tree, too.
pub fn judged(payload: &[u8]) -> Option<Read> {
    std::str::from_utf8(payload).ok()?;
    let Keys(keys) = serde_json::from_slice(payload).ok()?;
    match serde_json::from_slice::<Value>(payload) {
        Ok(Value::Object(members)) => Some(Read { keys, members: Some(members) }),
        Ok(_) => None,
        Err(error) => error.to_string().contains("number out of range").then_some(Read { keys, members: None }),
    }
}

/// Absent and `null` are both missing.
fn picked(members: &Map<String, Value>, fields: &[&str]) -> Map<String, Value> {
    members.iter().filter(|(key, value)| fields.contains(&key.as_str()) && !value.is_null()).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The keys of an object, each as often as it stands there.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Keys, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Keys, M::Error> {
        let mut keys = Vec::new();
        while let Some((key, IgnoredAny)) = map.next_entry()? {
            keys.push(key);
        }
        Ok(Keys(keys))
    }
}
