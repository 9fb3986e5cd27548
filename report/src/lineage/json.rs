//! The same tree for programs.

use crossdock_compiler::lineage::Hop;
use serde_json::{Value, json};

use super::View;

pub(super) fn json(view: &View<'_>, back: &Hop, on: &Hop) -> String {
    let tree = json!({
        "field": view.place(&back.place),
        "type": view.ty(&back.place),
        "declared": view.declared(&back.place),
        "comes_from": hop(view, back),
        "goes_to": hop(view, on),
    });
    format!("{tree:#}\n")
}

fn hop(view: &View<'_>, hop: &Hop) -> Value {
    let mut members = serde_json::Map::new();
    let mut put = |key: &str, values: Vec<Value>| {
        if !values.is_empty() {
            members.insert(key.to_owned(), values.into());
        }
    };
    put("origins", hop.origins.iter().map(|origin| view.origin(*origin).into()).collect());
    put("messages", hop.outlets.iter().map(|outlet| view.outlet(outlet.sent).into()).collect());
    put("uses", hop.uses.iter().map(|using| view.using(using).into()).collect());
    put("rules", hop.steps.iter().map(|step| rule(view, step.edge, &step.hops)).collect());
    Value::Object(members)
}

fn rule(view: &View<'_>, edge: usize, hops: &[Hop]) -> Value {
    let fields: Vec<Value> = hops
        .iter()
        .map(|inner| {
            let mut field = json!({ "field": view.place(&inner.place), "type": view.ty(&inner.place), "decides": inner.decides });
            if let (Value::Object(field), Value::Object(more)) = (&mut field, hop(view, inner)) {
                field.extend(more);
            }
            field
        })
        .collect();
    json!({ "by": view.edge_owner(edge), "rule": view.rule(edge), "at": view.edge_place(edge), "fields": fields })
}
