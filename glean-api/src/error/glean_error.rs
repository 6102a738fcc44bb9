use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_models::ProblemDetails;
use glean_transport::retry::{RetryCodes, retry_after};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};

use super::{Secrets, escape};
use crate::decode::{MediaType, media_type};

/// A reply that is no success, whole.
///
/// `Display` is its status and what the server said, in one line; `Debug` shows neither the body
/// nor a header value.
#[derive(Clone)]
pub struct GleanError {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    problem: Option<ProblemDetails>,
    said: Option<String>,
    content_type: Option<String>,
}

impl GleanError {
    pub(crate) fn new(response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let mut error = Self {
            status: parts.status,
            headers: parts.headers,
            body,
            problem: None,
            said: None,
            content_type: None,
        };
        error.redact(&Secrets::default());
        error
    }

    /// Reads anew what is shown of the reply, without `secrets`.
    pub(crate) fn redact(&mut self, secrets: &Secrets<'_>) {
        secrets.mark(&mut self.headers);
        self.content_type = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(|text| secrets.scrub(text).into_owned());
        // The body of a success may hold a token, whatever its form.
        if !is_error(self.status) {
            return;
        }
        self.problem = read_problem(&self.headers, &self.body, secrets);
        let said_by_problem = self.problem.as_ref().and_then(|problem| {
            let texts = [&problem.title, &problem.detail, &problem.code];
            texts
                .into_iter()
                .flatten()
                .find(|text| !text.trim().is_empty())
                .cloned()
        });
        self.said = said_by_problem
            .or_else(|| {
                std::str::from_utf8(&self.body)
                    .ok()
                    .map(|text| secrets.scrub(text).into())
            })
            .map(|text| escape(&text))
            .filter(|text| !text.is_empty());
    }

    /// Gives the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Gives the headers, as they came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Gives the `Content-Type`, if there is one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Gives the whole body, as it came.
    ///
    /// Mind that a server may echo the credential, and that the body of a 2XX may hold a token.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Gives the body as problem details (RFC 9457), where it is that, with the credential scrubbed.
    #[must_use]
    pub fn problem(&self) -> Option<&ProblemDetails> {
        self.problem.as_ref()
    }

    /// Gives Glean's identifier of the request: the problem's `request_id`, or `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let of_problem = self
            .problem()
            .and_then(|problem| problem.request_id.as_deref());
        of_problem.or_else(|| {
            self.headers
                .get("x-request-id")
                .and_then(|id| id.to_str().ok())
        })
    }

    pub(crate) fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        retry_after::parse(&self.headers, now)
    }

    pub(crate) fn is_retryable_by_default(&self) -> bool {
        RetryCodes::default().contains(self.status)
    }
}

fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

fn read_problem(
    headers: &HeaderMap,
    body: &Bytes,
    secrets: &Secrets<'_>,
) -> Option<ProblemDetails> {
    let media_type = media_type(headers);
    if !matches!(media_type, MediaType::ProblemJson | MediaType::Json) {
        return None;
    }
    let mut value: serde_json::Value =
        serde_json::from_slice(crate::decode::without_byte_order_mark(body)).ok()?;
    secrets.scrub_json(&mut value);
    let problem: ProblemDetails = serde_json::from_value(value).ok()?;
    // Plain JSON is a problem only if it says something that problems say.
    let says_something =
        problem.title.is_some() || problem.detail.is_some() || problem.code.is_some();
    (media_type == MediaType::ProblemJson || says_something).then_some(problem)
}

impl fmt::Display for GleanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `StatusCode` shows unknown statuses with a placeholder for their reason.
        write!(f, "{}", self.status.as_u16())?;
        if let Some(reason) = self.status.canonical_reason() {
            write!(f, " {reason}")?;
        }
        match (&self.said, self.content_type()) {
            (Some(said), _) => write!(f, ": {said}"),
            (None, _) if is_error(self.status) => Ok(()),
            (None, Some(content_type)) => write!(f, " with {}", escape(content_type)),
            (None, None) => f.write_str(" without a content type"),
        }
    }
}

impl fmt::Debug for GleanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GleanError")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("content_type", &self.content_type)
            .field("body_length", &self.body.len())
            .field("said", &self.said)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for GleanError {}
