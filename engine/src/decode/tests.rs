use std::sync::Arc;

use crossdock_compiler::typed::RecordId;

use super::decode_within;
use crate::plan::DecodePlan;
use crate::slot::{Layout, Layouts, Memory};

const PROGRAM: &str = "record Box as json { lines: list of Line?, names: list of text?, tags: map of text to text?, pairs: map of text to text? by name, value }
record Line as json { a: text?, b: text?, c: text?, d: text? }
";

/// What is told of a payload that may take so many slots, four of which its record takes.
fn told(most: usize, payload: &str) -> Option<String> {
    let files: Vec<(String, Arc<str>)> = vec![("main.flow".to_owned(), PROGRAM.into())];
    let checked = crossdock_compiler::check(&files);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    let project = &checked.project;
    let layout = |size: u32| Layout { slots: (0..size).map(Some).collect(), size };
    let records = project.records.iter().enumerate().map(|(at, record)| (RecordId(at as u32), layout(record.fields.len() as u32)));
    let root = project.records.iter().position(|record| record.decl.name == "Box").map_or(RecordId(0), |at| RecordId(at as u32));
    let plan = DecodePlan::new(project, &Layouts { records: records.collect() }, root);
    let mut memory = Memory::default();
    let failures = decode_within(most, &plan, (payload.as_bytes(), 0), &mut memory).err()?;
    assert!(memory.scratch.is_empty() && memory.slots.len() <= most);
    Some(failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn what_a_message_holds_has_an_end() {
    let refused =
        |most: usize| Some(format!("invalid: The message holds more than {most} values, where optional fields that are absent count too: have it sent in several messages."));
    for (payload, needed) in [
        (r#"{}"#, 4),
        (r#"{"lines": [{}, {}, {}]}"#, 16),
        (r#"{"names": ["a", "b", "c"]}"#, 7),
        (r#"{"tags": {"a": "1", "b": "2"}}"#, 8),
        (r#"{"pairs": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]}"#, 8),
    ] {
        assert_eq!(told(needed, payload), None, "{payload}");
        assert_eq!(told(needed - 1, payload), refused(needed - 1), "{payload}");
    }
}
