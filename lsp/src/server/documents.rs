//! The files that are open in the editor, and which project each belongs to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::position::Lines;
use crate::protocol::{TextDocumentContentChangeEvent, Uri, path_of};
use crate::server::Server;
use crate::workspace::Workspace;

/// An open file.
pub(super) struct Document {
    /// Index into the server's workspaces.
    pub workspace: usize,
    /// Within the workspace.
    pub path: String,
    pub version: i32,
    /// The version whose problems the editor was told last.
    pub published: Option<i32>,
    pub text: Arc<str>,
}

impl Server {
    /// Takes the file into its project, which is opened if need be. Only `.flow` files are taken, and spreadsheets of a project.
    pub(super) fn open(&mut self, uri: &Uri, version: i32, text: String, is_flow: bool) {
        let Some((workspace, path)) = self.place(uri, is_flow) else { return };
        let text: Arc<str> = text.into();
        if let Some(project) = self.workspaces.get_mut(workspace) {
            project.overlay(&path, Some(text.clone()));
        }
        self.documents.insert(uri.clone(), Document { workspace, path, version, published: None, text });
    }

    /// Applies the editor's changes, each to what the one before left.
    pub(super) fn change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        let mut text = document.text.to_string();
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let span = Lines::new(&text, self.encoding).span(part.range);
                    text.replace_range(span.range(), &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => text = whole.text,
            }
        }
        document.text = text.into();
        document.version = version;
        let (path, text) = (document.path.clone(), document.text.clone());
        if let Some(project) = self.workspaces.get_mut(document.workspace) {
            project.overlay(&path, Some(text));
        }
    }

    /// The file on disk counts again.
    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(document) = self.documents.remove(uri) else { return };
        if let Some(project) = self.workspaces.get_mut(document.workspace) {
            project.overlay(&document.path, None);
        }
        self.reload(document.workspace);
    }

    /// Reads a project again from disk, with the open files on top.
    pub(super) fn reload(&mut self, workspace: usize) {
        let open = self.documents.values().filter(|document| document.workspace == workspace);
        let buffers: Vec<_> = open.map(|document| (document.path.clone(), document.text.clone())).collect();
        if let Some(project) = self.workspaces.get_mut(workspace) {
            project.reload_with(buffers.into_iter());
        }
    }

    /// The project that a file belongs to, and its path there.
    fn place(&mut self, uri: &Uri, is_flow: bool) -> Option<(usize, String)> {
        let Some(file) = path_of(uri) else {
            // Not saved anywhere yet: a project of its own.
            return is_flow.then(|| (self.workspace(Path::new(&uri.0), true), "untitled.flow".to_owned()));
        };
        let ending = file.extension().and_then(|ending| ending.to_str())?;
        let is_spreadsheet = ending.eq_ignore_ascii_case("csv");
        if ending != "flow" && !is_spreadsheet {
            return None;
        }
        let file = canonical(&file);
        let folder = file.parent()?;
        let opened = self.folders.iter().filter(|opened| folder.starts_with(opened)).max_by_key(|opened| opened.as_os_str().len());
        let root = crossdock_project::marked_root(folder).or_else(|| opened.cloned());
        if is_spreadsheet && root.is_none() {
            return None;
        }
        let workspace = self.workspace(root.as_deref().unwrap_or(folder), root.is_none());
        let path = self.workspaces.get(workspace)?.project().relative(&file)?;
        Some((workspace, path))
    }

    fn workspace(&mut self, root: &Path, buffers_only: bool) -> usize {
        self.workspaces.iter().position(|workspace| workspace.root() == root).unwrap_or_else(|| {
            self.workspaces.push(if buffers_only { Workspace::of_buffers(root) } else { Workspace::of_folder(root) });
            self.workspaces.len() - 1
        })
    }
}

/// Links resolved as far as the file exists; editors open files that were never saved.
fn canonical(file: &Path) -> PathBuf {
    let parent = file.parent().and_then(|parent| parent.canonicalize().ok());
    match (parent, file.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => file.to_owned(),
    }
}
