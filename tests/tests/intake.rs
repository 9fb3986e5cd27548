//! What a sender hears, and what people can ask: the HTTP of the runtime from outside.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use crossdock_tests::runtime::{Runtime, sample_orders};
use crossdock_tests::stand_in::{Mood, StandIn};
use crossdock_tests::wait;
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

struct House {
    wms: StandIn,
    _erp: StandIn,
    runtime: Runtime,
}

async fn house_with(runtime_section: &str) -> House {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start_with(&wms.url(), &erp.url(), runtime_section).await;
    House { wms, _erp: erp, runtime }
}

fn first_order() -> Vec<u8> {
    sample_orders().swap_remove(0).1
}

#[tokio::test]
async fn wrong_places_methods_and_sizes_say_so() {
    let house = house_with("payload-limit = 20000").await;
    let http = reqwest::Client::new();
    let answer = |request: reqwest::RequestBuilder| async { request.send().await.unwrap() };
    assert_eq!(answer(http.post(house.runtime.url("/in/shop/nowhere"))).await.status(), 404);
    let wrong_method = answer(http.put(house.runtime.url("/in/shop/orders"))).await;
    assert_eq!((wrong_method.status().as_u16(), wrong_method.headers()["allow"].to_str().unwrap()), (405, "POST"));
    let too_large = answer(http.post(house.runtime.url("/in/shop/orders")).body(vec![b' '; 20_001])).await;
    assert_eq!(too_large.status(), 413);
    assert!(too_large.text().await.unwrap().contains("20000 bytes"));
    assert_eq!(answer(http.get(house.runtime.url("/nothing"))).await.status(), 404);
    let (status, _) = house.runtime.post(&first_order()).await.unwrap();
    assert_eq!(status, 202);
}

#[tokio::test]
async fn a_full_backlog_asks_senders_to_come_back() {
    let house = house_with("backlog = 2").await;
    house.wms.set(Mood::Status(503));
    let mut order: Value = serde_json::from_slice(&first_order()).unwrap();
    let mut next_id = 88_000_000_000_000_u64;
    let mut post = async || {
        next_id += 1;
        order["id"] = next_id.into();
        house.runtime.post(order.to_string().as_bytes()).await.unwrap().0
    };
    assert_eq!([post().await, post().await], [202, 202]);
    // What was accepted counts as soon as it is taken up, shortly after its receipt.
    wait::until("both to wait", PATIENCE, async || (house.runtime.get("/v1/status").await["pending"] == 2).then_some(())).await;
    assert_eq!([post().await, post().await], [429, 429]);
    house.wms.set(Mood::Accept);
    house.runtime.settled(PATIENCE).await;
    assert_eq!(post().await, 202);
}

#[tokio::test]
async fn the_api_asks_for_its_token() {
    let house = house_with("api-token = \"env:SHOP_SECRET\"").await;
    let http = reqwest::Client::new();
    let url = house.runtime.url("/v1/parked/w1/retry");
    assert_eq!(http.post(&url).send().await.unwrap().status(), 401);
    assert_eq!(http.post(&url).bearer_auth("wrong").send().await.unwrap().status(), 401);
    assert_eq!(http.get(house.runtime.url("/healthz")).send().await.unwrap().status(), 200);
    // The command line reads the same secret.
    assert!(house.runtime.crossdock(&["audit"]).status.success());
}

