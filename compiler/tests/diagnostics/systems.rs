//! Systems and the contracts they fulfil.

use super::{codes, report, says};

says! {
    versions: r#"
record R as json { number: text }
contract Wms v1 { accepts a : R by POST "/a" }
contract Wms v2 { accepts a : R by POST "/a" }
contract Erp v3 { accepts a : R by POST "/a" }
system one   : Wms
system two   : Wms v3
system three : Erp v2
system four  : Nothing
"#;
    a_version_twice: r#"
record R as json { number: text }
contract Wms v1 { accepts a : R by POST "/a" }
contract Wms v1 { accepts b : R by POST "/b" }
"#;
}

#[test]
fn a_version_is_found() {
    let text = r#"
record R as json { number: text }
contract Wms v1 { accepts a : R by POST "/a" }
contract Wms v2 { accepts b : R by POST "/b" }
system one : Wms v1
system two : Wms v2
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
}

#[test]
fn twins_in_two_files() {
    let one = "record R as json { n: text }\ncontract A v1 { accepts a : R by POST \"/a\" }\nsystem shop : A v1\n";
    let two = "use one.A\nsystem shop : A v1\n";
    insta::assert_snapshot!(report(&[("one.flow", one), ("two.flow", two)]));
}
