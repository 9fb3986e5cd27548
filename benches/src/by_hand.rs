//! serde_json's document tree, mapped by hand.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::contender::Contender;
use crate::reference::order::payment;

pub fn contender(mapping: &str) -> Contender {
    let map: fn(&Value) -> Value = if mapping == "pick" { confirmation } else { release };
    Contender::exact("serde_json::Value, by hand", move |payload, out| {
        let value: Value = serde_json::from_slice(payload).expect("a message");
        serde_json::to_writer(out, &map(&value)).expect("written to memory");
    })
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn whole(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_default()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn day(timestamp: &str) -> String {
    [&timestamp[0..4], &timestamp[5..7], &timestamp[8..10]].concat()
}

fn tidy(value: &Value, name: &str) -> String {
    text(value, name).trim().to_uppercase()
}

fn unit(value: &Value) -> &'static str {
    match value.as_str() {
        Some("case") => "CS",
        Some("box") => "BX",
        Some("pallet") => "PL",
        _ => "EA",
    }
}

fn confirmation(pick: &Value) -> Value {
    let lines = list(pick, "lines");
    let short: i64 = lines.iter().map(|line| whole(line, "ordered") - whole(line, "picked")).sum();
    json!({
        "message_type": "PICK_CONF", "event_id": text(pick, "event_id"), "order_no": text(&pick["order"], "number"),
        "warehouse": text(&pick["warehouse"], "code"), "confirm_date": day(text(pick, "timestamp")), "operator": tidy(&pick["operator"], "name"),
        "lines": lines.iter().map(confirmed).collect::<Vec<_>>(), "total_qty": lines.iter().map(|line| whole(line, "picked")).sum::<i64>(),
        "total_short": short, "complete": short == 0,
    })
}

fn confirmed(line: &Value) -> Value {
    let status = match text(line, "status") {
        "complete" => "C",
        "short" => "S",
        "none" => "X",
        _ => "?",
    };
    json!({
        "line_no": whole(line, "line"), "sku": text(line, "sku"), "qty": whole(line, "picked"),
        "short_qty": whole(line, "ordered") - whole(line, "picked"), "uom": unit(&line["uom"]), "lot": text(line, "lot"), "status": status,
    })
}

fn release(order: &Value) -> Value {
    let service = order["shipping_lines"][0]["code"].as_str().unwrap_or_default();
    let items: Vec<&Value> = list(order, "line_items").iter().filter(|item| item["requires_shipping"] == true).collect();
    let status = text(order, "financial_status");
    json!({
        "message_type": "ORDER_RELEASE", "source": "SHOPIFY", "order_no": &text(order, "name")[1..], "external_id": order["id"].to_string(),
        "order_date": day(text(order, "created_at")), "requested_date": day(text(order, "processed_at")), "currency": text(order, "currency"),
        "customer_no": order["customer"]["id"].to_string(), "email": text(order, "email").trim().to_lowercase(), "priority": priority(service),
        "carrier": carrier(service), "payment_status": payment(status), "hold": status != "paid", "gift_message": text(order, "note"),
        "ship_to": recipient(&order["shipping_address"]), "line_count": items.len(),
        "total_qty": items.iter().map(|item| whole(item, "quantity")).sum::<i64>(),
        "order_total": format!("{:.2}", items.iter().map(|item| total(item)).sum::<Decimal>()),
        "lines": items.iter().enumerate().map(|(at, item)| line(at, item)).collect::<Vec<_>>(),
    })
}

fn priority(service: &str) -> i64 {
    match service {
        "Express Shipping" => 1,
        "Overnight" => 0,
        "Economy" => 9,
        "Freight" => 7,
        _ => 5,
    }
}

fn carrier(service: &str) -> &'static str {
    match service {
        "Express Shipping" => "DHL_EXP",
        "Overnight" => "FDX_ON",
        "Standard Shipping" => "UPS_STD",
        "Economy" => "USPS_ECO",
        "Freight" => "LTL",
        _ => "BEST",
    }
}

fn recipient(address: &Value) -> Value {
    json!({
        "name": tidy(address, "name"), "street1": tidy(address, "address1"), "street2": tidy(address, "address2"), "city": tidy(address, "city"),
        "zip": text(address, "zip").trim(), "region": text(address, "province_code"), "country": text(address, "country_code"),
        "phone": text(address, "phone"),
    })
}

fn price(item: &Value) -> Decimal {
    text(item, "price").parse().expect("a price")
}

fn total(item: &Value) -> Decimal {
    price(item) * Decimal::from(whole(item, "quantity"))
}

fn line(at: usize, item: &Value) -> Value {
    json!({
        "line_no": at + 1, "sku": text(item, "sku"), "description": text(item, "title"), "qty": whole(item, "quantity"),
        "uom": unit(&item["unit_of_measure"]), "unit_price": format!("{:.2}", price(item)), "line_total": format!("{:.2}", total(item)),
        "weight_g": whole(item, "grams") * whole(item, "quantity"), "tax_code": if item["taxable"] == true { "V" } else { "N" },
    })
}
