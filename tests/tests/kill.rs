//! kill -9 at random moments with orders flowing: every acknowledged order arrives, none changes anything twice, and the audit holds.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crossdock_tests::runtime::{Runtime, sample_orders};
use crossdock_tests::stand_in::StandIn;
use serde_json::Value;

/// The runtime dies this often (`KILLS` in the environment for more).
const KILLS: u64 = 50;
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_lose_nothing_and_do_nothing_twice() {
    let seed = number_from("SEED").unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64);
    println!("SEED={seed}");
    let mut dice = Dice(seed);
    let (wms, erp) = (StandIn::start().await, StandIn::start().await);
    let mut runtime = Runtime::start(&wms.url(), &erp.url()).await;
    let template: Value = serde_json::from_slice(&sample_orders()[0].1).unwrap();
    let (mut next, mut acknowledged, mut offered) = (1, BTreeSet::new(), BTreeSet::new());

    for _ in 0..number_from("KILLS").unwrap_or(KILLS) {
        let life = Duration::from_millis(5 + dice.below(250));
        let orders = async {
            loop {
                let order = next;
                offered.insert(order);
                next += 1;
                if let Some((202, _)) = runtime.post(&with_number(&template, order)).await {
                    acknowledged.insert(order);
                }
            }
        };
        let _ = tokio::time::timeout(life, orders).await;
        runtime.kill();
        runtime.spawn().await;
    }

    let audit = runtime.settled(PATIENCE).await;
    assert_eq!(audit["holds"], true, "{audit}");
    assert_eq!(audit["parked"], 0, "{audit}");
    println!("{} offered, {} acknowledged, {} arrivals at the warehouse, {} effects", offered.len(), acknowledged.len(), wms.arrivals().len(), wms.effects().len());
    assert!(acknowledged.len() as u64 >= KILLS, "orders must flow between the kills");
    for system in [&wms, &erp] {
        let arrived = orders_by_key(system);
        let missing: Vec<_> = acknowledged.iter().filter(|order| !arrived.contains_key(order)).collect();
        assert!(missing.is_empty(), "acknowledged and never sent: {missing:?}");
        let twice: Vec<_> = arrived.iter().filter(|(_, keys)| keys.len() > 1).collect();
        assert!(twice.is_empty(), "changed twice under different keys: {twice:?}");
        assert!(arrived.keys().all(|order| offered.contains(order)));
    }
    assert!(runtime.crossdock(&["audit"]).status.success());
    assert_eq!(runtime.stop().await, Some(0), "SIGTERM ends it in good order");
    assert!(runtime.crossdock(&["audit"]).status.success(), "the audit holds on the store at rest");
}

/// The idempotency keys under which each order reached a system.
fn orders_by_key(system: &StandIn) -> BTreeMap<u64, BTreeSet<String>> {
    let mut orders: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    for (key, arrival) in system.effects() {
        let number = arrival.json()["orderNo"].as_str().or(arrival.json()["order_no"].as_str()).unwrap().trim_start_matches("K").parse().unwrap();
        orders.entry(number).or_default().insert(key);
    }
    orders
}

fn with_number(template: &Value, number: u64) -> Vec<u8> {
    let mut order = template.clone();
    order["id"] = (55_000_000_000_000 + number).into();
    order["name"] = format!("#K{number}").into();
    order.to_string().into_bytes()
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// xorshift64*: good enough to choose moments, and a seed replays them.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % limit
    }
}
