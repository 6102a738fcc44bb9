//! A small web service that mints Glean tokens for its signed-in users.
//!
//! `POST /glean-token` gives the user who is signed in what the Glean Web SDK takes. Who that is, is
//! said by the header `x-user`, which the proxy in front of this service sets after it has checked
//! the session, and which no browser can set past it.

mod problem;
mod token;

use axum::Router;
use axum::routing::{get, post};
use glean_api::Glean;

/// Makes the service's routes over a client for Glean.
pub fn router(glean: Glean) -> Router {
    Router::new()
        .route("/glean-token", post(token::mint))
        .route("/healthz", get(|| async { "ok" }))
        .with_state(glean)
}
