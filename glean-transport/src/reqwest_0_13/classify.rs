use crate::{TransportError, TransportErrorKind};

/// Classifies a failure of building the client: nothing was sent.
#[cfg(feature = "__reqwest-tls")]
pub(super) fn unsent(error: reqwest::Error) -> TransportError {
    wrap(TransportErrorKind::InvalidRequest, error)
}

/// Classifies a failure before the reply's head was there.
pub(super) fn head(error: reqwest::Error) -> TransportError {
    wrap(kind(&error), error)
}

pub(crate) fn kind(error: &reqwest::Error) -> TransportErrorKind {
    if error.is_builder() {
        TransportErrorKind::InvalidRequest
    } else if error.is_connect() {
        // Before time-outs: a connection that did not come about in time was not used.
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_request() {
        TransportErrorKind::Interrupted
    } else if error.is_body() || error.is_decode() {
        TransportErrorKind::Body
    } else {
        TransportErrorKind::Other
    }
}

/// Classifies a failure while the body was read.
pub(super) fn body(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Body
    };
    wrap(kind, error)
}

fn wrap(kind: TransportErrorKind, error: reqwest::Error) -> TransportError {
    TransportError::new(kind, error.without_url())
}
