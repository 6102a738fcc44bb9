use std::fmt;

/// Something that a transport may be unable to do, for a good reason.
///
/// A [`Factory`](super::Factory) that [declares](super::Factory::cannot) it gets the rules that need it
/// shown as ignored, with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Speaks TLS.
    Tls,
    /// Trusts the [certificate](super::Setup::root_certificate_pem) of the set-up.
    TlsRoot,
    /// Notices over TLS that a body without a length ended without `close_notify`.
    TlsTruncation,
    /// Tells a reset from the end of a body that has no length.
    ResetIsNoEnd,
    /// Gives control back while an exchange is under way, so that its future can be dropped.
    Cancellation,
    /// Closes the connection of an exchange that is dropped, where others let it run to its end.
    CloseOnDrop,
    /// Uses a connection again for the next request.
    KeepAlive,
    /// Notices that the server closed an idle connection, before it puts a request on it.
    StaleConnections,
    /// Has 64 exchanges under way at once.
    Concurrency,
    /// Reads a reply that comes while the request's body is still on its way.
    EarlyReply,
    /// Sends a request without an `Accept` or a `User-Agent` of its own.
    BareRequests,
    /// Passes on header values that are not UTF-8.
    ByteHeaders,
}

/// Writes what follows on "it can't".
impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls => "speak TLS",
            Self::TlsRoot => "trust the suite's certificate",
            Self::TlsTruncation => "notice the end of TLS without close_notify",
            Self::ResetIsNoEnd => "tell a reset from the end of a body without a length",
            Self::Cancellation => "be dropped while an exchange is under way",
            Self::CloseOnDrop => "close the connection of a dropped exchange",
            Self::KeepAlive => "use a connection again",
            Self::StaleConnections => "notice that an idle connection was closed",
            Self::Concurrency => "have 64 exchanges under way at once",
            Self::EarlyReply => "read a reply while the request is on its way",
            Self::BareRequests => "leave out `Accept` or `User-Agent`",
            Self::ByteHeaders => "pass on header values that are not UTF-8",
        })
    }
}
