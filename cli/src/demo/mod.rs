//! `crossdock demo`: the example project, a shop, a warehouse and an ERP in one process, and a story told with them.

mod folder;
mod shop;
mod stand_in;
mod story;
mod watch;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use crossdock_runtime::desk::Desk;
use crossdock_runtime::store::Audit;
use crossdock_runtime::{Options, Runtime};

use crate::stops::Stops;
use crate::terminal::{Style, Terminal};
use folder::Folder;
use shop::Shop;
use stand_in::StandIn;
use watch::Watch;

/// The longest that a chapter may wait for something; the story as a whole takes half a minute.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which order an event is, for those who read along.
type Names = Arc<Mutex<HashMap<String, String>>>;

/// Everything that plays a part.
struct Demo<'t> {
    terminal: &'t Terminal,
    folder: Folder,
    runtime: Runtime,
    desk: Desk,
    shop: Shop,
    wms: StandIn,
    erp: StandIn,
    watch: Watch,
}

/// Tells the story; with `keep` everything goes on running until Ctrl-C.
pub async fn run(keep: bool, terminal: &Terminal) -> anyhow::Result<()> {
    let mut asked_to_stop = Stops::listen()?;
    let mut demo = Demo::start(terminal).await?;
    let told = tokio::select! {
        told = demo.play(keep) => told,
        () = asked_to_stop.next() => Ok(()),
    };
    // Whatever came: nothing of it stays behind on this machine.
    demo.stop().await;
    told
}

impl<'t> Demo<'t> {
    async fn start(terminal: &'t Terminal) -> anyhow::Result<Demo<'t>> {
        let (arrived, arrivals) = tokio::sync::mpsc::unbounded_channel();
        let (wms, erp) = (StandIn::start("the warehouse", arrived.clone()).await?, StandIn::start("the ERP", arrived).await?);
        let folder = Folder::new(&wms.url(), &erp.url())?;
        let listen = Some(([127, 0, 0, 1], 0).into());
        let runtime = Runtime::start(Options { root: folder.path().to_owned(), listen }).await?;
        let names = Names::default();
        let shop = Shop::new(runtime.address(), names.clone())?;
        let watch = Watch::start(Desk::open(folder.path())?, arrivals, names, *terminal);
        let desk = Desk::open(folder.path())?;
        Ok(Demo { terminal, folder, runtime, desk, shop, wms, erp, watch })
    }

    async fn play(&mut self, keep: bool) -> anyhow::Result<()> {
        self.tell().await?;
        if !keep {
            return self.farewell();
        }
        self.invitation()?;
        std::future::pending().await
    }

    async fn stop(self) {
        self.watch.stop().await;
        self.runtime.stop().await;
    }

    /// The title of a chapter.
    fn chapter(&self, title: &str) -> anyhow::Result<()> {
        Ok(self.terminal.out(&format!("\n{}\n", self.terminal.paint(Style::Strong, title)))?)
    }

    fn say(&self, text: &str) -> anyhow::Result<()> {
        Ok(self.terminal.out(&format!("  {}\n", self.terminal.paint(Style::Faint, text)))?)
    }

    fn show(&self, text: &str) -> anyhow::Result<()> {
        Ok(self.terminal.out(&format!("  {text}\n"))?)
    }

    /// Waits until no event is under way, and until the reader has seen it.
    async fn settled(&mut self) -> anyhow::Result<Audit> {
        let started = Instant::now();
        loop {
            let audit = self.desk.audit().await?;
            if audit.pending == 0 {
                self.watch.caught_up().await;
                return Ok(audit);
            }
            if started.elapsed() > PATIENCE {
                bail!("{} events are still under way after {} seconds; please report this", audit.pending, PATIENCE.as_secs());
            }
            pause(100).await;
        }
    }

    /// Waits until the runtime has noticed a change of its files.
    async fn noticed(&self, holds: impl Fn(&Runtime) -> bool) -> anyhow::Result<()> {
        let started = Instant::now();
        while !holds(&self.runtime) {
            if started.elapsed() > PATIENCE {
                bail!("the change in {} was not noticed; please report this", self.folder.path().display());
            }
            pause(50).await;
        }
        Ok(())
    }
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

fn named(names: &Names, event: &str) -> Option<String> {
    names.lock().unwrap_or_else(PoisonError::into_inner).get(event).cloned()
}
