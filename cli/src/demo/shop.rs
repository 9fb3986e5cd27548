//! The shop: posts orders as webhooks, signed.

use std::net::SocketAddr;
use std::sync::PoisonError;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use crossdock_runtime::config::Encoding;
use crossdock_runtime::signature;
use serde_json::Value;

use super::Names;
use super::folder::{Folder, SECRET};

#[derive(Clone)]
pub struct Shop {
    http: reqwest::Client,
    url: String,
    names: Names,
    /// An ordinary order, to make others of.
    template: Value,
}

impl Shop {
    pub fn new(runtime: SocketAddr, names: Names) -> anyhow::Result<Shop> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).no_proxy().build()?;
        let (_, first) = Folder::samples("order-1001").pop().context("the example has no order 1001")?;
        Ok(Shop { http, url: format!("http://{runtime}/in/shop/orders"), names, template: serde_json::from_str(first)? })
    }

    /// Posts an order; the runtime's receipt means that it is kept.
    pub async fn post(&self, order: &str) -> anyhow::Result<()> {
        let name = serde_json::from_str::<Value>(order)?.get("name").and_then(Value::as_str).unwrap_or("?").to_owned();
        let signature = signature(SECRET.as_bytes(), order.as_bytes(), Encoding::Base64);
        let request = self.http.post(&self.url).header("Content-Type", "application/json").header("X-Shopify-Hmac-Sha256", signature);
        let response = request.body(order.to_owned()).send().await.context("the runtime does not answer")?;
        let status = response.status();
        let receipt: Value = response.json().await.unwrap_or_default();
        ensure!(status.as_u16() == 202, "order {name} was not accepted: {status} {receipt}");
        if let Some(event) = receipt.get("event").and_then(Value::as_str) {
            self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(event.to_owned(), name);
        }
        Ok(())
    }

    /// An order of its own for each number.
    pub async fn post_number(&self, number: u64) -> anyhow::Result<()> {
        let mut order = self.template.clone();
        if let Some(fields) = order.as_object_mut() {
            fields.insert("id".to_owned(), (55_443_322_110_000 + number).into());
            fields.insert("name".to_owned(), format!("#{number}").into());
        }
        self.post(&order.to_string()).await
    }
}
