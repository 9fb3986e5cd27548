//! What the editor asks.

use std::collections::HashMap;

use crossdock_compiler::diagnostic::Fix;
use crossdock_compiler::{Checked, FileId};
use lsp_server::{ErrorCode, Response};
use serde_json::Value;

use crate::features::{self, symbols::Symbol};
use crate::position::Lines;
use crate::protocol::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionRequest, CodeActionResponse, Contents, Definition, DefinitionParams, DefinitionRequest, DefinitionResponse,
    DocumentFormattingParams, DocumentFormattingRequest, DocumentSymbol, DocumentSymbolParams, DocumentSymbolRequest, DocumentSymbolResponse, Hover, HoverParams, HoverRequest,
    Location, MarkupContent, MarkupKind, Position, TextEdit, Uri, WorkspaceEdit,
};
use crate::server::Server;
use crate::server::call::Call;
use crate::server::publish::{Files, Words};

impl Server {
    pub(super) fn requested(&mut self, request: lsp_server::Request) -> Response {
        if request.method == "shutdown" {
            self.shut_down = true;
            return Response::new_ok(request.id, Value::Null);
        }
        if self.shut_down {
            return Response::new_err(request.id, ErrorCode::InvalidRequest as i32, "after `shutdown` there is only `exit`".to_owned());
        }
        #[cfg(test)]
        assert_ne!(request.method, "$/test/panic", "as the test wishes");
        Call::new(self, request)
            .on::<HoverRequest>(Server::hover)
            .on::<DefinitionRequest>(Server::definition)
            .on::<DocumentSymbolRequest>(Server::symbols)
            .on::<DocumentFormattingRequest>(Server::format)
            .on::<CodeActionRequest>(Server::actions)
            .finish()
    }

    fn hover(&mut self, params: HoverParams) -> Option<Hover> {
        let at = params.text_document_position_params;
        let encoding = self.encoding;
        let (checked, file, offset) = self.checked_at(&at.text_document.uri, at.position)?;
        let hover = features::hover::hover(checked, file, offset)?;
        let range = Lines::new(&checked.sources.get(file).text, encoding).range(hover.span);
        Some(Hover { contents: Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: hover.markdown }), range: Some(range) })
    }

    fn definition(&mut self, params: DefinitionParams) -> Option<DefinitionResponse> {
        let at = params.text_document_position_params;
        let encoding = self.encoding;
        let (_, workspace) = self.known(&at.text_document.uri)?;
        let (open, cache) = (self.open_uris(workspace), self.options.cache.clone());
        let root = self.workspaces.get(workspace)?.root().to_owned();
        let (checked, file, offset) = self.checked_at(&at.text_document.uri, at.position)?;
        let (target, span) = features::definition::definition(checked, file, offset)?;
        let uri = Files { root: &root, open: &open, cache: cache.as_deref() }.uri(checked, target)?;
        let range = Lines::new(&checked.sources.get(target).text, encoding).range(span);
        Some(DefinitionResponse::Definition(Definition::Location(Location { uri, range })))
    }

    fn symbols(&mut self, params: DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let document = self.documents.get(&params.text_document.uri)?;
        let lines = Lines::new(&document.text, self.encoding);
        let symbols = features::symbols::symbols(&crossdock_compiler::syntax::parse(&document.text).file);
        Some(DocumentSymbolResponse::DocumentSymbolList(symbols.into_iter().map(|symbol| outline(symbol, &lines)).collect()))
    }

    fn format(&mut self, params: DocumentFormattingParams) -> Option<Vec<TextEdit>> {
        let document = self.documents.get(&params.text_document.uri)?;
        let lines = Lines::new(&document.text, self.encoding);
        Some(features::formatting::edits(&document.text).into_iter().map(|(span, new_text)| TextEdit { range: lines.range(span), new_text }).collect())
    }

    fn actions(&mut self, params: CodeActionParams) -> Option<Vec<CodeActionResponse>> {
        if params.context.only.is_some_and(|only| !only.contains(&CodeActionKind::QuickFix) && !only.contains(&CodeActionKind::Empty)) {
            return Some(Vec::new());
        }
        let encoding = self.encoding;
        let (path, workspace) = self.known(&params.text_document.uri)?;
        let (open, cache) = (self.open_uris(workspace), self.options.cache.clone());
        let project = self.workspaces.get_mut(workspace)?;
        let root = project.root().to_owned();
        let (checked, file) = project.checked_file(&path)?;
        let lines = Lines::new(&checked.sources.get(file).text, encoding);
        let words = Words { checked, files: Files { root: &root, open: &open, cache: cache.as_deref() }, encoding };
        let action = |(problem, fix): (&crossdock_compiler::Diagnostic, &Fix)| {
            let place = problem.labels.first().filter(|label| label.file == file).map(|label| lines.range(label.span));
            let diagnostics = place.map(|range| vec![words.diagnostic(problem, range)]);
            let edit = words.edit(fix)?;
            let kind = Some(CodeActionKind::QuickFix);
            Some(CodeAction { title: fix.title.clone(), kind, diagnostics, is_preferred: Some(true), edit: Some(edit), ..Default::default() }.into())
        };
        Some(features::actions::fixes(checked, file, lines.span(params.range)).into_iter().filter_map(action).collect())
    }

    /// The check that the file is part of, and the position in bytes.
    fn checked_at(&mut self, uri: &Uri, position: Position) -> Option<(&Checked, FileId, usize)> {
        let encoding = self.encoding;
        let (path, workspace) = self.known(uri)?;
        let (checked, file) = self.workspaces.get_mut(workspace)?.checked_file(&path)?;
        let offset = Lines::new(&checked.sources.get(file).text, encoding).offset(position);
        Some((checked, file, offset))
    }

    fn known(&self, uri: &Uri) -> Option<(String, usize)> {
        self.documents.get(uri).map(|document| (document.path.clone(), document.workspace))
    }
}

impl Words<'_> {
    /// None if a file of the library would have to be changed.
    fn edit(&self, fix: &Fix) -> Option<WorkspaceEdit> {
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for edit in &fix.edits {
            let source = self.checked.sources.get(edit.file);
            if source.library {
                return None;
            }
            let range = Lines::new(&source.text, self.encoding).range(edit.span);
            changes.entry(self.files.uri(self.checked, edit.file)?).or_default().push(TextEdit { range, new_text: edit.text.clone() });
        }
        Some(WorkspaceEdit { changes: Some(changes), ..Default::default() })
    }
}

#[allow(deprecated)] // The field `deprecated` must be there, empty.
fn outline(symbol: Symbol, lines: &Lines<'_>) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| outline(child, lines)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: None,
        kind: symbol.kind,
        tags: None,
        deprecated: None,
        range: lines.range(symbol.span),
        selection_range: lines.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}
