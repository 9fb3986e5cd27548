//! `GET /v1/history?after=ID`: what happened since, to all events. Waits a while for news if there is none.

use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{Api, store_problem};

/// How long an answer waits for something to tell.
const WAIT: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
pub struct Since {
    /// The last entry that is known already.
    #[serde(default)]
    after: i64,
}

pub async fn history(State(api): State<Api>, Query(Since { after }): Query<Since>) -> Response {
    let mut commits = api.writer.commits();
    let deadline = tokio::time::Instant::now() + WAIT;
    loop {
        commits.borrow_and_update();
        let entries = match api.reads.ask(move |reader| reader.history_after(after)).await {
            Ok(entries) => entries,
            Err(error) => return store_problem(&error),
        };
        let waits_on = entries.is_empty()
            && tokio::select! {
                changed = commits.changed() => changed.is_ok(),
                () = tokio::time::sleep_until(deadline) => false,
                () = api.process.stopping() => false,
            };
        if !waits_on {
            return axum::Json(entries).into_response();
        }
    }
}
