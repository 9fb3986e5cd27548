//! `GET /v1/status`: what is running.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::Api;
use crate::generation::Rejected;
use crate::intake::PREFIX;

#[derive(Serialize)]
pub struct Status {
    version: &'static str,
    generation: Live,
    /// The last change, if it was not taken.
    rejected: Option<Rejected>,
    /// Events that wait or are at work.
    pending: usize,
    inlets: Vec<Place>,
    /// Systems that messages go to.
    targets: Vec<String>,
}

#[derive(Serialize)]
struct Live {
    id: String,
    since: String,
}

#[derive(Serialize)]
struct Place {
    event: String,
    method: String,
    path: String,
}

pub async fn status(State(api): State<Api>) -> Json<Status> {
    let live = api.generations.live();
    let inlets = live.inlets.iter().map(|inlet| Place {
        event: format!("{}.{}", inlet.system, inlet.event),
        method: inlet.method.clone(),
        path: format!("{PREFIX}/{}{}", inlet.system, inlet.path),
    });
    Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        inlets: inlets.collect(),
        generation: Live { id: live.id.clone(), since: live.since.clone() },
        rejected: api.generations.rejected(),
        pending: api.process.pending(),
        targets: live.flows.targets(),
    })
}
