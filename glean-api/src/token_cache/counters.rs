use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{TokenCacheEvent, TokenCacheHook};

/// What a [`TokenCache`](super::TokenCache) did since it was made. The numbers only grow.
///
/// Each `get` counts as one of `hits`, `misses`, `waits` and `held`. Each number is exact; they are read
/// one after another, so that under load they may be of slightly different times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenCacheCounters {
    /// A live token was there.
    pub hits: u64,
    /// None was there, and a mint was begun.
    pub misses: u64,
    /// None was there, and a mint was under way already.
    pub waits: u64,
    /// None was there, and the wait that a 429 asked for was not over.
    pub held: u64,
    /// Tokens minted, by a call that succeeded.
    pub mints: u64,
    /// Calls that were to mint and failed, or gave a token that is of no use.
    pub failures: u64,
    /// Refreshes begun ahead of an expiry, whatever came of them.
    pub refreshes: u64,
    /// Entries that had to go for want of room.
    pub evictions: u64,
    /// Calls of `invalidate`.
    pub invalidations: u64,
    /// Tokens found in the store.
    pub store_hits: u64,
    /// Operations of the store that failed or took too long.
    pub store_failures: u64,
    /// Mints that had to do without the store.
    pub store_bypasses: u64,
}

/// Counts, and tells the hook.
pub(super) struct Meter {
    hits: Alone,
    misses: AtomicU64,
    waits: AtomicU64,
    held: AtomicU64,
    mints: AtomicU64,
    failures: AtomicU64,
    refreshes: AtomicU64,
    evictions: AtomicU64,
    invalidations: AtomicU64,
    store_hits: AtomicU64,
    store_failures: AtomicU64,
    store_bypasses: AtomicU64,
    hook: Option<Arc<dyn TokenCacheHook>>,
}

/// A counter on a cache line of its own: every hit writes to it.
#[derive(Default)]
#[repr(align(128))]
struct Alone(AtomicU64);

impl Meter {
    pub(super) fn new(hook: Option<Arc<dyn TokenCacheHook>>) -> Self {
        Self {
            hits: Alone::default(),
            misses: AtomicU64::new(0),
            waits: AtomicU64::new(0),
            held: AtomicU64::new(0),
            mints: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            refreshes: AtomicU64::new(0),
            evictions: AtomicU64::new(0),
            invalidations: AtomicU64::new(0),
            store_hits: AtomicU64::new(0),
            store_failures: AtomicU64::new(0),
            store_bypasses: AtomicU64::new(0),
            hook,
        }
    }

    pub(super) fn count(&self, event: &TokenCacheEvent<'_>) {
        let counter = match event {
            TokenCacheEvent::Hit => &self.hits.0,
            TokenCacheEvent::Miss => &self.misses,
            TokenCacheEvent::Wait => &self.waits,
            TokenCacheEvent::Held => &self.held,
            TokenCacheEvent::Minted { .. } => &self.mints,
            TokenCacheEvent::MintFailed { .. } => &self.failures,
            TokenCacheEvent::Evicted => &self.evictions,
            TokenCacheEvent::Invalidated => &self.invalidations,
            TokenCacheEvent::StoreHit => &self.store_hits,
            TokenCacheEvent::StoreFailed { .. } => &self.store_failures,
            TokenCacheEvent::StoreBypassed => &self.store_bypasses,
        };
        // `Relaxed`, here as below: each number stands for itself, and orders no other memory.
        counter.fetch_add(1, Ordering::Relaxed);
        if let Some(hook) = &self.hook {
            hook.on_event(event);
        }
    }

    pub(super) fn count_evicted(&self, evicted: u64) {
        (0..evicted).for_each(|_| self.count(&TokenCacheEvent::Evicted));
    }

    pub(super) fn count_refresh(&self) {
        self.refreshes.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> TokenCacheCounters {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        TokenCacheCounters {
            hits: read(&self.hits.0),
            misses: read(&self.misses),
            waits: read(&self.waits),
            held: read(&self.held),
            mints: read(&self.mints),
            failures: read(&self.failures),
            refreshes: read(&self.refreshes),
            evictions: read(&self.evictions),
            invalidations: read(&self.invalidations),
            store_hits: read(&self.store_hits),
            store_failures: read(&self.store_failures),
            store_bypasses: read(&self.store_bypasses),
        }
    }
}
