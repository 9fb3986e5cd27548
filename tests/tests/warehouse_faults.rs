//! A warehouse that is down, slow, overloaded, refuses, or hangs up: what is retried arrives once, what cannot be is parked where people see it.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use crossdock_tests::runtime::{Runtime, sample_orders};
use crossdock_tests::stand_in::{Mood, StandIn};
use crossdock_tests::wait;
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(40);

struct House {
    wms: StandIn,
    _erp: StandIn,
    runtime: Runtime,
}

async fn house() -> House {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    House { wms, _erp: erp, runtime }
}

fn first_order() -> Vec<u8> {
    sample_orders().swap_remove(0).1
}

impl House {
    async fn post(&self) -> String {
        let (status, receipt) = self.runtime.post(&first_order()).await.unwrap();
        assert_eq!(status, 202, "{receipt}");
        receipt["event"].as_str().unwrap().to_owned()
    }

    /// Waits until the warehouse has heard from us this often.
    async fn attempts(&self, at_least: usize) {
        wait::until("attempts at the warehouse", PATIENCE, async || (self.wms.arrivals().len() >= at_least).then_some(())).await;
    }

    async fn ends_well(&self) {
        let audit = self.runtime.settled(PATIENCE).await;
        assert_eq!((&audit["done"], &audit["parked"], &audit["holds"]), (&Value::from(1), &Value::from(0), &Value::from(true)), "{audit}");
        assert_eq!(self.wms.effects().len(), 1, "one release, once");
        let keys: std::collections::HashSet<_> = self.wms.arrivals().iter().map(|arrival| arrival.idempotency_key().to_owned()).collect();
        assert_eq!(keys.len(), 1, "every attempt carried the same key");
    }
}

#[tokio::test]
async fn down_then_back() {
    let mut house = house().await;
    house.wms.go_down().await;
    let event = house.post().await;
    wait::until("a failed attempt in the trace", PATIENCE, async || house.runtime.get(&format!("/v1/trace/{event}")).await.to_string().contains("unreachable").then_some(())).await;
    house.wms.come_back().await;
    house.ends_well().await;
}

#[tokio::test]
async fn slow_beyond_the_time_limit_is_repeated_with_the_same_key() {
    let house = house().await;
    house.wms.set(Mood::Slow(Duration::from_secs(3)));
    house.post().await;
    house.attempts(2).await;
    house.wms.set(Mood::Accept);
    house.ends_well().await;
}

#[tokio::test]
async fn an_error_500_is_retried() {
    let house = house().await;
    house.wms.set(Mood::Status(500));
    house.post().await;
    house.attempts(2).await;
    house.wms.set(Mood::Accept);
    house.ends_well().await;
}

#[tokio::test]
async fn busy_429_waits_as_long_as_it_was_asked_to() {
    let house = house().await;
    house.wms.set(Mood::Busy(2));
    let asked = std::time::Instant::now();
    house.post().await;
    house.attempts(1).await;
    house.wms.set(Mood::Accept);
    house.ends_well().await;
    assert!(asked.elapsed() >= Duration::from_secs(2), "Retry-After is a lower bound");
}

#[tokio::test]
async fn hanging_up_after_taking_the_message_changes_nothing_twice() {
    let house = house().await;
    house.wms.set(Mood::HangUp);
    house.post().await;
    house.attempts(2).await;
    house.wms.set(Mood::Accept);
    house.ends_well().await;
}

#[tokio::test]
async fn a_refusal_is_parked_with_its_reason_and_retried_on_demand() {
    let house = house().await;
    house.wms.set(Mood::Status(400));
    house.post().await;
    let audit = house.runtime.settled(PATIENCE).await;
    assert_eq!((&audit["parked"], &audit["holds"]), (&Value::from(1), &Value::from(true)), "{audit}");
    let parked = house.runtime.crossdock(&["parked", "list"]);
    let list = String::from_utf8(parked.stdout).unwrap();
    assert!(list.contains("refused") && list.contains("400"), "{list}");
    house.wms.set(Mood::Accept);
    let id = list.split_whitespace().next().unwrap();
    let retried = house.runtime.crossdock(&["parked", "retry", id]);
    assert!(retried.status.success(), "{}", String::from_utf8_lossy(&retried.stderr));
    wait::until("the retried send", PATIENCE, async || (!house.wms.effects().is_empty()).then_some(())).await;
    house.ends_well().await;
}

#[tokio::test]
async fn the_same_order_twice_is_one_event() {
    let house = house().await;
    let first = house.post().await;
    let (status, receipt) = house.runtime.post(&first_order()).await.unwrap();
    assert_eq!((status, &receipt["duplicate"], &receipt["event"]), (202, &Value::from(true), &Value::from(first)));
    house.ends_well().await;
}

#[tokio::test]
async fn a_broken_order_is_parked_with_its_path_and_corrected() {
    let house = house().await;
    let good = String::from_utf8(first_order()).unwrap();
    let mut order: Value = serde_json::from_str(&good).unwrap();
    order["line_items"][0]["quantity"] = "three".into();
    let (status, _) = house.runtime.post(order.to_string().as_bytes()).await.unwrap();
    assert_eq!(status, 202, "it is kept, not lost");
    house.runtime.settled(PATIENCE).await;
    let list = String::from_utf8(house.runtime.crossdock(&["parked"]).stdout).unwrap();
    assert!(list.contains("line_items[0].quantity"), "{list}");
    // One entry for each flow that could not decide; the payload is the event's, so it is corrected once.
    let ids: Vec<&str> = list.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(ids.len(), 2, "{list}");
    let file = house.runtime.folder().join("corrected.json");
    std::fs::write(&file, good).unwrap();
    for arguments in [vec!["parked", "edit", ids[0], "--with", file.to_str().unwrap()], vec!["parked", "retry", ids[0], ids[1]]] {
        let output = house.runtime.crossdock(&arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    wait::until("the corrected order", PATIENCE, async || (!house.wms.effects().is_empty()).then_some(())).await;
    house.ends_well().await;
}

#[tokio::test]
async fn an_unsigned_order_is_turned_away() {
    let house = house().await;
    let answer = reqwest::Client::new().post(house.runtime.url("/in/shop/orders")).body(first_order()).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 401);
    assert_eq!(house.runtime.get("/v1/audit").await["accepted"], 0);
}
