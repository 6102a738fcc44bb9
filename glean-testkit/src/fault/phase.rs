use std::fmt;

/// When in an exchange a [`Fault`](crate::Fault) strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// With the first byte of the next request, which is not read on, counted or recorded.
    ///
    /// Any request sets it off, for nobody knows yet what it asks for.
    BeforeRead,
    /// When the request has been read; no token is minted.
    AfterRead,
    /// When the rulebook has answered, so a token may be minted, and before a byte of the reply.
    AfterMint,
    /// In the middle of the reply's head: after its first 12 bytes, version and status.
    InHead,
    /// In the middle of the reply's body; if it has none, right after the head.
    InBody,
}

/// Writes the phase in words, for reports.
impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::BeforeRead => "before the request is read",
            Self::AfterRead => "after the request is read",
            Self::AfterMint => "after minting",
            Self::InHead => "in the head",
            Self::InBody => "in the body",
        })
    }
}
