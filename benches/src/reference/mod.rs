//! The reference: what a Rust programmer writes by hand. Typed serde_json that borrows texts from the payload, rust_decimal for money, typed results.

pub(crate) mod order;
mod pick;

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

use crate::contender::Contender;

pub use order::{Order, Release, release};
pub use pick::{Confirmation, Pick, confirmation};

pub fn contender(mapping: &str) -> Contender {
    match mapping {
        "pick" => Contender::exact("serde_json, typed by hand (reference)", |payload, out| {
            let pick: Pick = serde_json::from_slice(payload).expect("a pick");
            serde_json::to_writer(out, &confirmation(&pick)).expect("written to memory");
        }),
        _ => Contender::exact("serde_json, typed by hand (reference)", |payload, out| {
            let order: Order = serde_json::from_slice(payload).expect("an order");
            serde_json::to_writer(out, &release(&order)).expect("written to memory");
        }),
    }
}

/// A text that is borrowed from the payload unless it has escapes. serde borrows a bare `Cow` only where it is not within an `Option`.
#[derive(Clone, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl Text<'_> {
    fn as_str(&self) -> &str {
        &self.0
    }
}

/// Written with two places, as text.
pub struct Money(pub Decimal);

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:.2}", self.0))
    }
}

/// A number written as text.
pub struct Digits(pub u64);

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The day of a time, `YYYYMMDD`.
fn day(timestamp: &str) -> String {
    [&timestamp[0..4], &timestamp[5..7], &timestamp[8..10]].concat()
}

fn tidy(entered: &str) -> String {
    entered.trim().to_uppercase()
}

fn unit(unit: Option<&Text<'_>>) -> &'static str {
    match unit.map(Text::as_str) {
        Some("case") => "CS",
        Some("box") => "BX",
        Some("pallet") => "PL",
        _ => "EA",
    }
}

/// An optional text, or none of it.
fn or_empty<'a>(text: &'a Option<Text<'_>>) -> &'a str {
    text.as_ref().map_or("", Text::as_str)
}
