//! The world that a test's flows live in: its time, what waits in it, and what happened. Nothing waits really, and nothing is sent.
//!
//! It drives decisions and messages just as the runtime does, and by the same rules: look-ups are answered and recorded, what a policy tries
//! again is tried again, each message by itself. Only chance is left out: pauses are as long as the policy says.

mod states;
mod stubs;

use std::collections::BTreeMap;

use crossdock_compiler::syntax::Span;
use jiff::{SignedDuration, Timestamp};

pub(super) use stubs::Stub;

use super::given::GivenEvent;
use super::{RECEIVED, Run};
use crate::decision::{Decision, Ending, Event, Flows as _, Known, Limit, LookUp, Move, Outcome, Policy, Recorded, Send, Settled};
use crate::failure::Failure;

/// More than a person would look through.
const MOST_HAPPENINGS: usize = 10_000;

/// Time, stubs, and what is still to come.
pub(super) struct World {
    pub now: Timestamp,
    pub stubs: Vec<Stub>,
    /// Systems that fail whatever they are asked or sent, each with its failure.
    pub failing: Vec<(String, String)>,
    /// The states of entities that were moved or put there, by record and key.
    pub states: BTreeMap<(String, String), String>,
    waiting: Vec<Waiting>,
    pub log: Vec<Happened>,
    /// How the failures ended that were not tried again.
    pub settled: Vec<Settled>,
    /// What policies sent about failures.
    pub told: Vec<Send>,
    events: usize,
}

/// Something that happened, and when.
pub(super) struct Happened {
    pub at: Timestamp,
    pub what: What,
}

pub(super) enum What {
    /// A flow asked, was answered, and decided.
    Decided { decision: Decision, asked: Vec<Recorded> },
    /// A message that had failed before.
    Taken { message: String },
    /// What was decided did not help, and what comes of that.
    Failed { decided: bool, what: String, failures: Vec<Failure>, then: Then },
    /// Whom the policy told about a failure.
    Told { settled: Settled, sends: Vec<Send> },
    /// A move of a lifecycle was made.
    Moved { step: Move, from: String },
    /// A time limit is over, and these are told.
    Late { failure: Failure, notify: Vec<String>, alert: Vec<String> },
}

/// What a policy makes of a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Again { pause: SignedDuration },
    Parked { desk: Option<String> },
    Skipped { because: String },
    Done,
}

struct Waiting {
    due: Timestamp,
    what: Work,
}

enum Work {
    Decide(Deciding),
    Deliver(Box<Delivery>),
    Limit(Box<Overdue>),
}

/// One event, and one flow that answers it.
#[derive(Clone)]
struct About {
    id: String,
    event: std::rc::Rc<GivenEvent>,
    received: Timestamp,
    flow: String,
}

/// One flow's decision on one event.
struct Deciding {
    about: About,
    known: Known,
    attempts: u32,
    /// Its place among the test's decisions, once it has one.
    place: Option<usize>,
}

struct Delivery {
    about: About,
    send: Send,
    policy: Policy,
    attempts: u32,
}

/// A limit on how long an entity may take.
struct Overdue {
    about: About,
    policy: Policy,
    step: Move,
    limit: Limit,
    attempts: u32,
}

/// The test cannot go on.
pub(super) struct Stuck;

impl World {
    pub fn new() -> World {
        World {
            now: RECEIVED,
            stubs: Vec::new(),
            failing: Vec::new(),
            states: BTreeMap::new(),
            waiting: Vec::new(),
            log: Vec::new(),
            settled: Vec::new(),
            told: Vec::new(),
            events: 0,
        }
    }

    fn happened(&mut self, what: What) {
        self.log.push(Happened { at: self.now, what });
    }

    fn wait(&mut self, pause: SignedDuration, what: Work) {
        self.waiting.push(Waiting { due: self.now.saturating_add(pause).unwrap_or(Timestamp::MAX), what });
    }

    /// What comes first and is due by then; of what is due together, what waited first.
    fn next_until(&mut self, until: Timestamp) -> Option<Waiting> {
        let (at, first) = self.waiting.iter().enumerate().min_by_key(|(_, waiting)| waiting.due)?;
        (first.due <= until).then(|| self.waiting.remove(at))
    }
}

