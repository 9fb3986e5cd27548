//! One HTTP request to a system, and what its answer means.

mod answer;
mod credentials;

pub use answer::root_cause;
pub use credentials::signature;

use std::time::Duration;

use crossdock_engine::{Failure, Send};
use reqwest::{Client, RequestBuilder, Url};

use crate::config::{Config, SystemConfig};

/// How long an answer may take where the configuration does not say.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Sends what was decided. Connections are kept for the next message.
pub struct Deliverer {
    client: Client,
}

/// Why a send was not taken.
#[derive(Debug)]
pub struct Refusal {
    pub failure: Failure,
    /// The pause that the system asked for.
    pub retry_after_ms: Option<i64>,
}

impl Deliverer {
    pub fn new() -> reqwest::Result<Deliverer> {
        // A second installation in one process is refused, and the first one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("crossdock/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry the message and its credentials to an address that nobody configured.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Deliverer { client })
    }

    /// Gives the HTTP status of an answer that means the message was taken.
    pub async fn deliver(&self, config: &Config, send: &Send) -> Result<u16, Refusal> {
        let request = self.request(config, send)?;
        match request.send().await {
            Ok(response) => answer::meaning(&send.system, response).await,
            Err(error) => Err(answer::no_answer(&send.system, &error)),
        }
    }

    fn request(&self, config: &Config, send: &Send) -> Result<RequestBuilder, Refusal> {
        let nowhere = |why: String| answer::refusal("unreachable", why);
        let Some(system) = config.systems.get(&send.system) else {
            return Err(nowhere(format!("crossdock.toml says nothing about system `{}`.", send.system)));
        };
        let url = address(system, send).ok_or_else(|| nowhere(format!("crossdock.toml gives no usable url for system `{}`.", send.system)))?;
        let method = reqwest::Method::from_bytes(send.method.as_bytes()).map_err(|_| answer::refusal("refused", format!("`{}` is no HTTP method.", send.method)))?;
        let request = self.client.request(method, url).timeout(system.timeout.unwrap_or(TIMEOUT)).header("Idempotency-Key", &send.idempotency_key);
        // Of a message without a body its length is told, for servers that else would ask for it (411); a type it has none.
        let request = match send.body.is_empty() {
            true if send.method != "DELETE" => request.header("Content-Length", 0),
            true => request,
            false => request.header("Content-Type", &send.content_type).body(send.body.clone()),
        };
        Ok(credentials::present(request, system, &send.body))
    }
}

/// The contract's path behind the configured base, which may have a path of its own.
fn address(system: &SystemConfig, send: &Send) -> Option<Url> {
    let base = system.url.as_deref()?.trim_end_matches('/');
    Url::parse(&format!("{base}/{}", send.path.trim_start_matches('/'))).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str, body: &[u8]) -> reqwest::Request {
        let config = Config::parse("[systems.wms]\nurl = \"http://localhost:1/base\"\n", std::path::Path::new(".")).unwrap();
        let send = Send {
            ordinal: 0,
            system: "wms".into(),
            message: "cancel".into(),
            method: method.into(),
            path: path.into(),
            content_type: "application/json".into(),
            body: body.to_vec(),
            whole: Vec::new(),
            idempotency_key: "k".into(),
            keys: Vec::new(),
            undo: None,
        };
        Deliverer::new().unwrap().request(&config, &send).unwrap().build().unwrap()
    }

    #[test]
    fn what_stands_in_its_address_has_no_body_and_no_type() {
        let header = |request: &reqwest::Request, name: &str| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let posted = request("POST", "/close?day=2026-11-24", b"");
        assert_eq!(posted.url().as_str(), "http://localhost:1/base/close?day=2026-11-24");
        assert!(posted.body().is_none());
        assert_eq!((header(&posted, "content-length").as_deref(), header(&posted, "content-type"), header(&posted, "idempotency-key").as_deref()), (Some("0"), None, Some("k")));
        assert_eq!(header(&request("DELETE", "/orders/1", b""), "content-length"), None);
        let with_body = request("PUT", "/orders/1", b"{}");
        assert_eq!((header(&with_body, "content-type").as_deref(), with_body.body().and_then(reqwest::Body::as_bytes)), (Some("application/json"), Some(&b"{}"[..])));
    }
}
