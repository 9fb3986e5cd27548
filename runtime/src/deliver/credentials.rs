//! What we present to a system.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::RequestBuilder;
use sha2::Sha256;

use crate::config::{Encoding, SystemConfig};

/// Adds what the configuration says: a bearer token, or user and password, and a signature over the body.
pub fn present(mut request: RequestBuilder, system: &SystemConfig, body: &[u8]) -> RequestBuilder {
    let Some(auth) = &system.auth else { return request };
    if let Some(token) = &auth.token {
        request = request.bearer_auth(token.expose());
    } else if let Some(user) = &auth.user {
        request = request.basic_auth(user.expose(), auth.password.as_ref().map(|password| password.expose()));
    }
    match &auth.hmac {
        Some(hmac) => request.header(&hmac.header, signature(hmac.secret.expose().as_bytes(), body, hmac.encoding)),
        None => request,
    }
}

/// HMAC-SHA256 (RFC 2104) in hex or base64.
pub fn signature(secret: &[u8], body: &[u8], encoding: Encoding) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(body);
    let bytes = mac.finalize().into_bytes();
    match encoding {
        Encoding::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Encoding::Base64 => STANDARD.encode(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test case 2 of RFC 4231.
    #[test]
    fn the_example_of_the_standard() {
        let hex = signature(b"Jefe", b"what do ya want for nothing?", Encoding::Hex);
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
