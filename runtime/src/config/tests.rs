#![allow(clippy::unwrap_used)]

use super::Config;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(text, std::path::Path::new("/nowhere")).map_err(|error| error.to_string())
}

#[test]
fn an_empty_file_listens_on_loopback() {
    let config = parse("").unwrap();
    assert!(config.runtime.listen.ip().is_loopback());
}

#[test]
fn a_literal_secret_is_refused_and_not_repeated() {
    let error = parse("[systems.shop]\ntoken = \"hunter2\"").unwrap_err();
    assert!(error.contains("systems.shop.token") && error.contains("env:NAME") && !error.contains("hunter2"), "{error}");
}

#[test]
fn unknown_keys_and_missing_secrets_say_where() {
    let error = parse("[systems.shop]\nurll = \"x\"").unwrap_err();
    assert!(error.contains("line 2") && error.contains("urll"), "{error}");
    let error = parse("[systems.shop]\ntoken = \"env:NO_SUCH_VARIABLE_HERE\"").unwrap_err();
    assert!(error.contains("NO_SUCH_VARIABLE_HERE"), "{error}");
    let error = parse("[systems.shop]\ntimeout = \"10 parsecs\"").unwrap_err();
    assert!(error.contains("10s"), "{error}");
}

#[test]
fn an_address_holds_no_secret_and_takes_a_path_behind_it() {
    for (url, part) in [
        ("https://scott:tiger@wms.example.com/api", "auth = {"),
        ("https://tiger@wms.example.com", "auth = {"),
        ("ftp://scott:tiger@wms.example.com", "no http"),
        ("https://wms.example.com/api?key=tiger", "`?`"),
        ("wms.example.com", "`wms.example.com` is no http"),
    ] {
        let error = parse(&format!("[systems.wms]\nurl = \"{url}\"")).unwrap_err();
        assert!(error.contains("systems.wms.url") && error.contains(part) && !error.contains("tiger"), "{error}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused() {
    for (text, parts) in [
        ("[systems.wms]\nauth = { token = \"env:A\", user = \"env:B\" }", ["systems.wms.auth", "not both"]),
        ("[systems.wms]\nauth = { password = \"env:B\" }", ["systems.wms.auth", "`user`"]),
        ("[systems.wms]\nauth = { }", ["systems.wms.auth", "says nothing"]),
        ("[systems.shop]\ntoken = \"env:A\"\nbasic = { user = \"env:A\", password = \"env:A\" }", ["systems.shop", "not both"]),
        ("[systems.shop]\nhmac = { secret = \"env:A\", header = \"X Signature\" }", ["systems.shop.hmac.header", "X Signature"]),
        ("[systems.shop]\ntimeout = \"0s\"", ["line 2", "more than nothing"]),
        ("[runtime]\nconcurrency = 0", ["line 2", "nonzero"]),
        ("[runtime]\nbacklog = 0", ["line 2", "nonzero"]),
        ("[runtime]\npayload-limit = 0", ["line 2", "nonzero"]),
    ] {
        let error = parse(text).unwrap_err();
        assert!(parts.iter().all(|part| error.contains(part)), "{text}: {error}");
    }
}

#[test]
fn secrets_are_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "hunter2\r\n").unwrap();
    let config = Config::parse("[systems.shop]\ntoken = \"file:token\"", folder.path()).unwrap();
    assert_eq!(config.systems["shop"].token.as_ref().unwrap().expose(), "hunter2");
    let shown = format!("{config:?}");
    assert!(shown.contains("file:token") && !shown.contains("hunter2"), "{shown}");
}
