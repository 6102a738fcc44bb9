use std::path::PathBuf;
use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Router, middleware};
use glean_api::token_cache::TokenCache;

use crate::counters::{self, Counters};
use crate::problem::Problem;
use crate::{Origin, Sessions, Widget, health, page, sign_in, token};

/// What the service consists of.
#[derive(Debug)]
pub struct Backend {
    /// Users' tokens, minted when there is need.
    pub tokens: TokenCache,
    /// Who is signed in.
    pub sessions: Sessions,
    /// Where the page is, as browsers see it.
    pub origin: Origin,
    /// The e-mails that the demo's sign-in lets in.
    pub demo_users: Vec<String>,
    /// What the page tells the SDK.
    pub widget: Widget,
    /// The SDK's bundle, as npm brings it.
    pub sdk: PathBuf,
}

/// What handlers are given.
pub(crate) type Shared = Arc<State>;

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) backend: Backend,
    pub(crate) counters: Counters,
}

/// Makes the service's routes.
pub fn router(backend: Backend) -> Router {
    let state = Shared::new(State {
        backend,
        counters: Counters::default(),
    });
    let counted = middleware::from_fn_with_state(Arc::clone(&state), counters::count);
    Router::new()
        .route("/api/glean-token", post(token::give).layer(counted))
        .route("/sign-in", post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/api/page", get(page::settings))
        .route("/", get(page::page))
        .route("/app.js", get(page::script))
        .route("/style.css", get(page::style))
        .route("/web-sdk.js", get(page::sdk))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(counters::metrics))
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::MethodNotAllowed })
        .with_state(state)
}
