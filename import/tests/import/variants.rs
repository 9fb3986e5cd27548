//! Shapes that a field tells apart: `oneOf`, and what inherits a base with `allOf`.

use super::{openapi, schema};

/// A document with these schemas, and a field for each of them.
fn api(schemas: &str) -> String {
    openapi(&format!(r##"{{ "openapi": "3.0.0", "info": {{ "title": "T", "version": "1" }}, "paths": {{}}, "components": {{ "schemas": {{ {schemas} }} }} }}"##))
}

fn has(text: &str, parts: &[&str]) {
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(squeezed.contains(part), "no {part} in\n{text}");
    }
}

const CAT_AND_DOG: &str = r##"
  "Cat": { "type": "object", "required": ["petType", "lives"], "properties": { "petType": { "type": "string" }, "lives": { "type": "integer" } } },
  "Dog": { "allOf": [{ "$ref": "#/components/schemas/Named" }, { "type": "object", "required": ["petType"], "properties": { "petType": { "type": "string" } } }] },
  "Named": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } }"##;

fn pet(discriminator: &str) -> String {
    format!(
        r##""Pet": {{ "description": "One of ours.", "oneOf": [{{ "$ref": "#/components/schemas/Cat" }}, {{ "$ref": "#/components/schemas/Dog" }}], "discriminator": {{ "propertyName": "petType"{discriminator} }} }}"##
    )
}

#[test]
fn by_the_names_of_the_schemas() {
    let text = api(&format!("{}, {CAT_AND_DOG}", pet("")));
    has(
        &text,
        &["## One of ours. enum Pet by \"petType\" { cat : Cat at \"Cat\" dog : Dog at \"Dog\" }", "record Cat as json { lives : int }", "record Dog as json { name : text }"],
    );
}

/// By reference and by name; one shape may have several codes, and one that the mapping passes over is called by its name.
#[test]
fn by_a_mapping() {
    let text = api(&format!("{}, {CAT_AND_DOG}", pet(r##", "mapping": { "C": "#/components/schemas/Cat", "T": "Cat" }"##)));
    has(&text, &["enum Pet by \"petType\" { c : Cat at \"C\" t : Cat at \"T\" dog : Dog at \"Dog\" }"]);
}

/// Elsewhere the field is one like any other.
#[test]
fn what_is_used_alone_keeps_the_field() {
    let home = r##""Home": { "type": "object", "required": ["pet", "guest"], "properties": { "pet": { "$ref": "#/components/schemas/Pet" }, "guest": { "$ref": "#/components/schemas/Cat" } } }"##;
    let text = api(&format!("{home}, {}, {CAT_AND_DOG}", pet("")));
    has(
        &text,
        &[
            "pet : Pet guest : Cat",
            "cat : CatByPetType at \"Cat\"",
            "record CatByPetType as json { lives : int }",
            "record Cat as json { pet_type : text at \"petType\" lives : int }",
        ],
    );
}

/// Messages and answers may be of such a type.
#[test]
fn as_a_message() {
    let text = openapi(&format!(
        r##"{{ "openapi": "3.1.0", "info": {{ "title": "Pets", "version": "1" }}, "components": {{ "schemas": {{ {}, {CAT_AND_DOG} }} }}, "paths": {{
  "/pets": {{ "post": {{ "operationId": "addPet", "requestBody": {{ "content": {{ "application/json": {{ "schema": {{ "$ref": "#/components/schemas/Pet" }} }} }} }}, "responses": {{}} }} }},
  "/pets/{{id}}": {{ "get": {{ "operationId": "getPet", "parameters": [{{ "name": "id", "in": "path", "required": true, "schema": {{ "type": "string" }} }}],
     "responses": {{ "200": {{ "content": {{ "application/json": {{ "schema": {{ "$ref": "#/components/schemas/Pet" }} }} }} }} }} }} }} }} }}"##,
        pet("")
    ));
    has(&text, &["accepts add_pet : Pet by POST \"/pets\"", "answers get_pet(id: text) : Pet by GET \"/pets/{id}\""]);
}

const PAYMENT: &str = r##""payment": { "oneOf": [
  { "type": "object", "required": ["kind", "number"], "properties": { "kind": { "const": "CARD" }, "number": { "type": "string" } } },
  { "type": "object", "required": ["kind"], "properties": { "kind": { "enum": ["cash", "voucher"] } } }, { "type": "null" }] }"##;

