//! Reads along in the runtime's history and shows each order's way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crossdock_runtime::desk::Desk;
use crossdock_runtime::store::Entry;
use tokio::task::JoinHandle;

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
    pub fn start(desk: Desk, names: Names, terminal: Terminal) -> Watch {
        let shared = Arc::new(Shared::default());
        let task = tokio::spawn(follow(desk, names, terminal, shared.clone()));
        Watch { shared, task }
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

async fn follow(mut desk: Desk, names: Names, terminal: Terminal, shared: Arc<Shared>) {
    loop {
        let seen = shared.seen.load(Ordering::Relaxed);
        let Ok(entries) = desk.history_after(seen).await else { return };
        for entry in entries {
            if !shared.quiet.load(Ordering::Relaxed) {
                let name = name_of(&names, &entry.event).await;
                // Whoever closes the terminal ends the demo by that.
                let _ = terminal.out(&line(&entry, &name, &terminal));
            }
            shared.seen.store(entry.id, Ordering::Relaxed);
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
    let time = entry.at.split_once('T').map_or("", |(_, time)| time).trim_end_matches('Z');
    let (style, what) = match entry.what.as_str() {
        "received" => (Style::Strong, "received"),
        "decided" => (Style::Strong, "mapped"),
        "delivered" => (Style::Good, "answered"),
        "retry" => (Style::Warn, "waits"),
        "parked" => (Style::Bad, "parked"),
        other => (Style::Warn, other),
    };
    let time = terminal.paint(Style::Faint, &format!("{time:12}"));
    format!("  {time}  {}  {}  {}\n", terminal.paint(Style::Name, &format!("{name:6}")), terminal.paint(style, &format!("{what:9}")), shortened(&entry.detail))
}

fn shortened(detail: &str) -> String {
    let line = detail.replace('\n', " ");
    let mut short: String = line.chars().take(110).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
