//! Scripted sessions, as an editor would hold them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::protocol::uri_of;
use crate::{Error, Options};

/// A broken file: `Nowhere` is not declared.
const BROKEN: &str = "record Order as json {\n  number : text(1..20)\n  ship_to : Nowhere\n}\n";
const SOUND: &str = "record Order as json {\n  number : text(1..20)\n}\n";
const LIMIT: Duration = Duration::from_secs(20);

struct Editor {
    connection: Connection,
    server: Option<std::thread::JoinHandle<Result<(), Error>>>,
    folder: TempDir,
    cache: TempDir,
    next: i32,
    initialized: Value,
}

impl Editor {
    fn start(files: &[(&str, &str)], capabilities: Value) -> Editor {
        let (folder, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(folder.path().join("crossdock.toml"), "").unwrap();
        for (path, text) in files {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let (server, connection) = Connection::memory();
        let options = Options { cache: Some(cache.path().to_owned()) };
        let thread = std::thread::spawn(move || crate::serve(server, options));
        let mut editor = Editor { connection, server: Some(thread), folder, cache, next: 0, initialized: Value::Null };
        let root = uri_of(editor.folder.path()).0;
        editor.initialized = editor.ask("initialize", json!({ "processId": null, "rootUri": root, "capabilities": capabilities })).unwrap();
        editor.tell("initialized", json!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        uri_of(&self.folder.path().canonicalize().unwrap().join(path)).0
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    /// The answer; what comes in between is passed over.
    fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.next += 1;
        self.connection.sender.send(Request { id: self.next.into(), method: method.to_owned(), params }.into()).unwrap();
        loop {
            if let Message::Response(response) = self.connection.receiver.recv_timeout(LIMIT).unwrap() {
                assert_eq!(response.id, self.next.into());
                return response.response_result.map_err(|error| error.message);
            }
        }
    }

    fn notified(&self, method: &str) -> Value {
        loop {
            match self.connection.receiver.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("no {method} came")) {
                Message::Notification(notification) if notification.method == method => return notification.params,
                _ => {}
            }
        }
    }

    /// The next diagnostics for the file.
    fn diagnostics(&self, path: &str) -> Vec<Value> {
        loop {
            let params = self.notified("textDocument/publishDiagnostics");
            if params["uri"] == self.uri(path) {
                return params["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    fn open(&self, path: &str, text: &str) {
        self.tell("textDocument/didOpen", json!({ "textDocument": { "uri": self.uri(path), "languageId": "flow", "version": 1, "text": text } }));
    }

    fn change(&self, path: &str, version: i32, changes: Value) {
        self.tell("textDocument/didChange", json!({ "textDocument": { "uri": self.uri(path), "version": version }, "contentChanges": changes }));
    }

    /// A request about a place: the character at the n-th line, both from 0.
    fn at(&self, path: &str, line: u32, character: u32) -> Value {
        json!({ "textDocument": { "uri": self.uri(path) }, "position": { "line": line, "character": character } })
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null).unwrap(), Value::Null);
        self.tell("exit", Value::Null);
        self.server.take().unwrap().join().unwrap().unwrap();
    }
}

fn edit(line: u32, from: u32, to: u32, text: &str) -> Value {
    json!({ "range": { "start": { "line": line, "character": from }, "end": { "line": line, "character": to } }, "text": text })
}

#[test]
fn diagnostics_follow_the_typing() {
    let editor = Editor::start(&[("main.flow", BROKEN)], json!({}));
    let at_start = editor.diagnostics("main.flow");
    assert_eq!(at_start.len(), 1, "{at_start:?}");
    editor.open("main.flow", BROKEN);
    let problem = &editor.diagnostics("main.flow")[0];
    assert!(problem["code"].as_str().unwrap().starts_with("E02"), "{problem}");
    assert_eq!((&problem["severity"], &problem["source"]), (&json!(1), &json!("crossdock")));
    assert_eq!(problem["range"], json!({ "start": { "line": 2, "character": 12 }, "end": { "line": 2, "character": 19 } }));
    assert!(problem["message"].as_str().unwrap().contains("Nowhere"), "{problem}");
    let page = problem["codeDescription"]["href"].as_str().unwrap();
    assert!(page.starts_with(&uri_of(editor.cache.path()).0) && page.ends_with(".md"), "{page}");
    editor.change("main.flow", 2, json!([edit(2, 12, 19, "text(1..60)")]));
    assert_eq!(editor.diagnostics("main.flow"), Vec::<Value>::new());
    editor.end();
}

#[test]
fn a_change_here_shows_what_it_breaks_there() {
    let user = "use partners.shop.Order\nrecord Batch as json { orders : list of Order }\n";
    let editor = Editor::start(&[("partners/shop.flow", SOUND), ("batch.flow", user)], json!({}));
    editor.open("partners/shop.flow", SOUND);
    editor.change("partners/shop.flow", 2, json!([{ "text": SOUND.replace("Order", "Ordre") }]));
    assert!(!editor.diagnostics("batch.flow").is_empty());
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("partners/shop.flow") } }));
    assert_eq!(editor.diagnostics("batch.flow"), Vec::<Value>::new(), "the file on disk counts again");
    editor.end();
}

