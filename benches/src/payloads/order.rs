//! A web shop's order.

use serde_json::{Map, Value, json};

use super::pick::sku;
use super::{FIRST_NAMES, LAST_NAMES, Random, UNITS, capitalised, instant, typed};

const CITIES: [&str; 10] = ["Springfield", "Hamburg", "Lyon", "Toronto", "Leeds", "Porto", "Milano", "Ghent", "Utrecht", "Austin"];
const STREETS: [&str; 6] = ["Main Street", "Oak Avenue", "Kings Road", "High Street", "Lake View Drive", "Station Road"];
const TITLES: [&str; 10] = [
    "Café crème beans 250 g",
    "IPod Nano - 8GB",
    "Steel bolt M8 x 40 \"zinc\"",
    "Cotton T-shirt / XL",
    "Garden hose 25m",
    "Notebook A5 dotted",
    "USB-C cable 2m",
    "Winter gloves\twool",
    "Olive oil 0.5 l extra virgin",
    "Desk lamp LED 9W",
];
const SERVICES: [&str; 6] = ["Express Shipping", "Standard Shipping", "Economy", "Pickup", "Overnight", "Freight"];
const NOTES: [Option<&str>; 6] = [None, None, Some("Please leave at door"), Some("Call first!\nRing twice \"loudly\""), Some(""), Some("Für Oma: alles Gute")];
/// Most orders are paid.
const STATUSES: [&str; 9] = ["paid", "pending", "refunded", "partially_paid", "paid", "paid", "paid", "authorized", "voided"];
/// What lines of long orders come without.
const LONG: [&str; 8] =
    ["admin_graphql_api_id", "attributed_staffs", "current_quantity", "price_set", "product_exists", "variant_inventory_management", "fulfillable_quantity", "gift_card"];

/// An order of so many lines; more than 50 of them are short ones.
pub fn order(random: &mut Random, number: u64, lines: u64) -> Value {
    let status = *random.choose(&STATUSES);
    let note = *random.choose(&NOTES);
    let (first, last) = (*random.choose(&FIRST_NAMES), *random.choose(&LAST_NAMES));
    let email = format!("{}.{last}{}@Example.com", capitalised(first), random.between(1, 99));
    json!({
        "id": id(random), "admin_graphql_api_id": format!("gid://shopify/Order/{}", id(random)), "app_id": null, "browser_ip": "2607:fea8:1c:aa::1",
        "buyer_accepts_marketing": true, "cancel_reason": null, "cancelled_at": null, "cart_token": "c1-7f2a90d1e6b84cb08e0cf8ad7",
        "checkout_id": id(random),
        "client_details": {
            "accept_language": "en-US,en;q=0.9", "browser_height": null, "browser_ip": "2607:fea8:1c:aa::1", "browser_width": null, "session_hash": null,
            "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36",
        },
        "closed_at": null, "confirmed": true, "contact_email": email, "created_at": instant(random, "-04:00"),
        "currency": random.choose(&["USD", "EUR", "CAD"]), "current_subtotal_price": "195.67", "current_total_discounts": "3.33",
        "current_total_price": "199.65", "current_total_price_set": money("199.65"), "customer_locale": "en", "discount_codes": [],
        "email": typed(random, &email), "estimated_taxes": false, "financial_status": status, "fulfillment_status": null,
        "landing_site": "http://www.example.com?source=abc", "name": format!("#{}", 1000 + number), "note": note,
        "note_attributes": [{ "name": "custom name", "value": "custom value" }], "number": number, "order_number": 1000 + number,
        "order_status_url": "https://jsmith.myshopify.com/548380009/orders/b1946ac92492d2347c6235b4d2611184/authenticate?key=imasecret",
        "payment_gateway_names": ["visa", "bogus"], "phone": null, "presentment_currency": "USD", "processed_at": instant(random, "-04:00"),
        "reference": null, "referring_site": "http://www.otherexample.com", "source_name": "web", "subtotal_price": "597.00", "tags": "imported, vip",
        "tax_lines": [], "taxes_included": false, "test": false, "token": "b1946ac92492d2347c6235b4d2611184", "total_discounts": "0.00",
        "total_line_items_price": "597.00", "total_price": "606.94", "total_weight": random.between(0, 9999), "user_id": null,
        "updated_at": instant(random, "-04:00"), "billing_address": address(random), "customer": customer(random, &email), "discount_applications": [],
        "fulfillments": [], "line_items": (0..lines).map(|_| line(random, lines > 50)).collect::<Vec<_>>(), "payment_terms": null, "refunds": [],
        "shipping_address": address(random), "shipping_lines": shipping(random),
    })
}

fn id(random: &mut Random) -> u64 {
    random.between(1_000_000_000_000, 9_000_000_000_000)
}

fn money(amount: &str) -> Value {
    let one = json!({ "amount": amount, "currency_code": "USD" });
    json!({ "shop_money": one, "presentment_money": one })
}

