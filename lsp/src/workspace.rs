//! One project as the editor sees it: the folder on disk, the unsaved buffers on top, and the last check.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossdock_compiler::{Checked, FileId};
use crossdock_project::Project;

pub(crate) struct Workspace {
    root: PathBuf,
    /// Only what is open in the editor: a lone file, whose folder may hold anything.
    buffers_only: bool,
    project: Project,
    /// None: something changed since.
    checked: Option<Checked>,
    /// What the user should hear once, outside of any file.
    complaints: Vec<String>,
}

impl Workspace {
    /// The project in the folder, as far as it can be read.
    pub fn of_folder(root: &Path) -> Workspace {
        let mut workspace = Workspace::of_buffers(root);
        workspace.buffers_only = false;
        workspace.reload();
        workspace
    }

    pub fn of_buffers(root: &Path) -> Workspace {
        Workspace { root: root.to_owned(), buffers_only: true, project: Project::of_buffers(root), checked: None, complaints: Vec::new() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Reads the folder again; `buffers` are the paths and texts that are open.
    pub fn reload_with(&mut self, buffers: impl Iterator<Item = (String, Arc<str>)>) {
        if !self.buffers_only {
            self.reload();
        }
        for (path, text) in buffers {
            self.project.overlay(&path, Some(text));
        }
    }

    fn reload(&mut self) {
        self.checked = None;
        match Project::open_as_far_as_possible(&self.root) {
            Ok((project, problems)) => {
                self.project = project;
                self.complaints.extend(problems.iter().map(ToString::to_string));
            }
            Err(problem) => {
                self.project = Project::of_buffers(&self.root);
                self.complaints.push(problem.to_string());
            }
        }
    }

    /// Puts a buffer over the file, or takes it away.
    pub fn overlay(&mut self, path: &str, text: Option<Arc<str>>) {
        self.project.overlay(path, text);
        self.checked = None;
    }

    pub fn is_dirty(&self) -> bool {
        self.checked.is_none()
    }

    /// The check of what stands now.
    pub fn checked(&mut self) -> &Checked {
        let checked = match self.checked.take() {
            Some(checked) => checked,
            None => self.check(),
        };
        self.checked.insert(checked)
    }

    /// The check with the file's id in it.
    pub fn checked_file(&mut self, path: &str) -> Option<(&Checked, FileId)> {
        let checked = self.checked();
        let file = checked.sources.iter().find(|(_, source)| !source.library && source.path == path).map(|(id, _)| id)?;
        Some((checked, file))
    }

    /// What was not told yet.
    pub fn take_complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }

    /// A bug in the checker must not take the editor's server with it: then there are no answers until the next edit.
    fn check(&mut self) -> Checked {
        let project = &self.project;
        catch_unwind(AssertUnwindSafe(|| crossdock_compiler::check(project))).unwrap_or_else(|_| {
            self.complaints.push("The check of this project failed inside crossdock, which is a bug. Please report it with the file you just edited.".to_owned());
            Checked::default()
        })
    }
}
