mod construct;
mod excerpt;
mod glean_error;
mod kind;
mod redaction;

use std::fmt;
use std::time::Duration;

use glean_transport::retry::StopReason;

pub(crate) use self::construct::Failure;
pub(crate) use self::excerpt::escape;
pub use self::glean_error::GleanError;
pub(crate) use self::glean_error::is_error;
pub use self::kind::ErrorKind;
pub(crate) use self::redaction::Secrets;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Says why a call, or the building of a client, failed.
///
/// `Display` is one line: the operation, the status or what went wrong, and what the server said,
/// with the credential scrubbed. Causes are in the [source](std::error::Error::source) chain, and
/// not repeated.
///
/// ```
/// use glean_api::Glean;
///
/// # let transport = glean_api::transport::transport_fn(|_| std::future::pending());
/// let builder = Glean::builder().instance("acme-be").api_token("t");
/// # let builder = builder.transport(transport);
/// let error = builder.build().unwrap_err();
/// assert!(error.is_invalid_request());
/// assert!(error.to_string().contains("give `acme`"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    what: String,
    reply: Option<GleanError>,
    source: Option<BoxError>,
    attempts: u32,
    elapsed: Duration,
    stop_reason: Option<StopReason>,
    retry_after: Option<Duration>,
    is_retryable: bool,
}

impl Error {
    /// Scrubs `secret` wherever this error would show it, in case the server echoed it.
    ///
    /// The client does so with its own credential; this is for whoever sends the request of
    /// [`CreateToken`](crate::client::authentication::CreateToken) by other means.
    #[must_use]
    pub fn redact(self, secret: &str) -> Self {
        self.redacted(&Secrets::of_text(secret))
    }

    /// Gives the kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Says whether the server answered with a status of 4XX or 5XX.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.kind() == ErrorKind::Api
    }

    /// Says whether the connection failed: it did not come about, or broke.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        self.kind() == ErrorKind::Connection
    }

    /// Says whether time was up: an attempt's, or the whole call's.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Says whether a setting or an argument was refused before anything was sent.
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        self.kind() == ErrorKind::InvalidRequest
    }

    /// Gives the reply, if there was a whole one.
    #[must_use]
    pub fn as_glean_error(&self) -> Option<&GleanError> {
        self.0.reply.as_ref()
    }

    /// Gives the reply's status, if there was a whole reply.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        self.as_glean_error().map(GleanError::status)
    }

    /// Gives Glean's identifier of the request: the problem's `request_id`, or `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.as_glean_error().and_then(GleanError::request_id)
    }

    /// Gives how long the server asked to wait, by `retry-after-ms` or `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Gives how many attempts were made; 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Gives how long the call took, waits included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Gives the operation's name, `createToken`; none if a client could not be built.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Says whether the same call may well succeed later: the status is one of the call's retry
    /// codes, or the connection failed or time was up.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable
    }

    /// Gives why there was no further attempt; none if nothing was sent.
    #[must_use]
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.0.stop_reason
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        match (inner.kind, &inner.reply) {
            (ErrorKind::Api, Some(reply)) => reply.fmt(f)?,
            (ErrorKind::UnexpectedResponse, Some(reply)) => {
                write!(f, "unexpected status or content type: {reply}")?;
            }
            (ErrorKind::ResponseValidation, _) => {
                write!(f, "the reply does not fit: {}", inner.what)?;
            }
            _ => f.write_str(&inner.what)?,
        }
        if inner.attempts > 1 {
            write!(f, " ({} attempts)", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &self.to_string())
            .field("reply", &inner.reply)
            .field("attempts", &inner.attempts)
            .field("elapsed", &inner.elapsed)
            .field("stop_reason", &inner.stop_reason)
            .field("retry_after", &inner.retry_after)
            .field("source", &inner.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

const _: () = {
    const fn is_send_sync_and_static<T: Send + Sync + 'static>() {}
    is_send_sync_and_static::<Error>();
    assert!(size_of::<Error>() == size_of::<usize>());
    assert!(size_of::<Option<Error>>() == size_of::<usize>());
};
