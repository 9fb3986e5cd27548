//! JSON Schema.

use super::schema;

#[test]
fn an_order() {
    let text = schema(
        r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Sales order",
  "description": "What the shop sends.\n\nOnce for each change.",
  "type": "object",
  "required": ["orderNo", "lines", "customer", "note"],
  "properties": {
    "orderNo": { "type": "string", "minLength": 1, "maxLength": 22, "description": "The number that people see." },
    "created": { "type": "string", "format": "date-time" },
    "shipBy": { "type": ["string", "null"], "format": "date" },
    "note": { "type": ["string", "null"], "maxLength": 80 },
    "total": { "type": "number", "multipleOf": 0.01, "minimum": 0 },
    "weight": { "type": "string", "format": "decimal" },
    "priority": { "type": "integer", "minimum": 0, "exclusiveMaximum": 10, "default": 5 },
    "serial": { "type": "integer", "maximum": 18446744073709551615 },
    "zip": { "type": "string", "pattern": "^\\d{5}(-\\d{4})?$" },
    "odd": { "type": "string", "pattern": "^(?!x)" },
    "status": { "enum": ["open", "on hold", "none", "2nd", ""] },
    "channel": { "const": "web" },
    "gift": { "type": "boolean" },
    "if": { "type": "string" },
    "customer": { "$ref": "#/$defs/customer" },
    "billTo": { "allOf": [{ "$ref": "#/$defs/address" }], "description": "Who pays." },
    "shipTo": { "$ref": "#/$defs/address" },
    "lines": { "type": "array", "minItems": 1, "maxItems": 999, "items": { "type": "object", "required": ["sku"], "properties": { "sku": { "type": "string" }, "qty": { "type": "integer" } } } },
    "tags": { "type": "array", "items": { "type": "string" }, "uniqueItems": true },
    "holes": { "type": "array", "items": { "type": ["string", "null"] } },
    "attributes": { "type": "object", "additionalProperties": { "type": "string" } },
    "anything": {},
    "free": { "type": "object" },
    "value": { "oneOf": [{ "type": "string" }, { "type": "number" }] },
    "payment": { "oneOf": [{ "$ref": "#/$defs/card" }, { "$ref": "#/$defs/transfer" }] }
  },
  "$defs": {
    "customer": { "type": "object", "properties": { "id": { "type": "string" }, "parent": { "$ref": "#/$defs/customer" } } },
    "address": { "type": "object", "required": ["city"], "properties": { "city": { "type": "string" }, "ship_to": { "type": "string" }, "shipTo": { "type": "string" } } },
    "card": { "type": "object", "required": ["kind", "number"], "properties": { "kind": { "const": "card" }, "number": { "type": "string" } } },
    "transfer": { "type": "object", "required": ["kind", "iban"], "properties": { "kind": { "const": "transfer" }, "iban": { "type": "string" } } },
    "id": { "type": "string", "maxLength": 9 }
  }
}"##,
    );
    insta::assert_snapshot!(text);
}

/// Fields of all parts, the narrower word last; what is required adds up.
#[test]
fn all_of() {
    let text = schema(
        r##"{ "title": "Order", "allOf": [{ "$ref": "#/definitions/base" }, { "required": ["id"], "properties": { "extra": { "type": "string" }, "id": { "maxLength": 5 } } }],
  "definitions": { "base": { "type": "object", "required": ["when"], "properties": { "id": { "type": "string", "minLength": 2 }, "when": { "type": "string", "format": "date" } } } } }"##,
    );
    insta::assert_snapshot!(text);
}

#[test]
fn definitions_alone_and_chosen() {
    let document = r##"{ "definitions": { "a": { "type": "object", "properties": { "b": { "$ref": "#/definitions/b" } } },
  "b": { "type": "object", "properties": { "x": { "type": "string" } } }, "c": { "type": "object", "properties": { "y": { "type": "string" } } } } }"##;
    let text = crossdock_import::json_schema(document.as_bytes(), "all", &["a".to_owned()]).unwrap().text;
    super::compiles(&text);
    assert!(text.contains("record A ") && text.contains("record B ") && !text.contains("record C "), "{text}");
}
