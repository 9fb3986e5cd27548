//! `crossdock import`

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use crossdock_import::Imported;

use crate::exit::Exit;
use crate::terminal::Terminal;

/// Largest document, in bytes.
const DOCUMENT_BYTES_MAX: u64 = 64 << 20;

/// Writes records, enums and a contract from a partner's schema or sample documents
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock import openapi shipengine.yaml --only labels --out shipengine.flow\n  crossdock import json-schema order.schema.json\n  crossdock import sample orders/*.json --name Order --out shop.flow\n\nWhat a document says and the language cannot becomes `json`, with a comment that says why."
)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A JSON Schema, as JSON or YAML
    #[command(after_help = "Example:\n  crossdock import json-schema order.schema.json --out partners/erp.flow")]
    JsonSchema {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        output: Output,
    },
    /// An OpenAPI 3 or Swagger 2 document, as JSON or YAML: its schemas, and its operations as a contract
    #[command(after_help = "Example:\n  crossdock import openapi shipengine.yaml --only labels --only Address --out shipengine.flow")]
    Openapi {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        output: Output,
    },
    /// Sample documents of one kind, as JSON, JSON Lines, or lists: the types are what all of them have in common
    #[command(after_help = "Example:\n  crossdock import sample orders/*.json --name Order --out shop.flow")]
    Sample {
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// What a document is called; without it, as the first file
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, clap::Args)]
struct Choice {
    /// Only the operations with this tag, or the schema of this name, and what they need; may be repeated
    #[arg(long, value_name = "TAG|SCHEMA")]
    only: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct Output {
    /// Where to write; without it, stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite the file if it is there
    #[arg(long, requires = "out")]
    force: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (text, output) = match &args.what {
        What::JsonSchema { file, choice, output } => (told(file, crossdock_import::json_schema(&read(file)?, &stem(file), &choice.only)), output),
        What::Openapi { file, choice, output } => (told(file, crossdock_import::openapi(&read(file)?, &choice.only)), output),
        What::Sample { files, name, output } => (samples(files, name.as_deref())?, output),
    };
    match text {
        Ok(imported) => write(&imported, output, terminal).map(|()| Exit::Clean),
        Err(error) => {
            terminal.error(&error);
            Ok(Exit::Problems)
        }
    }
}

/// An error with the file that it is about.
fn told<T>(file: &Path, result: Result<T, crossdock_import::Error>) -> Result<T, String> {
    result.map_err(|error| format!("{}: {error}", file.display()))
}

fn samples(files: &[PathBuf], name: Option<&str>) -> anyhow::Result<Result<Imported, String>> {
    let Some(first) = files.first() else { anyhow::bail!("no document was given") };
    let mut inputs = Vec::with_capacity(files.len());
    for file in files {
        let bytes = read(file)?;
        if let Err(error) = told(file, crossdock_import::check_sample(&bytes)) {
            return Ok(Err(error));
        }
        inputs.push(bytes);
    }
    let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
    let name = name.map_or_else(|| stem(first), str::to_owned);
    Ok(told(first, crossdock_import::samples(&inputs, &name)))
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = file.display();
    let mut bytes = Vec::new();
    let handle = std::fs::File::open(file).with_context(|| format!("{shown} cannot be read"))?;
    handle.take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes).with_context(|| format!("{shown} cannot be read"))?;
    anyhow::ensure!(bytes.len() as u64 <= DOCUMENT_BYTES_MAX, "{shown} is larger than {} MB", DOCUMENT_BYTES_MAX >> 20);
    Ok(bytes)
}

fn write(imported: &Imported, output: &Output, terminal: &Terminal) -> anyhow::Result<()> {
    let (text, counts) = (&imported.text, &imported.counts);
    let Some(out) = &output.out else {
        terminal.out(text)?;
        terminal.say(&counts.to_string());
        return Ok(());
    };
    let shown = out.display();
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    let options = if output.force { options.create(true).truncate(true) } else { options.create_new(true) };
    let mut file =
        options.open(out).with_context(|| format!("{shown} cannot be written{}", if out.exists() && !output.force { " over: say --force if it may be replaced" } else { "" }))?;
    file.write_all(text.as_bytes()).with_context(|| format!("{shown} cannot be written"))?;
    terminal.say(&format!("{shown}: {counts}"));
    Ok(())
}

/// `order` of `samples/order-01.json`.
fn stem(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.strip_suffix(".schema").unwrap_or(&stem);
    let plain = stem.trim_end_matches(|character: char| character.is_ascii_digit() || "-_. ".contains(character));
    if plain.is_empty() { "document".to_owned() } else { plain.to_owned() }
}
