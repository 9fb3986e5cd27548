//! Whether two mapped messages say the same: member by member, money as decimals with two places.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value;

const MONEY: [&str; 3] = ["unit_price", "line_total", "order_total"];

/// The first place where they differ, with what stands there.
pub fn difference(one: &[u8], other: &[u8]) -> Option<String> {
    let (Some(one), Some(other)) = (parsed(one), parsed(other)) else { return Some("no JSON".to_owned()) };
    differ("", &one, &other)
}

fn parsed(message: &[u8]) -> Option<Value> {
    serde_json::from_slice(message).ok()
}

fn differ(place: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(members), Value::Object(others)) => {
            let missing = others.keys().find(|key| !members.contains_key(*key)).map(|key| format!("{place}.{key} is too much"));
            missing.or_else(|| members.iter().find_map(|(key, member)| differ(&format!("{place}.{key}"), member, others.get(key).unwrap_or(&Value::Null))))
        }
        (Value::Array(elements), Value::Array(others)) if elements.len() == others.len() => {
            elements.iter().zip(others).enumerate().find_map(|(at, (element, other))| differ(&format!("{place}[{at}]"), element, other))
        }
        _ if is_money(place) && money(one).is_some() && money(one) == money(other) => None,
        _ if one == other || matches!((number(one), number(other)), (Some(one), Some(other)) if one == other) => None,
        _ => Some(format!("{place}: {one} or {other}")),
    }
}

fn is_money(place: &str) -> bool {
    place.rsplit('.').next().is_some_and(|name| MONEY.contains(&name))
}

/// Written as text or as a number.
fn money(value: &Value) -> Option<Decimal> {
    let decimal = value.as_str().map_or_else(|| number(value), |text| Decimal::from_str(text).ok())?;
    Some(decimal.round_dp(2))
}

fn number(value: &Value) -> Option<Decimal> {
    let text = value.as_number()?.to_string();
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}
