use std::error::Error;
use std::fmt;

type BoxError = Box<dyn Error + Send + Sync>;

/// Says why no whole reply came.
///
/// `Display` names the kind alone; what lies beneath is the [source](Error::source). Neither
/// carries a header value or a URL's userinfo or query.
///
/// ```
/// use glean_transport::{TransportError, TransportErrorKind};
///
/// let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
/// let error = TransportError::new(TransportErrorKind::Connect, refused);
/// assert_eq!(error.to_string(), "could not connect");
/// assert!(!error.may_have_been_processed());
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<BoxError>,
}

impl TransportError {
    /// Makes an error of `kind` with what caused it.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }

    /// Gives the kind of failure.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Says whether the server may have seen, and even processed, the request.
    ///
    /// `false` is a promise: repeating the request can't do the work twice.
    #[must_use]
    pub fn may_have_been_processed(&self) -> bool {
        !matches!(
            self.kind,
            TransportErrorKind::InvalidRequest | TransportErrorKind::Connect
        )
    }

    /// Says whether this is a failure of the connection or of time, which may pass by itself.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Connect
                | TransportErrorKind::Timeout
                | TransportErrorKind::Interrupted
                | TransportErrorKind::Body
        )
    }
}

impl From<TransportErrorKind> for TransportError {
    fn from(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// The kinds of [`TransportError`]; each says whether the server may have seen the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request can't be sent as it is. Not sent.
    InvalidRequest,
    /// No connection came about: DNS, TCP, a proxy or TLS. Provably not sent.
    Connect,
    /// Time was up before the whole reply was there. May have been seen.
    Timeout,
    /// The connection broke after sending began and before the reply's head. May have been seen.
    Interrupted,
    /// The head of the reply came, and its body broke off. Has been seen.
    Body,
    /// The reply's body is over the limit and was left unread. Has been seen.
    TooLarge,
    /// Anything else. May have been seen.
    Other,
}

impl TransportErrorKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "the request can't be sent",
            Self::Connect => "could not connect",
            Self::Timeout => "timed out",
            Self::Interrupted => "the connection broke before a reply came",
            Self::Body => "the reply broke off in its body",
            Self::TooLarge => "the reply's body is over the limit",
            Self::Other => "the transport failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unsent_request_is_promised_not_to_have_been_processed() {
        use TransportErrorKind::*;
        for (kind, may_have_been_processed) in [
            (InvalidRequest, false),
            (Connect, false),
            (Timeout, true),
            (Interrupted, true),
            (Body, true),
            (TooLarge, true),
            (Other, true),
        ] {
            let error = TransportError::from(kind);
            assert_eq!(
                error.may_have_been_processed(),
                may_have_been_processed,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn display_does_not_repeat_the_source() {
        let error = TransportError::new(TransportErrorKind::Interrupted, "reset by peer");
        assert_eq!(
            error.to_string(),
            "the connection broke before a reply came"
        );
        assert_eq!(
            error.source().map(ToString::to_string).as_deref(),
            Some("reset by peer")
        );
    }
}
