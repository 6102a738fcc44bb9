use hyper_util::client::legacy;

use crate::{TransportError, TransportErrorKind};

/// Classifies a failure before the reply's head was there.
pub(super) fn head(error: legacy::Error) -> TransportError {
    TransportError::new(kind(&error), error)
}

pub(crate) fn kind(error: &legacy::Error) -> TransportErrorKind {
    if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        // hyper tells its user's mistakes and a lost connection alike, so that any may have been seen.
        TransportErrorKind::Interrupted
    }
}

/// Classifies a failure while the body was read.
pub(super) fn body(error: hyper::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Body
    };
    TransportError::new(kind, error)
}
