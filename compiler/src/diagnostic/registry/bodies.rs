//! Codes of the bodies of fns, maps, flows and tests.

super::codes! {}
