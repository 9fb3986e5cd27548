//! What follows from what happened. No clock, no I/O, no chance: the same facts give the same answer, so that a test can try them all.

use crossdock_engine::{Ending, Failure, Policy, Retry};

/// What to do next about a piece of work that failed, or a send that did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again at this time, in milliseconds since 1970.
    Again { at_ms: i64 },
    /// Into the exception queue.
    Park { desk: Option<String> },
    /// Nothing more, for this reason.
    Skip { because: String },
    /// Nothing more: it counts as done.
    Done,
}

/// The answer of a policy to a failure, and the desks to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// What it counts as: the policy may turn one failure into another.
    pub failure: Failure,
    pub next: Next,
    pub tell: Tell,
}

/// The desks to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tell {
    pub notify: Vec<String>,
    /// At once.
    pub alert: Vec<String>,
}

/// What happened, as far as the answer depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// What it is about, for the jitter: the same attempt of the same thing always waits as long.
    pub id: &'a str,
    /// Counts from 1.
    pub number: u32,
    pub now_ms: i64,
    /// The target asked for at least this pause.
    pub retry_after_ms: Option<i64>,
}

/// What the policy says. A failure that it does not answer, which a checked program does not have, is parked: people see it.
///
/// Where a failure is turned into another one whose answer tries again, too, the tries count on.
pub fn consequence(policy: &Policy, failure: &Failure, attempt: Attempt<'_>) -> Consequence {
    for (failure, answer) in policy.chain(failure) {
        let retry = answer.and_then(|answer| answer.retry).filter(|retry| attempt.number <= retry.times);
        if let Some(retry) = retry {
            return Consequence { failure, next: Next::Again { at_ms: attempt.now_ms + pause_ms(retry, attempt) }, tell: Tell::default() };
        }
    }
    let settled = policy.settle(failure);
    let next = match settled.ending {
        Ending::Park { desk } => Next::Park { desk },
        Ending::Done => Next::Done,
        Ending::Skip { because } => Next::Skip { because },
    };
    Consequence { failure: settled.failure, next, tell: Tell { notify: settled.notify, alert: settled.alert } }
}

/// The answer to failures that were collected: what needs a person wins over what a retry may mend, and that over what is done.
pub fn consequence_of_all(policy: &Policy, failures: &[Failure], attempt: Attempt<'_>) -> (Vec<Failure>, Next, Tell) {
    let (mut all, mut next, mut tell) = (Vec::new(), Next::Done, Tell::default());
    for one in failures.iter().map(|failure| consequence(policy, failure, attempt)) {
        next = graver(next, one.next);
        tell.notify.extend(one.tell.notify);
        tell.alert.extend(one.tell.alert);
        all.push(one.failure);
    }
    for desks in [&mut tell.notify, &mut tell.alert] {
        desks.sort();
        desks.dedup();
    }
    (all, next, tell)
}

fn graver(a: Next, b: Next) -> Next {
    match (a, b) {
        (park @ Next::Park { .. }, _) | (_, park @ Next::Park { .. }) => park,
        (Next::Again { at_ms: a }, Next::Again { at_ms: b }) => Next::Again { at_ms: a.max(b) },
        (again @ Next::Again { .. }, _) | (_, again @ Next::Again { .. }) => again,
        (skip @ Next::Skip { .. }, _) | (_, skip @ Next::Skip { .. }) => skip,
        (Next::Done, Next::Done) => Next::Done,
    }
}

/// Doubling from the first pause to the longest, a fifth more or less, and never less than the target asked for.
fn pause_ms(retry: Retry, attempt: Attempt<'_>) -> i64 {
    let doubled = retry.from_ms.saturating_mul(1_u64.checked_shl(attempt.number.saturating_sub(1)).unwrap_or(u64::MAX));
    let pause = i64::try_from(doubled.min(retry.to_ms.max(retry.from_ms))).unwrap_or(i64::MAX / 4);
    let jittered = pause + pause / 1000 * jitter_per_mille(attempt) + (pause % 1000) * jitter_per_mille(attempt) / 1000;
    jittered.max(attempt.retry_after_ms.unwrap_or(0))
}

/// From -200 to 200, spread by a hash (FNV-1a) of the attempt.
fn jitter_per_mille(attempt: Attempt<'_>) -> i64 {
    let bytes = attempt.id.bytes().chain(attempt.number.to_be_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash % 401) as i64 - 200
}

/// How an event stands, from how its parts stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub decided: bool,
    pub pending: usize,
    pub parked: usize,
    pub discarded: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Pending,
    Parked,
    Discarded,
    Done,
}

impl Status {
    pub fn of(parts: Parts) -> Status {
        match parts {
            Parts { decided: false, .. } => Status::Pending,
            Parts { pending: 1.., .. } => Status::Pending,
            Parts { parked: 1.., .. } => Status::Parked,
            Parts { discarded: 1.., .. } => Status::Discarded,
            _ => Status::Done,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Parked => "parked",
            Status::Discarded => "discarded",
            Status::Done => "done",
        }
    }

    /// Nothing will happen to it any more.
    pub fn is_final(self) -> bool {
        matches!(self, Status::Discarded | Status::Done)
    }
}

#[cfg(test)]
mod tests;
