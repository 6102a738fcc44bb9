//! The page, and what belongs to it.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::backend::Shared;
use crate::problem::Problem;

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

pub(crate) async fn page(State(state): State<Shared>) -> Response {
    let policy = state.backend.widget.content_security_policy.clone();
    let headers = [(CONTENT_SECURITY_POLICY, policy)];
    let page = include_str!("../page/index.html");
    (headers, file("text/html; charset=utf-8", page)).into_response()
}

pub(crate) async fn script() -> Response {
    file(JAVASCRIPT, include_str!("../page/app.js"))
}

pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("../page/style.css"))
}

/// Gives the SDK as npm brought it.
pub(crate) async fn sdk(State(state): State<Shared>) -> Result<Response, Problem> {
    let bundle = tokio::fs::read(&state.backend.sdk).await;
    let bundle = bundle.map_err(|_| Problem::NoSdk)?;
    Ok(file(JAVASCRIPT, bundle))
}

pub(crate) fn file(content_type: &'static str, content: impl IntoResponse) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings<'a> {
    /// None, if nobody is signed in.
    user: Option<String>,
    demo_users: &'a [String],
    backend: &'a str,
    web_app_url: &'a str,
    is_stand_in: bool,
}

/// Gives what the page has to know. A token is not among it.
pub(crate) async fn settings(State(state): State<Shared>, headers: HeaderMap) -> Response {
    let backend = &state.backend;
    let settings = Settings {
        user: backend.sessions.user(&backend.sessions.jar(&headers)),
        demo_users: &backend.demo_users,
        backend: &backend.widget.backend,
        web_app_url: backend.widget.web_app.as_str(),
        is_stand_in: backend.widget.is_stand_in,
    };
    ([(CACHE_CONTROL, "no-store")], Json(settings)).into_response()
}
