//! The first exchange: what the editor can do, what we can do.

use std::collections::HashMap;

use lsp_server::{Connection, Response};
use serde_json::Value;

use crate::position::Encoding;
use crate::protocol::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, DefinitionProvider, DocumentFormattingProvider, DocumentSymbolProvider, HoverProvider, InitializeParams,
    InitializeResult, PositionEncodingKind, Save, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
    WorkspaceFolders, path_of,
};
use crate::server::Server;
use crate::workspace::Workspace;
use crate::{Error, Options};

/// Waits for `initialize`, answers it, and opens the projects of the editor's folders.
pub(super) fn start(connection: Connection, options: Options) -> Result<Server, Error> {
    let (id, params) = connection.initialize_start().map_err(|error| if error.channel_is_disconnected() { Error::Nobody } else { error.into() })?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let encoding = encoding(&params);
    let result = InitializeResult {
        capabilities: capabilities(encoding),
        server_info: Some(ServerInfo { name: "crossdock".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
    };
    // An editor that is gone already is noticed by the loop.
    let _ = connection.sender.send(Response::new_ok(id, serde_json::to_value(result)?).into());
    let mut server = Server {
        connection,
        options,
        encoding,
        folders: folders(&params).iter().filter_map(path_of).filter_map(|path| path.canonicalize().ok()).collect(),
        workspaces: Vec::new(),
        documents: HashMap::new(),
        published: HashMap::new(),
        watches: can_watch(&params),
        requests_sent: 0,
        shut_down: false,
    };
    server.open_folders();
    Ok(server)
}

impl Server {
    /// Projects that are open as folders are checked before any of their files is opened.
    fn open_folders(&mut self) {
        let mut roots: Vec<_> = self.folders.iter().filter_map(|folder| crossdock_project::marked_root(folder)).collect();
        roots.dedup();
        self.workspaces = roots.iter().map(|root| Workspace::of_folder(root)).collect();
    }
}

/// UTF-8 if the editor offers it, since that is what we count in; else UTF-16, which every editor knows.
fn encoding(params: &InitializeParams) -> Encoding {
    let offered = params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 }
}

fn can_watch(params: &InitializeParams) -> bool {
    let watched = params.capabilities.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files.as_ref());
    watched.is_some_and(|watched| watched.dynamic_registration == Some(true))
}

#[allow(deprecated)] // Older editors say `rootUri` only.
fn folders(params: &InitializeParams) -> Vec<Uri> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders.iter().map(|folder| folder.uri.clone()).collect(),
        Some(WorkspaceFolders::Null) | None => params.root_uri.iter().cloned().collect(),
    }
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..Default::default()
    };
    let actions = CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QuickFix]), ..Default::default() };
    ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
        code_action_provider: Some(CodeActionProvider::CodeActionOptions(actions)),
        ..Default::default()
    }
}

/// What an editor that is asked to watch should watch.
pub(super) fn watched() -> Value {
    serde_json::json!({ "watchers": [{ "globPattern": "**/*.flow" }, { "globPattern": "**/*.csv" }, { "globPattern": "**/crossdock.toml" }] })
}
