use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_models::ProblemDetails;
use glean_transport::retry::{RetryCodes, retry_after};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, Response, StatusCode};

use super::{Secrets, escape};
use crate::decode::{MediaType, media_type, without_byte_order_mark};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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
    /// What the server said, whole; it is cut where it is shown, or half a secret could stay.
    said: Option<String>,
    content_type: Option<String>,
    request_id: Option<String>,
}

impl GleanError {
    pub(crate) fn new(response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let (mut problem, mut said) = (None, None);
        // The body of a success may hold a token, whatever its form.
        if is_error(parts.status) {
            problem = read_problem(&parts.headers, &body);
            said = read_said(parts.status, problem.as_ref(), &body);
        }
        Self {
            status: parts.status,
            content_type: text(&parts.headers, &CONTENT_TYPE),
            request_id: text(&parts.headers, &REQUEST_ID),
            headers: parts.headers,
            body,
            problem,
            said,
        }
    }

    /// Scrubs `secrets` from what is shown of the reply.
    pub(crate) fn redact(&mut self, secrets: &Secrets<'_>) {
        secrets.mark(&mut self.headers);
        let shown = [&mut self.said, &mut self.content_type, &mut self.request_id];
        shown
            .into_iter()
            .flatten()
            .for_each(|text| secrets.scrub_in_place(text));
        if let Some(problem) = &mut self.problem {
            secrets.scrub_problem(problem);
        }
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
        of_problem.or(self.request_id.as_deref())
    }

    pub(crate) fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        retry_after::parse(&self.headers, now)
    }

    pub(crate) fn is_retryable_by_default(&self) -> bool {
        RetryCodes::default().contains(self.status)
    }
}

/// Says whether a status is of the family 4XX or 5XX.
pub(crate) fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn read_problem(headers: &HeaderMap, body: &Bytes) -> Option<ProblemDetails> {
    let media_type = media_type(headers);
    if !matches!(media_type, MediaType::ProblemJson | MediaType::Json) {
        return None;
    }
    let problem: ProblemDetails = serde_json::from_slice(without_byte_order_mark(body)).ok()?;
    // Plain JSON is a problem only if it says something that problems say.
    let says_something =
        problem.title.is_some() || problem.detail.is_some() || problem.code.is_some();
    (media_type == MediaType::ProblemJson || says_something).then_some(problem)
}

/// Finds what says more than the status: of a problem, or else the body as text.
fn read_said(status: StatusCode, problem: Option<&ProblemDetails>, body: &Bytes) -> Option<String> {
    let reason = status.canonical_reason();
    let of_problem = problem.and_then(|problem| {
        let texts = [&problem.title, &problem.detail, &problem.code];
        let mut texts = texts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty());
        // RFC 9457, 4.2.1: the title may well be the status's own phrase.
        let says_more = texts.clone().find(|text| Some(*text) != reason);
        says_more.or_else(|| texts.next())
    });
    let said = of_problem.or_else(|| std::str::from_utf8(body).ok().map(str::trim))?;
    (!said.is_empty() && Some(said) != reason).then(|| said.to_owned())
}

impl fmt::Display for GleanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `StatusCode` shows unknown statuses with a placeholder for their reason.
        write!(f, "{}", self.status.as_u16())?;
        if let Some(reason) = self.status.canonical_reason() {
            write!(f, " {reason}")?;
        }
        let content_type = self.content_type().filter(|it| !it.trim().is_empty());
        match (&self.said, content_type) {
            (Some(said), _) => write!(f, ": {}", escape(said)),
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
            .field("said", &self.said.as_deref().map(escape))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for GleanError {}
