use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::Shareable;
use crate::Error;

/// A call under way; made by [`mutate_async`](super::Mutation::mutate_async).
///
/// It gives what the call gave, also when it is no longer the one that shows. Dropping it cancels the
/// call.
#[must_use = "the call goes on only while its future is awaited or spawned; dropping it cancels the call"]
pub struct MutationFuture<O: Shareable>(Pin<Box<dyn Future<Output = Outcome<O>> + Send>>);

type Outcome<O> = Result<Arc<<O as crate::operation::Operation>::Output>, Arc<Error>>;

/// A call under way that tells nobody but the mutation how it ended; what
/// [`mutate`](super::Mutation::mutate) gives to be spawned.
pub type MutationTask = Pin<Box<dyn Future<Output = ()> + Send>>;

impl<O: Shareable> MutationFuture<O> {
    pub(super) fn new(call: impl Future<Output = Outcome<O>> + Send + 'static) -> Self {
        Self(Box::pin(call))
    }
}

impl<O: Shareable> Future for MutationFuture<O> {
    type Output = Outcome<O>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl<O: Shareable> fmt::Debug for MutationFuture<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MutationFuture").finish_non_exhaustive()
    }
}
