//! Where events come in: `/in/SYSTEM/PATH`. Who sends it is checked, then it is journalled, then acknowledged.

mod credentials;
mod identity;

pub use credentials::bearer_is;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use crossdock_engine::Inlet;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Serialize;

use crate::api::problem;
use crate::clock::now_ms;
use crate::config::SystemConfig;
use crate::generation::{Generation, Generations};
use crate::process::Process;
use crate::store::{Command, NewEvent, Reply};
use crate::writer::Writer;

/// Where every inlet's path begins.
pub const PREFIX: &str = "/in";
/// Headers that are not kept: they say who sends, and are secrets.
const SECRET_HEADERS: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];

/// What accepting needs.
#[derive(Clone)]
pub struct Intake {
    pub writer: Writer,
    pub generations: Arc<Generations>,
    pub process: Process,
}

/// The sender may forget the event now.
#[derive(Serialize)]
struct Receipt {
    event: String,
    sequence: i64,
    duplicate: bool,
}

pub async fn accept(State(intake): State<Intake>, request: Request) -> Response {
    let generation = intake.generations.live();
    let (parts, body) = request.into_parts();
    let inlet = match inlet(&generation, parts.uri.path(), &parts.method) {
        Ok(inlet) => inlet,
        Err(response) => return *response,
    };
    if intake.process.pending() >= generation.config.runtime.backlog.get() {
        return ([(header::RETRY_AFTER, "5")], problem(StatusCode::TOO_MANY_REQUESTS, "too many events wait already; try again later")).into_response();
    }
    let system = generation.config.systems.get(&inlet.system);
    // Before the body: whoever is a stranger by their headers does not get to fill our memory.
    if !credentials::are_presented(system, &parts.headers) {
        return turned_away(&inlet, system);
    }
    let payload = match read(body, &parts.headers, generation.config.runtime.payload_limit.get()).await {
        Ok(payload) => payload,
        Err(response) => return *response,
    };
    if !credentials::is_signed(system, &parts.headers, &payload) {
        return turned_away(&inlet, system);
    }
    let headers = kept_headers(&generation, &inlet, &parts.headers);
    let event = identity::identified(generation.flows.as_ref(), &inlet, payload, headers, now_ms());
    journalled(&intake, event).await
}

fn turned_away(inlet: &Inlet, system: Option<&SystemConfig>) -> Response {
    tracing::warn!(system = inlet.system, event = inlet.event, "turned away: the credentials are missing or wrong");
    let scheme = if system.is_some_and(|system| system.basic.is_some()) { "Basic realm=\"crossdock\"" } else { "Bearer" };
    ([(header::WWW_AUTHENTICATE, scheme)], problem(StatusCode::UNAUTHORIZED, "the credentials are missing or wrong")).into_response()
}

/// Whoever asked may go away at any moment, and this with them: what follows from a commit is therefore told by the writer, never from here.
async fn journalled(intake: &Intake, event: NewEvent) -> Response {
    match intake.writer.submit(Command::Accept(event)).await {
        Ok(Reply::Accepted { event, sequence, duplicate }) => (StatusCode::ACCEPTED, axum::Json(Receipt { event, sequence, duplicate })).into_response(),
        Ok(_) => problem(StatusCode::INTERNAL_SERVER_ERROR, "the store gave another answer than was asked for"),
        Err(error) => {
            tracing::error!("an event was not accepted: {error}");
            ([(header::RETRY_AFTER, "5")], problem(StatusCode::SERVICE_UNAVAILABLE, "the event could not be kept and was not accepted; send it again")).into_response()
        }
    }
}

/// The inlet at this address; else the answer that says why there is none.
fn inlet(generation: &Generation, path: &str, method: &Method) -> Result<Inlet, Box<Response>> {
    let here = |inlet: &&Inlet| path.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix('/')?.strip_prefix(inlet.system.as_str())) == Some(inlet.path.as_str());
    let found: Vec<&Inlet> = generation.inlets.iter().filter(here).collect();
    if let Some(inlet) = found.iter().find(|inlet| inlet.method == method.as_str()) {
        return Ok((*inlet).clone());
    }
    if found.is_empty() {
        return Err(Box::new(problem(StatusCode::NOT_FOUND, "no event comes in here; GET /v1/status lists the places")));
    }
    let allowed = found.iter().map(|inlet| inlet.method.as_str()).collect::<Vec<_>>().join(", ");
    Err(Box::new(([(header::ALLOW, allowed)], problem(StatusCode::METHOD_NOT_ALLOWED, "this event comes in by another method")).into_response()))
}

async fn read(body: Body, headers: &HeaderMap, limit: usize) -> Result<Vec<u8>, Box<Response>> {
    let too_large = || Box::new(problem(StatusCode::PAYLOAD_TOO_LARGE, &format!("a payload has at most {limit} bytes")));
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes().into()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Box::new(problem(StatusCode::BAD_REQUEST, "the payload broke off; it was not accepted"))),
    }
}

/// Names in lower case; what cannot be read as text, or is secret, is left out.
fn kept_headers(generation: &Generation, inlet: &Inlet, headers: &HeaderMap) -> Vec<(String, String)> {
    let signature = generation.config.systems.get(&inlet.system).and_then(|system| system.hmac.as_ref()).map(|hmac| hmac.header.to_lowercase());
    let kept = headers.iter().filter(|(name, _)| !SECRET_HEADERS.contains(&name.as_str()) && Some(name.as_str()) != signature.as_deref());
    kept.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect()
}
