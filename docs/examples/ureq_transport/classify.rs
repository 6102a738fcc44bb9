use std::io;

use glean_transport::TransportErrorKind::{
    Body, Connect, Interrupted, InvalidRequest, Timeout, TooLarge,
};
use glean_transport::{TransportError, TransportErrorKind};
use rustls::InvalidMessage;

/// Says what became of the request, for an error before the reply's head was there.
///
/// When in doubt, it may have been seen.
pub(crate) fn head(error: ureq::Error) -> TransportError {
    use ureq::Error;
    match &error {
        // Its text repeats the URL, and with it the query.
        Error::BadUri(_) => TransportError::new(InvalidRequest, "ureq takes no such URL"),
        Error::Http(_) => TransportError::new(InvalidRequest, error),
        Error::HostNotFound
        | Error::ConnectionFailed
        | Error::Tls(_)
        | Error::Rustls(_)
        | Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            TransportError::new(Connect, error)
        }
        Error::Timeout(_) => TransportError::new(Timeout, error),
        Error::Io(io) => TransportError::new(of_io(io), error),
        _ => TransportError::new(Interrupted, error),
    }
}

fn of_io(error: &io::Error) -> TransportErrorKind {
    // The kinds of a handshake; later the request is on its way.
    let is_handshake = match error.get_ref().and_then(|cause| cause.downcast_ref()) {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::PeerIncompatible(_)) => true,
        // It does not speak TLS.
        Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)) => true,
        _ => false,
    };
    if is_handshake || error.kind() == io::ErrorKind::ConnectionRefused {
        Connect
    } else {
        Interrupted
    }
}

/// The same for an error while the body was read: the request has been seen.
pub(crate) fn body(error: ureq::Error) -> TransportError {
    match error {
        ureq::Error::BodyExceedsLimit(_) => TooLarge.into(),
        ureq::Error::Timeout(_) => TransportError::new(Timeout, error),
        _ => TransportError::new(Body, error),
    }
}
