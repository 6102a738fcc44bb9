//! A small web service that mints Glean tokens for its signed-in users.
//!
//! `POST /glean-token` gives the user who is signed in what the Glean Web SDK takes. Who that is, is
//! said by the header `x-user`, which the proxy in front of this service sets after it has checked
//! the session, and which no browser can set past it.

mod problem;
mod token;

use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use glean_api::transport::retry::RetryConfig;
use glean_api::{Glean, GleanBuilder};

/// Makes the service's routes over a client for Glean.
pub fn router(glean: Glean) -> Router {
    Router::new()
        .route("/glean-token", post(token::mint))
        .route("/healthz", get(|| async { "ok" }))
        .with_state(glean)
}

/// Has the client try again, and give up before a user does.
pub fn patience<T>(glean: GleanBuilder<T>) -> GleanBuilder<T> {
    glean
        .timeout(Duration::from_secs(5))
        .deadline(Duration::from_secs(10))
        .retries(RetryConfig::backoff().retry_connection_errors(true))
}
