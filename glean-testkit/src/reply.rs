use std::borrow::Borrow;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_models::ProblemDetails;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::Fault;
use crate::http_date::http_date;

/// A reply that a test puts before the rulebook's; see [`FakeGlean::script`].
///
/// ```
/// use glean_testkit::{FakeGlean, Reply};
///
/// # let glean = FakeGlean::builder().lenient().in_process();
/// glean.script([
///     Reply::status(503).retry_after_seconds(1),
///     Reply::status(302).header("location", "https://elsewhere.example.com/"),
///     Reply::ok(),
/// ]);
/// ```
///
/// A reply is whole: what frames it on the wire (`Content-Length`, `Transfer-Encoding`) is set by
/// whoever carries it, and left out if it is given here. The fake adds `Date` and `x-request-id`
/// where the reply has none.
///
/// `Debug` shows status, names of headers and the body's length.
///
/// [`FakeGlean::script`]: crate::FakeGlean::script
#[derive(Clone)]
pub struct Reply {
    /// `None` passes the call on to the rulebook.
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Option<Bytes>,
    delay: Option<Duration>,
    fault: Option<Fault>,
}

impl Reply {
    /// Passes the call on to the rulebook, which may well refuse it.
    ///
    /// Headers and a body given to this reply replace the rulebook's.
    #[must_use]
    pub fn ok() -> Self {
        Self {
            status: None,
            headers: HeaderMap::new(),
            body: None,
            delay: None,
            fault: None,
        }
    }

    /// Answers with `status` and nothing else, unless headers and a body are added.
    ///
    /// # Panics
    ///
    /// Panics unless `status` is 200 to 999: the others can't be a final reply.
    #[track_caller]
    pub fn status(status: impl TryInto<StatusCode>) -> Self {
        let status = given(status.try_into().ok(), "a status");
        assert!(
            !status.is_informational(),
            "a final reply can't have status {status}"
        );
        Self {
            status: Some(status),
            ..Self::ok()
        }
    }

    /// Answers with a problem (RFC 9457), and with its status; 500 if it has none.
    ///
    /// # Panics
    ///
    /// Panics unless the problem's status is 200 to 999.
    #[track_caller]
    #[must_use]
    pub fn problem(problem: impl Borrow<ProblemDetails>) -> Self {
        let problem = problem.borrow();
        Self::status(problem.status.unwrap_or(500))
            .json(problem)
            .content_type("application/problem+json")
    }

    /// Adds a header; one of the same name that was added before is kept.
    ///
    /// A value that is not UTF-8 is given as a [`HeaderValue`].
    ///
    /// # Panics
    ///
    /// Panics if HTTP does not allow the name or the value.
    #[track_caller]
    #[must_use]
    pub fn header(
        mut self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        let name = given(name.try_into().ok(), "a header's name");
        let value = given(value.try_into().ok(), "a header's value");
        self.headers.append(name, value);
        self
    }

    /// Sets the body as it is, without a content type.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sets a JSON body and the content type `application/json`.
    ///
    /// # Panics
    ///
    /// Panics if `value` can't be written as JSON: a map with keys that are no strings, say.
    #[track_caller]
    #[must_use]
    pub fn json(self, value: impl Serialize) -> Self {
        let body = given(serde_json::to_vec(&value).ok(), "JSON");
        self.body(body).content_type("application/json")
    }

    /// Sets the content type.
    ///
    /// # Panics
    ///
    /// Panics if HTTP does not allow the value.
    #[track_caller]
    #[must_use]
    pub fn content_type(mut self, value: impl TryInto<HeaderValue>) -> Self {
        self.headers
            .insert(CONTENT_TYPE, given(value.try_into().ok(), "a content type"));
        self
    }

    /// Sets `Retry-After` in seconds.
    #[must_use]
    pub fn retry_after_seconds(mut self, seconds: u64) -> Self {
        self.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        self
    }

    /// Sets `Retry-After` as an HTTP date, in whole seconds, in the years 1970 to 9999.
    #[must_use]
    pub fn retry_after_date(mut self, date: SystemTime) -> Self {
        self.headers.insert(RETRY_AFTER, http_date(date));
        self
    }

    /// Sets `retry-after-ms`, in milliseconds.
    #[must_use]
    pub fn retry_after_ms(mut self, milliseconds: u64) -> Self {
        self.headers.insert(
            HeaderName::from_static("retry-after-ms"),
            HeaderValue::from(milliseconds),
        );
        self
    }

    /// Lets the reply begin, or its fault strike, so much later on the fake's clock; it replaces the
    /// [latency](crate::FakeGleanBuilder::latency) of the fake.
    ///
    /// The token is minted, and everything else decided, before the wait. A fault of
    /// [`Phase::BeforeRead`](crate::Phase::BeforeRead) strikes without it.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Puts the fault of `fault` on this reply; see [`Fault`].
    ///
    /// Nothing else is taken over. A reply has one fault: the last that it was struck by.
    #[must_use]
    pub fn struck_by(mut self, fault: impl Into<Self>) -> Self {
        self.fault = fault.into().fault;
        self
    }

    pub(crate) fn delay_set(&self) -> Option<Duration> {
        self.delay
    }

    pub(crate) fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Makes the response; `rulebook` is asked only if the reply passes the call on.
    pub(crate) fn into_response(
        self,
        rulebook: impl FnOnce() -> Response<Bytes>,
    ) -> Response<Bytes> {
        let mut response = match self.status {
            None => rulebook(),
            Some(status) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                response
            }
        };
        if let Some(body) = self.body {
            *response.body_mut() = body;
        }
        let headers = response.headers_mut();
        for name in self.headers.keys() {
            headers.remove(name);
            for value in self.headers.get_all(name) {
                headers.append(name, value.clone());
            }
        }
        headers.remove(CONTENT_LENGTH);
        headers.remove(TRANSFER_ENCODING);
        response
    }
}

/// Gives the rulebook's reply with this fault.
impl From<Fault> for Reply {
    fn from(fault: Fault) -> Self {
        Self {
            fault: Some(fault),
            ..Self::ok()
        }
    }
}

/// Writes the status, the fault, or `ok`: what a report needs.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status, &self.fault) {
            (Some(status), None) => f.pad(status.as_str()),
            (Some(status), Some(fault)) => write!(f, "{} with {fault}", status.as_str()),
            (None, Some(fault)) => fault.fmt(f),
            (None, None) => f.pad("ok"),
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_length", &self.body.as_ref().map(Bytes::len))
            .field("delay", &self.delay)
            .field("fault", &self.fault)
            .finish()
    }
}

/// Panics without repeating the value: it may be a secret.
#[track_caller]
#[expect(
    clippy::panic,
    reason = "a reply is written by a test, which is better stopped at once"
)]
fn given<T>(value: Option<T>, what: &str) -> T {
    match value {
        Some(value) => value,
        None => panic!("HTTP does not allow {what} such as the one given"),
    }
}
