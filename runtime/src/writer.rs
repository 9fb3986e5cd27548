//! The one thread that writes. Whatever waits when it comes back from the disk is the next transaction: one fsync serves many senders, and
//! nobody waits for a timer.

use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot, watch};

use crate::store::{Command, ReadStore, Reader, Reply, Store, StoreError};

/// Commands in one transaction at most.
const BATCH_MAX: usize = 512;
/// Commands that may wait; then whoever submits waits.
const QUEUE_MAX: usize = 4096;

struct Job {
    command: Command,
    reply: oneshot::Sender<Result<Reply, StoreError>>,
}

/// What has changed for those who process events, in the order of the commits. It is told by the writer itself and not by whoever asked: who
/// asked may have gone away meanwhile, and two who asked at once do not know which of them was first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A new event.
    Accepted { event: String, lane: String },
    /// A person did something about what is parked.
    Mended { event: String },
}

/// Hands commands to the thread. Cheap to clone; the thread ends with its last clone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
    commits: watch::Receiver<u64>,
}

impl Writer {
    /// Starts the thread; gives what it tells, too.
    pub fn start(store: Store) -> std::io::Result<(Writer, mpsc::UnboundedReceiver<Notice>, JoinHandle<()>)> {
        let (queue, jobs) = mpsc::channel(QUEUE_MAX);
        let (committed, commits) = watch::channel(0);
        let (tell, notices) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new().name("crossdock-writer".to_owned()).spawn(move || write(store, jobs, &committed, &tell))?;
        Ok((Writer { queue, commits }, notices, thread))
    }

    /// Carries out a command. When this returns, it is on disk.
    pub async fn submit(&self, command: Command) -> Result<Reply, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Job { command, reply }).await.map_err(|_| StoreError::Stopped)?;
        answer.await.map_err(|_| StoreError::Stopped)?
    }

    /// Changes with every commit, for those who wait for news.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.clone()
    }
}

fn write(mut store: Store, mut jobs: mpsc::Receiver<Job>, committed: &watch::Sender<u64>, tell: &mpsc::UnboundedSender<Notice>) {
    let mut batch = Vec::new();
    while jobs.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
        let (commands, replies): (Vec<_>, Vec<_>) = batch.drain(..).map(|job| (job.command, job.reply)).unzip();
        let answers: Vec<_> = match store.commit(&commands) {
            Ok(answers) => answers.into_iter().map(Ok).collect(),
            // One of them cannot be done: alone, each gets its own answer.
            Err(_) if commands.len() > 1 => commands.iter().map(|command| alone(&mut store, command)).collect(),
            Err(error) => vec![Err(error)],
        };
        committed.send_modify(|count| *count += 1);
        for notice in commands.iter().zip(&answers).filter_map(|(command, answer)| notice(command, answer.as_ref().ok()?)) {
            // Nobody listens any more when all is coming to an end; the next start takes it up.
            let _ = tell.send(notice);
        }
        for (reply, answer) in replies.into_iter().zip(answers) {
            // Whoever asked may have gone away; what was asked is done all the same.
            let _ = reply.send(answer);
        }
    }
}

fn notice(command: &Command, reply: &Reply) -> Option<Notice> {
    match (command, reply) {
        (Command::Accept(new), Reply::Accepted { event, duplicate: false, .. }) => Some(Notice::Accepted { event: event.clone(), lane: new.lane.clone() }),
        (Command::Retry { .. } | Command::Edit { .. } | Command::Discard { .. }, Reply::Changed { event, .. }) => Some(Notice::Mended { event: event.clone() }),
        _ => None,
    }
}

fn alone(store: &mut Store, command: &Command) -> Result<Reply, StoreError> {
    let mut replies = store.commit(std::slice::from_ref(command))?;
    replies.pop().ok_or(StoreError::Stopped)
}

/// Questions to the store, off the threads that serve.
#[derive(Clone)]
pub struct Reads {
    store: Arc<std::sync::Mutex<ReadStore>>,
}

impl Reads {
    pub fn new(store: ReadStore) -> Reads {
        Reads { store: Arc::new(std::sync::Mutex::new(store)) }
    }

    pub async fn ask<T: Send + 'static>(&self, question: impl FnOnce(Reader<'_>) -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
        let store = self.store.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let store = store.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            question(store.reader())
        });
        asked.await.map_err(|_| StoreError::Stopped)?
    }
}
