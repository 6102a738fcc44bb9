use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use glean_transport::time::{Clock, SystemClock};

use super::{StoreError, StoreKey, StoreLock, StoredToken, TokenStore};

/// Keeps tokens in this process: for several caches in one, and for tests. Clones share them.
///
/// ```
/// use glean_api::Glean;
/// use glean_api::token_cache::TokenCache;
/// use glean_api::token_cache::store::MemoryTokenStore;
///
/// # fn main() -> Result<(), glean_api::Error> {
/// # let transport = glean_api::transport::transport_fn(|_| std::future::pending());
/// let glean = Glean::builder().instance("acme").api_token("s3cret");
/// # let glean = glean.transport(transport);
/// let glean = glean.build()?;
/// let store = MemoryTokenStore::new();
/// let cache = TokenCache::builder(&glean).store(store.clone()).namespace("acme").build()?;
/// let other = TokenCache::builder(&glean).store(store).namespace("acme").build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct MemoryTokenStore(Arc<Inner>);

struct Inner {
    clock: Box<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tokens: HashMap<StoreKey, StoredToken>,
    /// By their keys: the holder's mark, and when its lease is over.
    locks: HashMap<StoreKey, (u64, Duration)>,
    locked: u64,
    /// At how many tokens the expired ones are cleared away next.
    clear_at: usize,
}

impl MemoryTokenStore {
    /// Makes an empty store on the system's clock.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(SystemClock)
    }

    /// Makes an empty store on a clock of your own.
    pub fn with_clock(clock: impl Clock) -> Self {
        Self(Arc::new(Inner {
            clock: Box::new(clock),
            state: Mutex::default(),
        }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryTokenStore {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self, key: &StoreKey) -> Result<Option<StoredToken>, StoreError> {
        Ok(self.lock().tokens.get(key).cloned())
    }

    async fn store(&self, key: &StoreKey, token: StoredToken) -> Result<(), StoreError> {
        let (wall, now) = (self.0.clock.system_time(), self.0.clock.monotonic());
        let mut state = self.lock();
        state.tokens.insert(key.clone(), token);
        if state.tokens.len() >= state.clear_at {
            state
                .tokens
                .retain(|_, token| !token.minted.is_expired(wall));
            state.locks.retain(|_, (_, until)| *until > now);
            state.clear_at = (2 * state.tokens.len()).max(1024);
        }
        Ok(())
    }

    async fn remove(&self, key: &StoreKey) -> Result<(), StoreError> {
        self.lock().tokens.remove(key);
        Ok(())
    }

    async fn try_lock(
        &self,
        key: &StoreKey,
        lease: Duration,
    ) -> Result<Option<StoreLock>, StoreError> {
        let now = self.0.clock.monotonic();
        let mut state = self.lock();
        if state.locks.get(key).is_some_and(|(_, until)| *until > now) {
            return Ok(None);
        }
        state.locked += 1;
        let mark = state.locked;
        let until = now.saturating_add(lease);
        state.locks.insert(key.clone(), (mark, until));
        Ok(Some(StoreLock::new(mark.to_string())))
    }

    async fn unlock(&self, key: &StoreKey, lock: StoreLock) -> Result<(), StoreError> {
        let mut state = self.lock();
        let is_own = state
            .locks
            .get(key)
            .is_some_and(|(mark, _)| mark.to_string() == lock.mark());
        if is_own {
            state.locks.remove(key);
        }
        Ok(())
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MemoryTokenStore")
            .field("tokens", &state.tokens.len())
            .field("locks", &state.locks.len())
            .finish_non_exhaustive()
    }
}
