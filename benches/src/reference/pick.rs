//! A warehouse's pick for an ERP.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Text, day, or_empty, tidy, unit};

#[derive(Deserialize)]
pub struct Pick<'a> {
    #[serde(borrow)]
    event_id: Cow<'a, str>,
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    #[serde(borrow)]
    warehouse: Warehouse<'a>,
    #[serde(borrow)]
    order: Number<'a>,
    #[serde(borrow)]
    operator: Operator<'a>,
    #[serde(borrow)]
    lines: Vec<Line<'a>>,
}

#[derive(Deserialize)]
struct Warehouse<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Number<'a> {
    #[serde(borrow)]
    number: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Operator<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Line<'a> {
    line: i64,
    #[serde(borrow)]
    sku: Cow<'a, str>,
    ordered: i64,
    picked: i64,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    uom: Option<Text<'a>>,
    #[serde(borrow)]
    lot: Option<Text<'a>>,
}

#[derive(Serialize)]
pub struct Confirmation<'a> {
    message_type: &'static str,
    event_id: &'a str,
    order_no: &'a str,
    warehouse: &'a str,
    confirm_date: String,
    operator: String,
    lines: Vec<Confirmed<'a>>,
    total_qty: i64,
    total_short: i64,
    complete: bool,
}

#[derive(Serialize)]
struct Confirmed<'a> {
    line_no: i64,
    sku: &'a str,
    qty: i64,
    short_qty: i64,
    uom: &'static str,
    lot: &'a str,
    status: &'static str,
}

pub fn confirmation<'a>(pick: &'a Pick<'_>) -> Confirmation<'a> {
    let short = pick.lines.iter().map(|line| line.ordered - line.picked).sum();
    Confirmation {
        message_type: "PICK_CONF",
        event_id: &pick.event_id,
        order_no: &pick.order.number,
        warehouse: &pick.warehouse.code,
        confirm_date: day(&pick.timestamp),
        operator: tidy(&pick.operator.name),
        lines: pick.lines.iter().map(confirmed).collect(),
        total_qty: pick.lines.iter().map(|line| line.picked).sum(),
        total_short: short,
        complete: short == 0,
    }
}

fn confirmed<'a>(line: &'a Line<'_>) -> Confirmed<'a> {
    Confirmed {
        line_no: line.line,
        sku: &line.sku,
        qty: line.picked,
        short_qty: line.ordered - line.picked,
        uom: unit(line.uom.as_ref()),
        lot: or_empty(&line.lot),
        status: match line.status.as_ref() {
            "complete" => "C",
            "short" => "S",
            "none" => "X",
            _ => "?",
        },
    }
}
