//! Generations: a project's flows and configuration as one thing that is swapped whole.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use crossdock_compiler::diagnostic::render::{self, Human};
use crossdock_engine::{Flows, Inlet, Program};
use crossdock_project::Project;
use serde::{Deserialize, Serialize};

use crate::config::{Config, ConfigError};

/// What the runtime works by. Whoever began with one ends with it.
pub struct Generation {
    /// The first twelve hex digits of the project's content hash.
    pub id: String,
    /// When it became the live one, RFC 3339.
    pub since: String,
    pub flows: Arc<dyn Flows>,
    pub inlets: Vec<Inlet>,
    pub config: Config,
}

/// Why a project cannot become a generation.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(transparent)]
    Project(#[from] crossdock_project::Error),
    #[error("the project does not compile:\n\n{diagnostics}")]
    Compile { diagnostics: String },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("`crossdock test` runs this project, but production cannot yet:{0}")]
    Later(String),
    #[error("there is no .flow file in {0}; `crossdock new DIR` makes a project to start from")]
    Empty(String),
}

impl Generation {
    /// Reads, checks and compiles the folder. `listen` is where events come in, if not where the configuration says.
    pub fn load(root: &Path, listen: Option<SocketAddr>) -> Result<Generation, LoadError> {
        let project = Project::open(root)?;
        if project.paths().is_empty() {
            return Err(LoadError::Empty(root.display().to_string()));
        }
        let checked = crossdock_compiler::check(&project);
        if checked.has_errors() {
            let errors: Vec<_> = checked.problems.iter().filter(|problem| problem.is_error()).cloned().collect();
            return Err(LoadError::Compile { diagnostics: render::human(&checked.sources, &errors, Human::default()) });
        }
        let program = Program::new(&checked);
        refuse_later(&program)?;
        let config = Config::read(project.root())?;
        let id = project.content_hash().chars().take(12).collect();
        config.fits(&program, listen.unwrap_or(config.runtime.listen))?;
        Ok(Generation { id, since: jiff::Timestamp::now().to_string(), inlets: program.inlets(), flows: Arc::new(program), config })
    }

    /// Whether both say the same, the secrets too.
    pub fn is_as(&self, other: &Generation) -> bool {
        self.id == other.id && self.config == other.config
    }
}

/// What production would pass over is refused, each place by its name.
fn refuse_later(program: &Program) -> Result<(), LoadError> {
    let places: Vec<String> = program.later().map(|later| format!("\n  {}: {}", later.source, later.what)).collect();
    if places.is_empty() { Ok(()) } else { Err(LoadError::Later(places.concat())) }
}

/// The live generation, and what became of the last attempt to replace it.
pub struct Generations {
    live: ArcSwap<Generation>,
    rejected: Mutex<Option<Rejected>>,
}

/// A change that did not become a generation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rejected {
    pub at: String,
    pub reason: String,
}

impl Generations {
    pub fn new(first: Generation) -> Generations {
        Generations { live: ArcSwap::from_pointee(first), rejected: Mutex::new(None) }
    }

    pub fn live(&self) -> Arc<Generation> {
        self.live.load_full()
    }

    /// The new one activates whole; work that began with the old one keeps it.
    pub fn activate(&self, generation: Generation) {
        self.live.store(Arc::new(generation));
        self.set_rejected(None);
    }

    pub fn reject(&self, reason: &LoadError) {
        self.set_rejected(Some(Rejected { at: jiff::Timestamp::now().to_string(), reason: reason.to_string() }));
    }

    /// The files are again those of the live generation.
    pub fn restored(&self) {
        self.set_rejected(None);
    }

    pub fn rejected(&self) -> Option<Rejected> {
        self.rejected.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_rejected(&self, rejected: Option<Rejected>) {
        *self.rejected.lock().unwrap_or_else(PoisonError::into_inner) = rejected;
    }
}
