use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Response;

use crate::TransportError;

/// Is told of each attempt that another one follows, before the wait for it.
///
/// A call that ends is not told of here: [`send`](super::send) returns how it did.
pub trait Observer: fmt::Debug + Send + Sync {
    /// Takes what came of an attempt that is to be repeated.
    fn failed(&self, attempt: FailedAttempt);
}

/// An attempt that another one follows.
///
/// `Debug` shows neither a header nor the body.
#[non_exhaustive]
pub struct FailedAttempt {
    /// Which attempt of the call it was, from 1.
    pub number: u32,
    /// The reply, whose status is one of those to retry on, or why there was none.
    pub result: Result<Response<Bytes>, TransportError>,
    /// How long is waited for the next attempt.
    pub wait: Duration,
}

impl fmt::Debug for FailedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedAttempt")
            .field("number", &self.number)
            .field("result", &self.result.as_ref().map(Response::status))
            .field("wait", &self.wait)
            .finish()
    }
}
