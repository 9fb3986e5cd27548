//! What the editor tells without waiting for an answer.

use serde_json::Value;

use crate::protocol::{
    DidChangeTextDocumentNotification, DidChangeTextDocumentParams, DidChangeWatchedFilesNotification, DidChangeWatchedFilesParams, DidCloseTextDocumentNotification,
    DidCloseTextDocumentParams, DidOpenTextDocumentNotification, DidOpenTextDocumentParams, DidSaveTextDocumentNotification, DidSaveTextDocumentParams, Notification, Registration,
    RegistrationParams, RegistrationRequest, path_of,
};
use crate::server::{Server, start};

impl Server {
    pub(super) fn notified(&mut self, notification: lsp_server::Notification) {
        let (method, params) = (notification.method.as_str(), notification.params);
        match method {
            "initialized" => self.watch(),
            _ if method == DidOpenTextDocumentNotification::METHOD.as_str() => self.with::<DidOpenTextDocumentNotification>(params, Server::opened),
            _ if method == DidChangeTextDocumentNotification::METHOD.as_str() => self.with::<DidChangeTextDocumentNotification>(params, Server::changed),
            _ if method == DidSaveTextDocumentNotification::METHOD.as_str() => self.with::<DidSaveTextDocumentNotification>(params, Server::saved),
            _ if method == DidCloseTextDocumentNotification::METHOD.as_str() => self.with::<DidCloseTextDocumentNotification>(params, Server::closed),
            _ if method == DidChangeWatchedFilesNotification::METHOD.as_str() => self.with::<DidChangeWatchedFilesNotification>(params, Server::changed_on_disk),
            #[cfg(test)]
            "$/test/panic" => panic!("as the test wishes"),
            // Others are no concern of ours; the protocol says to pass over them.
            _ => {}
        }
    }

    /// Parameters that cannot be read are passed over: there is nobody to answer.
    fn with<N: Notification>(&mut self, params: Value, handler: fn(&mut Server, N::Params)) {
        if let Ok(params) = serde_json::from_value(params) {
            handler(self, params);
        }
    }

    fn watch(&mut self) {
        if self.watches {
            let method = DidChangeWatchedFilesNotification::METHOD.as_str().to_owned();
            let registration = Registration { id: "crossdock-files".to_owned(), method, register_options: Some(start::watched()) };
            self.request::<RegistrationRequest>(RegistrationParams { registrations: vec![registration] });
        }
        self.publish();
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let is_flow = serde_json::to_value(&item.language_id).is_ok_and(|language| language == "flow");
        self.open(&item.uri, item.version, item.text, is_flow);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.change(&document.text_document_identifier.uri, document.version, params.content_changes);
    }

    /// An editor that does not watch the disk may have been used beside other tools: its saves are the moments to look again.
    fn saved(&mut self, params: DidSaveTextDocumentParams) {
        if let Some(document) = self.documents.get(&params.text_document.uri).filter(|_| !self.watches) {
            self.reload(document.workspace);
        }
    }

    fn closed(&mut self, params: DidCloseTextDocumentParams) {
        self.close(&params.text_document.uri);
    }

    fn changed_on_disk(&mut self, params: DidChangeWatchedFilesParams) {
        let files: Vec<_> = params.changes.iter().filter_map(|change| path_of(&change.uri)).collect();
        let touched = |root: &std::path::Path| files.iter().any(|file| file.starts_with(root) || file.canonicalize().is_ok_and(|file| file.starts_with(root)));
        let stale: Vec<usize> = self.workspaces.iter().enumerate().filter(|(_, workspace)| touched(workspace.root())).map(|(index, _)| index).collect();
        for workspace in stale {
            self.reload(workspace);
        }
    }
}