#[test]
fn columns_are_counted_as_agreed() {
    // An umlaut is two bytes and one UTF-16 unit; the smiley four and two.
    let text = "failure f(order: text) \"ä😀 {oder}\"\n";
    for (offered, encoding, column) in [(json!(["utf-8", "utf-16"]), "utf-8", 32), (json!(["utf-16"]), "utf-16", 29), (json!(null), "utf-16", 29)] {
        let editor = Editor::start(&[("main.flow", text)], json!({ "general": { "positionEncodings": offered } }));
        assert_eq!(editor.initialized["capabilities"]["positionEncoding"], encoding);
        let problem = &editor.diagnostics("main.flow")[0];
        assert_eq!(problem["range"]["start"]["character"], column, "{encoding}: {problem}");
        editor.end();
    }
}

#[test]
fn hover_and_definition_know_names() {
    let text = format!("## One order of the shop.\n{SOUND}\nrecord Batch as json {{ orders : list of Order }}\n");
    let mut editor = Editor::start(&[("main.flow", &text)], json!({}));
    editor.open("main.flow", &text);
    let column = "record Batch as json { orders : list of Or".len() as u32;
    let hover = editor.ask("textDocument/hover", editor.at("main.flow", 5, column)).unwrap();
    let value = hover["contents"]["value"].as_str().unwrap();
    assert!(value.contains("Order") && value.contains("One order of the shop."), "{value}");
    assert_eq!(hover["range"]["start"], json!({ "line": 5, "character": column - 2 }));
    let target = editor.ask("textDocument/definition", editor.at("main.flow", 5, column)).unwrap();
    assert_eq!((&target["uri"], &target["range"]["start"]["line"]), (&json!(editor.uri("main.flow")), &json!(1)));
    assert_eq!(editor.ask("textDocument/hover", editor.at("main.flow", 4, 0)).unwrap(), Value::Null);
    editor.end();
}

#[test]
fn the_definition_of_a_library_function_is_a_file_to_open() {
    let text = "fn shout(name: text(1..35)) -> text { name.trim() }\n";
    let mut editor = Editor::start(&[("main.flow", text)], json!({}));
    editor.open("main.flow", text);
    let column = text.find("trim").unwrap() as u32;
    let target = editor.ask("textDocument/definition", editor.at("main.flow", 0, column)).unwrap();
    let uri = target["uri"].as_str().unwrap();
    assert!(uri.starts_with(&uri_of(editor.cache.path()).0), "{uri}");
    let path = crate::protocol::path_of(&uri.into()).unwrap();
    let line = target["range"]["start"]["line"].as_u64().unwrap() as usize;
    assert!(std::fs::read_to_string(path).unwrap().lines().nth(line).unwrap().contains("trim"));
    editor.end();
}

#[test]
fn formatting_changes_only_what_must_change() {
    let text = "record A as json {\n  x : int\n}\n\nrecord   B as json {\n  y : int\n}\n";
    let mut editor = Editor::start(&[("main.flow", text)], json!({}));
    editor.open("main.flow", text);
    let options = json!({ "textDocument": { "uri": editor.uri("main.flow") }, "options": { "tabSize": 4, "insertSpaces": true } });
    let edits = editor.ask("textDocument/formatting", options.clone()).unwrap();
    assert_eq!(edits.as_array().unwrap().len(), 1, "{edits}");
    assert_eq!((&edits[0]["range"]["start"]["line"], &edits[0]["newText"]), (&json!(4), &json!("record B as json {\n")));
    editor.change("main.flow", 2, json!([edit(4, 0, 18, "record { {")]));
    assert_eq!(editor.ask("textDocument/formatting", options).unwrap(), json!([]), "a broken file is left alone");
    editor.end();
}

#[test]
fn the_outline_names_items_and_fields() {
    let mut editor = Editor::start(&[("main.flow", SOUND)], json!({}));
    editor.open("main.flow", SOUND);
    let outline = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": editor.uri("main.flow") } })).unwrap();
    assert_eq!((&outline[0]["name"], &outline[0]["children"][0]["name"]), (&json!("Order"), &json!("number")));
    editor.end();
}

