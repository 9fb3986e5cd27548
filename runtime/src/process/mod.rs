//! The life of an event behind its acceptance: decided, delivered, and at its end, or parked where people see it.
//!
//! Each event at the head of its lane has a task. It asks the store what is left to do, does what is due, and sleeps until more is. So a
//! restart needs no more than to start these tasks again.

mod attempt;
mod decide;
mod flights;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, mpsc, watch};

use crate::clock::now_ms;
use crate::deliver::Deliverer;
use crate::generation::Generations;
use crate::lanes::{Lanes, Start};
use crate::store::{PendingSend, StoreError, StoredEvent};
use crate::writer::{Notice, Reads, Writer};
use flights::Flights;

/// How long to wait before asking a store again that has failed.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Starts and wakes the work on events.
#[derive(Clone)]
pub struct Process {
    shared: Arc<Shared>,
    /// Every task holds one; when all are gone, nothing is under way.
    _alive: mpsc::Sender<()>,
}

struct Shared {
    writer: Writer,
    reads: Reads,
    generations: Arc<Generations>,
    deliverer: Deliverer,
    lanes: Mutex<Lanes>,
    /// Decisions and attempts under way at once.
    permits: Semaphore,
    stop: watch::Receiver<bool>,
}

/// What is left to do about an event.
struct Left {
    event: StoredEvent,
    /// When its flows are to be asked, in milliseconds since 1970; none if they have all decided.
    decide_at: Option<i64>,
    sends: Vec<PendingSend>,
}

enum Standing {
    Final,
    Parked,
    Stopped,
}

impl Process {
    pub fn new(
        writer: Writer,
        reads: Reads,
        generations: Arc<Generations>,
        concurrency: usize,
        stop: watch::Receiver<bool>,
    ) -> Result<(Process, mpsc::Receiver<()>), reqwest::Error> {
        let (alive, all_gone) = mpsc::channel(1);
        let shared = Shared { writer, reads, generations, deliverer: Deliverer::new()?, lanes: Mutex::default(), permits: Semaphore::new(concurrency), stop };
        Ok((Process { shared: Arc::new(shared), _alive: alive }, all_gone))
    }

    /// Takes up everything that an earlier life of the process left open; gives how much of it is not parked.
    pub async fn resume(&self) -> Result<usize, StoreError> {
        let open = self.shared.reads.ask(|reader| reader.open_events()).await?;
        let unfinished = open.iter().filter(|(_, _, status)| status != "parked").count();
        for (event, lane, status) in open {
            if status == "parked" {
                self.shared.lanes().add_parked(&event, &lane);
            } else {
                let start = self.shared.lanes().add(&event, &lane);
                self.start(start);
            }
        }
        Ok(unfinished)
    }

    /// Takes up what the writer tells, until the runtime is to stop: what comes after that is for the next start.
    pub async fn follow(self, mut notices: mpsc::UnboundedReceiver<Notice>) {
        loop {
            let notice = tokio::select! {
                notice = notices.recv() => notice,
                () = self.stopping() => None,
            };
            let start = match notice {
                Some(Notice::Accepted { event, lane }) => self.shared.lanes().add(&event, &lane),
                Some(Notice::Mended { event }) => self.shared.lanes().poke(&event),
                None => return,
            };
            self.start(start);
        }
    }

    /// Events that wait or are at work.
    pub fn pending(&self) -> usize {
        self.shared.lanes().pending()
    }

    /// Returns when the runtime is to stop.
    pub async fn stopping(&self) {
        // An error means that the runtime itself is gone.
        let _ = self.shared.stop.clone().wait_for(|stop| *stop).await;
    }

    fn start(&self, start: Option<Start>) {
        if let Some(start) = start {
            let process = self.clone();
            tokio::spawn(async move { process.see_through(start).await });
        }
    }

    /// Works on one event until it is at its end or parked.
    async fn see_through(self, Start { event, wake }: Start) {
        loop {
            match self.shared.work(&event, &wake).await {
                Ok(Standing::Final) => {
                    let next = self.shared.lanes().ended(&event);
                    return self.start(next);
                }
                Ok(Standing::Parked) => {
                    if self.shared.lanes().rest(&event) {
                        return;
                    }
                }
                Ok(Standing::Stopped) => return,
                Err(StoreError::Stopped) => return,
                Err(error) => {
                    tracing::error!(%event, "{error}; it is tried again");
                    tokio::time::sleep(STORE_PAUSE).await;
                }
            }
        }
    }
}

impl Shared {
    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn work(self: &Arc<Shared>, id: &str, wake: &Notify) -> Result<Standing, StoreError> {
        let mut stop = self.stop.clone();
        let mut flights = Flights::default();
        loop {
            let Some(left) = self.left(id).await? else { return Ok(Standing::Final) };
            let stopping = *stop.borrow_and_update();
            if let Some(standing) = standing(&left.event.status, stopping).filter(|_| flights.is_empty()) {
                return Ok(standing);
            }
            if !stopping && left.decide_at.is_some_and(|at| at <= now_ms()) {
                self.decide(left.event).await?;
                continue;
            }
            let pause_until = if stopping { None } else { self.launch(id, left, &mut flights) };
            tokio::select! {
                Some(landed) = flights.land() => landed?,
                () = sleep_until(pause_until) => {}
                () = wake.notified() => {}
                _ = stop.changed(), if !stopping => {}
            }
        }
    }

    /// Starts every attempt that is due; gives when the next thing is.
    fn launch(self: &Arc<Shared>, id: &str, left: Left, flights: &mut Flights) -> Option<i64> {
        let now = now_ms();
        let mut next_at = left.decide_at;
        for send in first_of_each_system(left.sends) {
            let (system, at) = (send.kept.send.system.clone(), send.next_at_ms.unwrap_or(now));
            if flights.any_to(&system) {
                continue;
            }
            if at > now {
                next_at = Some(next_at.map_or(at, |soonest| soonest.min(at)));
                continue;
            }
            let (shared, event) = (self.clone(), id.to_owned());
            flights.launch(system, async move { shared.attempt(&event, send).await });
        }
        next_at
    }

    async fn left(&self, id: &str) -> Result<Option<Left>, StoreError> {
        let id = id.to_owned();
        self.reads
            .ask(move |reader| {
                let Some(event) = reader.event(&id)? else { return Ok(None) };
                let decide_at = if event.decided { None } else { Some(reader.waiting_work(&id)?.iter().filter_map(|(_, _, at)| *at).min().unwrap_or(0)) };
                Ok(Some(Left { decide_at, sends: reader.pending_sends(&id)?, event }))
            })
            .await
    }
}

/// Where an event stands for the one who works on it; none while there is something to do.
fn standing(status: &str, stopping: bool) -> Option<Standing> {
    match status {
        "done" | "discarded" => Some(Standing::Final),
        "parked" => Some(Standing::Parked),
        _ => stopping.then_some(Standing::Stopped),
    }
}

/// What one event sends to one system arrives in the order in which it was decided.
fn first_of_each_system(sends: Vec<PendingSend>) -> Vec<PendingSend> {
    let mut seen = HashSet::new();
    sends.into_iter().filter(|send| seen.insert(send.kept.send.system.clone())).collect()
}

/// For ever, if there is nothing to wait for.
async fn sleep_until(at_ms: Option<i64>) {
    match at_ms {
        Some(at) => tokio::time::sleep(Duration::from_millis(u64::try_from(at - now_ms()).unwrap_or(0).max(1))).await,
        None => std::future::pending().await,
    }
}
