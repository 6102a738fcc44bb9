use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use glean_api::Glean;

use crate::problem::Problem;

/// Mints a token for the user who is signed in, and for nobody else.
pub(crate) async fn mint(
    State(glean): State<Glean>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let user = signed_in(&headers).ok_or(Problem::NotSignedIn)?;
    let minted = glean
        .client()
        .authentication()
        .create_token()
        .act_as(user)
        .await
        .map_err(|error| Problem::of(&error))?;
    // A token is the user: no cache may keep it.
    Ok(([(CACHE_CONTROL, "no-store")], Json(minted)).into_response())
}

fn signed_in(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-user")?.to_str().ok()
}
