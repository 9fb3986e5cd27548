//! `crossdock apply`

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use crossdock_engine::{Failure, MapUnit, Program, Worker};
use crossdock_project::in_words;

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;

/// Largest document, in bytes; with `--lines`, longest line.
const DOCUMENT_BYTES_MAX: u64 = 64 << 20;

const STDOUT: &str = "stdout cannot be written";

/// Runs one map on files or stdin, the results to stdout
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock apply release.to_release samples/order-1001.json\n  crossdock apply to_release --lines --project shop < orders.jsonl > releases.jsonl\n\nWhat does not fit its type is told on stderr, one line each, with exit code 1; the other documents still come."
)]
pub struct Args {
    /// The map, with or without its module: release.to_release
    #[arg(value_name = "MAP")]
    map: String,
    /// One document each; without any, or as `-`, stdin
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Every line is a document; empty lines are passed over
    #[arg(long)]
    lines: bool,
    /// The project's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some((_, checked)) = project::open_sound(&args.project, terminal)? else { return Ok(Exit::CannotRun) };
    let program = Program::new(&checked);
    let unit = program.map(&args.map)?;
    let mut apply = Apply { unit, terminal, worker: Worker::default(), line: Vec::new(), out: BufWriter::new(io::stdout().lock()), failed: false, unread: false };
    let stdin = [PathBuf::from("-")];
    for file in if args.files.is_empty() { &stdin[..] } else { &args.files } {
        apply.input(file, args.lines)?;
    }
    apply.out.flush().context(STDOUT)?;
    Ok(if apply.unread { Exit::CannotRun } else { Exit::problems(apply.failed) })
}

/// One map at work: buffers are used again from document to document.
struct Apply<'a> {
    unit: &'a MapUnit,
    terminal: &'a Terminal,
    worker: Worker,
    /// The result of one document.
    line: Vec<u8>,
    out: BufWriter<io::StdoutLock<'static>>,
    failed: bool,
    /// There was an input that could not be read.
    unread: bool,
}

impl Apply<'_> {
    fn input(&mut self, file: &Path, lines: bool) -> anyhow::Result<()> {
        if file == Path::new("-") {
            return self.reader(BufReader::new(io::stdin().lock()), "stdin", lines);
        }
        let name = file.display().to_string();
        match File::open(file) {
            Ok(handle) => self.reader(BufReader::with_capacity(1 << 16, handle), &name, lines)?,
            Err(error) => self.unreadable(&name, &error),
        }
        Ok(())
    }

    fn reader<R: Read>(&mut self, mut reader: BufReader<R>, name: &str, lines: bool) -> anyhow::Result<()> {
        if lines { self.each_line(reader, name) } else { self.whole(&mut reader, name) }
    }

    fn whole(&mut self, reader: &mut impl Read, name: &str) -> anyhow::Result<()> {
        let mut payload = Vec::new();
        if let Err(error) = reader.take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut payload) {
            self.unreadable(name, &error);
            return Ok(());
        }
        if payload.len() as u64 > DOCUMENT_BYTES_MAX {
            self.too_long(name);
            return Ok(());
        }
        self.document(&payload, name)
    }

    /// Memory is bounded by the longest line.
    fn each_line<R: Read>(&mut self, mut reader: BufReader<R>, name: &str) -> anyhow::Result<()> {
        let mut payload = Vec::new();
        for number in 1.. {
            payload.clear();
            let read = match (&mut reader).take(DOCUMENT_BYTES_MAX).read_until(b'\n', &mut payload) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) => {
                    self.unreadable(name, &error);
                    break;
                }
            };
            let place = format!("{name}:{number}");
            if read as u64 == DOCUMENT_BYTES_MAX && payload.last() != Some(&b'\n') {
                self.too_long(&place);
                skip_line(&mut reader)?;
            } else if !payload.trim_ascii().is_empty() {
                self.document(payload.trim_ascii(), &place)?;
            }
            // Whoever feeds us line by line wants the answers so, too.
            if reader.buffer().is_empty() {
                self.out.flush().context(STDOUT)?;
            }
        }
        Ok(())
    }

    fn document(&mut self, payload: &[u8], place: &str) -> anyhow::Result<()> {
        self.line.clear();
        match self.unit.apply(payload, &mut self.worker, &mut self.line) {
            Ok(()) => {
                self.line.push(b'\n');
                self.out.write_all(&self.line).context(STDOUT)?;
            }
            Err(failures) => self.failures(place, &failures),
        }
        Ok(())
    }

    fn failures(&mut self, place: &str, failures: &[Failure]) {
        self.failed = true;
        for failure in failures {
            self.terminal.say(&format!("{place}: {}", one_line(&failure.to_string())));
        }
    }

    /// The other inputs still get their turn.
    fn unreadable(&mut self, name: &str, error: &io::Error) {
        self.unread = true;
        self.terminal.error(&format!("{name} cannot be read: {}", in_words(error)));
    }

    fn too_long(&mut self, place: &str) {
        self.failed = true;
        self.terminal.say(&format!("{place}: this document is longer than {} MB and was passed over", DOCUMENT_BYTES_MAX >> 20));
    }
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if ended {
            return Ok(());
        }
    }
}

/// Scripts read one failure a line.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
