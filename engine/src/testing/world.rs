//! The world that a test's flows live in: its time, what waits in it, and what happened. Nothing waits really, and nothing is sent.
//!
//! It drives decisions and messages just as the runtime does, and by the same rules: look-ups are answered and recorded, what a policy tries
//! again is tried again, each message by itself. Only chance is left out: pauses are as long as the policy says.

mod arrivals;
mod collections;
mod exchanges;
mod questions;
mod shipments;
mod states;
mod stubs;

use std::collections::{BTreeMap, BTreeSet};

use crossdock_compiler::syntax::Span;
use jiff::{SignedDuration, Timestamp};

use arrivals::Arrivals;
use collections::Collection;
pub(super) use exchanges::Exchange;
use questions::Questions;
use shipments::{Shipments, name_of};
pub(super) use stubs::Stub;

use super::given::GivenEvent;
use super::{RECEIVED, Run};
use crate::decision::schedule::Schedule;
use crate::decision::{Decision, Ending, Event, Flows as _, Known, Limit, LookUp, Move, Outcome, Policy, Recorded, Send, Settled};
use crate::failure::Failure;

/// More than a person would look through.
const MOST_HAPPENINGS: usize = 10_000;

/// Of a message that stands alone: nothing is given up with it.
const NO_GROUP: usize = 0;

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
    /// All failures that flows, messages and time limits met, and what policies made of them.
    pub met: Vec<Failure>,
    /// How the failures ended that were not tried again.
    pub settled: Vec<Settled>,
    pub shipments: Shipments,
    pub questions: Questions,
    pub collections: Vec<Collection>,
    /// Collections so far, the closed ones too.
    collected: usize,
    /// When each flow that a clock starts runs next.
    scheduled: Vec<(Schedule, Option<Timestamp>)>,
    arrivals: Arrivals,
}

/// Something that happened, and when.
pub(super) struct Happened {
    pub at: Timestamp,
    pub what: What,
}

pub(super) enum What {
    /// A flow asked, was answered, sent what it needed an answer to, and decided. Of the answers some were `kept` from other events.
    Decided { decision: Decision, asked: Vec<Recorded>, kept: BTreeSet<String>, exchanges: Vec<Exchange> },
    /// An event that had come before, told by the values of `once by` or by all of its payload. `changed`: the payload is not the same.
    Again { event: String, by: Vec<String>, changed: bool },
    /// A policy's `fail as`: what it was, and what it is from here on.
    Became { from: String, failure: Failure },
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
    /// A message that was taken is taken back by another one.
    Undone { message: String, send: Box<Send> },
    /// A message that waited is given up with its siblings.
    Withdrawn { message: String },
    /// A collection's time has run out.
    Over { flow: String, name: String, count: usize },
    /// Nothing ran for so long.
    Stopped { pause: SignedDuration },
}

impl What {
    /// What a flow or a policy sends.
    pub fn sends(&self) -> Vec<&Send> {
        match self {
            What::Decided { decision, exchanges, .. } => {
                let sends = if let Outcome::Sends(sends) = &decision.outcome { sends.as_slice() } else { &[] };
                exchanges.iter().filter(|exchange| !exchange.again).map(|exchange| &exchange.send).chain(sends).collect()
            }
            What::Told { sends, .. } => sends.iter().collect(),
            What::Undone { send, .. } => vec![send],
            _ => Vec::new(),
        }
    }
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
    /// The time of a collection, by its number.
    RunsOut(usize),
    /// A flow that a clock starts.
    Run(String),
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
    /// Questions whose answer was kept from another event.
    kept: BTreeSet<String>,
    /// Messages that it sent for their answers since it was last decided.
    exchanges: Vec<Exchange>,
    attempts: u32,
    /// Its place among the test's decisions, once it has one.
    place: Option<usize>,
}

