//! The structs of the reference, read and written by faster libraries.

use crate::contender::Contender;
use crate::reference::{Order, Pick, confirmation, release};

pub fn sonic(mapping: &str) -> Contender {
    const NAME: &str = "sonic-rs, typed by hand";
    match mapping {
        "pick" => Contender::exact(NAME, |payload, out| {
            let pick: Pick = sonic_rs::from_slice(payload).expect("a pick");
            sonic_rs::to_writer(out, &confirmation(&pick)).expect("written to memory");
        }),
        _ => Contender::exact(NAME, |payload, out| {
            let order: Order = sonic_rs::from_slice(payload).expect("an order");
            sonic_rs::to_writer(out, &release(&order)).expect("written to memory");
        }),
    }
}

/// It reads in place, so each message is copied first.
pub fn simd(mapping: &str) -> Contender {
    const NAME: &str = "simd-json, typed by hand";
    let mut copy = Vec::new();
    let mut buffers = simd_json::Buffers::default();
    match mapping {
        "pick" => Contender::exact(NAME, move |payload, out| {
            copy.clear();
            copy.extend_from_slice(payload);
            let pick: Pick = simd_json::serde::from_slice_with_buffers(&mut copy, &mut buffers).expect("a pick");
            simd_json::serde::to_writer(out, &confirmation(&pick)).expect("written to memory");
        }),
        _ => Contender::exact(NAME, move |payload, out| {
            copy.clear();
            copy.extend_from_slice(payload);
            let order: Order = simd_json::serde::from_slice_with_buffers(&mut copy, &mut buffers).expect("an order");
            simd_json::serde::to_writer(out, &release(&order)).expect("written to memory");
        }),
    }
}
