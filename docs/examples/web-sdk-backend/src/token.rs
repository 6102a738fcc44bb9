use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

use crate::backend::Shared;
use crate::problem::Problem;
use crate::same_origin::SameOrigin;
use crate::sessions::SignedIn;

/// Gives the user who is signed in a token, and nobody else's: no part of the request names one.
pub(crate) async fn give(
    State(state): State<Shared>,
    _: SameOrigin,
    SignedIn(user): SignedIn,
) -> Result<Response, Problem> {
    let minted = state.backend.tokens.get(&user).await;
    let minted = minted.map_err(|error| Problem::of(&error))?;
    // A token is the user: nothing between here and the page may keep it.
    Ok(([(CACHE_CONTROL, "no-store")], Json(&*minted)).into_response())
}
