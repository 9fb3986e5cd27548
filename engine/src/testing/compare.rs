//! Equality of JSON values by what they mean.

use std::collections::{BTreeMap, BTreeSet};

use crossdock_compiler::typed::Dec;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::notes::{VALUE_MAX, shortened};

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

/// One step into a list or an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Counts from 1.
    Element(usize),
    Key(String),
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Step::Element(at) => write!(f, "element {at}"),
            Step::Key(key) => f.write_str(key),
        }
    }
}

/// Where two lists or objects differ first, and what is there instead.
pub(super) struct Difference {
    /// From the outside inwards.
    pub place: Vec<Step>,
    pub wanted: String,
    pub came: String,
}

/// None where they are equal, or no lists or objects both.
pub(super) fn first_difference(wanted: &str, came: &str) -> Option<Difference> {
    let (place, wanted, came) = differing(wanted, came)?;
    let shown = |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |value| shortened(&value, VALUE_MAX));
    Some(Difference { place, wanted: shown(wanted), came: shown(came) })
}

/// A place, and what is there.
type Place = (Vec<Step>, Option<String>, Option<String>);
/// A place of a list or object itself, and what is there.
type Pair = (Step, Option<String>, Option<String>);

fn differing(wanted: &str, came: &str) -> Option<Place> {
    pairs(wanted, came)?.into_iter().find_map(|(place, wanted, came)| {
        let inner = match (&wanted, &came) {
            (Some(a), Some(b)) if same(a, b, false) => return None,
            (Some(a), Some(b)) => differing(a, b),
            _ => None,
        };
        Some(match inner {
            Some((inner, wanted, came)) => ([place].into_iter().chain(inner).collect(), wanted, came),
            None => (vec![place], wanted, came),
        })
    })
}

fn pairs(wanted: &str, came: &str) -> Option<Vec<Pair>> {
    let raw = |value: Option<&Box<RawValue>>| value.map(|value| value.get().to_owned());
    match (wanted.as_bytes().first(), came.as_bytes().first()) {
        (Some(b'['), Some(b'[')) => {
            let (wanted, came) = both::<Vec<Box<RawValue>>>(wanted, came)?;
            Some((0..wanted.len().max(came.len())).map(|at| (Step::Element(at + 1), raw(wanted.get(at)), raw(came.get(at)))).collect())
        }
        (Some(b'{'), Some(b'{')) => {
            let (wanted, came) = both::<BTreeMap<String, Box<RawValue>>>(wanted, came)?;
            let keys: BTreeSet<&String> = wanted.keys().chain(came.keys()).collect();
            Some(keys.into_iter().map(|key| (Step::Key(key.clone()), raw(wanted.get(key)), raw(came.get(key)))).collect())
        }
        _ => None,
    }
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
    fn the_first_difference_is_found() {
        let found = |wanted, came| {
            first_difference(wanted, came).map(|found| format!("{}: {} / {}", found.place.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "), found.wanted, found.came))
        };
        assert_eq!(found(r#"[{"a":1,"b":[1,2]}]"#, r#"[{"b":[1,3],"a":1.0}]"#).as_deref(), Some("element 1, b, element 2: 2 / 3"));
        assert_eq!(found("[1,2]", "[1]").as_deref(), Some("element 2: 2 / nothing"));
        assert_eq!(found("[1]", "[1.0]"), None);
        assert_eq!(found("1", "2"), None);
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
