//! A project such as a company with many partners has: for each partner its records, code tables, functions, maps, contract and flow.

use std::sync::Arc;

/// So many files of about a hundred lines each, and one with what all of them use.
pub fn files(count: usize) -> Vec<(String, Arc<str>)> {
    let mut files: Vec<(String, Arc<str>)> = vec![("shared.flow".to_owned(), SHARED.into())];
    files.extend((1..count).map(|n| (format!("partners/p{n}.flow"), partner(n).into())));
    files
}

const SHARED: &str = r#"enum Service { standard, express, next_day, freight }
enum Region as text { east "E", west "W", north "N", south "S" }

record Release as json {
  order_no : text(1..22)  at "orderNo"
  priority : int(1..9)
  region   : Region
  service  : text(1..10)
  ship_by  : date?        at "shipBy" format "YYYYMMDD"
  name     : text(1..35)
  street   : text(1..35)
  city     : text(1..30)
  note     : text(1..80)?
  total    : decimal(12,2)
  lines    : list of Pick
}
record Pick as json {
  line_no : int
  sku     : text(1..20)
  qty     : int(1..99999)
  weight  : decimal(12,3)
}

contract Wms v1 { accepts release : Release by POST "/releases" once by order_no }
system wms : Wms v1

failure on_hold(order: text) "Order {order} is on hold."

policy standard {
  unreachable | timeout | busy => retry 10 times from 2s to 5min then park to "it"
  refused | invalid | misfit   => park to "order-desk" then notify "order-desk"
  unmapped | on_hold           => park to "sales"
  duplicate                    => done
}
"#;

fn partner(n: usize) -> String {
    PARTNER.replace("{N}", &n.to_string())
}

const PARTNER: &str = r#"use shared.{Service, Region, Release, wms, on_hold, standard}

## What partner {N} writes for its ways of shipping.
enum Ship{N} as text { ground "G", air "A", sea "S", rail "R", truck "T" }

## An order as partner {N} sends it.
record Order{N} as json {
  number   : text(1..20)
  status   : text
  ship     : Ship{N}
  area     : text(1..10)
  created  : timestamp     at "created_at"
  promised : date?         format "YYYY-MM-DD"
  total    : decimal(12,2) as text
  gift     : bool          yes "Y" no "N"
  company  : text?         blank is missing
  comment  : text?
  ship_to  : Address{N}    at "shipTo"
  lines    : list(1..) of Line{N}
}
record Address{N} as json {
  first_name : text(1..60)
  last_name  : text(1..60)
  street     : text(1..80)
  house      : text(..10)?
  city       : text(1..60)
  zip        : text(1..10)
  country    : text(2)
}
record Line{N} as json {
  number : int
  item   : text(1..30)
  qty    : int(1..9999)
  price  : decimal(9,2)
  weight : decimal(9,3)?
  kind   : text
}

table service_{N} : Ship{N} -> Service {
  ground -> standard
  air    -> next_day
  sea    -> freight
  rail   -> freight
  truck  -> express
}
table region_{N} : text -> Region {
  "NY", "NJ", "CT" -> east
  "CA", "OR", "WA" -> west
  "MN", "WI"       -> north
  otherwise        -> south
}

fn amount_{N}(line: Line{N}) -> decimal { line.price * line.qty }
fn is_goods_{N}(line: Line{N}) -> bool { line.kind = "goods" or line.kind = "part" and line.qty > 0 }
fn full_name_{N}(address: Address{N}) -> text { "{address.first_name.trim()} {address.last_name.trim()}" }
fn weight_{N}(order: Order{N}) -> decimal { order.lines.sum(line -> (line.weight else 0.000) * line.qty) }
fn size_{N}(order: Order{N}) -> text {
  let pieces = order.lines.sum(line -> line.qty)
  match pieces { 0..9 => "small", 10..99 => "medium", otherwise => "large" }
}
fn urgency_{N}(order: Order{N}) -> int(1..9) {
  match order.ship { air => 1, truck => 3, ground => 5, sea | rail => 9 }
}

map to_release_{N}(order: Order{N}) -> Release {
  let service = service_{N}(order.ship)
  order_no = order.number.trim()
  priority = urgency_{N}(order)
  region   = region_{N}(order.area)
  service  = service.name().truncate(10)
  ship_by  = order.promised
  name     = (order.company else full_name_{N}(order.ship_to)).truncate(35)
  street   = "{order.ship_to.street} {order.ship_to.house else ""}".trim().truncate(35)
  city     = order.ship_to.city.truncate(30)
  note     = if order.gift then "a gift, {size_{N}(order)}, {weight_{N}(order)} kg for {order.ship_to.zip} {order.ship_to.country}".truncate(80) else order.comment.truncate(80)
  total    = order.total
  lines = for line in order.lines where is_goods_{N}(line) {
    line_no = line.number
    sku     = line.item.upper().truncate(20)
    qty     = line.qty
    weight  = (line.weight else (amount_{N}(line) / 100).round(3)) * 1
  }
}

contract Partner{N} v1 { sends placed : Order{N} on POST "/orders" once by number in order by ship_to.zip }
system partner_{N} : Partner{N} v1

flow release_{N} on partner_{N}.placed(order) {
  skip when order.status = "cancelled" because "cancelled by partner {N}"
  check order.status != "hold" else fail on_hold(order.number)
  let release = to_release_{N}(order)
  send wms.release(release)
  on failure use standard
}

test "partner {N} is small for nine" { expect 9 < 10 and "p{N}".upper() = "P{N}" }
"#;
