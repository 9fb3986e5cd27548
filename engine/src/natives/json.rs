//! `stdlib/json.flow`: looking into JSON that is passed through.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::{Cx, Native, Raise, args};
use crate::plan::quoted;
use crate::slot::{Slot, Text};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "json.get", call: get },
    Native { name: "json.at", call: at },
    Native { name: "json.count", call: |cx, args| Ok(Slot::Int(elements(cx, args)?.len() as i64)) },
    Native { name: "json.keys", call: keys },
    Native { name: "json.is_null", call: |cx, args| Ok(Slot::Bool(text(cx, args)? == "null")) },
    Native { name: "json.as_text", call: as_text },
    Native { name: "json.as_int", call: as_int },
    Native { name: "json.as_decimal", call: as_decimal },
    Native { name: "json.as_bool", call: as_bool },
    Native { name: "json.to_text", call: to_text },
    Native { name: "json.parse_json", call: parse_json },
];

fn json(args: &[Slot]) -> Result<Text, Raise> {
    if let Slot::Json(json) = args::any(args, 0) { Ok(json) } else { Err(args::unexpected(0, "JSON")) }
}

fn text<'c>(cx: &'c Cx<'_>, args: &[Slot]) -> Result<&'c str, Raise> {
    Ok(cx.text(json(args)?).trim())
}

fn no(what: &str, json: &str) -> Raise {
    Raise::invalid(format!("The JSON {} is no {what}.", quoted(json)))
}

fn object<'c>(cx: &'c Cx<'_>, args: &[Slot]) -> Result<HashMap<Cow<'c, str>, &'c RawValue>, Raise> {
    let json = text(cx, args)?;
    if json.starts_with('{') { serde_json::from_str(json).map_err(|_| no("object", json)) } else { Ok(HashMap::new()) }
}

fn elements<'c>(cx: &'c Cx<'_>, args: &[Slot]) -> Result<Vec<&'c RawValue>, Raise> {
    let json = text(cx, args)?;
    if json.starts_with('[') { serde_json::from_str(json).map_err(|_| no("list", json)) } else { Ok(Vec::new()) }
}

/// JSON within JSON; a null is as missing as what is not there.
fn found(cx: &mut Cx<'_>, found: Option<String>) -> Slot {
    match found.filter(|json| json != "null") {
        Some(json) => new_json(cx, &json),
        None => Slot::Missing,
    }
}

fn new_json(cx: &mut Cx<'_>, json: &str) -> Slot {
    if let Slot::Text(text) = cx.new_text(json) { Slot::Json(text) } else { Slot::Missing }
}

fn get(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let value = object(cx, args)?.get(cx.text(args::text(args, 1)?)).map(|value| value.get().to_owned());
    Ok(found(cx, value))
}

fn at(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let value = elements(cx, args)?.get(args::count(args, 1)?).map(|value| value.get().to_owned());
    Ok(found(cx, value))
}

/// In the order of the alphabet.
fn keys(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let mut keys: Vec<String> = object(cx, args)?.into_keys().map(Cow::into_owned).collect();
    keys.sort();
    let keys: Vec<Slot> = keys.iter().map(|key| cx.new_text(key)).collect();
    Ok(cx.new_list(keys))
}

fn as_text(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let json = text(cx, args)?;
    match json {
        "null" => Ok(Slot::Missing),
        _ => {
            let text: String = serde_json::from_str(json).map_err(|_| no("text", json))?;
            Ok(cx.new_text(&text))
        }
    }
}

fn as_int(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let json = text(cx, args)?;
    match json {
        "null" => Ok(Slot::Missing),
        _ => json.parse().map(Slot::Int).map_err(|_| no("whole number of 64 bits", json)),
    }
}

fn as_decimal(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let json = text(cx, args)?;
    match json {
        "null" => Ok(Slot::Missing),
        _ => json.parse().map(Slot::Dec).map_err(|_| no("number of at most 38 digits", json)),
    }
}

fn as_bool(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    match text(cx, args)? {
        "null" => Ok(Slot::Missing),
        "true" => Ok(Slot::Bool(true)),
        "false" => Ok(Slot::Bool(false)),
        other => Err(no("`true` or `false`", other)),
    }
}

/// As it stands there.
fn to_text(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    Ok(Slot::Text(Text { clean: false, ..json(args)? }))
}

/// Deeper nesting than 128 is no JSON to us.
fn parse_json(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => {
            let json = text.trim().to_owned();
            Ok(new_json(cx, &json))
        }
        Err(error) => Err(Raise::invalid(format!("The text {} is no JSON: {error}.", quoted(text)))),
    }
}
