//! The messages that mappings are measured on: deterministic sets in the manner of real webhooks, one JSON message each.
//!
//! | set | messages | size | |
//! |---|---|---|---|
//! | `pick` | 1,024 | 0.6 kB | a warehouse has picked an order |
//! | `order` | 256 | 8 kB | a web shop's order, of which a mapping reads about a quarter of the members |
//! | `large` | 4 | 410 kB | orders of 1,000 lines |
//! | `order_shuffled` | 256 | 8 kB | `order` with the keys of each object in random order |
//! | `order_spaced` | 256 | 9 kB | `order` with white space |

mod mersenne;
mod order;
mod pick;

pub use mersenne::Random;
pub use order::order;

use serde_json::{Map, Value};

/// One kind of message.
pub struct Set {
    pub name: &'static str,
    /// The mapping that they are for: `pick` or `order`.
    pub mapping: &'static str,
    pub messages: Vec<Vec<u8>>,
}

impl Set {
    fn new(name: &'static str, mapping: &'static str, messages: Vec<Vec<u8>>) -> Set {
        Set { name, mapping, messages }
    }

    /// Of one message, in bytes.
    pub fn average_size(&self) -> usize {
        self.messages.iter().map(Vec::len).sum::<usize>() / self.messages.len()
    }
}

/// All sets, always the same.
pub fn sets() -> Vec<Set> {
    let mut random = Random::new(42);
    let pick: Vec<_> = (0..1024).map(|n| compact(&pick::pick(&mut random, n))).collect();
    let orders: Vec<Value> = (0..256)
        .map(|n| {
            let lines = *random.choose(&[3, 4, 5, 5, 5, 6, 7]);
            order(&mut random, n, lines)
        })
        .collect();
    let large: Vec<_> = (0..4).map(|n| compact(&order(&mut random, n, 1000))).collect();
    let mut shuffling = Random::new(7);
    let shuffled: Vec<_> = orders.iter().map(|order| compact(&shuffled(order, &mut shuffling))).collect();
    vec![
        Set::new("pick", "pick", pick),
        Set::new("order", "order", orders.iter().map(compact).collect()),
        Set::new("large", "order", large),
        Set::new("order_shuffled", "order", shuffled),
        Set::new("order_spaced", "order", orders.iter().map(spaced).collect()),
    ]
}

/// JSON without white space, as webhooks have it.
pub fn compact(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// JSON with a blank behind each comma and colon.
fn spaced(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write_spaced(value, &mut out);
    out
}

fn write_spaced(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(members) => write_list(members, b"{}", out, |(key, value), out| {
            out.extend(compact(&Value::from(key.as_str())));
            out.extend(b": ");
            write_spaced(value, out);
        }),
        Value::Array(elements) => write_list(elements, b"[]", out, write_spaced),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => out.extend(compact(value)),
    }
}

fn write_list<T>(items: impl IntoIterator<Item = T>, brackets: &[u8; 2], out: &mut Vec<u8>, mut write: impl FnMut(T, &mut Vec<u8>)) {
    out.push(brackets[0]);
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.extend(b", ");
        }
        write(item, out);
    }
    out.push(brackets[1]);
}

/// With the keys of each object in random order.
fn shuffled(value: &Value, random: &mut Random) -> Value {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            random.shuffle(&mut keys);
            keys.into_iter().map(|key| (key.clone(), shuffled(&members[key], random))).collect::<Map<_, _>>().into()
        }
        Value::Array(elements) => elements.iter().map(|element| shuffled(element, random)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

const FIRST_NAMES: [&str; 13] = ["jane", "john", "maria", "peter", "lukas", "sofia", "emma", "noah", "liam", "olivia", "ava", "mia", "ethan"];
const LAST_NAMES: [&str; 11] = ["doe", "smith", "garcia", "mueller", "rossi", "novak", "jansen", "berg", "larsen", "dubois", "silva"];
const UNITS: [Option<&str>; 6] = [Some("each"), Some("case"), Some("box"), Some("pallet"), Some("pack"), None];

/// People type blanks around what they enter.
fn typed(random: &mut Random, text: &str) -> String {
    match random.unit() {
        part if part < 0.6 => text.to_owned(),
        part if part < 0.75 => format!(" {text}"),
        part if part < 0.9 => format!("{text}  "),
        _ => format!("  {text} "),
    }
}

/// A time of 2026, to the second.
fn instant(random: &mut Random, zone: &str) -> String {
    let [month, day, hour, minute, second] = [(1, 12), (1, 28), (0, 23), (0, 59), (0, 59)].map(|(least, most)| random.between(least, most));
    format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
}

fn capitalised(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}
