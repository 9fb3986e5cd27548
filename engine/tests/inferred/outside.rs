//! Whether a value on the wire is one of a type.

use crossdock_compiler::typed::Type;

/// Why the value is not of the type, if it is not; none is a missing one.
pub fn outside(ty: &Type, value: Option<&str>) -> Option<String> {
    let Some(value) = value else {
        return (!matches!(ty, Type::Optional(_))).then(|| format!("nothing is no {ty:?}"));
    };
    let string = || serde_json::from_str::<String>(value).ok();
    let fits = match ty {
        Type::Text(text) => {
            let length = string().unwrap().chars().count() as u32;
            length >= text.min && text.max.is_none_or(|max| length <= max)
        }
        Type::Int(int) => value.parse::<i64>().is_ok_and(|value| (int.min..=int.max).contains(&value)),
        Type::Decimal(decimal) => decimal.limits.is_none_or(|(digits, scale)| {
            let (whole, fraction) = value.trim_start_matches('-').split_once('.').unwrap_or((value.trim_start_matches('-'), ""));
            let whole = whole.trim_start_matches('0').len();
            whole <= usize::from(digits - scale) && fraction.len() <= usize::from(scale)
        }),
        Type::Bool => matches!(value, "true" | "false"),
        Type::Date => string().is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok()),
        Type::Time => string().is_some_and(|time| time.parse::<jiff::civil::Time>().is_ok()),
        Type::Timestamp => string().is_some_and(|instant| instant.parse::<jiff::Timestamp>().is_ok()),
        Type::Duration => string().is_some_and(|duration| duration.trim_start_matches('-').starts_with('P')),
        Type::Json => serde_json::from_str::<serde_json::Value>(value).is_ok(),
        Type::Optional(of) => value == "null" || outside(of, Some(value)).is_none(),
        Type::List(list) => {
            let elements = elements(value);
            let count = elements.len() as u32;
            count >= list.min && list.max.is_none_or(|max| count <= max) && elements.iter().all(|element| outside(&list.of, Some(element)).is_none())
        }
        Type::MapOf(of) => pairs(value).iter().all(|value| outside(of, Some(value)).is_none()),
        other => return Some(format!("{other:?} is another kind of type")),
    };
    (!fits).then(|| format!("{value} is no {ty:?}"))
}

/// The values of an object.
fn pairs(object: &str) -> Vec<&str> {
    let pairs = parted(object.strip_prefix('{').unwrap().strip_suffix('}').unwrap());
    let value = |pair: &'_ str| pair.rfind("\":").map_or(0, |at| at + 2);
    pairs.into_iter().map(|pair| &pair[value(pair)..]).collect()
}

fn elements(list: &str) -> Vec<&str> {
    parted(list.strip_prefix('[').unwrap().strip_suffix(']').unwrap())
}

/// By the outermost commas.
fn parted(inner: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let parts = inner.split(|character| {
        let comma = character == ',' && depth == 0 && !quoted;
        match character {
            '"' if !escaped => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        escaped = character == '\\' && !escaped;
        comma
    });
    let parts: Vec<&str> = parts.collect();
    if inner.is_empty() { Vec::new() } else { parts }
}
