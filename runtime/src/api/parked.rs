//! The exception queue: what is in it, and what is done about it.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{Api, problem, store_problem};
use crate::clock::now_ms;
use crate::store::{Command, Reply};

#[derive(Deserialize)]
pub struct Reason {
    why: String,
}

pub async fn list(State(api): State<Api>) -> Response {
    api.answer(|reader| reader.parked()).await
}

pub async fn show(State(api): State<Api>, Path(id): Path<String>) -> Response {
    let asked = id.clone();
    match api.reads.ask(move |reader| reader.parked_detail(&asked)).await {
        Ok(Some(detail)) => axum::Json(detail).into_response(),
        Ok(None) => nothing_parked(&id),
        Err(error) => store_problem(&error),
    }
}

/// The body is the corrected payload.
pub async fn edit(State(api): State<Api>, Path(id): Path<String>, payload: Bytes) -> Response {
    command(&api, &id, Command::Edit { parked: id.clone(), payload: payload.into(), at_ms: now_ms() }).await
}

pub async fn retry(State(api): State<Api>, Path(id): Path<String>) -> Response {
    command(&api, &id, Command::Retry { parked: id.clone(), at_ms: now_ms() }).await
}

pub async fn discard(State(api): State<Api>, Path(id): Path<String>, axum::Json(reason): axum::Json<Reason>) -> Response {
    if reason.why.trim().is_empty() {
        return problem(StatusCode::BAD_REQUEST, "say why, for those who look for the order later");
    }
    command(&api, &id, Command::Discard { parked: id.clone(), why: reason.why, at_ms: now_ms() }).await
}

async fn command(api: &Api, id: &str, command: Command) -> Response {
    match api.writer.submit(command).await {
        Ok(Reply::NotThere) => nothing_parked(id),
        Ok(Reply::StaysParked(why)) => problem(StatusCode::CONFLICT, &why),
        Ok(Reply::Changed { event, status }) => axum::Json(serde_json::json!({ "event": event, "status": status })).into_response(),
        Ok(Reply::Accepted { .. }) => problem(StatusCode::INTERNAL_SERVER_ERROR, "the store gave another answer than was asked for"),
        Err(error) => store_problem(&error),
    }
}

fn nothing_parked(id: &str) -> Response {
    problem(StatusCode::NOT_FOUND, &format!("nothing is parked as {id}; perhaps somebody else has dealt with it"))
}