#[test]
fn fixes_are_offered_and_mend() {
    let text = "record Order as json {\n  number : text(1..20)\n}\nrecord Batch as json { orders : list of Ordre }\n";
    let mut editor = Editor::start(&[("main.flow", text)], json!({}));
    editor.open("main.flow", text);
    let range = editor.diagnostics("main.flow")[0]["range"].clone();
    let params = json!({ "textDocument": { "uri": editor.uri("main.flow") }, "range": range, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", params).unwrap();
    let edit = actions[0]["edit"]["changes"][editor.uri("main.flow")][0].clone();
    assert_eq!((&actions[0]["kind"], &edit["newText"]), (&json!("quickfix"), &json!("Order")), "{actions}");
    editor.change("main.flow", 2, json!([{ "range": edit["range"], "text": edit["newText"] }]));
    loop {
        if editor.diagnostics("main.flow").is_empty() {
            break;
        }
    }
    editor.end();
}

#[test]
fn changes_on_disk_are_seen_when_the_editor_tells() {
    let editor = Editor::start(&[("main.flow", BROKEN)], json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } }));
    let asked = loop {
        if let Message::Request(request) = editor.connection.receiver.recv_timeout(LIMIT).unwrap() {
            break request;
        }
    };
    assert_eq!(asked.method, "client/registerCapability");
    assert!(!editor.diagnostics("main.flow").is_empty());
    std::fs::write(editor.folder.path().join("main.flow"), SOUND).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": editor.uri("main.flow"), "type": 2 }] }));
    assert!(editor.diagnostics("main.flow").is_empty());
    editor.end();
}

const TABLE: &str = "enum Service { standard, express }\ntable carrier : Service <-> text(3) from \"codes/carriers.csv\"\n";
const MISTAKEN: &str = "Service;Code\nstandrad;GND\nexpress;2DA\n";

/// A spreadsheet's problems are shown in it, whether it is changed on disk or in the editor.
#[test]
fn spreadsheets_have_their_problems_and_are_checked_again() {
    let mut editor = Editor::start(&[("main.flow", TABLE), ("codes/carriers.csv", MISTAKEN)], json!({}));
    let problem = &editor.diagnostics("codes/carriers.csv")[0];
    assert_eq!(problem["range"], json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 8 } }));
    let related = problem["relatedInformation"].as_array().unwrap();
    assert!(related.iter().any(|related| related["location"]["uri"] == editor.uri("main.flow") && related["message"] == "cell A2 of this spreadsheet"), "{problem}");
    editor.open("codes/carriers.csv", MISTAKEN);
    let params = json!({ "textDocument": { "uri": editor.uri("codes/carriers.csv") }, "range": problem["range"], "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", params).unwrap();
    assert_eq!(actions[0]["edit"]["changes"][editor.uri("codes/carriers.csv")][0]["newText"], json!("standard"), "{actions}");
    editor.change("codes/carriers.csv", 2, json!([edit(1, 0, 8, "standard")]));
    while !editor.diagnostics("codes/carriers.csv").is_empty() {}
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("codes/carriers.csv") } }));
    while editor.diagnostics("codes/carriers.csv").is_empty() {}
    std::fs::write(editor.folder.path().join("codes/carriers.csv"), MISTAKEN.replace("standrad", "standard")).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": editor.uri("codes/carriers.csv"), "type": 2 }] }));
    assert!(editor.diagnostics("codes/carriers.csv").is_empty());
    editor.end();
}

/// A row that is missing is the table's problem; two tables of one file show theirs side by side.
#[test]
fn tables_of_one_spreadsheet_share_its_place() {
    let text = format!("{TABLE}table back : text(3) -> Service from \"codes/carriers.csv\" columns \"Code\", \"Other\"\n");
    let editor = Editor::start(&[("main.flow", &text), ("codes/carriers.csv", "Service;Code;Other\nstandard;GND;expres\n")], json!({}));
    let (mut of_table, mut of_sheet) = (Vec::new(), Vec::new());
    while of_table.is_empty() || of_sheet.is_empty() {
        let params = editor.notified("textDocument/publishDiagnostics");
        let list = if params["uri"] == editor.uri("main.flow") { &mut of_table } else { &mut of_sheet };
        list.extend(params["diagnostics"].as_array().unwrap().clone());
    }
    assert_eq!((of_table.len(), &of_table[0]["code"], &of_sheet[0]["code"]), (1, &json!("E0431"), &json!("E0345")), "{of_table:?} {of_sheet:?}");
    editor.end();
}

