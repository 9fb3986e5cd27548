//! Diagnostics on their way to the editor: all of a project, so that a change here shows what it breaks there.

use std::collections::{BTreeMap, HashMap};

use crossdock_compiler::diagnostic::Label;
use crossdock_compiler::{self as compiler, Checked, FileId, Severity};

use crate::cache;
use crate::features::diagnostics;
use crate::position::Lines;
use crate::protocol::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, MessageType, PublishDiagnosticsNotification, PublishDiagnosticsParams, Range,
    ShowMessageNotification, ShowMessageParams, Uri, uri_of,
};
use crate::server::Server;
use crate::workspace::Workspace;

impl Server {
    /// Something is to be checked, or to be told.
    pub(super) fn has_news(&self) -> bool {
        self.workspaces.iter().any(Workspace::is_dirty) || self.documents.values().any(|document| document.published != Some(document.version))
    }

    /// Checks what changed, and tells the editor what is different from what it shows.
    pub(super) fn publish(&mut self) {
        let mut wanted: HashMap<Uri, Vec<Diagnostic>> = HashMap::new();
        for workspace in 0..self.workspaces.len() {
            // A spreadsheet that two tables name is two sources and one file.
            self.diagnostics_of(workspace).into_iter().for_each(|(uri, found)| wanted.entry(uri).or_default().extend(found));
        }
        let gone = self.published.keys().filter(|uri| !wanted.contains_key(uri)).cloned().collect::<Vec<_>>();
        wanted.extend(gone.into_iter().map(|uri| (uri, Vec::new())));
        for uri in self.documents.keys() {
            wanted.entry(uri.clone()).or_default();
        }
        for (uri, diagnostics) in wanted {
            self.publish_file(uri, diagnostics);
        }
        self.complain();
    }

    fn publish_file(&mut self, uri: Uri, diagnostics: Vec<Diagnostic>) {
        let unchanged = self.published.get(&uri).map_or(&[][..], Vec::as_slice) == diagnostics.as_slice();
        let document = self.documents.get_mut(&uri);
        let told = document.as_ref().is_none_or(|document| document.published == Some(document.version));
        if unchanged && told {
            return;
        }
        let version = document.map(|document| {
            document.published = Some(document.version);
            document.version
        });
        if diagnostics.is_empty() {
            self.published.remove(&uri);
        } else {
            self.published.insert(uri.clone(), diagnostics.clone());
        }
        self.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams { uri, version, diagnostics });
    }

    fn complain(&mut self) {
        let complaints: Vec<String> = self.workspaces.iter_mut().flat_map(|workspace| workspace.take_complaints()).collect();
        for message in complaints {
            self.notify::<ShowMessageNotification>(ShowMessageParams { kind: MessageType::Warning, message });
        }
    }

    /// By file, those without any left out.
    fn diagnostics_of(&mut self, workspace: usize) -> Vec<(Uri, Vec<Diagnostic>)> {
        let open = self.open_uris(workspace);
        let Some(project) = self.workspaces.get_mut(workspace) else { return Vec::new() };
        let root = project.root().to_owned();
        let words = Words { checked: project.checked(), files: Files { root: &root, open: &open, cache: self.options.cache.as_deref() }, encoding: self.encoding };
        let mut found: Vec<(Uri, Vec<Diagnostic>)> = words.by_file();
        let placeless = diagnostics::of_no_file(words.checked);
        if !placeless.is_empty() {
            let uri = uri_of(&root.join(crossdock_project::CONFIG_FILE));
            found.push((uri, placeless.into_iter().map(|problem| words.diagnostic(problem, Range::default())).collect()));
        }
        found
    }

    /// The editor's own URIs of the open files of a project, by path.
    pub(super) fn open_uris(&self, workspace: usize) -> BTreeMap<String, Uri> {
        self.documents.iter().filter(|(_, document)| document.workspace == workspace).map(|(uri, document)| (document.path.clone(), uri.clone())).collect()
    }
}

/// Where the files of a project are for the editor.
pub(super) struct Files<'a> {
    pub root: &'a std::path::Path,
    pub open: &'a BTreeMap<String, Uri>,
    pub cache: Option<&'a std::path::Path>,
}

impl Files<'_> {
    /// None for a file of the library that cannot be put anywhere.
    pub fn uri(&self, checked: &Checked, file: FileId) -> Option<Uri> {
        let source = checked.sources.get(file);
        if source.library {
            return cache::place(self.cache?, &format!("library/{}", source.path), &source.text).map(|path| uri_of(&path));
        }
        Some(self.open.get(&source.path).cloned().unwrap_or_else(|| uri_of(&self.root.join(&source.path))))
    }
}

/// Puts the compiler's problems into the protocol's words.
pub(super) struct Words<'a> {
    pub checked: &'a Checked,
    pub files: Files<'a>,
    pub encoding: crate::position::Encoding,
}

impl Words<'_> {
    fn by_file(&self) -> Vec<(Uri, Vec<Diagnostic>)> {
        let mut found = Vec::new();
        for (file, source) in self.checked.sources.iter() {
            let problems = diagnostics::of_file(self.checked, file);
            if problems.is_empty() {
                continue;
            }
            let lines = Lines::new(&source.text, self.encoding);
            // The same mistake is underlined wherever it is made.
            let lines = &lines;
            let places = problems.into_iter().flat_map(|problem| problem.places().map(move |span| (problem, span.map_or(Range::default(), |span| lines.range(span)))));
            if let Some(uri) = self.files.uri(self.checked, file) {
                found.push((uri, places.map(|(problem, range)| self.diagnostic(problem, range)).collect()));
            }
        }
        found
    }

    pub fn diagnostic(&self, problem: &compiler::Diagnostic, range: Range) -> Diagnostic {
        let related: Vec<_> = problem.labels.iter().skip(1).filter_map(|label| self.related(label)).collect();
        Diagnostic {
            range,
            severity: Some(match problem.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
            }),
            code: Some(problem.code.to_owned().into()),
            code_description: self.page(problem.code).map(|href| CodeDescription { href }),
            source: Some("crossdock".to_owned()),
            message: message(problem).into(),
            related_information: (!related.is_empty()).then_some(related),
            ..Default::default()
        }
    }

    fn related(&self, label: &Label) -> Option<DiagnosticRelatedInformation> {
        let range = Lines::new(&self.checked.sources.get(label.file).text, self.encoding).range(label.span);
        let message = if label.text.is_empty() { "see here".to_owned() } else { label.text.clone() };
        Some(DiagnosticRelatedInformation { location: Location { uri: self.files.uri(self.checked, label.file)?, range }, message })
    }

    /// The page of the code as a file that an editor can open.
    fn page(&self, code: &str) -> Option<Uri> {
        let page = compiler::diagnostic::registry::explain(code)?;
        cache::place(self.files.cache?, &format!("errors/{code}.md"), page.page).map(|path| uri_of(&path))
    }
}

/// The sentence, what the label at its place adds, and the help.
fn message(problem: &compiler::Diagnostic) -> String {
    let label = problem.labels.first().map_or("", |label| label.text.as_str());
    let mut message = problem.message.clone();
    if !label.is_empty() && !message.contains(label) {
        message.push_str(&format!("\n{label}"));
    }
    if let Some(help) = &problem.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    message
}
