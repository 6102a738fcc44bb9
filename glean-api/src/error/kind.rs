/// The kinds of [`Error`](crate::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The server answered with a status of 4XX or 5XX.
    Api,
    /// The server answered with another status than 200, or with a 200 that is not JSON.
    UnexpectedResponse,
    /// The server answered 200 with JSON that does not fit, or that is broken.
    ResponseValidation,
    /// A setting or an argument is missing or malformed. Nothing was sent.
    InvalidRequest,
    /// The credential provider gave none. Nothing was sent.
    Credential,
    /// No connection came about, or it broke.
    Connection,
    /// Time was up: an attempt's, or the whole call's.
    Timeout,
    /// The transport failed otherwise: a reply that is too large, say.
    Transport,
}