#[test]
fn a_panic_ends_one_request_and_not_the_server() {
    let mut editor = Editor::start(&[("main.flow", SOUND)], json!({}));
    editor.open("main.flow", SOUND);
    assert!(editor.ask("$/test/panic", Value::Null).unwrap_err().contains("bug"));
    editor.tell("$/test/panic", Value::Null);
    assert!(editor.notified("window/logMessage")["message"].as_str().unwrap().contains("bug"));
    assert!(editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": editor.uri("main.flow") } })).unwrap().is_array());
    editor.end();
}

#[test]
fn what_is_unknown_or_malformed_is_answered() {
    let mut editor = Editor::start(&[], json!({}));
    assert!(editor.ask("textDocument/nonsense", json!({})).unwrap_err().contains("nonsense"));
    assert!(editor.ask("textDocument/hover", json!({ "position": "here" })).is_err());
    assert_eq!(editor.ask("textDocument/hover", editor.at("never-opened.flow", 0, 0)).unwrap(), Value::Null);
    editor.change("never-opened.flow", 3, json!([{ "text": "x" }]));
    editor.open("main.flow", SOUND);
    editor.change("main.flow", 2, json!([edit(900, 5, 7, "\n## behind the end"), edit(0, 7, 2, "")]));
    assert!(editor.ask("textDocument/hover", editor.at("main.flow", 4_000_000, 4_000_000)).is_ok());
    editor.end();
}

#[test]
fn a_file_outside_of_any_project_is_checked_alone() {
    let elsewhere = tempfile::tempdir().unwrap();
    let editor = Editor::start(&[], json!({}));
    for uri in [uri_of(&elsewhere.path().canonicalize().unwrap().join("lone.flow")).0, "untitled:Untitled-1".to_owned()] {
        editor.tell("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": "flow", "version": 1, "text": BROKEN } }));
        let params = editor.notified("textDocument/publishDiagnostics");
        assert_eq!((&params["uri"], params["diagnostics"].as_array().unwrap().len()), (&json!(uri), 1));
    }
    editor.end();
}

#[test]
fn leaving_without_goodbye_is_an_error() {
    let editor = Editor::start(&[], json!({}));
    let Editor { connection, server, .. } = editor;
    drop(connection);
    assert!(matches!(server.unwrap().join().unwrap(), Err(Error::NoShutdown)));
}

/// The file is there, and a folder above it is a project.
#[test]
fn an_unreadable_file_is_told_and_the_others_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "crossdock.toml", b"");
    write(folder.path(), "bad.flow", b"# \xff");
    write(folder.path(), "main.flow", BROKEN.as_bytes());
    let editor = Editor::start(&[], json!({}));
    let uri = uri_of(&folder.path().canonicalize().unwrap().join("main.flow")).0;
    editor.tell("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": "flow", "version": 1, "text": BROKEN } }));
    let params = editor.notified("textDocument/publishDiagnostics");
    assert_eq!(params["diagnostics"].as_array().unwrap().len(), 1);
    let told = editor.notified("window/showMessage");
    assert!(told["message"].as_str().unwrap().contains("bad.flow"), "{told}");
    editor.end();
}

fn write(folder: &Path, path: &str, content: &[u8]) {
    std::fs::write(folder.join(path), content).unwrap();
}

/// The state of a file while it is typed is nearly always broken; answers come all the same.
#[test]
fn typing_a_whole_file_never_fails() {
    let text = "use canonical.Order\n\n## Größe 😀\nrecord Out as json { n : text(1..20) at \"N\".\"ä\" }\nmap m(order: Order) -> Out { n = order.number.truncate(20) }\n";
    let mut editor = Editor::start(&[], json!({}));
    editor.open("main.flow", "");
    let (mut line, mut column) = (0, 0);
    for (version, char) in text.chars().enumerate() {
        editor.change("main.flow", version as i32 + 2, json!([edit(line, column, column, &char.to_string())]));
        (line, column) = if char == '\n' { (line + 1, 0) } else { (line, column + char.len_utf16() as u32) };
        for method in ["textDocument/hover", "textDocument/definition"] {
            editor.ask(method, editor.at("main.flow", line, column)).unwrap();
        }
        let document = json!({ "uri": editor.uri("main.flow") });
        editor.ask("textDocument/documentSymbol", json!({ "textDocument": document })).unwrap();
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": line, "character": column } });
        editor.ask("textDocument/codeAction", json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } })).unwrap();
    }
    let (server, file) = (editor.server.as_ref(), editor.uri("main.flow"));
    assert!(server.is_some_and(|server| !server.is_finished()), "{file}");
    editor.end();
}
