//! Many senders at once, and senders that go away: what was accepted is decided, in the order of acceptance.
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use crossdock_runtime::desk::Desk;
use crossdock_runtime::store::Audit;
use crossdock_runtime::{Options, Runtime};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

const PROJECT: &str = r#"
record Change as json { id: int, article: text, stock: int }
record Stock as json { id: int, article: text, stock: int }
contract Shop v1 { sends changed : Change on POST "/changes" once by id in order by article }
contract Wms v1 { accepts stock : Stock by POST "/stock" once by id }
system shop : Shop v1
system wms  : Wms v1
policy standard { unreachable | timeout | busy | refused | invalid => park, duplicate => done }
map to_stock(change: Change) -> Stock { ..change }
flow pass_on on shop.changed(change) {
  send wms.stock(to_stock(change))
  on failure use standard
}
"#;

type Arrived = Arc<Mutex<Vec<i64>>>;

struct House {
    _folder: TempDir,
    desk: Desk,
    runtime: Runtime,
    arrived: Arrived,
}

impl House {
    async fn new() -> House {
        let arrived = Arrived::default();
        let wms = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", wms.local_addr().unwrap());
        let router = Router::new().fallback(take).with_state(arrived.clone());
        tokio::spawn(async move { axum::serve(wms, router).await.unwrap() });
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("stock.flow"), PROJECT).unwrap();
        std::fs::write(folder.path().join("crossdock.toml"), format!("[systems.wms]\nurl = \"{url}\"\n")).unwrap();
        let runtime = Runtime::start(Options { root: folder.path().to_owned(), listen: Some(([127, 0, 0, 1], 0).into()) }).await.unwrap();
        let desk = Desk::open(folder.path()).unwrap();
        House { _folder: folder, desk, runtime, arrived }
    }

    async fn settled(&mut self) -> Audit {
        let started = Instant::now();
        loop {
            let audit = self.desk.audit().await.unwrap();
            if audit.pending == 0 {
                return audit;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "{audit:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn take(State(arrived): State<Arrived>, body: String) -> &'static str {
    let body: Value = serde_json::from_str(&body).unwrap();
    arrived.lock().unwrap().push(body["id"].as_i64().unwrap());
    "{}"
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_one_key_keep_their_order_however_they_come_in() {
    let mut house = House::new().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{}/in/shop/changes", house.runtime.address());
    let posts = (0..300).map(|id| {
        let request = http.post(&url).json(&json!({ "id": id, "article": "MUG", "stock": id }));
        tokio::spawn(async move {
            let receipt: Value = request.send().await.unwrap().json().await.unwrap();
            (receipt["sequence"].as_i64().unwrap(), i64::from(id))
        })
    });
    let mut accepted = Vec::new();
    for post in posts.collect::<Vec<_>>() {
        accepted.push(post.await.unwrap());
    }
    accepted.sort_unstable();
    assert!(house.settled().await.holds);
    let in_order: Vec<i64> = accepted.into_iter().map(|(_, id)| id).collect();
    assert_eq!(*house.arrived.lock().unwrap(), in_order);
    house.runtime.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_whose_sender_goes_away_is_worked_on_all_the_same() {
    let mut house = House::new().await;
    let address = house.runtime.address();
    for id in 0..200_u64 {
        let body = json!({ "id": id, "article": format!("A{id}"), "stock": 1 }).to_string();
        let request = format!("POST /in/shop/changes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_micros(id % 30 * 150)).await;
    }
    let audit = house.settled().await;
    assert!(audit.holds && audit.accepted > 100, "{audit:?}");
    assert_eq!(house.arrived.lock().unwrap().len() as i64, audit.accepted);
    house.runtime.stop().await;
}
