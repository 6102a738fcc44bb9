//! A stand-in for the Glean web app, whose frame the SDK opens: the fake has none.
//!
//! It plays the frame's part towards the SDK as far as tokens go, and shows what it was given.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::page::file;
use crate::{InvalidOrigin, Origin};

/// Makes the stand-in's routes, for frames in a page at `page`.
///
/// # Errors
///
/// Returns [`InvalidOrigin`] if the origin can't stand in a header.
pub fn router(page: &Origin) -> Result<Router, InvalidOrigin> {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; \
         frame-ancestors {page}"
    );
    let policy = HeaderValue::try_from(policy).map_err(|_| InvalidOrigin)?;
    let frame = move || async move { frame(policy) };
    Ok(Router::new()
        // Where the web app has the chat.
        .route("/frame/chat", get(frame))
        .route("/stand-in/frame.js", get(script))
        .route("/stand-in/frame.css", get(style)))
}

fn frame(policy: HeaderValue) -> Response {
    let html = include_str!("../page/stand-in/frame.html");
    let headers = [(CONTENT_SECURITY_POLICY, policy)];
    (headers, file("text/html; charset=utf-8", html)).into_response()
}

async fn script() -> Response {
    let script = include_str!("../page/stand-in/frame.js");
    file("text/javascript; charset=utf-8", script)
}

async fn style() -> Response {
    let style = include_str!("../page/stand-in/frame.css");
    file("text/css; charset=utf-8", style)
}
