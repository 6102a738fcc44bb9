//! The demo's sign-in. **It asks for no password**: it stands where your identity provider does.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::backend::Shared;
use crate::problem::Problem;
use crate::same_origin::SameOrigin;

#[derive(Deserialize)]
pub(crate) struct Wish {
    user: String,
}

/// Signs one of the demo's users in, whoever asks.
pub(crate) async fn sign_in(
    State(state): State<Shared>,
    _: SameOrigin,
    headers: HeaderMap,
    wish: Result<Form<Wish>, FormRejection>,
) -> Result<Response, Problem> {
    let Ok(Form(wish)) = wish else {
        return Err(Problem::NoSuchUser);
    };
    if !state.backend.demo_users.contains(&wish.user) {
        return Err(Problem::NoSuchUser);
    }
    let sessions = &state.backend.sessions;
    let jar = sessions.begin(sessions.jar(&headers), &wish.user);
    Ok((jar, Redirect::to("/")).into_response())
}

/// Ends the session, and lets go of the user's token.
pub(crate) async fn sign_out(
    State(state): State<Shared>,
    _: SameOrigin,
    headers: HeaderMap,
) -> Response {
    let sessions = &state.backend.sessions;
    let jar = sessions.jar(&headers);
    if let Some(user) = sessions.user(&jar) {
        state.backend.tokens.invalidate(user);
    }
    (sessions.end(jar), Redirect::to("/")).into_response()
}
