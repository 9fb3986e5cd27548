//! Once buffers have grown, a message is mapped without asking the system for memory.
#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

use crossdock_compiler::check;
use crossdock_engine::{Program, Worker};

/// The system's allocator, and how often this thread has asked it.
struct Counting;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator can be counted in no other way")]
// SAFETY: all calls go to the system's allocator as they came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.with(|asked| asked.set(asked.get() + 1));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ASKED.with(|asked| asked.set(asked.get() + 1));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const MAPPING: &str = r#"
record Order as json { number: text(1..20), name: text, at: text(10..), paid: bool, lines: list of Line }
record Line as json { sku: text, qty: int(0..10000), price: decimal(9,2) as text, unit: text?, gift: bool }
record Release as json { no: text, name: text, day: date, state: text, lines: list of Pick, pieces: int, total: decimal(20,2) as text }
record Pick as json { n: int, sku: text, unit: text, amount: decimal(20,2) as text }
table unit_of : text -> text { "each" -> "EA", "box" -> "BX", otherwise -> "??" }
fn clean(value: text) -> text { value.trim().upper() }
map to_release(order: Order) -> Release {
  let lines = order.lines.filter(line -> not line.gift)
  no    = order.number.drop(1)
  name  = clean(order.name)
  day   = order.at.truncate(10).to_date("YYYY-MM-DD")
  state = if order.paid then "paid" else "open"
  lines = for line in lines numbered n {
    n      = n
    sku    = line.sku.lower()
    unit   = unit_of(line.unit else "each")
    amount = line.price * line.qty
  }
  pieces = lines.sum(line -> line.qty)
  total  = lines.sum(line -> line.price * line.qty)
}
"#;

/// Orders of one sender: much in them is never read, some of it never changes.
fn order(at: u32) -> String {
    let line = |line: u32| {
        let unit = if line.is_multiple_of(2) { r#","unit":"box""# } else { "" };
        let price = format!(r#"{{"amount":"{at}.5{line}","of":"EUR"}}"#);
        format!(r#"{{"id":{at}{line},"sku":"S-{line}","set":{price},"qty":{line},"price":"{at}.5{line}","gift":false{unit},"old":null}}"#)
    };
    let lines: Vec<String> = (1..=at % 4 + 1).map(line).collect();
    let lines = lines.join(",");
    format!(
        r##"{{"id":{at}000,"tags":["a","b"],"number":"#{at}","name":" jane {at} ","paid":true,"note":"n{at}","at":"2026-11-2{}T10:00:00Z","lines":[{lines}],"end":{{}}}}"##,
        at % 9
    )
}

#[test]
fn a_message_is_mapped_without_asking_for_memory() {
    let checked = check(&vec![("main.flow".to_owned(), Arc::from(MAPPING))]);
    assert!(!checked.has_errors());
    let program = Program::new(&checked);
    let unit = program.map("to_release").unwrap();
    let orders: Vec<String> = (10..40).map(order).collect();
    let (mut worker, mut out) = (Worker::default(), Vec::with_capacity(1 << 16));
    let mut rounds = |count: usize| {
        for order in orders.iter().cycle().take(orders.len() * count) {
            out.clear();
            unit.apply(order.as_bytes(), &mut worker, &mut out).unwrap();
        }
    };
    rounds(20);
    let before = ASKED.with(Cell::get);
    rounds(20);
    assert_eq!(ASKED.with(Cell::get) - before, 0);
}
