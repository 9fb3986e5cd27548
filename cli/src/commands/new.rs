//! `crossdock new`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use include_dir::{Dir, include_dir};

use crate::exit::Exit;
use crate::terminal::{Style, Terminal};

static TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/template");

/// Makes a small, complete project whose comments teach
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock new shop\n  cd shop && crossdock test")]
pub struct Args {
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    refuse_if_used(&args.dir)?;
    std::fs::create_dir_all(&args.dir).with_context(|| format!("{} cannot be made", args.dir.display()))?;
    write_dir(&TEMPLATE, &args.dir)?;
    let dir = args.dir.display().to_string();
    terminal.say(&format!("{} {dir}. What to try next:\n", terminal.err_paint(Style::Good, "Made")));
    let quoted = shell_word(&dir);
    for (command, what) in [("crossdock check", "is everything complete?"), ("crossdock test", "does it do what the tests say?"), ("crossdock run", "take orders")] {
        terminal.say(&format!("  cd {quoted} && {:<16}  {}", command, terminal.err_paint(Style::Faint, what)));
    }
    Ok(Exit::Clean)
}

/// As a shell takes it for one word.
fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn refuse_if_used(dir: &Path) -> anyhow::Result<()> {
    match std::fs::read_dir(dir).map(|mut entries| entries.next().is_some()) {
        Ok(true) => bail!("{} is not empty; name a folder that does not exist yet", dir.display()),
        Ok(false) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("{} cannot be used", dir.display())),
    }
}

/// Writes an embedded folder to disk.
pub fn write_dir(dir: &Dir<'_>, to: &Path) -> anyhow::Result<()> {
    for file in dir.files() {
        let path = to.join(file.path());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        std::fs::write(&path, file.contents()).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    dir.dirs().try_for_each(|inner| write_dir(inner, to))
}