fn customer(random: &mut Random, email: &str) -> Value {
    json!({
        "id": id(random), "email": email, "accepts_marketing": false, "created_at": instant(random, "-04:00"), "updated_at": null, "first_name": "Bob",
        "last_name": "Norman", "orders_count": 1, "state": "disabled", "total_spent": "199.65", "last_order_id": 450_789_469, "note": null,
        "verified_email": true, "tags": "", "last_order_name": "#1001", "currency": "USD", "default_address": address(random),
    })
}

fn shipping(random: &mut Random) -> Value {
    if !random.chance(0.95) {
        return json!([]);
    }
    json!([{
        "id": random.between(100_000_000, 1_000_000_000), "carrier_identifier": null, "code": random.choose(&SERVICES), "discounted_price": "0.00",
        "phone": null, "price": "10.00", "requested_fulfillment_service_id": null, "source": "shopify", "title": "Generic Shipping",
    }])
}

fn address(random: &mut Random) -> Value {
    let (first, last, city) = (*random.choose(&FIRST_NAMES), *random.choose(&LAST_NAMES), *random.choose(&CITIES));
    let street = format!("{} {}", random.between(1, 9999), random.choose(&STREETS));
    json!({
        "first_name": capitalised(first), "address1": typed(random, &street), "phone": phone(random), "city": typed(random, city), "zip": zip(random),
        "province": "Kentucky", "country": "United States", "last_name": capitalised(last), "address2": second_line(random), "company": null,
        "latitude": degrees(random, 60.0), "longitude": degrees(random, 170.0), "name": typed(random, &format!("{first} {last}")),
        "country_code": random.choose(&["US", "DE", "FR", "CA", "GB"]), "province_code": random.choose(&["KY", "TX", "ON", "BY", ""]),
    })
}

fn phone(random: &mut Random) -> Option<String> {
    random.chance(0.7).then(|| format!("555-{}-{}", random.between(100, 999), random.between(1000, 9999)))
}

fn zip(random: &mut Random) -> String {
    let zip = random.between(10_000, 99_999).to_string();
    typed(random, &zip)
}

fn second_line(random: &mut Random) -> Option<String> {
    if random.chance(0.5) {
        return None;
    }
    let line = format!("Apt. {}", random.between(1, 40));
    Some(typed(random, &line))
}

/// With four digits behind the point.
fn degrees(random: &mut Random, most: f64) -> Value {
    format!("{:.4}", random.real(-most, most)).parse::<f64>().ok().into()
}

fn line(random: &mut Random, short: bool) -> Value {
    let price = format!("{}.{:02}", random.between(1, 400), random.between(0, 99));
    let product = id(random);
    let staff = json!([{ "id": "gid://shopify/StaffMember/902541635", "quantity": 1 }]);
    let engraving = json!([{ "name": "engraving", "value": "Happy \"Birthday\"" }]);
    let line = json!({
        "id": id(random), "admin_graphql_api_id": format!("gid://shopify/LineItem/{}", product + 7),
        "attributed_staffs": some(random, 0.3, staff), "current_quantity": random.between(0, 9), "fulfillable_quantity": random.between(0, 9),
        "fulfillment_service": "manual", "fulfillment_status": null, "gift_card": false, "grams": random.between(5, 20_000),
        "name": random.choose(&TITLES), "price": price, "price_set": money(&price), "product_exists": true, "product_id": product,
        "properties": some(random, 0.2, engraving), "quantity": random.between(1, 24), "requires_shipping": random.chance(0.85), "sku": sku(random),
        "taxable": random.chance(0.7), "title": random.choose(&TITLES), "total_discount": "0.00", "variant_id": id(random),
        "variant_inventory_management": "shopify", "variant_title": "red / small", "vendor": null,
    });
    let Value::Object(mut line) = line else { return line };
    if let Some(unit) = random.choose(&UNITS) {
        line.insert("unit_of_measure".into(), (*unit).into());
    }
    if short { shortened(line) } else { with_taxes(random, line) }.into()
}

/// A list, or with the other probability an empty one.
fn some(random: &mut Random, chance: f64, list: Value) -> Value {
    if random.chance(chance) { list } else { json!([]) }
}

fn shortened(line: Map<String, Value>) -> Map<String, Value> {
    line.into_iter().filter(|(key, _)| !LONG.contains(&key.as_str())).collect()
}

fn with_taxes(random: &mut Random, mut line: Map<String, Value>) -> Map<String, Value> {
    let tax = json!([{ "channel_liable": null, "price": "1.25", "price_set": money("1.25"), "rate": 0.06, "title": "State Tax" }]);
    line.insert("tax_lines".into(), some(random, 0.3, tax));
    line.insert("duties".into(), json!([]));
    line.insert("discount_allocations".into(), json!([]));
    line
}
