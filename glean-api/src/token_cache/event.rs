use std::error::Error;
use std::time::Duration;

use super::{StoreOperation, TokenCacheError};

/// What a [`TokenCache`](super::TokenCache) tells a [`TokenCacheHook`]. It names no user.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum TokenCacheEvent<'a> {
    /// A token was there.
    Hit,
    /// None was there, and a mint was begun.
    Miss,
    /// None was there, and a mint was under way already.
    Wait,
    /// None was there, and the wait that a 429 asked for is not over.
    Held,
    /// A token was minted.
    #[non_exhaustive]
    Minted {
        /// How long the call took, retries included.
        elapsed: Duration,
        /// Whether another one was still alive.
        ahead: bool,
    },
    /// A token could not be minted.
    #[non_exhaustive]
    MintFailed {
        /// Why.
        error: &'a TokenCacheError,
        /// How long the call took, retries included.
        elapsed: Duration,
        /// Whether another one was still alive, and goes on being given out.
        ahead: bool,
    },
    /// A user's entry had to go for want of room.
    Evicted,
    /// A user's token was invalidated.
    Invalidated,
    /// A token was found in the store.
    StoreHit,
    /// An operation of the store failed.
    #[non_exhaustive]
    StoreFailed {
        /// Which one.
        operation: StoreOperation,
        /// Why; `None` if time was up.
        error: Option<&'a (dyn Error + Send + Sync + 'static)>,
    },
    /// A mint had to do without the store.
    StoreBypassed,
}

/// Is told what a cache does, to count and time it in a metrics library of your own.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use glean_api::token_cache::{TokenCacheEvent, TokenCacheHook};
///
/// #[derive(Debug, Default)]
/// struct Histogram {
///     minted: AtomicU64,
///     milliseconds: AtomicU64,
/// }
///
/// impl TokenCacheHook for Histogram {
///     fn on_event(&self, event: &TokenCacheEvent<'_>) {
///         if let TokenCacheEvent::Minted { elapsed, .. } = event {
///             self.minted.fetch_add(1, Ordering::Relaxed);
///             self.milliseconds.fetch_add(elapsed.as_millis() as u64, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait TokenCacheHook: std::fmt::Debug + Send + Sync + 'static {
    /// Takes an event. It is called in the middle of a `get`, with no lock held: be quick.
    fn on_event(&self, event: &TokenCacheEvent<'_>);
}

impl<T: TokenCacheHook + ?Sized> TokenCacheHook for std::sync::Arc<T> {
    fn on_event(&self, event: &TokenCacheEvent<'_>) {
        (**self).on_event(event);
    }
}
