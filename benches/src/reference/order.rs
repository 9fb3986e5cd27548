//! A web shop's order for a warehouse.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Digits, Money, Text, day, or_empty, tidy, unit};

#[derive(Deserialize)]
pub struct Order<'a> {
    id: u64,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    created_at: Cow<'a, str>,
    #[serde(borrow)]
    processed_at: Cow<'a, str>,
    #[serde(borrow)]
    currency: Cow<'a, str>,
    #[serde(borrow)]
    email: Cow<'a, str>,
    #[serde(borrow)]
    financial_status: Cow<'a, str>,
    #[serde(borrow)]
    note: Option<Text<'a>>,
    customer: Customer,
    #[serde(borrow)]
    shipping_address: Address<'a>,
    #[serde(borrow)]
    shipping_lines: Vec<Shipping<'a>>,
    #[serde(borrow)]
    line_items: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Customer {
    id: u64,
}

#[derive(Deserialize)]
struct Address<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    address1: Cow<'a, str>,
    #[serde(borrow)]
    address2: Option<Text<'a>>,
    #[serde(borrow)]
    city: Cow<'a, str>,
    #[serde(borrow)]
    zip: Cow<'a, str>,
    #[serde(borrow)]
    province_code: Cow<'a, str>,
    #[serde(borrow)]
    country_code: Cow<'a, str>,
    #[serde(borrow)]
    phone: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Shipping<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    sku: Cow<'a, str>,
    #[serde(borrow)]
    title: Cow<'a, str>,
    quantity: i64,
    #[serde(with = "rust_decimal::serde::str")]
    price: Decimal,
    grams: i64,
    taxable: bool,
    requires_shipping: bool,
    #[serde(borrow)]
    unit_of_measure: Option<Text<'a>>,
}

#[derive(Serialize)]
pub struct Release<'a> {
    message_type: &'static str,
    source: &'static str,
    order_no: &'a str,
    external_id: Digits,
    order_date: String,
    requested_date: String,
    currency: &'a str,
    customer_no: Digits,
    email: String,
    priority: i64,
    carrier: &'static str,
    payment_status: &'static str,
    hold: bool,
    gift_message: &'a str,
    ship_to: Recipient<'a>,
    lines: Vec<Line<'a>>,
    line_count: usize,
    total_qty: i64,
    order_total: Money,
}

#[derive(Serialize)]
struct Recipient<'a> {
    name: String,
    street1: String,
    street2: String,
    city: String,
    zip: &'a str,
    region: &'a str,
    country: &'a str,
    phone: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    line_no: usize,
    sku: &'a str,
    description: &'a str,
    qty: i64,
    uom: &'static str,
    unit_price: Money,
    line_total: Money,
    weight_g: i64,
    tax_code: &'static str,
}

pub fn release<'a>(order: &'a Order<'_>) -> Release<'a> {
    let service = order.shipping_lines.first().map(|line| line.code.as_ref());
    let items: Vec<&Item<'_>> = order.line_items.iter().filter(|item| item.requires_shipping).collect();
    Release {
        message_type: "ORDER_RELEASE",
        source: "SHOPIFY",
        order_no: &order.name[1..],
        external_id: Digits(order.id),
        order_date: day(&order.created_at),
        requested_date: day(&order.processed_at),
        currency: &order.currency,
        customer_no: Digits(order.customer.id),
        email: order.email.trim().to_lowercase(),
        priority: priority(service),
        carrier: carrier(service),
        payment_status: payment(&order.financial_status),
        hold: order.financial_status != "paid",
        gift_message: or_empty(&order.note),
        ship_to: recipient(&order.shipping_address),
        line_count: items.len(),
        total_qty: items.iter().map(|item| item.quantity).sum(),
        order_total: Money(items.iter().map(|item| item.price * Decimal::from(item.quantity)).sum()),
        lines: items.into_iter().enumerate().map(|(at, item)| line(at, item)).collect(),
    }
}

fn priority(service: Option<&str>) -> i64 {
    match service {
        Some("Express Shipping") => 1,
        Some("Overnight") => 0,
        Some("Economy") => 9,
        Some("Freight") => 7,
        _ => 5,
    }
}

fn carrier(service: Option<&str>) -> &'static str {
    match service {
        Some("Express Shipping") => "DHL_EXP",
        Some("Overnight") => "FDX_ON",
        Some("Standard Shipping") => "UPS_STD",
        Some("Economy") => "USPS_ECO",
        Some("Freight") => "LTL",
        _ => "BEST",
    }
}

pub(crate) fn payment(status: &str) -> &'static str {
    match status {
        "paid" => "10",
        "pending" => "20",
        "refunded" => "30",
        "partially_paid" => "15",
        _ => "99",
    }
}

fn recipient<'a>(address: &'a Address<'_>) -> Recipient<'a> {
    Recipient {
        name: tidy(&address.name),
        street1: tidy(&address.address1),
        street2: tidy(or_empty(&address.address2)),
        city: tidy(&address.city),
        zip: address.zip.trim(),
        region: &address.province_code,
        country: &address.country_code,
        phone: or_empty(&address.phone),
    }
}

fn line<'a>(at: usize, item: &'a Item<'_>) -> Line<'a> {
    Line {
        line_no: at + 1,
        sku: &item.sku,
        description: &item.title,
        qty: item.quantity,
        uom: unit(item.unit_of_measure.as_ref()),
        unit_price: Money(item.price),
        line_total: Money(item.price * Decimal::from(item.quantity)),
        weight_g: item.grams * item.quantity,
        tax_code: if item.taxable { "V" } else { "N" },
    }
}
