//! Whether a sender is who it should be. Comparisons take the same time wherever the difference is.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::config::{Basic, Encoding, Hmac as HmacConfig, Secret, SystemConfig};

/// Whether the headers have the token, or user and password, that the configuration asks for; a system of which it asks nothing is let in.
pub fn are_presented(system: Option<&SystemConfig>, headers: &HeaderMap) -> bool {
    let Some(system) = system else { return true };
    system.token.as_ref().is_none_or(|token| bearer_is(token, headers)) && system.basic.as_ref().is_none_or(|basic| basic_is(basic, headers))
}

/// Whether the payload has the signature that the configuration asks for.
pub fn is_signed(system: Option<&SystemConfig>, headers: &HeaderMap, payload: &[u8]) -> bool {
    let hmac = system.and_then(|system| system.hmac.as_ref());
    hmac.is_none_or(|hmac| signature_is(hmac, headers, payload))
}

/// `Authorization: Bearer …`, RFC 6750.
pub fn bearer_is(token: &Secret, headers: &HeaderMap) -> bool {
    authorization(headers, "Bearer").is_some_and(|presented| same(presented.as_bytes(), token.expose().as_bytes()))
}

/// `Authorization: Basic …`, RFC 7617.
fn basic_is(basic: &Basic, headers: &HeaderMap) -> bool {
    let expected = format!("{}:{}", basic.user.expose(), basic.password.expose());
    let presented = authorization(headers, "Basic").and_then(|encoded| STANDARD.decode(encoded).ok());
    presented.is_some_and(|presented| same(&presented, expected.as_bytes()))
}

fn signature_is(hmac: &HmacConfig, headers: &HeaderMap, payload: &[u8]) -> bool {
    let presented = headers.get(&hmac.header).and_then(|value| decoded(value.to_str().ok()?, hmac.encoding));
    let (Some(presented), Ok(mut mac)) = (presented, Hmac::<Sha256>::new_from_slice(hmac.secret.expose().as_bytes())) else { return false };
    mac.update(payload);
    mac.verify_slice(&presented).is_ok()
}

/// Some senders write `sha256=` before the digits.
fn decoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    let text = text.trim();
    let text = text.strip_prefix("sha256=").unwrap_or(text);
    match encoding {
        Encoding::Base64 => STANDARD.decode(text).ok(),
        Encoding::Hex if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) => None,
        Encoding::Hex => text.len().is_multiple_of(2).then(|| text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect())?,
    }
}

fn authorization<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (presented, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    presented.eq_ignore_ascii_case(scheme).then_some(rest.trim())
}

/// Digests have one length, and which of their bytes differs says nothing about the secret.
fn same(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = (Sha256::digest(a), Sha256::digest(b));
    a.iter().zip(b.iter()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::config::Config;

    fn system(toml: &str) -> SystemConfig {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "s3cret\n").unwrap();
        Config::parse(&format!("[systems.shop]\n{toml}"), folder.path()).unwrap().systems.remove("shop").unwrap()
    }

    fn are_good(system: Option<&SystemConfig>, headers: &HeaderMap, payload: &[u8]) -> bool {
        are_presented(system, headers) && is_signed(system, headers, payload)
    }

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn bearer() {
        let system = system("token = \"file:secret\"");
        assert!(are_good(Some(&system), &headers("authorization", "Bearer s3cret"), b""));
        assert!(!are_good(Some(&system), &headers("authorization", "Bearer s3cret2"), b""));
        assert!(!are_good(Some(&system), &headers("authorization", "Basic s3cret"), b""));
        assert!(!are_good(Some(&system), &HeaderMap::new(), b""));
    }

    #[test]
    fn basic() {
        let system = system("basic = { user = \"file:secret\", password = \"file:secret\" }");
        let presented = |text: &str| headers("authorization", &format!("Basic {}", STANDARD.encode(text)));
        assert!(are_good(Some(&system), &presented("s3cret:s3cret"), b""));
        assert!(!are_good(Some(&system), &presented("s3cret:other"), b""));
        assert!(!are_good(Some(&system), &headers("authorization", "Basic %%%"), b""));
    }

    #[test]
    fn signatures() {
        for (encoding, good) in [("hex", "39eba39eaa3b2a4e4fd1c42a7e2a4a0a"), ("base64", "x")] {
            let system = system(&format!("hmac = {{ secret = \"file:secret\", header = \"X-Sig\", encoding = \"{encoding}\" }}"));
            let encoding = system.hmac.as_ref().unwrap().encoding;
            let right = crate::deliver::signature(b"s3cret", b"body", encoding);
            assert!(are_good(Some(&system), &headers("x-sig", &right), b"body"));
            assert!(!are_good(Some(&system), &headers("x-sig", &right), b"another body"));
            assert!(!are_good(Some(&system), &headers("x-sig", good), b"body"), "of the wrong length");
            assert!(!are_good(Some(&system), &HeaderMap::new(), b"body"));
        }
    }
}
