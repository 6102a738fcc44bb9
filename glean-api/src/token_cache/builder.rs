use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use glean_transport::spawn::{Spawn, TokioSpawn};
use glean_transport::time::Clock;

use super::counters::Meter;
use super::entries::Entries;
use super::flights::Flights;
use super::key::{Keys, ShardKeys};
use super::lifetime::Margins;
use super::shard::Shard;
use super::shared::{RefreshBackoff, Shared};
use super::shared_store::SharedStore;
use super::store::TokenStore;
use super::{TokenCache, TokenCacheHook};
use crate::{Error, Glean, RequestOptions};

/// Builds a [`TokenCache`]; made by [`TokenCache::builder`].
///
/// | setting | default |
/// | --- | --- |
/// | `capacity` | 100,000 users |
/// | `refresh_ahead` | 30 minutes, and at most half of a token's life |
/// | `clock_skew` | 30 seconds |
/// | `refresh_backoff` | 10 seconds, up to 5 minutes |
/// | `clock` | the client's |
/// | `spawn` | on tokio |
/// | `store` | none |
/// | `store_timeout` | 1 second |
/// | `store_lease` | 1 minute |
/// | `hook` | none |
#[derive(Debug)]
#[must_use = "a builder does nothing until it builds"]
pub struct TokenCacheBuilder {
    glean: Glean,
    options: RequestOptions,
    capacity: usize,
    margins: Margins,
    backoff: RefreshBackoff,
    clock: Option<Arc<dyn Clock>>,
    spawn: Arc<dyn Spawn>,
    hook: Option<Arc<dyn TokenCacheHook>>,
    store: Option<Arc<dyn TokenStore>>,
    namespace: Option<Arc<str>>,
    store_timeout: Duration,
    store_lease: Duration,
}

impl TokenCacheBuilder {
    pub(super) fn new(glean: &Glean) -> Self {
        const SECOND: Duration = Duration::from_secs(1);
        Self {
            glean: glean.clone(),
            options: RequestOptions::new(),
            capacity: 100_000,
            margins: Margins {
                clock_skew: 30 * SECOND,
                refresh_ahead: Some(30 * 60 * SECOND),
            },
            backoff: RefreshBackoff {
                initial: 10 * SECOND,
                max: 300 * SECOND,
            },
            clock: None,
            spawn: Arc::new(TokioSpawn),
            hook: None,
            store: None,
            namespace: None,
            store_timeout: SECOND,
            store_lease: 60 * SECOND,
        }
    }

    /// Sets the options of the calls that mint, laid over the client's. The user is the cache's to set.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets how many users' tokens are kept at most. The least used go first, and soonest those that
    /// were asked for but once.
    ///
    /// The room is divided among the parts of the cache by chance, so that one of them may be full
    /// a little before the whole: leave some percent more than you need.
    pub fn capacity(mut self, users: usize) -> Self {
        self.capacity = users;
        self
    }

    /// Sets how long before its end a token is minted anew, in the background, when it is asked for;
    /// never for longer than the second half of its life.
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.margins.refresh_ahead = Some(ahead);
        self
    }

    /// Mints a new token only when the old one is over; the next caller then waits.
    pub fn no_refresh_ahead(mut self) -> Self {
        self.margins.refresh_ahead = None;
        self
    }

    /// Sets how far off clocks may be: a token counts as expired so much earlier.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.margins.clock_skew = skew;
        self
    }

    /// Sets for how long a token whose refresh failed is let alone, twice as long after each further
    /// failure, up to `max`; longer if the server asked for it.
    pub fn refresh_backoff(mut self, initial: Duration, max: Duration) -> Self {
        self.backoff = RefreshBackoff { initial, max };
        self
    }

    /// Sets the clock. Default: the client's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets what runs the mints, so that they outlive who asked for them. Default: the tokio runtime
    /// that the caller is in.
    pub fn spawn(mut self, spawn: impl Spawn) -> Self {
        self.spawn = Arc::new(spawn);
        self
    }

    /// Sets what is told of hits, mints and failures, as they happen.
    pub fn hook(mut self, hook: impl TokenCacheHook) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }

    /// Sets a store through which replicas share tokens; it needs a [`namespace`](Self::namespace).
    pub fn store(mut self, store: impl TokenStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Sets what the tokens are kept under in the store.
    ///
    /// It stands for server and credential: replicas that mint alike are given the same, and what mints
    /// otherwise is given another, or one would get tokens of the other's. It is no secret.
    pub fn namespace(mut self, namespace: impl Into<Arc<str>>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Sets how long an operation of the store may take, if the client has a `Sleep`. When time is up
    /// the mint goes on without the store.
    pub fn store_timeout(mut self, timeout: Duration) -> Self {
        self.store_timeout = timeout;
        self
    }

    /// Sets for how long a mint locks its user in the store, should it not end: somewhat longer than a
    /// call may take, retries included.
    pub fn store_lease(mut self, lease: Duration) -> Self {
        self.store_lease = lease;
        self
    }

    /// Builds the cache.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if an option was
    /// refused, if the capacity, the first wait of the back-off, the store's time-out or its lease is
    /// zero, or if there is a store and no namespace.
    pub fn build(self) -> Result<TokenCache, Error> {
        self.options.check()?;
        for (name, is_zero) in [
            ("capacity", self.capacity == 0),
            ("refresh_backoff", self.backoff.initial.is_zero()),
            ("store_timeout", self.store_timeout.is_zero()),
            ("store_lease", self.store_lease.is_zero()),
        ] {
            if is_zero {
                return Err(Error::invalid(format!("token cache: {name}: it is zero")));
            }
        }
        if self.store.is_some() && self.namespace.as_deref().unwrap_or_default().is_empty() {
            return Err(Error::invalid(
                "token cache: a store needs `.namespace(..)`, which stands for server and credential",
            ));
        }
        let core = self.glean.core().clone();
        let clock = self.clock.unwrap_or_else(|| core.0.timing.clock.clone());
        let (timeout, lease) = (self.store_timeout, self.store_lease);
        let shared = Shared {
            entries: Entries::new(self.capacity),
            flights: Flights::new(),
            meter: Meter::new(self.hook),
            clock,
            spawn: self.spawn,
            margins: self.margins,
            backoff: self.backoff,
            store: self.store.map(|it| SharedStore::new(it, timeout, lease)),
            keys: Keys::new(),
            shard_keys: ShardKeys::new(),
            removals: AtomicU64::new(0),
            capacity: self.capacity,
        };
        let shard = Shard::new(&shared.shard_keys, core, self.options, self.namespace);
        Ok(TokenCache::new(shared, shard))
    }
}
