//! Equality of JSON values by what they mean.

use crossdock_compiler::typed::Dec;
use serde_json::Value;

/// Numbers are compared exactly, quoted or not; everything else as JSON, so that `"\u00fc"` is `"ü"`.
pub(super) fn same(wanted: &str, came: &str, number: bool) -> bool {
    if wanted == came {
        return true;
    }
    if number {
        let parsed = |text: &str| text.trim_matches('"').parse::<Dec>().ok();
        return matches!((parsed(wanted), parsed(came)), (Some(wanted), Some(came)) if wanted == came);
    }
    let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
    matches!((parsed(wanted), parsed(came)), (Some(wanted), Some(came)) if wanted == came)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_meaning() {
        assert!(same("1.50", "1.5", true));
        assert!(same("\"1.50\"", "\"1.5\"", true));
        assert!(!same("\"1.50\"", "\"1.5\"", false), "as text they differ");
        assert!(same(r#""\u00fc""#, "\"ü\"", false));
        assert!(!same("\"a\"", "\"b\"", false));
    }
}
