//! The language server with a real editor: Neovim, headless, against the real binary.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};
use std::time::Duration;

use crossdock_tests::{binary, wait};
use serde_json::{Value, json};

/// `Ordre` is misspelt, and the last record is not well formatted. The umlaut and the smiley shift columns wherever they are counted wrongly.
const FLOW: &str = "\
## An order of the shop: \"ä😀\".
record Order as json {
  number : text(1..20)
}
record Batch as json {
  first  : Order   at \"ä😀\"
  others : list of Ordre
}
record   Other   as json   {
 note:text(..35)
}
";

/// The same, mended and formatted.
const MENDED: &str = "\
## An order of the shop: \"ä😀\".
record Order as json {
  number : text(1..20)
}
record Batch as json {
  first  : Order at \"ä😀\"
  others : list of Order
}
record Other as json {
  note : text(..35)
}";

#[tokio::test]
async fn neovim_shows_hovers_mends_and_formats() {
    if Command::new("nvim").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "Neovim is not installed: `apt-get install neovim`, or run .ci/install");
        eprintln!("SKIPPED: Neovim is not installed (`apt-get install neovim`)");
        return;
    }
    let seen = session().await;
    assert_eq!(seen["error"], Value::Null, "{seen:#}");
    assert_eq!(seen["broken"].as_array().unwrap().len(), 1, "{seen:#}");
    let problem = &seen["broken"][0];
    assert_eq!((&problem["line"], &problem["column"], &problem["severity"]), (&json!(6), &json!(19), &json!(1)), "{seen:#}");
    assert!(problem["code"].as_str().unwrap().starts_with("E02") && problem["message"].as_str().unwrap().contains("Ordre"), "{seen:#}");
    let hover = seen["hover"].as_str().unwrap_or_default();
    assert!(hover.contains("record Order") && hover.contains("An order of the shop"), "{seen:#}");
    assert!(seen["action"].as_str().unwrap_or_default().contains("Order"), "{seen:#}");
    assert_eq!(seen["mended"], json!([]), "{seen:#}");
    assert_eq!(seen["text"], MENDED, "{seen:#}");
    assert_eq!(seen["exit"], 0, "the server ends in good order: {seen:#}");
}

/// Runs the editor's script, and gives what it saw.
async fn session() -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("crossdock.toml"), "").unwrap();
    std::fs::write(path("main.flow"), FLOW).unwrap();
    let script = binary::repository().join("tests/neovim/session.lua");
    let mut editor = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-i", "NONE", "-S"])
        .arg(script)
        .env("CROSSDOCK", binary::crossdock())
        .env("FLOW_FILE", path("main.flow"))
        .env("RESULT", path("seen.json"))
        .envs([("HOVER_LINE", "6"), ("HOVER_COLUMN", "12")])
        .envs(["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"].map(|name| (name, path("editor"))))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = wait::until("Neovim to end", Duration::from_secs(90), async || editor.try_wait().unwrap()).await;
    assert!(status.success(), "{status}");
    serde_json::from_str(&std::fs::read_to_string(path("seen.json")).unwrap()).unwrap()
}
