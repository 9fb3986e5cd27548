//! How much one message may make of itself: a small one can ask for lists multiplied and texts repeated. What is beyond a limit is a failure like any other,
//! which the checker foresees and the engine raises; both read it here.

/// No more than so many, or else this failure.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub most: usize,
    /// `invalid` is about the message as a whole, and every flow answers it; `misfit` is in the failures of what may raise it.
    pub failure: &'static str,
}

/// Rows of a `for` that multiplies lists.
pub const ROWS: Limit = Limit { most: 1_000_000, failure: "misfit" };
/// Characters that a text is filled up to.
pub const PADDED: Limit = Limit { most: 1_000_000, failure: "misfit" };
/// Bytes of a text that is repeated.
pub const REPEATED: Limit = Limit { most: 16_000_000, failure: "misfit" };
/// Questions to systems.
pub const LOOK_UPS: Limit = Limit { most: 1000, failure: "invalid" };
/// Bytes of text that are made, all together.
pub const TEXT: Limit = Limit { most: 256 << 20, failure: "invalid" };
/// Values that are kept, those of the message among them.
pub const VALUES: Limit = Limit { most: 32 << 20, failure: "invalid" };
