//! `crossdock demo`

use anyhow::Context as _;

use crate::demo;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Shows it at work: a shop, a warehouse and an ERP on this machine, for half a minute
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock demo\n  crossdock demo --keep        and then goes on running, for you to play with\n\nEverything is in a temporary folder and on loopback, and is gone afterwards."
)]
pub struct Args {
    /// Goes on running at the end, until Ctrl-C
    #[arg(long)]
    keep: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let tokio = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime cannot be started")?;
    tokio.block_on(demo::run(args.keep, terminal))?;
    Ok(Exit::Clean)
}