impl Run<'_, '_> {
    /// An event comes in; everything that needs no time follows.
    pub(super) fn arrives(&mut self, event: GivenEvent, span: Span) -> Result<(), Stuck> {
        self.world.events += 1;
        let (id, received, event) = (format!("test-{}", self.world.events), self.world.now, std::rc::Rc::new(event));
        let decisions = self.bench.program.decide(&event.at(&id, received));
        for decision in decisions {
            let about = About { id: id.clone(), event: event.clone(), received, flow: decision.flow.clone() };
            let deciding = Deciding { about, known: Known::default(), attempts: 0, place: None };
            self.decide_until_known(deciding, Some(decision), span)?;
        }
        Ok(())
    }

    /// Time passes, and what waits for it happens.
    pub(super) fn later(&mut self, nanos: i64, span: Span) -> Result<(), Stuck> {
        let until = self.world.now.saturating_add(SignedDuration::from_nanos(nanos)).unwrap_or(Timestamp::MAX);
        let before = self.world.log.len();
        while let Some(waiting) = self.world.next_until(until) {
            self.world.now = waiting.due.max(self.world.now);
            match waiting.what {
                Work::Decide(deciding) => self.decide_until_known(deciding, None, span)?,
                Work::Deliver(delivery) => self.deliver(delivery),
                Work::Limit(overdue) => self.overdue(overdue),
            }
            if self.world.log.len() - before > MOST_HAPPENINGS {
                self.differs(span, format!("More than {MOST_HAPPENINGS} things happen in this time."));
                return Err(Stuck);
            }
        }
        self.world.now = until;
        Ok(())
    }

    /// Decides, answers what is asked, and decides again, until it is decided.
    fn decide_until_known(&mut self, mut deciding: Deciding, first: Option<Decision>, span: Span) -> Result<(), Stuck> {
        let mut next = first;
        let decision = loop {
            let again = |deciding: &Deciding| self.bench.program.decide_again(&deciding.about.event(), &deciding.about.flow, &deciding.known);
            let Some(decision) = next.take().or_else(|| again(&deciding)) else { return Ok(()) };
            let Outcome::Asks(look_ups) = &decision.outcome else { break decision };
            self.answer(&deciding.about.flow, look_ups, &mut deciding.known, span)?;
        };
        self.decided(deciding, decision);
        Ok(())
    }

    fn answer(&mut self, flow: &str, look_ups: &[LookUp], known: &mut Known, span: Span) -> Result<(), Stuck> {
        let mut open: Vec<&LookUp> = Vec::new();
        for look_up in look_ups {
            match self.world.reply(look_up) {
                Some(reply) => known.answers.push(Recorded { look_up: look_up.clone(), reply }),
                None => open.push(look_up),
            }
        }
        if open.is_empty() {
            return Ok(());
        }
        self.differs(span, unanswered(flow, &open));
        Err(Stuck)
    }

    fn decided(&mut self, mut deciding: Deciding, decision: Decision) {
        let decision = self.with_legal_moves(decision);
        let (outcome, policy, moves) = (decision.outcome.clone(), decision.policy.clone(), decision.moves.clone());
        self.world.happened(What::Decided { decision: decision.clone(), asked: deciding.known.answers.clone() });
        match deciding.place.and_then(|place| self.decisions.get_mut(place)) {
            Some(place) => *place = decision,
            None => {
                deciding.place = Some(self.decisions.len());
                self.decisions.push(decision);
            }
        }
        match outcome {
            Outcome::Sends(sends) => {
                self.make_moves(&deciding.about, &policy, moves);
                for send in sends {
                    self.deliver(Box::new(Delivery { about: deciding.about.clone(), send, policy: policy.clone(), attempts: 0 }));
                }
            }
            Outcome::Failed(failures) => {
                deciding.attempts += 1;
                let then = self.failed_for(&deciding.about, false, &deciding.about.flow, &policy, failures, deciding.attempts);
                if let Then::Again { pause } = then {
                    deciding.known.forget_failures();
                    self.world.wait(pause, Work::Decide(deciding));
                }
            }
            Outcome::Skipped { .. } | Outcome::Asks(_) => {}
        }
    }

