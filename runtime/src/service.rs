//! The runtime as one thing: started, and stopped without losing anything.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crossdock_project::in_words;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::api::{self, Api};
use crate::generation::{Generation, Generations, LoadError, Rejected};
use crate::intake::Intake;
use crate::process::Process;
use crate::reload::{Reload, Watch};
use crate::store::{ReadStore, Store, StoreError};
use crate::writer::{Reads, Writer};

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// In place of the address in `crossdock.toml`; port 0 takes a free one.
    pub listen: Option<SocketAddr>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{address} cannot be listened on: {why}. Choose another address with `listen` under [runtime] in crossdock.toml, or with --listen")]
    Listen { address: SocketAddr, why: String },
    #[error("the folder cannot be watched for changes: {0}")]
    Watch(#[from] notify::Error),
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    #[error("a thread cannot be started: {0}")]
    Thread(std::io::Error),
}

/// A runtime that is running. Dropping it stops it at once, as a crash would: nothing is lost, what was in flight is repeated.
pub struct Runtime {
    address: SocketAddr,
    generations: Arc<Generations>,
    resumed: usize,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    all_gone: mpsc::Receiver<()>,
    writer: thread::JoinHandle<()>,
    _reload: Reload,
}

impl Runtime {
    /// Opens the store, takes up what is open in it, and listens.
    pub async fn start(options: Options) -> Result<Runtime, StartError> {
        let root = crossdock_project::find_root(&options.root).map_err(LoadError::from)?;
        let watch = Watch::start(&root)?;
        let folder = root.clone();
        let first = tokio::task::spawn_blocking(move || Generation::load(&folder, options.listen)).await.map_err(std::io::Error::other).map_err(StartError::Thread)??;
        let config = first.config.runtime.clone();
        // The store before the address: a second runtime of this project shall hear that it is the second.
        let path = root.join(&config.store);
        let mut store = Store::open(&path)?;
        store.must_be_writable(&path)?;
        let wanted = options.listen.unwrap_or(config.listen);
        let not_there = |error| StartError::Listen { address: wanted, why: in_words(&error) };
        let listener = TcpListener::bind(wanted).await.map_err(not_there)?;
        let address = listener.local_addr().map_err(not_there)?;
        store.announce(&reachable(address).to_string())?;
        let (for_work, for_people) = (Reads::new(ReadStore::open(&path)?), Reads::new(ReadStore::open(&path)?));
        let (writer, notices, thread) = Writer::start(store).map_err(StartError::Thread)?;
        let generations = Arc::new(Generations::new(first));
        let (stop, stopped) = watch::channel(false);
        let (process, all_gone) = Process::new(writer.clone(), for_work, generations.clone(), config.concurrency.get(), stopped.clone())?;
        let resumed = process.resume().await?;
        tokio::spawn(process.clone().follow(notices));
        let api = Api { process: process.clone(), writer: writer.clone(), reads: for_people, generations: generations.clone() };
        let intake = Intake { writer, generations: generations.clone(), process };
        let server = tokio::spawn(serve(listener, api::router(api, intake, config.payload_limit.get()), stopped));
        let reload = watch.reload(&root, address, generations.clone());
        Ok(Runtime { address, generations, resumed, stop, server, all_gone, writer: thread, _reload: reload })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The live generation.
    pub fn generation(&self) -> Arc<Generation> {
        self.generations.live()
    }

    /// The last change, if it was not taken.
    pub fn rejected(&self) -> Option<Rejected> {
        self.generations.rejected()
    }

    /// Events that an earlier life of the process left unfinished; parked ones do not count.
    pub fn resumed(&self) -> usize {
        self.resumed
    }

    /// Takes nothing new, lets what is in flight come to its answer, and closes the store.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // A server that panicked is as stopped as one that ended.
        let _ = (&mut self.server).await;
        // Every task holds a sender; none is ever used.
        while self.all_gone.recv().await.is_some() {}
        let _ = tokio::task::spawn_blocking(move || self.writer.join()).await;
    }
}

async fn serve(listener: TcpListener, router: axum::Router, mut stopped: watch::Receiver<bool>) {
    let until = async move {
        // An error means that the runtime itself is gone.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
        tracing::error!("the listener ended: {error}");
    }
}

/// The address under which this machine reaches itself.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::from(([127, 0, 0, 1], address.port())),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], address.port())),
        _ => address,
    }
}
