//! Who gets in: at the start, and after every change of the configuration.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use crossdock_runtime::{Options, Runtime, StartError};
use tempfile::TempDir;

const PROJECT: &str = r#"
record Change as json { id: int, stock: int }
contract Shop v1 { sends changed : Change on POST "/changes" once by id }
system shop : Shop v1
policy standard { invalid => park }
flow look on shop.changed(change) {
  skip when change.stock = 0 because "nothing left"
  on failure use standard
}
"#;
const ANY_PORT: &str = "0.0.0.0:0";
const GUARDED: &str = "[runtime]\napi-token = \"file:token\"\n[systems.shop]\ntoken = \"file:token\"\n";

fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("stock.flow"), PROJECT).unwrap();
    std::fs::write(folder.path().join("token"), "first\n").unwrap();
    write(folder.path(), config);
    folder
}

fn write(folder: &Path, config: &str) {
    std::fs::write(folder.join("crossdock.toml"), config).unwrap();
}

async fn start(folder: &TempDir, listen: &str) -> Result<Runtime, StartError> {
    Runtime::start(Options { root: folder.path().to_owned(), listen: Some(listen.parse().unwrap()) }).await
}

async fn refusal(config: &str, listen: &str) -> String {
    start(&folder(config), listen).await.err().unwrap().to_string()
}

async fn status(runtime: &Runtime, token: &str) -> u16 {
    let url = format!("http://{}/in/shop/changes", SocketAddr::from(([127, 0, 0, 1], runtime.address().port())));
    let request = reqwest::Client::new().post(url).bearer_auth(token).body("{\"id\": 1, \"stock\": 2}");
    request.send().await.unwrap().status().as_u16()
}

async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < Duration::from_secs(30), "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_address_of_the_command_line_opens_nothing_to_strangers() {
    let error = refusal("[runtime]\nlisten = \"127.0.0.1:8080\"\n", ANY_PORT).await;
    assert!(error.contains("0.0.0.0:0") && error.contains("api-token"), "{error}");
    let error = refusal("[runtime]\napi-token = \"file:token\"\n", ANY_PORT).await;
    assert!(error.contains("anyone could send as system `shop`"), "{error}");
}

#[tokio::test]
async fn a_mistyped_system_is_told_instead_of_left_open() {
    let error = refusal("[systems.shopp]\ntoken = \"file:token\"\n", "127.0.0.1:0").await;
    assert!(error.contains("[systems.shopp]") && error.contains("it has shop"), "{error}");
}

#[tokio::test]
async fn a_change_that_lets_strangers_in_is_not_taken() {
    let folder = folder(GUARDED);
    let runtime = start(&folder, ANY_PORT).await.unwrap();
    // By its own words this one would be on loopback; where events really come in has not changed.
    write(folder.path(), "[runtime]\nlisten = \"127.0.0.1:8080\"\n");
    until("the change is rejected", async || runtime.rejected().is_some()).await;
    assert!(runtime.rejected().unwrap().reason.contains("api-token"));
    assert_eq!((status(&runtime, "first").await, status(&runtime, "").await), (202, 401));
    runtime.stop().await;
}

#[tokio::test]
async fn a_new_secret_counts_without_a_restart() {
    let folder = folder(GUARDED);
    let runtime = start(&folder, "127.0.0.1:0").await.unwrap();
    assert_eq!((status(&runtime, "first").await, status(&runtime, "second").await), (202, 401));
    std::fs::write(folder.path().join("token"), "second\n").unwrap();
    until("the new secret counts", async || status(&runtime, "second").await == 202).await;
    assert_eq!(status(&runtime, "first").await, 401);
    runtime.stop().await;
}
