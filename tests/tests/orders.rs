//! Orders go in by webhook; what the warehouse and the ERP received is compared with files that a person reviewed.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

use crossdock_tests::binary::repository;
use crossdock_tests::runtime::{Runtime, sample_orders};
use crossdock_tests::stand_in::StandIn;
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn each_sample_arrives_as_reviewed() {
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    let samples = sample_orders();
    assert!(samples.len() >= 12, "the example has a dozen orders");
    for (number, body) in &samples {
        let (status, receipt) = runtime.post(body).await.unwrap();
        assert_eq!(status, 202, "order {number}: {receipt}");
        assert_eq!(receipt["duplicate"], false);
    }
    let audit = runtime.settled(PATIENCE).await;
    assert_eq!(audit["holds"], true, "{audit}");
    assert_eq!(audit["accepted"], samples.len());
    for (name, system) in [("wms", &wms), ("erp", &erp)] {
        compare(name, system, &repository().join("examples/web-shop/expected"));
    }
}

/// Every expected file has come, and nothing else.
fn compare(name: &str, system: &StandIn, folder: &Path) {
    let mut received: Vec<Value> = system.effects().values().map(|arrival| arrival.json()).collect();
    let mut expected = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if crossdock_tests::runtime::file_name(&path).starts_with(&format!("{name}-")) {
            expected.push((path.clone(), serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap()));
        }
    }
    assert!(!expected.is_empty());
    for (path, wanted) in expected {
        let at = received.iter().position(|body| *body == wanted);
        match at {
            Some(at) => drop(received.swap_remove(at)),
            None => panic!("{} did not arrive like this; what came and fits no file: {}", path.display(), serde_json::to_string_pretty(&received).unwrap()),
        }
    }
    assert!(received.is_empty(), "{name} also got {received:?}");
}

/// The vendor's own recorded orders, where the folder of corpora stands beside the repository: each is released, or ends for the reason reviewed here.
#[tokio::test]
async fn recorded_orders_of_the_vendor() {
    let folder = repository().join("../shared/corpora/shopify");
    if !folder.is_dir() {
        eprintln!("SKIPPED: no recorded orders beside the repository");
        return;
    }
    let reviewed: Value = serde_json::from_slice(&std::fs::read(repository().join("tests/expected/recorded-orders.json")).unwrap()).unwrap();
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let runtime = Runtime::start(&wms.url(), &erp.url()).await;
    for (file, wanted) in reviewed.as_object().unwrap() {
        let body = std::fs::read(folder.join(file)).unwrap();
        let (status, receipt) = runtime.post(&body).await.unwrap();
        assert_eq!(status, 202);
        runtime.settled(PATIENCE).await;
        let trace = runtime.get(&format!("/v1/trace/{}", receipt["event"].as_str().unwrap())).await;
        assert_eq!(&outcome(&trace, &wms, &body), wanted, "{file}: {trace:#}");
    }
    assert_eq!(runtime.settled(PATIENCE).await["holds"], true);
}

/// What became of an order, in the few facts that were reviewed: order number, lines and pieces as the warehouse got them.
fn outcome(trace: &Value, wms: &StandIn, order: &[u8]) -> Value {
    let order: Value = serde_json::from_slice(order).unwrap();
    let name = order["name"].as_str().unwrap().trim_start_matches('#').to_owned();
    let release = wms.effects().into_values().map(|arrival| arrival.json()).find(|body| body["orderNo"].as_str() == Some(&name));
    match release {
        Some(body) => {
            let lines = body["lines"].as_array().unwrap();
            let pieces: i64 = lines.iter().map(|line| line["qty"].as_i64().unwrap()).sum();
            serde_json::json!({ "released": name, "lines": lines.len(), "pieces": pieces })
        }
        None => serde_json::json!({ "status": trace["events"][0]["status"] }),
    }
}
