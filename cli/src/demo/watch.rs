//! Reads along in the runtime's history and shows each order's way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crossdock_runtime::desk::Desk;
use crossdock_runtime::store::Entry;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

use super::stand_in::Arrival;
use super::{Names, named, pause};
use crate::terminal::{Style, Terminal};

pub struct Watch {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    /// The last entry that was shown.
    seen: AtomicI64,
    /// Too many to show each: they are only counted.
    quiet: AtomicBool,
}

impl Watch {
    /// Follows the runtime's history, and what arrives at the systems.
    pub fn start(desk: Desk, arrivals: UnboundedReceiver<Arrival>, names: Names, terminal: Terminal) -> Watch {
        let shared = Arc::new(Shared::default());
        let reader = Reader { arrivals, waiting: None, names, terminal, shared: shared.clone() };
        Watch { shared, task: tokio::spawn(reader.follow(desk)) }
    }

    pub fn set_quiet(&self, quiet: bool) {
        self.shared.quiet.store(quiet, Ordering::Relaxed);
    }

    /// Waits until nothing new has been shown for a moment.
    pub async fn caught_up(&self) {
        loop {
            let before = self.shared.seen.load(Ordering::Relaxed);
            pause(200).await;
            if self.shared.seen.load(Ordering::Relaxed) == before {
                return;
            }
        }
    }

    pub async fn stop(self) {
        self.task.abort();
        // An aborted task ends with an error by nature.
        let _ = self.task.await;
    }
}

struct Reader {
    arrivals: UnboundedReceiver<Arrival>,
    /// An arrival whose moment has not come yet.
    waiting: Option<Arrival>,
    names: Names,
    terminal: Terminal,
    shared: Arc<Shared>,
}

impl Reader {
    async fn follow(mut self, mut desk: Desk) {
        loop {
            let seen = self.shared.seen.load(Ordering::Relaxed);
            let Ok(entries) = desk.history_after(seen).await else { return };
            for entry in entries {
                self.tell_arrivals_until(&entry.at);
                let name = name_of(&self.names, &entry.event).await;
                self.tell(&line(&entry, &name, &self.terminal));
                self.shared.seen.store(entry.id, Ordering::Relaxed);
            }
        }
    }

    /// A message arrives before its answer stands in the history.
    fn tell_arrivals_until(&mut self, at: &str) {
        while let Some(arrival) = self.waiting.take().or_else(|| self.arrivals.try_recv().ok()) {
            if arrival.at.as_str() > at {
                self.waiting = Some(arrival);
                return;
            }
            let Arrival { at, system, order } = arrival;
            self.tell(&columns(&at, &format!("#{order}"), Style::Strong, "sent", &format!("to {system}"), &self.terminal));
        }
    }

    fn tell(&self, line: &str) {
        if !self.shared.quiet.load(Ordering::Relaxed) {
            // Whoever closes the terminal ends the demo by that.
            let _ = self.terminal.out(line);
        }
    }
}

/// The receipt, which tells which event an order is, may come a moment after the event's first entry.
async fn name_of(names: &Names, event: &str) -> String {
    for _ in 0..20 {
        if let Some(name) = named(names, event) {
            return name;
        }
        pause(10).await;
    }
    "?".to_owned()
}

/// `  12:00:00.123  #1001  mapped    release_order sends wms.release`
fn line(entry: &Entry, name: &str, terminal: &Terminal) -> String {
    let (style, what) = match entry.what.as_str() {
        "received" => (Style::Strong, "received"),
        "decided" => (Style::Strong, "mapped"),
        "delivered" => (Style::Good, "answered"),
        "retry" => (Style::Warn, "waits"),
        "parked" => (Style::Bad, "parked"),
        other => (Style::Warn, other),
    };
    columns(&entry.at, name, style, what, &shortened(&entry.detail), terminal)
}

fn columns(at: &str, name: &str, style: Style, what: &str, detail: &str, terminal: &Terminal) -> String {
    let time = terminal.paint(Style::Faint, at.split_once('T').map_or("", |(_, time)| time).trim_end_matches('Z'));
    format!("  {time}  {}  {}  {detail}\n", terminal.paint(Style::Name, &format!("{name:6}")), terminal.paint(style, &format!("{what:9}")))
}

fn shortened(detail: &str) -> String {
    let line = detail.replace('\n', " ");
    let mut short: String = line.chars().take(110).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
