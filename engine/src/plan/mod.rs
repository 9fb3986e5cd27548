//! How a record is read from and written to the wire, worked out once for a unit.
//!
//! Types and wire forms become [`Shape`]s; records become objects with a key table ([`DecodePlan`]) or with pre-rendered keys
//! ([`EmitPlan`]). Both refer to records by index, so that a record may hold itself.

mod decode;
mod describe;
mod emit;
mod keys;
mod learned;
mod pattern;
mod shape;

pub use decode::DecodePlan;
pub(crate) use decode::{FEW, Inner, Member, Object, Tagged};
pub(crate) use describe::shortened;
pub use describe::{expected, quoted};
pub use emit::EmitPlan;
pub(crate) use emit::{Members, Node, Variant, Write};
pub use pattern::Pattern;
pub(crate) use shape::{BoolForm, Codes, DateForm, ListShape, MapShape, Shape, Value, ZoneForm};
