//! OpenAPI 3 and Swagger 2.

use super::openapi;

const LABELS: &str = r##"
openapi: 3.1.0
info:
  title: Label API
  version: "2.3"
  description: |
    Labels for parcels.

    # And a long story
paths:
  /labels:
    post:
      operationId: createLabel
      summary: Buys a label
      tags: [labels]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Label" } } } }
      responses:
        200: { content: { application/json: { schema: { $ref: "#/components/schemas/Label" } } } }
  /labels/{labelId}:
    get: { operationId: getLabel, tags: [labels], parameters: [{ name: labelId, in: path, required: true, schema: { type: string } }], responses: { 200: { content: { application/json: { schema: { $ref: "#/components/schemas/Label" } } } } } }
    put:
      operationId: replaceLabel
      tags: [labels]
      requestBody: { content: { application/json: { schema: { allOf: [{ $ref: "#/components/schemas/Label" }, { required: [labelId], properties: { labelId: { type: string } } }] } } } }
    delete: { operationId: voidLabel, tags: [labels] }
  /labels/{labelId}/notes:
    post: { operationId: addNote, tags: [notes], requestBody: { content: { application/json: { schema: { type: object, properties: { text: { type: string } } } } } } }
  /files:
    post: { operationId: upload, requestBody: { content: { multipart/form-data: { schema: { type: object } } } } }
webhooks:
  labelBought:
    post: { operationId: labelBought, requestBody: { content: { application/json: { schema: { type: object, required: [label_id], properties: { label_id: { type: string }, at: { type: string, format: date-time } } } } } } }
components:
  schemas:
    Label:
      type: object
      required: [label_id, service, created]
      properties:
        label_id: { type: string, readOnly: true }
        service: { $ref: "#/components/schemas/Service" }
        created: { type: string, format: date-time, readOnly: true }
        secret: { type: string, writeOnly: true }
        note: { type: string, nullable: true }
        packages:
          type: array
          items: { type: object, properties: { weight: { $ref: "#/components/schemas/Weight" }, unit: { type: string, enum: [kg, lb] } } }
    Service: { type: string, enum: [standard, next_day], x-enumDescriptions: { next_day: By noon. } }
    Weight: { type: number, description: In the unit beside it. }
"##;

#[test]
fn three() {
    insta::assert_snapshot!(openapi(LABELS));
}

#[test]
fn two() {
    let text = openapi(
        r##"{ "swagger": "2.0", "info": { "title": "Orders", "version": "v0" },
  "paths": { "/orders": { "post": { "operationId": "placeOrder", "parameters": [{ "in": "body", "name": "body", "schema": { "$ref": "#/definitions/Order" } }],
    "responses": { "200": { "schema": { "$ref": "#/definitions/Order" } } } } } },
  "definitions": { "Order": { "type": "object", "required": ["Id"], "properties": {
    "Id": { "type": "string" }, "Items": { "$ref": "#/definitions/ItemList" },
    "Status": { "type": "string", "enum": ["Open", "Closed"], "x-docgen-enum-table-extension": [{ "value": "Open", "description": "Not yet sent." }] } } },
    "ItemList": { "type": "array", "items": { "type": "object", "properties": { "SKU": { "type": "string" } } } } } }"##,
    );
    insta::assert_snapshot!(text);
}

#[test]
fn only_what_was_chosen() {
    let only = |names: &[&str]| crossdock_import::openapi(LABELS.as_bytes(), &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let notes = only(&["notes"]).unwrap().text;
    assert!(notes.contains("add_note") && !notes.contains("create_label") && !notes.contains("record Label"), "{notes}");
    let service = only(&["Service"]).unwrap().text;
    assert!(service.contains("enum Service") && !service.contains("contract") && !service.contains("record"), "{service}");
    let error = only(&["labl"]).unwrap_err().to_string();
    assert_eq!(error, "nothing is called `labl`; there are the tags labels, notes and the schemas Label, Service, Weight");
}

/// A line for each parameter where one line would be long.
#[test]
fn long_operations_are_broken() {
    let param = |name: &str| format!(r##"{{ "name": "{name}", "in": "query", "schema": {{ "type": "string" }} }}"##);
    let params: Vec<String> = ["created_at_start", "created_at_end", "modified_at_start", "modified_at_end"].into_iter().map(param).collect();
    let answer = r##"{ "200": { "content": { "application/json": { "schema": { "type": "object", "title": "Page", "properties": { "n": { "type": "integer" } } } } } } }"##;
    let text = super::openapi(&format!(
        r##"{{ "openapi": "3.0.0", "info": {{ "title": "T", "version": "1" }}, "paths": {{ "/v1/things": {{ "get": {{ "operationId": "list", "parameters": [{}], "responses": {answer} }} }},
           "/v1/one": {{ "get": {{ "operationId": "one", "parameters": [{}], "responses": {answer} }} }} }} }}"##,
        params.join(", "),
        param("a")
    ));
    let list = "  answers list(\n    created_at_start: text?,\n    created_at_end: text?,\n    modified_at_start: text?,\n    modified_at_end: text?\n  ): ";
    let address =
        "\n    by GET \"/v1/things?created_at_start={created_at_start}&created_at_end={created_at_end}&modified_at_start={modified_at_start}&modified_at_end={modified_at_end}\"\n";
    assert!(text.contains(list) && text.contains(address) && text.contains("  answers one(a: text?) : "), "{text}");
}