struct Delivery {
    about: About,
    send: Send,
    policy: Policy,
    attempts: u32,
    /// The messages of one decision.
    group: usize,
    /// Its place among the shipments; none for what a policy sends: about a failure, or to take another message back.
    place: Option<usize>,
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
            met: Vec::new(),
            settled: Vec::new(),
            shipments: Shipments::default(),
            questions: Questions::default(),
            collections: Vec::new(),
            collected: 0,
            scheduled: Vec::new(),
            arrivals: Arrivals::default(),
        }
    }

    fn happened(&mut self, what: What) {
        self.log.push(Happened { at: self.now, what });
    }

    fn wait(&mut self, pause: SignedDuration, what: Work) {
        self.waiting.push(Waiting { due: self.now.saturating_add(pause).unwrap_or(Timestamp::MAX), what });
    }

    /// Whatever the policy turns a failure into, one after the other.
    fn became(&mut self, policy: &Policy, failure: &Failure) {
        let chain = policy.chain(failure);
        for ((from, _), (failure, _)) in chain.iter().zip(chain.iter().skip(1)) {
            self.met.push(failure.clone());
            self.happened(What::Became { from: from.name.clone(), failure: failure.clone() });
        }
    }

    fn stop_until(&mut self, until: Timestamp) {
        self.now = until;
        for (schedule, next) in &mut self.scheduled {
            let Some(first) = next.filter(|first| *first <= until) else { continue };
            let missed = schedule.made_up(first, until).take(MOST_HAPPENINGS + 1);
            self.waiting.extend(missed.map(|due| Waiting { due, what: Work::Run(schedule.flow.clone()) }));
            *next = schedule.next_after(until);
        }
    }

    /// What comes first and is due by then; of what is due together, what waited first, and then what a clock starts.
    fn next_until(&mut self, until: Timestamp) -> Option<Waiting> {
        let waits = self.waiting.iter().enumerate().min_by_key(|(_, waiting)| waiting.due).map(|(at, waiting)| (waiting.due, at));
        let runs = self.scheduled.iter_mut().filter_map(|(schedule, next)| Some(((*next)?, schedule, next))).min_by_key(|(due, ..)| *due);
        match (waits, runs) {
            (Some((due, at)), Some((run, ..))) if due <= run && due <= until => Some(self.waiting.remove(at)),
            (_, Some((due, schedule, next))) if due <= until => {
                *next = schedule.next_after(due);
                Some(Waiting { due, what: Work::Run(schedule.flow.clone()) })
            }
            (Some((due, at)), None) if due <= until => Some(self.waiting.remove(at)),
            _ => None,
        }
    }
}

impl Run<'_, '_> {
    /// The time at which a test begins.
    pub(super) fn begins(&mut self, at: Timestamp) {
        self.world.now = at;
        let schedules = self.bench.program.schedules().into_iter();
        self.world.scheduled = schedules.map(|schedule| (schedule.clone(), schedule.next_after(at))).collect();
    }

