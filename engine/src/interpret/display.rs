//! Values as text: in texts with holes, in keys and in messages.

use std::fmt::Write as _;

use crossdock_compiler::typed::{EnumId, Project};

use crate::slot::Slot;
use crate::view::View;

/// Appends the value: numbers plain, bools as `yes` and `no`, variants by name, dates as ISO 8601. `of` is the enum of a variant.
pub(crate) fn display(view: View<'_>, project: &Project, slot: Slot, of: Option<EnumId>, out: &mut String) {
    let written = match slot {
        Slot::Missing | Slot::Record(_) | Slot::List(_) => Ok(()),
        Slot::Bool(value) => out.write_str(if value { "yes" } else { "no" }),
        Slot::Int(value) => write!(out, "{value}"),
        Slot::Dec(value) => write!(out, "{value}"),
        Slot::Text(text) | Slot::Json(text) => out.write_str(view.text(text)),
        Slot::Enum(variant) => out.write_str(variant_name(project, of, variant)),
        Slot::Date(value) => write!(out, "{value}"),
        Slot::Time(value) => write!(out, "{value}"),
        Slot::Timestamp(value) => write!(out, "{value}"),
        Slot::Duration(nanos) => write!(out, "{}", jiff::SignedDuration::from_nanos(nanos)),
        Slot::System(system) => out.write_str(project.systems.get(system as usize).map_or("", |system| &system.decl.name)),
    };
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

fn variant_name(project: &Project, of: Option<EnumId>, variant: u32) -> &str {
    let item = of.and_then(|id| project.enums.get(id.index()));
    item.and_then(|item| item.variants.get(variant as usize)).map_or("", |variant| &variant.name)
}
