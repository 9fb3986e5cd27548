//! `crossdock run`

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use crossdock_runtime::{Options, Runtime};

use crate::exit::Exit;
use crate::log::{self, LogFormat};
use crate::stops::Stops;
use crate::terminal::{Style, Terminal};

/// Runs a project: takes events, delivers messages, reloads changed files; loses nothing
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  crossdock run examples/web-shop
  crossdock run --listen 127.0.0.1:9000 --log json

Ctrl-C and SIGTERM let what is in flight come to its answer and stop; a second one stops at once. Nothing is lost either way.
Where it listens, where the store is and how systems are reached stands in crossdock.toml. RUST_LOG chooses what is logged.")]
pub struct Args {
    /// The project's folder, or one within it
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// Listen here, whatever crossdock.toml says
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// How the log looks
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    log: LogFormat,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    log::start(args.log, terminal);
    let tokio = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime cannot be started")?;
    tokio.block_on(serve(args, terminal))?;
    // Whatever still blocks a thread must not hold the process.
    tokio.shutdown_background();
    Ok(Exit::Clean)
}

async fn serve(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    let mut asked_to_stop = Stops::listen()?;
    let runtime = Runtime::start(Options { root: args.dir.clone(), listen: args.listen }).await?;
    greet(&runtime, terminal);
    asked_to_stop.next().await;
    terminal.say("stopping when what is in flight has its answer; once more to stop at once");
    tokio::select! {
        () = runtime.stop() => terminal.say("stopped"),
        () = asked_to_stop.next() => terminal.say("stopped at once; what was in flight is repeated at the next start"),
    }
    Ok(())
}

fn greet(runtime: &Runtime, terminal: &Terminal) {
    let generation = runtime.generation();
    let base = format!("http://{}", runtime.address());
    terminal.say(&format!("{} generation {}, listening on {base}", terminal.err_paint(Style::Good, "running"), terminal.err_paint(Style::Name, &generation.id)));
    for inlet in &generation.inlets {
        terminal.say(&format!("  {} {base}/in/{}{}  {}", inlet.method, inlet.system, inlet.path, terminal.err_paint(Style::Faint, &format!("{}.{}", inlet.system, inlet.event))));
    }
    if runtime.resumed() > 0 {
        terminal.say(&format!("  {} left open by an earlier run", crate::project::plural(runtime.resumed(), "event")));
    }
}
