//! Sample documents.

use super::samples;

#[test]
fn what_all_have_in_common() {
    let text = samples(&[
        r#"{ "id": 1, "total": "12.50", "rate": 1, "ship_by": "2026-01-01", "created": "2026-01-01T10:00:00Z", "local": "2026-01-01T10:00:00", "note": null, "gift": "Y", "Ship To": { "city": "Ulm", "zip": "01234" },
             "billTo": { "city": "Ulm", "zip": "01234" }, "lines": [{ "sku": "a", "price_set": { "shop": { "amount": "1.00", "unit": "EUR" }, "other": { "amount": "1.10", "unit": "USD" } } }, { "sku": "b", "qty": 2 }],
             "mixed": 1, "empty": [], "nothing": {}, "stock": { "4006381333931": 1, "4006381333948": 2, "4006381333955": 3 }, "tags": ["a"], "holes": ["a", null], "huge": 18446744073709551616, "never": null }"#,
        r#"{ "id": 2, "total": "0.00", "rate": 1.5, "ship_by": "", "created": "2026-01-02T10:00:00+01:00", "local": "2026-01-01T10:00:00", "note": "x", "gift": "N", "Ship To": { "city": "Ulm", "zip": "01234" },
             "billTo": { "city": "Ulm", "zip": null }, "lines": [], "mixed": "one", "empty": [], "nothing": {}, "stock": {}, "tags": [], "holes": [], "huge": 1, "new": true }"#,
    ]);
    insta::assert_snapshot!(text);
}

/// Few different words, each seen often: a list of codes. Names and currencies are none, however often they come.
#[test]
fn codes_are_guessed_with_care() {
    let documents: Vec<String> = (0..30).map(|at| format!(r#"{{ "status": "{}", "currency": "{}" }}"#, ["open", "on_hold"][at % 2], ["EUR", "USD"][at % 2])).collect();
    let text = samples(&documents.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(text.contains("enum OrderStatus as text { on_hold, open }") && text.contains("currency : text"), "{text}");
}

#[test]
fn lines_and_lists_hold_several() {
    let one = samples(&["{\"a\": 1}\n{\"a\": null}\n"]);
    let other = samples(&[r#"[{"a": 1}, {"a": null}]"#]);
    assert_eq!(one, other);
    assert!(one.contains("2 documents") && one.contains("a : int?"), "{one}");
}
