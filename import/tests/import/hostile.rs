//! Documents that are wrong, or made to harm: an error that says what is wrong, soon.

use crossdock_import::{json_schema, openapi, samples};

fn schema_error(document: &str) -> String {
    json_schema(document.as_bytes(), "x", &[]).unwrap_err().to_string()
}

#[test]
fn references_that_lead_nowhere_or_out() {
    let with = |reference: &str| schema_error(&format!(r#"{{ "type": "object", "properties": {{ "a": {{ "$ref": "{reference}" }} }} }}"#));
    assert_eq!(with("#/$defs/a"), "`#/$defs/a` leads nowhere: there is no such place in the document");
    assert!(with("https://example.com/a.json#/x").contains("leads out of the document"));
    assert!(with("other.yaml").contains("leads out of the document"));
}

#[test]
fn references_in_circles_end() {
    let document = r##"{ "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/a" } }, "type": "object", "properties": { "x": { "$ref": "#/$defs/a" } } }"##;
    assert!(schema_error(document).contains("refers to itself"));
    let all_of = r##"{ "$defs": { "a": { "allOf": [{ "$ref": "#/$defs/a" }, { "properties": { "x": {} } }] } } }"##;
    assert!(schema_error(all_of).contains("refers to itself"));
    let lists = r##"{ "$defs": { "a": { "type": "array", "items": { "$ref": "#/$defs/a" } } }, "type": "object", "properties": { "x": { "$ref": "#/$defs/a" } } }"##;
    super::compiles(&json_schema(lists.as_bytes(), "x", &[]).unwrap().text);
    let choice = r##"{ "$defs": { "a": { "oneOf": [{ "$ref": "#/$defs/a" }, { "type": "string" }] } }, "type": "object", "properties": { "x": { "$ref": "#/$defs/a" } } }"##;
    drop(json_schema(choice.as_bytes(), "x", &[]));
}

#[test]
fn what_grows_without_measure_is_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(samples(&[deep.as_bytes()], "x").unwrap_err().to_string().contains("levels deep"));
    let deep = format!("a: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(openapi(deep.as_bytes(), &[]).is_err());
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = level - 1;
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 10].join(", ")));
    }
    assert!(openapi(laughs.as_bytes(), &[]).unwrap_err().to_string().contains("aliases"));
    let mut twins = r##"{ "$defs": { "a0": { "properties": { "x": {} } }"##.to_owned();
    for level in 1..40 {
        let before = level - 1;
        twins.push_str(&format!(r##", "a{level}": {{ "allOf": [{{ "$ref": "#/$defs/a{before}" }}, {{ "$ref": "#/$defs/a{before}" }}] }}"##));
    }
    twins.push_str("} }");
    assert!(schema_error(&twins).contains("combined with each other"));
}

/// A chain of references is no nesting: it may be as long as it likes.
#[test]
fn long_chains_are_fine() {
    let mut document = r##"{ "$defs": { "a0": { "type": "object", "properties": { "x": { "type": "string" } } }"##.to_owned();
    for level in (1..20_000).rev() {
        document.push_str(&format!(r##", "a{level}": {{ "type": "object", "properties": {{ "x": {{ "$ref": "#/$defs/a{}" }} }} }}"##, level - 1));
    }
    document.push_str("} }");
    assert!(json_schema(document.as_bytes(), "x", &[]).is_ok());
}

#[test]
fn names_that_are_alike_or_are_none() {
    let document = r##"{ "type": "object", "properties": { "": { "type": "string" }, "a b": {}, "a-b": {}, "a_b": {}, "\u0000": {}, "😀": { "type": "string" }, "\"quoted\\": { "enum": ["{", "}", "\"", "a\nb", "😀"] }, "yes": {}, "_": {} } }"##;
    super::schema(document);
}

#[test]
fn wrong_types_everywhere() {
    for document in [
        "null",
        "[]",
        "1",
        "{}",
        "\"x\"",
        "{",
        "{\"a\": }",
        "\u{0}",
        "{\"type\": 5}",
        "{\"properties\": []}",
        "{\"properties\": {\"a\": 5}}",
        "{\"allOf\": {}}",
        "{\"oneOf\": [5]}",
        "{\"enum\": {}}",
        "{\"required\": \"a\", \"properties\": {\"a\": {\"type\": [1]}}}",
        "{\"$ref\": 5}",
        "{\"type\": \"array\", \"items\": [[]]}",
        "{\"a\": 1, \"a\": 2}",
        "a: b: c",
        "- - -",
        "? [a]: b",
        "*x",
    ] {
        for only in [&[][..], &["x".to_owned()]] {
            drop(json_schema(document.as_bytes(), "x", only));
            drop(openapi(document.as_bytes(), only));
        }
        drop(samples(&[document.as_bytes()], "x"));
        drop(openapi(format!("openapi: 3.0.0\npaths: {document}\ncomponents: {document}").as_bytes(), &[]));
    }
    assert_eq!(openapi(b"{\"a\": 1}", &[]).unwrap_err().to_string(), "this is no OpenAPI document: it has neither `openapi: 3…` nor `swagger: 2.0` at its top");
    assert_eq!(schema_error("{\n\"a\": 1,\n\"a\": 2}"), "line 3: the key \"a\" stands twice in one object");
    assert!(samples(&[b"\xff\xfe"], "x").unwrap_err().to_string().contains("UTF-8"));
    assert!(samples(&[], "x").is_err());
}

/// Any prefix of a document is answered.
#[test]
fn cut_documents() {
    let document = r##"{"openapi":"3.0.0","info":{"title":"é\u00e9"},"paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{"a":{"type":"string"}}}}}}}}}}"##;
    for length in (0..document.len()).filter(|length| document.is_char_boundary(*length)) {
        let cut = document.get(..length).unwrap();
        drop(openapi(cut.as_bytes(), &[]));
        drop(samples(&[cut.as_bytes()], "x"));
        drop(openapi(cut.replace(',', ",\n").replace(['{', '}', '"'], "").as_bytes(), &[]));
    }
}
