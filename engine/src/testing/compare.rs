//! Equality of JSON values by what they mean.

use std::collections::BTreeMap;

use crossdock_compiler::typed::Dec;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Texts by their characters, so that `"\u00fc"` is `"ü"`; objects whatever the order of their keys; numbers exactly, at any depth.
/// `number`: the value is one even where it stands in quotes.
pub(super) fn same(wanted: &str, came: &str, number: bool) -> bool {
    if number {
        return same_number(wanted.trim_matches('"'), came.trim_matches('"'));
    }
    match (wanted.as_bytes().first(), came.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => same_objects(wanted, came),
        (Some(b'['), Some(b'[')) => same_lists(wanted, came),
        (Some(b'"'), Some(b'"')) => both::<String>(wanted, came).is_some_and(|(wanted, came)| wanted == came),
        _ => same_number(wanted, came),
    }
}

/// Never by floating point, which takes different numbers for one.
fn same_number(wanted: &str, came: &str) -> bool {
    wanted == came || both_numbers(wanted, came).is_some_and(|(wanted, came)| wanted == came)
}

fn both_numbers(wanted: &str, came: &str) -> Option<(Dec, Dec)> {
    Some((wanted.parse().ok()?, came.parse().ok()?))
}

fn same_objects(wanted: &str, came: &str) -> bool {
    let Some((wanted, came)) = both::<BTreeMap<String, Box<RawValue>>>(wanted, came) else { return false };
    wanted.len() == came.len() && wanted.iter().zip(&came).all(|((key, wanted), (other, came))| key == other && same(wanted.get(), came.get(), false))
}

fn same_lists(wanted: &str, came: &str) -> bool {
    let Some((wanted, came)) = both::<Vec<Box<RawValue>>>(wanted, came) else { return false };
    wanted.len() == came.len() && wanted.iter().zip(&came).all(|(wanted, came)| same(wanted.get(), came.get(), false))
}

fn both<'j, T: Deserialize<'j>>(wanted: &'j str, came: &'j str) -> Option<(T, T)> {
    Some((serde_json::from_str(wanted).ok()?, serde_json::from_str(came).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_meaning() {
        assert!(same("1.50", "1.5", true));
        assert!(same("\"1.50\"", "\"1.5\"", true));
        assert!(!same("\"1.50\"", "\"1.5\"", false), "as text they differ");
        assert!(same(r#""\u00fc""#, "\"ü\"", false));
        assert!(!same("\"a\"", "\"b\"", false));
        assert!(!same("\"1\"", "1", false), "a text is no number");
        assert!(same("true", "true", false) && !same("true", "false", false));
    }

    #[test]
    fn at_any_depth() {
        assert!(same(r#"{"a":[1.0,{"b":"\u00fc"}],"c":1}"#, r#"{"c": 1, "a": [1, {"b": "ü"}]}"#, false));
        assert!(!same("[123456789012345.0000000001]", "[123456789012345.0000000002]", false), "floating point would not tell them apart");
        assert!(!same("[1,2]", "[2,1]", false));
        assert!(!same(r#"{"a":1}"#, r#"{"a":1,"b":2}"#, false));
        assert!(!same(r#"{"a":1}"#, r#"{"b":1}"#, false));
        assert!(!same("[1]", r#"{"a":1}"#, false));
    }
}
