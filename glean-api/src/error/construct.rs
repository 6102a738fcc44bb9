use std::time::{Duration, SystemTime};

use glean_transport::retry::{MissingSleep, StopReason};
use glean_transport::{TransportError, TransportErrorKind};

use super::{BoxError, Error, ErrorKind, GleanError, Inner, Secrets};

/// What is known of a call as a whole, once it has failed.
#[derive(Clone, Copy)]
pub(crate) struct Failure {
    pub(crate) operation: &'static str,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) stop_reason: Option<StopReason>,
}

/// Makes errors, and tells them what a call has found out since.
impl Error {
    fn new(kind: ErrorKind, what: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            what: what.into(),
            reply: None,
            source: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            stop_reason: None,
            retry_after: None,
            is_retryable: false,
        }))
    }

    /// A setting or an argument that was refused before anything was sent.
    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, what)
    }

    /// A client or a call that would have to wait and can't.
    pub(crate) fn missing_sleep(source: MissingSleep) -> Self {
        let mut error = Self::invalid(
            "a time-out, a deadline or retries are on and there is nothing to wait with: give \
             `.sleep(..)`, turn on the feature `tokio`, or switch them off by `.no_timeout()`, \
             `.no_deadline()` and `.no_retries()`",
        );
        error.0.source = Some(Box::new(source));
        error
    }

    /// A reply that is an error, or none that the operation knows.
    pub(crate) fn reply(operation: &'static str, kind: ErrorKind, reply: GleanError) -> Self {
        let mut error = Self::new(kind, "").during(operation);
        error.0.retry_after = reply.retry_after(SystemTime::now());
        error.0.is_retryable = kind == ErrorKind::Api && reply.is_retryable_by_default();
        error.0.reply = Some(reply);
        error
    }

    /// A reply of 200 whose JSON does not fit; `reason` names the field and no value.
    pub(crate) fn validation(operation: &'static str, reply: GleanError, reason: String) -> Self {
        let mut error = Self::reply(operation, ErrorKind::ResponseValidation, reply);
        error.0.what = reason;
        error
    }

    /// A credential provider that gave none.
    pub(crate) fn credential(source: BoxError) -> Self {
        let mut error = Self::new(ErrorKind::Credential, "the credential provider failed");
        error.0.source = Some(source);
        error
    }

    /// A deadline that passed while the credential was fetched.
    pub(crate) fn deadline_before_sending(deadline: Duration) -> Self {
        Self::new(
            ErrorKind::Timeout,
            format!("the deadline of {deadline:?} passed before the credential was there"),
        )
    }

    pub(crate) fn transport(error: TransportError) -> Self {
        let (kind, what) = match error.kind() {
            TransportErrorKind::InvalidRequest => (
                ErrorKind::InvalidRequest,
                "the transport refused the request; nothing was sent",
            ),
            TransportErrorKind::Connect => (
                ErrorKind::Connection,
                "no connection to the server; nothing was sent",
            ),
            TransportErrorKind::Timeout => (ErrorKind::Timeout, "no reply in time"),
            TransportErrorKind::Interrupted => (
                ErrorKind::Connection,
                "lost the connection before the reply; the request may have been processed",
            ),
            TransportErrorKind::Body => (
                ErrorKind::Connection,
                "lost the connection in the middle of the reply",
            ),
            TransportErrorKind::TooLarge => (
                ErrorKind::Transport,
                "the reply is larger than the call allows",
            ),
            _ => (ErrorKind::Transport, "the exchange failed"),
        };
        let mut this = Self::new(kind, what);
        this.0.is_retryable = error.is_transient();
        this.0.source = Some(Box::new(error));
        this
    }

    pub(crate) fn during(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn failed(mut self, failure: Failure) -> Self {
        self.0.operation = Some(failure.operation);
        self.0.attempts = failure.attempts;
        self.0.elapsed = failure.elapsed;
        self.0.stop_reason = failure.stop_reason;
        self
    }

    /// Takes the time-dependent answers from the call's own clock and codes.
    pub(crate) fn judged(mut self, now: SystemTime, is_retryable: bool) -> Self {
        if let Some(reply) = &self.0.reply {
            self.0.retry_after = reply.retry_after(now);
            self.0.is_retryable = is_retryable;
        }
        self
    }

    pub(crate) fn redacted(mut self, secrets: &Secrets<'_>) -> Self {
        if let Some(reply) = &mut self.0.reply {
            reply.redact(secrets);
        }
        self.0.what = secrets.scrub(&self.0.what).into_owned();
        self
    }
}
