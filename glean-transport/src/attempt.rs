use std::num::NonZeroU32;
use std::time::Duration;

/// The limit on a reply's body unless a call sets another: 1 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 1024 * 1024;

/// What a call asks of a transport, carried in the request's [extensions](http::Extensions).
///
/// It is there when the transport says that it [reads](crate::Transport::reads_attempt) it, and
/// whenever the body limit is not the default.
///
/// ```
/// use glean_transport::{Attempt, DEFAULT_BODY_LIMIT};
///
/// # let request = http::Request::new(());
/// assert_eq!(Attempt::body_limit_of(request.extensions()), Some(DEFAULT_BODY_LIMIT));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation's name, as in Glean's OpenAPI document: `createToken`.
    pub operation: &'static str,
    /// Which attempt of the call this is, from 1.
    pub number: NonZeroU32,
    /// How long this attempt may take, with the call's deadline taken into account.
    ///
    /// The caller of the seam enforces it by dropping the future; it stands here for backends that
    /// can't be stopped that way.
    pub timeout: Option<Duration>,
    /// The most bytes of body that the reply may have; `None` is no limit.
    pub body_limit: Option<usize>,
}

impl Attempt {
    /// Makes the first attempt of `operation`, without a time-out and with the default body limit.
    #[must_use]
    pub fn new(operation: &'static str) -> Self {
        Self {
            operation,
            number: NonZeroU32::MIN,
            timeout: None,
            body_limit: Some(DEFAULT_BODY_LIMIT),
        }
    }

    /// Reads the body limit out of a request's extensions; the default where none is set.
    #[must_use]
    pub fn body_limit_of(extensions: &http::Extensions) -> Option<usize> {
        extensions
            .get::<Self>()
            .map_or(Some(DEFAULT_BODY_LIMIT), |attempt| attempt.body_limit)
    }
}
