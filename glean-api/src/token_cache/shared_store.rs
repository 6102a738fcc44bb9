use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use glean_transport::time::{Clock, Sleep, within};

use super::TokenCacheEvent;
use super::counters::Meter;
use super::store::{StoreError, StoreKey, StoreLock, StoreOperation, StoredToken, TokenStore};

/// For how long a store that failed is let alone.
const PAUSE: Duration = Duration::from_secs(5);

/// A store, kept from ever failing or holding up a mint.
pub(super) struct SharedStore {
    store: Arc<dyn TokenStore>,
    timeout: Duration,
    pub(super) lease: Duration,
    /// Until when it is let alone, in milliseconds of the monotonic clock.
    away_until: AtomicU64,
}

/// An operation failed, and was counted.
pub(super) struct Failed;

/// A [`SharedStore`] for one mint.
pub(super) struct StoreOf<'a> {
    pub(super) store: &'a SharedStore,
    pub(super) meter: &'a Meter,
    pub(super) clock: &'a dyn Clock,
    pub(super) sleep: Option<&'a dyn Sleep>,
    pub(super) key: StoreKey,
}

impl SharedStore {
    pub(super) fn new(store: Arc<dyn TokenStore>, timeout: Duration, lease: Duration) -> Self {
        Self {
            store,
            timeout,
            lease,
            away_until: AtomicU64::new(0),
        }
    }
}

impl StoreOf<'_> {
    /// Says whether it is let alone, because it failed a moment ago.
    pub(super) fn is_away(&self) -> bool {
        milliseconds(self.clock.monotonic()) < self.store.away_until.load(Ordering::Relaxed)
    }

    pub(super) async fn load(&self) -> Result<Option<StoredToken>, Failed> {
        let load = self.store.store.load(&self.key);
        self.tried(StoreOperation::Load, load).await
    }

    pub(super) async fn store(&self, token: StoredToken) -> Result<(), Failed> {
        let store = self.store.store.store(&self.key, token);
        self.tried(StoreOperation::Store, store).await
    }

    pub(super) async fn remove(&self) -> Result<(), Failed> {
        let remove = self.store.store.remove(&self.key);
        self.tried(StoreOperation::Remove, remove).await
    }

    pub(super) async fn try_lock(&self) -> Result<Option<StoreLock>, Failed> {
        let lock = self.store.store.try_lock(&self.key, self.store.lease);
        self.tried(StoreOperation::TryLock, lock).await
    }

    /// A lock that can't be given back is free when its lease is over.
    pub(super) async fn unlock(&self, lock: StoreLock) {
        let unlock = self.store.store.unlock(&self.key, lock);
        let _ = self.tried(StoreOperation::Unlock, unlock).await;
    }

    async fn tried<T>(
        &self,
        operation: StoreOperation,
        attempt: Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + '_>>,
    ) -> Result<T, Failed> {
        let limit = self.sleep.map(|sleep| (self.store.timeout, sleep));
        let error = match within(attempt, limit).await {
            Some(Ok(value)) => return Ok(value),
            Some(Err(error)) => Some(error),
            None => None,
        };
        let until = self.clock.monotonic().saturating_add(PAUSE);
        let away_until = &self.store.away_until;
        away_until.store(milliseconds(until), Ordering::Relaxed);
        self.meter.count(&TokenCacheEvent::StoreFailed {
            operation,
            error: error.as_deref(),
        });
        Err(Failed)
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
