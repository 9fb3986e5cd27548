//! The API of a runtime that is running.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;

use super::{DeskError, Result};
use crate::config::Secret;
use crate::deliver::root_cause;

/// Longer than the API waits for news.
const TIMEOUT: Duration = Duration::from_secs(30);

pub struct Live {
    client: Client,
    /// `http://127.0.0.1:8080`
    base: String,
    token: Option<Secret>,
}

impl Live {
    pub fn new(address: &str, token: Option<Secret>) -> Result<Live> {
        // A second installation in one process is refused, and the first one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = format!("http://{address}");
        let client = Client::builder().timeout(TIMEOUT).no_proxy().build().map_err(|error| no_answer(&base, &error))?;
        Ok(Live { client, base, token })
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let response = self.send(self.client.get(self.url(path))).await?;
        self.read(response).await
    }

    /// Like `get`; none where there is nothing.
    pub async fn find<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>> {
        let response = self.answer(self.client.get(self.url(path))).await?;
        if response.status() == StatusCode::NOT_FOUND { Ok(None) } else { Ok(Some(self.read(self.good(response).await?).await?)) }
    }

    pub async fn edit(&self, id: &str, payload: Vec<u8>) -> Result<()> {
        self.command(id, self.client.put(self.parked(id, "payload")).body(payload)).await
    }

    pub async fn retry(&self, id: &str) -> Result<()> {
        self.command(id, self.client.post(self.parked(id, "retry"))).await
    }

    pub async fn discard(&self, id: &str, why: &str) -> Result<()> {
        self.command(id, self.client.post(self.parked(id, "discard")).json(&serde_json::json!({ "why": why }))).await
    }

    async fn command(&self, id: &str, request: RequestBuilder) -> Result<()> {
        let response = self.answer(request).await?;
        match response.status() {
            StatusCode::NOT_FOUND => Err(DeskError::NothingParked(id.to_owned())),
            StatusCode::CONFLICT => Err(DeskError::StaysParked(self.said(response).await)),
            _ => self.good(response).await.map(drop),
        }
    }

    fn parked(&self, id: &str, what: &str) -> String {
        self.url(&format!("/v1/parked/{}/{what}", segment(id)))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response> {
        let response = self.answer(request).await?;
        self.good(response).await
    }

    async fn answer(&self, mut request: RequestBuilder) -> Result<Response> {
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.expose());
        }
        request.send().await.map_err(|error| no_answer(&self.base, &error))
    }

    /// An answer that is not good says why in `error`.
    async fn good(&self, response: Response) -> Result<Response> {
        if response.status().is_success() { Ok(response) } else { Err(DeskError::Refused(self.said(response).await)) }
    }

    async fn said(&self, response: Response) -> String {
        let status = response.status();
        let said = response.json::<serde_json::Value>().await.ok().and_then(|body| body.get("error")?.as_str().map(str::to_owned));
        said.unwrap_or_else(|| format!("the runtime at {} answered {status}", self.base))
    }

    async fn read<T: DeserializeOwned>(&self, response: Response) -> Result<T> {
        response.json().await.map_err(|error| no_answer(&self.base, &error))
    }
}

fn no_answer(address: &str, error: &reqwest::Error) -> DeskError {
    DeskError::NoAnswer { address: address.to_owned(), why: root_cause(error) }
}

/// A value as one segment of a path: everything but unreserved characters (RFC 3986, section 2.3) in percent form.
pub fn segment(value: &str) -> String {
    value.bytes().fold(String::new(), |mut path, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => path.push(byte.into()),
            other => path.push_str(&format!("%{other:02X}")),
        }
        path
    })
}
