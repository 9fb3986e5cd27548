//! `stdlib/hash.flow`.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::encoding::hex;
use super::{Cx, Native, Raise, args};
use crate::plan::quoted;
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[
    Native { name: "hash.sha256", call: |cx, args| digest(cx, args, |bytes| hex(&Sha256::digest(bytes))) },
    Native { name: "hash.crc32", call: |cx, args| digest(cx, args, |bytes| format!("{:08x}", crc32(bytes))) },
    Native { name: "hash.hmac_sha256", call: hmac_sha256 },
    Native { name: "hash.uuid", call: uuid },
];

fn digest(cx: &mut Cx<'_>, args: &[Slot], hash: impl FnOnce(&[u8]) -> String) -> Result<Slot, Raise> {
    let digest = hash(cx.text(args::text(args, 0)?).as_bytes());
    Ok(cx.new_text(&digest))
}

fn hmac_sha256(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, key) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return Err(args::unexpected(1, "a key")) };
    mac.update(text.as_bytes());
    let code = hex(&mac.finalize().into_bytes());
    Ok(cx.new_text(&code))
}

/// The polynomial of ISO 3309, bit by bit: what is hashed is short.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

/// Version 5 of RFC 9562: the same namespace and text always give the same.
fn uuid(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, namespace) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let digits: String = namespace.chars().filter(|c| *c != '-').collect();
    let Some(bytes) = (digits.len() == 32).then(|| u128::from_str_radix(&digits, 16).ok()).flatten() else {
        return Err(Raise::invalid(format!("The namespace {} is no UUID.", quoted(namespace))));
    };
    let digest = Sha1::new().chain_update(bytes.to_be_bytes()).chain_update(text).finalize();
    let mut id = hex(&digest).chars().take(32).collect::<String>();
    id.replace_range(12..13, "5");
    let variant = u8::from_str_radix(id.get(16..17).unwrap_or("0"), 16).unwrap_or(0) & 3 | 8;
    id.replace_range(16..17, &format!("{variant:x}"));
    [20, 16, 12, 8].into_iter().for_each(|at| id.insert(at, '-'));
    Ok(cx.new_text(&id))
}
