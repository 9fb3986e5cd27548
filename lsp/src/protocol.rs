//! The types of the wire, all of them by way of this module, and file names as URIs.

use std::path::{Path, PathBuf};

pub(crate) use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProvider, CodeActionRequest, CodeActionResponse, CodeDescription, Contents, Definition,
    DefinitionParams, DefinitionProvider, DefinitionRequest, DefinitionResponse, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DidChangeTextDocumentNotification,
    DidChangeTextDocumentParams, DidChangeWatchedFilesNotification, DidChangeWatchedFilesParams, DidCloseTextDocumentNotification, DidCloseTextDocumentParams,
    DidOpenTextDocumentNotification, DidOpenTextDocumentParams, DidSaveTextDocumentNotification, DidSaveTextDocumentParams, DocumentFormattingParams, DocumentFormattingProvider,
    DocumentFormattingRequest, DocumentSymbol, DocumentSymbolParams, DocumentSymbolProvider, DocumentSymbolRequest, DocumentSymbolResponse, Hover, HoverParams, HoverProvider,
    HoverRequest, InitializeParams, InitializeResult, Location, LogMessageNotification, LogMessageParams, MarkupContent, MarkupKind, MessageType, Notification, Position,
    PositionEncodingKind, PublishDiagnosticsNotification, PublishDiagnosticsParams, Range, Registration, RegistrationParams, RegistrationRequest, Request, Save, SaveOptions,
    ServerCapabilities, ServerInfo, ShowMessageNotification, ShowMessageParams, SymbolKind, TextDocumentContentChangeEvent, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextEdit, Uri, WorkspaceEdit, WorkspaceFolders,
};

/// The file that a `file:` URI names; none for others (`untitled:` …).
pub(crate) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let encoded = uri.0.strip_prefix("file://")?;
    // An authority, mostly empty or `localhost`, stands before the path.
    let path = percent_decode(encoded.get(encoded.find('/')?..)?)?;
    if cfg!(windows) { Some(PathBuf::from(path.trim_start_matches('/').replace('/', "\\"))) } else { Some(PathBuf::from(path)) }
}

pub(crate) fn uri_of(path: &Path) -> Uri {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut uri = format!("file://{slash}");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri(uri)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let escape = if *first == b'%' { after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok()) } else { None };
        bytes.push(escape.unwrap_or(*first));
        if escape.is_some() {
            rest = after.get(2..)?;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_go_through_uris_unchanged() {
        for path in ["/home/a b/ä#?%.flow", "/x/100%/y.flow"] {
            assert_eq!(path_of(&uri_of(Path::new(path))), Some(PathBuf::from(path)));
        }
        assert_eq!(uri_of(Path::new("/a b")).0, "file:///a%20b");
    }

    #[test]
    fn uris_as_editors_write_them() {
        assert_eq!(path_of(&Uri("file://localhost/a%20b".into())), Some(PathBuf::from("/a b")));
        assert_eq!(path_of(&Uri("file:///50%/x".into())), Some(PathBuf::from("/50%/x")));
        assert_eq!(path_of(&Uri("untitled:Untitled-1".into())), None);
    }
}
