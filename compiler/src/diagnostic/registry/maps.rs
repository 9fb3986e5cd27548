//! Codes of what maps are made of: lists gone through, overlays, what is left out, rules of records.

super::codes! {
    E0460 "Lists that are not paired by a key",
    E0461 "An element without a partner",
    E0462 "What the element of a group is called",
    E0463 "A key that is no single value",
    E0464 "Names and keys of a group",
}