#[tokio::test]
async fn a_trace_is_found_by_any_of_an_orders_numbers() {
    let house = house_with("").await;
    let (_, receipt) = house.runtime.post(&first_order()).await.unwrap();
    house.runtime.settled(PATIENCE).await;
    let order: Value = serde_json::from_slice(&first_order()).unwrap();
    for key in [receipt["event"].as_str().unwrap().to_owned(), order["id"].to_string(), order["name"].as_str().unwrap().trim_start_matches('#').to_owned()] {
        let output = house.runtime.crossdock(&["trace", &key]);
        let text = String::from_utf8(output.stdout).unwrap();
        let steps: Vec<usize> = ["received", "decided", "delivered"].map(|step| text.find(step).unwrap_or_else(|| panic!("no {step} under {key}: {text}"))).into();
        assert!(steps.is_sorted(), "in order: {text}");
    }
    let unknown = house.runtime.crossdock(&["trace", "nobody"]);
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test]
async fn the_exception_queue_at_rest_and_a_discard() {
    let mut house = house_with("").await;
    house.wms.set(Mood::Status(400));
    house.runtime.post(&first_order()).await.unwrap();
    house.runtime.settled(PATIENCE).await;
    assert_eq!(house.runtime.stop().await, Some(0));

    let list = String::from_utf8(house.runtime.crossdock(&["parked"]).stdout).unwrap();
    assert!(list.contains("refused") && list.contains("400"), "{list}");
    let id = list.split_whitespace().next().unwrap().to_owned();
    let shown = String::from_utf8(house.runtime.crossdock(&["parked", "show", &id]).stdout).unwrap();
    assert!(shown.contains("\"orderNo\": \"1001\"") && shown.contains("received"), "{shown}");
    assert_eq!(house.runtime.crossdock(&["parked", "show", "w99"]).status.code(), Some(1));
    let retried = house.runtime.crossdock(&["parked", "retry", &id]);
    assert_eq!(retried.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&retried.stderr).contains("when `crossdock run` starts"));

    // The retry that was asked for at rest happens at the next start.
    house.runtime.spawn().await;
    wait::until("the second refusal", PATIENCE, async || (house.wms.arrivals().len() == 2).then_some(())).await;
    house.runtime.settled(PATIENCE).await;
    let discarded = house.runtime.crossdock(&["parked", "discard", &id, "--why", "a test"]);
    assert!(discarded.status.success());
    let audit = house.runtime.settled(PATIENCE).await;
    assert_eq!((&audit["discarded"], &audit["parked"], &audit["holds"]), (&Value::from(1), &Value::from(0), &Value::from(true)), "{audit}");
}

#[tokio::test]
async fn a_second_runtime_on_the_same_store_is_refused() {
    let house = house_with("").await;
    let output = house.runtime.crossdock(&["run", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("in use by another process"), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn another_order_of_the_same_number_is_parked_and_not_swallowed() {
    let house = house_with("").await;
    let mut order: Value = serde_json::from_slice(&first_order()).unwrap();
    house.runtime.post(order.to_string().as_bytes()).await.unwrap();
    house.runtime.settled(PATIENCE).await;
    order["id"] = 99_000_000_000_001_u64.into();
    order["line_items"][0]["quantity"] = 3.into();
    house.runtime.post(order.to_string().as_bytes()).await.unwrap();
    let audit = house.runtime.settled(PATIENCE).await;
    assert_eq!((&audit["parked"], &audit["holds"]), (&Value::from(1), &Value::from(true)), "{audit}");
    let list = String::from_utf8(house.runtime.crossdock(&["parked"]).stdout).unwrap();
    assert!(list.contains("would be taken for this one"), "{list}");
    assert_eq!(house.wms.effects().len(), 1);

    // Asking for it once more makes it no other message.
    let retried = house.runtime.crossdock(&["parked", "retry", list.split_whitespace().next().unwrap()]);
    let said = String::from_utf8_lossy(&retried.stderr).into_owned();
    assert!(retried.status.code() == Some(1) && said.contains("stays parked") && said.contains("would be taken for this one"), "{said}");
    let audit = house.runtime.settled(PATIENCE).await;
    assert_eq!((&audit["parked"], house.wms.arrivals().len()), (&Value::from(1), 1), "{audit}");
}

#[tokio::test]
async fn whatever_the_api_turns_away_says_why_in_json() {
    let house = house_with("").await;
    let http = reqwest::Client::new();
    for (request, status, part) in [
        (http.get(house.runtime.url("/v1/history?after=yesterday")), 400, "after"),
        (http.get(house.runtime.url("/v1/trace/%ff")), 400, "UTF-8"),
        (http.post(house.runtime.url("/v1/parked/w1/discard")).body("because"), 415, "application/json"),
        (http.post(house.runtime.url("/v1/audit")), 405, "Method Not Allowed"),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        let said: Value = answer.json().await.unwrap();
        assert!(said["error"].as_str().unwrap().contains(part), "{said}");
    }
}