    /// An event comes in; everything that needs no time follows. The same again changes nothing.
    pub(super) fn arrives(&mut self, event: GivenEvent, received: Timestamp, span: Span) -> Result<(), Stuck> {
        let Some(id) = self.accept(&event, received) else { return Ok(()) };
        let event = std::rc::Rc::new(event);
        let decisions = self.bench.program.decide(&event.at(&id, received));
        for decision in decisions {
            let about = About { id: id.clone(), event: event.clone(), received, flow: decision.flow.clone() };
            let deciding = Deciding { about, known: Known::default(), kept: BTreeSet::new(), exchanges: Vec::new(), attempts: 0, place: None };
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
                Work::RunsOut(number) => self.runs_out(number, waiting.due, span)?,
                Work::Run(flow) => self.arrives(GivenEvent { system: String::new(), name: flow, payload: Vec::new(), told_by_payload: false }, waiting.due, span)?,
            }
            if self.world.log.len() - before > MOST_HAPPENINGS {
                self.differs(span, format!("More than {MOST_HAPPENINGS} things happen in this time."));
                return Err(Stuck);
            }
        }
        self.world.now = until;
        Ok(())
    }

    /// Time passes, and nothing runs: what waits for it happens at its end, and missed runs are made up for as their flows say.
    pub(super) fn stopped(&mut self, nanos: i64, span: Span) -> Result<(), Stuck> {
        let pause = SignedDuration::from_nanos(nanos);
        self.world.stop_until(self.world.now.saturating_add(pause).unwrap_or(Timestamp::MAX));
        self.world.happened(What::Stopped { pause });
        self.later(0, span)
    }

    /// Decides, answers what is asked, and decides again, until it is decided.
    fn decide_until_known(&mut self, mut deciding: Deciding, first: Option<Decision>, span: Span) -> Result<(), Stuck> {
        let mut next = first;
        let decision = loop {
            let again = |deciding: &Deciding| self.bench.program.decide_again(&deciding.about.event(), &deciding.about.flow, &deciding.known);
            let Some(decision) = next.take().or_else(|| again(&deciding)) else { return Ok(()) };
            match &decision.outcome {
                Outcome::Asks(look_ups) => self.answer(&mut deciding, look_ups, span)?,
                Outcome::Exchange(send) => self.exchange(&mut deciding, send, span)?,
                Outcome::Collecting(collecting) if deciding.known.collected.is_none() => deciding.known.collected = Some(self.world.join(&deciding, collecting)),
                Outcome::Collecting(_) | Outcome::Sends(_) | Outcome::Skipped { .. } | Outcome::Failed(_) => break decision,
            }
        };
        self.decided(deciding, decision);
        Ok(())
    }

    fn answer(&mut self, deciding: &mut Deciding, look_ups: &[LookUp], span: Span) -> Result<(), Stuck> {
        let mut open: Vec<&LookUp> = Vec::new();
        for look_up in look_ups {
            let kept = self.world.kept(look_up);
            if kept.is_some() {
                deciding.kept.insert(look_up.to_string());
            }
            match kept.or_else(|| self.world.ask(look_up)) {
                Some(reply) => deciding.known.answers.push(Recorded { look_up: look_up.clone(), reply }),
                None => open.push(look_up),
            }
        }
        if open.is_empty() {
            return Ok(());
        }
        self.differs(span, unanswered(&deciding.about.flow, &open));
        Err(Stuck)
    }

    fn decided(&mut self, mut deciding: Deciding, decision: Decision) {
        let decision = self.with_legal_moves(decision);
        let (outcome, policy, moves) = (decision.outcome.clone(), decision.policy.clone(), decision.moves.clone());
        self.world.happened(What::Decided {
            decision: decision.clone(),
            asked: deciding.known.answers.clone(),
            kept: deciding.kept.clone(),
            exchanges: std::mem::take(&mut deciding.exchanges),
        });
        match deciding.place.and_then(|place| self.decisions.get_mut(place)) {
            Some(place) => *place = decision,
            None => {
                deciding.place = Some(self.decisions.len());
                self.decisions.push(decision);
            }
        }
        match outcome {
            Outcome::Sends(sends) => {
                self.world.close(&deciding);
                self.make_moves(&deciding.about, &policy, moves);
                let group = self.world.shipments.group();
                let places: Vec<usize> = sends.iter().map(|send| self.world.shipments.add(group, send)).collect();
                for (send, place) in sends.into_iter().zip(places) {
                    let place = Some(place);
                    self.deliver(Box::new(Delivery { about: deciding.about.clone(), send, policy: policy.clone(), attempts: 0, group, place }));
                }
            }
            Outcome::Collecting(collecting) => self.world.keep(deciding, &collecting),
            Outcome::Failed(failures) => {
                self.world.close(&deciding);
                deciding.attempts += 1;
                let then = self.failed_for(&deciding.about, false, &deciding.about.flow, &policy, failures, deciding.attempts);
                if let Then::Again { pause } = then {
                    deciding.known.forget_failures();
                    self.world.wait(pause, Work::Decide(deciding));
                }
            }
            Outcome::Skipped { .. } => self.world.close(&deciding),
            Outcome::Asks(_) | Outcome::Exchange(_) => {}
        }
    }

    fn deliver(&mut self, mut delivery: Box<Delivery>) {
        let what = name_of(&delivery.send);
        if delivery.place.is_some() && self.world.shipments.is_given_up(delivery.group) {
            return self.world.happened(What::Withdrawn { message: what });
        }
        let Some(failure) = self.world.refusal(&delivery.send) else {
            if let Some(place) = delivery.place {
                self.world.shipments.taken(place);
            }
            if delivery.attempts > 0 {
                self.world.happened(What::Taken { message: what });
            }
            return;
        };
        delivery.attempts += 1;
        let settled = self.world.settled.len();
        let then = match delivery.place {
            Some(_) => self.failed_for(&delivery.about, true, &what, &delivery.policy, vec![failure], delivery.attempts),
            None => self.is_for_people(&what, &delivery, failure),
        };
        if let Then::Again { pause } = then {
            self.world.wait(pause, Work::Deliver(delivery));
        } else if self.world.settled.iter().skip(settled).any(|settled| settled.undo) {
            self.undo(&delivery);
        }
    }

    /// What a policy sends is tried again as it says; what does not help then is for people, whatever it says: its failure leads to no further message.
    fn is_for_people(&mut self, what: &str, delivery: &Delivery, failure: Failure) -> Then {
        let (next, settled) = then(&delivery.policy, &failure, delivery.attempts);
        let desk = match (&next, settled.map(|settled| settled.ending)) {
            (Then::Again { .. }, _) => None,
            (_, Some(Ending::Park { desk })) => Some(desk),
            _ => Some(None),
        };
        let next = desk.clone().map_or(next, |desk| Then::Parked { desk });
        self.world.met.push(failure.clone());
        self.world.happened(What::Failed { decided: true, what: what.to_owned(), failures: vec![failure.clone()], then: next.clone() });
        self.world.settled.extend(desk.map(|desk| Settled { failure, notify: Vec::new(), alert: Vec::new(), undo: false, ending: Ending::Park { desk } }));
        next
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
        self.world.met.extend(failures.iter().cloned());
        self.world.happened(What::Failed { decided, what: what.to_owned(), failures: failures.clone(), then: next.clone() });
        if !matches!(next, Then::Again { .. }) {
            failures.iter().for_each(|failure| self.world.became(policy, failure));
        }
        for (settled, sends) in told {
            self.world.settled.push(settled.clone());
            self.world.happened(What::Told { settled, sends: sends.clone() });
            for send in sends {
                self.deliver(Box::new(Delivery { about: about.clone(), send, policy: policy.clone(), attempts: 0, group: NO_GROUP, place: None }));
            }
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
