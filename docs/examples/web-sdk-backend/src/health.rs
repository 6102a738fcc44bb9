use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::backend::Shared;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    tokens: Tokens,
}

#[derive(Serialize)]
struct Tokens {
    users: usize,
    hits: u64,
    mints: u64,
    failures: u64,
}

/// Says that the service runs. It asks nothing of Glean: an outage there is no reason to restart this.
pub(crate) async fn healthz(State(state): State<Shared>) -> Response {
    let tokens = &state.backend.tokens;
    let counters = tokens.counters();
    let health = Health {
        status: "ok",
        tokens: Tokens {
            users: tokens.len(),
            hits: counters.hits,
            mints: counters.mints,
            failures: counters.failures,
        },
    };
    ([(CACHE_CONTROL, "no-store")], Json(health)).into_response()
}
