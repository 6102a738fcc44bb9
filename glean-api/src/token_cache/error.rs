use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::Error;

/// Says why a [`TokenCache`](super::TokenCache) gave no token.
///
/// It can be cloned: all that waited for one mint get the same. What the call itself met is its
/// [source](StdError::source) and [`call`](Self::call).
#[derive(Clone)]
pub struct TokenCacheError {
    kind: TokenCacheErrorKind,
    call: Option<Arc<Error>>,
    retry_after: Option<Duration>,
}

/// The kinds of [`TokenCacheError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenCacheErrorKind {
    /// The call that was to mint failed.
    Mint,
    /// The server has answered 429, and the wait that it asked for is not over: nothing was sent.
    Held,
    /// The token that was minted is no longer usable as it comes: its lifetime is shorter than the
    /// skew that is allowed for, or the clocks disagree.
    Expired,
    /// The task that was to mint was dropped or panicked: there is no runtime, or it shuts down.
    Abandoned,
}

impl TokenCacheError {
    pub(super) fn mint(error: Arc<Error>) -> Self {
        Self {
            kind: TokenCacheErrorKind::Mint,
            retry_after: error.retry_after(),
            call: Some(error),
        }
    }

    pub(super) fn held(refusal: Arc<Error>, left: Duration) -> Self {
        Self {
            kind: TokenCacheErrorKind::Held,
            call: Some(refusal),
            retry_after: Some(left),
        }
    }

    pub(super) fn bare(kind: TokenCacheErrorKind) -> Self {
        Self {
            kind,
            call: None,
            retry_after: None,
        }
    }

    /// Gives the kind of failure.
    #[must_use]
    pub fn kind(&self) -> TokenCacheErrorKind {
        self.kind
    }

    /// Gives the error of the call that was to mint; with [`Held`](TokenCacheErrorKind::Held), of
    /// that which was answered 429.
    #[must_use]
    pub fn call(&self) -> Option<&Error> {
        self.call.as_deref()
    }

    pub(super) fn shared_call(&self) -> Option<&Arc<Error>> {
        self.call.as_ref()
    }

    /// Gives how long the server asked to wait, counted from this answer on.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Says whether to ask again later may well help.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind {
            TokenCacheErrorKind::Mint => self.call().is_some_and(Error::is_retryable),
            TokenCacheErrorKind::Held | TokenCacheErrorKind::Abandoned => true,
            TokenCacheErrorKind::Expired => false,
        }
    }
}

impl fmt::Display for TokenCacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TokenCacheErrorKind::Mint => f.write_str("no token could be minted"),
            TokenCacheErrorKind::Held => write!(
                f,
                "no token is minted for this user for another {:?}, as the server asked",
                self.retry_after.unwrap_or_default()
            ),
            TokenCacheErrorKind::Expired => f.write_str(
                "the token minted is of no use any more: it lives no longer than the clock skew that \
                 is allowed for, or a clock is off",
            ),
            TokenCacheErrorKind::Abandoned => f.write_str(
                "the task that was to mint did not end: no tokio runtime is there, or it shuts down, \
                 or the task panicked; on another runtime, give `.spawn(..)`",
            ),
        }
    }
}

impl fmt::Debug for TokenCacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCacheError")
            .field("kind", &self.kind)
            .field("retry_after", &self.retry_after)
            .field("call", &self.call)
            .finish()
    }
}

impl StdError for TokenCacheError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.call().map(|error| error as _)
    }
}

const _: () = {
    const fn is_send_sync_and_static<T: Send + Sync + 'static>() {}
    is_send_sync_and_static::<TokenCacheError>();
};
