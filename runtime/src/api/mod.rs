//! What people and programs may ask a running runtime, under `/v1`. Answers are JSON; what is wrong is `{"error": "…"}`.

mod history;
mod parked;
mod status;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use serde::Serialize;
use tower_http::timeout::TimeoutLayer;

use crate::generation::Generations;
use crate::intake::{self, Intake};
use crate::process::Process;
use crate::store::{Reader, StoreError};
use crate::writer::{Reads, Writer};

/// A request that takes longer ends with 408: a sender that dawdles does not hold a connection for ever.
const REQUEST_MAX: Duration = Duration::from_secs(60);
/// Bytes of the framework's own words that are passed on.
const WORDS_MAX: usize = 4096;

/// What the answers come from.
#[derive(Clone)]
pub struct Api {
    pub process: Process,
    pub writer: Writer,
    pub reads: Reads,
    pub generations: Arc<Generations>,
}

/// Everything that the runtime serves; bodies of the API have at most `limit` bytes.
pub fn router(api: Api, intake: Intake, limit: usize) -> Router {
    let asked = Router::new()
        .route("/v1/status", get(status::status))
        .route("/v1/audit", get(audit))
        .route("/v1/trace/{key}", get(trace))
        .route("/v1/history", get(history::history))
        .route("/v1/parked", get(parked::list))
        .route("/v1/parked/{id}", get(parked::show))
        .route("/v1/parked/{id}/payload", put(parked::edit))
        .route("/v1/parked/{id}/retry", post(parked::retry))
        .route("/v1/parked/{id}/discard", post(parked::discard))
        .layer(axum::middleware::from_fn_with_state(api.clone(), only_with_token))
        .layer(axum::extract::DefaultBodyLimit::max(limit))
        .with_state(api);
    let received = Router::new().route(&format!("{}/{{*rest}}", intake::PREFIX), any(intake::accept)).with_state(intake);
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .merge(asked)
        .merge(received)
        .fallback(|| async { problem(StatusCode::NOT_FOUND, "there is nothing here; GET /v1/status says what there is") })
        .layer(axum::middleware::map_response(as_problem))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_MAX))
}

/// What the framework itself turns away, in the form of all other answers.
async fn as_problem(response: Response) -> Response {
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if is_json || !response.status().is_client_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let said = axum::body::to_bytes(body, WORDS_MAX).await.unwrap_or_default();
    let why = if said.is_empty() { parts.status.canonical_reason().unwrap_or_default().into() } else { String::from_utf8_lossy(&said) };
    let mut answer = problem(parts.status, &why);
    answer.headers_mut().extend(parts.headers.remove(header::ALLOW).map(|methods| (header::ALLOW, methods)));
    answer
}

async fn audit(State(api): State<Api>) -> Response {
    api.answer(|reader| reader.audit()).await
}

async fn trace(State(api): State<Api>, Path(key): Path<String>) -> Response {
    api.answer(move |reader| reader.trace(&key)).await
}

impl Api {
    async fn answer<T: Serialize + Send + 'static>(&self, question: impl FnOnce(Reader<'_>) -> Result<T, StoreError> + Send + 'static) -> Response {
        match self.reads.ask(question).await {
            Ok(answer) => axum::Json(answer).into_response(),
            Err(error) => store_problem(&error),
        }
    }
}

/// Where the configuration has an `api-token`, all of `/v1` asks for it.
async fn only_with_token(State(api): State<Api>, request: Request, next: Next) -> Response {
    let generation = api.generations.live();
    match &generation.config.runtime.api_token {
        Some(token) if !intake::bearer_is(token, request.headers()) => problem(StatusCode::UNAUTHORIZED, "the API asks for the bearer token of `runtime.api-token`"),
        _ => next.run(request).await,
    }
}

fn store_problem(error: &StoreError) -> Response {
    tracing::error!("{error}");
    problem(StatusCode::SERVICE_UNAVAILABLE, &error.to_string())
}

/// An answer that says what is wrong.
pub fn problem(status: StatusCode, error: &str) -> Response {
    (status, axum::Json(serde_json::json!({ "error": error }))).into_response()
}