    fn deliver(&mut self, mut delivery: Box<Delivery>) {
        let what = format!("{}.{}", delivery.send.system, delivery.send.message);
        let Some(failure) = self.world.refusal(&delivery.send) else {
            if delivery.attempts > 0 {
                self.world.happened(What::Taken { message: what });
            }
            return;
        };
        delivery.attempts += 1;
        let then = self.failed_for(&delivery.about, true, &what, &delivery.policy, vec![failure], delivery.attempts);
        if let Then::Again { pause } = then {
            self.world.wait(pause, Work::Deliver(delivery));
        }
    }
}

impl Run<'_, '_> {
    /// Writes down what the policy does about the failures of a decision (`decided`: of a message).
    fn failed_for(&mut self, about: &About, decided: bool, what: &str, policy: &Policy, failures: Vec<Failure>, attempt: u32) -> Then {
        for failure in &failures {
            policy.chain(failure).iter().for_each(|(one, _)| self.bench.answered(&about.flow, &one.name));
        }
        let ends: Vec<(Then, Option<Settled>)> = failures.iter().map(|failure| then(policy, failure, attempt)).collect();
        let next = ends.iter().map(|(then, _)| then.clone()).reduce(gravest).unwrap_or(Then::Done);
        let told: Vec<(Settled, Vec<Send>)> =
            failures.iter().zip(ends).filter_map(|(failure, (_, settled))| Some((settled?, self.bench.program.told(&about.event(), &about.flow, policy, failure)))).collect();
        self.world.happened(What::Failed { decided, what: what.to_owned(), failures, then: next.clone() });
        for (settled, sends) in told {
            self.world.settled.push(settled.clone());
            self.world.told.extend(sends.iter().cloned());
            self.world.happened(What::Told { settled, sends });
        }
        next
    }
}

impl About {
    fn event(&self) -> Event<'_> {
        self.event.at(&self.id, self.received)
    }
}

impl GivenEvent {
    fn at<'e>(&'e self, id: &'e str, received: Timestamp) -> Event<'e> {
        Event { id, system: &self.system, name: &self.name, payload: &self.payload, headers: &[], received }
    }
}

/// Which `given` lines the test lacks.
fn unanswered(flow: &str, open: &[&LookUp]) -> String {
    let asked: Vec<String> = open.iter().take(5).map(ToString::to_string).collect();
    let more = if open.len() > asked.len() { format!(" and {} more", open.len() - asked.len()) } else { String::new() };
    let mut lines: Vec<String> = open.iter().map(|look_up| format!("\n  given {}.{} answers {{ … }}", look_up.system, look_up.name)).collect();
    lines.dedup();
    format!("{flow} asks {}{more}, and the test does not say what is answered. Write above this line:{}", asked.join(", "), lines.concat())
}

/// The policy's answer to the attempt of that number, counted from 1; and how it ends if that is not to try again.
fn then(policy: &Policy, failure: &Failure, attempt: u32) -> (Then, Option<Settled>) {
    let mut retries = policy.chain(failure).into_iter().filter_map(|(_, answer)| answer?.retry);
    if let Some(retry) = retries.find(|retry| attempt <= retry.times) {
        let doubled = retry.from_ms.saturating_mul(1_u64.checked_shl(attempt.saturating_sub(1)).unwrap_or(u64::MAX));
        let pause = i64::try_from(doubled.min(retry.to_ms.max(retry.from_ms))).unwrap_or(i64::MAX);
        return (Then::Again { pause: SignedDuration::from_millis(pause) }, None);
    }
    let settled = policy.settle(failure);
    let then = match &settled.ending {
        Ending::Park { desk } => Then::Parked { desk: desk.clone() },
        Ending::Done => Then::Done,
        Ending::Skip { because } => Then::Skipped { because: because.clone() },
    };
    (then, Some(settled))
}

/// Of several failures what needs a person wins over what may get better, and that over what is done.
fn gravest(a: Then, b: Then) -> Then {
    match (a, b) {
        (parked @ Then::Parked { .. }, _) | (_, parked @ Then::Parked { .. }) => parked,
        (Then::Again { pause: a }, Then::Again { pause: b }) => Then::Again { pause: a.max(b) },
        (again @ Then::Again { .. }, _) | (_, again @ Then::Again { .. }) => again,
        (skipped @ Then::Skipped { .. }, _) | (_, skipped @ Then::Skipped { .. }) => skipped,
        (Then::Done, Then::Done) => Then::Done,
    }
}