/// Without a discriminator: a required field with codes of its own in each. A shape that has nothing else carries nothing.
#[test]
fn by_constants() {
    let text = schema(&format!(r##"{{ "type": "object", "required": ["payment"], "properties": {{ {PAYMENT} }} }}"##));
    has(&text, &["payment : Payment? or null", "enum Payment by \"kind\" { card : Card at \"CARD\" cash voucher }", "record Card as json { number : text }"]);
    assert!(!text.contains("Kind"), "{text}");
}

/// The same schema in two places is one enum.
#[test]
fn alike_they_are_one() {
    let inner = format!(r##"{{ "type": "object", "properties": {{ {PAYMENT} }} }}"##);
    let text = schema(&format!(r##"{{ "type": "object", "properties": {{ "a": {inner}, "b": {{ "type": "object", "properties": {{ "x": {{}}, {PAYMENT} }} }} }} }}"##));
    assert_eq!(text.matches("enum ").count(), 1, "{text}");
}

/// Nothing tells these apart: codes that two shapes share, a field that one may leave out, numbers.
#[test]
fn else_one_record() {
    for kinds in [r##"{ "const": "a" }, { "const": "a" }"##, r##"{ "const": 1 }, { "const": 2 }"##, r##"{ "type": "string" }, { "const": "a" }"##] {
        let (a, b) = kinds.split_once(", {").unwrap();
        let shape = |kind: &str, field: &str| format!(r##"{{ "type": "object", "required": ["kind"], "properties": {{ "kind": {kind}, "{field}": {{ "type": "string" }} }} }}"##);
        let text = schema(&format!(r##"{{ "properties": {{ "payment": {{ "oneOf": [{}, {}] }} }} }}"##, shape(a, "x"), shape(&format!("{{{b}"), "y")));
        has(&text, &["# One of several shapes; what not all of them have is optional here. record Payment as json {"]);
    }
    let text = schema(&format!(r##"{{ "properties": {{ {} }} }}"##, PAYMENT.replace(r##""required": ["kind"], "##, "")));
    has(&text, &["record Payment as json {"]);
}

/// A discriminator that cannot be carried over says why.
#[test]
fn a_discriminator_that_does_not_tell() {
    let of = |second: &str, rest: &str| {
        let one = r##"{ "type": "object", "properties": { "kind": { "const": "a" } } }"##;
        schema(&format!(r##"{{ "properties": {{ "x": {{ "oneOf": [{one}, {second}], "discriminator": {{ "propertyName": "kind" }}{rest} }} }} }}"##))
    };
    let twin = r##"{ "type": "object", "properties": { "kind": { "const": "a" }, "b": { "type": "string" } } }"##;
    has(&of(r##"{ "type": "string" }"##, ""), &["x : json?", "the discriminator \"kind\" is not carried over: a shape is no object with declared fields"]);
    has(&of(twin, ""), &["the discriminator \"kind\" is not carried over: nothing says which code is whose"]);
    has(&of(twin, r##", "properties": { "n": { "type": "string" } }"##), &["further fields stand beside the shapes"]);
}

/// A variant that leads back to its enum is cut where a record's field closes the circle, wherever one begins to look.
#[test]
fn circles() {
    let tree = |first: &str| {
        let node = r##""Node": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "node" }, "left": { "$ref": "#/components/schemas/Tree" }, "right": { "$ref": "#/components/schemas/Tree" } } }"##;
        let leaf = r##""Leaf": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "leaf" }, "n": { "type": "integer" } } }"##;
        let tree = r##""Tree": { "oneOf": [{ "$ref": "#/components/schemas/Node" }, { "$ref": "#/components/schemas/Leaf" }] }"##;
        api(&if first == "Node" { format!("{node}, {leaf}, {tree}") } else { format!("{tree}, {node}, {leaf}") })
    };
    for first in ["Node", "Tree"] {
        has(&tree(first), &["enum Tree by \"kind\" { node : Node leaf : Leaf }", "left : json? # holds its own kind again", "right : json? # holds its own kind again"]);
    }
}

const PETS: &str = r##"
  "Home": { "type": "object", "required": ["pet"], "properties": { "pet": { "$ref": "#/components/schemas/Pet" } } },
  "Cat": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "object", "required": ["lives"], "properties": { "lives": { "type": "integer" } } }] },
  "Hound": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "object", "properties": { "hunts": { "type": "boolean" } } }] },
  "Beagle": { "allOf": [{ "$ref": "#/components/schemas/Hound" }, { "type": "object", "properties": { "ears": { "type": "string" } } }] }"##;

fn base(discriminator: &str) -> String {
    format!(
        r##""Pet": {{ "description": "One of ours.", "type": "object", "required": ["petType", "name"], "discriminator": {discriminator},
           "properties": {{ "petType": {{ "type": "string" }}, "name": {{ "type": "string" }} }} }}"##
    )
}

/// Each heir has the fields of the base; those of heirs, too.
#[test]
fn heirs_are_variants_of_their_base() {
    let text = api(&format!("{}, {PETS}", base(r##"{ "propertyName": "petType" }"##)));
    has(
        &text,
        &[
            "## One of ours. enum Pet by \"petType\" { cat : Cat at \"Cat\" hound : Hound at \"Hound\" beagle : Beagle at \"Beagle\" }",
            "record Home as json { pet : Pet }",
            "record Cat as json { name : text lives : int }",
            "record Beagle as json { name : text hunts : bool? ears : text? }",
        ],
    );
    assert!(!text.contains("pet_type"), "{text}");
}

/// A mapping names all that there are, the base itself among them.
#[test]
fn a_mapping_chooses_heirs() {
    let mapping = r##"{ "propertyName": "petType", "mapping": { "CAT": "#/components/schemas/Cat", "B": "Beagle", "any": "Pet" } }"##;
    let text = api(&format!("{}, {PETS}", base(mapping)));
    has(
        &text,
        &[
            "enum Pet by \"petType\" { cat : Cat at \"CAT\" b : Beagle at \"B\" any : Any }",
            "record Any as json { name : text }",
            "record Hound as json { pet_type : text at \"petType\"",
        ],
    );
}

/// As Swagger 2 writes it, with the codes that the base lists.
#[test]
fn codes_of_the_base() {
    let text = openapi(
        r##"{ "swagger": "2.0", "info": { "title": "T", "version": "1" }, "paths": {}, "definitions": {
  "Payment": { "type": "object", "required": ["kind", "sum"], "discriminator": "kind", "properties": { "kind": { "type": "string", "enum": ["credit_card", "cash", "x"] }, "sum": { "type": "integer" } } },
  "CreditCardPayment": { "allOf": [{ "$ref": "#/definitions/Payment" }, { "type": "object", "properties": { "number": { "type": "string" } } }] },
  "Cash": { "allOf": [{ "$ref": "#/definitions/Payment" }, { "type": "object", "properties": { "drawer": { "type": "string" } } }] },
  "Order": { "type": "object", "properties": { "payments": { "type": "array", "items": { "$ref": "#/definitions/Payment" } } } } } }"##,
    );
    has(&text, &["enum Payment by \"kind\" { credit_card : CreditCardPayment cash : Cash }", "record Cash as json { sum : int drawer : text? }", "payments : list of Payment?"]);
    assert!(!text.contains("enum Kind"), "{text}");
}

/// Where nothing is declared to be the base, its heirs only share its fields.
#[test]
fn a_base_that_stands_nowhere_is_no_choice() {
    let alone = PETS.replace(r##"{ "$ref": "#/components/schemas/Pet" } } },"##, r##"{ "$ref": "#/components/schemas/Cat" } } },"##);
    assert_ne!(alone, PETS);
    let text = api(&format!("{}, {alone}", base(r##"{ "propertyName": "petType" }"##)));
    has(&text, &["record Pet as json {", "record Cat as json { pet_type : text at \"petType\" name : text lives : int }"]);
    assert!(!text.contains("enum"), "{text}");
}

/// A base between others has its own heirs as variants.
#[test]
fn bases_below_bases() {
    let text = api(&format!(
        r##"{}, {}, "Kennel": {{ "type": "object", "properties": {{ "dog": {{ "$ref": "#/components/schemas/Hound" }} }} }}"##,
        base(r##"{ "propertyName": "petType" }"##),
        PETS.replace(r##""Hound": {"##, r##""Hound": { "discriminator": { "propertyName": "petType" },"##)
    ));
    has(&text, &["enum Pet by \"petType\" { cat : Cat at \"Cat\" beagle : Beagle at \"Beagle\" }", "enum Hound by \"petType\" { beagle : Beagle at \"Beagle\" }", "dog : Hound?"]);
}

/// An heir that holds its base again is cut, and codes that do not tell are said.
#[test]
fn heirs_that_do_not_fit() {
    let more = r##", "Pack": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "object", "properties": { "of": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } } } }] }"##;
    let text = api(&format!("{}, {PETS}{more}", base(r##"{ "propertyName": "petType" }"##)));
    has(&text, &["pack : Pack at \"Pack\"", "of : list of json?"]);
    let text = api(&format!("{}, {PETS}", base(r##"{ "propertyName": "petType" }"##).replace(r##""petType": { "type": "string" }"##, r##""petType": { "enum": ["a", "b"] }"##)));
    has(&text, &["the discriminator \"petType\" is not carried over: nothing says which code is whose"]);
}
