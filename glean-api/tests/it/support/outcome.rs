use std::time::Duration;

use bytes::Bytes;
use glean_api::models::{CreateAuthTokenResponse, ProblemDetails};
use glean_api::transport::retry::StopReason;
use glean_api::{Error, ErrorKind, GleanError};

use super::Reply;

/// How a call ended, as far as a caller can tell, in a form to compare.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Minted(String, i64),
    Failed(Box<Seen>),
}

/// All that a caller sees of an [`Error`] but how long the call took.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<u16>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Option<Bytes>,
    pub(crate) problem: Option<ProblemDetails>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) is_retryable: bool,
    pub(crate) stop_reason: Option<StopReason>,
    pub(crate) attempts: u32,
    pub(crate) text: String,
}

impl Outcome {
    pub(crate) fn minted(token: &str, expiration_time: i64) -> Self {
        Self::Minted(token.to_owned(), expiration_time)
    }

    pub(crate) fn failed(seen: Seen) -> Self {
        Self::Failed(Box::new(seen))
    }

    pub(crate) fn of(result: &Result<CreateAuthTokenResponse, Error>) -> Self {
        match result {
            Ok(minted) => Self::minted(minted.token.expose_secret(), minted.expiration_time),
            Err(error) => Self::failed(Seen::of(error)),
        }
    }
}

impl Seen {
    fn of(error: &Error) -> Self {
        let reply = error.as_glean_error();
        assert_eq!(error.operation(), Some("createToken"));
        assert_eq!(error.status(), reply.map(GleanError::status));
        Self {
            kind: error.kind(),
            status: error.status().map(|status| status.as_u16()),
            content_type: reply.and_then(|it| it.content_type().map(str::to_owned)),
            body: reply.map(|reply| reply.body().clone()),
            problem: reply.and_then(|reply| reply.problem().cloned()),
            request_id: error.request_id().map(str::to_owned),
            retry_after: error.retry_after(),
            is_retryable: error.is_retryable(),
            stop_reason: error.stop_reason(),
            attempts: error.attempts(),
            text: error.to_string(),
        }
    }

    /// An error with a whole reply, of which nothing but the text is special.
    fn with_reply(kind: ErrorKind, reply: &Reply, text: &str) -> Self {
        Self {
            kind,
            status: Some(reply.status()),
            content_type: reply.content_type_text(),
            body: Some(reply.content()),
            problem: None,
            request_id: None,
            retry_after: None,
            is_retryable: false,
            stop_reason: None,
            attempts: 1,
            text: text.to_owned(),
        }
    }

    /// A 4XX or 5XX that is not worth a retry.
    pub(crate) fn api(reply: &Reply, text: &str) -> Self {
        Self {
            stop_reason: Some(StopReason::NotRetryable),
            ..Self::with_reply(ErrorKind::Api, reply, text)
        }
    }

    /// A 4XX or 5XX that is worth one.
    pub(crate) fn retryable(reply: &Reply, text: &str) -> Self {
        Self {
            is_retryable: true,
            stop_reason: Some(StopReason::RetriesOff),
            ..Self::with_reply(ErrorKind::Api, reply, text)
        }
    }

    pub(crate) fn unexpected(reply: &Reply, text: &str) -> Self {
        Self::with_reply(ErrorKind::UnexpectedResponse, reply, text)
    }

    pub(crate) fn misfit(reply: &Reply, text: &str) -> Self {
        Self::with_reply(ErrorKind::ResponseValidation, reply, text)
    }

    /// No whole reply.
    pub(crate) fn without_reply(kind: ErrorKind, text: &str) -> Self {
        let is_retryable = kind != ErrorKind::Transport;
        Self {
            kind,
            status: None,
            content_type: None,
            body: None,
            problem: None,
            request_id: None,
            retry_after: None,
            is_retryable,
            stop_reason: Some(if is_retryable {
                StopReason::RetriesOff
            } else {
                StopReason::NotRetryable
            }),
            attempts: 1,
            text: text.to_owned(),
        }
    }
}
