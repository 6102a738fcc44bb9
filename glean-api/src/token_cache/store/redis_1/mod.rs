//! Tokens that replicas share through Redis, by the crate `redis` 1.
//!
//! ```no_run
//! use glean_api::Glean;
//! use glean_api::token_cache::TokenCache;
//! use glean_api::token_cache::store::redis_1::{EncryptionKey, RedisTokenStore};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # let _entered = rt.enter();
//! let glean = Glean::from_env()?;
//! let key = EncryptionKey::from_hex(&std::env::var("TOKEN_STORE_KEY")?)?;
//! let redis = redis::Client::open("redis://127.0.0.1/")?;
//! let cache = TokenCache::builder(&glean)
//!     .store(RedisTokenStore::new(redis, &key)?)
//!     .namespace("acme")
//!     .build()?;
//! # Ok(())
//! # }
//! ```

mod encryption_key;
mod error;
mod sealed;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, FromRedisValue, Script, cmd};

use super::{StoreError, StoreKey, StoreLock, StoreOperation, StoredToken, TokenStore};

pub use encryption_key::{EncryptionKey, InvalidEncryptionKey};
pub use error::RedisStoreError;
use sealed::Sealer;

/// The longest wait between two tries to reach a Redis that is away.
const RECONNECT: Duration = Duration::from_secs(1);
/// How long to wait for a connection, or for an answer; a cache's own patience is shorter.
const PATIENCE: Duration = Duration::from_secs(5);

/// Deletes a lock if its mark is still the holder's.
const UNLOCK: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0";

/// Keeps tokens in Redis, encrypted, where the caches of all replicas find them. Clones share a connection.
///
/// # What is in Redis
///
/// Under `glean:token:…` a token, until it expires; under `glean:token:…:lock` the lock of whoever mints it,
/// until its lease is over. Values are encrypted and authenticated by XChaCha20-Poly1305, with a new nonce
/// each time and bound to their names, so that none can be put under another's. Names are an HMAC of
/// namespace and user: who signs in can't be read from them. Both keys are derived (HKDF-SHA-256) from the
/// one that is given.
///
/// With another key nothing is found, and all tokens are minted anew. A value that was tampered with is no
/// token: it is replaced by the next that is minted.
///
/// # When Redis is away
///
/// The caches mint without it, each replica for itself, and use it again once it is back. It need not be
/// there when a service starts.
///
/// It takes Redis 6.2, or whatever knows `SET … EXAT`, as Valkey does.
#[derive(Clone)]
pub struct RedisTokenStore {
    connection: ConnectionManager,
    sealer: Sealer,
    prefix: Box<str>,
}

impl RedisTokenStore {
    /// Makes a store, and connects when it is first used.
    ///
    /// # Errors
    ///
    /// Returns [`RedisStoreError`] if the client can't be used at all.
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime.
    pub fn new(client: Client, key: &EncryptionKey) -> Result<Self, RedisStoreError> {
        let config = ConnectionManagerConfig::new()
            .set_max_delay(RECONNECT)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let connection = ConnectionManager::new_lazy_with_config(client, config)
            .map_err(|error| RedisStoreError::connecting(&error))?;
        Ok(Self {
            connection,
            sealer: Sealer::new(key),
            prefix: "glean:token:".into(),
        })
    }

    /// Sets what the names begin with: `glean:token:` unless set.
    #[must_use]
    pub fn prefix(self, prefix: impl Into<Box<str>>) -> Self {
        Self {
            prefix: prefix.into(),
            ..self
        }
    }

    fn name(&self, key: &StoreKey) -> String {
        format!("{}{}", self.prefix, self.sealer.name(key))
    }

    fn lock_name(&self, key: &StoreKey) -> String {
        format!("{}:lock", self.name(key))
    }

    async fn ask<T: FromRedisValue>(
        &self,
        operation: StoreOperation,
        command: &Cmd,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection.clone();
        let answer = command.query_async(&mut connection).await;
        Ok(answer.map_err(|error| RedisStoreError::new(operation, &error))?)
    }
}

#[async_trait]
impl TokenStore for RedisTokenStore {
    async fn load(&self, key: &StoreKey) -> Result<Option<StoredToken>, StoreError> {
        let name = self.name(key);
        let get = cmd("GET").arg(&name).take();
        let sealed: Option<Vec<u8>> = self.ask(StoreOperation::Load, &get).await?;
        Ok(sealed.and_then(|sealed| self.sealer.open(&name, &sealed)))
    }

    async fn store(&self, key: &StoreKey, token: StoredToken) -> Result<(), StoreError> {
        // What expired before 1970 is not worth keeping, and Redis would not take the time.
        let Some(end) = u64::try_from(token.minted.expiration_time)
            .ok()
            .filter(|end| *end > 0)
        else {
            return self.remove(key).await;
        };
        let name = self.name(key);
        let sealed = self.sealer.seal(&name, &token)?;
        let set = cmd("SET")
            .arg(&name)
            .arg(sealed)
            .arg("EXAT")
            .arg(end)
            .take();
        self.ask(StoreOperation::Store, &set).await
    }

    async fn remove(&self, key: &StoreKey) -> Result<(), StoreError> {
        let delete = cmd("DEL").arg(self.name(key)).take();
        self.ask(StoreOperation::Remove, &delete).await
    }

    async fn try_lock(
        &self,
        key: &StoreKey,
        lease: Duration,
    ) -> Result<Option<StoreLock>, StoreError> {
        let mark = sealed::mark()?;
        // A lease of nothing is none that Redis knows.
        let lease = u64::try_from(lease.as_millis())
            .unwrap_or(u64::MAX)
            .clamp(1, i64::MAX.unsigned_abs());
        let set = cmd("SET")
            .arg(self.lock_name(key))
            .arg(&mark)
            .arg("NX")
            .arg("PX")
            .arg(lease)
            .take();
        let taken: Option<String> = self.ask(StoreOperation::TryLock, &set).await?;
        Ok(taken.map(|_| StoreLock::new(mark)))
    }

    async fn unlock(&self, key: &StoreKey, lock: StoreLock) -> Result<(), StoreError> {
        let mut connection = self.connection.clone();
        let script = Script::new(UNLOCK);
        let mut unlock = script.prepare_invoke();
        unlock.key(self.lock_name(key)).arg(lock.mark());
        let answer: Result<(), _> = unlock.invoke_async(&mut connection).await;
        Ok(answer.map_err(|error| RedisStoreError::new(StoreOperation::Unlock, &error))?)
    }
}

/// Shows nothing of the connection: its URL may hold a password.
impl fmt::Debug for RedisTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTokenStore")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
