use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use glean_api::Error;

/// What the browser is told; why, is for the log.
pub(crate) enum Problem {
    NotSignedIn,
    /// Glean knows no such user, wants nothing of this service, or answers what makes no sense.
    Refused,
    /// It may pass, after so long if Glean said so.
    Unavailable(Option<Duration>),
}

impl Problem {
    pub(crate) fn of(error: &Error) -> Self {
        // One line, without the credential.
        eprintln!("{error}");
        let may_pass = match error.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => true,
            Some(status) => status.is_server_error(),
            // The connection failed, or time was up.
            None => error.is_retryable(),
        };
        if may_pass {
            Self::Unavailable(error.retry_after())
        } else {
            Self::Refused
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, title) = match self {
            Self::NotSignedIn => (StatusCode::UNAUTHORIZED, "sign in first"),
            Self::Refused => (StatusCode::BAD_GATEWAY, "no token for this user"),
            Self::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "try again later"),
        };
        let body = format!(r#"{{"status":{},"title":"{title}"}}"#, status.as_u16());
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/problem+json");
        headers.insert(CONTENT_TYPE, json);
        if let Self::Unavailable(Some(after)) = self {
            // Whole seconds, and not too early.
            headers.insert(
                RETRY_AFTER,
                HeaderValue::from(after.as_secs_f64().ceil() as u64),
            );
        }
        response
    }
}
