//! Changes to a running project: a sound one takes over whole, a broken one is told and changes nothing, and nothing is lost on the way.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use crossdock_tests::runtime::{Runtime, sample_orders};
use crossdock_tests::stand_in::{Mood, StandIn};
use crossdock_tests::wait;
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

fn order(number: u64) -> Vec<u8> {
    let mut order: Value = serde_json::from_slice(&sample_orders()[0].1).unwrap();
    order["id"] = (77_000_000_000_000 + number).into();
    order["name"] = format!("#{number}").into();
    order.to_string().into_bytes()
}

fn edit(runtime: &Runtime, from: &str, to: &str) {
    let path = runtime.folder().join("release.flow");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from));
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

async fn status(runtime: &Runtime) -> Value {
    runtime.get("/v1/status").await
}

async fn generation(runtime: &Runtime) -> String {
    status(runtime).await["generation"]["id"].as_str().unwrap().to_owned()
}

async fn another_than(runtime: &Runtime, before: &str) -> String {
    wait::until("another generation", PATIENCE, async || Some(generation(runtime).await).filter(|now| now != before)).await
}

fn priority(wms: &StandIn, number: u64) -> Option<u64> {
    let (number, mut bodies) = (number.to_string(), wms.effects().into_values().map(|arrival| arrival.json()));
    bodies.find(|body| body["orderNo"].as_str() == Some(&number)).and_then(|body| body["priority"].as_u64())
}

#[tokio::test]
async fn what_was_decided_before_goes_out_as_it_was_decided() {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    wms.set(Mood::Status(500));
    runtime.post(&order(1)).await.unwrap();
    wait::until("an attempt", PATIENCE, async || (!wms.arrivals().is_empty()).then_some(())).await;
    let before = generation(&runtime).await;
    edit(&runtime, "standard => 5", "standard => 4");
    another_than(&runtime, &before).await;
    runtime.post(&order(2)).await.unwrap();
    wms.set(Mood::Accept);
    let audit = runtime.settled(PATIENCE).await;
    assert_eq!((&audit["done"], &audit["holds"]), (&Value::from(2), &Value::from(true)), "{audit}");
    assert_eq!((priority(&wms, 1), priority(&wms, 2)), (Some(5), Some(4)), "each by its own generation");
}

#[tokio::test]
async fn a_broken_change_is_told_and_the_old_generation_goes_on() {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    let before = generation(&runtime).await;
    edit(&runtime, "standard => 5", "standrad => 5");
    let rejected = wait::until("a rejection", PATIENCE, async || Some(status(&runtime).await["rejected"].clone()).filter(|rejected| !rejected.is_null())).await;
    assert!(rejected["reason"].as_str().unwrap().contains("standrad"), "{rejected}");
    assert_eq!(generation(&runtime).await, before);
    runtime.post(&order(1)).await.unwrap();
    runtime.settled(PATIENCE).await;
    assert_eq!(priority(&wms, 1), Some(5));

    edit(&runtime, "standrad => 5", "standard => 5");
    wait::until("the rejection to be taken back", PATIENCE, async || status(&runtime).await["rejected"].is_null().then_some(())).await;
    assert_eq!(generation(&runtime).await, before, "the same files are the same generation");
}

/// A table's rows in a spreadsheet are a part of the project as its text is.
#[tokio::test]
async fn a_changed_spreadsheet_is_taken_over_and_a_broken_one_is_not() {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    let codes = runtime.folder().join("codes.csv");
    let rows = |standard: &str| format!("Service;Priority\nnext_day;1\nexpress;3\nstandard;{standard}\n");
    let before = generation(&runtime).await;
    std::fs::write(&codes, rows("5")).unwrap();
    let path = runtime.folder().join("release.flow");
    let text = std::fs::read_to_string(&path).unwrap();
    let with_table = text.replacen("match service { next_day => 1, express => 3, standard => 5 }", "priorities(service)", 1);
    std::fs::write(path, format!("{with_table}\ntable priorities : Service -> int(1..9) from \"codes.csv\"\n")).unwrap();
    let written = wait::until("the generation with the table", PATIENCE, async || {
        let status = status(&runtime).await;
        (status["rejected"].is_null() && status["generation"]["id"] != before.as_str()).then(|| status["generation"]["id"].as_str().unwrap().to_owned())
    });
    let written = written.await;

    std::fs::write(&codes, rows("4")).unwrap();
    let changed = another_than(&runtime, &written).await;
    runtime.post(&order(1)).await.unwrap();
    runtime.settled(PATIENCE).await;
    assert_eq!(priority(&wms, 1), Some(4));

    std::fs::write(&codes, rows("12")).unwrap();
    let rejected = wait::until("a rejection", PATIENCE, async || Some(status(&runtime).await["rejected"].clone()).filter(|rejected| !rejected.is_null())).await;
    assert!(rejected["reason"].as_str().unwrap().contains("codes.csv:4"), "{rejected}");
    assert_eq!(generation(&runtime).await, changed);
    runtime.post(&order(2)).await.unwrap();
    runtime.settled(PATIENCE).await;
    assert_eq!(priority(&wms, 2), Some(4), "by the generation that stays");
}

#[tokio::test]
async fn a_removed_secret_rejects_the_change_and_names_it() {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    let path = runtime.folder().join("crossdock.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, config.replace("env:SHOP_SECRET", "env:NO_SUCH_SECRET")).unwrap();
    let rejected = wait::until("a rejection", PATIENCE, async || Some(status(&runtime).await["rejected"].clone()).filter(|rejected| !rejected.is_null())).await;
    assert!(rejected["reason"].as_str().unwrap().contains("NO_SUCH_SECRET"), "{rejected}");
    let (status, _) = runtime.post(&order(1)).await.unwrap();
    assert_eq!(status, 202, "the old secret still counts");
}

#[tokio::test]
async fn orders_that_flow_meanwhile_all_arrive() {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    let mut live = generation(&runtime).await;
    for round in 0..3_u64 {
        let (from, to) = if round % 2 == 0 { ("standard => 5", "standard => 4") } else { ("standard => 4", "standard => 5") };
        for number in 0..10 {
            runtime.post(&order(round * 100 + number)).await.unwrap();
        }
        edit(&runtime, from, to);
        for number in 10..20 {
            runtime.post(&order(round * 100 + number)).await.unwrap();
        }
        live = another_than(&runtime, &live).await;
    }
    let audit = runtime.settled(PATIENCE).await;
    assert_eq!((&audit["done"], &audit["holds"]), (&Value::from(60), &Value::from(true)), "{audit}");
    assert_eq!(wms.effects().len(), 60);
}
