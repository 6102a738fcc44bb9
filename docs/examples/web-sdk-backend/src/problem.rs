use std::time::Duration;

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use glean_api::token_cache::{TokenCacheError, TokenCacheErrorKind};
use glean_api::{Error, ErrorKind};
use serde::Serialize;

/// What the browser is told. Why, is for the log: nothing that Glean said goes out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Problem {
    NotSignedIn,
    OtherSite,
    NoSuchUser,
    NotFound,
    NoSdk,
    MethodNotAllowed,
    /// It may pass, after so long.
    Unavailable(Duration),
    /// Glean wants nothing of this service, or answers what can't be: not the user's fault.
    Refused,
    /// This service could not even ask.
    Broken,
}

/// `application/problem+json`, as RFC 9457 has it.
#[derive(Serialize)]
struct Document {
    status: u16,
    title: &'static str,
}

/// What a browser is asked to wait if Glean named no time.
const WAIT: Duration = Duration::from_secs(5);

impl Problem {
    /// Logs why there is no token, and tells what of it goes out.
    pub(crate) fn of(error: &TokenCacheError) -> Self {
        let problem = match (error.kind(), error.call().map(Error::kind)) {
            (TokenCacheErrorKind::Expired, _) => Self::Refused,
            (_, Some(ErrorKind::InvalidRequest | ErrorKind::Credential)) => Self::Broken,
            _ if may_pass(error) => Self::Unavailable(error.retry_after().unwrap_or(WAIT)),
            _ => Self::Refused,
        };
        let call = error.call();
        tracing::error!(
            reply = problem.status().as_u16(),
            status = call.and_then(Error::status).map(|status| status.as_u16()),
            request_id = call.and_then(Error::request_id),
            attempts = call.map(Error::attempts),
            // One line each, without the credential.
            call = call.map(tracing::field::display),
            "{error}"
        );
        problem
    }

    fn status(self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::NoSuchUser => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound | Self::NoSdk => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Refused => StatusCode::BAD_GATEWAY,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::NotSignedIn => "sign in first",
            Self::OtherSite => "only pages of this site may ask for this",
            Self::NoSuchUser => "no such user",
            Self::NotFound => "there is nothing here",
            Self::NoSdk => "the Web SDK is not installed",
            Self::MethodNotAllowed => "not by this method",
            Self::Unavailable(_) => "no token now, try again later",
            Self::Refused => "no token can be had",
            Self::Broken => "this service is not set up",
        }
    }
}

/// Says whether the same call may well succeed later, whatever the client retries.
fn may_pass(error: &TokenCacheError) -> bool {
    let is_passing = |call: &Error| match call.status() {
        Some(status) => status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS,
        None => call.is_connection() || call.is_timeout(),
    };
    error.is_retryable() || error.call().is_some_and(is_passing)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let document = Document {
            status: status.as_u16(),
            title: self.title(),
        };
        let mut response = (status, Json(document)).into_response();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/problem+json");
        headers.insert(CONTENT_TYPE, json);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::Unavailable(wait) = self {
            // Whole seconds, and not too early.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
