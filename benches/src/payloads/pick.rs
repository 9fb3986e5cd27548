//! A warehouse tells what it has picked.

use serde_json::{Map, Value, json};

use super::{FIRST_NAMES, LAST_NAMES, Random, UNITS, instant, typed};

pub fn pick(random: &mut Random, number: u64) -> Value {
    let count = random.between(2, 4);
    let lines: Vec<Value> = (1..=count).map(|n| line(random, n).into()).collect();
    let event = format!("{:016x}-{:08x}", random.bits(64), random.bits(32));
    let timestamp = instant(random, "Z");
    let warehouse = json!({ "code": format!("WH{:02}", random.between(1, 9)), "zone": random.choose(&["A", "B", "C"]) });
    let order = json!({ "number": format!("SO-{}", 10_000 + number), "wave": format!("W{}", random.between(1, 99)) });
    let operator = format!("op{}", random.between(1, 99));
    let (first, last) = (random.choose(&FIRST_NAMES), random.choose(&LAST_NAMES));
    let name = typed(random, &format!("{first} {last}"));
    json!({
        "event_id": event, "event_type": "PICK_CONFIRM", "timestamp": timestamp, "warehouse": warehouse, "order": order,
        "operator": { "id": operator, "name": name }, "device": "RF-0042", "lines": lines,
    })
}

fn line(random: &mut Random, number: u64) -> Map<String, Value> {
    let ordered = random.between(1, 24);
    let picked = if random.chance(0.8) { ordered } else { random.between(0, ordered) };
    let status = if picked == ordered {
        "complete"
    } else if picked > 0 {
        "short"
    } else {
        "none"
    };
    let sku = sku(random);
    let location = format!("{}-{:02}-{:02}", random.choose(&["A", "B", "C"]), random.between(1, 40), random.between(1, 9));
    let mut line = Map::new();
    line.insert("line".into(), number.into());
    line.insert("sku".into(), sku.into());
    line.insert("ordered".into(), ordered.into());
    line.insert("picked".into(), picked.into());
    line.insert("location".into(), location.into());
    line.insert("status".into(), status.into());
    if let Some(unit) = random.choose(&UNITS) {
        line.insert("uom".into(), (*unit).into());
    }
    if random.chance(0.5) {
        line.insert("lot".into(), format!("L{}", random.between(1000, 99_999)).into());
    }
    line
}

pub fn sku(random: &mut Random) -> String {
    format!("SKU-{}{}", random.choose(&["A", "B", "C", "D", "E", "F", "G"]), random.between(100, 99_999))
}
