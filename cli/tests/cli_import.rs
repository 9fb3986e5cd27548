//! `import`: files in, a `.flow` file out that compiles.
#![allow(clippy::unwrap_used)]

mod common;

use common::{crossdock, project, read, write};

const API: &str = "openapi: 3.0.0\ninfo: { title: Labels, version: '1' }\npaths:\n  /labels:\n    post: { operationId: buyLabel, tags: [labels], requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Label' } } } } }\ncomponents:\n  schemas:\n    Label: { type: object, required: [id], properties: { id: { type: string, maxLength: 9 } } }\n";

#[test]
fn an_api_becomes_a_project_that_checks() {
    let folder = project(&[("api.yaml", API)]);
    let run = crossdock(folder.path(), &["import", "openapi", "api.yaml", "--only", "labels", "--out", "labels.flow"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(read(folder.path(), "labels.flow").contains("accepts buy_label : Label by POST \"/labels\""));
    assert_eq!(crossdock(folder.path(), &["check", "--strict"]).code, 0);
    assert_eq!(crossdock(folder.path(), &["fmt", "--check"]).code, 0);
}

#[test]
fn what_was_edited_is_not_overwritten_unasked() {
    let folder = project(&[("api.yaml", API), ("labels.flow", "# mine\n")]);
    let run = crossdock(folder.path(), &["import", "openapi", "api.yaml", "--out", "labels.flow"]);
    assert!(run.code == 2 && run.err.contains("--force"), "{}", run.err);
    assert_eq!(read(folder.path(), "labels.flow"), "# mine\n");
    assert_eq!(crossdock(folder.path(), &["import", "openapi", "api.yaml", "--out", "labels.flow", "--force"]).code, 0);
    assert!(read(folder.path(), "labels.flow").contains("record Label"));
}

#[test]
fn samples_are_named_by_their_files() {
    let folder = project(&[("orders/order-01.json", "{\"a\": 1}"), ("orders/order-02.json", "{\"a\": 1.5}")]);
    let run = crossdock(folder.path(), &["import", "sample", "orders/order-01.json", "orders/order-02.json"]);
    assert!(run.code == 0 && run.out.contains("record Order as json {\n  a : decimal\n}"), "{}{}", run.out, run.err);
    write(folder.path(), "orders/broken.json", "{\n\"a\": }");
    let run = crossdock(folder.path(), &["import", "sample", "orders/order-01.json", "orders/broken.json"]);
    assert!(run.code == 1 && run.out.is_empty() && run.err.contains("broken.json: line 2: expected a value"), "{}", run.err);
}

#[test]
fn what_is_wrong_with_a_document_is_exit_code_1() {
    let folder = project(&[("api.yaml", "swagger: '1.2'\n")]);
    let run = crossdock(folder.path(), &["import", "openapi", "api.yaml"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.err, "error: api.yaml: this is no OpenAPI document: its version is 1.2, and 3 and 2 are known\n");
    assert_eq!(crossdock(folder.path(), &["import", "openapi", "missing.yaml"]).code, 2);
}
