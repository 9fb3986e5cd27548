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
fn secrets_are_never_shown() {
    let variable = "CROSSDOCK_TEST_SECRET_SHOWN";
    let Some((name, value)) = std::env::vars().find(|(_, value)| value.len() > 12 && value.is_ascii()) else { return };
    let config = parse(&format!("[systems.shop]\ntoken = \"env:{name}\"")).unwrap();
    assert!(!format!("{config:?}").contains(&value), "{variable}");
    assert_eq!(config.systems["shop"].token.as_ref().unwrap().expose(), value);
}
