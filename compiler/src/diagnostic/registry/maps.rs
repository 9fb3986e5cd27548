//! Codes of what maps are made of: lists gone through, overlays, what is left out, rules of records.

super::codes! {
    E0460 "Lists that are not paired by a key",
    E0461 "An element without a partner",
    E0462 "What the element of a group is called",
    E0463 "A key that is no single value",
    E0464 "Names and keys of a group",
    E0465 "A field that a spread cannot carry over",
    E0466 "What is extended is no map",
    E0467 "Not the signature of what is extended",
    E0468 "An override that changes nothing",
    E0469 "A circle of extends",
    E0470 "Not to be merged field by field",
    E0471 "Nothing of that name to ignore",
    E0472 "What cannot be ignored",
    E0473 "A rule for a field that is always there",
    E0474 "A record that always breaks its rule",
    E0475 "A rule that builds records",
    W0460 "Ignored, but read",
    W0461 "A rule that always holds",
}
