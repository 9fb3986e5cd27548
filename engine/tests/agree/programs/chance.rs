//! Chance that is the same in each run, and payloads made by it.

use serde_json::{Map, Value, json};

pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// The ends come more often than the rest.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        match self.below(5) {
            0 => least,
            1 => most,
            _ => least + self.below((most - least + 1) as u64) as i64,
        }
    }

    fn letters(&mut self, least: u64, most: u64) -> String {
        let length = least + self.below(most - least + 1);
        (0..length).map(|_| self.one(&["a", "b", "A", "ß", "-", " ", "7", "\"", "\n", "😀"])).collect()
    }

    /// With two digits behind the point. A tree would make a float of it, so it stands there as text, and is put into the payload without quotes.
    fn cents(&mut self, most: i64) -> String {
        let cents = self.between(-most, most);
        format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
    }

    fn line(&mut self) -> Value {
        let mut line = json!({ "sku": self.letters(0, 8), "qty": self.between(0, 1000), "price": self.cents(999_999_999) });
        if self.below(2) == 0 {
            line["tag"] = self.letters(1, 4).into();
        }
        line
    }

    /// A message, as a tree and as bytes: members in any order, missing ones absent or null, with unknown ones, with or without white space.
    pub fn payload(&mut self) -> (Value, Vec<u8>) {
        let lines: Vec<Value> = (0..self.below(6)).map(|_| self.line()).collect();
        let mut value = json!({
            "s": self.letters(0, 8), "t": self.one(&["ab", "-7", " a ", "ßß", "7777"]), "n": self.between(-50, 99), "k": self.between(-50, 50), "m": self.between(0, 1_000_000),
            "d": self.cents(9_999_999), "b": self.below(2) == 0, "lines": lines,
        });
        if self.below(2) == 0 {
            value["on"] = self.between(0, 9).into();
        }
        if self.below(2) == 0 {
            value["os"] = self.letters(1, 4).into();
        }
        let mut sent = self.as_sent(&value);
        sent["unknown"] = json!({ "n": [1, { "lines": null }], "d": "x" });
        let text = if self.below(2) == 0 { sent.to_string() } else { serde_json::to_string_pretty(&sent).unwrap() };
        (value, text.into_bytes())
    }

    /// Floats of so few digits are written with the same digits.
    fn as_sent(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let mut members: Vec<(&String, Value)> = members.iter().map(|(key, member)| (key, self.member(key, member))).collect();
                members.sort_by_cached_key(|_| self.next());
                let mut members: Map<String, Value> = members.into_iter().map(|(key, member)| (key.clone(), member)).collect();
                if self.below(3) == 0 {
                    ["on", "tag"].iter().for_each(|key| _ = members.entry(*key).or_insert(Value::Null));
                }
                members.into()
            }
            Value::Array(elements) => elements.iter().map(|element| self.as_sent(element)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }

    fn member(&mut self, key: &str, member: &Value) -> Value {
        match (key, member) {
            ("d" | "price", Value::String(number)) => number.parse::<f64>().unwrap().into(),
            _ => self.as_sent(member),
        }
    }
}
